# Each target sets up what it needs on first use. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help lecture test lint coverage bench oracles mutants faults bench-reading offline fuzz fuzz-guided gallery set-up jax

BIN := .venv/bin
# Options for the command behind a target: make lecture ARGS="--quality draft", make test ARGS="-k valley"
ARGS :=

help:
	@echo 'make lecture   make film, figures, page in media/  ARGS="--quality draft" passes options on'
	@echo 'make test      run all tests                       ARGS="-k valley" likewise'
	@echo 'make lint      check format, rules and types'
	@echo 'make coverage  run the tests of core, and fail where they miss a line or a branch of it'
	@echo 'make bench     measure how fast core is and the film is made, beside others   ARGS="render" for a part'
	@echo 'make oracles   print the largest difference between core and each of its oracles'
	@echo 'make mutants   break core in thousands of ways, to see its tests fail (hours)   ARGS="core.losses*" for a part'
	@echo 'make faults    kill, fill, spoil and repeat what renders (an hour or two)   ARGS="kills --kills 30" for a part'
	@echo 'make fuzz      read random broken tables and settings      ARGS="--inputs 100000 --seed 1"'
	@echo 'make fuzz-guided   let a fuzzer look for broken tables and settings ARGS="-runs=100000"'
	@echo 'make bench-reading  measure how fast a table of a million rows is read, beside pandas, and in how much memory'
	@echo 'make offline   run the tests of production and acts where there is no network (Linux)'
	@echo 'make gallery   draw the pictures of the README anew, in both themes'
	@echo 'make set-up    only install what the others need'
	@echo 'make jax       install JAX too, which some tests of core compare with where it is (400 MB)'

lecture: .venv/set-up
	@$(BIN)/lecture all $(ARGS)

test: .venv/set-up
	@$(BIN)/python -m pytest -q $(ARGS)

lint: .venv/set-up
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

coverage: .venv/set-up
	@$(BIN)/python -m coverage run -m pytest -q tests/test_core_*.py $(ARGS)
	@$(BIN)/python -m coverage report

bench: .venv/jax
	@$(BIN)/python tests/bench $(ARGS)

oracles: .venv/jax
	@$(BIN)/python tests/oracles.py

mutants: .venv/mutmut
	@nice -n 19 $(BIN)/mutmut run --max-children 1 $(ARGS)
	@$(BIN)/mutmut results

faults: .venv/set-up
	@nice $(BIN)/python tests/faults.py $(ARGS)

fuzz: .venv/set-up
	@$(BIN)/python tests/fuzz.py $(ARGS)

bench-reading: .venv/set-up
	@$(BIN)/python tests/bench_reading.py $(ARGS)

# A network namespace with nothing in it: not even the loopback is up.
offline: .venv/set-up
	@unshare --map-root-user --net $(BIN)/python -m pytest -q tests/test_production_*.py tests/test_acts_*.py $(ARGS)

fuzz-guided: .venv/atheris
	@$(BIN)/python tests/fuzz_guided.py $(ARGS)

gallery: .venv/set-up
	@for theme in dark light; do \
	  $(BIN)/lecture render --theme $$theme --out media/.gallery/$$theme && \
	  $(BIN)/python -m scenes.production.gallery media/.gallery/$$theme media/gallery || exit; \
	done

set-up: .venv/set-up

jax: .venv/jax

# The stamp is what the script writes last, so an interrupted set-up is taken up again.
.venv/set-up: requirements.lock pyproject.toml .ci/set-up
	@sh .ci/set-up

# A lock of its own: it is as large as all the others together, and only tests compare with it.
.venv/jax: requirements-jax.lock .venv/set-up
	@PIP_USER=0 $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --no-deps -r $<
	@$(BIN)/python -m pip check
	@touch $@

# Not locked, as it only looks for faults.
.venv/atheris: .venv/set-up
	@PIP_USER=0 $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input -c requirements.lock 'atheris>=2.3'
	@touch $@

# Not locked: it tells of the tests, and nothing that is made depends on it.
.venv/mutmut: .venv/set-up
	@PIP_USER=0 $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input -c requirements.lock 'mutmut>=3.8,<4'
	@touch $@
