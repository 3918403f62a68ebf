"""Announced facts as pages show them: a sentence each, with source and day of the check."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext

from catalog.as_of.announcements import announced_of
from catalog.domain.corrections import Target
from catalog.editorial import Announcement
from catalog.http import DataVersion
from catalog.models import Offering
from changelog.announced import announced_fact
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
