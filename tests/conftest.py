"""Fixtures for every test: the database, real services on demand, a browser."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path
from subprocess import Popen
from typing import Any

import hypothesis
import pytest
from celery import Celery
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, Page, expect
from redis import Redis

from catalog.newest_version import HOLDER
from catalog.version_cache import clear_version_caches
from config import env
from config.kept_pages.keeper import KEEPER
from config.translations import compile_translations
from pricing.scenarios import cached_scenarios
from staff.append_only import allow_changes
from tests.services.chromium import EXPECT_TIMEOUT, FLAGS, find, no_browser_errors
from tests.services.postgres import postgres
from tests.services.redis import redis
from tests.services.site import manage, site
from tests.services.worker import celery_worker

# They start the whole production stack, or releases of before, and take minutes: `make faults`.
collect_ignore = [] if os.environ.get("FAULTS") else ["faults", "upgrades"]

hypothesis.settings.register_profile("tests", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("tests")

USES_DATABASE = {"db", "transactional_db", "django_db_setup"}
USES_BROWSER = {"browser"}

NewContext = Callable[..., BrowserContext]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what uses the database or the browser, and run the browser tests last.

    The browser tests of a folder run in one worker, which starts one browser and one site for them.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & USES_DATABASE:
            item.add_marker("database")
        if fixtures & USES_BROWSER:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group(f"browser in {item.path.parent.name}"))
    yield
    # A test that commits flushes the tables afterwards, the scenarios of the migrations included.
    # pytest-django runs such tests last, but a group starts with the first of its tests.
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


@pytest.fixture(autouse=True)
def clean_cache() -> Iterator[None]:
    yield
    for cache in caches.all():
        cache.clear()
    shutil.rmtree(settings.PULL_STEPS, ignore_errors=True)
    translation.deactivate()  # the last page may have been a Chinese one
    clear_version_caches()
    HOLDER.forget()
    KEEPER.clear()
    cached_scenarios.cache_clear()


# The database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Put the test database where other processes can open it too: by default it is in memory."""
    database = connection.settings_dict
    if connection.vendor == "postgresql":
        database.update(env.database(request.getfixturevalue("postgres_url")))
    else:
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("sqlite") / "ledger")
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Drop the triggers of the audit log: a test that commits empties all tables afterwards."""
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        allow_changes(editor)


@pytest.fixture(scope="session")
def database_url(django_db_setup: None) -> str:
    """The test database's URL for other processes, which see only what is committed."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format_map(database)


# Real services, started for the first test that needs them


@pytest.fixture(scope="session", autouse=True)
def translations() -> None:
    compile_translations(Path(settings.LOCALE_PATHS[0]))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """An empty Redis: a worker that was killed may have left its message in the queue."""
    with Redis.from_url(redis_server) as client:
        client.flushdb()
    return redis_server


@pytest.fixture
def broker(redis_url: str) -> Iterator[Celery]:
    """A client of the worker's broker; the site's own client runs tasks in place."""
    with Celery(broker=redis_url, set_as_current=False) as client:
        yield client


@pytest.fixture
def start_worker(
    redis_url: str, database_url: str, transactional_db: None, tmp_path: Path
) -> Callable[..., AbstractContextManager[Popen[bytes]]]:
    """A function that starts a Celery worker: `with start_worker(VARIABLE="value") as process`."""
    return partial(celery_worker, tmp_path, redis_url=redis_url, database_url=database_url)


@pytest.fixture
def celery_worker_process(
    start_worker: Callable[..., AbstractContextManager[Popen[bytes]]],
) -> Iterator[Popen[bytes]]:
    """A worker for one test, which may kill it."""
    with start_worker() as worker:
        yield worker


@pytest.fixture(scope="session")
def site_process(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with site(tmp_path_factory.mktemp("site"), DATABASE_URL=database_url) as address:
        yield address


@pytest.fixture
def live_site(site_process: str, transactional_db: None) -> str:
    """The address of the site in its application server, which sees what the test commits."""
    return site_process


@pytest.fixture(scope="session")
def bundled_database(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A SQLite file with the bundled payload; the first worker to ask loads it. Use a copy."""
    base = tmp_path_factory.getbasetemp()
    folder = base if worker_id == "master" else base.parent  # of all workers of this run
    file, unfinished = folder / "bundled.sqlite3", folder / "unfinished.sqlite3"
    with (folder / "bundled.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            manage("migrate", DATABASE_URL=f"sqlite:///{unfinished}")
            manage("pull", "--from", "bundled", DATABASE_URL=f"sqlite:///{unfinished}")
            unfinished.rename(file)
    return file


@pytest.fixture(scope="session")
def bundled_site(bundled_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with the bundled payload. Shared by many tests: read only."""
    folder = tmp_path_factory.mktemp("bundled")
    database = shutil.copy(bundled_database, folder)
    with site(folder, DATABASE_URL=f"sqlite:///{database}") as address:
        yield address


# The browser: pytest-playwright's fixtures, with our Chromium


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each context names its site. Also, pytest 9 deprecates the way the plugin defines this."""


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> Iterator[dict[str, Any]]:
    headed = not browser_type_launch_args.get("headless", True)
    expect.set_options(timeout=EXPECT_TIMEOUT)
    with pytest.MonkeyPatch.context() as patch:
        # Playwright runs an event loop in this thread, beside which Django refuses to query.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield browser_type_launch_args | {"executable_path": find(headed=headed), "args": FLAGS}


@pytest.fixture
def new_context(new_context: NewContext) -> Iterator[NewContext]:
    """A function that opens a fresh browser profile, in which any browser error fails the test."""
    with ExitStack() as contexts:
        yield lambda **args: contexts.enter_context(no_browser_errors(new_context(**args)))


@pytest.fixture
def page(new_context: NewContext, live_site: str) -> Page:
    """A fresh page of `live_site`."""
    return new_context(base_url=live_site).new_page()


@pytest.fixture
def bundled_page(new_context: NewContext, bundled_site: str) -> Page:
    """A fresh page of `bundled_site`."""
    return new_context(base_url=bundled_site).new_page()


@pytest.fixture(scope="session")
def axe_page(browser: Browser) -> Iterator[Page]:
    """One page for every check by axe, which the site's Content-Security-Policy would refuse."""
    with browser.new_context(bypass_csp=True) as context:
        yield context.new_page()
