"""Files for crawlers and language models: sitemaps, robots.txt, llms.txt."""

from typing import Any

from django.contrib.sitemaps.views import index, sitemap
from django.http import HttpResponse
from django.shortcuts import render

from catalog.capabilities import CAPABILITIES
from catalog.data_age import data_age_text
from catalog.http import HtmxHttpRequest, cached_page, data_version
from catalog.parameters import Answer, reads
from pages.sitemaps import SITEMAPS

TEXT = "text/plain; charset=utf-8"


@reads(answer=Answer.DROP)
@cached_page
def sitemap_index(request: HtmxHttpRequest) -> HttpResponse:
    return rendered(index(request, SITEMAPS, sitemap_url_name="sitemap-section"))


@reads(answer=Answer.DROP)
@cached_page
def sitemap_section(request: HtmxHttpRequest, section: str) -> HttpResponse:
    return rendered(sitemap(request, SITEMAPS, section))


def rendered(response: Any) -> HttpResponse:
    """Render a TemplateResponse at once: the cache takes finished responses only."""
    done: HttpResponse = response.render()
    return done


@reads(answer=Answer.DROP)
@cached_page
def robots(request: HtmxHttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type=TEXT)


@reads(answer=Answer.DROP)
@cached_page
def llms(request: HtmxHttpRequest) -> HttpResponse:
    context = {
        "data_age": data_age_text(data_version(request)),
        "site": f"{request.scheme}://{request.get_host()}",
        "capabilities": CAPABILITIES,
    }
    return render(request, "llms.txt", context, content_type=TEXT)
