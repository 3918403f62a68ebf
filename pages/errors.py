"""The page for an address that does not exist."""

from django.http import HttpRequest, HttpResponse
from django.views.defaults import page_not_found as render_404

from catalog.http import data_version


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer 404; the page tells the day of its data as every page does."""
    data_version(request)
    return render_404(request, exception)
