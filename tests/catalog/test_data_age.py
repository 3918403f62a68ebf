"""The age of the data in files that leave the site."""

from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.urls import reverse

from catalog.data_age import data_age_text, dated_filename
from catalog.http import DataVersion
from tests.factories import DAY, make_model, make_version

FRESH = DataVersion(1, date(2026, 5, 12), timedelta(hours=20))
OLD = DataVersion(1, date(2026, 5, 12), timedelta(days=8))


@pytest.mark.parametrize(
    "data, text",
    [
        (None, ""),
        (FRESH, "Data as of 2026-05-12."),
        (OLD, "Data last updated May 12, 2026 (8 days ago)."),
    ],
)
def test_text(data, text):
    assert data_age_text(data) == text


def test_filename():
    assert dated_filename("models", OLD) == "models-2026-05-12.csv"
    assert dated_filename("models", None) == "models.csv"


MODEL = ["meta", "llama-3-2-1b-instruct"]
TEXTS = [
    *(reverse(name) for name in ("llms", "changes-json", "changes-markdown")),
    reverse("model-markdown", args=MODEL),
]
FEEDS = [reverse("changes-atom"), reverse("price-index-feed")]
FILES = [reverse(f"{name}-csv") for name in ("models", "price-index", "changes")]


@pytest.fixture
def old_data(db):
    make_version()
    make_model(input_price="0.01", output_price="0.01")
    with time_machine.travel(DAY + timedelta(days=8), tick=False):
        yield f"Data last updated {DAY:%B} {DAY.day}, {DAY:%Y} (8 days ago)."


@pytest.mark.parametrize("address", TEXTS)
def test_texts_say_it(client, old_data, address):
    assert old_data in client.get(address).content.decode()


@pytest.mark.parametrize("address", FEEDS)
def test_feeds_say_it(client, old_data, address):
    document = ET.fromstring(client.get(address).content)
    assert document.findtext("{http://www.w3.org/2005/Atom}subtitle") == old_data


@pytest.mark.parametrize("address", FILES)
def test_csv_files_have_the_day_in_their_names(client, old_data, address):
    assert f'-{DAY}.csv"' in client.get(address)["Content-Disposition"]
