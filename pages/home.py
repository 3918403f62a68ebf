"""The front page."""

from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render

from catalog.http import HtmxHttpRequest, cached_page
from catalog.models import CanonicalModel, Offering, Provider

SHOWN = 10
# What the front page calls able: it can be given tools and a document of some length.
ABLE = {"official": True, "tool_calling": True, "context__gte": 128_000}


@cached_page
def home(request: HtmxHttpRequest) -> HttpResponse:
    live = CanonicalModel.objects.live()
    able = live.priced().filter(**ABLE)
    return render(
        request,
        "pages/home.html",
        {
            "counts": live.aggregate(models=Count("pk"), makers=Count("maker", distinct=True)),
            "offering_count": Offering.objects.live().count(),
            "provider_count": Provider.objects.live().count(),
            "newest": live.for_list().order_by("-released", "name", "pk")[:SHOWN],
            "cheapest": able.for_list().order_by("blended_price", "pk")[:SHOWN],
        },
    )
