"""Days by cause: sections, limits, and where all changes are."""

import pytest

from changelog.causes.page import ONE_DAY, SEVERAL_DAYS, WHOLE, PageSize, read_event_page
from changelog.causes.tell import Section
from changelog.forms import ChangelogQuery
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db
ALL = ChangelogQuery()


def many(number, price=1, **fields):
    return {f"m{n:03}": at(price, name=f"M {n}", **fields) for n in range(number)}


def test_a_day_has_its_sections_in_order(publish):
    publish(DAYS[0], acme=many(2), other=many(1))
    cheaper = many(1, 0.5, limit={"context": 9000})
    publish(DAYS[1], acme=cheaper | {"new": at(1, name="New")}, other=many(1))
    (day,) = read_event_page(ALL).days
    assert [own.section for own in day.sections] == [
        Section.PRICES,
        Section.MODELS,
        Section.FACTS,
    ]


def test_several_days_show_the_first_events_and_one_day_all(publish):
    number = SEVERAL_DAYS.events + 3
    sellers = {f"p{n:02}": {f"m{n}": at(1, name=f"M {n}")} for n in range(number)}
    publish(DAYS[0], **sellers)
    publish(DAYS[1], **{key: {m: at(2 + n, name=f"M {n}") for m in own}
                        for n, (key, own) in enumerate(sellers.items())})  # fmt: skip
    (day,) = read_event_page(ALL).days
    assert (len(day.events), day.sections[0].more) == (SEVERAL_DAYS.events, 3)
    (day,) = read_event_page(ALL.but(day=DAYS[1])).days
    assert (len(day.events), day.sections[0].more) == (number, 0)


@pytest.mark.parametrize(("number", "shown", "more"), [(6, 6, 0), (7, 5, 2)])
def test_a_long_event_opens_to_its_first_lines_and_links_to_all(publish, number, shown, more):
    publish(DAYS[0], acme=many(1))
    publish(DAYS[1], acme=many(number + 1))
    (event,) = read_event_page(ALL).days[0].events
    assert (len(event.others), event.more) == (shown, more)
    assert event.query == "?kind=new&provider=acme&by=provider&day=2026-05-02"


def test_the_whole_leaves_out_nothing(publish):
    publish(DAYS[0], acme=many(1))
    publish(DAYS[1], acme=many(60))
    (event,) = read_event_page(ALL, WHOLE).days[0].events
    assert len(event.others) == 59


def test_a_page_has_fewer_days_where_a_day_brings_many_changes(publish):
    for day in range(4):
        publish(DAYS[day], acme=many(1 + 5 * day))
    page = read_event_page(ALL, PageSize(changes=9))
    assert [day.day for day in page.days] == [DAYS[3]]
    assert page.earlier == "?before=2026-05-04"
    assert len(read_event_page(ALL, PageSize(changes=10)).days) == 2


def test_a_range_of_days(publish):
    for day in range(6):
        publish(DAYS[day], acme=many(1, 1 + day))
    page = read_event_page(ChangelogQuery(since=DAYS[2], until=DAYS[4]))
    assert [day.day for day in page.days] == [DAYS[4], DAYS[3], DAYS[2]]
    assert page.earlier == ""


def test_offers_of_a_provider_that_has_several_of_the_model_are_named_by_id(publish):
    publish(DAYS[0], acme={"gpt-5": at(2), "openai/gpt-5": at(2)}, other={"gpt-5": at(2)})
    publish(DAYS[1], acme={"gpt-5": at(1), "openai/gpt-5": at(1)}, other={"gpt-5": at(1)})
    page = read_event_page(ALL)
    rows = page.days[0].events[0].told.rows
    named = {row.offering.provider_model_id for row in rows if row.offering_id in page.several}
    assert {row.provider.key for row in rows if row.offering_id in page.several} == {"acme"}
    assert named == {"gpt-5", "openai/gpt-5"}


@pytest.mark.parametrize("number", [1, 40])
def test_takes_four_queries_for_any_number_of_changes(publish, number, django_assert_num_queries):
    publish(DAYS[0], acme=many(1))
    publish(DAYS[1], acme=many(1 + number))
    with django_assert_num_queries(4):
        read_event_page(ALL)


def new_models(number):
    """One offer each at providers of their own: as many events."""
    return {f"p{n:03}": {f"n{n:03}": at(1, name=f"N {n:03}")} for n in range(number)}


def test_a_day_with_very_many_events_has_pages(publish, client):
    more = ONE_DAY.events // 2
    publish(DAYS[0], acme=many(1))
    publish(DAYS[1], acme=many(1), **new_models(ONE_DAY.events + more))
    pages = [read_event_page(ChangelogQuery(day=DAYS[1], page=number)) for number in (1, 2, 3)]
    assert [len(page.days[0].events) for page in pages] == [ONE_DAY.events, more, more]
    named = {event.name for page in pages for event in page.days[0].events}
    assert len(named) == ONE_DAY.events + more
    assert {section.more for page in pages for section in page.days[0].sections} == {0}
    html = client.get(f"/changelog/?day={DAYS[1]}").content.decode()
    assert f'href="/changelog/?day={DAYS[1]}&amp;page=2"' in html
    assert 'name="page"' not in html  # a filter begins at the first page
    part = client.get(
        f"/changelog/?day={DAYS[1]}&page=2", headers={"HX-Request": "true", "HX-Target": "news"}
    )
    assert part["HX-Push-Url"] == f"/changelog/?day={DAYS[1]}&page=2"
    assert part.content.decode().count("<li") < 2 * ONE_DAY.events


def test_a_day_of_few_events_has_no_pages(publish, client):
    publish(DAYS[0], acme=many(1))
    publish(DAYS[1], acme=many(2))
    assert 'aria-current="page">1' not in client.get(f"/changelog/?day={DAYS[1]}").content.decode()
