package web

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"

	"tietolupa/casbin"
	"tietolupa/permits"
	"tietolupa/registers"
)

// An arrivedJSON is an act of a party that may be written down as it arrived.
type arrivedJSON struct {
	Party   personJSON      `json:"party"`
	Command permits.Command `json:"command"`
	Title   string          `json:"title"`
	Path    string          `json:"path" doc:"of its form, for a person"`
}

type arrivedList struct {
	Documents []int         `json:"documents" doc:"numbers of the attachments that came on paper"`
	Acts      []arrivedJSON `json:"acts"`
}

// A writtenDownJSON is one of them with what came.
type writtenDownJSON struct {
	Party    permits.UserID             `json:"party" doc:"whose act it is"`
	Command  permits.Command            `json:"command"`
	CameOn   registers.Day              `json:"came_on"`
	CameBy   string                     `json:"came_by" doc:"post, email or hand"`
	Document int                        `json:"document" doc:"number of the attachment that it came in"`
	Corrects int                        `json:"corrects" doc:"number of the wrongly recorded act that this is in the place of; 0 when none"`
	Fields   map[string]json.RawMessage `json:"fields" doc:"those of the command, as it is posted by the party's own program"`
}

func (s *server) arrivedOperations() []operation {
	return []operation{
		{Route: duty("GET", "/api"+aCase+"/arrived", casbin.CaseRecord, OfParties), ID: "listArrived", Tag: "commands",
			Summary: "What may be written down for the parties as it came on paper", Answer: reflect.TypeFor[arrivedList](), do: s.apiArrived},
		{Route: duty("POST", "/api"+aCase+"/arrived", casbin.CaseRecord, OfParties), ID: "writeDown", Tag: "commands",
			Summary: "Write an act of a party down as it came on paper", Versioned: true, Idempotent: true, BodySchema: func(schemas) schema { return writtenDownSchema() }, Answer: reflect.TypeFor[caseJSON](), do: s.apiWriteDown},
	}
}

// writtenDownSchema describes writtenDownJSON; the fields are as each command has
// them.
func writtenDownSchema() schema {
	text := schema{"type": "string"}
	return schema{"type": "object", "additionalProperties": false, "required": []string{"party", "command", "came_on", "came_by", "document"}, "properties": map[string]any{
		"party": text, "command": schema{"type": "string", "enum": permits.ArrivedActs()}, "came_on": schema{"type": "string", "format": "date"},
		"came_by": schema{"type": "string", "enum": permits.ArrivedWays()}, "document": schema{"type": "integer", "minimum": 1}, "corrects": schema{"type": "integer", "minimum": 0},
		"fields": schema{"type": []any{"object", "null"}, "additionalProperties": schema{"type": []any{"string", "boolean", "integer", "array", "object"}}},
	}}
}

func (s *server) apiArrived(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CaseRecord)
	if err != nil {
		return nil, err
	}
	people, err := s.DB.Users(r.Context())
	if err != nil {
		return nil, err
	}
	documents, err := s.arrivedDocuments(r, c)
	if err != nil {
		return nil, err
	}
	list := arrivedList{Documents: []int{}, Acts: []arrivedJSON{}}
	for _, d := range documents {
		list.Documents = append(list.Documents, d.No)
	}
	for _, of := range s.arrivedChoices(v, c, people) {
		for _, command := range of.Commands {
			list.Acts = append(list.Acts, arrivedJSON{personJSON{of.Party.ID, of.Party.Name}, command, s.titleOf(v.Lang, command), "/cases/" + string(c.ID) + "/arrived/" + string(command) + "?party=" + string(of.Party.ID)})
		}
	}
	return answers{Version: c.Version, Body: list}, nil
}

// apiWriteDown records an act over the version that was seen.
func (s *server) apiWriteDown(r *http.Request) (any, error) {
	v, c, err := s.apiCaseFor(r, casbin.CaseRecord)
	if err != nil {
		return nil, err
	}
	version, err := seenBy(r)
	if err != nil {
		return nil, err
	}
	var in writtenDownJSON
	if err := readJSON(r, &in); err != nil {
		return nil, err
	}
	a, act, party, err := s.arrivedActing(r, v, c, in.Command, in.Party)
	if err != nil {
		return nil, err
	}
	if r.PostForm, err = s.membersOf(act).form(in.Fields); err != nil {
		return nil, err
	}
	day, _ := date(in.CameOn)
	a.seen = version
	for name, value := range map[string]string{"came_on": day, "came_by": in.CameBy, "document": strconv.Itoa(in.Document), "corrects": strconv.Itoa(in.Corrects)} {
		r.PostForm.Set(name, value)
	}
	next, err := s.writeDown(v, a, act, party)
	if len(a.wrong) > 0 {
		return nil, formError{a.wrong}
	}
	if err != nil {
		return nil, err
	}
	return s.caseAnswer(r, v, next, http.StatusOK)
}
