"""On which days the prices of offers were doubtful, for charts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from changelog.intervals import Interval
from changelog.models import PriceDoubtRevision


def read_doubts(offerings: Iterable[int]) -> Mapping[int, list[Interval]]:
    """Return the days by the offering's primary key, in one query."""
    rows = PriceDoubtRevision.objects.filter(offering__in=list(offerings))
    doubts: defaultdict[int, list[Interval]] = defaultdict(list)
    for pk, start, end in rows.values_list("offering", "valid_from", "valid_to"):
        doubts[pk].append(Interval(start, end))
    return doubts
