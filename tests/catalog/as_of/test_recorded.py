"""Whether people recorded anything: one query, for all pages of a version."""

import pytest

from catalog.as_of.announcements import announcements
from catalog.as_of.corrections import shown_corrections
from catalog.as_of.recorded import NOTHING, recorded
from tests.catalog.test_editorial import NOON, announce, make_correction
from tests.factories import data_version, make_version

pytestmark = pytest.mark.django_db


def test_works(django_assert_num_queries):
    make_version()
    with django_assert_num_queries(1):
        assert recorded(data_version(1)) == (False, False)
        assert (shown_corrections(data_version(1)), announcements(data_version(1))) == ({}, {})
    make_correction()
    assert recorded(data_version(2)) == (True, False)
    announce("quantization", value="fp8", withdrawn_at=NOON)
    assert recorded(data_version(3)) == (True, False)
    announce("quantization", value="fp8")
    assert recorded(data_version(4)) == (True, True)


def test_nothing_is_asked_while_nothing_is_published(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert recorded(None) == NOTHING
    assert recorded(data_version(1)) == NOTHING
