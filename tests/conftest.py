"""Fixtures for everybody: the database, real services on demand, and no network beyond loopback."""

import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from subprocess import Popen

import hypothesis
import pytest
from celery import Celery
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Page

from catalog.version_cache import clear_version_caches
from config import env
from config.translations import compile_translations
from pricing.templatetags.costs import kept_scenarios
from tests.services.chromium import chromium
from tests.services.postgres import postgres
from tests.services.redis import redis
from tests.services.site import manage, site
from tests.services.worker import celery_worker

hypothesis.settings.register_profile("tests", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("tests")

USES_DATABASE = {"db", "transactional_db", "django_db_setup"}
USES_BROWSER = {"browser"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the database or the browser; a folder's pages share one browser and site."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & USES_DATABASE:
            item.add_marker("database")
        if fixtures & USES_BROWSER:
            item.add_marker("browser")
            item.add_marker(pytest.mark.xdist_group(f"browser in {item.path.parent.name}"))


# Nothing leaves this machine


class NetworkBlocked(Exception):
    """A test reached for the network."""


def is_local(host: object) -> bool:
    return host in (None, "", b"", "localhost", "::1") or str(host).startswith("127.")


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Let sockets connect to this machine only."""
    connect, getaddrinfo = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and not is_local(address[0]):
            raise NetworkBlocked(address)
        connect(self, address)

    def guarded_getaddrinfo(host: object, *args: object, **kwargs: object) -> object:
        if not is_local(host):
            raise NetworkBlocked(host)
        return getaddrinfo(host, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded_connect)
        patch.setattr(socket, "getaddrinfo", guarded_getaddrinfo)
        yield


@pytest.fixture(autouse=True)
def clean_cache() -> Iterator[None]:
    yield
    cache.clear()
    translation.deactivate()  # the last page may have been a Chinese one
    clear_version_caches()
    kept_scenarios.cache_clear()


# The database


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Put the test database where other processes can open it too."""
    database = connection.settings_dict
    if connection.vendor == "postgresql":
        database.update(env.database(request.getfixturevalue("postgres_url")))
    else:
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("sqlite") / "ledger")
    request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")


@pytest.fixture(scope="session")
def database_url(django_db_setup: None) -> str:
    """The test database, for another process; what it should see must be committed."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format_map(database)


# Real services, started when a test first asks


@pytest.fixture(scope="session", autouse=True)
def translations() -> None:
    compile_translations(Path(settings.LOCALE_PATHS[0]))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with redis(tmp_path_factory.mktemp("redis")) as url:
        yield url


@pytest.fixture
def broker(redis_url: str) -> Iterator[Celery]:
    """A client of the worker's broker, beside the site's own, which runs tasks in place."""
    with Celery(broker=redis_url, set_as_current=False) as client:
        yield client


@pytest.fixture
def start_worker(
    redis_url: str, database_url: str, transactional_db: None, tmp_path: Path
) -> Callable[..., AbstractContextManager[Popen[bytes]]]:
    """Start a Celery worker on the test database: `with start_worker(NAME="value") as it`."""
    return partial(celery_worker, tmp_path, redis_url=redis_url, database_url=database_url)


@pytest.fixture
def celery_worker_process(
    start_worker: Callable[..., AbstractContextManager[Popen[bytes]]],
) -> Iterator[Popen[bytes]]:
    """A worker of the test's own: it may be killed."""
    with start_worker() as worker:
        yield worker


@pytest.fixture(scope="session")
def site_process(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with site(tmp_path_factory.mktemp("site"), DATABASE_URL=database_url) as address:
        yield address


@pytest.fixture
def live_site(site_process: str, transactional_db: None) -> str:
    """The address of the site in its real server, which sees what the test commits."""
    return site_process


@pytest.fixture(scope="session")
def bundled_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with the bundled payload, on a database of its own: only look."""
    folder = tmp_path_factory.mktemp("bundled")
    url = f"sqlite:///{folder / 'ledger.sqlite3'}"
    manage("migrate", DATABASE_URL=url)
    manage("pull", "--from", "bundled", DATABASE_URL=url)
    with site(folder, DATABASE_URL=url) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with pytest.MonkeyPatch.context() as patch:
        # Playwright runs an event loop in this thread, and Django would not query beside one.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with chromium() as browser:
            yield browser


@pytest.fixture
def page(browser: Browser, live_site: str) -> Iterator[Page]:
    """A fresh page of `live_site`."""
    with fresh_page(browser, live_site) as page:
        yield page


@pytest.fixture
def bundled_page(browser: Browser, bundled_site: str) -> Iterator[Page]:
    """A fresh page of `bundled_site`."""
    with fresh_page(browser, bundled_site) as page:
        yield page


@contextmanager
def fresh_page(browser: Browser, address: str) -> Iterator[Page]:
    """Open a page; whatever the browser complains of on our site fails the test."""
    complaints: list[str] = []

    def listen(said: ConsoleMessage) -> None:
        if said.type == "error" and said.location["url"].startswith(address):
            complaints.append(said.text)

    with browser.new_context(base_url=address) as context:
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", listen)
        yield context.new_page()
    assert complaints == []
