"""/changes: what changed, in order of serial."""

import pytest

from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


def test_it_works(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3)})
    items = get("changes", kind="price")["items"]
    assert [(c["field"], c["old"], c["new"], c["percent"]) for c in items] == [
        ("input", "2", "3", "50.00"),
        ("output", "8", "12", "50.00"),
    ]
    assert items[0]["model"] == "openai/gpt-5"
    assert items[0]["provider_model_id"] == "gpt-5"


def test_a_copy_reads_every_change_once(publish, get):
    for number, day in enumerate(DAYS[:6]):
        publish(day, openai={f"gpt-{n}": at(number + 1) for n in range(4)})
    serials, after = [], 0
    while items := get("changes", after=after, limit=7)["items"]:
        serials += [change["serial"] for change in items]
        after = serials[-1]
    assert serials == sorted(set(serials))
    assert len(serials) == 5 * 4 * 2


def test_filters(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)}, poe={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3)}, poe={"gpt-5": at(4)})
    assert len(get("changes", provider="poe")["items"]) == 2
    assert len(get("changes", model="openai/gpt-5")["items"]) == 4
    assert get("changes", day=DAYS[0])["items"] == []
    assert get("changes", as_of=DAYS[0])["items"] == []
    get("changes", 400, kind="gossip")


def test_query_count(publish, client, django_assert_num_queries):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3)})
    with django_assert_num_queries(5):
        assert client.get("/api/v1/changes").status_code == 200
