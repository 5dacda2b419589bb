package provider

import (
	"slices"
	"time"

	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// A request is somebody on their way in: begun by the client, done when a
// person has been chosen.
type request struct {
	id      string
	asked   *oidc.AuthRequest
	begun   time.Time
	subject string
	chosen  time.Time
	weak    bool // identified weakly
}

func (r *request) GetID() string                      { return r.id }
func (r *request) GetAMR() []string                   { return nil }
func (r *request) GetAudience() []string              { return []string{r.asked.ClientID} }
func (r *request) GetAuthTime() time.Time             { return r.chosen }
func (r *request) GetClientID() string                { return r.asked.ClientID }
func (r *request) GetNonce() string                   { return r.asked.Nonce }
func (r *request) GetRedirectURI() string             { return r.asked.RedirectURI }
func (r *request) GetResponseType() oidc.ResponseType { return r.asked.ResponseType }
func (r *request) GetResponseMode() oidc.ResponseMode { return r.asked.ResponseMode }
func (r *request) GetScopes() []string                { return r.asked.Scopes }
func (r *request) GetState() string                   { return r.asked.State }
func (r *request) GetSubject() string                 { return r.subject }
func (r *request) Done() bool                         { return r.subject != "" }

func (r *request) GetCodeChallenge() *oidc.CodeChallenge {
	return &oidc.CodeChallenge{Challenge: r.asked.CodeChallenge, Method: r.asked.CodeChallengeMethod}
}

// The levels of identification (acr) that tokens claim: as if those who are chosen
// had been identified strongly, unless the weak one is chosen too.
const (
	Assurance     = "urn:tietolupa:demonstration:strong"
	WeakAssurance = "urn:tietolupa:demonstration:weak"
)

func (r *request) GetACR() string {
	if r.weak {
		return WeakAssurance
	}
	return Assurance
}

// strongly says whether the client asks for a strong identification.
func (r *request) strongly() bool { return slices.Contains(r.asked.ACRValues, Assurance) }

// client is the one service that an issuer knows.
type client struct{ issuer Issuer }

func (c client) GetID() string                       { return c.issuer.Client }
func (c client) RedirectURIs() []string              { return []string{c.issuer.Redirect} }
func (c client) PostLogoutRedirectURIs() []string    { return []string{c.issuer.After} }
func (c client) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }
func (c client) AuthMethod() oidc.AuthMethod         { return oidc.AuthMethodBasic }
func (c client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}
func (c client) GrantTypes() []oidc.GrantType        { return []oidc.GrantType{oidc.GrantTypeCode} }
func (c client) LoginURL(id string) string           { return "/" + c.issuer.Name + "/choose?id=" + id }
func (c client) AccessTokenType() op.AccessTokenType { return op.AccessTokenTypeBearer }
func (c client) IDTokenLifetime() time.Duration      { return tokenLives }
func (c client) DevMode() bool                       { return false }
func (c client) IsScopeAllowed(string) bool          { return false }

// IDTokenUserinfoClaimsAssertion puts the claims into the ID token itself.
func (c client) IDTokenUserinfoClaimsAssertion() bool { return true }
func (c client) ClockSkew() time.Duration             { return 0 }

func (c client) RestrictAdditionalIdTokenScopes() func([]string) []string {
	return func(scopes []string) []string { return scopes }
}

func (c client) RestrictAdditionalAccessTokenScopes() func([]string) []string {
	return func(scopes []string) []string { return scopes }
}
