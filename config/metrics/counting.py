"""Answers of this process, by route: counted by the server for kept pages, else by middleware."""

import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram

GetResponse = Callable[[HttpRequest], HttpResponse]

REGISTRY = CollectorRegistry()
REQUESTS = Counter(
    "ledger_requests",
    "Answers, by route, method, class of status, and whether the page was kept or rendered.",
    ["route", "method", "status", "source"],
    registry=REGISTRY,
)
SECONDS = Histogram(
    "ledger_request_seconds",
    "Time of rendered answers, with the wait for a thread. Kept pages take under a millisecond.",
    ["route"],
    buckets=(0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=REGISTRY,
)

# Labels must be bounded: a client may send any method.
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
QUEUED_AT = "ledger.queued_at"  # in a request's scope: when its body was complete


@lru_cache(maxsize=10_000)
def counter(route: str, method: str, status: int, source: str) -> Counter:
    """Return the counter of such answers; looking it up by labels costs more than counting."""
    shown = method if method in METHODS else "other"
    return REQUESTS.labels(route, shown, f"{status // 100}xx", source)


def count_kept(route: str, method: str, status: int) -> None:
    """Count an answer with a kept page; 1 µs, on the event loop."""
    counter(route, method, status, "kept").inc()


def count_rendered(route: str, method: str, status: int) -> None:
    counter(route, method, status, "rendered").inc()


def counted_requests(get_response: GetResponse) -> GetResponse:
    """Middleware: count each answer that Django gives, and the time that it took."""

    def middleware(request: HttpRequest) -> HttpResponse:
        began = queued_at(request)
        response = get_response(request)
        if began is None:
            return response
        kept_route: str | None = getattr(response, "kept_route", None)
        if kept_route is not None:
            count_kept(kept_route, request.method or "", response.status_code)
            return response
        route = route_of(request)
        count_rendered(route, request.method or "", response.status_code)
        SECONDS.labels(route).observe(time.perf_counter() - began)
        return response

    return middleware


def queued_at(request: HttpRequest) -> float | None:
    """Return when the request began to wait for a thread; now, under a server without queue.

    None for the site's own requests, which make popular pages ahead.
    """
    scope: dict[str, Any] | None = getattr(request, "scope", None)
    return time.perf_counter() if scope is None else scope.get(QUEUED_AT)


def route_of(request: HttpRequest) -> str:
    """Return the name of the URL pattern, the same in both languages; never the path itself."""
    if request.resolver_match:
        return request.resolver_match.view_name
    if request.path_info in PROBES:
        return "probe"
    return "static" if request.path_info.startswith(settings.STATIC_URL) else "none"
