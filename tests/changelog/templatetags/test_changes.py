"""Template tags of the changelog: query strings, feed links and figures."""

from decimal import Decimal

import pytest
from django.template import engines

from changelog.forms import ChangelogQuery
from changelog.models import Change


def render(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load changes %}" + source).render(context).strip()


@pytest.mark.parametrize(
    ("tag", "query"),
    [
        ("{% changelog_query model='openai/gpt-5' %}", "?model=openai/gpt-5"),
        ("{% changelog_query provider='acme' %}", "?provider=acme"),
        ("{% changelog_query %}", ""),
    ],
)
def test_query_strings(tag, query):
    assert render(tag) == query


def test_feed_links_of_an_owner():
    links = render("{% feed_links maker='openai' %}")
    for kind, feed in (("atom+xml", "feed.atom"), ("feed+json", "feed.json")):
        assert f'type="application/{kind}" title="Changelog"' in links
        assert f'href="/changelog/{feed}?maker=openai">' in links


def test_feed_links_of_a_query_keep_its_filters():
    query = ChangelogQuery(kind="prices", by="model")
    links = render("{% feed_links query %}", query=query)
    assert links.count('?kind=prices">') == 2


def test_sizes_have_no_sign():
    assert render("{{ share|size }}", share=Decimal("-0.5")) == "0.5"


def test_figures_of_a_change():
    change = Change(kind="price", field="input", old="2", new="1", percent=Decimal(-50))
    change.direction = "down"
    text = render(
        "{{ change|describe }} {% with p=change|percent_change %}{{ p.text }} {{ p.tone }}"
        "{% endwith %}",
        change=change,
    )
    assert text == "input price $2.00 → $1.00 ▼ 50% good"
