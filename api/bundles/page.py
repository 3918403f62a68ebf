"""/bundles/: which files there are for a day, how to get and how to verify them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from api.bundles.manifest import MANIFEST, FileEntry
from api.bundles.minisign import BadKey, PublicKey
from api.bundles.registry import FORMATS, Format
from api.bundles.signing import public_key
from api.bundles.store import StoredBundle, known_bundle
from api.days import DayNotOnRecord, read_days
from catalog.as_of.pages import dated_page
from catalog.http import PAGE_CACHING, DataVersion, HtmxHttpRequest, data_version
from catalog.parameters import reads
from pages.structured_data import Thing, dataset, json_ld

LATEST = "latest"


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of the table; `entry` is None until the bundle is made."""

    format: Format
    url: str
    entry: FileEntry | None


# Not kept: the sizes appear once the bundle is made, within a version.
@reads()
@dated_page
@require_safe
@cache_control(**PAGE_CACHING)
def bundles(request: HtmxHttpRequest) -> HttpResponse:
    data = data_version(request)
    key = _key()
    bundle = _known(data)
    which = f"{data.state}" if data and data.state else LATEST
    context = {
        "files": [_row(one, which, bundle) for one in FORMATS],
        "manifest": bundle.manifest if bundle else None,
        "manifest_url": _address(which, MANIFEST),
        "pinned": _pinned(request, bundle),
        "key": key,
        "base": request.build_absolute_uri("/api/v1/bundles/"),
        "structured_data": _structured_data(request, data),
    }
    return render(request, "api/bundles.html", context)


def _key() -> PublicKey | None:
    try:
        return public_key()
    except BadKey:  # downloads say so, and the log
        return None


def _known(data: DataVersion | None) -> StoredBundle | None:
    """Return the bundle of the page's day if it was made; a page makes none."""
    if data is None:
        return None
    try:
        reading = read_days(data.state, None, timezone.now().date())
        return known_bundle(reading.day, data.key)
    except (BadKey, DayNotOnRecord):
        return None


def _row(one: Format, which: str, bundle: StoredBundle | None) -> FileRow:
    entry = bundle.manifest.entry(one.file) if bundle else None
    return FileRow(one, _address(which, one.file), entry)


def _address(which: str, name: str) -> str:
    if which == LATEST:
        return reverse("api:bundle-latest", args=[name])
    return reverse("api:bundle-of-day", args=[which, name])


def _pinned(request: HttpRequest, bundle: StoredBundle | None) -> str:
    """Return the address of the bundle that never changes, "" until it is made."""
    if bundle is None:
        return ""
    names = [bundle.manifest.day.isoformat(), bundle.manifest.digest, MANIFEST]
    return request.build_absolute_uri(reverse("api:bundle-file", args=names))


def _structured_data(request: HttpRequest, data: DataVersion | None) -> str:
    """Return the catalogue as JSON-LD on today's page; a past day's is not indexed."""
    if data is None or data.on or data.first is None:
        return ""
    return json_ld(catalogue_dataset(request, first=data.first, last=data.day))


def catalogue_dataset(request: HttpRequest, *, first: date, last: date) -> Thing:
    """Return the Dataset that the bundles distribute, on record from one day to another."""
    absolute: Any = request.build_absolute_uri
    downloads = [
        (str(one.title), one.media_type, absolute(_address(LATEST, one.file))) for one in FORMATS
    ]
    return dataset(
        name=gettext("AI model prices and specs"),
        description=gettext(
            "Prices, context windows, limits and capabilities of AI models at every provider, with "
            "every value on record since the first day."
        ),
        url=absolute(reverse("bundles")),
        days=(first, last),
        downloads=downloads,
    )
