"""The table of the refused payload."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from catalog.feed.packing import pack
from catalog.refusals import RefusedPayload
from tests.catalog.admin.test_pages import make_refused

pytestmark = pytest.mark.django_db


def test_the_body_is_as_it_was_downloaded():
    assert make_refused(payload=pack(b"{}")).body == b"{}"


def test_it_is_named_by_day_and_hash():
    assert str(make_refused()) == "2026-05-12 bbbbbbbb"


def test_light_rows_come_without_the_payload():
    make_refused()
    with CaptureQueriesContext(connection) as asked:
        RefusedPayload.objects.light().get()
    assert '"payload"' not in asked[0]["sql"]


def test_one_payload_is_one_row():
    make_refused()
    with pytest.raises(IntegrityError):
        make_refused()
