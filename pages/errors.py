"""The page for an address that does not exist."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catalog.http import data_version


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404; the page tells the day of its data as every page does.

    Not Django's own view: that looks for a CSRF token, and so reads the body.
    """
    data_version(request)
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)
