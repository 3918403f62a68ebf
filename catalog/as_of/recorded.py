"""Whether people recorded anything at all: pages ask that once, and no more if they did not."""

from typing import NamedTuple

from django.db.models import Exists

from catalog.editorial import Announcement, Correction
from catalog.http import DataVersion
from catalog.models import CatalogueVersion
from catalog.version_cache import per_version


class Recorded(NamedTuple):
    """Which tables have rows."""

    corrections: bool = False
    announcements: bool = False


NOTHING = Recorded()


@per_version()
def recorded(data: DataVersion | None) -> Recorded:
    """Return which of the tables have rows; one query, none while nothing is published."""
    if data is None:
        return NOTHING
    versions = CatalogueVersion.objects.annotate(
        corrections=Exists(Correction.objects.all()),
        announcements=Exists(Announcement.objects.standing()),
    )
    found = versions.order_by("-pk").values_list("corrections", "announcements").first()
    return Recorded(*found) if found else NOTHING
