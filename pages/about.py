"""About, privacy and contact."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from catalog.http import HtmxHttpRequest, cached_page
from catalog.parameters import reads


@reads()
@cached_page
def about(request: HtmxHttpRequest) -> HttpResponse:
    context = {
        "contact": settings.CONTACT,
        "contact_is_url": settings.CONTACT.startswith(("https://", "http://")),
        "access_logs": settings.ACCESS_LOGS,
    }
    return render(request, "pages/about.html", context)
