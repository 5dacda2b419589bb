package mail_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"math/big"
	"mime"
	"mime/quotedprintable"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"tietolupa/internal/mail"
)

// A post is a mail server of another maker. It keeps what it takes.
type post struct {
	mu       sync.Mutex
	taken    []*netmail.Message
	bodies   []string
	refuse   *smtp.SMTPError // for every recipient
	signedIn []string
}

func (p *post) NewSession(*smtp.Conn) (smtp.Session, error) { return &visit{p}, nil }

type visit struct{ *post }

func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain} }

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if password != "salasana" {
			return errors.New("wrong password")
		}
		v.mu.Lock()
		defer v.mu.Unlock()
		v.signedIn = append(v.signedIn, user)
		return nil
	}), nil
}
func (v *visit) Reset()                               {}
func (v *visit) Logout() error                        { return nil }
func (v *visit) Mail(string, *smtp.MailOptions) error { return nil }
func (v *visit) Rcpt(string, *smtp.RcptOptions) error {
	if v.refuse != nil {
		return v.refuse
	}
	return nil
}

func (v *visit) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	m, err := netmail.ReadMessage(bytes.NewReader(text))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.taken, v.bodies = append(v.taken, m), append(v.bodies, string(body))
	return nil
}

// open starts p with a certificate of its own, and gives its port and what to
// trust.
func (p *post) open(t *testing.T) (port string, roots *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	authority := &x509.Certificate{SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
	raw, err := x509.CreateCertificate(rand.Reader, authority, authority, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AddCert(certificate)
	server := smtp.NewServer(p)
	server.Domain = "localhost"
	server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}}
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(listener) }()
	t.Cleanup(func() {
		_ = server.Close()
		if err := <-done; err != nil && !errors.Is(err, smtp.ErrServerClosed) {
			t.Error(err)
		}
	})
	_, port, _ = net.SplitHostPort(listener.Addr().String())
	return port, &tls.Config{RootCAs: trusted, ServerName: "127.0.0.1"}
}

var message = mail.Message{ID: "case-decided.17", To: "aino@example.org", Subject: "Asia KEHA/17/2020: päätös on tehty",
	Body: "Hei\n\nAsiassa on päätös. Lue se palvelussa.\n", At: time.Date(2020, 11, 2, 9, 0, 0, 0, time.UTC)}

func TestMailArrives(t *testing.T) {
	p := new(post)
	port, roots := p.open(t)
	s, err := mail.Dial("smtp://palvelu:salasana@127.0.0.1:"+port, "Tietolupa <ei-vastausta@keha.example.org>", roots)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	if len(p.taken) != 1 || len(p.signedIn) != 1 {
		t.Fatalf("%d messages taken, signed in %v", len(p.taken), p.signedIn)
	}
	h := p.taken[0].Header
	subject, err := new(mime.WordDecoder).DecodeHeader(h.Get("Subject"))
	if err != nil || subject != message.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	for name, want := range map[string]string{"Message-Id": "<case-decided.17@keha.example.org>", "To": "<aino@example.org>",
		"Auto-Submitted": "auto-generated", "User-Agent": "", "X-Mailer": ""} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if body := strings.ReplaceAll(p.bodies[0], "\r\n", "\n"); strings.TrimRight(body, "\n") != strings.TrimRight(message.Body, "\n") {
		t.Errorf("body %q", body)
	}
}

func TestWhatMayPassIsTriedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		refuse  *smtp.SMTPError
		forGood bool
	}{
		"no such mailbox": {&smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "aino@example.org is nobody"}, true},
		"greylisted":      {&smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "later"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			p := &post{refuse: c.refuse}
			port, roots := p.open(t)
			s, err := mail.Dial("smtp://127.0.0.1:"+port, "a@b.example", roots)
			if err != nil {
				t.Fatal(err)
			}
			err = s.Send(t.Context(), message)
			if err == nil || errors.Is(err, mail.ErrForGood) != c.forGood {
				t.Errorf("%v, for good %v", err, c.forGood)
			}
			if strings.Contains(err.Error(), "aino") {
				t.Errorf("the error names the recipient: %v", err)
			}
		})
	}
	s, err := mail.Dial("smtp://127.0.0.1:1", "a@b.example", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Send(t.Context(), message); err == nil || errors.Is(err, mail.ErrForGood) {
		t.Errorf("no server: %v", err)
	}
}

func TestMailWithoutTrustDoesNotLeave(t *testing.T) {
	p := new(post)
	port, _ := p.open(t)
	for name, address := range map[string]string{
		"a certificate nobody vouches for": "smtp://127.0.0.1:" + port,
	} {
		s, err := mail.Dial(address, "a@b.example", nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(t.Context(), message); err == nil {
			t.Errorf("%s: sent", name)
		}
	}
	for _, address := range []string{"", "mail.example.org", "smtp+plain://mail.example.org", "http://127.0.0.1", "smtp://u:salainen@:25", "smtp://127.0.0.1:x"} {
		if _, err := mail.Dial(address, "a@b.example", nil); err == nil || strings.Contains(err.Error(), "salainen") {
			t.Errorf("%q: %v", address, err)
		}
	}
	if _, err := mail.Dial("smtp://127.0.0.1", "nobody", nil); err == nil {
		t.Error("a sender without an address")
	}
	if len(p.taken) != 0 {
		t.Errorf("%d messages left", len(p.taken))
	}
}
