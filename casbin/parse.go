package casbin

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"tietolupa/permits"
)

// anyone is the role of whoever asks, signed in or not.
const anyone = "anyone"

// roles are what a policy's first column may hold.
var roles = []string{anyone, string(permits.Researcher), string(permits.Presenter), string(permits.Decider), string(permits.Analyst), string(permits.Official), string(permits.Operator),
	string(permits.Contact), string(permits.AccessOfficer), string(permits.Commissioned), string(permits.ProtectionOfficer)}

// A line is one permission of a policy.
type line struct{ role, action string }

// parsePolicy reads a policy: "role, action" a line, # and empty lines aside.
// An unknown role or action, a missing, empty or further field, a denial or a
// line said twice is an error; all of them are named, each as file:line.
// Nothing is skipped: a line that cannot be read must not become a permission
// that is missing or too many.
func parsePolicy(name, text string) ([]line, error) {
	var (
		lines  []line
		broken []error
		seen   = map[line]int{}
	)
	for i, raw := range strings.Split(text, "\n") {
		row := strings.TrimSpace(raw)
		if row == "" || strings.HasPrefix(row, "#") {
			continue
		}
		l, err := parseLine(row)
		if first, twice := seen[l]; err == nil && twice {
			err = fmt.Errorf("%q is said on line %d already", row, first)
		}
		if err != nil {
			broken = append(broken, fmt.Errorf("%s:%d: %w", name, i+1, err))
			continue
		}
		seen[l] = i + 1
		lines = append(lines, l)
	}
	if len(lines) == 0 && len(broken) == 0 {
		broken = append(broken, fmt.Errorf("%s: the policy allows nothing", name))
	}
	if len(broken) > 0 {
		return nil, errors.Join(broken...)
	}
	return lines, nil
}

func parseLine(row string) (line, error) {
	fields := strings.Split(row, ",")
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	switch {
	case slices.ContainsFunc(fields, func(f string) bool { return strings.HasPrefix(f, "den") || strings.HasPrefix(f, "!") }):
		return line{}, fmt.Errorf("%q: a policy only allows; leave the permission out instead of denying it", row)
	case len(fields) != 2:
		return line{}, fmt.Errorf("%q has %d fields, not two: role, action", row, len(fields))
	case !slices.Contains(roles, fields[0]):
		return line{}, fmt.Errorf("%q is no role; roles are %s", fields[0], strings.Join(roles, ", "))
	case !slices.Contains(actions, Action(fields[1])):
		return line{}, fmt.Errorf("%q is no action", fields[1])
	}
	return line{role: fields[0], action: fields[1]}, nil
}
