"""Rows of a past day with the corrections that were known by the end of another day."""

from collections.abc import Iterable, Mapping
from datetime import date

from catalog.as_of.rows import StoredOffer
from catalog.domain.corrections import Target, column_value, corrected_anew
from catalog.editorial import Correction
from catalog.ingest.corrections import Overrides
from catalog.models import Maker, Provider


def corrected_offer(offer: StoredOffer, overrides: Overrides) -> StoredOffer:
    """Return an offer's revision with these corrections in place of its own."""
    own = overrides.about(Target.OFFER, offer.provider_model_id, offer.provider)
    if not own and not offer.corrected:
        return offer
    facts, both = corrected_anew(offer.facts, offer.corrected, own)
    return offer.with_facts(dict(facts), both)


def name_as_known(
    day: date,
    overrides: Overrides,
    providers: Mapping[str, Provider],
    makers: Iterable[Maker],
) -> None:
    """Take back from providers and makers what was corrected later, and put back what had been.

    Their revisions hold the values of readers only; the feed's is that of the correction.
    """
    rows: dict[tuple[str, str], Provider | Maker] = {
        (Target.PROVIDER, key): provider for key, provider in providers.items()
    }
    rows |= {(Target.MAKER, maker.slug): maker for maker in makers}
    of_rows = Correction.objects.filter(target__in=(Target.PROVIDER, Target.MAKER))
    for correction in of_rows.in_force(day).order_by("-pk"):
        if row := rows.get((correction.target, correction.key)):
            setattr(row, correction.field, column_value(correction.field, correction.feed_value))
    for override in overrides:
        if row := rows.get((override.target, override.key)):
            setattr(row, override.field, column_value(override.field, override.value))
