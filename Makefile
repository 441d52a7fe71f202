# Each target sets up what it needs on first use. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help lecture test lint gallery set-up

BIN := .venv/bin
# Options for the command behind a target: make lecture ARGS="--quality draft", make test ARGS="-k valley"
ARGS :=

help:
	@echo 'make lecture   render the film into media/         ARGS="--quality draft" passes options on'
	@echo 'make test      run all tests                       ARGS="-k valley" likewise'
	@echo 'make lint      check format, rules and types'
	@echo 'make gallery   draw the pictures of the README anew, in both themes'
	@echo 'make set-up    only install what the others need'

lecture: .venv/set-up
	@$(BIN)/lecture render $(ARGS)

test: .venv/set-up
	@$(BIN)/python -m pytest -q $(ARGS)

lint: .venv/set-up
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

gallery: .venv/set-up
	@for theme in dark light; do \
	  $(BIN)/lecture render --theme $$theme --out media/.gallery/$$theme && \
	  $(BIN)/python -m scenes.production.gallery media/.gallery/$$theme media/gallery || exit; \
	done

set-up: .venv/set-up

# The stamp is what the script writes last, so an interrupted set-up is taken up again.
.venv/set-up: requirements.lock pyproject.toml .ci/set-up
	@sh .ci/set-up
