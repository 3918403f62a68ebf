"""The sitemaps: every page in every language, each with its alternates."""

from collections import Counter
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from catalog.capabilities import CAPABILITIES
from catalog.identity.makers import slugify
from catalog.models import CanonicalModel, Maker, Provider

PAGES = (
    *("home", "models", "providers", "makers", "capabilities", "compare", "calculator"),
    *("explore", "changelog", "price-index", "lifecycle", "methodology", "faq", "about"),
    *("api", "bundles"),
)


class InEveryLanguage(Sitemap):  # type: ignore[type-arg]
    i18n = True
    alternates = True
    x_default = True
    # Far below the protocol's 50,000: each URL has its alternates, and a request renders a file.
    limit = 2000


class Pages(InEveryLanguage):
    def items(self) -> list[str]:
        return list(PAGES)

    def location(self, item: str) -> str:
        return reverse(item)


class Capabilities(InEveryLanguage):
    def items(self) -> list[str]:
        return [capability.key for capability in CAPABILITIES]

    def location(self, item: str) -> str:
        return reverse("capability", args=[item])


class Models(InEveryLanguage):
    def items(self) -> QuerySet[CanonicalModel]:
        return CanonicalModel.objects.listed().only("path", "slug").order_by("path")


class Makers(InEveryLanguage):
    def items(self) -> QuerySet[Maker]:
        # The join repeats a maker for each of its live models.
        return Maker.objects.filter(models__withdrawn_on=None).distinct().order_by("slug")


class Families(InEveryLanguage):
    """Families with several models: the page of a single one would only repeat its model's."""

    def items(self) -> list[tuple[str, str]]:
        live = CanonicalModel.objects.listed().exclude(family="")
        counts = Counter(
            (maker, slugify(family)) for maker, family in live.values_list("maker__slug", "family")
        )
        return sorted(pair for pair, models in counts.items() if pair[1] and models > 1)

    def location(self, item: tuple[str, str]) -> str:
        return reverse("family", args=item)


class Providers(InEveryLanguage):
    def items(self) -> QuerySet[Provider]:
        return Provider.objects.live().order_by("key")


SITEMAPS: dict[str, Any] = {
    "pages": Pages,
    "capabilities": Capabilities,
    "models": Models,
    "makers": Makers,
    "families": Families,
    "providers": Providers,
}
