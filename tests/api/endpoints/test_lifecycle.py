"""/lifecycle: what is to end and what has ended."""

from datetime import UTC, datetime

import pytest

from catalog.editorial import Announcement, AnnouncementKind
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db
SOURCE = "https://openai.example/deprecations"


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def announce(kind, day, **stated):
    dated = {"recorded_at": noon(day), "checked_on": day, "source": SOURCE}
    return Announcement.objects.create(kind=kind, **dated, **stated)


@pytest.fixture
def catalogue(publish):
    """gpt-4 becomes deprecated and then goes; old has a day in the feed; gpt-5 stays."""
    stays = {"gpt-5": at(2), "old": at(1, name="Old", deprecation_date="2026-06-30")}
    publish(DAYS[0], now=noon(DAYS[0]), openai=stays | {"gpt-4": at(3, name="GPT 4")})
    ending = at(3, name="GPT 4", status="deprecated")
    publish(DAYS[2], now=noon(DAYS[2]), openai=stays | {"gpt-4": ending})
    publish(DAYS[4], now=noon(DAYS[4]), openai=stays)


def told(answer):
    return [(one["state"], one["provider_model_id"], one["day"]) for one in answer["items"]]


def test_it_works(catalogue, get):
    answer = get("lifecycle")
    assert told(answer) == [("gone", "gpt-4", "2026-05-05"), ("retiring", "old", "2026-06-30")]
    assert answer["items"][1] == {
        "state": "retiring",
        "provider": "openai",
        "provider_model_id": "old",
        "model": "openai/old",
        "day": "2026-06-30",
        "source": None,
        "successor": None,
    }


def test_as_of_a_day(catalogue, get):
    then = get("lifecycle", as_of=DAYS[3])
    assert told(then) == [("retiring", "gpt-4", None), ("retiring", "old", "2026-06-30")]
    assert told(get("lifecycle", as_of=DAYS[1])) == [("retiring", "old", "2026-06-30")]


@pytest.mark.parametrize(
    "query, ids",
    [
        ({"state": "gone"}, ["gpt-4"]),
        ({"state": "retiring"}, ["old"]),
        ({"provider": "nobody"}, []),
        ({"model": "openai/old"}, ["old"]),
        ({"days": 1, "as_of": "2026-05-05"}, ["gpt-4", "old"]),
    ],
)
def test_filters(catalogue, get, query, ids):
    assert [one["provider_model_id"] for one in get("lifecycle", **query)["items"]] == ids


def test_what_is_gone_for_longer_is_not_listed(catalogue, publish, get):
    publish(DAYS[20], now=noon(DAYS[20]), openai={"gpt-5": at(2)})
    assert [one[1] for one in told(get("lifecycle", state="gone", days=17))] == ["gpt-4", "old"]
    assert [one[1] for one in told(get("lifecycle", state="gone", days=16))] == ["old"]


def test_what_returned_is_not_gone(catalogue, publish, get):
    publish(DAYS[6], now=noon(DAYS[6]), openai={"gpt-5": at(2), "gpt-4": at(3, name="GPT 4")})
    assert [one[1] for one in told(get("lifecycle", state="gone"))] == ["old"]


def test_an_announced_day_with_its_source(catalogue, get):
    announce(
        *(AnnouncementKind.RETIREMENT, DAYS[3]),
        target="offer", provider="openai", key="gpt-5", first_day=DAYS[27],
    )  # fmt: skip
    announce(
        *(AnnouncementKind.SUCCESSOR, DAYS[3]),
        target="model", key="openai/gpt-5", value="openai/old",
    )  # fmt: skip
    (found,) = get("lifecycle", model="openai/gpt-5")["items"]
    assert (found["day"], found["source"]) == ("2026-05-28", SOURCE)
    assert found["successor"] == "openai/old"


def test_what_was_announced_later_was_not_known(catalogue, get):
    row = announce(
        *(AnnouncementKind.RETIREMENT, DAYS[8]),
        target="offer", provider="openai", key="gpt-5", first_day=DAYS[27],
    )  # fmt: skip
    asked = {"model": "openai/gpt-5"}
    assert get("lifecycle", known_on=DAYS[7], **asked)["items"] == []
    assert len(get("lifecycle", known_on=DAYS[8], **asked)["items"]) == 1
    row.withdrawn_at = noon(DAYS[10])
    row.save()
    assert len(get("lifecycle", known_on=DAYS[9], **asked)["items"]) == 1
    assert get("lifecycle", known_on=DAYS[10], **asked)["items"] == []


def test_a_backfilled_day_does_not_change_what_was_known(catalogue, publish, get):
    then = get("lifecycle", known_on=DAYS[5])["items"]
    publish(DAYS[3], now=noon(DAYS[20]), openai={"gpt-5": at(2)})
    assert get("lifecycle", known_on=DAYS[5])["items"] == then
    (gone,) = get("lifecycle", state="gone")["items"]
    assert gone["day"] == "2026-05-04"


def test_pages_hold_each_offer_once(catalogue, get):
    first = get("lifecycle", limit=1)
    rest = get("lifecycle", limit=1, cursor=first["next"])
    assert told(first) + told(rest) == told(get("lifecycle"))
    assert rest["next"] is None
    get("lifecycle", 404, cursor="x")


def test_query_count(catalogue, client, django_assert_max_num_queries):
    client.get("/api/v1/lifecycle")
    with django_assert_max_num_queries(20):
        assert client.get("/api/v1/lifecycle").status_code == 200
