"""From the name of a model in a log to the channel whose prices count."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from catalog.identity.makers import slugify
from catalog.models import CanonicalModel, Offering

DATE = re.compile(r"-(?:20\d{6}|20\d{2}-\d{2}-\d{2})$")
MOST_SUGGESTED = 5


@dataclass(frozen=True, slots=True)
class MatchedOffer:
    """A channel as a log may mean it; `recommended` is the channel that its model stands by."""

    offering: int
    provider: str
    model: str
    recommended: int | None
    priced: bool


class ModelDirectory:
    """Every name that a log may use, withdrawn channels too, loaded for one log."""

    def __init__(self) -> None:
        rows = Offering.objects.order_by("withdrawn_on", "provider__key", "pk").values_list(
            *("pk", "provider__key", "model__path", "model__recommended_id", "price_state"),
            "provider_model_id",
        )
        self.by_id: dict[str, list[MatchedOffer]] = defaultdict(list)
        self.by_path: dict[str, MatchedOffer] = {}
        for pk, provider, path, recommended, state, own_id in rows:
            seller = MatchedOffer(pk, provider, path, recommended, state == "priced")
            self.by_id[own_id.casefold()].append(seller)
            if path not in self.by_path or pk == recommended:
                self.by_path[path] = seller
        self.by_slug: dict[str, str] = {}
        for path in CanonicalModel.objects.order_by(
            "-official", "-provider_count", "pk"
        ).values_list("path", flat=True):
            self.by_slug.setdefault(path.partition("/")[2], path)

    def find(self, name: str, provider: str, mapped: Mapping[str, str]) -> MatchedOffer | None:
        """Return the channel of that provider if it sells the name, else the model's own choice."""
        if name in mapped:
            return self.by_path.get(mapped[name])
        key = name.casefold()
        sellers = self.by_id.get(key, [])
        own = [seller for seller in sellers if seller.provider == provider and seller.priced]
        if own:
            return own[0]
        path = sellers[0].model if sellers else key if key in self.by_path else self.slug_of(key)
        return self.by_path.get(path or "")

    def slug_of(self, key: str) -> str | None:
        """Return the model whose slug the name is, as it stands or without its date."""
        slug = slugify(key.rpartition("/")[2])
        return self.by_slug.get(slug) or self.by_slug.get(DATE.sub("", slug))

    def suggestions(self, name: str) -> list[str]:
        """Return models with a like name, the likest first."""
        slug = DATE.sub("", slugify(name.casefold().rpartition("/")[2]))[:60]
        near = get_close_matches(slug, self.by_slug, n=MOST_SUGGESTED, cutoff=0.55)
        return [self.by_slug[found] for found in near]
