"""The periods of the past that price histories offer."""

from collections.abc import Mapping

PERIODS = (30, 90, 365)  # days of the past that are shown; without one, all of it


def days_in(asked: Mapping[str, str]) -> int | None:
    """Return how many days of the past are asked for; None is all of them."""
    typed = asked.get("days", "")
    return int(typed) if typed in {str(days) for days in PERIODS} else None
