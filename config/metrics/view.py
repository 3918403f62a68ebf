"""The answer to Prometheus, for who has the token."""

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from config.metrics.counting import REGISTRY
from config.metrics.shared import SharedNumbers, share_numbers
from config.metrics.site import SiteCollector


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer with the metrics of all web processes and of the site, or 401 without the token."""
    sent = request.headers.get("Authorization", "")
    if not constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(
            b"The token is needed.\n",
            status=401,
            content_type="text/plain",
            headers={"WWW-Authenticate": "Bearer"},
        )
    asked = CollectorRegistry()
    asked.register(shared_numbers())
    asked.register(SiteCollector())
    return HttpResponse(generate_latest(asked), content_type=CONTENT_TYPE_PLAIN_0_0_4)


@cache
def shared_numbers() -> SharedNumbers:
    """Share the numbers of this process from now on; once for the process."""
    return share_numbers(settings.METRICS_DIR, REGISTRY)


def start_sharing() -> None:
    """Share the numbers of a web process that starts, if anybody may ask for them."""
    if settings.METRICS_TOKEN:
        shared_numbers()
