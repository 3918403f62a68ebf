"""/corrections: what editors decided, as it stood on a day."""

from datetime import UTC, datetime

import pytest

from api.cursors import encode_cursor
from catalog.domain.corrections import Target, Verdict
from config.corrections import Draft, end_correction, record_correction
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db
SOURCE = "https://openai.example/pricing"


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def correct(day, field="prices.input", value="0.01"):
    about = (Target.OFFER, "gpt-5", field, Verdict.FEED_WRONG, "Zeros lost.", SOURCE, "openai")
    return record_correction(Draft(*about, value), by=None, now=noon(day))


@pytest.fixture
def catalogue(publish):
    publish(DAYS[0], now=noon(DAYS[0]), openai={"gpt-5": at(2)})
    publish(DAYS[2], now=noon(DAYS[2]), openai={"gpt-5": at(2), "gpt-4": at(1, name="GPT 4")})


def test_it_works(catalogue, get):
    row = correct(DAYS[2])
    (found,) = get("corrections")["items"]
    assert found == {
        "id": row.pk,
        "target": "offer",
        "provider": "openai",
        "key": "gpt-5",
        "field": "prices.input",
        "verdict": "feed_wrong",
        "value": "0.01",
        "feed_value": "2",
        "reason": "Zeros lost.",
        "source": SOURCE,
        "first_day": "2026-05-03",
        "last_day": None,
        "ended_on": None,
        "ending": None,
        "recorded_at": "2026-05-03T12:00:00Z",
    } | {"verdict": found["verdict"]}
    assert found["verdict"] == Verdict.FEED_WRONG.value


def test_nobodys_name_is_answered(catalogue, get, django_user_model):
    editor = django_user_model.objects.create_user("secret-editor")
    row = correct(DAYS[2])
    row.recorded_by = editor
    row.save()
    assert "secret-editor" not in str(get("corrections"))


def test_as_of_has_those_that_held(catalogue, get):
    correct(DAYS[2])
    assert get("corrections", as_of=DAYS[1])["items"] == []
    assert len(get("corrections", as_of=DAYS[2])["items"]) == 1


def test_known_on_has_them_as_they_stood(catalogue, publish, get):
    row = correct(DAYS[2])
    then = get("corrections", known_on=DAYS[3])["items"]
    publish(DAYS[4], now=noon(DAYS[4]), openai={"gpt-5": at(2)})
    end_correction(row.pk, by=None, now=noon(DAYS[5]))
    assert get("corrections", known_on=DAYS[1])["items"] == []
    assert get("corrections", known_on=DAYS[3])["items"] == then
    (ended,) = get("corrections")["items"]
    assert ended["ended_on"] is not None
    assert ended["ending"]


@pytest.mark.parametrize(
    "query, count",
    [
        ({"target": "offer"}, 2),
        ({"target": "maker"}, 0),
        ({"key": "gpt-5"}, 2),
        ({"key": "gpt-4"}, 0),
        ({"provider": "openai"}, 2),
    ],
)
def test_filters(catalogue, get, query, count):
    correct(DAYS[2])
    correct(DAYS[2], "context", 1000)
    assert len(get("corrections", **query)["items"]) == count


def test_pages_hold_each_once(catalogue, get):
    correct(DAYS[2])
    correct(DAYS[2], "context", 1000)
    first = get("corrections", limit=1)
    rest = get("corrections", limit=1, cursor=first["next"])
    fields = [one["field"] for one in first["items"] + rest["items"]]
    assert (fields, rest["next"]) == (["prices.input", "context"], None)


@pytest.mark.parametrize("last", ["text", 2**80, -1])
def test_a_made_up_cursor_is_answered(catalogue, client, last):
    cursor = encode_cursor(1, [last])
    answer = client.get("/api/v1/corrections", {"cursor": cursor})
    assert answer.status_code in {200, 404}


def test_query_count(catalogue, client, django_assert_num_queries):
    correct(DAYS[2])
    with django_assert_num_queries(4):
        assert client.get("/api/v1/corrections").status_code == 200
