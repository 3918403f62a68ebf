"""Popular pages, made right after each pull in both languages and encodings: nobody waits for them.

They are made by the handler that answers visitors, one after the other with pauses, and only for
the schemes and hosts under which visitors come.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from catalog.http import DataVersion
from catalog.listing.index import ModelIndex, model_index
from catalog.newest_version import HOLDER
from config.kept_pages.compressor import compress
from config.kept_pages.front import asked_of_scope
from config.kept_pages.keeper import KEEPER
from scoring.rules import RUBRICS

Respond = Callable[[dict[str, Any], bytearray, None], object]

PAGES = (
    "home",
    "models",
    "changelog",
    "calculator",
    "providers",
    "makers",
    "capabilities",
    "explore",
    "price-index",
    "lifecycle",
    "methodology",
    "faq",
    "about",
    "api",
    "changes-atom",
    "changes-json",
    "models-csv",
    "sitemap",
    "llms",
    "robots",
)
MOST_MODELS = 200
# Of the time that a page takes: visitors get the other half of it.
PAUSE = 1.0


def hot_paths(index: ModelIndex) -> Iterator[str]:
    """Yield the paths of the pages, the most popular first, in the language that is active."""
    yield from (reverse(name) for name in PAGES)
    yield from (reverse("ranking", args=[rubric.key]) for rubric in RUBRICS)
    offered = sorted(index.rows, key=lambda row: -row.offering_count)
    for row in offered[:MOST_MODELS]:
        yield reverse("model", args=row.path.split("/"))


def make_hot_pages(data: DataVersion, respond: Respond) -> int:
    """Make the pages for each site; stop at once when newer data is published.

    Returns how many were made.
    """
    made = 0
    for scheme, host in sites():
        for language, _name in settings.LANGUAGES:
            with translation.override(language):
                paths = list(hot_paths(model_index(data)))
            for path in paths:
                newest = HOLDER.known()
                if newest is not None and newest.key != data.key:
                    return made
                began = time.perf_counter()
                make(scope_of(scheme, host, path), respond)
                made += 1
                time.sleep(PAUSE * (time.perf_counter() - began))
    return made


def sites() -> list[tuple[str, str]]:
    """Return the schemes and hosts for which visitors got pages, the latest first.

    Before any came, behind a proxy the first host that is allowed.
    """
    seen = list(reversed(KEEPER.sites))
    if seen or not settings.HTTPS:
        return seen
    return [("https", host) for host in settings.ALLOWED_HOSTS[:1] if host.strip("*.") == host]


def make(scope: dict[str, Any], respond: Respond) -> None:
    """Make a page as for a visitor who takes any encoding, and compress it at once."""
    asked, _conditions = asked_of_scope(scope)
    if asked is None:
        return
    respond(scope, bytearray(), None)
    if page := KEEPER.find_known(asked):
        compress(asked, page)


def scope_of(scheme: str, host: str, path: str) -> dict[str, Any]:
    """Return a request as a server hands it over."""
    name, _, port = host.partition(":")
    headers = [(b"host", host.encode()), (b"accept-encoding", b"br, gzip")]
    if settings.HTTPS:
        headers.append((b"x-forwarded-proto", b"https"))
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": scheme,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 0),
        "server": (name, int(port) if port else 443 if scheme == "https" else 80),
    }
