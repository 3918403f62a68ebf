"""The announced facts that the pages of a day show, by what they are about; read once a version."""

from collections import defaultdict
from collections.abc import Mapping

from catalog.as_of.recorded import recorded
from catalog.domain.corrections import Target
from catalog.editorial import Announcement
from catalog.http import DataVersion
from catalog.version_cache import per_version

Address = tuple[Target, str, str]  # target, provider ("" of a model), key


@per_version()
def announcements(data: DataVersion | None) -> Mapping[Address, tuple[Announcement, ...]]:
    """Return the facts that stand, in the order in which they were recorded; two queries.

    A past day has those that had been recorded by then.
    """
    if data is None or not recorded(data).announcements:
        return {}
    rows = Announcement.objects.standing().order_by("pk")
    if data.state:
        rows = rows.filter(recorded_at__date__lte=data.state)
    found: defaultdict[Address, list[Announcement]] = defaultdict(list)
    for row in rows:
        found[Target(row.target), row.provider, row.key].append(row)
    return {address: tuple(several) for address, several in found.items()}


def announced_of(
    data: DataVersion | None, target: Target, key: str, provider: str = ""
) -> tuple[Announcement, ...]:
    return announcements(data).get((target, provider, key), ())
