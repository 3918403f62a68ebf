"""Columns that several pages show together: they are columns of both tables that have them."""

import pytest

from catalog.admin.field_groups import DATES, FLAGS, LIMITS, MODALITIES, SEEN
from catalog.models import CanonicalModel, Offering, StatedFacts


@pytest.mark.parametrize("table", [CanonicalModel, Offering])
def test_every_column_exists(table):
    columns = {field.name for field in table._meta.get_fields()}
    assert {*LIMITS, *FLAGS, *MODALITIES, *DATES, *SEEN} <= columns


def test_every_stated_fact_is_in_one_group():
    stated = [field.name for field in StatedFacts._meta.get_fields()]
    assert sorted((*LIMITS, *FLAGS, *MODALITIES, *DATES, "name", "family")) == sorted(stated)
