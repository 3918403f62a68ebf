"""/api/v1/bundles/…: the files of bundles, at unchanging addresses and at the newest one."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from http import HTTPStatus
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt

from api.bundles.day import CatalogueInMotion
from api.bundles.file_response import file_response
from api.bundles.minisign import BadKey
from api.bundles.registry import JSON
from api.bundles.signing import SIGNATURE, public_key
from api.bundles.store import BundleBusy, StoredBundle, bundle_of, find, known_digest
from api.controller import MAX_AGE_SECONDS
from api.days import DayNotOnRecord, Reading, read_days
from api.problems import problem_response, unknown_parameter
from catalog.http import data_version

log = logging.getLogger(__name__)

PLAIN = "text/plain; charset=utf-8"
A_YEAR = 365 * 24 * 60 * 60
RETRY_AFTER_SECONDS = 5
NOT_BY_KNOWN_ON = (
    "A bundle is what is known now of its day; bundles can't tell what was known on a day."
)
PIN = (
    "Keep the address with the digest: its content never changes. What was known on a day is at "
    "/api/v1/offers?as_of=DAY&known_on=DAY."
)
DAY_ADDRESS = "GET /api/v1/bundles/DAY/FILE, such as /api/v1/bundles/2026-05-12/offers.csv"
View = Callable[..., HttpResponseBase]


class BundleGone(LookupError):
    """An address of a bundle that is no longer that of its day; the message says where to look."""


class NoSuchFile(LookupError):
    """A bundle has no file of that name; the message says which it has."""


class CannotStore(Exception):
    """This server cannot make bundles; the log says why."""


STATUSES: dict[type[Exception], HTTPStatus] = {
    DayNotOnRecord: HTTPStatus.NOT_FOUND,
    NoSuchFile: HTTPStatus.NOT_FOUND,
    BundleGone: HTTPStatus.GONE,
    BundleBusy: HTTPStatus.SERVICE_UNAVAILABLE,
    CatalogueInMotion: HTTPStatus.SERVICE_UNAVAILABLE,
    CannotStore: HTTPStatus.SERVICE_UNAVAILABLE,
}


def answering_problems(view: View) -> View:
    """Decorate a view for GET and HEAD: no parameters, and errors as RFC 9457 describes them."""

    @csrf_exempt  # as every endpoint is: there is no session to misuse
    @wraps(view)
    def wrapper(request: HttpRequest, **kwargs: str) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            status = HTTPStatus.METHOD_NOT_ALLOWED
            answer = problem_response(status, f"{request.method} is not allowed here.")
            answer["Allow"] = "GET, HEAD"
            return answer
        if request.GET:
            return _parameter_problem(next(iter(request.GET)))
        try:
            return view(request, **kwargs)
        except tuple(STATUSES) as error:
            return _problem(error)

    return wrapper


def _parameter_problem(name: str) -> HttpResponse:
    """Answer a parameter: bundles take none, and say what to do about the two dates of others."""
    if name == "known_on":
        # With what was known on another day, each day would have as many bundles as days follow it.
        return problem_response(HTTPStatus.UNPROCESSABLE_ENTITY, NOT_BY_KNOWN_ON, PIN)
    if name == "as_of":
        return problem_response(HTTPStatus.BAD_REQUEST, "The day is in the address.", DAY_ADDRESS)
    error = unknown_parameter(name, ())
    return problem_response(HTTPStatus.BAD_REQUEST, str(error), error.hint)


def _problem(error: Exception) -> HttpResponse:
    status = next(status for kind, status in STATUSES.items() if isinstance(error, kind))
    if status != HTTPStatus.SERVICE_UNAVAILABLE:
        return problem_response(status, str(error), "GET /api/v1/bundles/latest/manifest.json")
    answer = problem_response(status, str(error) or "Other bundles are being made.")
    answer["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return answer


@answering_problems
def latest_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer a file of the newest bundle; `Content-Location` is its unchanging address."""
    bundle = _made(request, _reading(None))
    response = _file(request, bundle, name)
    response["Content-Location"] = address(bundle, name)
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return response


@answering_problems
def file_of_day(request: HttpRequest, day: str, name: str) -> HttpResponseBase:
    """Redirect to the unchanging address of a file, in the bundle of the day as known now."""
    bundle = _made(request, _reading(_day(day)))
    if bundle.path(name) is None:
        raise _no_file(bundle, name)
    response = redirect(address(bundle, name))
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return response


@answering_problems
def bundle_file(request: HttpRequest, day: str, digest: str, name: str) -> HttpResponseBase:
    """Answer a file of a bundle at the address that names its content."""
    of_day = _day(day)
    with _able_to_store():
        bundle = find(of_day, digest) or _made_again(request, of_day, digest)
    response = _file(request, bundle, name)
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response


@answering_problems
def public_key_file(request: HttpRequest) -> HttpResponse:
    """Answer the key that verifies this site's bundles, as a file for `minisign -p`."""
    with _able_to_store():
        key = public_key()
    if key is None:
        raise NoSuchFile("This site does not sign its bundles.")
    response = HttpResponse(key.file, content_type=PLAIN)
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    return response


def address(bundle: StoredBundle, name: str) -> str:
    manifest = bundle.manifest
    return reverse("api:bundle-file", args=[manifest.day.isoformat(), manifest.digest, name])


def _made(request: HttpRequest, reading: Reading) -> StoredBundle:
    with _able_to_store():
        return bundle_of(reading, _version(request))


def _made_again(request: HttpRequest, day: date, digest: str) -> StoredBundle:
    """Return a bundle that was dropped from the disk. Raises BundleGone if the data has changed."""
    known = known_digest(day, _version(request))
    bundle = _made(request, _reading(day)) if known in (None, digest) else None
    if bundle is None or (bundle.manifest.day, bundle.manifest.digest) != (day, digest):
        raise BundleGone(
            f"This is not, or no longer, the bundle of {day}: values of that day were corrected, "
            f"matched otherwise, or imported later. Its present one is at /api/v1/bundles/{day}/"
        )
    return bundle


def _version(request: HttpRequest) -> str:
    data = data_version(request)
    if data is None:
        raise DayNotOnRecord("No data yet.")
    return data.key


def _reading(day: date | None) -> Reading:
    return read_days(day, None, timezone.now().date())


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DayNotOnRecord(f"{text[:20]} is not a day such as 2026-05-12, nor latest.") from None


@contextmanager
def _able_to_store() -> Iterator[None]:
    """Turn errors of the disk and the key into CannotStore, with a line in the log."""
    try:
        yield
    except (OSError, BadKey) as error:
        log.error("no bundle can be made: %s", error)
        raise CannotStore("Bundles cannot be made on this server at the moment.") from error


def _file(request: HttpRequest, bundle: StoredBundle, name: str) -> HttpResponseBase:
    path = bundle.path(name)
    if path is None:
        raise _no_file(bundle, name)
    entry = bundle.manifest.entry(name)
    try:
        sha256 = entry.sha256 if entry else _sha256(path)
        response = file_response(
            *(request, path), sha256=sha256, media_type=entry.media_type if entry else _type(name)
        )
    except FileNotFoundError:  # dropped this moment, to stay within the bound
        raise BundleBusy from None
    if entry:
        filename = f"{bundle.manifest.day}-{name}"
        response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _type(name: str) -> str:
    return PLAIN if name.endswith(SIGNATURE) else JSON


def _no_file(bundle: StoredBundle, name: str) -> NoSuchFile:
    if name.endswith(SIGNATURE) and not bundle.is_signed:
        return NoSuchFile("This site does not sign its bundles.")
    names = ", ".join(("manifest.json", *(entry.name for entry in bundle.manifest.files)))
    return NoSuchFile(f"No {name[:50]} in a bundle. Files: {names}")
