"""Offerings in the feed's format, for the API's tests."""

from datetime import date, datetime
from random import Random
from typing import Any

from catalog.domain.corrections import Target, Verdict
from catalog.ingest.corrections import NotOnSale
from config.corrections import (
    Draft,
    SameAsReported,
    end_correction,
    open_correction,
    record_correction,
)
from config.daily.rebuild import rebuild
from tests.changelog.factories import DAYS

__all__ = ["DAYS", "at"]


def at(price: float | None, **fields: Any) -> dict[str, Any]:
    """Return an offering at an input price, its output at four times that; None: no price."""
    cost = {} if price is None else {"cost": {"input": price, "output": price * 4}}
    return {"name": "GPT 5", **cost, **fields}


def correct_at_random(draw: Random, first_day: date, now: datetime) -> None:
    """Record or end a correction of openai's gpt-5, as of a day, and derive all days again.

    Nothing happens where an editor's form would refuse it.
    """
    field, value = draw.choice([("context", draw.randrange(1, 999)), ("prices.input", "0.125")])
    standing = open_correction(Target.OFFER, "gpt-5", "openai", field)
    if standing and draw.random() < 0.5:
        end_correction(standing.pk, by=None, now=now, wholly=draw.random() < 0.5)
    else:
        about = (Target.OFFER, "gpt-5", field, Verdict.FEED_WRONG, "Checked.", "https://a.example/")
        seen = standing.pk if standing else None
        draft = Draft(*about, "openai", value, seen=seen, first_day=first_day)
        try:
            record_correction(draft, by=None, now=now)
        except (NotOnSale, SameAsReported):
            return
    rebuild()
