"""HTTP shared by all views: the request type, the data version, conditional GET, kept pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect
from django.urls import resolve
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.middleware import HtmxDetails

from catalog.display.spreadsheet import Cell, csv_lines, csv_text
from catalog.history_status import HistoryStatus, read_status
from catalog.models import CanonicalModel, MovedModel
from catalog.newest_version import HOLDER
from catalog.page_state import STALE_AFTER, state_of

# Of which a model's page has both, at one URL.
PAGE_FORMATS = ("text/html", "text/markdown")
View = Callable[..., HttpResponse]
# A browser asks each time. A proxy in front may answer for a second, and for some more while it
# asks: a page is never more than six seconds behind.
PAGE_CACHING = {"public": True, "max_age": 0, "s_maxage": 1, "stale_while_revalidate": 5}


@dataclass(frozen=True, slots=True)
class DataVersion:
    """The published catalogue version, the day of its data, and the age of that now.

    `first` is the first day on record. For a page as of a past day, `on` is the day that was asked
    for, `state` the day of the snapshot that covers it, `day` the last day on which that snapshot
    was confirmed by then, and `newest` the day of today's data. `known` is the day by whose end
    corrections count, None for all that are recorded. `superseded` is the primary key of a snapshot
    that another one of its day replaced, if its payload is to be read in place of revisions.
    """

    version: int
    day: date
    age: timedelta
    first: date | None = None
    on: date | None = None
    state: date | None = None
    newest: date | None = None
    token: str = ""
    made_at: datetime | None = None
    known: date | None = None
    superseded: int | None = None

    @property
    def key(self) -> str:
        """What caches are keyed by: the number repeats after a restore, the token never does."""
        return f"{self.version}-{self.token}"

    def as_of(
        self,
        on: date,
        state: date,
        confirmed_on: date,
        known: date | None = None,
        superseded: int | None = None,
    ) -> "DataVersion":
        """Return the data of this version as of a past day, which does not age."""
        return replace(
            self,
            known=known,
            superseded=superseded,
            day=min(on, confirmed_on),
            age=timedelta(0),
            on=on,
            state=state,
            newest=self.today,
        )

    @property
    def today(self) -> date:
        """The day of today's data."""
        return self.newest or self.day

    @property
    def stale(self) -> bool:
        return self.age > STALE_AFTER

    @property
    def age_days(self) -> int:
        return self.age.days


class HtmxHttpRequest(HttpRequest):
    htmx: HtmxDetails


def data_version(request: HttpRequest) -> DataVersion | None:
    """Return the data version of a request, read once; None while the catalogue is empty."""
    if not hasattr(request, "catalogue_data"):
        data = newest_data_version(timezone.now())
        request.catalogue_data = data  # type: ignore[attr-defined]
        # A page of a past day is in the state of today's data, too.
        request.newest_data = data  # type: ignore[attr-defined]
    found: DataVersion | None = request.catalogue_data  # type: ignore[attr-defined]
    return found


def history_status(request: HttpRequest) -> HistoryStatus | None:
    """Return what the first start is doing, read once a request; None nearly always."""
    if not hasattr(request, "history_status"):
        request.history_status = read_status(timezone.now())  # type: ignore[attr-defined]
    status: HistoryStatus | None = request.history_status  # type: ignore[attr-defined]
    return status


def known_data_version(request: HttpRequest) -> DataVersion | None:
    """Return the data that `data_version` found for this request before; None if nobody asked."""
    known: DataVersion | None = getattr(request, "catalogue_data", None)
    return known


def newest_data_version(now: datetime) -> DataVersion | None:
    """Return the newest data; None while the catalogue is empty. Raises DatabaseError."""
    newest = HOLDER.get()
    if newest is None:
        return None
    return DataVersion(
        newest.number,
        newest.day,
        newest.age(now),
        newest.first,
        token=newest.token,
        made_at=newest.made_at,
    )


def state_of_request(request: HttpRequest) -> str | None:
    """Return the state of the site (catalog.page_state) in which this request is answered."""
    if data_version(request) is None or settings.DEBUG:
        return None
    newest: DataVersion = request.newest_data  # type: ignore[attr-defined]
    return state_of(newest.key, newest.day, newest.age, history_status(request))


def page_etag(request: HtmxHttpRequest, *args: object, **kwargs: object) -> str | None:
    """Return the ETag of a page: a digest of the state of the site and of what was asked.

    Signed: only a page that was answered has an ETag, so no made-up one can get a 304 for a page
    that does not exist.
    None (no conditional GET, no cache) while the catalogue is empty, and in debugging.
    """
    state = state_of_request(request)
    if state is None:
        return None
    asked: list[object] = [state, get_language(), request.get_host(), request.get_full_path()]
    asked.append(request.get_preferred_type(PAGE_FORMATS))
    if request.htmx:
        asked += ["part", request.htmx.target, request.htmx.trigger]
    return f'"{salted_hmac("page_etag", repr(asked)).hexdigest()[:24]}"'


def may_be_kept(view: View) -> View:
    """Mark what a view answers as a page to keep (config.kept_pages), with its state.

    Not at any other spelling of our host (a port, capitals, a final dot): the page would repeat it
    in its links, and there is no end of them.
    """

    @wraps(view)
    def wrapper(request: HtmxHttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        state = state_of_request(request)
        if response.status_code == HTTPStatus.OK and state and _at_our_host(request):
            response.kept_in_state = state  # type: ignore[attr-defined]
        return response

    return wrapper


def _at_our_host(request: HttpRequest) -> bool:
    """Tell whether the Host header names our host as ALLOWED_HOSTS does, with our port or none."""
    host = request.get_host()
    domain, port = split_domain_port(host)
    # As it was sent: split_domain_port() lowers capitals and removes a final dot.
    sent = host.removesuffix(f":{port}") if port else host
    # Listed by itself: behind a wildcard, there is no end of names.
    named = sent == domain and domain in settings.ALLOWED_HOSTS
    return named and (not port or port == request.get_port())


def cached_page(view: View) -> View:
    """Decorate a view for GET and HEAD: conditional GET, and the page is kept."""
    return conditional_page(may_be_kept(view))


def conditional_page(view: View) -> View:
    """Decorate a view for GET and HEAD: conditional GET without a server-side cache.

    For unbounded URLs, such as comparisons.
    """
    conditional = condition(etag_func=page_etag, last_modified_func=last_modified)(view)
    cached = cache_control(**PAGE_CACHING)(unless_any_etag(conditional))
    return require_safe(vary_on_headers("HX-Request")(cached))


def last_modified(request: HtmxHttpRequest, *args: object, **kwargs: object) -> datetime | None:
    """Return when the data was published, or since when the page says that it is out of date.

    For clients that send no ETag, such as many feed readers.
    """
    if state_of_request(request) is None or history_status(request):
        return None
    newest: DataVersion = request.newest_data  # type: ignore[attr-defined]
    if newest.stale:
        began = datetime.combine(newest.day, time.min, UTC)
        return began + max(STALE_AFTER, timedelta(days=newest.age_days))
    return newest.made_at


def unless_any_etag(view: View) -> View:
    """Ignore `If-None-Match: *`, which means any page that exists: only the view knows that."""

    @wraps(view)
    def wrapper(request: HtmxHttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.META.get("HTTP_IF_NONE_MATCH", "").strip() == "*":
            del request.META["HTTP_IF_NONE_MATCH"]
        return view(request, *args, **kwargs)

    return wrapper


def with_model(view: View) -> View:
    """Pass the model of a URL to the view; redirect (301) from a former canonical id, or 404."""

    @wraps(view)
    def wrapper(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
        path = f"{maker}/{slug}"
        model = CanonicalModel.objects.select_related("maker").filter(path=path).first()
        # A live model answers for itself, even at an id from which another one moved.
        if (model is None or model.withdrawn_on) and (target := MovedModel.objects.target_of(path)):
            name = resolve(request.path_info).view_name
            return redirect(name, *target.split("/"), permanent=True)
        if model is None:
            raise Http404(path)
        return view(request, model)

    return wrapper


def client_address(request: HttpRequest) -> str | None:
    """Return the client's IP address: behind our proxy, the one that the proxy adds."""
    # A client can send X-Forwarded-For too: the last entry is that of our proxy.
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")) if settings.BEHIND_PROXY else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR")


def csv_response(rows: Iterable[Sequence[Cell]], filename: str) -> HttpResponse:
    """Return rows as a CSV file to download; no cell is executed as a formula by a spreadsheet."""
    return HttpResponse(
        csv_text(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


def csv_stream(rows: Iterable[Sequence[Cell]], filename: str) -> StreamingHttpResponse:
    """Return what `csv_response` does, sent while it is written."""
    return StreamingHttpResponse(
        csv_lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )
