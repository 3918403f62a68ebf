"""The versions of a model on its page: one price table, one canonical address, a filter."""

import re

import pytest
from django.utils import translation

from catalog.models import CanonicalModel
from pages.model_page.versions import read_versions, version_label, version_rows
from tests.changelog.factories import DAYS, at, publish
from tests.factories import make_model, make_offering, make_snapshot, make_version, recommend

pytestmark = pytest.mark.django_db
__all__ = ["publish"]
ADDRESS = "/models/a/opus/"
OLD = "/models/a/opus-20250805/"


@pytest.fixture(autouse=True)
def opus() -> CanonicalModel:
    make_version()
    model = make_model("a/opus", name="Opus", context=200_000, max_output=32_000)
    recommend(make_offering(model, "maker", "opus", input_price="15", output_price="75"))
    make_offering(model, "host", "opus-host", input_price="20", output_price="80")
    old = make_snapshot(model, name="Opus Old", context=8_000, max_output=32_000)
    recommend(make_offering(old, "attic", "opus@old", input_price="1", output_price="2"))
    return CanonicalModel.objects.get(path="a/opus")


def offers(page):
    return [row["provider_model_id"] for row in page.context["offers"]]


def canonical(page):
    return re.search(r'rel="canonical" href="([^"]*)"', page.content.decode())[1]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (ADDRESS, ["opus@old", "opus", "opus-host"]),
        (ADDRESS + "?version=opus", ["opus", "opus-host"]),
        (ADDRESS + "?version=opus-20250805", ["opus@old"]),
        (ADDRESS + "?version=sonnet", ["opus@old", "opus", "opus-host"]),
        (ADDRESS + "?version=%00", ["opus@old", "opus", "opus-host"]),
        (OLD, ["opus@old"]),
        (OLD + "?version=opus", ["opus", "opus-host"]),
        (ADDRESS + "?sort=version", ["opus", "opus-host", "opus@old"]),
        (ADDRESS + "?sort=-version", ["opus@old", "opus", "opus-host"]),
        (OLD + "?sort=input", ["opus@old"]),
    ],
)
def test_one_price_table_for_all_versions_or_the_chosen_one(client, address, shown):
    page = client.get(address)
    assert offers(page) == shown
    assert canonical(page) == f"http://testserver{ADDRESS}"


def test_the_figures_are_those_of_the_current_version(client):
    for address in (ADDRESS, OLD, ADDRESS + "?version=opus-20250805"):
        page = client.get(address).context
        assert page["model"].path == "a/opus"
        assert [offer.provider_model_id for offer in page["by_state"].priced] == [
            "opus",
            "opus-host",
        ]
        assert page["spread"].lowest.provider_model_id == "opus"
        assert "$15.00" in page["faq"][0].text
        assert "$1.00" not in page["faq"][0].text


def test_says_whose_figures_the_page_shows(client):
    text = client.get(ADDRESS).content.decode()
    assert "2 versions of this model are on sale" in text
    assert "You opened" not in text
    for address in (OLD, OLD + "?version=opus"):
        assert "You opened a/opus-20250805" in client.get(address).content.decode()


def test_a_model_without_other_versions_has_no_column_for_them(client, django_assert_num_queries):
    model = make_model("a/single", input_price="1", output_price="1")
    page = client.get("/models/a/single/?version=single")
    assert 'versions"' not in page.content.decode()
    assert page.context["query"].text == ""
    with django_assert_num_queries(0):
        assert read_versions(model).labels == {}


def test_rows_mark_what_differs_and_keep_the_order_of_the_table(opus):
    class Query:
        def but(self, **changes):
            self.text = f"?version={changes['version']}"
            return self

    current, old = version_rows(read_versions(opus), Query())
    assert (current.label, old.label) == ("undated", "2025-08-05")
    assert (current.is_current, old.is_current) == (True, False)
    assert [cell.text for cell in old.cells] == ["$1.00", "$2.00", "8K", "32K", ""]
    assert [("differs" in cell.css) for cell in old.cells] == [True, True, True, False, False]
    assert not any("differs" in cell.css for cell in current.cells)


@pytest.mark.parametrize(
    ("kind", "day", "label"),
    [
        ("snapshot", "2025-08", "2025-08"),
        ("preview", "", "preview"),
        ("preview", "2025-09", "preview 2025-09"),
        ("pointer", "", "latest"),
        ("", "", ""),
    ],
)
def test_a_label_is_what_sets_a_version_apart(kind, day, label):
    assert version_label(CanonicalModel(version_kind=kind, version_date=day)) == label


def test_the_released_model_beside_its_preview_is_called_released():
    model = make_model("a/image")
    preview = make_snapshot(model, version_kind="preview", version_date="")
    model = CanonicalModel.objects.get(path="a/image")
    assert read_versions(model).labels == {model.pk: "released", preview.pk: "preview"}


def test_links_hold_the_order_and_lead_to_one_address(client):
    text = client.get(OLD + "?sort=-input").content.decode()
    assert f'href="{ADDRESS}?sort=-input&amp;version=opus#prices"' in text
    assert f'href="{ADDRESS}?sort=-input#prices"' in text
    assert 'href="/models/a/opus-20250805/prices/"' in text


def test_htmx_gets_the_table_of_the_chosen_version(client):
    part = client.get(ADDRESS + "?version=opus-20250805", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"opus@old" in part.content
    assert b"opus-host" not in part.content
    assert part["HX-Push-Url"] == ADDRESS + "?version=opus-20250805"


def test_versions_take_two_more_queries(client, django_assert_max_num_queries):
    for day in ("2025-01-01", "2025-02-02", "2025-03-03"):
        make_offering(make_snapshot(CanonicalModel.objects.get(path="a/opus"), day), "maker", day)
    with django_assert_max_num_queries(15):
        assert len(offers(client.get(ADDRESS))) == 6


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_a_long_table_of_another_version_promises_no_recommended_offer(client, language):
    old = CanonicalModel.objects.get(path="a/opus-20250805")
    for number in range(20):
        make_offering(old, f"p{number}", input_price="1", output_price="2")
    with translation.override(language):
        prefix = "" if language == "en" else "/zh-hant"
        text = client.get(prefix + OLD).content.decode()
    assert "always including" not in text
    assert "一律包含" not in text


def test_a_withdrawn_version_keeps_its_own_page(client):
    make_model("a/opus-20240101", name="Opus 2024", withdrawn_on="2026-01-01")
    page = client.get("/models/a/opus-20240101/")
    assert page.context["model"].path == "a/opus-20240101"
    assert canonical(page) == "http://testserver/models/a/opus-20240101/"


def test_a_past_day_has_the_versions_of_that_day(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-5-preview": at(1, name="Preview")})
    publish(DAYS[5], openai={"gpt-5": at(3)})
    for address, shown in (
        ("/models/openai/gpt-5/", ["gpt-5-preview", "gpt-5"]),
        ("/models/openai/gpt-5/?version=gpt-5", ["gpt-5"]),
        ("/models/openai/gpt-5-preview/", ["gpt-5-preview"]),
    ):
        mark = "&" if "?" in address else "?"
        page = client.get(f"{address}{mark}on={DAYS[0]}")
        assert offers(page) == shown
        assert page.context["model"].path == "openai/gpt-5"
        assert "aliases" not in page.context
    assert offers(client.get("/models/openai/gpt-5/")) == ["gpt-5"]
