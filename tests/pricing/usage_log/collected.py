"""The names that gateways write, and the offers that they may stand for: see names/README.md."""

import csv
import gzip
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pricing.usage_log.directory import MatchedOffer, ModelDirectory, ModelName
from pricing.usage_log.provider_names import ProviderName

FOLDER = Path(__file__).parent / "names"


class CollectedName(NamedTuple):
    name: str
    column: str
    gateway: str
    provider: str
    model: str
    source: str


def collected_names() -> list[CollectedName]:
    with (FOLDER / "names.tsv").open(encoding="utf-8") as file:
        _head, *rows = csv.reader(file, delimiter="\t")
    return [CollectedName(*row) for row in rows]


@cache
def collected_directory() -> ModelDirectory:
    """Build the directory of the collected offers, without a database; cached, half a second."""
    text = gzip.decompress((FOLDER / "offers.tsv.gz").read_bytes()).decode()
    _head, *lines = text.splitlines()
    offers, models = [], {}
    for pk, line in enumerate(lines):
        provider, model_id, path, current, priced, recommended = line.split("\t")
        offers.append(MatchedOffer(pk, provider, path, priced == "1", False, (), model_id))
        if recommended or path not in models:
            models[path] = ModelName(path, current or None, pk if recommended else None)
    providers = (FOLDER / "providers.tsv").read_text(encoding="utf-8").splitlines()
    named = (ProviderName(*line.split("\t")) for line in providers)
    return ModelDirectory(offers, models.values(), named)
