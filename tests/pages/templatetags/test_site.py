"""The languages and the canonical URL of a page."""

import re
from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from pages.templatetags.site import canonical_url, in_language, language_links, language_tag


@pytest.mark.parametrize(
    "code, address, url",
    [
        ("zh-hant", "/models/?q=a", "/zh-hant/models/?q=a"),
        ("en", "/zh-hant/models/", "/models/"),
        ("zh-hant", "/zh-hant/", "/zh-hant/"),
        ("en", "/", "/"),
        ("en", "/zh-hant-like/", "/zh-hant-like/"),
        ("en", "/zh-hant//evil.example/", "/evil.example/"),
        ("zh-hant", "//evil.example/", "/zh-hant/evil.example/"),
    ],
)
def test_the_same_page_in_another_language(code, address, url):
    assert in_language(code, address) == url


@pytest.mark.parametrize("code, tag", [("en", "en"), ("zh-hant", "zh-Hant")])
def test_language_tags_are_as_html_writes_them(code, tag):
    assert language_tag(code) == tag


def test_links_have_the_query_string_and_mark_the_current_language():
    request = RequestFactory().get("/zh-hant/models/?q=a&page=2")
    with translation.override("zh-hant"):
        links = {link.tag: link for link in language_links({"request": request})}
    assert links["en"].url == "/models/?q=a&page=2"
    assert links["zh-Hant"].absolute == "http://testserver/zh-hant/models/?q=a&page=2"
    assert [tag for tag, link in links.items() if link.current] == ["zh-Hant"]


@pytest.mark.parametrize(
    "query, url",
    [(None, "/models/"), ("", "/models/"), ("?maker=meta", "/models/?maker=meta")],
    ids=["no list", "a plain list", "a list's state"],
)
def test_the_canonical_url_has_the_state_of_a_list_only(query, url):
    request = RequestFactory().get("/models/?utm_source=x")
    context = {"request": request}
    if query is not None:
        context["list_query"] = SimpleNamespace(text=query)
    assert canonical_url(context) == f"http://testserver{url}"


def test_an_error_page_without_a_request_has_neither():
    assert (language_links({}), canonical_url({})) == ([], "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address, current",
    [("/providers/", ["/providers/"]), ("/about/", []), ("/zh-hant/models/", ["/zh-hant/models/"])],
)
def test_a_page_links_to_the_main_ones_twice_and_marks_itself(client, address, current):
    html = client.get(address).content.decode()
    desktop, phone = (part.partition("</nav>")[0] for part in html.split("<nav class=")[1:3])
    links = desktop.partition(">")[2]
    assert links == phone.partition(">")[2]
    assert links.count("<li>") == 7
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', links) == current


def test_what_is_shown_twice_is_rendered_once():
    seen = []
    template = engines["django"].from_string(
        "{% load site %}{% rendered as row %}<b>{{ see }}&</b>{% endrendered %}{{ row }} {{ row }}"
    )
    assert template.render({"see": lambda: seen.append(1) or "a<"}) == "<b>a&lt;&</b> <b>a&lt;&</b>"
    assert seen == [1]
