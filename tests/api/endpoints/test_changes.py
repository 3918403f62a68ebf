"""/changes: what changed, in order of serial."""

import random
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from changelog.models import Change, ChangeEntry
from config.daily.rebuild import rebuild
from config.rejection import accept_day, reject_day
from tests.api.factories import DAYS, at, correct_at_random

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


def test_what_was_removed_before_it_was_read_is_left_out(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3)})
    last = get("changes")["items"][-1]["serial"]
    publish(DAYS[1], openai={"gpt-5": at(4)})
    assert [item["new"] for item in get("changes")["items"]] == ["4", "16"]
    following = get("changes", after=last, kind="arrival")["items"]  # removals come in any case
    assert [(item["kind"], item["removes"]) for item in following] == [
        ("removed", last - 1),
        ("removed", last),
    ]


def test_a_serial_that_is_not_on_record(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[1], openai={"gpt-5": at(3)})
    assert "after=0" in get("changes", 409, after=739_738_000_001)["hint"]


def test_known_on_has_the_changes_that_stood_then(publish, get):
    for day, clock, price in ((0, 1, 2), (1, 2, 3), (1, 5, 4)):
        with time_machine.travel(datetime(2026, 5, clock, 12, tzinfo=UTC), tick=False):
            publish(DAYS[day], openai={"gpt-5": at(price)})
    told = [
        [item["new"] for item in get("changes", known_on=DAYS[day])["items"]] for day in (1, 3, 4)
    ]
    assert told == [["3", "12"], ["3", "12"], ["4", "16"]]
    serial = get("changes", known_on=DAYS[3])["items"][-1]["serial"]
    assert get("changes", known_on=DAYS[3], after=serial)["items"] == []


def test_what_was_known_before_there_were_serials_cannot_be_told(publish, get):
    now = timezone.now()
    for day, price in zip(DAYS[:2], (2, 3), strict=True):
        publish(day, now=now - timedelta(days=9), openai={"gpt-5": at(price)})
    ChangeEntry.objects.update(recorded_at=None)  # as the migration leaves them
    assert get("changes", known_on=now.date())["items"]
    assert "known_on" in get("changes", 422, known_on=now.date() - timedelta(days=2))["hint"]


class Copy:
    """What a program has that asks for what comes after the last serial, some at a time."""

    def __init__(self, get, draw):
        self.get, self.draw, self.after, self.items = get, draw, 0, {}

    def read(self, pages: int | None = None) -> None:
        while pages is None or pages > 0:
            limit = self.draw.randrange(1, 6)
            items = self.get("changes", after=self.after, limit=limit)["items"]
            for item in items:
                assert item["serial"] > self.after
                self.after = item["serial"]
                if item["removes"]:
                    self.items.pop(item["removes"], None)
                else:
                    self.items[item["serial"]] = item
            if not items:
                return
            pages = pages and pages - 1


@pytest.mark.parametrize("seed", range(3))
def test_a_copy_has_the_present_changes_after_anything(publish, get, seed):
    """Pulls, pulls of the same day again and of past days, rejections, corrections, rebuilds."""
    draw = random.Random(seed)
    copies = [Copy(get, draw) for _ in range(3)]
    newest = 0

    def pull(place: int) -> None:
        names = draw.sample(["gpt-4", "gpt-5", "gpt-6"], draw.randrange(1, 4))
        offers = {name: at(round(draw.uniform(1, 9), 4)) for name in names}
        publish(DAYS[place], openai=offers, **({"poe": offers} if draw.random() < 0.5 else {}))

    pull(0)
    pull(newest := 1)
    for _step in range(5):
        match draw.choice(["next", "next", "again", "past", "reject", "correct", "rebuild"]):
            case "next":
                pull(newest := newest + 2)
            case "again":
                pull(newest)
            case "past" if newest > 2:
                pull(newest - draw.choice([1, 2]))
            case "reject" if newest > 1:
                reject_day(DAYS[1], now=timezone.now())
                copies[0].read(1)
                accept_day(DAYS[1])
            case "correct":
                correct_at_random(draw, DAYS[draw.randrange(newest + 1)], timezone.now())
            case _:
                rebuild()
        for copy in draw.sample(copies, 2):
            copy.read(draw.choice([1, 2, None]))
    late = Copy(get, draw)
    for copy in (late, *copies):
        copy.read()
        assert copy.items == late.items, seed
    assert len(late.items) == Change.objects.count()
