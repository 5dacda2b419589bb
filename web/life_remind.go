package web

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"tietolupa/casbin"
	"tietolupa/permits"
)

// A remindersPage lists every reminder that is due, of all cases, to be sent at
// once.
type remindersPage struct {
	page
	Rows []reminderRow
}

type reminderRow struct {
	permits.Case
	Reminder string
	What     string
	Party    permits.Party
}

// Value is what the box of a row sends.
func (r reminderRow) Value() string { return string(r.ID) + " " + r.Reminder }

// sayReminder is a reminder as a person reads it: what ends, and when.
func (s *server) sayReminder(lang, reminder string) string {
	kind, day, known := permits.ReminderOf(reminder)
	if !known {
		return reminder
	}
	return s.texts.in(lang, "reminder."+kind, permits.WriteDay(day))
}

func (s *server) getReminders(w http.ResponseWriter, r *http.Request) error {
	return s.showReminders(w, r, http.StatusOK, nil)
}

func (s *server) showReminders(w http.ResponseWriter, r *http.Request, status int, wrong wrongs) error {
	v, err := s.allowed(r, casbin.PermitHandle)
	if err != nil {
		return err
	}
	cases, err := s.DB.Reminded(r.Context())
	if err != nil {
		return err
	}
	p := remindersPage{page: s.frame(r, s.texts.in(v.Lang, "reminders.title"), crumb{s.texts.in(v.Lang, "menu.queue"), "/queue"})}
	p.Path, p.Wrong = "/queue/reminders", wrong
	for _, c := range cases {
		if !c.May(permits.DoRemind, v.Actor, v.Now) {
			continue
		}
		for _, due := range c.Reminders(v.Now) {
			row := reminderRow{Case: c, Reminder: due, What: s.sayReminder(v.Lang, due)}
			row.Party, _ = c.WaitsFor(nil)
			p.Rows = append(p.Rows, row)
		}
	}
	slices.SortStableFunc(p.Rows, func(a, b reminderRow) int {
		return cmp.Compare(a.Reminder[len(a.Reminder)-10:], b.Reminder[len(b.Reminder)-10:])
	})
	return s.render(w, r, status, "reminders", &p)
}

// postReminders sends the chosen reminders: each in a transaction of its own, so
// that one that somebody has just sent stops no other.
func (s *server) postReminders(w http.ResponseWriter, r *http.Request) error {
	v, err := s.allowed(r, casbin.PermitHandle)
	if err != nil {
		return err
	}
	if err := posted(r); err != nil {
		return err
	}
	chosen := r.PostForm["remind"]
	if len(chosen) == 0 {
		return s.showReminders(w, r, http.StatusUnprocessableEntity, wrongs{{"remind", s.texts.in(v.Lang, "wrong.choose")}})
	}
	sent := 0
	for _, value := range chosen {
		id, reminder, _ := strings.Cut(value, " ")
		_, err := s.DB.ChangeCase(r.Context(), permits.CaseID(id), func(c permits.Case, now time.Time) (permits.Case, permits.Event, error) {
			return c.Remind(v.Actor, c.Version, reminder, now)
		})
		if _, ok := broken(err); ok {
			continue // sent already, or no more due
		}
		if err != nil {
			return err
		}
		sent++
	}
	return s.done(w, r, "/queue/reminders", s.texts.in(v.Lang, "reminders.sent", strconv.Itoa(sent)))
}
