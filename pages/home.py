"""The front page."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render

from catalog.http import HtmxHttpRequest, cached_page
from catalog.models import CanonicalModel, Offering, Provider
from pages.table_rows import model_rows

SHOWN = 10
# "Cheapest" compares models for general use; without these limits the list is embedding models.
GENERAL_USE = {"official": True, "tool_calling": True, "context__gte": 128_000}


@cached_page
def home(request: HtmxHttpRequest) -> HttpResponse:
    live = CanonicalModel.objects.listed()
    newest = live.for_list().order_by("-released", "name", "pk")
    cheapest = live.priced().filter(**GENERAL_USE).for_list().order_by("blended_price", "pk")
    context = {
        "counts": live.aggregate(models=Count("pk"), makers=Count("maker", distinct=True)),
        "offering_count": Offering.objects.live().count(),
        "provider_count": Provider.objects.live().count(),
        "newest": model_rows(newest[:SHOWN]),
        "cheapest": model_rows(cheapest[:SHOWN]),
    }
    return render(request, "pages/home.html", context)
