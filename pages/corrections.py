"""Corrections as pages show them: a sentence each, with its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from catalog.as_of.corrections import ShownCorrections, corrections_of
from catalog.domain.corrections import VERDICT_NAMES, CorrectedFields, Target, Verdict
from catalog.editorial import Correction
from catalog.http import DataVersion
from catalog.models import Maker, Offering, Provider
from changelog.wording import corrected_field_name, corrected_value_text


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """One decision of an editor; `source` is a web address, checked when it was recorded."""

    text: str
    source: str


def offer_corrections(
    offerings: Iterable[Offering], data: DataVersion | None
) -> Mapping[int, list[CorrectionNote]]:
    """Return the notes of those offerings that have any, by their keys."""
    shown = (
        (one, corrections_of(data, Target.OFFER, one.provider_model_id, one.provider.key))
        for one in offerings
    )
    return {one.pk: correction_notes(own, one.corrected) for one, own in shown if own.all}


def model_corrections(
    path: str, maker: Maker, corrected: CorrectedFields, data: DataVersion | None
) -> list[CorrectionNote]:
    """Return the notes about a model itself, and about its maker."""
    own = correction_notes(corrections_of(data, Target.MODEL, path), corrected)
    return own + maker_corrections(maker, data)


def maker_corrections(maker: Maker, data: DataVersion | None) -> list[CorrectionNote]:
    return correction_notes(corrections_of(data, Target.MAKER, maker.slug), maker.corrected)


def provider_corrections(provider: Provider, data: DataVersion | None) -> list[CorrectionNote]:
    shown = corrections_of(data, Target.PROVIDER, provider.key)
    return correction_notes(shown, provider.corrected)


def correction_notes(shown: ShownCorrections, corrected: CorrectedFields) -> list[CorrectionNote]:
    """Return a note for each decision; `corrected` has what the feed reports on the day shown."""
    return [
        *(_note(row, _in_force(row, corrected)) for row in shown.in_force),
        *(_note(row, _later(row)) for row in shown.later),
        *(_note(row, _reviewed(row)) for row in shown.reviewed),
    ]


def _note(row: Correction, text: str) -> CorrectionNote:
    names = {"text": text, "reason": row.reason}
    return CorrectionNote(gettext("{text} Reason: {reason}").format(**names), row.source)


def _in_force(row: Correction, corrected: CorrectedFields) -> str:
    both = corrected.get(row.field)
    reported = both["feed"] if both else row.feed_value
    text = gettext("Corrected on {day}: {field} is {value}; models.dev reports {reported}.")
    return text.format(reported=corrected_value_text(row.field, reported), **_names(row))


def _later(row: Correction) -> str:
    text = gettext(
        "Corrected later: from {first_day} on, {field} is {value}. "
        "This page shows what was reported on its day."
    )
    return text.format(first_day=f"{row.first_day:%Y-%m-%d}", **_names(row))


def _reviewed(row: Correction) -> str:
    text = gettext("Reviewed on {day}: {field}. {verdict}.")
    return text.format(verdict=gettext(VERDICT_NAMES[Verdict(row.verdict)]), **_names(row))


def _names(row: Correction) -> dict[str, str]:
    return {
        "day": f"{row.recorded_at:%Y-%m-%d}",
        "field": corrected_field_name(row.field),
        "value": corrected_value_text(row.field, row.value),
    }
