"""Announced facts on public pages, each with its source and the day of the check."""

from datetime import date

import pytest

from catalog.editorial import AnnouncementKind
from changelog.announced import announced_fact
from changelog.lifecycle import retirements, with_successors
from tests.catalog.test_editorial import SOURCE, announce
from tests.factories import make_model, make_offering, make_version, recommend

pytestmark = pytest.mark.django_db
PAGE = "/models/meta/m/"
OF_MODEL = {"target": "model", "provider": "", "key": "meta/m"}
DAYS = {"first_day": date(2026, 12, 31)}


@pytest.fixture(autouse=True)
def offering():
    make_version()
    offering = make_offering(make_model("meta/m"), "acme", "m", input_price="1", output_price="2")
    recommend(offering)
    return offering


SENTENCES = [
    ("retirement", None, DAYS, "Announced: retired on 2026-12-31."),
    ("successor", "meta/n", {}, "Announced successor: meta/n."),
    ("price", {"input": "2"}, DAYS, "Announced price from 2026-12-31 on: input $2.00."),
    (
        *("price", {"input": "2"}, DAYS | {"cancelled_on": date(2026, 6, 1)}),
        "Cancelled on 2026-06-01: Announced price from 2026-12-31 on: input $2.00.",
    ),
    ("promotion", {"output": "2"}, DAYS, "Promotional price from 2026-12-31 on: output $2.00."),
    (
        *("promotion", {"output": "2"}, DAYS | {"last_day": date(2027, 1, 31)}),
        "Promotional price from 2026-12-31 to 2027-01-31: output $2.00.",
    ),
    ("retention", "30 days", {}, "Data retention: 30 days."),
    ("training", False, {}, "Training on customer data: No."),
    ("quantization", "fp8", {}, "Quantization: fp8."),
]


@pytest.mark.parametrize("place", range(len(SENTENCES)))
def test_works(client, place):
    kind, value, others, sentence = SENTENCES[place]
    row = announce(kind, value=value, **others)
    assert announced_fact(row).lower() == sentence.lower()
    page = client.get(PAGE).content.decode()
    assert "Checked on 2026-05-12." in page
    assert f'href="{SOURCE}"' in page
    assert "Checked on" in client.get("/models/meta/m.md").content.decode()


def test_every_kind_has_a_sentence():
    assert {row[0] for row in SENTENCES} == set(AnnouncementKind.values)


def test_a_fact_of_the_model_is_on_its_page(client):
    announce("successor", value="meta/n<b>", **OF_MODEL)
    page = client.get(PAGE).content.decode()
    assert "Announced successor: meta/n&lt;b&gt;." in page


def test_is_chinese_too(client):
    announce("training", value=True)
    assert "以客戶資料訓練" in client.get("/zh-hant" + PAGE).content.decode()


# Lifecycle, calendar and the checks of ids


def test_an_announced_retirement_is_on_the_lifecycle_page_and_in_the_calendar(client, offering):
    announce("retirement", first_day=date(2026, 12, 31))
    assert "2026-12-31" in client.get("/lifecycle/").content.decode()
    assert (
        "DTSTART;VALUE=DATE:20261231" in client.get("/lifecycle/retirements.ics").content.decode()
    )


def test_the_offers_own_day_outranks_the_models_and_the_feeds(offering):
    offering.extra = {"deprecation_date": "2026-01-01"}
    offering.save()
    announce("retirement", first_day=date(2026, 12, 31))
    announce("retirement", first_day=date(2026, 11, 30), **OF_MODEL)
    announce("retirement", first_day=date(2026, 10, 31), cancelled_on=date(2026, 5, 1))
    assert [(one.day, one.offering) for one in retirements()] == [(date(2026, 12, 31), offering)]


def test_an_announced_successor_outranks_the_rule(offering):
    successor = make_model("meta/n")
    assert list(with_successors([offering.model])) == [(offering.model, None)]
    announce("successor", value="meta/n", **OF_MODEL)
    assert list(with_successors([offering.model])) == [(offering.model, successor)]
