package registers

import (
	"errors"
	"testing"
)

// GDPR 18(2): restricted data are stored, and used to answer their subject.
func TestRestrictedDataAreOnlyStored(t *testing.T) {
	for use, open := range map[Use]bool{Storing: true, Answering: true, Viewing: false, Changing: false, Telling: false, Selecting: false, "unheard of": false} {
		if err := CheckRestriction("", use); err != nil {
			t.Errorf("%s of unrestricted data: %v", use, err)
		}
		err := CheckRestriction("R-1-2020", use)
		rule, is := errors.AsType[*RuleError](err)
		if (err == nil) != open || err != nil && (!is || rule.Rule != "18" || rule.In("fi") == "" || rule.In("sv") == "" || rule.In("en") == "") {
			t.Errorf("%s: %v", use, err)
		}
	}
}
