"""What changed, to be read."""

from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import push_url

from catalog.http import HtmxHttpRequest, catalogue_page, data_of
from catalog.models import Maker, Provider
from changelog.forms import BY_PROVIDER, WINDOWS, ChangelogForm, asked_for
from changelog.movers import biggest_movers
from changelog.reading import read_page


@catalogue_page
def changelog(request: HtmxHttpRequest) -> HttpResponse:
    asked = asked_for(request.GET)
    context: dict[str, object] = {
        "asked": asked,
        "page": read_page(asked),
        "newest": asked.but(day=None, before=None).text,
        "by_provider": asked.but(by=BY_PROVIDER).text,
    }
    if request.htmx and request.htmx.target == "news":
        part = render(request, "changelog/_news.html", context)
        return push_url(part, request.path + asked.text)
    data = data_of(request)
    context |= {
        "form": ChangelogForm(request.GET),
        "movers": biggest_movers(data.day, asked.movers) if data and asked.is_front else None,
        "windows": [(days, asked.but(movers=days)) for days in WINDOWS],
        "provider_keys": Provider.objects.order_by("key").values_list("key", flat=True),
        "maker_slugs": Maker.objects.order_by("slug").values_list("slug", flat=True),
    }
    return render(request, "changelog/changelog.html", context)
