"""Matches the model names of a log to offers."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import F

from catalog.domain.other_fees import other_fees
from catalog.domain.prices import PriceState
from catalog.identity.makers import slugify
from catalog.identity.model_ids import decoded_id
from catalog.models import CanonicalModel, Offering

DATE = re.compile(r"-(?:20\d{6}|20\d{2}-\d{2}-\d{2})$")
MAX_SUGGESTIONS = 5
# get_close_matches is quadratic in the length of a name; no slug is longer.
MAX_SLUG_LENGTH = 60
MIN_SIMILARITY = 0.55  # low enough for a typo such as "gtp-5" in a short name


@dataclass(frozen=True, slots=True)
class MatchedOffer:
    """The offering (its primary key) whose prices a name in a log stands for."""

    offering: int
    provider: str
    model: str
    priced: bool
    doubtful: bool
    fees: tuple[str, ...] = ()  # as `catalog.domain.other_fees` names them


class ModelDirectory:
    """All names that a log may use, withdrawn offers included, loaded by two queries."""

    def __init__(self) -> None:
        self.by_id: dict[str, list[MatchedOffer]] = defaultdict(list)
        self.by_path: dict[str, MatchedOffer] = {}
        # Live offers first, so that they win; databases disagree on where NULL sorts.
        rows = Offering.objects.order_by(
            F("withdrawn_on").asc(nulls_first=True), "provider__key", "pk"
        ).values_list(
            *("pk", "provider__key", "model__path", "model__recommended_id", "price_state"),
            *("provider_model_id", "price_doubt", "extra"),
        )
        for pk, provider, path, recommended, state, provider_model_id, doubt, extra in rows:
            priced, fees = state == PriceState.PRICED, other_fees(extra)
            offer = MatchedOffer(pk, provider, path, priced, bool(doubt), fees)
            self.by_id[_key(provider_model_id)].append(offer)
            if path not in self.by_path or pk == recommended:
                self.by_path[path] = offer
        self.by_slug: dict[str, str] = {}
        # Makers may share a slug: the official model counts, then the one with most providers.
        paths = CanonicalModel.objects.order_by("-official", "-provider_count", "pk")
        for path in paths.values_list("path", flat=True):
            self.by_slug.setdefault(path.partition("/")[2], path)

    def find(self, name: str, provider: str, mapped: Mapping[str, str]) -> MatchedOffer | None:
        """Return the provider's own offer of that name, else the model's recommended offer.

        `mapped` gives canonical ids that the user chose for names; they outrank everything.
        """
        if name in mapped:
            return self.by_path.get(mapped[name])
        key = _key(name)
        offers = self.by_id.get(key, [])
        own = [offer for offer in offers if offer.provider == provider and offer.priced]
        if own:
            return own[0]
        path = (
            offers[0].model if offers else key if key in self.by_path else self._path_by_slug(key)
        )
        return self.by_path.get(path or "")

    def _path_by_slug(self, name: str) -> str | None:
        """Return the model with this slug, with or without its date."""
        slug = slugify(name.rpartition("/")[2])
        return self.by_slug.get(slug) or self.by_slug.get(DATE.sub("", slug))

    def suggestions(self, name: str) -> list[str]:
        """Return models with a similar slug, the most similar first."""
        slug = DATE.sub("", slugify(_key(name).rpartition("/")[2]))[:MAX_SLUG_LENGTH]
        similar = get_close_matches(slug, self.by_slug, n=MAX_SUGGESTIONS, cutoff=MIN_SIMILARITY)
        return [self.by_slug[match] for match in similar]


def _key(name: str) -> str:
    """Return a name as it is compared: without percent-escapes, regardless of case."""
    return decoded_id(name).casefold()
