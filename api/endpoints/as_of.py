"""/as-of/DAY/…: every address with the day in its path, as `?as_of=DAY` has it in the query."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt

from api.problems import not_found_response, problem_response

PREFIX = "/api/v1/"


@csrf_exempt  # as every endpoint is: there is no session to misuse
def as_of(request: HttpRequest, day: str, rest: str) -> HttpResponse:
    """Answer the address `rest` as of a day."""
    if "as_of" in request.GET:
        detail = "The day is in the path and in as_of."
        return problem_response(HTTPStatus.BAD_REQUEST, detail, "Leave out as_of.")
    try:
        match = resolve(PREFIX + rest)
    except Resolver404:
        return not_found_response(request.path_info)
    if match.func is as_of:
        return not_found_response(request.path_info)
    query = request.GET.copy()
    query["as_of"] = day
    request.GET = query  # type: ignore[assignment]  # endpoints read their parameters from it
    response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return response
