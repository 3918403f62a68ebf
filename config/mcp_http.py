"""The MCP server over HTTP, without sessions: an ASGI application beside that of the site.

Host and Origin are checked as the SDK does, against ALLOWED_HOSTS: otherwise a page of another site
could reach a server on its reader's own machine (DNS rebinding).
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SQLITE_TIMEOUT", "2")
os.environ.setdefault("STATEMENT_TIMEOUT", "5")
django.setup()

# After setup(): only then can models be imported.
from django.conf import settings  # noqa: E402
from mcp.server.fastmcp.server import StreamableHTTPASGIApp  # noqa: E402
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager  # noqa: E402
from mcp.server.transport_security import TransportSecuritySettings  # noqa: E402
from starlette.applications import Starlette  # noqa: E402
from starlette.requests import Request  # noqa: E402
from starlette.responses import PlainTextResponse  # noqa: E402
from starlette.routing import Route  # noqa: E402

from api.mcp.server import build_server  # noqa: E402

# 50 ids of 300 characters, each up to four bytes, fill this.
MAX_BODY_BYTES = 64 * 1024


def security_of(hosts: list[str]) -> TransportSecuritySettings:
    """Return the checks for these host names; a wildcard name allows none, since the SDK has none.

    With "*" in them any Host is allowed, as in Django, and no Origin of a browser is.
    """
    named = [host for host in hosts if host != "*" and not host.startswith(".")]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection="*" not in hosts,
        allowed_hosts=[*named, *(f"{host}:*" for host in named)],
        allowed_origins=[
            f"{scheme}://{host}{port}"
            for scheme in ("http", "https")
            for host in named
            for port in ("", ":*")
        ],
    )


def build_application(hosts: list[str]) -> Starlette:
    manager = StreamableHTTPSessionManager(
        build_server(),
        json_response=True,  # each call has one answer, so there is nothing to stream
        stateless=True,  # any process can answer any request
        security_settings=security_of(hosts),
        max_request_body_size=MAX_BODY_BYTES,
    )

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        async with manager.run():
            yield

    # Without sessions there is nothing to listen to: a GET would hold a connection for nothing.
    tools = Route("/mcp", StreamableHTTPASGIApp(manager), methods=["POST"])
    return Starlette(routes=[tools, Route("/healthz", healthy)], lifespan=running)


async def healthy(_request: Request) -> PlainTextResponse:
    """Answer supervisors while this process runs."""
    return PlainTextResponse("ok")


application = build_application(settings.ALLOWED_HOSTS)
