"""Canonicalisation meets its bars on real labels, wherever they are at hand."""

import random

import pytest

from benchmarks.canonical_labels import LABELS, listings_of, read_labels, read_payload, score
from benchmarks.identity_perturb import raise_versions
from catalog.identity.canonicalise import canonicalise

pytestmark = pytest.mark.skipif(not LABELS.exists(), reason="the labels are not at hand")


@pytest.fixture(scope="module")
def labels():
    return read_labels(LABELS / "canonical.tsv")


@pytest.fixture(scope="module")
def found():
    return canonicalise(listings_of(read_payload(LABELS)))


def test_the_bars_hold_on_all_labels(found, labels):
    precision, recall, maker, _ = score(found, labels)
    assert precision >= 0.99
    assert recall >= 0.95
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
