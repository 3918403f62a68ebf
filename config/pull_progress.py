"""The step that a running pull has reached, for other processes to show.

Kept in a cache, not in the run's row: what a pull writes inside its transaction nobody else could
read, and SQLite would let no second connection write it meanwhile. A step that is lost, as by a
cache that is down, only leaves the page without it.
"""

from contextlib import suppress
from enum import StrEnum

from django.conf import settings
from django.core.cache import BaseCache, cache
from django.core.cache.backends.filebased import FileBasedCache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import Run


class Step(StrEnum):
    """The steps in the order in which a pull takes them; it may end after any of them."""

    DOWNLOADING = "downloading"
    READING = "reading"
    COMPARING = "comparing"
    APPLYING = "applying"
    PUBLISHING = "publishing"


STEP_NAMES: dict[Step, Promise] = {
    Step.DOWNLOADING: _("Downloading"),
    Step.READING: _("Reading"),
    Step.COMPARING: _("Comparing with the current data"),
    Step.APPLYING: _("Applying the changes"),
    Step.PUBLISHING: _("Scoring and publishing"),
}


SECONDS_KEPT = 60 * 60


def note_step(run: Run, step: Step) -> None:
    with suppress(OSError):  # a full disk or one that nobody may write: the pull goes on
        _steps().set(_key(run), step.value, SECONDS_KEPT)


def step_of(run: Run) -> Step | None:
    """Return the step that a run has reached; None if nobody noted one."""
    with suppress(OSError):
        noted = _steps().get(_key(run))
        return Step(noted) if noted in set(Step) else None
    return None


def _steps() -> BaseCache:
    """Return the cache that all processes share: Redis, or files where there is none.

    Not an alias of settings.CACHES: Django makes each of those at the start, and this one writes a
    folder, which a process may not be allowed to do.
    """
    return cache if settings.CACHE_URL else FileBasedCache(str(settings.PULL_STEPS), {})


def _key(run: Run) -> str:
    return f"pull-step-{run.pk}"
