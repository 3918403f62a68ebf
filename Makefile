# Every recipe works from a bare clone: bin/install makes or updates the environment first.

.PHONY: run stack faults soak audit test litellm-judge lint format bench bench-all lighthouse locks messages

run:
	@bin/install requirements.txt
	@exec .venv/bin/python -u manage.py serve

# The production stack on this machine: nginx, web workers, Celery, PostgreSQL and Redis.
stack:
	@bin/install requirements-dev.txt
	@exec .venv/bin/python -m stack

# Some hundred tests drive real servers, databases and Chromium by the clock, so a busy machine can
# fail one that is right. A failed test runs once more, five of them at most, and each first failure
# is printed with its traceback.
AGAIN = --reruns=1 --max-suite-reruns=5 --rerun-show-tracebacks

test: lint
	.venv/bin/python -m tests.services.chromium
	.venv/bin/python -m tests.services.gettext
	.venv/bin/pytest $(AGAIN)
	TEST_DATABASE=postgresql .venv/bin/pytest $(AGAIN) -m 'database and not browser'
	$(FAULTS)

# Faults of the production stack: each row of the table in docs/operations.md, and upgrades from
# releases of before. Some minutes.
FAULTS = FAULTS=1 .venv/bin/pytest $(AGAIN) -n0 tests/faults tests/upgrades
faults:
	@bin/install requirements-dev.txt
	$(FAULTS)

# LiteLLM in an environment of its own, pinned by hash, for one test: tests/api/bundles/test_judges.py.
litellm-judge:
	python3 -m venv var/litellm-judge
	var/litellm-judge/bin/pip install --quiet --require-hashes --requirement tests/api/bundles/litellm-requirements.txt

lint:
	@bin/install requirements-dev.txt
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	find templates -name '*.html' | xargs .venv/bin/djade --check --target-version 5.2

format:
	@bin/install requirements-dev.txt
	.venv/bin/ruff check --fix
	.venv/bin/ruff format
	find templates -name '*.html' | xargs .venv/bin/djade --target-version 5.2

# The table of benchmarks/README.md, in some minutes: pages of the production stack, then pulls.
bench:
	@bin/install requirements-dev.txt
	@.venv/bin/python -m benchmarks.serving
	@.venv/bin/python -m benchmarks.deriving

# Every benchmark there is, which takes hours.
bench-all: bench
	@for script in benchmarks/[a-z]*.py; do \
		echo "== $$script"; PYTHONPATH=. .venv/bin/python "$$script" || exit; done

# Lighthouse scores of the main pages; needs Node.
lighthouse:
	@bin/install requirements-dev.txt
	@.venv/bin/python -m tests.services.chromium
	@.venv/bin/python -m tests.lighthouse

# Bring the translations up to the marked texts; then fill in what is empty. Needs GNU gettext,
# and installs it as root on Debian.
messages:
	@bin/install requirements-dev.txt
	@.venv/bin/python -m tests.services.gettext
	@.venv/bin/python manage.py makemessages

# Known vulnerabilities of what is locked; needs uv and the network.
audit:
	@uvx pip-audit --requirement requirements-sentry.txt --require-hashes --disable-pip

# Ten minutes of visitors and a pull each minute: answers, times and memory.
soak:
	@bin/install requirements-dev.txt
	@.venv/bin/python -m tests.faults.soak

# Lock the newest versions that pyproject.toml allows; needs uv.
COMPILE = uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-annotate --no-header --no-emit-index-url pyproject.toml
locks:
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra sentry --constraint requirements.txt --output-file requirements-sentry.txt
	$(COMPILE) --group dev --constraint requirements.txt --output-file requirements-dev.txt
