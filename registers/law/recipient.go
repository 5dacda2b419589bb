package law

import "tietolupa/registers"

// A Recipient is a kind of body or person to whom a register's data may be
// disclosed (GDPR 14(1)(e), 30(1)(d)).
type Recipient struct {
	Code     string
	Register string
	Secret   bool // what is disclosed is secret
	Name     registers.Names
	Version
}

// Recipients lists to whom a register's data may be disclosed that day. It
// fails when the tables know nobody.
func (l Law) Recipients(register string) ([]Recipient, error) {
	var all []Recipient
	for _, r := range l.tables.recipients {
		if r.Register == register && r.On(l.day) {
			all = append(all, r)
		}
	}
	if len(all) == 0 {
		return nil, l.unknown("recipients of register", register)
	}
	return all, nil
}

// A Measure is a technical or organisational measure of security (GDPR
// 30(1)(g), 32(1)).
type Measure struct {
	Code      string
	Provision string
	Name      registers.Names
	Version
}

// Measures lists the measures of security in force that day. It fails when
// there is none.
func (l Law) Measures() ([]Measure, error) {
	var all []Measure
	for _, m := range l.tables.measures {
		if m.On(l.day) {
			all = append(all, m)
		}
	}
	if len(all) == 0 {
		return nil, l.unknown("measures of security", "")
	}
	return all, nil
}

func (t *Tables) recipient(r *row) {
	secret := oneOf(r, "secret", "yes", "no") == "yes"
	for _, register := range listOf(r, "register", Registers()...) {
		to := Recipient{Code: r.must("code"), Register: register, Secret: secret, Name: r.names()}
		to.Version = r.version(to.Code, register)
		t.recipients = append(t.recipients, to)
	}
}

func (t *Tables) measure(r *row) {
	m := Measure{Code: r.must("code"), Provision: r.must("provision"), Name: r.names()}
	m.Version = r.version(m.Code)
	t.measures = append(t.measures, m)
}
