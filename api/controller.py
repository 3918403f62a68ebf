"""What all endpoints share: errors by RFC 9457, strict parameters, conditional GET, rate limit."""

import dataclasses
from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from dmr import Controller, ResponseSpec
from dmr.components import QueryComponent
from dmr.endpoint import Endpoint
from dmr.errors import ErrorType
from dmr.plugins.msgspec import MsgspecJsonRenderer, MsgspecSerializer
from dmr.throttling import Rate, SyncThrottle
from dmr.throttling.backends import SyncDjangoCache
from dmr.throttling.cache_keys import BaseThrottleCacheKey
from dmr.throttling.headers import RateLimitIETFDraft, RetryAfter

from api.days import Reading, catalogue_of, read_days
from api.fields import keep_fields
from api.problems import (
    PROBLEM_JSON,
    InvalidParameter,
    hint_of,
    problem,
    problem_of,
    status_of,
    unknown_parameter,
)
from api.schemas.envelopes import Data, Problem
from api.schemas.queries import DatedQuery
from catalog.http import DataVersion, client_address, data_version

JSON = MsgspecJsonRenderer()
# Answers change once a day; a client that must not miss that sends the ETag.
MAX_AGE_SECONDS = 60


@dataclasses.dataclass(slots=True, frozen=True, kw_only=True)
class ClientAddress(BaseThrottleCacheKey):
    """Counts requests by the client's address."""

    runs_before_auth: bool = True
    name: str = "ClientAddress"

    def __call__(self, endpoint: Endpoint, controller: Controller[Any]) -> str | None:
        return client_address(controller.request)


def rate_limit(requests_per_minute: int) -> SyncThrottle:
    return SyncThrottle(
        requests_per_minute,
        Rate.minute,
        cache_key=ClientAddress(),
        # Without Redis each process counts on its own: more requests, never fewer.
        backend=SyncDjangoCache(allow_unsafe_cache=True),
        response_headers=[RateLimitIETFDraft(), RetryAfter()],
    )


def problem_spec(status: HTTPStatus, description: str) -> ResponseSpec:
    return ResponseSpec(
        Problem,
        status_code=status,
        description=description,
        limit_to_content_types={PROBLEM_JSON.content_type},
    )


class ApiController(Controller[MsgspecSerializer]):
    """Base of all endpoints; the framework has classes where our pages have functions."""

    is_abstract = True
    # Whether `keep_fields` applies `fields`: an endpoint with many items may do so itself.
    cuts_answers: ClassVar[bool] = True
    error_model = Problem
    renderers: ClassVar[Any] = (JSON, PROBLEM_JSON)
    throttling: ClassVar[Any] = (rate_limit(settings.API_REQUESTS_PER_MINUTE),)
    responses: ClassVar[Any] = (
        ResponseSpec(None, status_code=HTTPStatus.NOT_MODIFIED, description="ETag still matches"),
        problem_spec(HTTPStatus.NOT_FOUND, "Unknown name, or no data on record for the day"),
        problem_spec(
            HTTPStatus.UNPROCESSABLE_ENTITY, "What was known on that day is no longer on record"
        ),
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer HEAD as GET, and conditional requests with 304."""
        method = "GET" if request.method == "HEAD" else str(request.method)
        endpoint = self.api_endpoints.get(method)
        if endpoint is None:
            return self.handle_method_not_allowed(method)
        try:
            _check_parameters(request, endpoint)
        except InvalidParameter as error:
            return self._problem_response(error, HTTPStatus.BAD_REQUEST)
        response = endpoint.func(self, *args, **kwargs)
        fields = request.GET.get("fields") if self.cuts_answers else None
        if fields and response.status_code == HTTPStatus.OK:
            keep_fields(cast(HttpResponse, response), fields)
        for throttle in self.throttling:
            for name, value in throttle.report_usage(endpoint, self).items():
                response[name] = value
        if method == "GET" and response.status_code == HTTPStatus.OK:
            return _conditional(request, cast(HttpResponse, response))
        return response

    def format_error(
        self,
        error: str | Exception,
        *,
        loc: str | list[str | int] | None = None,
        error_type: str | ErrorType | None = None,
    ) -> Problem:
        """Return the framework's own errors as problems."""
        return problem_of(error, getattr(error, "status_code", HTTPStatus.BAD_REQUEST))

    def handle_error(self, endpoint: Endpoint, controller: Any, exc: Exception) -> HttpResponse:
        """Answer our own errors; the others go on to the framework."""
        status = status_of(exc)
        if status is None:
            raise exc
        return self._problem_response(exc, status)

    def handle_method_not_allowed(self, method: str) -> HttpResponse:
        allowed = ", ".join(sorted(self.api_endpoints))
        status = HTTPStatus.METHOD_NOT_ALLOWED
        body = problem(status, f"{method} is not allowed here.", f"Allowed: {allowed}.")
        return self.to_error(body, status_code=status, headers={"Allow": allowed})

    def to_error(self, raw_data: Any, *, status_code: HTTPStatus, **others: Any) -> HttpResponse:
        return super().to_error(
            raw_data, status_code=status_code, **others | {"renderer": PROBLEM_JSON}
        )

    def read(self, query: DatedQuery) -> Reading:
        """Select the snapshot of the request's two dates."""
        return read_days(query.as_of, query.known_on, timezone.now().date())

    def catalogue(self, reading: Reading) -> DataVersion:
        """Return the data that indexes and models are read from, as of the day of a reading."""
        return catalogue_of(reading, data_version(self.request))

    def _problem_response(self, error: Exception, status: HTTPStatus) -> HttpResponse:
        return self.to_error(problem(status, str(error), hint_of(error)), status_code=status)


def data_of(reading: Reading) -> Data:
    return Data(
        day=reading.day,
        version=reading.version,
        sha256=reading.snapshot.sha256,
        as_of=reading.as_of,
        known_on=reading.known_on,
    )


def _check_parameters(request: HttpRequest, endpoint: Endpoint) -> None:
    """Raise InvalidParameter on an unknown or repeated one: ignored, it would give wrong prices."""
    known: tuple[str, ...] = ()
    for spec in endpoint.metadata.component_parsers:
        if isinstance(spec.parser, QueryComponent):
            known = spec.model.__struct_encode_fields__
    for name, values in request.GET.lists():
        if name not in known:
            raise unknown_parameter(name, known)
        if len(values) > 1:
            raise InvalidParameter(f"Repeated parameter: {name}", "Give each parameter once.")


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    if not response.has_header("ETag"):
        set_response_etag(response)
    patch_cache_control(response, public=True, max_age=MAX_AGE_SECONDS)
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    return answer if answer is not None else response
