"""What benchmarks/serving.py serves: the site, and a view behind no middleware."""

from typing import Any

from config.asgi import application as site  # first: it sets Django up

# isort: split
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from config.body_buffer import BufferedHandler
from config.urls import urlpatterns


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns.insert(0, path("bare/", view))
with override_settings(MIDDLEWARE=[]):
    bare = BufferedHandler(4)


async def application(scope: Any, receive: Any, send: Any) -> None:
    await (bare if scope["path"] == "/bare/" else site)(scope, receive, send)
