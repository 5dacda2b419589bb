package permits

import (
	"encoding/json"
	"fmt"
	"time"
)

// A Version is an application as it stood: from when, and what brought it
// ("supplement", "offer"; empty of the first).
type Version struct {
	Application Application
	At          time.Time
	Why         string
}

// Versions lists the versions of c's application, the first one first and the one
// that stands last. texts are those written in c, which hold the earlier ones; one
// that has been redacted there is left out.
func Versions(c Case, texts []Text) (all []Version, err error) {
	at, why := c.Submitted, ""
	for _, x := range c.Handling.Versions {
		v := Version{At: at, Why: why}
		at, why = x.At, x.Why
		body := ""
		for _, t := range texts {
			if t.No == x.Text.No && t.Redacted == "" {
				body = t.Body
			}
		}
		if body == "" {
			continue
		}
		if err := json.Unmarshal([]byte(body), &v.Application); err != nil {
			return nil, fmt.Errorf("read version %d of the application of %s: %w", x.Version, c.ID, err)
		}
		all = append(all, v)
	}
	return append(all, Version{c.Application, at, why}), nil
}
