"""/bundles/."""

import json
import re

import pytest

from api.bundles.registry import FORMATS
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("language", ["", "/zh-hant"])
def test_links_to_every_file(client, language, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        html = client.get(f"{language}/bundles/").content.decode()
    for one in FORMATS:
        assert f'href="/api/v1/bundles/latest/{one.file}"' in html
    assert 'rel="alternate" type="text/csv"' in html
    assert "minisign -V" not in html  # no key, no signature


@pytest.mark.usefixtures("published")
def test_sizes_and_the_unchanging_address_appear_once_it_is_made(client):
    before = client.get("/bundles/").content.decode()
    assert "made at the first download" in before
    address = client.get("/api/v1/bundles/latest/manifest.json")["Content-Location"]
    html = client.get("/bundles/").content.decode()
    assert f"http://testserver{address}" in html
    assert "made at the first download" not in html
    assert re.search(r"\d+(\.\d)?\xa0(KB|bytes)", html)


@pytest.mark.usefixtures("published")
def test_a_page_makes_no_bundle(client, bundles_dir):
    client.get("/bundles/")
    assert not bundles_dir.exists()


def test_a_past_day_has_its_own_addresses(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(3)})
    html = client.get("/bundles/?on=2026-05-02").content.decode()
    assert 'href="/api/v1/bundles/2026-05-01/offers.csv"' in html
    assert "application/ld+json" not in html


@pytest.mark.usefixtures("published")
def test_a_signed_site_says_how_to_verify(client, key):
    html = client.get("/bundles/").content.decode()
    assert f"minisign -Vm manifest.json -P {key.public.text}" in html
    assert 'href="/api/v1/bundles/minisign.pub"' in html


@pytest.mark.usefixtures("published")
def test_a_broken_key_breaks_no_page(client, settings, tmp_path):
    settings.BUNDLE_KEY = tmp_path / "missing.pem"
    assert client.get("/bundles/").status_code == 200


def test_an_empty_site_has_the_page(client):
    assert client.get("/bundles/").status_code == 200


@pytest.mark.usefixtures("published")
def test_search_engines_get_a_dataset(client):
    html = client.get("/bundles/").content.decode()
    (text,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    (dataset,) = json.loads(text)["@graph"]
    assert dataset["@type"] == "Dataset"
    assert dataset["license"] == "https://opensource.org/license/mit"
    assert dataset["temporalCoverage"] == "2026-05-01/2026-05-01"
    downloads = {one["contentUrl"] for one in dataset["distribution"]}
    assert len(downloads) == len(FORMATS)
    for url in downloads:
        assert client.get(url.removeprefix("http://testserver")).status_code == 200
