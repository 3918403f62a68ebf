"""Announced facts in words, and those that lie ahead: prices of offers, successors of models."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext

from catalog.as_of.announcements import announcements
from catalog.display.money import price_text
from catalog.domain.corrections import Target
from catalog.editorial import PRICED_KINDS, Announcement, AnnouncementKind
from catalog.http import DataVersion
from catalog.models import CanonicalModel, Offering
from catalog.name_order import by_name
from catalog.templatetags.display import COMPONENT_WORDS, comma, flag_word


@dataclass(frozen=True, slots=True)
class PriceAhead:
    """A day on which an announced price of an offer begins, or a promotional one has ended."""

    day: date
    offering: Offering
    text: str
    announcement: int
    ends: bool = False


@dataclass(frozen=True, slots=True)
class AnnouncedSuccessor:
    model: CanonicalModel
    successor: CanonicalModel


def prices_ahead(data: DataVersion) -> list[PriceAhead]:
    """Return the announced price changes after the day of the data, soonest first.

    One query if any was announced, none otherwise.
    """
    rows = [row for row in _standing(data) if row.kind in PRICED_KINDS]
    offers = _offers_of(rows) if rows else {}
    found = [
        ahead
        for row in rows
        if (offering := offers.get(row.about))
        for ahead in _days_of(row, offering)
        if ahead.day > data.day
    ]
    return sorted(found, key=lambda one: (one.day, by_name(one.offering.name), one.announcement))


def announced_successors(data: DataVersion) -> list[AnnouncedSuccessor]:
    """Return the announced successors of models on sale, by name; one query if there are any."""
    rows = [row for row in _standing(data) if row.kind == AnnouncementKind.SUCCESSOR]
    of_models = {row.key: str(row.value) for row in rows if row.target == Target.MODEL}
    paths = {*of_models, *of_models.values()}
    found = CanonicalModel.objects.in_bulk(paths, field_name="path") if paths else {}
    pairs = [
        AnnouncedSuccessor(found[key], found[path])
        for key, path in of_models.items()
        if key in found and path in found and found[key].withdrawn_on is None
    ]
    return sorted(pairs, key=lambda one: (by_name(one.model.label), one.model.path))


def _standing(data: DataVersion) -> Iterator[Announcement]:
    for several in announcements(data).values():
        yield from (row for row in several if row.cancelled_on is None)


def _offers_of(rows: Iterable[Announcement]) -> dict[tuple[str, str], Offering]:
    named = Q(pk=None)
    for row in rows:
        named |= Q(provider__key=row.provider, provider_model_id=row.key)
    live = Offering.objects.live().filter(named).select_related("provider", "model")
    return {(one.provider.key, one.provider_model_id): one for one in live}


def _days_of(row: Announcement, offering: Offering) -> Iterator[PriceAhead]:
    if row.first_day:
        yield PriceAhead(row.first_day, offering, announced_fact(row), row.pk)
    if row.kind == AnnouncementKind.PROMOTION and row.last_day:
        over = gettext("The promotional price has ended.")
        yield PriceAhead(row.last_day + timedelta(days=1), offering, over, row.pk, ends=True)


def announced_fact(row: Announcement) -> str:
    """Return the fact as a sentence in the reader's language."""
    names = {
        "day": f"{row.first_day:%Y-%m-%d}" if row.first_day else "",
        "last": f"{row.last_day:%Y-%m-%d}" if row.last_day else "",
        "cancelled": f"{row.cancelled_on:%Y-%m-%d}" if row.cancelled_on else "",
        "value": _value_text(row),
    }
    if row.cancelled_on:
        return gettext("Cancelled on {cancelled}: {fact}").format(
            fact=_sentence(row).format(**names), **names
        )
    return _sentence(row).format(**names)


def _sentence(row: Announcement) -> str:
    sentences = {
        AnnouncementKind.RETIREMENT: gettext("Announced: retired on {day}."),
        AnnouncementKind.SUCCESSOR: gettext("Announced successor: {value}."),
        AnnouncementKind.PRICE: gettext("Announced price from {day} on: {value}."),
        AnnouncementKind.PROMOTION: gettext("Promotional price from {day} to {last}: {value}.")
        if row.last_day
        else gettext("Promotional price from {day} on: {value}."),
        AnnouncementKind.RETENTION: gettext("Data retention: {value}."),
        AnnouncementKind.TRAINING: gettext("Training on customer data: {value}."),
        AnnouncementKind.QUANTIZATION: gettext("Quantization: {value}."),
    }
    return sentences[AnnouncementKind(row.kind)]


def _value_text(row: Announcement) -> str:
    if isinstance(row.value, dict):
        return comma().join(
            f"{COMPONENT_WORDS[name]} {price_text(Decimal(price))}"
            for name, price in row.value.items()
        )
    return str(flag_word(row.value)) if isinstance(row.value, bool) else str(row.value or "")
