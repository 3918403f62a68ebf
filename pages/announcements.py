"""Announced facts as pages show them: a sentence each, with source and day of the check."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.translation import gettext

from catalog.as_of.announcements import announced_of
from catalog.display.money import price_text
from catalog.domain.corrections import Target
from catalog.editorial import Announcement, AnnouncementKind
from catalog.http import DataVersion
from catalog.models import Offering
from catalog.templatetags.display import COMPONENT_WORDS, comma, flag_word
from pages.corrections import CorrectionNote


def model_announcements(path: str, data: DataVersion | None) -> list[CorrectionNote]:
    return [announcement_note(one) for one in announced_of(data, Target.MODEL, path)]


def offer_announcements(
    offerings: Iterable[Offering], data: DataVersion | None
) -> Mapping[int, list[CorrectionNote]]:
    """Return the notes of those offerings that have any, by their keys."""
    stated = (
        (one, announced_of(data, Target.OFFER, one.provider_model_id, one.provider.key))
        for one in offerings
    )
    return {one.pk: [announcement_note(row) for row in own] for one, own in stated if own}


def announcement_note(row: Announcement) -> CorrectionNote:
    text = gettext("{fact} Checked on {day}.")
    fact = announced_fact(row)
    return CorrectionNote(text.format(fact=fact, day=f"{row.checked_on:%Y-%m-%d}"), row.source)


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
