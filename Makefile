# `make` alone lists what there is. The README's two commands are `make demo` and
# `make test`; each installs what it needs from Debian's packages (scripts/setup).

SHELL       := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo once test fuzz race lint build bench golden setup

# Two packages at a time: each test process runs a PostgreSQL of its own.
TEST := go test -shuffle=on -p 2 -timeout 30m
ARGS ?=
OUT  ?= dist/journey

# Packages whose programs and tests link without DuckDB.
WITHOUT_DUCKDB = $$(go list -f '{{.ImportPath}} {{join .Deps " "}} {{join .TestImports " "}} {{join .XTestImports " "}}' ./... | grep -v '/duckdb-go' | cut -d' ' -f1)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## everything on this machine, with invented people: prints an address to open (ARGS="--persons 1000000")
	@scripts/setup demo
	go run ./cmd/permits demo $(ARGS)

once: ## the journeys over HTTP by themselves; the package and the letter are left in OUT (dist/journey)
	@scripts/setup demo
	go run ./cmd/permits demo --once --out $(OUT) $(ARGS)

test: ## vet and all tests: real PostgreSQL, DuckDB and browser
	@scripts/setup
	go vet ./...
	$(TEST) ./...

# The browser's own work is no race of ours, and make test has it already; so has
# it the arithmetic of a whole population.
race: ## the tests with the race detector, where they link without DuckDB
	@scripts/setup
	$(TEST) -race -skip 'Browser|FullScale' $(WITHOUT_DUCKDB)

fuzz: ## each fuzz test for a little while
	@go list -f '{{.Dir}}' ./... | while read -r dir; do \
		{ grep -ho '^func Fuzz[A-Za-z0-9_]*' "$$dir"/*_test.go || true; } | while read -r _ name; do \
			echo "fuzz $$name in $${dir#$$PWD/}"; \
			go test -run '^$$' -fuzz "^$$name\$$" -fuzztime 10s "$$dir" </dev/null; \
		done; \
	done

lint: ## formatting, vet, golangci-lint (built from tools.mod, two minutes the first time)
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
		[ -z "$$unformatted" ] || { echo "gofmt -w these:"; echo "$$unformatted"; exit 1; }
	go vet ./...
	go tool -modfile=tools.mod golangci-lint run ./...

build: ## the program, as dist/permits
	go build -trimpath -o dist/permits ./cmd/permits

bench: ## the extract beside a bare COPY and an analyst's own pipeline
	@scripts/setup demo
	go run ./cmd/permits bench extract --rows 5000000 --json $(ARGS)

golden: ## write the golden files, the dumped schema and the generated documents anew; look at the diff
	@for dir in $$(git grep -l 'flag.Bool("update"' -- '*_test.go' | xargs -rn1 dirname | sort -u); do \
		go test -count=1 "./$$dir" -update; \
	done

setup: ## install what the tests need
	@scripts/setup
