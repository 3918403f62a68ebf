"""What the views share of HTTP: the request's type, the data's age, and conditional answers."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache, wraps
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404, redirect
from django.urls import resolve
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from catalog.models import CanonicalModel, CatalogueVersion, MovedModel

View = Callable[..., HttpResponse]
NEWEST = CatalogueVersion.objects.order_by("-pk").values_list("pk", "day", "snapshot__confirmed_on")
STALE_AFTER = timedelta(hours=36)
CACHED_HEADERS = ("Content-Type", "Content-Disposition", "Link", "X-Robots-Tag")
CACHE_SECONDS = 24 * 60 * 60  # seconds
RELEASE_FOLDERS = (
    "config",
    "pages",
    "catalog",
    "pricing",
    "scoring",
    "changelog",
    "locale",
    "static",
    "templates",
)


@dataclass(frozen=True, slots=True)
class DataVersion:
    """The catalogue as a visitor finds it: its version, its day, and how old that is now."""

    version: int
    day: date
    age: timedelta

    @property
    def stale(self) -> bool:
        return self.age > STALE_AFTER

    @property
    def age_days(self) -> int:
        return self.age.days


class HtmxHttpRequest(HttpRequest):
    htmx: HtmxDetails


def data_version(request: HttpRequest) -> DataVersion | None:
    """Return the data that this request is answered from; None while the catalogue is empty."""
    if not hasattr(request, "catalogue_data"):
        request.catalogue_data = newest_data_version(timezone.now())  # type: ignore[attr-defined]
    found: DataVersion | None = request.catalogue_data  # type: ignore[attr-defined]
    return found


def known_data_version(request: HttpRequest) -> DataVersion | None:
    """Return the data that `data_version` found for this request before; None if nobody asked."""
    known: DataVersion | None = getattr(request, "catalogue_data", None)
    return known


def newest_data_version(now: datetime) -> DataVersion | None:
    version = NEWEST.first()
    if version is None:
        return None
    pk, day, confirmed_on = version
    newest = max(day, confirmed_on or day)
    return DataVersion(pk, newest, now - datetime.combine(newest, time.min, UTC))


@lru_cache(maxsize=1)
def release() -> str:
    """Return a digest of the site's own files: another release answers anew."""
    digest = hashlib.sha256()
    for folder in RELEASE_FOLDERS:
        for file in sorted((settings.BASE_DIR / folder).rglob("*.*")):
            stat = file.stat()
            digest.update(f"{file} {stat.st_size} {stat.st_mtime_ns}".encode())
    return digest.hexdigest()[:12]


def page_etag(request: HtmxHttpRequest, *args: object, **kwargs: object) -> str | None:
    """Return what the answer depends on besides its address; None says "do not ask again"."""
    data = data_version(request)
    if data is None or settings.DEBUG:
        return None
    age = data.age_days if data.stale else ""
    kind = "part" if request.htmx else "page"
    return f'"{release()}-{data.version}-{data.day:%Y%m%d}-{age}-{get_language()}-{kind}"'


def keep_rendered(view: View) -> View:
    """Keep what a view rendered for as long as its ETag holds.

    What a visitor can ask for in any number is not kept: with a query, be it an empty one, or at
    another port than ours, which a page's own address would name.
    """

    @wraps(view)
    def kept(request: HtmxHttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        etag = page_etag(request)
        if etag is None or request.META.get("QUERY_STRING") or not _at_our_port(request):
            return view(request, *args, **kwargs)
        key = hashlib.sha256(f"{etag} {request.build_absolute_uri()}".encode()).hexdigest()
        known: tuple[bytes, dict[str, str]] | None = cache.get(key)
        if known is not None:
            return HttpResponse(known[0], headers=known[1])
        response = view(request, *args, **kwargs)
        if response.status_code == HTTPStatus.OK and not response.has_header("HX-Push-Url"):
            said = {name: response[name] for name in CACHED_HEADERS if response.has_header(name)}
            cache.set(key, (response.content, said), CACHE_SECONDS)
        return response

    return kept


def _at_our_port(request: HttpRequest) -> bool:
    _domain, port = split_domain_port(request.get_host())
    return not port or port == str(request.META.get("SERVER_PORT"))


def cached_page(view: View) -> View:
    """Answer GET and HEAD as `passing_page` does, from what was rendered before."""
    return conditional_page(keep_rendered(view))


def conditional_page(view: View) -> View:
    """Answer GET and HEAD; 304 while neither the catalogue nor the release has changed.

    By itself it is for pages of which there are more than could be kept: comparisons.
    """
    conditional = condition(etag_func=page_etag)(view)
    revalidated = cache_control(public=True, no_cache=True)(conditional)
    return require_safe(vary_on_headers("HX-Request")(revalidated))


def with_model(view: View) -> View:
    """Hand a view the model at its address; lead to where a model that moved stands today."""

    @wraps(view)
    def found_or_moved(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
        path = f"{maker}/{slug}"
        found = CanonicalModel.objects.select_related("maker").filter(path=path).first()
        if found is None:
            moved = get_object_or_404(MovedModel.objects.select_related("model"), path=path)
            name = resolve(request.path_info).view_name
            return redirect(name, moved.model.maker_slug, moved.model.slug, permanent=True)
        return view(request, found)

    return found_or_moved
