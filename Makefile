# Two things are needed: make and Python (3.11.2 to 3.13). Each target calls one script.
# `make run` takes HOST and PORT; any target takes PYTHON=/path/to/python3.12.

PYTHON ?= python3
RUN = @$(PYTHON) .ci/bootstrap.py base --
DEV = @$(PYTHON) .ci/bootstrap.py development --

.DEFAULT_GOAL := help
.PHONY: help run test lint types format bench screenshots docs clean

help:  ## say what there is
	@sed -n 's/^\([a-z]*\):.*  ## /\1\t/p' Makefile

run:  ## install what is missing, load the demo, serve it on HOST and PORT
	$(RUN) manage.py run_site

test:  ## every check and every test, on SQLite, PostgreSQL and in Chromium
	$(DEV) .ci/run_tests.py

lint:  ## style, templates and layers
	$(DEV) .ci/lint.py

types:  ## mypy, strict, on services and pure modules
	$(DEV) .ci/check_types.py

format:  ## put code and templates into the house style
	$(DEV) .ci/lint.py --fix

bench:  ## measure the pages that matter and write docs/reference/performance.md
	$(DEV) -m tests.benchmarks

screenshots:  ## take the pictures for the docs, at two widths
	$(DEV) -m tests.screenshots

docs:  ## check the docs: links, and that settings, signals and commands are all there
	$(DEV) -m pytest -q tests/house/test_docs.py

clean:  ## remove caches; the database, uploads and secrets in var/ stay
	@$(PYTHON) .ci/clean.py
