"""/data-quality/: counts, filters, paging, both languages, CSV."""

import csv
from io import StringIO

import pytest

from catalog.models import CatalogueVersion
from pages.data_quality.rules import EVERY_RULE
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db
PAGE = "/data-quality/"


@pytest.fixture(autouse=True)
def catalogue():
    make_version()
    for number in range(60):
        model = make_model(f"meta/m-{number}")
        provider = "acme" if number < 58 else "beta"
        make_offering(model, provider, f"m-{number}", context=8, max_output=9)


def test_works(client, django_assert_num_queries):
    with django_assert_num_queries(4):
        response = client.get(PAGE)
    page = response.content.decode()
    assert page.count("providers/acme/models/") == 50
    for rule in EVERY_RULE:
        assert rule.sentence.replace("’", "’") in page
    assert "60 values" in page


@pytest.mark.parametrize(
    "query, numbers",
    [
        ("", range(50)),
        ("?page=2", range(50, 60)),
        ("?page=99", range(50, 60)),
        ("?page=x&rule=nothing&provider=nobody", range(50)),
        ("?rule=price", []),
        ("?provider=beta", [58, 59]),
        ("?rule=output-above-context&provider=beta", [58, 59]),
    ],
)
def test_filters_and_pages(client, query, numbers):
    rows = client.get(PAGE + query).context["rows"]
    found = {row.finding.provider_model_id for row in rows}
    assert len(rows) == len(list(numbers))
    if "provider" in query and "nobody" not in query:
        assert found == {f"m-{number}" for number in numbers}


def test_pages_link_each_other(client):
    assert "page=2" in client.get(PAGE).content.decode()
    second = client.get(f"{PAGE}?page=2").content.decode()
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second


def test_counts_lead_to_the_findings(client):
    context = client.get(f"{PAGE}?provider=beta").context
    counts = {count.query: count.number for count in context["rules"]}
    assert counts["?rule=output-above-context&provider=beta"] == 2
    assert [(one.name, one.number) for one in context["providers"]] == [("Acme", 58), ("Beta", 2)]


def test_is_chinese_too(client):
    page = client.get(f"/zh-hant{PAGE}").content.decode()
    assert "資料品質" in page
    assert "輸出上限大於上下文長度" in page


def test_without_a_catalogue(client):
    CatalogueVersion.objects.all().delete()
    assert client.get(PAGE).status_code == 200


def test_downloads_what_is_chosen(client):
    text = client.get(f"{PAGE}findings.csv?provider=beta").content.decode("utf-8-sig")
    head, *rows = csv.reader(StringIO(text))
    assert head[:4] == ["rule", "provider", "provider_model_id", "model"]
    assert [row[:7] for row in rows] == [
        ["output-above-context", "beta", f"m-{n}", f"meta/m-{n}", "max_output", "9", "8"]
        for n in (58, 59)
    ]
