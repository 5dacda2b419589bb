package web

import (
	"net"
	"net/http"
	"strings"
	"testing"

	"tietolupa/postgres"
)

// machineIsNobody calls every route with a client's token: the routes of clients
// answer it about its own body, the registers refuse it, and to the others it is nobody.
func machineIsNobody(t *testing.T, s *site, all map[Whose][]thing) {
	own := s.machine(t, analyytik.Body, fromHome, postgres.OrdersRead, postgres.PackagesRead)
	other := s.machine(t, naapuri.Body, fromHome, postgres.OrdersRead, postgres.PackagesRead)
	narrow := s.machine(t, analyytik.Body, fromHome, postgres.OrdersRead)
	for _, m := range []*machine{own, other, narrow} {
		if status, code := m.ask(nil); status != http.StatusOK {
			t.Fatalf("a token: %d %s", status, code)
		}
	}
	p := s.visitor() // at a machine of its own: the others have asked much already
	p.client.Transport = &http.Transport{DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 9)}}).DialContext}
	for _, r := range Routes() {
		of := all[r.Whose]
		if r.Asks != AsksClient {
			of = of[:min(1, len(of))] // of any thing: a client may ask some hundreds of times a minute
		}
		for _, x := range of {
			status, location, body := r.call(t, p, x.at(r), "Authorization", "Bearer "+own.token)
			if let := r.Asks == AsksNothing || r.Asks == AsksClient; !let && !refused(status, location, body) {
				t.Errorf("%s %s by a client: %d", r.Method, r.Path, status)
			} else if r.Asks == AsksClient && status != http.StatusOK {
				t.Errorf("%s %s by a client of the body: %d", r.Method, r.Path, status)
			}
			if r.Asks == AsksClient {
				if _, body := other.send(r.Method, x.at(r)); strings.Contains(body, x.params["order"]) {
					t.Errorf("%s %s tells another body's client", r.Method, r.Path)
				}
				if status, _ := narrow.send(r.Method, x.at(r)); (status == http.StatusOK) != (r.Scope == postgres.OrdersRead) {
					t.Errorf("%s %s with the scope %s: %d", r.Method, r.Path, postgres.OrdersRead, status)
				}
			}
		}
	}
}
