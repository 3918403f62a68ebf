"""On which days the prices of offers were doubtful, for charts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from catalog.domain.price_doubts import PriceDoubt
from changelog.history.price_lines import DoubtInterval
from changelog.models import PriceDoubtRevision


def read_doubts(offerings: Iterable[int]) -> Mapping[int, list[DoubtInterval]]:
    """Return the days by the offering's primary key, in one query."""
    rows = PriceDoubtRevision.objects.filter(offering__in=list(offerings))
    doubts: defaultdict[int, list[DoubtInterval]] = defaultdict(list)
    for pk, start, end, reason in rows.values_list("offering", "valid_from", "valid_to", "reason"):
        doubts[pk].append(DoubtInterval(start, end, passes=reason == PriceDoubt.NEW))
    return doubts
