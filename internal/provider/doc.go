// Package provider is an OpenID provider in process, for the demonstration and
// for tests: a person is chosen from a list instead of proving who they are.
// It speaks the protocol as a real one does (authorization code, PKCE, signed
// tokens, end of session), so that the service has one way in, whoever vouches.
// It knows nothing of ours. It must never be reached from another machine:
// whoever serves it sees to that.
package provider
