"""What search engines are told of: every page in every language, each with its alternates."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from catalog.capabilities import CAPABILITIES
from catalog.models import CanonicalModel, Maker, Provider

PAGES = (
    *("home", "models", "providers", "makers", "capabilities", "compare", "calculator"),
    *("changelog", "lifecycle", "methodology", "faq"),
)


class InEveryLanguage(Sitemap):  # type: ignore[type-arg]
    i18n = True
    alternates = True
    x_default = True
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
        return CanonicalModel.objects.live().only("path").order_by("path")


class Makers(InEveryLanguage):
    def items(self) -> QuerySet[Maker]:
        return Maker.objects.filter(models__withdrawn_on=None).distinct().order_by("slug")


class Providers(InEveryLanguage):
    def items(self) -> QuerySet[Provider]:
        return Provider.objects.live().order_by("key")


SITEMAPS: dict[str, Any] = {
    "pages": Pages,
    "capabilities": Capabilities,
    "models": Models,
    "makers": Makers,
    "providers": Providers,
}
