"""A model's price history: intervals, recommended offerings, labels, and the page."""

from datetime import date
from decimal import Decimal

import pytest

from changelog.history.offer_choice import MOST_OFFERS
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db
PRICES = "/models/openai/gpt-5/prices/"


def test_follows_the_recommended_offering(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(1)})
    publish(DAYS[1], acme={"gpt-5": at(1)})
    publish(DAYS[2], acme={"gpt-5": at(0.5)})
    history = client.get("/models/openai/gpt-5/prices/").context["history"]
    assert [
        (one.offering.provider.key, one.input, one.switched) for one in history.recommendations
    ] == [
        ("acme", Decimal("0.5"), False),
        ("acme", 1, True),
        ("openai", 2, False),
    ]
    assert [
        (interval.start, interval.end, interval.prices.input) for interval in history.intervals
    ] == [
        (DAYS[2], None, Decimal("0.5")),
        (DAYS[0], DAYS[2], 1),
        (DAYS[0], DAYS[1], 2),
    ]


def test_a_change_of_other_facts_begins_no_interval(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(2, reasoning=True)})
    history = client.get("/models/openai/gpt-5/prices/").context["history"]
    assert [(interval.start, interval.end) for interval in history.intervals] == [(DAYS[0], None)]


def test_a_period_shows_overlapping_intervals(client, publish, django_assert_max_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(1)})
    publish(date(2026, 8, 1), openai={"gpt-5": at(3)})
    with django_assert_max_num_queries(6):
        page = client.get("/models/openai/gpt-5/prices/?days=30")
    assert [interval.prices.input for interval in page.context["history"].intervals] == [3, 1]
    assert b'aria-current="true">30 days' in page.content


@pytest.mark.parametrize("query", ["", "?days=0", "?days=all", "?days=-5", "?days=" + "9" * 99])
def test_any_other_period_shows_the_whole_history(client, publish, query):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    assert client.get(PRICES + query).context["query"].days is None


def test_htmx_gets_a_fragment(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    part = client.get("/models/openai/gpt-5/prices/", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"style=" not in part.content


def test_a_model_without_prices(client, publish):
    publish(DAYS[0], openai={"gpt-5": {"name": "GPT 5"}})
    assert b"No token price was published" in client.get("/models/openai/gpt-5/prices/").content


def test_an_unknown_model_is_404(client):
    assert client.get("/models/openai/gpt-5/prices/").status_code == 404


def test_offerings_of_one_provider_are_labelled_by_model_id(client, publish):
    publish(DAYS[0], acme={"gpt-5": at(1), "openai/gpt-5": at(2)}, other={"gpt-5": at(3)})
    publish(DAYS[1], acme={"openai/gpt-5": at(2)}, other={"gpt-5": at(3)})
    page = client.get(f"{PRICES}?offer=acme:openai/gpt-5&offer=other:gpt-5")
    told = texts(page.context["history"])
    assert "Acme (openai/gpt-5): $2.00" in told
    assert "Other: $3.00" in told
    assert "Recommended (Acme (gpt-5)): $1.00" in told


def test_a_span_of_the_chart_has_the_days_and_every_line(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1)})
    html = " ".join(client.get(PRICES).content.decode().split())
    assert (
        "<title>2026-05-01 Recommended (Openai): $2.00 Lowest (Openai): $2.00"
        " Median of 1 offer: $2.00</title>"
    ) in html


def test_the_maker_has_a_line_only_where_it_is_not_the_recommended_one(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(1)})
    assert not client.get(PRICES).context["history"].has_own
    # Without a price of its own until then, the maker was not the recommended offer.
    publish(DAYS[1], acme={"gpt-5": at(1)})
    history = client.get(PRICES).context["history"]
    assert history.has_own
    assert "Maker’s own (Openai): $2.00" in texts(history)


def test_no_band_with_few_offers(client, publish):
    publish(DAYS[0], **{f"p{n}": {"gpt-5": at(n + 1)} for n in range(4)})
    assert not client.get(PRICES).context["history"].has_band
    publish(DAYS[1], **{f"p{n}": {"gpt-5": at(n + 1)} for n in range(5)})
    history = client.get(PRICES).context["history"]
    assert history.has_band
    assert "10th to 90th percentile: $1.40 to $4.60" in texts(history)


@pytest.mark.parametrize(
    "query, chosen",
    [
        ("", []),
        ("?offer=p3:gpt-5&offer=p1:gpt-5", [("p1:gpt-5", "o2"), ("p3:gpt-5", "o1")]),
        ("?offer=p3:gpt-5&offer=p3:gpt-5", [("p3:gpt-5", "o1")]),
        ("?offer=nobody:gpt-5&offer=%00", []),
        ("?offer=" + "x" * 999, []),
    ],
)
def test_a_reader_adds_offers(client, publish, query, chosen):
    publish(DAYS[0], **{f"p{n}": {"gpt-5": at(n + 1)} for n in range(8)})
    page = client.get(PRICES + query)
    choices = page.context["history"].choices
    assert [(one.key, one.line) for one in choices if one.chosen] == chosen
    html = page.content.decode()
    assert html.count('type="checkbox" name="offer"') == 8
    assert html.count("checked") == len(chosen)


def test_at_most_six_offers_are_added(client, publish):
    publish(DAYS[0], **{f"p{n}": {"gpt-5": at(n + 1)} for n in range(8)})
    query = "&".join(f"offer=p{n}:gpt-5" for n in range(8))
    page = client.get(f"{PRICES}?{query}")
    assert sum(one.chosen for one in page.context["history"].choices) == MOST_OFFERS


def test_links_of_periods_keep_the_offers(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    html = client.get(f"{PRICES}?offer=openai:gpt-5").content.decode()
    assert f'href="{PRICES}?days=30&amp;offer=openai%3Agpt-5"' in html


def test_the_form_keeps_its_state_in_the_address(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    htmx = {"HX-Request": "true", "HX-Trigger": "price-form"}
    part = client.get(f"{PRICES}?offer=openai:gpt-5&days=", headers=htmx)
    assert part["HX-Push-Url"] == f"{PRICES}?offer=openai%3Agpt-5"
    assert not client.get(PRICES, headers={"HX-Request": "true"}).has_header("HX-Push-Url")


def test_events_are_on_the_axis_and_in_a_list(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(2)}, acme={"gpt-5": at(1)})
    publish(DAYS[6], openai={"gpt-5": at(2)})
    page = client.get(PRICES)
    assert [(event.day, event.kind) for event in page.context["history"].events] == [
        (DAYS[3], "arrived"),
        (DAYS[6], "withdrawn"),
    ]
    assert page.content.decode().count("1 offer added: Acme") == 2 + 1  # both charts, and the list


def test_a_withdrawn_model_is_shown_up_to_its_last_day(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": at(1, name="GPT 4")})
    publish(DAYS[3], openai={"gpt-5": at(3), "gpt-4": at(1, name="GPT 4")})
    publish(DAYS[5], openai={"gpt-4": at(1, name="GPT 4")})
    history = client.get("/models/openai/gpt-5/prices/").context["history"]
    assert (history.first, history.last) == (DAYS[0], DAYS[3])


def test_a_doubtful_price_has_no_line(client, publish):
    sound = {f"p{n}": {"gpt-5": at(n + 1)} for n in range(5)}
    publish(DAYS[0], acme={"gpt-5": at(0.00001)})
    publish(DAYS[1], acme={"gpt-5": at(0.00001)}, **sound)
    history = client.get(f"{PRICES}?offer=acme:gpt-5").context["history"]
    assert {one.doubtful for one in history.intervals if one.offering.provider.key == "acme"} == {
        True
    }
    assert min(interval.lowest for interval in history.lines[0].spread) == 1
    assert not [text for text in texts(history) if text.startswith(("Acme", "Lowest (Acme"))]


def test_a_price_has_a_line_before_it_is_doubtful(client, publish):
    publish(DAYS[0], acme={"gpt-5": at(0.01)})
    publish(DAYS[1], acme={"gpt-5": at(0.01)}, **{f"p{n}": {"gpt-5": at(n + 1)} for n in range(5)})
    history = client.get(PRICES).context["history"]
    assert [interval.lowest for interval in history.lines[0].spread] == [Decimal("0.01"), 1]


def texts(history) -> set[str]:
    """Everything that the charts tell."""
    return {text for _name, chart in history.charts for span in chart.spans for text in span.texts}
