"""A model's price history: intervals, recommended offerings, labels, and the page."""

from datetime import date
from decimal import Decimal

import pytest

from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db


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
    assert client.get(f"/models/openai/gpt-5/prices/{query}").context["days"] is None


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
    answer = client.get("/models/openai/gpt-5/prices/")
    (_name, chart), _output = answer.context["history"].charts
    labels = {segment.step.label for line in chart.lines for segment in line.segments}
    assert labels == {"Acme (gpt-5)", "Acme (openai/gpt-5)", "Other"}
    assert answer.content.decode().count('<code class="muted">openai/gpt-5</code>') == 2


def test_titles_have_the_value_and_the_days(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(1)})
    html = client.get("/models/openai/gpt-5/prices/").content.decode()
    assert 'data-text="Openai: $2.00"' in html
    assert "<title>Openai: $2.00, 2026-05-01 – 2026-05-02</title>" in html
    assert "<title>Openai: $1.00, 2026-05-02 – now</title>" in html


def test_a_withdrawn_model_is_shown_up_to_its_last_day(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": at(1, name="GPT 4")})
    publish(DAYS[3], openai={"gpt-5": at(3), "gpt-4": at(1, name="GPT 4")})
    publish(DAYS[5], openai={"gpt-4": at(1, name="GPT 4")})
    history = client.get("/models/openai/gpt-5/prices/").context["history"]
    assert (history.first, history.last) == (DAYS[0], DAYS[3])


def test_only_the_first_offerings_have_colours(client, publish):
    publish(DAYS[0], **{f"p{n}": {"gpt-5": at(n + 1)} for n in range(8)})
    history = client.get("/models/openai/gpt-5/prices/").context["history"]
    assert (len(history.coloured), history.uncoloured_count) == (5, 3)
