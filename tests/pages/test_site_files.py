"""What the site says to machines."""

import pytest

from catalog.models import CanonicalModel, CatalogueVersion, MovedModel
from tests.factories import DAY, make_model, make_offering, make_snapshot, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_version()
    make_model(input_price="0.01", output_price="0.01", name="Llama *3* <b>|")


def test_the_sitemap_has_every_page_in_every_language(client):
    index = client.get("/sitemap.xml").content.decode()
    assert "/sitemap-models.xml" in index
    models = client.get("/sitemap-models.xml").content.decode()
    assert models.count("<loc>") == 2
    assert "/zh-hant/models/meta/llama-3-2-1b-instruct/" in models
    assert 'hreflang="x-default"' in models


def test_the_sitemap_lists_one_page_for_all_versions_of_a_model(client):
    make_snapshot(CanonicalModel.objects.get(), family="llama")
    models = client.get("/sitemap-models.xml").content.decode()
    assert models.count("<loc>") == 2
    assert "20250805" not in models
    assert "/makers/" not in client.get("/sitemap-families.xml").content.decode()


@pytest.mark.parametrize(
    "section", ["pages", "capabilities", "models", "makers", "families", "providers"]
)
def test_sitemap_sections_need_few_queries(client, django_assert_max_num_queries, section):
    with django_assert_max_num_queries(6):
        assert client.get(f"/sitemap-{section}.xml").status_code == 200


def test_an_unknown_section_answers_404(client):
    assert client.get("/sitemap-nothing.xml").status_code == 404


def test_robots_txt_names_the_sitemap(client):
    for _again in range(2):
        page = client.get("/robots.txt")
        assert page["Content-Type"] == "text/plain; charset=utf-8"
        assert b"Sitemap: http://testserver/sitemap.xml" in page.content


def test_llms_txt_links_to_the_lists(client):
    text = client.get("/llms.txt").content.decode()
    assert text.startswith("# Model Ledger")
    assert "http://testserver/models/" in text
    assert "(http://testserver/changelog/feed.json)" in text


@pytest.mark.parametrize(
    "address",
    [
        *("/api/", "/api/v1/openapi.json", "/bundles/", "/api/v1/bundles/latest/manifest.json"),
        *("/lifecycle/", "/price-index/", "/data-quality/", "/methodology/"),
    ],
)
def test_llms_txt_says_what_there_is_for_programs(client, address):
    assert f"(http://testserver{address})" in client.get("/llms.txt").content.decode()


@pytest.mark.parametrize("address", ["/", "/models/", "/api/", "/bundles/"])
def test_pages_name_the_catalogue_as_files(client, address):
    html = client.get(address).content.decode()
    assert 'rel="alternate" type="text/csv"' in html
    assert 'href="/api/v1/bundles/latest/manifest.json"' in html


def test_a_model_as_markdown(client):
    page = client.get("/models/meta/llama-3-2-1b-instruct.md")
    assert page["Content-Type"] == "text/markdown; charset=utf-8"
    text = page.content.decode()
    assert text.startswith("# Llama \\*3\\* \\<b\\>\\|")
    assert "$0.010" in text


def test_markdown_tells_free_from_unknown(client):
    model = make_model("meta/llama")
    nothing = {"input_price": "0", "output_price": "0"}
    make_offering(model, "acme", "llama", **nothing)
    make_offering(model, "acme", "llama:free", **nothing)
    lines = client.get("/models/meta/llama.md").content.decode().splitlines()
    said = {line.split(" | ")[1]: line.split(" | ")[4:6] for line in lines if "`llama" in line}
    assert said == {"`llama`": ["–", "–"], "`llama:free`": ["$0.000", "$0.000"]}


def test_markdown_and_html_share_a_url_and_no_cache(client):
    address = "/models/meta/llama-3-2-1b-instruct/"
    html = client.get(address)
    text = client.get(address, headers={"Accept": "text/markdown"})
    again = client.get(address, headers={"Accept": "text/html,*/*"})
    kinds = [page["Content-Type"].partition(";")[0] for page in (html, text, again)]
    assert kinds == ["text/html", "text/markdown", "text/html"]
    assert "Accept" in html["Vary"]
    assert "Accept" in text["Vary"]


def test_markdown_redirects_a_moved_model(client):
    model = make_model("meta/new")
    MovedModel.objects.create(path="meta/old", model=model, moved_on=DAY)
    answer = client.get("/models/meta/old.md")
    assert (answer.status_code, answer["Location"]) == (301, "/models/meta/new.md")
    assert client.get("/models/no/body.md").status_code == 404


@pytest.mark.parametrize(
    "address, canonical",
    [
        ("/models/?sort=name&maker=meta&utm=1", "/models/?maker=meta&amp;sort=name"),
        ("/models/meta/llama-3-2-1b-instruct/?sort=input", "/models/meta/llama-3-2-1b-instruct/"),
        ("/zh-hant/models/", "/zh-hant/models/"),
    ],
)
def test_canonical_url(client, address, canonical):
    html = client.get(address).content.decode()
    assert f'<link rel="canonical" href="http://testserver{canonical}">' in html


@pytest.mark.parametrize(
    "address, card",
    [
        ("/", "/card.png"),
        ("/models/?maker=meta", "/card.png"),
        ("/changelog/", "/card.png"),
        ("/compare/", "/card.png"),
        ("/models/meta/llama-3-2-1b-instruct/", "/models/meta/llama-3-2-1b-instruct/card.png"),
        (
            "/zh-hant/compare/meta/llama-3-2-1b-instruct/",
            "/zh-hant/compare/meta/llama-3-2-1b-instruct/card.png",
        ),
    ],
)
def test_the_link_preview_has_the_version_in_its_url(client, address, card):
    html = client.get(address).content.decode()
    version = CatalogueVersion.objects.get().pk
    assert f'<meta property="og:image" content="http://testserver{card}?v={version}">' in html
    assert html.count('property="og:image:alt" content="') == 1
    assert '<meta name="twitter:card" content="summary_large_image">' in html
    assert client.get(card)["Content-Type"] == "image/png"


def test_escapes_names_in_the_preview_text(client):
    html = client.get("/models/meta/llama-3-2-1b-instruct/").content.decode()
    assert 'og:image:alt" content="Llama *3* &lt;b&gt;| by Meta: prices' in html


def test_an_unknown_model_has_no_preview(client):
    assert client.get("/models/no/body/card.png").status_code == 404


def test_redirects_the_preview_of_a_moved_model(client):
    MovedModel.objects.create(path="meta/old", model=make_model("meta/new"), moved_on=DAY)
    answer = client.get("/models/meta/old/card.png")
    assert (answer.status_code, answer["Location"]) == (301, "/models/meta/new/card.png")
