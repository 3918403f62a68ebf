"""/api/, which says how to use the API, and the OpenAPI document."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from api.guide import API_CHANGES, GUIDES, document
from api.mcp.table import TOOLS
from catalog.http import HtmxHttpRequest, cached_page
from catalog.parameters import reads
from catalog.release import release


@reads()
@cached_page
def guide(request: HtmxHttpRequest) -> HttpResponse:
    context = {
        "guides": GUIDES,
        "base": request.build_absolute_uri("/api/v1/"),
        "tools": TOOLS,
        # Our nginx leads there; without a proxy nothing does.
        "mcp": request.build_absolute_uri("/mcp") if settings.BEHIND_PROXY else "",
        "api_changes": API_CHANGES,
    }
    return render(request, "api/guide.html", context)


def _document_etag(request: HttpRequest) -> str:
    return f'"{release()}"'


@require_safe
@cache_control(public=True, max_age=60)
@condition(etag_func=_document_etag)
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document())
