"""The changelog as pages: days, bursts, filters, and addresses that hold still."""

from datetime import timedelta

import pytest
from django.test import Client

from changelog.diff import Kind
from changelog.forms import KINDS_OF, TOPICS, ChangelogQuery, read_changelog_query
from changelog.models import Change
from changelog.wording import CHANNELS, MODELS, burst, what
from tests.changelog.factories import DAYS, GPT, at

pytestmark = pytest.mark.django_db


def text(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def two_days(said) -> None:
    said(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(3)})
    said(DAYS[1], openai={"gpt-5": at(1)}, acme={"gpt-5": at(3.3, reasoning=True)})


def test_a_fall_reads_with_old_new_and_percent(client, two_days):
    page = text(client, "/changelog/")
    assert "input price $2.00 → $1.00" in page
    assert "▼ 50%" in page
    assert "now reports reasoning: yes" in page


@pytest.mark.parametrize("address", ["/changelog/", "/lifecycle/", "/zh-hant/changelog/"])
def test_an_empty_catalogue_has_its_pages(client, address):
    assert client.get(address).status_code == 200


def test_the_first_day_says_why_it_has_no_news(client, said):
    said(DAYS[0], openai={"gpt-5": GPT})
    assert "the first day on record" in text(client, "/changelog/")


@pytest.mark.parametrize(
    "query, rows",
    [
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
        ("kind=nonsense&size=a&direction=sideways&by=moon&day=never", 5),
    ],
)
def test_a_filter_narrows(two_days, query, rows, rf):
    asked = read_changelog_query(rf.get(f"/?{query}").GET)
    assert asked.changes(Change.objects.all()).count() == rows


def test_a_query_is_its_own_shortest_form(rf):
    query = "?kind=prices&model=openai/gpt-5&size=25&noise=on&before=2026-05-01"
    assert read_changelog_query(rf.get(f"/{query}").GET).text == query
    assert read_changelog_query(rf.get("/?kind=&size=&by=provider&movers=30").GET).text == ""


def many(number: int, **stated: object) -> dict[str, object]:
    return {f"m{n}": {"name": f"Model {n}", **stated} for n in range(number)}


def test_a_burst_is_folded_and_unfolds_by_its_link(client, said):
    said(DAYS[0], openai={"gpt-5": GPT})
    said(DAYS[1], openai={"gpt-5": GPT} | many(37))
    page = text(client, "/changelog/")
    assert "37 models added" in page
    assert page.count('<span class="what">added</span>') == 3
    query = "?kind=new&amp;provider=openai&amp;day=2026-05-02"
    assert query in page
    whole = text(client, "/changelog/" + query.replace("&amp;", "&"))
    assert whole.count('<span class="what">added</span>') == 37


def test_htmx_gets_the_days_and_the_address_they_stand_for(client, two_days):
    headers = {"HX-Request": "true", "HX-Target": "news"}
    part = client.get("/changelog/?kind=prices&size=", headers=headers)
    assert b"<html" not in part.content
    assert part["HX-Push-Url"] == "/changelog/?kind=prices"


def test_a_burst_that_unfolds_in_its_place_is_no_new_address(client, two_days):
    part = client.get("/changelog/?kind=prices", headers={"HX-Request": "true"})
    assert not part.has_header("HX-Push-Url")


@pytest.fixture
def many_days(said) -> None:
    for place, day in enumerate(DAYS[:10]):
        said(day, openai={"gpt-5": at(1 + place)})


def days_of(page: str) -> list[str]:
    return [part[:10] for part in page.split('id="day-')[1:]]


def test_a_page_of_days_does_not_shift_when_a_day_comes(client, many_days, said):
    first = text(client, "/changelog/")
    earlier = "/changelog/?before=2026-05-04"
    assert earlier in first
    before = days_of(text(client, earlier))
    said(DAYS[10], openai={"gpt-5": at(99)})
    assert days_of(text(client, earlier)) == before == ["2026-05-03", "2026-05-02"]


def test_the_changelog_takes_few_queries(client, many_days, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        client.get("/changelog/?noise=on")


def test_it_groups_by_model_too(client, two_days):
    page = text(client, "/changelog/?by=model")
    assert page.count("<dt>") == 1
    assert "Acme" in page


def test_the_biggest_moves_are_those_since_a_day(client, said):
    said(
        DAYS[0],
        openai={"gpt-5": at(2), "gpt-4": {"name": "GPT 4", "cost": {"input": 1, "output": 1}}},
    )
    said(
        DAYS[20],
        openai={"gpt-5": at(1), "gpt-4": {"name": "GPT 4", "cost": {"input": 3, "output": 3}}},
    )
    movers = client.get("/changelog/").context["movers"]
    assert [(m.model.path, m.share) for m in movers.falls] == [
        ("openai/gpt-5", pytest.approx(-0.5))
    ]
    assert [(m.model.path, m.share) for m in movers.rises] == [("openai/gpt-4", 2)]
    assert client.get("/changelog/?movers=7").context["movers"].since == DAYS[20] - timedelta(
        days=7
    )


def test_every_kind_has_a_topic_and_words():
    assert {kind for kinds in KINDS_OF.values() for kind in kinds} == set(Kind)
    assert len(KINDS_OF) == len(TOPICS)
    for kind in Kind:
        for table in (MODELS, CHANNELS):
            assert table[kind](1).format(number=1) != table[kind](2).format(number=1)
        assert burst(kind, 1200, of_a_model=False).count("1,200") == 1


@pytest.mark.parametrize(
    "change, words",
    [
        (
            Change(kind="price", field="reasoning", old=None, new="3"),
            "reasoning price not reported → $3.00",
        ),
        (
            Change(kind="price", field="input", tier=200_000, old="1", new="2"),
            "input price above 200K tokens $1.00 → $2.00",
        ),
        (
            Change(kind="limit", field="context", old=128_000, new=200_000),
            "context window 128K → 200K",
        ),
        (
            Change(kind="limit", field="context", old=16_000, new=16_384),
            "context window 16,000 → 16,384",
        ),
        (Change(kind="capability", field="reasoning", old=False, new=True), "reasoning no → yes"),
        (
            Change(kind="silence", field="reasoning", old=True),
            "no longer reports reasoning (was yes)",
        ),
        (
            Change(kind="modality", field="input_modalities", old=["text"], new=["text", "pdf"]),
            "input modalities text → text, PDF",
        ),
        (Change(kind="withdrawal"), "provider withdrawn"),
        (Change(kind="arrival"), "new provider"),
        (
            Change(kind="regrouping", field="model", old="a/b", new="a/c"),
            "now counted as a/c, before as a/b",
        ),
        (
            Change(kind="detail", field="new_field", old=None, new={"a": 1}),
            "new_field not reported → {'a': 1}",
        ),
    ],
)
def test_a_change_has_its_words(change, words):
    assert what(change) == words


HOSTILE = [
    "?before=0000-00-00", "?before=9999-99-99", "?day=1", "?model=%00", "?provider=" + "x" * 5000,
    "?size=-1", "?size=1e9", "?movers=99999999999999999999", "?by=model&by=provider",
    "?" + "&".join(f"a{number}=1" for number in range(900)),
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
@pytest.mark.parametrize("address", ["/changelog/", "/changelog/feed.atom", "/changelog/feed.json"])
def test_a_hostile_query_is_answered_or_refused(client, two_days, address, query):
    assert client.get(address + query).status_code in {200, 400}


def test_names_from_upstream_are_text_and_nothing_else(client, said):
    said(DAYS[0], openai={"gpt-5": GPT})
    said(DAYS[1], openai={"gpt-5": GPT | {"name": "<script>alert(1)</script>"}})
    for address in ("/changelog/", "/changelog/feed.atom", "/providers/openai/"):
        assert "<script>alert" not in text(client, address)


def test_model_and_provider_pages_say_what_changed(client, two_days):
    for address in ("/models/openai/gpt-5/", "/providers/openai/"):
        assert "input price $2.00 → $1.00" in text(client, address)


def test_asked_for_nothing_is_the_front():
    assert ChangelogQuery().is_front
    assert not ChangelogQuery(before=DAYS[0]).is_front
