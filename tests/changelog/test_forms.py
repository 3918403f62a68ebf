"""The changelog's query string: what it selects, and its shortest form."""

import pytest
from django.http import QueryDict

from changelog.diff import Kind
from changelog.forms import KINDS_OF, TOPICS, ChangelogQuery, read_changelog_query
from changelog.models import Change
from tests.changelog.factories import DAYS, at


def read(text: str) -> ChangelogQuery:
    return read_changelog_query(QueryDict(text.removeprefix("?")))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text, rows",
    [
        ("", 5),
        ("kind=prices", 4),
        ("kind=prices&direction=down", 2),
        ("kind=prices&size=25", 2),
        ("kind=capabilities", 1),
        ("capability=reasoning", 1),
        ("capability=attachment", 0),
        ("provider=acme", 3),
        ("maker=openai", 5),
        ("maker=meta", 0),
        ("model=openai/gpt-5", 5),
        ("direction=up&provider=acme", 3),
        ("noise=on", 6),
        ("kind=details", 1),
        ("kind=nonsense&size=a&direction=sideways&by=moon&day=never", 5),
    ],
)
def test_filters_select_changes(publish, text, rows):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(3)})
    publish(DAYS[1], openai={"gpt-5": at(1, shiny=1)}, acme={"gpt-5": at(3.3, reasoning=True)})
    assert read(text).apply(Change.objects.all()).count() == rows


@pytest.mark.parametrize(
    ("given", "shortest"),
    [
        (
            "?before=2026-05-01&kind=prices&noise=on&size=25&model=openai/gpt-5",
            "?kind=prices&model=openai/gpt-5&size=25&noise=on&before=2026-05-01",
        ),
        ("?kind=&size=&by=cause&movers=30", ""),
        ("?to=2026-05-09&from=2026-05-01", "?from=2026-05-01&to=2026-05-09"),
        ("?from=yesterday&by=provider", "?by=provider"),
        ("?day=2026-05-01&by=model", "?by=model&day=2026-05-01"),
        ("?model=a%00b", ""),
        ("?size=7", ""),
    ],
)
def test_a_view_has_one_url(given, shortest):
    query = read(given)
    assert query.text == shortest
    assert read(shortest) == query


def test_feeds_keep_the_filters_alone():
    query = read("?kind=prices&by=model&day=2026-05-02&movers=7")
    assert query.feed_text == "?kind=prices"
    assert query.is_filtered


@pytest.mark.parametrize(
    ("text", "first"),
    [("", True), ("by=model&movers=7", True), ("before=2026-05-01", False), ("noise=on", False)],
)
def test_the_first_page_has_neither_filters_nor_a_day(text, first):
    assert read(text).is_first_page is first


def test_every_kind_has_one_topic():
    kinds = [kind for kinds in KINDS_OF.values() for kind in kinds]
    assert sorted(kinds) == sorted(Kind)
    assert len(KINDS_OF) == len(TOPICS)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("day=2026-05-02&page=3", "?day=2026-05-02&page=3"),
        ("page=3", ""),  # several days have no pages but those before
        ("day=2026-05-02&page=1", "?day=2026-05-02"),
        ("day=2026-05-02&page=0", "?day=2026-05-02"),
        ("day=2026-05-02&page=99999999", "?day=2026-05-02"),
    ],
)
def test_one_day_has_pages(text, kept):
    assert read(text).text == kept
    assert read(text).filters.text == ""
