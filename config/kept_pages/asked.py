"""What the answer to a request for a page depends on, and nothing else; the key of a kept page."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest

from catalog.http import PAGE_FORMATS

# What links from elsewhere add to a URL to follow visitors; no page reads it.
TRACKING = re.compile(
    # Names with a prefix of a counter of visits, and the ids of clicks of many advertisers.
    r"(?:utm|pk|mtm|matomo|piwik|gad|ref|stm|vero|oly|at)_\w*|_{1,2}hs\w+|[a-z]{1,3}clid"
    r"|msclkid|gclsrc|gbraid|wbraid|mc_[ce]id|igsh(?:id)?|hsctatracking|mkt_tok|msockid|srsltid"
    r"|ref|referrer|trk\w*|_ga|_gl|_kx|_openstat|li_fat_id|epik|rdt_cid|irclickid|s_kwcid|ef_id"
    r"|cmpid|wickedid|_branch_match_id",
    re.IGNORECASE,
)
# An id of an element; htmx sends those of ours. No end of others would fill the store.
ELEMENT = re.compile(r"^[\w-]{0,40}$", re.ASCII)
MOST_CHARACTERS = 2000  # of path and query


class Asked(NamedTuple):
    """The parts of a request that pages depend on; `part` is what htmx asks for, else empty."""

    scheme: str
    host: str
    path: str
    query: str
    part: tuple[str, ...]
    format: str


class Conditions(NamedTuple):
    """Which encoding of a page a client takes, and which one it has."""

    accept_encoding: str = ""
    if_none_match: str = ""
    if_modified_since: str = ""


def read_asked(scheme: str, path: str, query: str, headers: Mapping[str, str]) -> Asked | None:
    """Read what a request asks for; None where no page is kept for it.

    `headers` has names in lower case.
    """
    if len(path) + len(query) > MOST_CHARACTERS:
        return None
    part: tuple[str, ...] = ()
    if headers.get("hx-request") == "true":
        part = ("part", headers.get("hx-target", ""), headers.get("hx-trigger", ""))
        if not all(ELEMENT.match(name) for name in part):
            return None
    if settings.HTTPS:
        if headers.get("x-forwarded-proto") != "https":
            return None  # Django redirects it
        scheme = "https"
    accepted = preferred_format(headers.get("accept", "*/*")[:MOST_CHARACTERS])
    return Asked(scheme, headers.get("host", ""), path, without_tracking(query), part, accepted)


def read_conditions(headers: Mapping[str, str]) -> Conditions:
    return Conditions(
        headers.get("accept-encoding", ""),
        headers.get("if-none-match", ""),
        headers.get("if-modified-since", ""),
    )


def without_tracking(query: str) -> str:
    """Return a query string without the parameters that only follow visitors."""
    return _known(query) if len(query) <= MOST_CHARACTERS else _strip(query)


def _strip(query: str) -> str:
    pairs = query.split("&")
    kept = [pair for pair in pairs if pair and not TRACKING.fullmatch(pair.partition("=")[0])]
    return query if len(kept) == len(pairs) else "&".join(kept)


# Looking for them anew would be a tenth of the work for a kept page. At most 2 MB.
_known = lru_cache(maxsize=1000)(_strip)


@lru_cache(maxsize=256)
def preferred_format(accept: str) -> str:
    """Return which format of a page the client prefers, as Django decides; HTML if none."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT"] = accept
    return request.get_preferred_type(PAGE_FORMATS) or PAGE_FORMATS[0]
