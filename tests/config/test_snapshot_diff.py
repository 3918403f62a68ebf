"""Two snapshots compared."""

import gzip
import json
from hashlib import sha256

import pytest

from config.snapshot_diff import snapshot_diff
from tests.catalog.admin.test_pages import make_snapshot
from tests.payloads import one, read

PAGE = "/admin/compare/"


def test_counts_and_rows():
    found = snapshot_diff(read(one()), read(one(cost={"input": 9, "output": 0.02})))
    assert found.total == 1
    assert found.rows == [("Prices", "acme", "m", "input", "0.01", "9")]
    assert [number for _name, number in found.counts] == [1]


def test_equal_payloads_differ_in_nothing():
    assert snapshot_diff(read(one()), read(one())).total == 0


@pytest.fixture
def snapshots(db):
    def stored(content):
        body = json.dumps(content).encode()
        return make_snapshot(sha256=sha256(body).hexdigest(), payload=gzip.compress(body))

    return stored(one()), stored(one(name="<script>alert(1)</script>"))


def test_the_page_shows_the_differences_escaped(admin_client, snapshots):
    before, after = snapshots
    html = admin_client.get(PAGE, {"before": before.pk, "after": after.pk}).content.decode()
    assert "1 difference" in html
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


@pytest.mark.parametrize("said", [{}, {"before": "x"}, {"before": 10**30, "after": "-1"}])
def test_a_wrong_choice_is_explained(admin_client, snapshots, said):
    answer = admin_client.get(PAGE, said)
    assert answer.status_code == 200
    assert ("errorlist" in answer.content.decode()) is bool(said)


def test_it_needs_permission(client, django_user_model):
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    assert client.get(PAGE).status_code == 403
