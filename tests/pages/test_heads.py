"""Every public page has a title, a description and what link previews need, in both languages."""

import re
from html import unescape

import pytest

from scoring.rescore import rescore_all
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db
MODEL = "/models/meta/llama-3-2-1b-instruct/"
PAGES = [
    *("/", "/models/", MODEL, f"{MODEL}prices/", f"{MODEL}scores/", f"{MODEL}calculator/"),
    *("/providers/", "/providers/inference/", "/makers/", "/makers/meta/", "/makers/meta/llama/"),
    *("/capabilities/", "/capabilities/vision/", "/compare/"),
    "/compare/meta/llama-3-2-1b-instruct/vs/openai/gpt-5/",
    *("/calculator/", "/calculator/log/", "/explore/", "/changelog/", "/lifecycle/"),
    *("/methodology/", "/rankings/coding/", "/faq/", "/about/"),
]
LONGEST_TITLE, LONGEST_DESCRIPTION = 90, 220  # what search engines show, with room for long names


@pytest.fixture(autouse=True)
def catalogue():
    make_version()
    for path in ("meta/llama-3-2-1b-instruct", "openai/gpt-5"):
        model = make_model(path, family="llama")
        make_offering(model, "inference", path, input_price="1", output_price="2")
    rescore_all()


def head(client, address: str) -> str:
    return client.get(address).content.decode().partition("<body>")[0]


def content(html: str, attribute: str, name: str) -> str:
    found = re.search(rf'<meta {attribute}="{name}" content="([^"]*)">', html)
    return unescape(found[1]) if found else ""


@pytest.mark.parametrize("address", PAGES)
def test_has_a_title_and_a_description(client, address):
    html = head(client, address)
    (title,) = re.findall(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title.endswith(" · Model Ledger")
    assert len(title) <= LONGEST_TITLE
    description = content(html, "name", "description")
    assert 40 <= len(description) <= LONGEST_DESCRIPTION
    assert "  " not in title + description
    assert content(html, "property", "og:title") == unescape(title.removesuffix(" · Model Ledger"))
    assert content(html, "property", "og:description") == description


@pytest.mark.parametrize("prefix, locale", [("", "en_US"), ("/zh-hant", "zh_TW")])
def test_names_its_locale(client, prefix, locale):
    assert content(head(client, f"{prefix}/faq/"), "property", "og:locale") == locale


@pytest.mark.parametrize("prefix", ["", "/zh-hant"])
@pytest.mark.parametrize("part", ["title", "description"])
def test_no_two_pages_share_it(client, prefix, part):
    parts = [content(head(client, prefix + page), "property", f"og:{part}") for page in PAGES]
    assert all(parts)
    assert len(set(parts)) == len(parts)


@pytest.mark.parametrize("address", PAGES)
def test_is_chinese_where_the_page_is(client, address):
    html = head(client, f"/zh-hant{address}")
    for part in ("title", "description"):
        assert re.search("[\u4e00-\u9fff]", content(html, "property", f"og:{part}"))
