# Targets with `##` are listed by `make help`. ARGS goes to the program: make repro ARGS="--only shift".
.DEFAULT_GOAL := help
.PHONY: help setup repro test check lab bench chaos flakes golden clean

SHIFT := node dist/bin/anycast-shift.js
VITEST := npx --no-install vitest run
BENCHES = $(shell node -p 'Object.keys(require("./package.json").scripts).filter((s) => s.startsWith("bench:")).join(" ")')

help: ## This list
	@sed -nE 's/^([a-z]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 10

setup: ## Install what labs need and build the program; quick when nothing is missing
	@scripts/setup/run $(SETUP)

repro: setup ## Reproduce the article's experiment and judge it; ARGS are options of `anycast-shift repro`
	@$(SHIFT) repro $(ARGS)

test: ## Set-up, checks, unit tests and lab tests; ends with how many passed, failed and were skipped
	@scripts/test/run $(SETUP)

check: ## Types, format, lint, rules between rooms, dead code
	@npm run --silent check

lab: setup ## Lab tests alone, on real kernels
	@$(VITEST) --project lab $(ARGS)

bench: setup ## Measure speed; prints every figure with what it was measured against
	@set -e; for bench in $(BENCHES); do npm run --silent "$$bench" -- $(ARGS); done

chaos: setup ## Kill runs at random moments and look for leftovers; ARGS="--driver containerlab --times 100"
	@npm run --silent chaos -- $(ARGS)

flakes: setup ## Run one case again and again in fresh labs and count the verdicts; ARGS="--times 100"
	@npm run --silent flakes -- $(ARGS)

golden: setup ## Write the golden files anew; read the difference before committing it
	@GOLDEN=1 $(VITEST) --project unit --update
	@git --no-pager diff --stat

clean: ## Remove what killed runs left behind, and what was built
	@ended=0; if [ -e dist/bin/anycast-shift.js ]; then $(SHIFT) clean || ended=$$?; fi; \
		rm -rf dist coverage .cache/reports; exit $$ended
