"""What the site says to machines: sitemaps, robots.txt, llms.txt, a model's page as Markdown."""

from typing import Any

from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpResponse
from django.shortcuts import render

from catalog.capabilities import CAPABILITIES
from catalog.http import HtmxHttpRequest, cached_page
from pages.sitemaps import SITEMAPS

TEXT = "text/plain; charset=utf-8"


@cached_page
def sitemap_index(request: HtmxHttpRequest) -> HttpResponse:
    return rendered(index(request, SITEMAPS, sitemap_url_name="sitemap-section"))


@cached_page
def sitemap_section(request: HtmxHttpRequest, section: str) -> HttpResponse:
    return rendered(sitemap(request, SITEMAPS, section))


def rendered(response: Any) -> HttpResponse:
    """Render at once, so that the answer can be kept."""
    done: HttpResponse = response.render()
    return done


@cached_page
def robots(request: HtmxHttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type=TEXT)


@cached_page
def llms(request: HtmxHttpRequest) -> HttpResponse:
    return render(request, "llms.txt", {"capabilities": CAPABILITIES}, content_type=TEXT)
