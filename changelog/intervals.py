"""What held from a day until another, joined where the next goes on saying the same. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Interval:
    """Something that held from a day until another (None: still)."""

    start: date
    end: date | None

    @property
    def says(self) -> object:
        """What held: it goes on over the next that says the same."""
        raise NotImplementedError


H = TypeVar("H", bound=Interval)


def merge_adjacent(spans: Iterable[H]) -> list[H]:
    """Let each span go on over those right after it that say the same.

    `spans` are in order of time, those of one thing together.
    """
    found: list[H] = []
    for span in spans:
        before = found[-1] if found else None
        if before and before.end == span.start and before.says == span.says:
            found[-1] = replace(before, end=span.end)
        else:
            found.append(span)
    return found
