package web

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"tietolupa/permits"
	"tietolupa/registers"
)

// A schema is a JSON Schema of the dialect of OpenAPI 3.1, as JSON writes it.
type schema map[string]any

// schemas are the schemas of Go types, by the names of their types in the document.
type schemas map[string]schema

var (
	timeType = reflect.TypeFor[time.Time]()
	dayType  = reflect.TypeFor[registers.Day]()
)

// closed are the values of types that are closed sets.
var closed = map[reflect.Type][]string{
	reflect.TypeFor[permits.State]():           texted(permits.AllStates()),
	reflect.TypeFor[permits.Purpose]():         {"", string(permits.Statistics), string(permits.Research), string(permits.Planning)},
	reflect.TypeFor[permits.AnnexKind]():       texted(permits.AnnexKinds()),
	reflect.TypeFor[permits.FileType]():        texted(permits.FileTypes()),
	reflect.TypeFor[permits.ScanState]():       {string(permits.ScanPending), string(permits.ScanClean), string(permits.ScanInfected), string(permits.ScanFailed), string(permits.NotScanned)},
	reflect.TypeFor[permits.OrderState]():      {string(permits.OrderQueued), string(permits.OrderBuilding), string(permits.OrderHeld), string(permits.OrderSealed), string(permits.OrderFailed)},
	reflect.TypeFor[permits.BasisKind]():       {string(permits.PermitBasis), string(permits.DisclosureBasis)},
	reflect.TypeFor[permits.DisclosureState](): {string(permits.DisclosureIsRequested), string(permits.DisclosureIsPrepared), string(permits.DisclosureIsConfirmed), string(permits.DisclosureIsDeclined), string(permits.DisclosureIsEnded)},
}

// of is the schema of a type; a struct with a name is put among the components
// and referred to.
func (all schemas) of(t reflect.Type) schema {
	switch {
	case t == timeType:
		return schema{"type": "string", "format": "date-time"}
	case t == dayType:
		return schema{"type": "string", "pattern": `^(\d{4}-\d{2}-\d{2})?$`, "description": "a day, 2006-01-02; empty for none"}
	case closed[t] != nil:
		return schema{"type": "string", "enum": closed[t]}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schema{"anyOf": []any{all.of(t.Elem()), schema{"type": "null"}}}
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return schema{"type": []any{"string", "null"}, "contentEncoding": "base64"}
		}
		return schema{"type": []any{"array", "null"}, "items": all.of(t.Elem())}
	case reflect.Map:
		return schema{"type": []any{"object", "null"}, "additionalProperties": all.of(t.Elem())}
	case reflect.String:
		return schema{"type": "string"}
	case reflect.Bool:
		return schema{"type": "boolean"}
	case reflect.Int, reflect.Int64:
		return schema{"type": "integer"}
	case reflect.Float64:
		return schema{"type": "number"}
	case reflect.Struct:
		if t.Name() == "" {
			return all.object(t)
		}
		name := schemaName(t)
		if _, known := all[name]; !known {
			all[name] = schema{} // of itself, when it refers to itself
			all[name] = all.object(t)
		}
		return schema{"$ref": "#/components/schemas/" + name}
	}
	return schema{} // anything
}

// schemaName is the name of a type without what Go needs in it.
func schemaName(t reflect.Type) string {
	name := strings.TrimSuffix(t.Name(), "JSON")
	return strings.ToUpper(name[:1]) + name[1:]
}

// object is the schema of a struct: exactly its members, those that may be left
// out excepted.
func (all schemas) object(t reflect.Type) schema {
	properties, required := map[string]any{}, []string{}
	all.members(t, properties, &required)
	slices.Sort(required)
	s := schema{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		s["required"] = required
	}
	return s
}

func (all schemas) members(t reflect.Type, properties map[string]any, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			all.members(f.Type, properties, required)
			continue
		case !f.IsExported(), name == "-":
			continue
		case name == "":
			name = f.Name
		}
		s := all.of(f.Type)
		if about := f.Tag.Get("doc"); about != "" {
			if s["$ref"] != nil {
				s = schema{"allOf": []any{s}}
			}
			s["description"] = about
		}
		properties[name] = s
		if !strings.Contains(options, "omitempty") && !strings.Contains(options, "omitzero") {
			*required = append(*required, name)
		}
	}
}
