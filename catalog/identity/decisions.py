"""What editors decided of identity, as plain data: applied last, so it beats every rule. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Key = tuple[str, str]  # provider, provider's model id


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of one day.

    `offers` are offers put to a model of their own choice, `models` canonical ids that became
    others, by their rules' id; `derivatives` tell which models are (or are not) derivatives, and
    `versions` of which model each is a version, "" for none. `aliases` lead from a slug to the slug
    that it means at any maker, "" where the shipped list is wrong; `plans` tell which providers
    sell subscriptions, and which do not.
    """

    offers: Mapping[Key, str] = field(default_factory=dict)
    models: Mapping[str, str] = field(default_factory=dict)
    derivatives: Mapping[str, bool] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    plans: Mapping[str, bool] = field(default_factory=dict)

    def path_of(self, key: Key, by_rules: str, spelled: str = "") -> str:
        """Return the canonical id of an offer for which the rules give `by_rules`.

        `spelled` is the slug in the offer's own id, before shipped aliases and evidence.
        """
        named = self.offers.get(key) or self.by_alias(by_rules, spelled)
        return self.renamed(named)

    def by_alias(self, path: str, spelled: str = "") -> str:
        """Return the canonical id under the name that an edited alias gives it."""
        maker, _slash, slug = path.partition("/")
        for word in (spelled, slug):
            if word in self.aliases:
                return f"{maker}/{self.aliases[word] or word}"
        return path

    def renamed(self, path: str) -> str:
        """Follow a canonical id that became another, which may have become a third."""
        seen = set()
        while path in self.models and path not in seen:
            seen.add(path)
            path = self.models[path]
        return path

    def decides(self, key: Key, by_rules: str, spelled: str = "") -> bool:
        decided = key in self.offers or by_rules in self.models
        return decided or self.by_alias(by_rules, spelled) != by_rules


NO_DECISIONS = Decisions()
