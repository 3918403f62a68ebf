"""What changed, to be read."""

from datetime import UTC, datetime
from functools import partial

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe
from django_htmx.http import push_url

from catalog.http import HtmxHttpRequest, View, cached_page, data_version, page_etag, with_model
from catalog.models import CanonicalModel, CatalogueVersion, Maker, Provider
from changelog.calendar import Event, calendar
from changelog.feeds import Feed, atom, entries, feed_title, json_feed
from changelog.forms import BY_PROVIDER, WINDOWS, ChangelogForm, read_changelog_query
from changelog.history.periods import PERIODS, days_in
from changelog.history.prices import price_history
from changelog.lifecycle import (
    deprecated,
    new_models,
    retirements,
    returned,
    successors,
    withdrawn_models,
)
from changelog.movers import biggest_movers
from changelog.reading import read_changelog_page


def newest_version(request: HttpRequest, *args: object, **kwargs: object) -> datetime | None:
    return CatalogueVersion.objects.order_by("-pk").values_list("made_at", flat=True).first()


def conditional(view: View) -> View:
    """Answer GET and HEAD; 304 while neither the catalogue nor the release has changed."""
    answered = condition(etag_func=page_etag, last_modified_func=newest_version)(view)
    return require_safe(cache_control(public=True, no_cache=True)(answered))


@cached_page
def changelog(request: HtmxHttpRequest) -> HttpResponse:
    asked = read_changelog_query(request.GET)
    context: dict[str, object] = {
        "asked": asked,
        "page": read_changelog_page(asked),
        "newest": asked.but(day=None, before=None).text,
        "by_provider": asked.but(by=BY_PROVIDER).text,
    }
    if request.htmx and request.htmx.target != "movers":
        part = render(request, "changelog/_news.html", context)
        # A burst that unfolds in its place is no other page.
        return push_url(part, request.path + asked.text) if request.htmx.target else part
    data = data_version(request)
    context |= {
        "form": ChangelogForm(request.GET, label_suffix=""),
        "movers": biggest_movers(data.day, asked.movers) if data and asked.is_front else None,
        "windows": [(days, asked.but(movers=days)) for days in WINDOWS],
        "provider_keys": Provider.objects.order_by("key").values_list("key", flat=True),
        "maker_slugs": Maker.objects.order_by("slug").values_list("slug", flat=True),
    }
    return render(request, "changelog/changelog.html", context)


@cached_page
@with_model
def model_prices(request: HtmxHttpRequest, found: CanonicalModel) -> HttpResponse:
    data, days = data_version(request), days_in(request.GET)
    history = price_history(found, data.day if data else found.first_seen, days)
    context = {"model": found, "history": history, "days": days, "periods": PERIODS}
    name = "_price_history" if request.htmx else "price_history"
    return render(request, f"changelog/{name}.html", context)


def changes_feed(request: HttpRequest, form: str) -> HttpResponse:
    asked = read_changelog_query(request.GET).anywhen
    feed = Feed(
        asked=asked,
        title=feed_title(asked),
        home=request.build_absolute_uri(reverse("changelog") + asked.feed_text),
        address=request.build_absolute_uri(request.path + asked.feed_text),
        language=get_language() or "en",
        entries=tuple(entries(asked)),
    )
    if form == "json":
        return JsonResponse(json_feed(feed), content_type="application/feed+json")
    return HttpResponse(atom(feed), content_type="application/atom+xml; charset=utf-8")


changes_atom = conditional(partial(changes_feed, form="atom"))
changes_json = conditional(partial(changes_feed, form="json"))


@cached_page
def lifecycle(request: HtmxHttpRequest) -> HttpResponse:
    data = data_version(request)
    context: dict[str, object] = {}
    if data:
        context = {
            "retirements": retirements(),
            "deprecated": deprecated(),
            "new": new_models(data.day),
            "withdrawn": list(successors(list(withdrawn_models(data.day)))),
            "returned": returned(data.day),
        }
    return render(request, "changelog/lifecycle.html", context)


@conditional
def retirement_calendar(request: HttpRequest) -> HttpResponse:
    events = [
        Event(
            uid=f"{one.offering.pk}@model-ledger",
            day=one.day,
            summary=gettext("{model} at {provider} is retired").format(
                model=one.offering.name, provider=one.offering.provider.name
            ),
            url=request.build_absolute_uri(one.offering.model.get_absolute_url()),
        )
        for one in retirements()
    ]
    version = CatalogueVersion.objects.order_by("-pk").first()
    made_at = version.made_at if version else datetime.fromtimestamp(0, UTC)
    text = calendar(gettext("Model Ledger: retirements"), events, made_at=made_at)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")
