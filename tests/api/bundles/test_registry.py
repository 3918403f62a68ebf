"""The table of formats."""

from collections import Counter

import pytest

from api.bundles.registry import BY_FILE, FORMATS
from tests.api.bundles.factories import CONTENT, catalogue_of


def test_names_of_files_are_plain_and_differ():
    assert len(BY_FILE) == len(FORMATS)
    assert max(Counter(str(one.title) for one in FORMATS).values()) == 1
    assert all(
        "/" not in name and not name.endswith((".gz", ".br", ".minisig")) for name in BY_FILE
    )


@pytest.mark.parametrize("one", FORMATS, ids=list(BY_FILE))
def test_each_format_writes_the_same_bytes_again(one):
    body = one.write(catalogue_of(CONTENT))
    assert body == one.write(catalogue_of(CONTENT))
    assert body
    assert str(one.limits)


@pytest.mark.parametrize("one", FORMATS, ids=list(BY_FILE))
def test_each_format_writes_an_empty_catalogue(one):
    one.write(catalogue_of(CONTENT, offers=[], history=[], providers={}))


def test_models_devs_own_shape_is_the_payload():
    catalogue = catalogue_of(CONTENT)
    assert BY_FILE["models.dev.json"].write(catalogue) == catalogue.payload
