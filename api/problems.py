"""Errors as RFC 9457 describes them, with a hint that says what to do next."""

from difflib import get_close_matches
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpResponse
from dmr.errors import format_error
from dmr.plugins.msgspec import MsgspecJsonRenderer

from api.cursors import InvalidCursor
from api.days import DayNotOnRecord
from api.schemas.envelopes import Problem
from catalog.as_of.superseded import OffersNotOnRecord

PROBLEM_JSON = MsgspecJsonRenderer("application/problem+json")
HINTS = {
    HTTPStatus.BAD_REQUEST: "See /api/v1/openapi.json for the parameters of this endpoint.",
    HTTPStatus.NOT_ACCEPTABLE: "Accept application/json.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Send fewer records per request.",
    HTTPStatus.TOO_MANY_REQUESTS: "Wait as long as Retry-After says.",
}


class NotFound(LookupError):
    """What a request names does not exist; the message says what, the hint what may be meant."""

    def __init__(self, detail: str, hint: str = "") -> None:
        super().__init__(detail)
        self.hint = hint


class InvalidParameter(ValueError):
    """A parameter is unknown, repeated, or has no valid value; the message says which."""

    def __init__(self, detail: str, hint: str = "") -> None:
        super().__init__(detail)
        self.hint = hint


class NotAnswerable(LookupError):
    """What was known on a day cannot be told; the message says why, the hint what can be."""

    def __init__(self, detail: str, hint: str = "") -> None:
        super().__init__(detail)
        self.hint = hint


class OutOfStep(ValueError):
    """A copy names a serial that is not on record, such as after a restore of the database."""

    def __init__(self, detail: str, hint: str = "") -> None:
        super().__init__(detail)
        self.hint = hint


STATUSES: dict[type[Exception], HTTPStatus] = {
    DayNotOnRecord: HTTPStatus.NOT_FOUND,
    NotFound: HTTPStatus.NOT_FOUND,
    InvalidCursor: HTTPStatus.NOT_FOUND,
    OffersNotOnRecord: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotAnswerable: HTTPStatus.UNPROCESSABLE_ENTITY,
    OutOfStep: HTTPStatus.CONFLICT,
    InvalidParameter: HTTPStatus.BAD_REQUEST,
}


def problem(status: HTTPStatus, detail: str, hint: str = "") -> Problem:
    """Return the body of an error; `about:blank` means that the status is its type."""
    hint = hint or HINTS.get(status, "")
    return Problem("about:blank", status.phrase, int(status), detail, hint or None)


def not_found_response(path: str) -> HttpResponse:
    """Answer an address below /api/ that is none."""
    return problem_response(
        HTTPStatus.NOT_FOUND, f"There is no {path[:200]}", "See /api/v1/openapi.json."
    )


def problem_response(status: HTTPStatus, detail: str, hint: str = "") -> HttpResponse:
    """Answer a request that reaches no endpoint."""
    return HttpResponse(
        msgspec.json.encode(problem(status, detail, hint)),
        status=status,
        content_type=PROBLEM_JSON.content_type,
        headers={"Cache-Control": "no-store"},
    )


def problem_of(error: str | Exception, status: HTTPStatus) -> Problem:
    """Return the body for an error that the framework raised, such as a value of a wrong type."""
    details = format_error(error)["detail"]
    return problem(status, "; ".join(_readable(one["msg"]) for one in details))


def unknown_parameter(name: str, known: tuple[str, ...]) -> InvalidParameter:
    close = get_close_matches(name, known, n=1)
    hint = f"Did you mean {close[0]}?" if close else f"Parameters: {', '.join(known) or 'none'}."
    return InvalidParameter(f"Unknown parameter: {name[:100]}", hint)


def status_of(error: Exception) -> HTTPStatus | None:
    """Return the status of our own errors, None for others."""
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), None)


def hint_of(error: Any) -> str:
    return str(getattr(error, "hint", ""))


def _readable(message: str) -> str:
    """Name the place of a value as the client does: `$.parsed_query.limit` is `limit`."""
    for component in ("parsed_query", "parsed_body", "parsed_path"):
        message = message.replace(f"$.{component}.", "").replace(f"$.{component}", component[7:])
    return message
