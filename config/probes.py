"""`/healthz`, `/readyz` and `/metrics`, which supervisors and Prometheus ask.

They answer before hosts are checked, sessions opened or pages looked up: a supervisor asks by
address, and a process that cannot reach its database is alive all the same.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from config.health import Check, check_cache, check_data, check_database, check_pending, newest_data
from config.metrics.view import metrics

View = Callable[[HttpRequest], HttpResponse]


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Tell that this process answers; asks nobody."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Tell whether this process can serve any page, and how its data is.

    503 only without a database or without data: without a cache, or with old data, the site
    serves, and taking it out of service would make that worse. Causes stay in `manage.py status`.
    """
    database = check_database()
    found = {"database": working(database), "cache": working(check_cache())}
    ready = database.ok
    if database.ok:
        try:
            now = timezone.now()
            ready = newest_data(now) is not None
            found |= {"data": check_data(now).text, "pending_snapshots": check_pending().text}
        except DatabaseError:
            found["database"], ready = "fails", False
    status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": ready, **found}, status=status)


def working(check: Check) -> str:
    return "ok" if check.ok else "fails"


PROBES: dict[str, View] = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics}


def answer_probes(get_response: View) -> View:
    """Middleware: answer the probes. In front of all that needs a host, a session or a database."""

    def middleware(request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info, get_response)
        if probe is metrics and not settings.METRICS_TOKEN:
            probe = get_response  # a page that does not exist
        return probe(request)

    return middleware
