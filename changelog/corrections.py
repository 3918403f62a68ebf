"""The corrections that began or ended on a day, as changes of a kind of their own.

They come from the corrections themselves, which a rebuild keeps, so the same day has the same ones.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q

from catalog.domain.corrections import PRICE, Ending, Target
from catalog.editorial import Correction
from catalog.ingest.corrections import NotOnSale, current_value, reported_value
from catalog.models import CanonicalModel, Maker, Offering, Provider
from changelog.diff import Difference, Kind
from changelog.models import Change

FieldKey = tuple[str, str, str]  # provider, provider's model id, field


class Place(NamedTuple):
    """Where a change is listed: its provider, and an offering with its model if it is about one."""

    provider: int
    offering: int | None = None
    model: int | None = None


@dataclass(frozen=True, slots=True)
class CorrectionsOfDay:
    """The corrections that began or ended on a day, with their places, in the order of keys."""

    day: date
    rows: tuple[tuple[Correction, Place], ...] = ()
    before: date | None = None  # the day of the data before
    fields: frozenset[FieldKey] = field(default=frozenset())

    @property
    def models(self) -> set[int]:
        """The models of which an offer's price was corrected on the day, or no longer is."""
        return {
            place.model for row, place in self.rows if place.model and row.field.startswith(PRICE)
        }

    def explain(self, difference: Difference) -> bool:
        """Tell whether a correction, not the feed, made this difference."""
        return (*difference.key, corrected_field(difference)) in self.fields

    def changes(self) -> Iterator[Change]:
        for row, place in self.rows:
            if self.before is None or row.first_day > self.before:
                yield self._change(row, place, _value_before(row), row.value)
            elif row.ending != Ending.REPLACED:
                yield self._change(row, place, row.value, _value_without(row), row.ending)

    def _change(
        self, row: Correction, place: Place, old: Any, new: Any, ending: str = ""
    ) -> Change:
        return Change(
            day=self.day,
            kind=Kind.CORRECTION,
            field=row.field,
            old=old,
            new=new,
            provider_id=place.provider,
            offering_id=place.offering,
            model_id=place.model,
            reason=[row.target, ending, row.reason],
        )


def read_corrections(day: date, before: date | None) -> CorrectionsOfDay:
    """Read the corrections that began or ended on a day; one query if there are none.

    `before` is the day of the data before it, None on the first one: there may be days between,
    of which there is no data.
    """
    began, ended = Q(first_day__lte=day), Q(ended_on__lte=day)
    if before:
        began, ended = began & Q(first_day__gt=before), ended & Q(ended_on__gt=before)
    on_day = Correction.objects.overriding().filter(began | ended)
    held = [row for row in on_day.order_by("pk") if _held_on_data(row, day, before)]
    placed = [(row, place) for row in held if (place := _place(row))]
    return CorrectionsOfDay(day, tuple(placed), before, frozenset(_field_keys(held)))


def _held_on_data(row: Correction, day: date, before: date | None) -> bool:
    """Tell whether a correction was in force on a day with data, and not only between two."""
    began_now = before is None or row.first_day > before
    return row.override.held and not (began_now and row.ended_on and row.ended_on <= day)


def _field_keys(rows: Iterable[Correction]) -> Iterator[FieldKey]:
    for row in rows:
        if row.target == Target.OFFER:
            yield row.provider, row.key, row.field
        elif row.target == Target.PROVIDER:
            yield row.key, "", row.field


def corrected_field(difference: Difference) -> str:
    """Return the name that corrections have for the field of a difference."""
    if difference.kind is not Kind.PRICE:
        return difference.field
    return PRICE + difference.field if difference.tier is None else "tiers"


def _value_before(row: Correction) -> Any:
    """Return what the feed reports on the first day; of a backdated one, as the tables have it."""
    if row.first_day == row.entered_on:
        return row.feed_value
    try:
        return reported_value(Target(row.target), row.key, row.provider, row.field)
    except NotOnSale:
        return row.feed_value


def _value_without(row: Correction) -> Any:
    try:
        return current_value(Target(row.target), row.key, row.provider, row.field)
    except NotOnSale:
        return None


def _place(row: Correction) -> Place | None:
    """Return where a correction is listed; None where what it is about is not on record.

    A model is listed with its reference offer, a maker with its own provider or else the first one
    that offers a model of it: every change has a provider.
    """
    if row.target == Target.PROVIDER:
        provider = Provider.objects.filter(key=row.key).values_list("pk", flat=True).first()
        return Place(provider) if provider else None
    if row.target == Target.MAKER:
        return _place_of_maker(row.key)
    offerings = Offering.objects.filter(provider__key=row.provider, provider_model_id=row.key)
    if row.target == Target.MODEL:
        models = CanonicalModel.objects.filter(path=row.key)
        offerings = Offering.objects.filter(pk__in=models.values("representative"))
    found = offerings.values_list("provider_id", "pk", "model_id").first()
    return Place(*found) if found else None


def _place_of_maker(slug: str) -> Place | None:
    maker = Maker.objects.filter(slug=slug).first()
    if maker is None:
        return None
    sellers = Provider.objects.filter(offerings__model__maker=maker)
    for providers in (maker.own_providers.all(), sellers):
        if pk := providers.order_by("key").values_list("pk", flat=True).first():
            return Place(pk)
    return None
