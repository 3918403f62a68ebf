"""The offers that a long price table shows before a reader opens it."""

from collections.abc import Sequence

from catalog.models import CanonicalModel, Offering

SHOWN = 10
# A link to two more rows takes as much room as the rows do.
NOT_FOLDED = SHOWN + 2


def main_offers(ordered: Sequence[Offering], model: CanonicalModel) -> list[Offering]:
    """Return the recommended offer, the maker's own priced ones, and the first others, in order.

    In the order of the page that opens, the first others are the cheapest ones, doubtful prices
    last. All offers are returned where hiding the rest would save little.
    """
    if len(ordered) <= NOT_FOLDED:
        return list(ordered)

    def rank(place: int) -> tuple[bool, bool, bool, int]:
        offering = ordered[place]
        own = offering.provider.maker_id == model.maker_id and offering.comparable
        doubtful = bool(offering.price_doubt)
        return offering.pk != model.recommended_id, not own, doubtful, place

    places = sorted(range(len(ordered)), key=rank)[:SHOWN]
    return [ordered[place] for place in sorted(places)]
