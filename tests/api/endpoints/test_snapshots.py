"""/snapshots and the payload of a day, byte for byte."""

import gzip
import hashlib
from datetime import UTC, datetime

import pytest

from catalog.models import Snapshot
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db


def test_lists_each_day(publish, get):
    for number, day in enumerate(DAYS[:5]):
        publish(day, openai={"gpt-5": at(number + 1)})
    first = get("snapshots", limit=3)
    rest = get("snapshots", limit=3, cursor=first["next"])
    days = [one["day"] for one in first["items"] + rest["items"]]
    assert days == [str(day) for day in DAYS[:5]]
    assert rest["next"] is None


def test_the_payload_is_byte_for_byte(publish, client):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    stored = Snapshot.objects.get()
    plain = client.get("/api/v1/snapshots/2026-05-01")
    assert (plain.content, plain["Content-Type"]) == (stored.body, "application/json")
    assert plain["ETag"] == f'"{hashlib.sha256(plain.content).hexdigest()}"'
    packed = client.get("/api/v1/snapshots/2026-05-01", headers={"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == stored.body


def test_an_unchanged_payload_is_304(publish, client):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    etag = client.get("/api/v1/snapshots/2026-05-01")["ETag"]
    headers = {"If-None-Match": etag}
    assert client.get("/api/v1/snapshots/2026-05-01", headers=headers).status_code == 304


def test_a_day_without_a_snapshot_is_404(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    assert "2026-05-01" in get("snapshots/2026-05-09", 404)["detail"]


def test_a_malformed_day_is_400(publish, get):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    assert get("snapshots/yesterday", 400)["status"] == 400


def test_known_on_gives_the_superseded_payload(publish, client):
    publish(DAYS[0], now=datetime(2026, 5, 1, 6, tzinfo=UTC), openai={"gpt-5": at(2)})
    publish(DAYS[0], now=datetime(2026, 5, 3, 6, tzinfo=UTC), openai={"gpt-5": at(3)})
    then = client.get("/api/v1/snapshots/2026-05-01?known_on=2026-05-02")
    assert then.json()["openai"]["models"]["gpt-5"]["cost"]["input"] == 2
