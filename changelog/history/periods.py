"""The periods that price histories can show."""

from collections.abc import Mapping

PERIODS = (30, 90, 365)  # in days; without one, the whole history
PERIOD_VALUES = frozenset(map(str, PERIODS))


def days_in(query: Mapping[str, str]) -> int | None:
    """Return the period in a query string, in days; None for the whole history.

    Compared as text, as `int` would accept " 30" and full-width digits: one page, one URL.
    """
    given = query.get("days", "")
    return int(given) if given in PERIOD_VALUES else None
