"""Django behind a buffer: a request's body is complete before a thread works on the request.

A slow or silent client costs a coroutine with a time limit, not a thread. Under WSGI, the thread
itself waits for the body, without a limit: see docs/decisions/0019-slow-clients.md.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.core.signals import request_started
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, set_script_prefix

from config.bodies import (
    BODY_PROBLEM,
    MAX_LOG_FORM_BYTES,
    READING,
    content_length,
    largest_body,
)
from config.kept_pages.asked import Asked
from config.kept_pages.front import asked_of_scope, keep_outer_headers, known_answer
from config.metrics.counting import QUEUED_AT, count_rendered

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

# An extension of ASGI: the server sends a file without reading it into our memory.
PATH_SEND = "http.response.pathsend"
# A form of a few fields has 10 s; an upload as long as it takes at 128 KB/s, a slow phone's rate.
PATIENCE_SECONDS = 10
SLOWEST_BYTES_PER_SECOND = 128 * 1024
MAX_BUFFERED_BYTES = 64 * 2**20  # of all requests in one process
MAX_DRAINED_BYTES = 200 * 2**20


class BodyNotRead(Exception):
    """A body was not read to its end; `status` is the answer."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status)
        self.status = status


class ClientGone(Exception):
    """The client closed the connection while it was sending."""


class BufferedHandler(BaseHandler):
    """An ASGI application; `threads` answer requests, one each."""

    def __init__(self, threads: int) -> None:
        super().__init__()
        self.load_middleware()
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="request")
        # Both changed on the event loop only: bytes of bodies, and pages that are being made.
        self.buffered = 0
        self.rendering: dict[Asked, asyncio.Future[None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with a kept page at once, or in a thread."""
        asked, conditions = asked_of_scope(scope)
        if asked is None:
            return await self._answer(scope, receive, send)
        answer = known_answer(asked, conditions, scope["method"])
        if answer is None and (other := self.rendering.get(asked)):
            # The page is being made for somebody else: many at once make it once.
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.shield(other), PATIENCE_SECONDS)
            answer = known_answer(asked, conditions, scope["method"])
        if answer is not None:
            return await _send(send, *answer)
        mine = self.rendering.setdefault(asked, asyncio.get_running_loop().create_future())
        try:
            await self._answer(scope, receive, send)
        finally:
            if not mine.done():
                mine.set_result(None)
            self.rendering.pop(asked, None)
        return None

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        body, problem = bytearray(), None
        try:
            await self._fill(body, scope, receive)
        except BodyNotRead as why:
            problem = why.status
        except ClientGone:
            return
        finally:
            self.buffered -= len(body)
        scope[QUEUED_AT] = time.perf_counter()
        loop = asyncio.get_running_loop()
        answer = await loop.run_in_executor(self.threads, self.respond, scope, body, problem)
        await _send(send, *answer)

    async def _fill(self, body: bytearray, scope: Scope, receive: Receive) -> None:
        """Read the body of an expected form. Raises BodyNotRead, ClientGone.

        The rest is not read: `config.bodies` answers such a request without its body.
        """
        stated = content_length(_header(scope, b"content-length"))
        most = _most_read(scope, stated)
        if not most:
            return
        try:
            async with asyncio.timeout(PATIENCE_SECONDS + stated / SLOWEST_BYTES_PER_SECOND):
                if stated > most:
                    await _drain(receive)
                    return
                await self._read(body, receive, most)
        except TimeoutError:
            raise BodyNotRead(HTTPStatus.REQUEST_TIMEOUT) from None

    async def _read(self, body: bytearray, receive: Receive, most: int) -> None:
        more = True
        while more:
            message = await _next(receive)
            chunk, more = message.get("body", b""), message.get("more_body", False)
            body += chunk
            self.buffered += len(chunk)
            if len(body) > most:
                raise BodyNotRead(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            if self.buffered > MAX_BUFFERED_BYTES:
                raise BodyNotRead(HTTPStatus.SERVICE_UNAVAILABLE)

    def respond(
        self, scope: Scope, body: bytearray, problem: HTTPStatus | None
    ) -> tuple[int, Headers, bytes | Path]:
        """Answer a request whose body is complete, in a thread.

        A file that the server can send by itself is answered as its path.
        """
        set_script_prefix("/")
        request_started.send(sender=type(self), scope=scope)
        response = self._response(scope, body, problem)
        path: Path | None = getattr(response, "path_to_send", None)
        sent_by_server = path is not None and PATH_SEND in scope.get("extensions", {})
        content = path if path and sent_by_server else b"".join(_content(response))
        headers = [(n.encode("ascii"), v.encode("latin-1")) for n, v in response.items()]
        keep_outer_headers(response, headers)
        headers += [
            (b"Set-Cookie", c.output(header="").encode()) for c in response.cookies.values()
        ]
        response.close()
        return response.status_code, headers, content

    def _response(
        self, scope: Scope, body: bytearray, problem: HTTPStatus | None
    ) -> HttpResponseBase:
        try:
            request = ASGIRequest(scope | {"headers": _with_length(scope, body)}, BytesIO(body))
        except ValueError:  # a query that is no UTF-8, or a charset with a NUL character
            count_rendered("none", scope["method"], HTTPStatus.BAD_REQUEST)
            return HttpResponse(
                b"Bad request",
                status=HTTPStatus.BAD_REQUEST,
                content_type="text/plain",
                headers={"X-Content-Type-Options": "nosniff"},
            )
        if problem:
            request.META[BODY_PROBLEM] = problem
        return self.get_response(request)


async def _send(send: Send, status: int, headers: Headers, content: bytes | Path) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if isinstance(content, Path):
        await send({"type": PATH_SEND, "path": str(content)})
    else:
        await send({"type": "http.response.body", "body": content})


def _header(scope: Scope, name: bytes) -> str:
    return next((v.decode("latin-1") for n, v in scope["headers"] if n == name), "")


def _most_read(scope: Scope, stated: int) -> int:
    """Return how many bytes of a body are read; 0 where none is expected, or too large a one."""
    if scope["method"] in READING:
        return 0
    try:
        most = largest_body(scope["path"])
    except Resolver404:
        return 0
    # The page of usage logs answers a body that is too large, too, so that is drained.
    return most if stated <= most or most == MAX_LOG_FORM_BYTES else 0


async def _next(receive: Receive) -> dict[str, Any]:
    message = await receive()
    if message["type"] != "http.request":
        raise ClientGone
    return message


async def _drain(receive: Receive) -> None:
    """Read a body to its end: browsers drop a response that comes while they are still sending."""
    remaining, more = MAX_DRAINED_BYTES, True
    while more and remaining > 0:
        message = await _next(receive)
        remaining -= len(message.get("body", b""))
        more = message.get("more_body", False)


def _with_length(scope: Scope, body: bytearray) -> Headers:
    """Return the request's headers with the length of the body, which a chunked one lacks."""
    headers: Headers = scope["headers"]
    if not body:
        return headers
    others = [(name, value) for name, value in headers if name != b"content-length"]
    return [*others, (b"content-length", str(len(body)).encode())]


def _content(response: HttpResponseBase) -> Iterator[bytes]:
    """Yield the content: static files are streamed, everything else is one piece."""
    if isinstance(response, StreamingHttpResponse):
        yield from cast(Iterable[bytes], response)
    else:
        yield cast(HttpResponse, response).content
