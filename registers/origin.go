package registers

// An Origin is the system that brought data come from: each import declares it.
type Origin string

const (
	OfficeSystem        Origin = "office"            // TE-toimiston oma järjestelmä
	ServiceCentreSystem Origin = "service_centre"    // asiakaspalvelukeskuksen järjestelmä
	LegacySystem        Origin = "legacy"            // aiempi asiakastietojärjestelmä
	OtherAuthority      Origin = "authority"         // toisen viranomaisen järjestelmä
	ProviderSystem      Origin = "provider"          // palveluntuottajan järjestelmä
	EmployerSystem      Origin = "employer"          // työnantajan järjestelmä
	BusinessServiceSys  Origin = "business_services" // yrityspalvelujen asiakastietojärjestelmä (293/2017)
)

// Origins lists the systems that data may be brought from. The customer
// information system of business services is not among them (1.4).
func Origins() []Origin {
	return []Origin{OfficeSystem, ServiceCentreSystem, LegacySystem, OtherAuthority, ProviderSystem, EmployerSystem}
}
