"""Precision and recall of canonicalisation on real labels; skipped without ../shared/data."""

import random

import pytest

from benchmarks.canonical_labels import LABELS, listings_of, read_labels, read_payload, score
from benchmarks.identity_perturb import (
    change_all,
    key_of,
    raise_dates,
    raise_sizes,
    raise_versions,
    rename_makers,
    rename_resellers,
    with_wrong_links,
    without_half_of_the_links,
)
from catalog.identity.canonicalise import canonicalise
from tests.shared_data import needs

pytestmark = needs(LABELS)


@pytest.fixture(scope="module")
def labels():
    return read_labels(LABELS / "canonical.tsv")


@pytest.fixture(scope="module")
def found():
    return canonicalise(listings_of(read_payload(LABELS)))


def test_the_bars_hold_on_all_labels(found, labels):
    precision, recall, maker, _ = score(found, labels)
    assert precision >= 0.995
    assert recall >= 0.99
    assert maker >= 0.98


@pytest.mark.parametrize("seed", range(4))
def test_they_hold_on_any_half_of_the_models(found, labels, seed):
    models = sorted(set(labels.values()))
    half = set(random.Random(seed).sample(models, len(models) // 2))
    precision, recall, maker, _ = score(found, {k: v for k, v in labels.items() if v in half})
    assert (precision >= 0.985, recall >= 0.93, maker >= 0.97) == (True, True, True)


def test_they_hold_for_versions_that_nobody_has_seen(labels):
    rows, labels = raise_versions(listings_of(read_payload(LABELS)), labels)
    precision, recall, maker, _ = score(canonicalise(rows), labels)
    assert (precision >= 0.985, recall >= 0.93, maker >= 0.97) == (True, True, True)


CHANGES = {
    "makers in no table": rename_makers,
    "resellers in no table": rename_resellers,
    "versions of tomorrow": raise_versions,
    "dates of next year": raise_dates,
    "sizes that nobody sells": raise_sizes,
    "all of it": change_all,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_pairs_hold_where_no_table_knows_the_words(labels, change):
    rows, labels = change(listings_of(read_payload(LABELS)), labels)
    precision, recall, *_ = score(canonicalise(rows), labels)
    assert (precision >= 0.99, recall >= 0.985) == (True, True)


@pytest.mark.parametrize("seed", range(3))
def test_they_hold_with_half_of_the_links(labels, seed):
    rows, others = without_half_of_the_links(listings_of(read_payload(LABELS)), labels, seed)
    precision, recall, *_ = score(canonicalise(rows), others)
    assert (precision >= 0.99, recall >= 0.955) == (True, True)


def test_they_hold_without_the_hand_written_aliases(found, labels, monkeypatch):
    before = score(found, labels)[1]
    monkeypatch.setattr("catalog.identity.payload.ALIASES", {})
    monkeypatch.setattr("catalog.identity.evidence.ALIASES", {})
    recall = score(canonicalise(listings_of(read_payload(LABELS))), labels)[1]
    assert recall > before - 0.002


def test_wrong_links_move_no_offer_without_a_link(found):
    rows = listings_of(read_payload(LABELS))
    linked = with_wrong_links(rows, {key: identity.id for key, identity in found.items()}, seed=0)
    after = canonicalise(linked)
    unlinked = [key_of(row) for row in linked if row.upstream is None]
    assert len(unlinked) > len(rows) // 3
    assert [key for key in unlinked if after[key].id != found[key].id] == []
