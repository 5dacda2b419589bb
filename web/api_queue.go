package web

import (
	"net/http"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/postgres"
	"tietolupa/registers"
)

// A queueJSON is a line of the authority's queue.
type queueJSON struct {
	Item         string           `json:"item" doc:"number of the case, disclosure, request or breach"`
	Kind         permits.ItemKind `json:"kind"`
	Path         string           `json:"path" doc:"of its page"`
	Title        string           `json:"title"`
	Organisation string           `json:"organisation"`
	State        string           `json:"state"`
	Party        permits.Party    `json:"waits_for"`
	Since        time.Time        `json:"waits_since,omitzero"`
	Handler      permits.UserID   `json:"handler"`
	Arrived      time.Time        `json:"arrived,omitzero"`
	NextDue      registers.Day    `json:"next_due"`
	NextClock    string           `json:"next_clock"`
	Like         permits.CaseID   `json:"like,omitempty" doc:"the case that it is most like; absent when none"`
}

type queueList struct {
	Items []queueJSON `json:"items"`
	Total int         `json:"total"`
	Next  string      `json:"next,omitempty"`
}

func (s *server) apiQueue(r *http.Request) (any, error) {
	v, err := s.allowed(r, casbin.QueueView)
	if err != nil {
		return nil, err
	}
	size, err := listSize(r)
	if err != nil {
		return nil, err
	}
	search := readQueueSearch(r.URL.Query())
	search.page = 1
	var wrong wrongs
	q := s.queueQuery(search, v, &wrong)
	if len(wrong) > 0 {
		return nil, errBadForm
	}
	if after := r.URL.Query().Get("after"); after != "" {
		place, err := fromCursor(after)
		if err != nil {
			return nil, err
		}
		if q.After, err = postgres.ParseQueuePlace(place); err != nil {
			return nil, errBadCursor
		}
	}
	q.Size = size
	found, err := s.DB.Worklist(r.Context(), q, dayOf(v))
	if err != nil {
		return nil, err
	}
	list := queueList{Items: make([]queueJSON, 0, len(found.Lines)), Total: found.Total}
	for _, l := range found.Lines {
		list.Items = append(list.Items, queueJSON{l.ID, l.Kind, l.Path, l.Title, l.Organisation, l.State, l.Party, l.Since, l.Handler, l.Arrived, l.NextDue, l.NextClock, l.Like.With})
	}
	if n := len(found.Lines); n == size {
		list.Next = toCursor(found.Lines[n-1].Place().String())
	}
	return list, nil
}
