"""An id for each request and each task, in every log line that is written for it.

    nginx's $request_id ──> X-Request-ID ──> log lines of the request ──> header of the task that it
    starts ──> log lines of the worker

Imported while Django sets logging up, so it needs no app.
"""

import json
import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[[HttpRequest], HttpResponse]

HEADER = "X-Request-ID"
TASK_HEADER = "request_id"
# What a proxy may send: anything else could forge lines.
VALID = re.compile(r"[\w-]{8,64}", re.ASCII)

current: ContextVar[str] = ContextVar("request_id", default="")


class NamesRequest(logging.Filter):
    """Gives each record `request_id`: "" or "[id] "."""

    def filter(self, record: logging.LogRecord) -> bool:
        now = current.get()
        record.request_id = f"[{now}] " if now else ""
        return True


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if now := current.get():
            line["request_id"] = now
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def named_requests(get_response: View) -> View:
    """Middleware: name the request by its proxy's id or by one of our own, and say it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        sent = request.headers.get(HEADER, "")
        name = sent if VALID.fullmatch(sent) else secrets.token_hex(8)
        token = current.set(name)
        try:
            response = get_response(request)
        finally:
            current.reset(token)
        response[HEADER] = name
        return response

    return middleware


def name_published_task(headers: dict[str, Any], **_others: Any) -> None:
    """Send the id of the request that starts a task along; of `celery.signals`."""
    if now := current.get():
        headers[TASK_HEADER] = now


def name_task(task_id: str, task: Any, **_others: Any) -> None:
    """Name what a worker logs for a task: by its request, or by the task's own id."""
    current.set(getattr(task.request, TASK_HEADER, None) or task_id)


def forget_task(**_others: Any) -> None:
    current.set("")


def name_log_lines(logger: logging.Logger, **_others: Any) -> None:
    """Put the id into the lines of a worker's own handlers."""
    for handler in logger.handlers:
        handler.addFilter(NamesRequest())
