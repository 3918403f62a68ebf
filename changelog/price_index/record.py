"""Writing the links of the price index: once a day, from the revisions that begin and end on it."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from catalog.ingest.bulk import insert
from changelog.models import LINKS_PER_DAY, IndexLink, ModelRevision
from changelog.price_index.links import DayPrices, ModelPrice, links


class PricedRevision(NamedTuple):
    """A model's price, and the days from and until which it held."""

    model: int
    offer: int
    blended: Decimal
    maker: int
    seller: int | None
    start: date
    end: date | None


COLUMNS = (
    *("model_id", "recommended_id", "blended_price", "model__maker_id"),
    *("recommended__provider__maker_id", "valid_from", "valid_to"),
)


def record_links(day: date, without: Collection[int] = ()) -> None:
    """Write the day's links; those of an earlier payload of the day are replaced.

    `without` are keys of models that are not compared: an editor corrected one of their prices,
    which is no move of the market.

    Must run after the revisions of the day are written, inside the transaction that derives it.
    The first day on record is compared with nothing: its links are 1.
    """
    IndexLink.objects.filter(day=day).delete()
    # What held on the day before, and what holds today; every other revision is older.
    rows = ModelRevision.objects.filter(Q(valid_to=None) | Q(valid_to=day))
    # What is doubted today was recommended until there were enough prices to compare it with.
    priced = rows.filter(blended_price__gt=0, recommended__price_doubt="")
    priced = priced.exclude(model__in=without) if without else priced
    revisions = [PricedRevision(*row) for row in priced.values_list(*COLUMNS)]
    before = _prices(one for one in revisions if one.start < day)
    after = _prices(one for one in revisions if one.end is None)
    written = [
        IndexLink(number=day.toordinal() * LINKS_PER_DAY + place, day=day, **asdict(link))
        for place, link in enumerate(links(before, after))
    ]
    insert(IndexLink, written)


def _prices(revisions: Iterable[PricedRevision]) -> DayPrices:
    return {
        one.model: ModelPrice(one.offer, one.blended, own=one.seller == one.maker)
        for one in revisions
    }
