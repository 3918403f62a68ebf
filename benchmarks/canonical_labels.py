"""Score canonicalisation against the labels of models.dev's maintainers, if they are present."""

import csv
import gzip
import json
import re
import sys
import time
from collections import Counter
from pathlib import Path

from catalog.identity.canonicalise import Identity, Listing, canonicalise
from catalog.identity.makers import slugify

LABELS = Path(__file__).resolve().parents[2] / "shared" / "data" / "labels"
Key = tuple[str, str]

# A family and its major version; three digits or a b behind it are no version.
VERSION = re.compile(
    r"((?:gpt|claude[- ](?:opus|sonnet|haiku|fable)|claude|glm|kimi[- ]?k|\bk|minimax[- ]?m"
    r"|deepseek[- ](?:chat-)?v|qwen|gemini|gemma|llama|grok|mimo[- ]v|step(?:fun)?"
    r"|nemotron(?:[- ](?:nano|super|ultra))?|fugu|command)[- _]?)([1-8])(?!\d{2})(?!b)",
    re.IGNORECASE,
)


def listings_of(payload: dict[str, dict[str, dict[str, dict[str, str]]]]) -> list[Listing]:
    """Return every offering of a payload, without upstream's canonical ids."""
    return [
        Listing(provider, model_id, model.get("name") or "", model.get("family"))
        for provider, entry in payload.items()
        for model_id, model in entry["models"].items()
    ]


def read_payload(folder: Path) -> dict[str, dict[str, dict[str, dict[str, str]]]]:
    """Return the one payload of a folder of labels."""
    with gzip.open(next(folder.glob("*.json.gz"))) as file:
        payload: dict[str, dict[str, dict[str, dict[str, str]]]] = json.load(file)
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


def moved(text: str) -> str:
    """Return text with the major versions of models one higher: names that no rule was made for."""
    return VERSION.sub(lambda match: match[1] + str(int(match[2]) + 1), text)


def move(listings: list[Listing], labels: dict[Key, str]) -> tuple[list[Listing], dict[Key, str]]:
    rows = [Listing(r.provider, moved(r.provider_model_id), moved(r.name)) for r in listings]
    return rows, {(k[0], moved(k[1])): moved(label) for k, label in labels.items()}


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
    rows, labels = move(listings, labels)
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
