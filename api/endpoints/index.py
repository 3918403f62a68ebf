"""/index: the price index, day by day."""

from typing import Annotated, Any

from dmr import Query
from msgspec import Meta

from api.controller import ApiController, data_of
from api.cursors import decode_cursor, encode_cursor
from api.days import derived_as_known
from api.fields import with_fields
from api.offer_items import plain
from api.problems import NotAnswerable
from api.schemas.changes import IndexLevel
from api.schemas.envelopes import Page
from api.schemas.queries import PagedQuery
from catalog.display.translation import gettext_noop as _
from catalog.http import data_version
from changelog.price_index.levels import Level, shown
from changelog.price_index.links import Measure, Tier
from changelog.price_index.reading import read_index, until

MeasureName = Annotated[Measure, Meta(description=_("Which price of a model is followed."))]
TierName = Annotated[Tier, Meta(description=_("Models by price: all, frontier, mid or small."))]


class IndexQuery(PagedQuery):
    measure: MeasureName = Measure.RECOMMENDED
    tier: TierName = Tier.ALL


IndexFields = with_fields(IndexQuery, IndexLevel)


class PriceIndex(ApiController):
    """The price index of one measure and tier, oldest day first; 100 on the first day on record.

    It is calculated over all days on record. Where days or corrections came later than `known_on`,
    what it was then cannot be told, and the answer is 422.
    """

    def get(self, parsed_query: Query[IndexFields]) -> Page[IndexLevel]:  # type: ignore[valid-type]
        query: Any = parsed_query
        after = ""
        reading = self.read(query)
        if query.cursor:
            cursor = decode_cursor(query.cursor, keys=1)
            reading, after = reading.at(cursor.snapshot), str(cursor.last[0])
        if not derived_as_known(reading):
            raise NotAnswerable("The index was calculated anew since then.", "Leave out known_on.")
        index = until(read_index(data_version(self.request)), reading.day)
        levels = index.get((query.measure, query.tier), ())
        rows = [level for level in levels if level.day.isoformat() > after]
        items = [_item(level) for level in rows[: query.limit]]
        more = len(rows) > len(items)
        following = encode_cursor(reading.snapshot.pk, [str(items[-1].day)]) if more else None
        return Page(data_of(reading), items, following)


def _item(level: Level) -> IndexLevel:
    link = level.link
    return IndexLevel(
        day=level.day,
        measure=link.measure.value,
        tier=link.tier.value,
        level=plain(shown(level.value)),
        low=plain(shown(level.low)),
        high=plain(shown(level.high)),
        models=link.priced,
        compared=link.matched,
        moved=link.moved,
    )
