"""The site, and a view behind no middleware; pages are made anew for who asks for that."""

from typing import Any

from config.asgi import application as site  # first: it sets Django up

# isort: split
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from config.body_buffer import BufferedHandler
from config.kept_pages.keeper import KEEPER
from config.urls import urlpatterns

ANEW = (b"x-anew", b"1")


def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns.insert(0, path("bare/", view))
with override_settings(MIDDLEWARE=[]):
    bare = BufferedHandler(4)


async def application(scope: Any, receive: Any, send: Any) -> None:
    if ANEW in scope["headers"]:
        KEEPER.clear()
        cache.clear()
    await (bare if scope["path"] == "/bare/" else site)(scope, receive, send)
