"""The admin's first page: what waits for an editor or operator, above the list of tables."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.core.cache import cache
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from catalog.decisions import IdentityDecision
from catalog.editorial import Correction, MistakeReport
from catalog.models import CatalogueVersion, Run
from catalog.refusals import RefusedPayload
from config.identity.queue import matched_offers, open_doubts

LAST_RUNS = 5
LAPSES_WITHIN = timedelta(days=14)
MOST_LAPSING = 10
QUEUE_SECONDS = 10 * 60  # of which the number of doubts, a second's work, is kept


@dataclass(frozen=True, slots=True)
class DataAge:
    """How old the data is: its day, when it was last confirmed, and the days since."""

    day: date
    confirmed_on: date
    days: int


def dashboard(request: HttpRequest) -> HttpResponse:
    today = timezone.now().date()
    context: dict[str, Any] = {
        "age": data_age(today),
        "last_runs": Run.objects.defer("skipped").order_by("-started_at", "-id")[:LAST_RUNS],
        "refused": RefusedPayload.objects.light().first(),
        "inbox": MistakeReport.objects.undecided().count(),
        "doubts": doubt_count(),
        "lapsing": lapsing_corrections(today),
    }
    return admin.site.index(request, context)


def data_age(today: date) -> DataAge | None:
    """Return the age of the published data; None while there is none."""
    newest = CatalogueVersion.objects.order_by("-pk").values_list("day", "snapshot__confirmed_on")
    if (row := newest.first()) is None:
        return None
    day, confirmed = row
    confirmed = confirmed or day
    return DataAge(day, confirmed, (today - confirmed).days)


def doubt_count() -> int:
    """Return how many matches are doubtful; calculated again after each change of either table."""
    version = CatalogueVersion.objects.order_by("-pk").values_list("pk", flat=True).first()
    decided = IdentityDecision.objects.aggregate(newest=Max("pk"), undone=Count("undone_at"))
    key = f"doubtful-matches-{version}-{decided['newest']}-{decided['undone']}"
    count = cache.get(key)
    if count is None:
        count = len(open_doubts(matched_offers()))
        cache.set(key, count, QUEUE_SECONDS)
    return int(count)


def lapsing_corrections(today: date) -> list[Correction]:
    """Return the open corrections that will lapse soon, the first to lapse first."""
    soon = Correction.objects.open().overriding().filter(last_day__lte=today + LAPSES_WITHIN)
    return list(soon.order_by("last_day", "id")[:MOST_LAPSING])
