"""Comparisons to start from."""

from datetime import date

import pytest
from django.utils import timezone

from catalog.http import newest_data_version
from pages.compare.examples import example_comparisons, popular_sets
from tests.factories import make_model, make_version

pytestmark = pytest.mark.django_db
PRICED = {"input_price": "1", "output_price": "1", "blended_price": "1"}


def examples() -> list[tuple[str, str]]:
    data = newest_data_version(timezone.now())
    return [(example.label, example.url) for example in example_comparisons(data)]


@pytest.fixture(autouse=True)
def version():
    make_version(date(2026, 5, 12))


def popular(path: str, providers: int, **facts: object) -> None:
    make_model(
        path, label=path, provider_count=providers, **{"released": "2026-01-01", **PRICED, **facts}
    )


def test_it_works():
    popular("a/one", 9)
    popular("b/two", 8)
    assert examples() == [("a/one vs b/two", "/compare/a/one/vs/b/two/")]


def test_pairs_the_three_most_offered_makers_once_each():
    for path, providers in (("a/one", 9), ("a/other", 8), ("b/two", 7), ("c/three", 6), ("d/x", 5)):
        popular(path, providers)
    assert [label for label, _url in examples()] == [
        "a/one vs b/two",
        "a/one vs c/three",
        "b/two vs c/three",
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"released": "2025-05-11"},
        {"released": ""},
        {"official": False},
        {"input_price": None, "blended_price": None},
    ],
)
def test_leaves_out_old_unofficial_and_unpriced_models(facts):
    popular("a/one", 9)
    popular("b/two", 8, **facts)
    assert examples() == []


def test_sets_share_a_trait_and_have_two_models_at_least():
    popular("a/one", 9, open_weights=True)
    popular("b/two", 8, open_weights=True)
    popular("c/three", 7)
    data = newest_data_version(timezone.now())
    assert [(label, one.url) for label, one in popular_sets(data)] == [
        ("Most offered", "/compare/a/one/vs/b/two/vs/c/three/"),
        ("Open weights", "/compare/a/one/vs/b/two/"),
    ]
    assert popular_sets(None) == []


def test_without_data_there_are_none():
    assert example_comparisons(None) == []


def test_the_empty_page_shows_them(client):
    popular("a/one", 9)
    popular("b/two", 8)
    assert 'href="/compare/a/one/vs/b/two/"' in client.get("/compare/").content.decode()
