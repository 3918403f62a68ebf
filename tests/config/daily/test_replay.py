"""Many days at once."""

from datetime import date
from pathlib import Path

import pytest

from catalog.feed import source
from catalog.models import (
    CatalogueVersion,
    Offering,
    Run,
    Snapshot,
)
from config.daily.rebuild import rebuild
from config.daily.replay import replay
from tests.config.daily.payloads import MAY, NOW, TEN, live, models, tables
from tests.payloads import write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def days(tmp_path: Path) -> list[tuple[date, Path]]:
    contents = {1: models("llama-1b"), 3: models("llama-1b", "llama-2b"), 6: models(*TEN)}
    files = [(MAY[day - 1], tmp_path / f"{day}.json") for day in contents]
    for (_, file), content in zip(files, contents.values(), strict=True):
        write(file, content)
    return files


def test_a_replay_pulls_every_day(days) -> None:
    seen: list[Snapshot] = []
    replay(days, now=NOW, progress=seen.append)
    assert [snapshot.day for snapshot in seen] == [day for day, _ in days]
    assert Run.objects.filter(outcome="applied").count() == 3
    assert live() == set(TEN)


def test_a_second_replay_changes_nothing(days) -> None:
    replay(days, now=NOW)
    before, versions = tables(), CatalogueVersion.objects.count()
    replay(days, now=NOW)
    assert tables() == before
    assert (CatalogueVersion.objects.count(), Snapshot.objects.count()) == (versions, 3)


def test_earlier_days_are_inserted_before_the_newest(days, say) -> None:
    say(models(*TEN, reasoning=True), 9)
    replay(days, now=NOW)
    late = tables()
    firsts = dict(Offering.objects.values_list("provider_model_id", "first_seen"))
    assert (firsts["llama-1b"], firsts["llama-2b"]) == (MAY[0], MAY[2])
    rebuild()
    assert tables() == late


def test_a_bad_file_stops_a_replay(days) -> None:
    days[1][1].write_text("<html>")
    with pytest.raises(source.PayloadRefused, match=r"refused .*3\.json: HTML"):
        replay(days, now=NOW)
    assert live() == {"llama-1b"}


def test_a_late_file_of_a_day_ahead_stops_a_replay(say, days) -> None:
    say(models(*TEN), 9)
    ahead = (date(9999, 12, 31), days[0][1])
    with pytest.raises(source.PayloadRefused, match="9999-12-31 is not between"):
        replay([*days, ahead], now=NOW)
