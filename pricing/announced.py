"""What was announced of an offer that changes a choice: its retirement, and costs to come."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext

from catalog.display.money import cost_text, percent_text
from catalog.domain.prices import COMPONENTS
from catalog.domain.records import prices_from_json
from catalog.editorial import PRICED_KINDS, Announcement, AnnouncementKind
from pricing.estimate import EXACT
from pricing.load import Load
from pricing.tariff import Tariff, build_tariff


def announced_retirement(announced: Iterable[Announcement], today: date) -> Iterator[str]:
    """Yield when the offer, or its model, is to be retired."""
    for one in announced:
        ahead = one.first_day is not None and one.first_day >= today
        if one.kind == AnnouncementKind.RETIREMENT and ahead and not one.cancelled_on:
            text = gettext("Announced: retired on {day}.")
            yield text.format(day=f"{one.first_day:%Y-%m-%d}")
            return


def announced_costs(
    announced: tuple[Announcement, ...], tariff: Tariff, load: Load, today: date
) -> Iterator[str]:
    """Yield what follows from the prices that a provider announced for an offer.

    A price in part, such as a new input price alone, leaves the other parts as they are. Context
    tiers are not part of an announcement, so an offer with tiers gets no figure.
    """
    for one in announced:
        if one.kind not in PRICED_KINDS or one.cancelled_on or one.first_day is None:
            continue
        if one.kind == AnnouncementKind.PROMOTION and one.first_day <= today:
            if one.last_day and one.last_day >= today:
                text = gettext("The price is promotional until {day}.")
                yield text.format(day=f"{one.last_day:%Y-%m-%d}")
        elif one.first_day > today and len(tariff.bands) == 1:
            yield from _change(one, one.first_day, tariff, load)


def _change(one: Announcement, first_day: date, tariff: Tariff, load: Load) -> Iterator[str]:
    stated = prices_from_json(one.value or {})
    said = {n: price for n in COMPONENTS if (price := getattr(stated, n)) is not None}
    later = build_tariff(replace(tariff.prices, **said), ())
    now = tariff.estimate(load).total
    if later is None or not now:
        return
    then = later.estimate(load).total
    names = {
        "day": f"{first_day - timedelta(days=1):%Y-%m-%d}",
        "cost": cost_text(then),
        "share": percent_text(abs(EXACT.subtract(then, now)) / now),
    }
    if then == EXACT.multiply(now, Decimal(2)):
        yield gettext("Announced: this cost doubles after {day}, to {cost}.").format(**names)
    elif then > now:
        text = gettext("Announced: this cost rises by {share} after {day}, to {cost}.")
        yield text.format(**names)
    elif then < now:
        text = gettext("Announced: this cost falls by {share} after {day}, to {cost}.")
        yield text.format(**names)
