"""The payload of the API, made from the TOML files that models.dev makes it from. Pure.

    providers/<provider>/provider.toml             the provider
    providers/<provider>/models/<model id>.toml    an offering, alone or on top of
        models/<maker>/<model>.toml                a model's own facts: base_model = "maker/model"
        another offering's file                    until 2026: [extends] from = "provider/model"

The same rules as those of models.dev's own generator (packages/core/src/generate.ts): tables are
merged, other values replaced, and what is to be omitted is taken out afterwards, with a table that
it leaves empty.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

PROVIDERS, BASES = "providers/", "models/"
# A model's own facts that an offering does not inherit.
NOT_INHERITED = frozenset({"id", "benchmarks", "license", "links", "weights", "aliases"})
# How to ask for reasoning is a matter of each provider's own API.
NOT_EXTENDED = frozenset({"reasoning_options"})
LEGACY_TIER_FROM = 200_000  # tokens
LONGEST_CHAIN = 20

Table = dict[str, Any]
# A file's table, or why it cannot be read.
Files = Mapping[str, Table | str]


class Unresolved(Exception):
    """Why an offering cannot be made from its file."""


def build_payload(files: Files, *, with_canonical_ids: bool) -> dict[str, Any]:
    """Return the payload: providers by id, with their offerings by model id.

    What cannot be read or resolved becomes a text that says why. The normaliser reports it and
    keeps the last readable record, as it does for anything that it cannot read.
    `with_canonical_ids` adds the model that an offering's file is based on.
    """
    return _Builder(files, with_canonical_ids).payload()


class _Builder:
    def __init__(self, files: Files, with_canonical_ids: bool) -> None:
        self.files, self.with_canonical_ids = files, with_canonical_ids
        self.finished: dict[str, Table] = {}  # offerings by path

    def payload(self) -> dict[str, Any]:
        offerings = self._paths_by_provider()
        return {
            key: self._provider(key, offerings[key])
            for key in sorted(offerings)
            if f"{PROVIDERS}{key}/provider.toml" in self.files
        }

    def _paths_by_provider(self) -> dict[str, dict[str, str]]:
        """Return the path of every offering by provider and model id."""
        paths: dict[str, dict[str, str]] = {}
        for path in self.files:
            if not path.startswith(PROVIDERS):
                continue
            key, _, rest = path.removeprefix(PROVIDERS).partition("/")
            if rest == "provider.toml":
                paths.setdefault(key, {})  # a provider without offerings is one, too
            elif rest.startswith("models/"):
                model_id = rest.removeprefix("models/").removesuffix(".toml")
                paths.setdefault(key, {})[model_id] = path
        return paths

    def _provider(self, key: str, paths: Mapping[str, str]) -> Table | str:
        own = self.files[f"{PROVIDERS}{key}/provider.toml"]
        if isinstance(own, str):
            return own
        models = {model_id: self._offering_or_reason(paths[model_id]) for model_id in sorted(paths)}
        return {**own, "id": key, "models": models}

    def _offering_or_reason(self, path: str) -> Table | str:
        try:
            return self._offering(path, 0)
        except Unresolved as why:
            return str(why)

    def _offering(self, path: str, depth: int) -> Table:
        if path not in self.finished:
            # Deeper chains are circles.
            if depth > LONGEST_CHAIN:
                raise Unresolved(f"{path}: extends itself")
            self.finished[path] = self._finish(path, depth)
        return self.finished[path]

    def _finish(self, path: str, depth: int) -> Table:
        own = self.files[path]
        if isinstance(own, str):
            raise Unresolved(own)
        value = self._inherit(path, own, depth)
        model_id = path.removeprefix(PROVIDERS).split("/models/", 1)[1].removesuffix(".toml")
        return {**with_legacy_tier(value), "id": model_id}

    def _inherit(self, path: str, own: Table, depth: int) -> Table:
        if "extends" in own:
            source, paths = _extended(path, own["extends"])
            base = self._offering(self._path_of(path, source), depth + 1)
            rest = {name: value for name, value in own.items() if name != "extends"}
            return omit(merge(without(base, NOT_EXTENDED), rest), paths)
        if "base_model" in own:
            return self._on_base(path, own)
        return own

    def _path_of(self, path: str, source: str) -> str:
        provider, _, model_id = source.partition("/")
        extended = f"{PROVIDERS}{provider}/models/{model_id}.toml"
        if extended not in self.files:
            raise Unresolved(f"{path}: extends {source}, which does not exist")
        return extended

    def _on_base(self, path: str, own: Table) -> Table:
        name, paths = own["base_model"], own.get("base_model_omit", [])
        base = self.files.get(f"{BASES}{name}.toml")
        if base is None:
            raise Unresolved(f"{path}: is based on {name}, which does not exist")
        if isinstance(base, str):
            raise Unresolved(base)
        rest = without(own, {"base_model", "base_model_omit"})
        merged = omit(merge(without(base, NOT_INHERITED), rest), paths)
        return {**merged, "canonical_model_id": name} if self.with_canonical_ids else merged


def _extended(path: str, extends: Any) -> tuple[str, Any]:
    """Return what a file extends, as "provider/model", and the paths to omit."""
    if isinstance(extends, str):
        return extends, []
    if isinstance(extends, dict) and isinstance(extends.get("from"), str):
        return extends["from"], extends.get("omit", [])
    raise Unresolved(f"{path}: extends names no offering")


def without(value: Table, names: frozenset[str] | set[str]) -> Table:
    return {name: item for name, item in value.items() if name not in names}


def merge(base: Table, own: Table) -> Table:
    """Return `base` overlaid with `own`: tables are merged, anything else is replaced."""
    merged = dict(base)
    for name, value in own.items():
        known = merged.get(name)
        both = isinstance(known, dict) and isinstance(value, dict)
        merged[name] = merge(known, value) if both else value  # type: ignore[arg-type]
    return merged


def omit(value: Table, paths: Any) -> Table:
    """Return the value without what these dotted paths lead to, nor tables left empty by that."""
    if not isinstance(paths, list) or not paths:
        return value
    value = deepcopy(value)  # it shares tables with the one that it was merged from
    for path in paths:
        _omit(value, str(path).split("."))
    return value


def _omit(table: Table, names: list[str]) -> None:
    name, rest = names[0], names[1:]
    inner = table.get(name)
    if not rest:
        table.pop(name, None)
    elif isinstance(inner, dict) and inner:
        _omit(inner, rest)
        if not inner:
            del table[name]


def with_legacy_tier(value: Table) -> Table:
    """Add the legacy copy of a price tier that the API has: of a single one from 200,000 tokens."""
    cost = value.get("cost")
    tiers = cost.get("tiers") if isinstance(cost, dict) else None
    if not isinstance(tiers, list) or len(tiers) != 1 or not isinstance(tiers[0], dict):
        return value
    tier = tiers[0].get("tier")
    if not isinstance(tier, dict) or tier.get("type", "context") != "context":
        return value
    size = tier.get("size")
    if not isinstance(size, int | float) or size < LEGACY_TIER_FROM:
        return value
    return {**value, "cost": {**cost, "context_over_200k": without(tiers[0], {"tier"})}}  # type: ignore[dict-item]
