package extracts

import (
	"fmt"
	"time"
	_ "time/tzdata" // a package is verified on machines without time zones too
)

// helsinki is the time that the texts for people are in.
var helsinki = func() *time.Location {
	l, err := time.LoadLocation("Europe/Helsinki")
	if err != nil {
		panic(fmt.Sprintf("load Europe/Helsinki: %v", err))
	}
	return l
}()
