package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"tietolupa/internal/mail"
	"tietolupa/postgres"
)

// mailing is how people are told that something waits. Without a server nobody
// is; what was due stays due and leaves when one is configured.
type mailing struct {
	Mail     string `help:"Mail server, smtp://user:password@host:587; without one nobody is written to." env:"PERMITS_MAIL"`
	MailFrom string `help:"Address that mail comes from." default:"Tietolupa <ei-vastausta@localhost>" env:"PERMITS_MAIL_FROM"`
	Address  string `help:"The service's own address, https://host, as browsers see it and mail gives it." default:"http://127.0.0.1:8080" env:"PERMITS_ADDRESS"`
}

// postmanEvery is how often it is asked what is due.
const postmanEvery = 5 * time.Second

// postman is the loop that sends, or nil when there is no mail server.
func (m mailing) postman(db *postgres.DB, log *slog.Logger) (func(ctx context.Context) error, error) {
	if m.Mail == "" {
		return nil, nil
	}
	sender, err := mail.Dial(m.Mail, m.MailFrom, nil)
	if err != nil {
		return nil, err
	}
	address := strings.TrimRight(m.Address, "/")
	return func(ctx context.Context) error {
		for {
			if _, err := db.SendMails(ctx, deliver(sender, address)); err != nil && ctx.Err() == nil {
				log.Warn("mail not sent", "cause", err) // the next round tries again
			}
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(postmanEvery):
			}
		}
	}, nil
}

// deliver writes a message in its recipient's language and sends it.
func deliver(sender *mail.Sender, address string) func(context.Context, postgres.Mailing) error {
	return func(ctx context.Context, m postgres.Mailing) error {
		if m.To.Email == "" {
			return postgres.ErrUndeliverable
		}
		path := m.Path
		if path == "" {
			path = pageOf(m.About)
		}
		subject, body := m.Message.Written(m.To.Language, strings.ReplaceAll(m.About, "-", "/"), address+path)
		err := sender.Send(ctx, mail.Message{ID: m.ID, To: m.To.Email, Subject: subject, Body: body, At: time.Now()})
		if errors.Is(err, mail.ErrForGood) {
			return fmt.Errorf("%w: %w", postgres.ErrUndeliverable, err)
		}
		return err
	}
}

// pageOf is the page of a case, a disclosure, an order, a request or a breach.
func pageOf(about string) string {
	switch {
	case strings.HasPrefix(about, "T-"):
		return "/orders/" + about
	case strings.HasPrefix(about, "KEHA-L"):
		return "/disclosures/" + about
	case strings.HasPrefix(about, "KEHA-A"):
		return "/document-requests/" + about
	case strings.HasPrefix(about, "KEHA-T"):
		return "/breaches/" + about
	}
	return "/cases/" + about
}
