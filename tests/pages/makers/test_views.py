"""A maker's page, its families' pages, and the timelines on them."""

from datetime import date

import pytest
from django.utils import translation

from catalog.models import Maker, Revision
from config.kept_pages.keeper import KEEPER
from pages.makers import views
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_version()
    make_model(
        "openai/gpt-5", family="gpt", released="2025-08-07", input_price="1.25", output_price="10"
    )
    make_model(
        "openai/gpt-4", family="GPT", released="2023-03", input_price="30", output_price="60"
    )
    make_model("openai/gpt-3", family="gpt", released="2020", withdrawn_on=date(2026, 1, 1))
    make_model("openai/sora-2", family="sora", released="2025-09-30")
    make_model("openai/nameless", released="")
    make_model("meta/llama", family="llama 3.1", released="2024-07")


def text_of(client, address):
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def releases(page):
    return [
        (year.number, [[one.path for one in month.items] for month in year.months])
        for year in page.context["timeline"]
    ]


def test_a_maker_has_a_timeline_of_its_releases(client):
    page = client.get("/makers/openai/")
    assert releases(page) == [
        (2025, [["openai/sora-2"], ["openai/gpt-5"]]),
        (2023, [["openai/gpt-4"]]),
        (2020, [["openai/gpt-3"]]),
        (None, [["openai/nameless"]]),
    ]
    html = page.content.decode()
    assert '<time datetime="2025-08">August 2025</time>' in html
    assert "$1.25 in, $10.00 out" in html
    assert "Month not reported" in html
    assert "Release date not reported" in html
    assert html.count('<span class="tag">withdrawn</span>') == 1


def test_lists_live_families_largest_first(client):
    families = client.get("/makers/openai/").context["families"]
    assert [(f.url, f.live, f.newest) for f in families] == [
        ("/makers/openai/gpt/", 2, "2025-08-07"),
        ("/makers/openai/sora/", 1, "2025-09-30"),
    ]
    assert [f.url for f in client.get("/makers/meta/").context["families"]] == [
        "/makers/meta/llama-3-1/"
    ]


def test_a_family_has_its_models_and_a_timeline(client):
    page = client.get("/makers/openai/gpt/")
    assert [model.path for model in page.context["page"]] == ["openai/gpt-5", "openai/gpt-4"]
    assert [number for number, _months in releases(page)] == [2025, 2023, 2020]
    html = page.content.decode()
    assert "<h1>gpt</h1>" in html  # as most of its models spell it
    assert "2 models in this family by Openai" in html
    assert '<a href="/makers/openai/">Openai</a>' in html
    assert 'href="/models/?maker=openai&amp;family=GPT&amp;family=gpt"' in html


def test_a_family_links_to_the_same_models_in_the_list(client):
    found = client.get("/models/?maker=openai&family=GPT&family=gpt").context["page"]
    assert {row.path for row in found} == {"openai/gpt-5", "openai/gpt-4"}


@pytest.mark.parametrize(
    "address", ["/makers/openai/llama/", "/makers/nobody/gpt/", "/makers/openai/GPT/"]
)
def test_an_unknown_family_answers_404(client, address):
    assert client.get(address).status_code == 404


def test_a_withdrawn_family_keeps_its_page(client):
    make_model("openai/ada", family="ada", released="2020", withdrawn_on=date(2026, 1, 1))
    make_version()
    assert "No models from this family are available." in text_of(client, "/makers/openai/ada/")


def test_htmx_gets_the_table(client):
    part = client.get("/makers/openai/gpt/?sort=input", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert b"timeline" not in part.content
    assert part["HX-Push-Url"] == "/makers/openai/gpt/?sort=input"


@pytest.mark.parametrize("address", ["/makers/openai/", "/makers/openai/gpt/"])
def test_queries_do_not_grow_with_releases(client, django_assert_max_num_queries, address):
    for number in range(30):
        make_model(f"openai/gpt-x{number}", family="gpt", released=f"2024-{number % 12 + 1:02}")
    with django_assert_max_num_queries(8):  # five for the index, once per version
        assert client.get(address).status_code == 200
    with django_assert_max_num_queries(3):
        assert client.get(f"{address}?sort=name").status_code == 200


def test_a_family_is_linked_from_the_model_and_the_list(client):
    link = 'href="/makers/openai/gpt/"'
    assert link in text_of(client, "/models/openai/gpt-5/")
    assert link in text_of(client, "/models/?family=gpt")
    assert link in text_of(client, "/models/?col=family&col=input")
    assert "Matching families:" not in text_of(client, "/models/")


def test_a_family_has_one_url_per_language(client):
    html = text_of(client, "/makers/openai/gpt/?sort=input")
    assert '<link rel="canonical" href="http://testserver/makers/openai/gpt/">' in html
    assert 'hreflang="zh-Hant" href="http://testserver/zh-hant/makers/openai/gpt/' in html
    with translation.override("zh-hant"):
        assert "2025 年 8 月" in text_of(client, "/zh-hant/makers/openai/gpt/")


def test_the_sitemap_has_families_of_several_models(client):
    sitemap = client.get("/sitemap-families.xml").content.decode()
    assert "/makers/openai/gpt/" in sitemap
    assert "/zh-hant/makers/openai/gpt/" in sitemap
    assert "/sora/" not in sitemap


def test_escapes_upstream_names(client):
    make_model("x/y", family="<b>bold", name="<script>alert(1)</script>", released="2024")
    make_version()
    for address in ("/makers/x/", "/makers/x/b-bold/"):
        html = text_of(client, address)
        assert "<script>alert" not in html
        assert "<b>bold" not in html


# Families that the feed no longer names


@pytest.fixture
def renamed():
    """GPT-6 was of the family "gpt-next" and is of "gpt" now; two of "codex" have none."""
    for path, before, now in (
        ("openai/gpt-6", "GPT Next", "gpt"),
        ("openai/gpt-7", "GPT Next", "sora"),
        ("openai/gpt-8", "GPT Next", "gpt"),
        ("openai/codex-1", "codex", ""),
    ):
        offer = make_offering(make_model(path, family=now), "acme", path)
        facts = {"name": "x", "family": before}
        Revision.objects.create(offering=offer, valid_from=date(2026, 5, 1), facts=facts)


@pytest.mark.usefixtures("renamed")
@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
@pytest.mark.parametrize("former, now", [("gpt-next", "gpt/"), ("codex", "")])
def test_a_former_family_leads_to_where_its_models_are(client, prefix, former, now):
    page = client.get(f"{prefix}/makers/openai/{former}/")
    assert (page.status_code, page.url) == (301, f"{prefix}/makers/openai/{now}")


@pytest.mark.usefixtures("renamed")
def test_a_family_of_another_maker_answers_404(client):
    assert client.get("/makers/meta/gpt-next/").status_code == 404


def test_a_long_timeline_has_pages(client, monkeypatch):
    monkeypatch.setattr(views, "TIMELINE_PAGE", 2)
    first = client.get("/makers/openai/")
    assert releases(first) == [(2025, [["openai/sora-2"], ["openai/gpt-5"]])]
    html = first.content.decode()
    assert 'href="?timeline=2#timeline"' in html
    assert "Page 1 of 3" in html
    assert "1 model</span>" not in html[html.index('id="timeline"') :]  # not all of that year
    found = [releases(client.get(f"/makers/openai/?timeline={n}")) for n in (2, 3)]
    assert found[0] == [(2023, [["openai/gpt-4"]]), (2020, [["openai/gpt-3"]])]
    assert found[1] == [(None, [["openai/nameless"]])]
    KEEPER.clear()
    assert releases(client.get("/makers/openai/?timeline=many")) == releases(first)
    family = client.get("/makers/openai/gpt/?timeline=2").content.decode()
    assert 'href="?timeline=1#timeline"' in family


def test_of_very_many_families_the_largest_are_shown(client, monkeypatch):
    monkeypatch.setattr(views, "FAMILIES_SHOWN", 1)
    page = client.get("/makers/openai/")
    assert [family.url for family in page.context["families"]] == ["/makers/openai/gpt/"]
    assert "and 1 more" in page.content.decode()


def test_makers_are_in_order_without_regard_to_case(client):
    make_model("xai/grok")
    Maker.objects.filter(slug="xai").update(name="xAI")
    make_model("zhipu/glm")
    names = [row.name for row in client.get("/makers/").context["rows"]]
    assert names == ["Meta", "Openai", "xAI", "Zhipu"]
