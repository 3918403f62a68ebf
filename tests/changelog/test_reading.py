"""Reading the changelog: groups, sections, collapsed lines, and the last changes of an owner."""

import pytest

from catalog.models import CanonicalModel, Provider
from changelog.diff import Kind
from changelog.forms import BY_MODEL, ChangelogQuery
from changelog.reading import (
    COLLAPSED_LINES,
    DAY_LINES,
    DAYS_PER_PAGE,
    GROUPS_PER_DAY,
    GROUPS_PER_PAGE,
    LAST_LINES,
    last_changes_of_model,
    last_changes_of_provider,
    read_changelog_page,
)
from tests.changelog.factories import DAYS, GPT, at

pytestmark = pytest.mark.django_db


def added(number: int) -> dict[str, object]:
    return {f"m{n:02}": {"name": f"Model {n}"} for n in range(number)}


def test_groups_have_sections_by_kind_in_the_order_of_the_topics(publish):
    publish(DAYS[0], acme={"gpt-5": at(2), "gpt-4": {"name": "GPT 4"}})
    publish(DAYS[1], acme={"gpt-5": at(1, reasoning=True), "o9": {"name": "o9"}})
    (day,) = read_changelog_page(ChangelogQuery()).days
    (group,) = day.groups
    kinds = [section.kind for section in group.sections]
    assert kinds == [Kind.PRICE, Kind.ARRIVAL, Kind.WITHDRAWAL, Kind.FIRST_REPORT]
    assert (group.row.key, group.total) == ("acme", 4)


def test_prices_of_one_offering_are_one_line(publish):
    publish(DAYS[0], acme={"gpt-5": at(2)})
    publish(DAYS[1], acme={"gpt-5": at(1)})
    (section,) = read_changelog_page(ChangelogQuery()).days[0].groups[0].sections
    (line,) = section.lines
    assert [change.field for change in line.changes] == ["input", "output"]


@pytest.mark.parametrize(
    ("number", "lines", "more"),
    [
        (COLLAPSED_LINES, COLLAPSED_LINES, 0),
        (COLLAPSED_LINES + 1, COLLAPSED_LINES + 1, 0),  # a note would take the room of the line
        (COLLAPSED_LINES + 2, COLLAPSED_LINES, 2),
    ],
)
def test_long_sections_are_collapsed(publish, number, lines, more):
    publish(DAYS[0], acme={"gpt-5": GPT})
    publish(DAYS[1], acme={"gpt-5": GPT} | added(number))
    (section,) = read_changelog_page(ChangelogQuery()).days[0].groups[0].sections
    assert (len(section.lines), section.more, section.total) == (lines, more, number)
    assert section.query == "?kind=new&provider=acme&day=2026-05-02"


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        (ChangelogQuery(day=DAYS[1]), DAY_LINES),
        (ChangelogQuery(day=DAYS[1], kind="new"), DAY_LINES),
        (ChangelogQuery(day=DAYS[1], kind="new", provider="acme"), 30),
    ],
)
def test_one_day_shows_more_and_one_section_all(publish, query, lines):
    publish(DAYS[0], acme={"gpt-5": GPT})
    publish(DAYS[1], acme={"gpt-5": GPT} | added(30))
    (section,) = read_changelog_page(query).days[0].groups[0].sections
    assert len(section.lines) == lines


def test_groups_with_the_most_changes_come_first_up_to_a_limit(publish):
    providers = {f"p{n:02}": {"gpt-5": GPT} for n in range(GROUPS_PER_DAY + 2)}
    publish(DAYS[0], **providers)
    new = {key: {"gpt-5": at(1)} for key in providers}
    new["p05"] |= added(5)
    publish(DAYS[1], **new)
    (day,) = read_changelog_page(ChangelogQuery()).days
    assert (len(day.groups), day.more) == (GROUPS_PER_DAY, 2)
    assert day.groups[0].row.key == "p05"
    (whole,) = read_changelog_page(ChangelogQuery(day=DAYS[1])).days
    assert whole.more == 0


def test_groups_by_model(publish):
    publish(DAYS[0], acme={"gpt-5": at(2)}, other={"gpt-5": at(3)})
    publish(DAYS[1], acme={"gpt-5": at(1)}, other={"gpt-5": at(2)}, new={"gpt-5": at(2)})
    (group,) = read_changelog_page(ChangelogQuery(by=BY_MODEL)).days[0].groups
    assert group.row.path == "openai/gpt-5"
    assert [section.heading for section in group.sections] == [
        "2 offers with price changes",
        "1 offer added",
    ]


def test_pages_end_at_a_day(publish):
    for n in range(DAYS_PER_PAGE + 3):
        publish(DAYS[n], acme={"gpt-5": at(n + 1)})
    page = read_changelog_page(ChangelogQuery())
    assert [day.day for day in page.days] == DAYS[DAYS_PER_PAGE + 2 : 2 : -1]
    assert page.earlier == "?before=2026-05-04"
    assert read_changelog_page(ChangelogQuery(before=DAYS[3])).earlier == ""


def test_a_page_takes_four_queries(publish, django_assert_num_queries):
    publish(DAYS[0], acme=added(20), other=added(20))
    publish(DAYS[1], acme=added(40), other=added(5))
    with django_assert_num_queries(4):
        read_changelog_page(ChangelogQuery())


@pytest.mark.parametrize("owner", ["model", "provider"])
def test_the_last_changes_of_an_owner(publish, owner, django_assert_num_queries):
    for n in range(LAST_LINES + 2):
        publish(DAYS[n], acme={"gpt-5": at(n + 1)}, other={"o9": at(n + 1, name="o9")})
    model, provider = (
        CanonicalModel.objects.get(path="openai/gpt-5"),
        Provider.objects.get(key="acme"),
    )
    with django_assert_num_queries(1):
        lines = (
            last_changes_of_model(model) if owner == "model" else last_changes_of_provider(provider)
        )
    assert [line.first.day for line in lines] == DAYS[LAST_LINES + 1 : 1 : -1]
    assert {line.first.provider.key for line in lines} == {"acme"}


def test_noise_is_left_out_of_the_last_changes(publish):
    publish(DAYS[0], acme={"gpt-5": at(2)})
    publish(DAYS[1], acme={"gpt-5": at(2, shiny=1)})
    assert last_changes_of_model(CanonicalModel.objects.get()) == []


@pytest.mark.parametrize("by", ["provider", "model"])
def test_a_day_with_very_many_groups_has_pages(publish, client, by):
    number = GROUPS_PER_PAGE + 3
    publish(DAYS[0], acme={"gpt-5": GPT})
    sellers = {f"p{n:03}": {f"m{n:03}": at(1, name=f"M {n:03}")} for n in range(number)}
    publish(DAYS[1], acme={"gpt-5": GPT}, **sellers)
    query = ChangelogQuery(day=DAYS[1], by=by)
    pages = [read_changelog_page(query.on_page(n)) for n in (1, 2)]
    assert [len(page.days[0].groups) for page in pages] == [GROUPS_PER_PAGE, 3]
    rows = {group.row for page in pages for group in page.days[0].groups}
    assert (len(rows), pages[0].days[0].more) == (number, 0)
    html = client.get(f"/changelog/?by={by}&day={DAYS[1]}").content.decode()
    assert f'href="/changelog/?by={by}&amp;day={DAYS[1]}&amp;page=2"' in html
