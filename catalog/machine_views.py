"""What the site says to machines: sitemaps, robots.txt, llms.txt, a model's page as Markdown."""

from typing import Any

from django.contrib.sitemaps.views import index, sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from catalog import views
from catalog.capabilities import CAPABILITIES
from catalog.http import HtmxHttpRequest, catalogue_page
from catalog.models import MovedModel
from catalog.sitemaps import SITEMAPS

TEXT = "text/plain; charset=utf-8"
MARKDOWN = "text/markdown; charset=utf-8"


@catalogue_page
def sitemap_index(request: HtmxHttpRequest) -> HttpResponse:
    return rendered(index(request, SITEMAPS, sitemap_url_name="sitemap-section"))


@catalogue_page
def sitemap_section(request: HtmxHttpRequest, section: str) -> HttpResponse:
    return rendered(sitemap(request, SITEMAPS, section))


def rendered(response: Any) -> HttpResponse:
    """Render at once, so that the answer can be kept."""
    done: HttpResponse = response.render()
    return done


@catalogue_page
def robots(request: HtmxHttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type=TEXT)


@catalogue_page
def llms(request: HtmxHttpRequest) -> HttpResponse:
    return render(request, "llms.txt", {"capabilities": CAPABILITIES}, content_type=TEXT)


def model(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    """Answer with a model's page in the form that the client likes best."""
    if request.get_preferred_type(["text/html", "text/markdown"]) == "text/markdown":
        response = markdown(request, maker, slug)
    else:
        response = views.model(request, maker, slug)
    patch_vary_headers(response, ["Accept"])
    return response


@catalogue_page
def model_markdown(request: HtmxHttpRequest, maker: str, slug: str) -> HttpResponse:
    return markdown(request, maker, slug)


def markdown(request: HttpRequest, maker: str, slug: str) -> HttpResponse:
    path = f"{maker}/{slug}"
    found = next(iter(views.model_at(path)), None)
    if found is None:
        moved = MovedModel.objects.select_related("model").filter(path=path).first()
        if moved is None:
            raise Http404(path)
        return redirect("model-markdown", moved.model.maker_slug, moved.model.slug, permanent=True)
    offerings = [o for o in views.channels_of(found.pk) if o.withdrawn_on is None]
    found.take_channels_from(offerings)
    context = {"model": found, "channels": offerings}
    return render(request, "catalog/model.md", context, content_type=MARKDOWN)
