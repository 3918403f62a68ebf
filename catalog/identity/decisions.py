"""What editors decided of identity, as plain data: applied last, so it beats every rule. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Key = tuple[str, str]  # provider, provider's model id


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of one day.

    `offers` are offers put to a model of their own choice, `models` canonical ids that became
    others, by their rules' id; `derivatives` tell which models are (or are not) derivatives, and
    `versions` of which model each is a version, "" for none.
    """

    offers: Mapping[Key, str] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    derivatives: Mapping[str, bool] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)

    def path_of(self, key: Key, by_rules: str) -> str:
        """Return the canonical id of an offer for which the rules give `by_rules`."""
        return self.renamed(self.offers.get(key, by_rules))

    def renamed(self, path: str) -> str:
        """Follow a canonical id that became another, which may have become a third."""
        seen = set()
        while path in self.models and path not in seen:
            seen.add(path)
            path = self.models[path]
        return path

    def decides(self, key: Key, by_rules: str) -> bool:
        return key in self.offers or by_rules in self.models


NO_DECISIONS = Decisions()
