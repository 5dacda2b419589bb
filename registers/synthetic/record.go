package synthetic

import "time"

// An Entry is what every row says of itself: the controller's office (2 §),
// where the datum came from and who entered it (4.1b), when, and from which
// day it is to be removed (4.3a; 0 while clientship or contract goes on).
type Entry struct {
	Office        string
	Source        string
	Recorder      string
	Recorded      int64 // seconds since 1970
	RemovableFrom Date
}

// RecordedAt is when the row was entered.
func (e Entry) RecordedAt() time.Time { return time.Unix(e.Recorded, 0).UTC() }

// A File is all that the person register holds on one person (3 § 1 mom).
// Spells of a slice are in order of time and never overlap; an End of 0 is
// open, and an End is the last day that belongs.
type File struct {
	Person      Person
	Identifiers []Identifier
	Clientships []Clientship
	JobSearches []JobSearch
	Spells      []Spell
	Plans       []Plan
	Offers      []Offer
	Services    []ServicePeriod
	Rows        Rows // of all other tables
}

// A Person is a row of table person (3.1.1).
type Person struct {
	ID                             int64
	FamilyName, GivenNames         string
	Birth                          Date
	Sex, MotherTongue, Citizenship string
	Municipality                   string
	StreetAddress, Phone, Email    string // empty when not known
	ProtectedAddress               bool
	Education                      string // empty when not known
	Disability, FundMember         bool
	Entry
}

// An Identifier is a row of table person_identifier: one henkilötunnus that
// the person has or has had.
type Identifier struct {
	Code      string
	Temporary bool
	From, To  Date
	Entry
}

// A Clientship is a row of table clientship (3.1.2).
type Clientship struct {
	ID          int64
	Start, End  Date
	ServiceLine string // empty when not chosen
	ServiceOn   Date
	ContactMode string
	ContactOn   Date
	Entry
}

// A JobSearch is a row of table job_search (työnhaku).
type JobSearch struct {
	ID         int64
	Start, End Date
	Occupation string
	Entry
}

// A Spell is a row of table employment_code (työllisyyskoodi).
type Spell struct {
	ID         int64
	Code       string
	Start, End Date
	EndReason  string // of an ended spell of unemployment; else empty
	Entry
}

// Unemployed says whether the code counts as unemployed in the statistics:
// without work or fully laid off (työtön, lomautettu).
func (s Spell) Unemployed() bool { return s.Code == unemployedCode || s.Code == laidOffCode }

// On says whether d belongs to the spell.
func (s Spell) On(d Date) bool { return s.Start <= d && (s.End == 0 || s.End >= d) }

// A Plan is a row of table plan (3.1.4).
type Plan struct {
	ID               int64
	Kind             string
	Signed, ReviewOn Date
	Entry
}

// An Offer is a row of table job_offer (työtarjous, 3.1.5).
type Offer struct {
	ID, Employer, Vacancy int64
	Offered               Date
	Result                string
	Entry
}

// A ServicePeriod is a row of table service_period (3.1.6).
type ServicePeriod struct {
	ID                int64
	Kind              string
	Start, End        Date
	Provider, Service int64 // 0 when the office gives the service itself
	Entry
}

// An EmployerFile is an employer with its vacancies (3 § 2 mom).
type EmployerFile struct {
	Employer  Employer
	Vacancies []Vacancy
	Rows      Rows // of all other tables
}

// An Employer is a row of table employer.
type Employer struct {
	ID                                       int64
	BusinessID, Name, Industry, Municipality string
	Start, End                               Date
	Entry
}

// A Vacancy is a row of table vacancy (avoin työpaikka, 3.2.4). It is open on
// a day from Reported until the day before Closed.
type Vacancy struct {
	ID                              int64
	NoticeNumber                    string
	Occupation, Municipality        string
	Reported, Closed                Date
	Positions                       int
	WorkingTime, Duration, Relation string
	SummerJob, Apprenticeship       bool
	Entry
}

// Open says whether the vacancy is open on d.
func (v Vacancy) Open(d Date) bool { return v.Reported <= d && (v.Closed == 0 || v.Closed > d) }

// A ProviderFile is a service provider with what has been bought from it (3 § 3 mom).
type ProviderFile struct {
	Provider Provider
	Services []ProcuredService
	Rows     Rows // of all other tables
}

// A Provider is a row of table provider.
type Provider struct {
	ID                             int64
	BusinessID, Name, Municipality string
	Start, End                     Date
	Entry
}

// A ProcuredService is a row of table procured_service (3.3.4).
type ProcuredService struct {
	ID             int64
	Kind           string
	ContractNumber string
	Start, End     Date
	Cents          int64 // price
	Places         int
	Entry
}
