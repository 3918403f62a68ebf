"""Print which models of a real payload are grouped as versions of one, for reading by hand.

`python -m benchmarks.versions [YYYY-MM-DD]`; without a day, the labelled payload. A false group is
worse than a missed one, so each line has what would give it away: names, prices, context, release.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from benchmarks.identity import history
from catalog.identity.canonicalise import Listing, canonicalise
from catalog.identity.makers import MAKERS
from catalog.identity.versions import Terms, VersionEvidence, models_of_versions

OWN = {provider: maker.slug for maker in MAKERS for provider in maker.own_providers}


def listings_by_model(rows: Iterable[Listing]) -> dict[str, list[Listing]]:
    """Return the listings of each model by canonical id."""
    known = {(row.provider, row.provider_model_id): row for row in rows}
    by_model: defaultdict[str, list[Listing]] = defaultdict(list)
    for key, identity in canonicalise(known.values()).items():
        by_model[identity.id].append(known[key])
    return dict(by_model)


def evidence_of(path: str, rows: Sequence[Listing]) -> VersionEvidence:
    """Return what the maker's own listing says, else one listing and the most frequent name.

    Close to the pull, which takes the columns of the model; its choice of offers is longer.
    """
    own = [row for row in rows if OWN.get(row.provider) == path.partition("/")[0]]
    shown = (own or sorted(rows, key=lambda row: (row.provider, row.provider_model_id)))[0]
    name = shown.name if own else Counter(row.name for row in rows).most_common(1)[0][0]
    return VersionEvidence(name, shown.released, Terms(*shown.prices, shown.limits[0]))


def grouped(by_model: Mapping[str, Sequence[Listing]]) -> dict[str, str]:
    """Return the current version of each other version, by canonical id."""
    return models_of_versions({path: evidence_of(path, rows) for path, rows in by_model.items()})


def report(day: str) -> None:
    by_model = listings_by_model(history()[day])
    current = grouped(by_model)
    print(f"{day}: {len(by_model)} models, {len(current)} versions of {len(set(current.values()))}")
    for base in sorted(set(current.values())):
        print(_line(base, by_model[base]))
        for path in sorted(path for path, target in current.items() if target == base):
            print("   ", _line(path, by_model[path]))


def _line(path: str, rows: Sequence[Listing]) -> str:
    prices = sorted({f"{row.prices[0]}/{row.prices[1]}" for row in rows if None not in row.prices})
    contexts = sorted({row.limits[0] for row in rows if row.limits[0]})
    released = sorted({row.released for row in rows if row.released})
    names = sorted({row.name for row in rows})
    shown = [", ".join(map(str, few[:3])) for few in (names, prices, contexts, released)]
    return " | ".join([path, f"{len(rows)} offers", *shown])


if __name__ == "__main__":
    report(sys.argv[1] if len(sys.argv) > 1 else max(history()))
