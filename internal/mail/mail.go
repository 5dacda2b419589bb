// Package mail sends plain messages to people by SMTP. It knows no case and no
// person: what is said and to whom comes from elsewhere, and who decides whether
// to try again is told which failures pass.
package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// A Message is one mail to one person. Its ID is the same at every attempt, so
// that a mailbox that got it twice after a broken connection can tell.
type Message struct {
	ID      string // unique to the message, without the domain
	To      string // an address
	Subject string
	Body    string // plain text
	At      time.Time
}

// A Sender sends messages through one SMTP server. It is safe for concurrent
// use: every message has a connection of its own.
type Sender struct {
	host, domain string
	from         string
	options      []gomail.Option
}

// ErrForGood says that another attempt would fail as well: the server refuses
// the recipient or the message.
var ErrForGood = errors.New("the mail server refuses the message for good")

const timeout = 30 * time.Second

// Dial reads the address of a server, smtp://[user:password@]host[:port], from
// which mail leaves as from. STARTTLS is demanded; smtps:// speaks TLS from the
// first byte; only smtp+plain:// goes without, for a relay on the machine
// itself: a host that is not loopback is refused. Nothing is connected yet.
func Dial(address, from string, roots *tls.Config) (*Sender, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return nil, errors.New("read the mail server's address: write it as smtp://user:password@host:587") // the text may hold a password
	}
	s := &Sender{host: u.Hostname(), from: from}
	check := gomail.NewMsg()
	if err := check.From(from); err != nil {
		return nil, fmt.Errorf("read the sender's address %q: write it as name@host", from)
	}
	at := check.GetFrom()[0].Address
	s.domain = at[strings.LastIndex(at, "@")+1:]
	s.options = []gomail.Option{gomail.WithTimeout(timeout)}
	port := 587
	switch u.Scheme {
	case "smtp":
		s.options = append(s.options, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case "smtps":
		port = 465
		s.options = append(s.options, gomail.WithSSL())
	case "smtp+plain":
		port = 25
		if ip := net.ParseIP(s.host); s.host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, fmt.Errorf("mail without TLS leaves only through the machine itself, not through %s", s.host)
		}
		s.options = append(s.options, gomail.WithTLSPolicy(gomail.NoTLS))
	default:
		return nil, fmt.Errorf("read the mail server's address: %q is neither smtp, smtps nor smtp+plain", u.Scheme)
	}
	if p := u.Port(); p != "" {
		if port, err = strconv.Atoi(p); err != nil {
			return nil, fmt.Errorf("read the mail server's address: %q is no port", p)
		}
	}
	s.options = append(s.options, gomail.WithPort(port))
	if roots != nil {
		s.options = append(s.options, gomail.WithTLSConfig(roots))
	}
	if password, has := u.User.Password(); has {
		s.options = append(s.options, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover),
			gomail.WithUsername(u.User.Username()), gomail.WithPassword(password))
	}
	return s, nil
}

// Send hands m to the server and returns when the server has taken it. The
// error is ErrForGood when trying again is no use. No error holds the address,
// the text or the password.
func (s *Sender) Send(ctx context.Context, m Message) error {
	msg := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := msg.From(s.from); err != nil {
		return fmt.Errorf("send a mail: the sender's address is broken: %w", ErrForGood)
	}
	if err := msg.To(m.To); err != nil {
		return fmt.Errorf("send a mail: the recipient's address is broken: %w", ErrForGood)
	}
	msg.Subject(m.Subject)
	msg.SetDateWithValue(m.At)
	msg.SetMessageIDWithValue(m.ID + "@" + s.domain)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday replies
	msg.SetBodyString(gomail.TypeTextPlain, m.Body)
	client, err := gomail.NewClient(s.host, s.options...)
	if err != nil {
		return fmt.Errorf("send a mail: %w", err)
	}
	err = client.DialAndSendWithContext(ctx, msg)
	if err == nil || msg.IsDelivered() { // taken; saying goodbye may fail
		return nil
	}
	if refusal, is := errors.AsType[*gomail.SendError](err); is && !refusal.IsTemp() && refusal.ErrorCode() >= 500 {
		return fmt.Errorf("send a mail: the server answered %d: %w", refusal.ErrorCode(), ErrForGood)
	} else if is {
		return fmt.Errorf("send a mail: the server answered %d, try again later", refusal.ErrorCode())
	}
	return fmt.Errorf("send a mail: the server at %s cannot be reached or does not speak as agreed", s.host)
}
