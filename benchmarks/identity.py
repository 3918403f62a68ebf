"""Measure identity: labels, time, links, perturbations, days, rare rules, speed.

`python -m benchmarks.identity [labels|steps|noise|days|rules|speed]...`; without words: all.
Needs the real data beside the project; without it there is nothing to measure.
"""

import gzip
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cache

from benchmarks.canonical_labels import (
    LABELS,
    Labels,
    listings_of,
    read_labels,
    read_payload,
    score,
)
from benchmarks.identity_perturb import (
    change_all,
    key_of,
    raise_dates,
    raise_sizes,
    raise_versions,
    rename_all_makers,
    rename_makers,
    rename_resellers,
    with_wrong_links,
    without_half_of_the_links,
)
from catalog.identity import aliases, parse_listing, slug_builder
from catalog.identity.canonicalise import Identity, Key, Listing, canonicalise, canonicalise_day
from catalog.identity.makers import slugify
from catalog.identity.memory import NO_MEMORY
from catalog.identity.rules import PACKAGING, PATH, RULES, SPELLING
from catalog.identity.rules.decisions import DECISION_NAMES, RARE_DECISIONS
from catalog.identity.rules.steps import LINKS, STEPS

HISTORY = LABELS.parent / "history"
DAYS_KNOWN = ("2025-12-01", "2026-02-01", "2026-04-02", "2026-05-15")
RARE = 4  # a rule that fires on fewer real rows needs a stated reason
ALL_STEPS = frozenset(step.key for step in STEPS)
Figures = tuple[float, float]  # precision, recall
Measure = Callable[[frozenset[str]], Figures]  # by the keys of steps to leave out
Change = Callable[[Sequence[Listing], Labels], tuple[list[Listing], Labels]]


@cache
def labelled_payload() -> tuple[tuple[Listing, ...], Labels]:
    return tuple(listings_of(read_payload(LABELS))), read_labels(LABELS / "canonical.tsv")


@cache
def history() -> dict[str, tuple[Listing, ...]]:
    """Return every real payload by its day, the labelled one last."""
    days = {}
    for path in [*sorted(HISTORY.glob("*.json.gz")), *LABELS.glob("*.json.gz")]:
        with gzip.open(path) as file:
            days[path.name[:10]] = tuple(listings_of(json.load(file)))
    return days


def figures(
    rows: Iterable[Listing], labels: Labels, without: frozenset[str] = frozenset()
) -> Figures:
    precision, recall, *_ = score(canonicalise(rows, without=without), labels)
    return precision, recall


def forget_readings() -> None:
    """Empty the caches that remember what the tables made of an id."""
    for remembered in (
        parse_listing.parse_listing,
        parse_listing.parse_name,
        parse_listing._without_path,
        slug_builder._polished,
    ):
        remembered.cache_clear()


@contextmanager
def without_rules(names: frozenset[str], *, aliases_too: bool = False) -> Iterator[None]:
    """Take rules out of the tables for a while."""
    path, nicknames = parse_listing._PATH, parse_listing._NICKNAMES
    spelling, others = dict(slug_builder._SPELLING), slug_builder._SPELLING_OF_OTHERS
    packaging, table = slug_builder._PACKAGING, dict(aliases.ALIASES)
    kept = [f"(?P<r{i}>{r.pattern})" for i, r in enumerate(PACKAGING) if r.key not in names]
    slug_builder._PACKAGING = re.compile("-(?:" + "|".join(kept or ["(?!)"]) + ")$")
    parse_listing._PATH = [rule for rule in path if rule[0] not in names]
    parse_listing._NICKNAMES = [rule for rule in nicknames if rule[0] not in names]
    slug_builder._SPELLING_OF_OTHERS = [rule for rule in others if rule[0] not in names]
    for word, rules in spelling.items():
        slug_builder._SPELLING[word] = [rule for rule in rules if rule[0] not in names]
    if aliases_too:
        aliases.ALIASES.clear()
    forget_readings()
    try:
        yield
    finally:
        parse_listing._PATH, parse_listing._NICKNAMES = path, nicknames
        slug_builder._SPELLING.update(spelling)
        slug_builder._SPELLING_OF_OTHERS, slug_builder._PACKAGING = others, packaging
        aliases.ALIASES.update(table)
        forget_readings()


@cache
def rows_by_rule(day: str) -> Counter[str]:
    """Return on how many rows of a day's payload each rule fired."""
    return Counter(rule for i in canonicalise(history()[day]).values() for rule in i.rules)


@cache
def models_of(day: str) -> frozenset[str]:
    return frozenset(i.id for i in canonicalise(history()[day]).values())


def as_id(label: str) -> str:
    maker, _, model = label.partition("/")
    return f"{maker}/{slugify(model)}"


def known_labels(day: str, labels: Labels) -> set[str]:
    """Return the labels whose model was sold on or before a day."""
    sold = set().union(*(models_of(d) for d in history() if d <= day))
    return {label for label in labels.values() if as_id(label) in sold}


def known_rules(day: str) -> frozenset[str]:
    return frozenset(rule for d in history() if d <= day for rule in rows_by_rule(d))


def measure_time(day: str, without: frozenset[str] = frozenset()) -> tuple[Figures, Figures, int]:
    """Return figures on models first seen after a day: with its rules, and with them and its links.

    Links are the labels of models that the day knew.
    """
    rows, labels = labelled_payload()
    known = known_labels(day, labels)
    later = {key: label for key, label in labels.items() if label not in known}
    linked = [
        replace(row, upstream=labels[key])
        if (key := (row.provider, row.provider_model_id)) in labels and labels[key] in known
        else row
        for row in rows
    ]
    unknown = frozenset(rule.key for rule in RULES) - known_rules(day)
    with without_rules(unknown):
        return figures(rows, later, without), figures(linked, later, without), len(later)


def measure_half(seed: int, without: frozenset[str] = frozenset()) -> Figures:
    rows, labels = labelled_payload()
    linked, others = without_half_of_the_links(rows, labels, seed)
    return figures(linked, others, without)


def _perturbed(
    change: Callable[[Sequence[Listing], Labels], tuple[list[Listing], Labels]],
) -> Callable[[frozenset[str]], Figures]:
    return lambda without: figures(*change(*labelled_payload()), without)


def _without_tables(without: frozenset[str]) -> Figures:
    with without_rules(frozenset(rule.key for rule in SPELLING), aliases_too=True):
        return figures(*labelled_payload(), without)


def _without_packaging(without: frozenset[str]) -> Figures:
    with without_rules(frozenset(rule.key for rule in (*PATH, *PACKAGING))):
        return figures(*labelled_payload(), without)


def _without_aliases(without: frozenset[str]) -> Figures:
    with without_rules(frozenset(), aliases_too=True):
        return figures(*labelled_payload(), without)


def _links_alone(seed: int) -> Measure:
    """Return a measure of links where no table helps: half of the labels, scored on the rest."""

    def measure(without: frozenset[str]) -> Figures:
        with without_rules(frozenset(rule.key for rule in RULES), aliases_too=True):
            return measure_half(seed, without)

    return measure


MEASURES: dict[str, Measure] = {
    "labels": lambda without: figures(*labelled_payload(), without),
    "versions raised": _perturbed(raise_versions),
    "dates raised": _perturbed(raise_dates),
    "sizes raised": _perturbed(raise_sizes),
    "makers renamed": _perturbed(rename_makers),
    "all makers renamed": _perturbed(rename_all_makers),
    "resellers renamed": _perturbed(rename_resellers),
    "all of it": _perturbed(change_all),
    "without aliases": _without_aliases,
    "without spelling rules": _without_tables,
    "without packaging rules": _without_packaging,
    **{f"half the links, seed {s}": lambda w, s=s: measure_half(s, w) for s in range(3)},
    **{f"half the links, no tables, seed {s}": _links_alone(s) for s in range(3)},
    **{f"rules of {d}": lambda w, d=d: measure_time(d, w)[0] for d in DAYS_KNOWN},
    **{f"rules and links of {d}": lambda w, d=d: measure_time(d, w)[1] for d in DAYS_KNOWN},
}


def report_labels(without: frozenset[str] = frozenset()) -> None:
    for what, measure in MEASURES.items():
        precision, recall = measure(without)
        print(f"{what:34} precision {precision:.4f}  recall {recall:.4f}", flush=True)


def report_steps() -> None:
    """Print each measure without any step, and with each step alone."""
    columns = {"none": ALL_STEPS, **{s.key: ALL_STEPS - {s.key} for s in STEPS}, "all": frozenset()}
    for what, measure in MEASURES.items():
        print(what)
        before = measure(ALL_STEPS)
        for name, without in columns.items():
            found = measure(without)
            if name in ("none", "all") or found != before:
                print(f"  {name:20} precision {found[0]:.4f}  recall {found[1]:.4f}", flush=True)


def report_noise() -> None:
    """Print what links to most offers, some of them wrong, do to the offers without one.

    The links are our own models, so a move to another model than without links is damage; once with
    all tables, and once without any, where links have something to teach.
    """
    rows, _ = labelled_payload()
    right = canonicalise(rows)
    tables = frozenset(rule.key for rule in RULES)
    for seed in range(3):
        linked = with_wrong_links(rows, {key: found.id for key, found in right.items()}, seed)
        unlinked = [key_of(row) for row in linked if row.upstream is None]
        for what, rules in (("all tables", frozenset[str]()), ("no tables", tables)):
            with without_rules(rules, aliases_too=bool(rules)):
                before = canonicalise(linked, without=frozenset({LINKS.key}))
                after = canonicalise(linked)
            moved = [key for key in unlinked if before[key].id != after[key].id]
            better = sum(after[key].id == right[key].id for key in moved)
            worse = sum(before[key].id == right[key].id for key in moved)
            print(
                f"seed {seed}  {what:10}  unlinked {len(unlinked)}  moved {len(moved)}"
                f"  to the right model {better}  away from it {worse}"
            )


def report_days() -> None:
    """Print how many offers that did not change themselves change their model, day by day.

    `without new evidence` counts those where no offer of either model came or changed: what was
    lost is no evidence. Then one day in which a twentieth of all offers is gone.
    """
    print("steps      days  regrouped  without new evidence")
    for what, without in (("none", ALL_STEPS), ("all", frozenset[str]())):
        memory, last, counts = NO_MEMORY, None, Counter[str]()
        for day, rows in history().items():
            unchanged = {key_of(row) for row in set(rows) & (last[0] if last else set())}
            found, memory = canonicalise_day(
                rows, memory, day, unchanged=unchanged, without=without
            )
            if last:
                counts += _regroupings(*last, set(rows), found)
            last = set(rows), found
        moved, unfounded = counts["moved"], counts["unfounded"]
        print(f"{what:9}  {len(history()):4}  {moved:9}  {unfounded:20}")
        for seed in range(3):
            rows = sorted(last[0], key=repr) if last else []
            kept = random.Random(seed).sample(rows, len(rows) * 19 // 20)
            unchanged = {key_of(row) for row in kept}
            found, _ = canonicalise_day(
                kept, memory, "9999-12-31", unchanged=unchanged, without=without
            )
            counts = _regroupings(*last, set(kept), found) if last else Counter()
            print(f"{what:9}  a twentieth of the offers withdrawn: regrouped {counts['moved']}")


def _regroupings(
    before: set[Listing], was: dict[Key, Identity], after: set[Listing], now: dict[Key, Identity]
) -> Counter[str]:
    new: Counter[str] = Counter()
    for row in after - before:
        new[now[row.provider, row.provider_model_id].id] += 1
    counts: Counter[str] = Counter()
    for row in before & after:
        key = row.provider, row.provider_model_id
        if was[key].id != now[key].id:
            counts["moved"] += 1
            counts["unfounded"] += not (new[was[key].id] or new[now[key].id])
    return counts


def report_rules() -> None:
    """Print what decides fewer than four rows over all real payloads, with the stated reason."""
    reasons = {rule.key: rule.rare for rule in (*RULES, *STEPS)} | {
        key: RARE_DECISIONS.get(key, "") for key in DECISION_NAMES
    }
    fired: dict[str, set[Key]] = {key: set() for key in reasons}
    for rows in history().values():
        for key, identity in canonicalise(rows).items():
            for rule in identity.rules:
                fired[rule].add(key)
    for rule, keys in sorted(fired.items(), key=lambda item: len(item[1])):
        if len(keys) < RARE:
            print(f"{len(keys)}  {rule}: {reasons[rule] or 'NO REASON STATED'}")


def report_speed() -> None:
    """Print seconds for one payload grown to 8,000 and 20,000 offers, caches empty, then again."""
    rows, _ = labelled_payload()
    for size in (8_000, 20_000):
        grown = [
            replace(row, provider=f"{row.provider}{n // len(rows) or ''}")
            for n, row in enumerate(rows * (size // len(rows) + 1))
        ][:size]
        forget_readings()
        start = time.process_time()
        _, memory = canonicalise_day(grown, NO_MEMORY, "2027-01-01")
        first = time.process_time() - start
        canonicalise_day(grown, memory, "2027-01-02")
        next_day = time.process_time() - start - first
        print(f"{size:6} offers  {first:.2f} s, on the next day {next_day:.2f} s")


REPORTS: dict[str, Callable[[], None]] = {
    "labels": report_labels,
    "steps": report_steps,
    "noise": report_noise,
    "days": report_days,
    "rules": report_rules,
    "speed": report_speed,
}


def main(words: Sequence[str]) -> int:
    if not HISTORY.exists():
        print("no real data beside the project: nothing to measure")
        return 0
    for word in words or REPORTS:
        print(f"# {word}")
        REPORTS[word]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
