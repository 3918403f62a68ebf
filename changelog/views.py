"""The changelog, its feeds, the lifecycle page with its calendar, and price histories."""

from datetime import UTC, datetime
from typing import cast

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django_htmx.http import push_url

from catalog.data_age import data_age_text, dated_filename
from catalog.http import (
    HtmxHttpRequest,
    cached_page,
    conditional_page,
    csv_response,
    csv_stream,
    data_version,
    with_model,
)
from catalog.models import MOST_OFFERINGS, CanonicalModel, CatalogueVersion, Maker, Provider
from catalog.name_order import NameOrder
from catalog.parameters import Answer, limit_values, reads
from changelog import feed_formats
from changelog.announced import PriceAhead, announced_successors, prices_ahead
from changelog.calendar import Event, calendar
from changelog.causes.csv_export import event_rows
from changelog.causes.page import WHOLE, EventPage, read_event_page
from changelog.feeds import Feed, feed_title, read_entries
from changelog.filter_names import resolve_names
from changelog.forms import (
    BY_CAUSE,
    BY_MODEL,
    BY_PROVIDER,
    CHANGELOG_PARAMETERS,
    WINDOWS,
    ChangelogForm,
    ChangelogQuery,
    read_changelog_query,
)
from changelog.history.csv_export import price_rows
from changelog.history.offer_choice import MOST_OFFERS, PRICE_PARAMETERS, PriceQuery
from changelog.history.prices import ModelPriceHistory, price_history
from changelog.lifecycle import (
    Retirement,
    deprecated_offerings,
    new_models,
    retirements,
    returned_offerings,
    with_successors,
    withdrawn_models,
)
from changelog.movers import biggest_movers
from changelog.news import read_week
from changelog.reading import ChangelogPage, read_changelog_page

MARKDOWN = "text/markdown; charset=utf-8"
SUGGESTED = 400  # a longer list would weigh more than the page
GROUPINGS = (
    (BY_CAUSE, _("By cause")),
    (BY_PROVIDER, _("By provider")),
    (BY_MODEL, _("By model")),
)


def read_days(query: ChangelogQuery) -> EventPage | ChangelogPage:
    """Read the days of a page, told by cause or listed by provider or model."""
    by_cause = query.by == BY_CAUSE
    return read_event_page(query) if by_cause else read_changelog_page(query)


def suggested_models() -> list[tuple[str, str]]:
    """Return path and name of the models that most providers offer; any other can be typed."""
    listed = CanonicalModel.objects.listed().order_by("-provider_count", "path")
    return list(listed.values_list("path", "label")[:SUGGESTED])


@reads(CHANGELOG_PARAMETERS)
@cached_page
def changelog(request: HtmxHttpRequest) -> HttpResponse:
    query, unknown = resolve_names(read_changelog_query(request.GET))
    context: dict[str, object] = {
        "query": query,
        "unknown": unknown,
        "page": read_days(query),
        "newest_query": query.but(day=None, before=None, page=1).text,
        "groupings": [
            (query.but(by=by, page=1).text, name, by == query.by) for by, name in GROUPINGS
        ],
    }
    if request.htmx and request.htmx.target != "movers":
        part = render(request, "changelog/_days.html", context)
        # Expanding a section inside the page has no target of its own and keeps the URL.
        return push_url(part, request.path + query.text) if request.htmx.target else part
    data = data_version(request)
    context |= {
        "form": ChangelogForm(request.GET, label_suffix=""),
        "movers": biggest_movers(data.day, query.movers) if data and query.is_first_page else None,
        "week": read_week(data.day) if data and query.is_first_page else None,
        "windows": [(days, query.but(movers=days).text) for days in WINDOWS],
        "provider_keys": list(
            Provider.objects.order_by(NameOrder("name"), "pk").values_list("key", "name")
        ),
        "model_paths": suggested_models(),
        "maker_slugs": list(
            Maker.objects.order_by(NameOrder("name"), "pk").values_list("slug", "name")
        ),
    }
    return render(request, "changelog/changelog.html", context)


# Not cached: they hold every change of their days, however many there are.
@reads(CHANGELOG_PARAMETERS, answer=Answer.REFUSE)
@conditional_page
def changelog_csv(request: HtmxHttpRequest) -> HttpResponse:
    """Return every change of the days that the page shows, with the event that it is part of."""
    filename = dated_filename("model-ledger-changes", data_version(request))
    return csv_response(event_rows(read_whole_days(request)), filename)


@reads(CHANGELOG_PARAMETERS, answer=Answer.REFUSE)
@conditional_page
def changelog_markdown(request: HtmxHttpRequest) -> HttpResponse:
    """Return every event of the days that the page shows."""
    age = data_age_text(data_version(request))
    context = {"page": read_whole_days(request), "data_age": age}
    return render(request, "changelog/changelog.md", context, content_type=MARKDOWN)


def read_whole_days(request: HttpRequest) -> EventPage:
    return read_event_page(known_query(request), WHOLE)


def known_query(request: HttpRequest) -> ChangelogQuery:
    """Return what a query string asks for; raise 404 for a name that nothing has."""
    query, unknown = resolve_names(read_changelog_query(request.GET))
    if unknown:
        raise Http404(" ".join(unknown))
    return query


@reads(PRICE_PARAMETERS)
@cached_page
@with_model
def model_prices(request: HtmxHttpRequest, model: CanonicalModel) -> HttpResponse:
    query, history = read_history(request, model)
    context = {"model": model, "history": history, "query": query, "most": MOST_OFFERS}
    # The model's page loads the part by itself and keeps its own URL; the form here has a target.
    template = "_price_history" if request.htmx else "price_history"
    response = render(request, f"changelog/{template}.html", context)
    on_own_page = request.htmx and request.htmx.trigger == "price-form"
    return push_url(response, request.path + query.text) if on_own_page else response


# Not cached: it holds every offer, however many there are.
@reads(PRICE_PARAMETERS, answer=Answer.REFUSE)
@conditional_page
@with_model
def model_prices_csv(request: HtmxHttpRequest, model: CanonicalModel) -> HttpResponse:
    data = data_version(request)
    _asked, history = read_history(request, model, most=None)
    stream = csv_stream(price_rows(history), dated_filename(f"{model.slug}-prices", data))
    return cast(HttpResponse, stream)  # the decorators read no content


def read_history(
    request: HttpRequest, model: CanonicalModel, most: int | None = MOST_OFFERINGS
) -> tuple[PriceQuery, ModelPriceHistory]:
    """Return what a query string asks for, and a model's prices on the days that it names."""
    data, query = data_version(request), PriceQuery.read(request.GET)
    history = price_history(model, data.day if data else model.first_seen, query, most)
    limit_values(request, "offer", history.keys)
    return query, history


def read_feed(request: HttpRequest) -> Feed:
    query = known_query(request).filters  # a feed of an unknown name would stay empty for ever
    return Feed(
        query=query,
        title=feed_title(query),
        home=request.build_absolute_uri(reverse("changelog") + query.text),
        address=request.build_absolute_uri(request.path + query.text),
        language=get_language() or "en",
        entries=tuple(read_entries(query)),
        note=data_age_text(data_version(request)),
    )


@reads(CHANGELOG_PARAMETERS, answer=Answer.REFUSE)
@cached_page
def atom_feed(request: HttpRequest) -> HttpResponse:
    document = feed_formats.atom(read_feed(request))
    return HttpResponse(document, content_type="application/atom+xml; charset=utf-8")


@reads(CHANGELOG_PARAMETERS, answer=Answer.REFUSE)
@cached_page
def json_feed(request: HttpRequest) -> HttpResponse:
    document = feed_formats.json_feed(read_feed(request))
    return JsonResponse(document, content_type="application/feed+json")


@reads()
@cached_page
def lifecycle(request: HtmxHttpRequest) -> HttpResponse:
    data = data_version(request)
    context: dict[str, object] = {}
    if data:
        context = {
            "retirements": retirements(data),
            "prices": prices_ahead(data),
            "successors": announced_successors(data),
            "deprecated": list(deprecated_offerings()),
            "new": list(new_models(data.day)),
            "withdrawn": list(with_successors(list(withdrawn_models(data.day)), data)),
            "returned": list(returned_offerings(data.day)),
        }
    return render(request, "changelog/lifecycle.html", context)


@reads(answer=Answer.REFUSE)
@cached_page
def retirement_calendar(request: HttpRequest) -> HttpResponse:
    data = data_version(request)
    events = [_retirement_event(request, one) for one in retirements(data)]
    if data:
        events += [_price_event(request, one) for one in prices_ahead(data)]
    version = CatalogueVersion.objects.order_by("-pk").first()
    made_at = version.made_at if version else datetime.fromtimestamp(0, UTC)
    text = calendar(gettext("Model Ledger: model retirement dates"), events, made_at=made_at)
    return HttpResponse(text, content_type="text/calendar; charset=utf-8")


def _retirement_event(request: HttpRequest, retirement: Retirement) -> Event:
    offering = retirement.offering
    return Event(
        # Calendars know events by this id: it must stay the same when the day is moved.
        uid=f"{offering.pk}@model-ledger",
        day=retirement.day,
        summary=gettext("{provider} retires {model}").format(
            model=offering.name, provider=offering.provider.name
        ),
        url=request.build_absolute_uri(offering.model.get_absolute_url()),
    )


def _price_event(request: HttpRequest, ahead: PriceAhead) -> Event:
    offering = ahead.offering
    what = gettext("{model} on {provider}: {fact}").format(
        model=offering.name, provider=offering.provider.name, fact=ahead.text
    )
    return Event(
        uid=f"announced-{ahead.announcement}{'-end' if ahead.ends else ''}@model-ledger",
        day=ahead.day,
        summary=what,
        url=request.build_absolute_uri(offering.model.get_absolute_url()),
    )
