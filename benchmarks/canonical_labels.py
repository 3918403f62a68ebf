"""Score canonicalisation against the labels of models.dev's maintainers, if they are present."""

import csv
import gzip
import json
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.identity_perturb import raise_versions
from catalog.identity.canonicalise import Identity, Listing, canonicalise
from catalog.identity.makers import slugify

LABELS = Path(__file__).resolve().parents[2] / "shared" / "data" / "labels"
Key = tuple[str, str]
Labels = dict[Key, str]


def listings_of(payload: dict[str, Any]) -> list[Listing]:
    """Return every offering of a payload, without upstream's canonical ids."""
    return [
        _listing(provider, model_id, model)
        for provider, entry in payload.items()
        for model_id, model in entry["models"].items()
    ]


def _listing(provider: str, model_id: str, model: dict[str, Any]) -> Listing:
    cost, limit = model.get("cost") or {}, model.get("limit") or {}
    return Listing(
        provider,
        model_id,
        model.get("name") or "",
        model.get("family"),
        released=model.get("release_date") or "",
        prices=(_decimal(cost.get("input")), _decimal(cost.get("output"))),
        limits=(limit.get("context") or None, limit.get("output") or None),
        reasoning=model.get("reasoning"),
    )


def _decimal(price: float | None) -> Decimal | None:
    return None if price is None else Decimal(str(price))


def read_payload(folder: Path) -> dict[str, Any]:
    """Return the one payload of a folder of labels."""
    with gzip.open(next(folder.glob("*.json.gz"))) as file:
        payload: dict[str, Any] = json.load(file)
    return payload


def read_labels(path: Path) -> dict[Key, str]:
    with path.open(newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(r["provider"], r["provider_model_id"]): r["canonical"] for r in rows}


def pairs(sizes: Counter[object]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def score(
    identities: dict[Key, Identity], labels: dict[Key, str]
) -> tuple[float, float, float, float]:
    """Return precision and recall over pairs, and the shares of right makers and slugs."""
    both = pairs(Counter((identities[k].id, label) for k, label in labels.items()))
    ours = pairs(Counter(identities[k].id for k in labels))
    theirs = pairs(Counter(labels.values()))
    maker = sum(identities[k].maker == label.split("/")[0] for k, label in labels.items())
    slug = sum(identities[k].slug == slugify(label.split("/", 1)[1]) for k, label in labels.items())
    return both / (ours or 1), both / (theirs or 1), maker / len(labels), slug / len(labels)


def main(folder: Path = LABELS) -> int:
    if not folder.exists():
        print(f"no labels at {folder.name}: nothing to score")
        return 0
    listings = listings_of(read_payload(folder))
    start = time.perf_counter()
    identities = canonicalise(listings)
    seconds = time.perf_counter() - start
    labels = read_labels(folder / "canonical.tsv")
    models = {identity.id for identity in identities.values()}
    print(f"offerings {len(identities)}  models {len(models)}  {seconds:.2f} s")
    report("as they are", score(identities, labels))
    rows, labels = raise_versions(listings, labels)
    report("versions moved", score(canonicalise(rows), labels))
    return 0


def report(what: str, scores: tuple[float, float, float, float]) -> None:
    precision, recall, maker, slug = scores
    print(
        f"{what:15} precision {precision:.4f}  recall {recall:.4f}"
        f"  maker {maker:.4f}  slug {slug:.4f}"
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else LABELS))
