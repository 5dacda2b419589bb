// Package casbin says what each duty may do: an allow-only policy, read
// strictly and enforced with the casbin library, whose only home this is. It
// answers for kinds of acts; whether this case is theirs, and whether it is
// time, is asked of package permits. It imports permits and registers.
package casbin
