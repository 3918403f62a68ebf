"""Pages as of a past day: the day is read from the URL, and every link to such a page keeps it.

The day is state of the whole site, like the language: some hundred links in templates, rows and
redirects would have to add it. One step at the end does, as Django's i18n patterns add a language.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, wraps
from http import HTTPStatus
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, get_script_prefix, resolve
from django.utils.translation import get_language

from catalog.as_of.days import PARAMETER, SINCE, DayNotOnRecord, data_as_of
from catalog.http import DataVersion, HtmxHttpRequest, View, data_version

# Attributes as our templates write them. `data-today` marks a link that leaves the past.
LINK = re.compile(r'(?<!data-today )\b(href|data-hx-get|data-suggest|data-href)="([?/][^"]*)"')
REDIRECTS = ("Location", "HX-Redirect", "HX-Push-Url")
NOT_KEPT = {PARAMETER, "page", "do"}  # in the form that picks a day
MOST_KEPT = 100


@dataclass(frozen=True, slots=True)
class DayPicker:
    """The form that picks a day: its bounds, its value, and the parameters that it keeps.

    `on` is None on today's page, which `today_url` leads to; None for `first` is "none on record".
    """

    first: date | None
    last: date
    shown: date
    on: date | None
    covered: date
    kept: tuple[tuple[str, str], ...]
    today_url: str

    @property
    def gap(self) -> bool:
        """Whether the data is older than the day: there was no new payload in between."""
        return self.on is not None and self.covered < self.on


def dated_page(view: View) -> View:
    """Decorate a view whose page can be shown as of a past day, `?on=YYYY-MM-DD`; outermost.

    The view finds the day in `data_version(request)`. A day without a page is answered by 404.
    """

    @wraps(view)
    def wrapper(request: HtmxHttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        data = data_version(request)
        typed = request.GET.get(PARAMETER, "")
        try:
            if typed:
                data = request.catalogue_data = _data_as_of(data, typed)  # type: ignore[attr-defined]
            if data:
                request.day_picker = day_picker(request, data)  # type: ignore[attr-defined]
            response = view(request, *args, **kwargs)
        except DayNotOnRecord as why:
            return not_on_record(request, why)
        kept = KeptDays(data.on if data else None, compared_day(request), request.path)
        return keep_days(response, kept) if kept.on or kept.since else response

    wrapper.dated = True  # type: ignore[attr-defined]
    return wrapper


def _data_as_of(data: DataVersion | None, typed: str) -> DataVersion:
    if data is None:
        raise DayNotOnRecord("early", typed)
    return data_as_of(data, typed)


def day_picker(request: HttpRequest, data: DataVersion) -> DayPicker:
    others = [pair for pair in _pairs(request) if pair[0] != PARAMETER]
    kept = [pair for pair in others if pair[0] not in NOT_KEPT][:MOST_KEPT]
    today_url = f"{request.path}?{urlencode(others)}" if others else request.path
    on = data.on
    return DayPicker(data.first, data.today, on or data.day, on, data.day, tuple(kept), today_url)


def _pairs(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.GET.lists():
        yield from ((name, value) for value in values)


def not_on_record(request: HtmxHttpRequest, why: DayNotOnRecord) -> HttpResponse:
    """Answer 404 with what is wrong with the day, and the form that picks another."""
    # Of today: the page links to today's pages, and its footer names today's data.
    del request.catalogue_data  # type: ignore[attr-defined]
    data = data_version(request)
    if data:
        request.day_picker = day_picker(request, data)  # type: ignore[attr-defined]
    response = render(
        request, "catalog/not_on_record.html", {"why": why}, status=HTTPStatus.NOT_FOUND
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def compare_since(request: HttpRequest, day: date) -> None:
    """Note that a page compares its day with an earlier one: links within the page keep that."""
    request.compared_day = day  # type: ignore[attr-defined]


def compared_day(request: HttpRequest) -> date | None:
    """Return the earlier day that a page compares its day with, None if with none."""
    day: date | None = getattr(request, "compared_day", None)
    return day


@dataclass(frozen=True, slots=True)
class KeptDays:
    """The days of a page: `on` goes to every link to a dated page, `since` to those within it."""

    on: date | None
    since: date | None = None
    path: str = ""

    def of(self, path: str) -> Iterator[tuple[str, date]]:
        """Yield the parameters that a link to a path needs; "" is the page itself."""
        if self.on and (not path or is_dated(path)):
            yield PARAMETER, self.on
        if self.since and path in {"", self.path}:
            yield SINCE, self.since


def keep_days(response: HttpResponse, kept: KeptDays) -> HttpResponse:
    """Add the days to links and redirects of a response, and `noindex`."""
    response["X-Robots-Tag"] = "noindex"
    for name in REDIRECTS:
        if name in response:
            response[name] = with_days(response[name], kept, "&")
    if response.get("Content-Type", "").startswith("text/html") and response.content:
        html = response.content.decode(response.charset)
        response.content = LINK.sub(
            lambda link: f'{link[1]}="{with_days(link[2], kept, "&amp;")}"', html
        )
        if "Content-Length" in response:
            response["Content-Length"] = str(len(response.content))
    return response


def with_days(url: str, kept: KeptDays, ampersand: str) -> str:
    """Return a local URL with the days that it needs and has not yet."""
    address, hash_mark, fragment = url.partition("#")
    path, _mark, query = address.partition("?")
    names = {pair.partition("=")[0] for pair in query.split(ampersand)}
    days = [f"{name}={day:%Y-%m-%d}" for name, day in kept.of(path) if name not in names]
    if not days:
        return url
    return f"{path}?{ampersand.join([query, *days] if query else days)}{hash_mark}{fragment}"


def is_dated(path: str) -> bool:
    """Return whether the view at a path shows its page as of a day, too."""
    return _is_dated(path, get_language(), get_script_prefix(), settings.ROOT_URLCONF)


# A page has some hundred links, and resolving one takes 20 µs.
@lru_cache(maxsize=16384)
def _is_dated(path: str, _language: str | None, prefix: str, _urlconf: str) -> bool:
    try:
        match = resolve("/" + path.removeprefix(prefix))
    except Resolver404:
        return False
    return getattr(match.func, "dated", False)
