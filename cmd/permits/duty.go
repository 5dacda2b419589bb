package main

import (
	"context"
	"fmt"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// mayDo gives the user whom a command names, when one of their duties allows the
// action: a command asks for no more and no less than the pages.
func (p *place) mayDo(ctx context.Context, id permits.UserID, action casbin.Action) (permits.Actor, error) {
	who, err := p.owner.User(ctx, id)
	if err != nil {
		return permits.Actor{}, err
	}
	policy, err := casbin.Load()
	if err != nil {
		return permits.Actor{}, err
	}
	if err := policy.May(who, action); err != nil {
		return permits.Actor{}, fmt.Errorf("%s may not do this (%s): %w", id, action, err)
	}
	return who, nil
}
