"""The steps of a pull, as another process reads them."""

import pytest
from django.conf import settings
from django.core.cache.backends.filebased import FileBasedCache

from catalog.models import Run
from config import pull_progress
from config.daily.pull import pull
from config.pull_progress import STEP_NAMES, Step, note_step, step_of
from tests.config.test_refusals import DAY, NOW, TEN
from tests.payloads import write

RUN = Run(pk=7)


def test_a_step_is_read_by_others():
    assert step_of(RUN) is None
    note_step(RUN, Step.READING)
    assert step_of(Run(pk=7)) is Step.READING
    assert step_of(Run(pk=8)) is None


def test_every_step_has_a_name():
    assert list(STEP_NAMES) == list(Step)


def test_what_an_earlier_release_noted_means_nothing():
    FileBasedCache(str(settings.PULL_STEPS), {}).set("pull-step-7", "fetching")
    assert step_of(RUN) is None


def test_a_folder_that_cannot_be_written_stops_no_pull(settings, tmp_path):
    (tmp_path / "file").touch()
    settings.PULL_STEPS = tmp_path / "file" / "progress"
    note_step(RUN, Step.READING)
    assert step_of(RUN) is None


def test_with_a_shared_cache_nothing_is_written(settings, tmp_path):
    settings.CACHE_URL, settings.PULL_STEPS = "redis://127.0.0.1:9/0", tmp_path / "progress"
    note_step(RUN, Step.READING)
    assert step_of(RUN) is Step.READING
    assert not settings.PULL_STEPS.exists()


@pytest.mark.django_db
def test_a_pull_takes_all_steps_in_their_order(tmp_path, monkeypatch):
    noted = []
    monkeypatch.setattr("config.daily.pull.note_step", lambda run, step: noted.append(step))
    pull(write(tmp_path / "a.json", TEN), day=DAY, now=NOW)
    assert noted == list(Step)
    assert pull_progress.Step.PUBLISHING in noted
