# Every target stands on its own in a fresh clone; the work is in scripts/.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test lint check lock audit

help:  ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /make \1\t/'

demo:  ## a running company to try
	@exec scripts/demo.sh

test:  ## every test
	@exec scripts/test.sh

lint:  ## style, types, import contracts
	@exec scripts/lint.sh

check: lint test  ## lint, then test

audit:  ## known vulnerabilities of the locked libraries, where a service can be reached
	@exec scripts/audit.sh

lock:  ## remake the locked requirements
	@exec scripts/lock.sh
