"""/api/v1/bundles/…"""

import hashlib
import json
import shutil
from datetime import UTC, datetime

import pytest
import time_machine

from api.bundles import store, views
from catalog.editorial import Correction
from catalog.models import Snapshot
from tests.api.factories import DAYS, at

pytestmark = pytest.mark.django_db
LATEST = "/api/v1/bundles/latest/"


def body_of(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


@pytest.fixture
def two_days(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(3)})


@pytest.mark.usefixtures("two_days")
def test_the_newest_bundle(client):
    manifest = client.get(f"{LATEST}manifest.json")
    read = json.loads(body_of(manifest))
    assert (read["day"], read["offers"], read["licence"]) == ("2026-05-04", 1, "MIT")
    for entry in read["files"]:
        answer = client.get(f"{LATEST}{entry['name']}")
        body = body_of(answer)
        assert (answer.status_code, len(body)) == (200, entry["size"])
        assert hashlib.sha256(body).hexdigest() == entry["sha256"]
        assert answer["Content-Type"] == entry["media_type"]
        address = f"/api/v1/bundles/2026-05-04/{read['digest']}/{entry['name']}"
        assert answer["Content-Location"] == address


@pytest.mark.usefixtures("two_days")
def test_models_devs_shape_is_the_stored_payload(client):
    for day in (DAYS[0], DAYS[3]):
        answer = client.get(f"/api/v1/bundles/{day}/models.dev.json", follow=True)
        assert body_of(answer) == Snapshot.objects.get(day=day).body


@pytest.mark.usefixtures("two_days")
def test_a_day_leads_to_an_unchanging_address(client):
    answer = client.get("/api/v1/bundles/2026-05-02/offers.jsonl", follow=True)
    ((address, status),) = answer.redirect_chain
    assert status == 302
    assert address.startswith("/api/v1/bundles/2026-05-01/")  # the snapshot that covers the day
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert json.loads(body_of(answer))["prices"]["input"] == "2"


@pytest.mark.usefixtures("two_days")
def test_an_unchanged_file_is_304(client):
    etag = client.get(f"{LATEST}offers.csv")["ETag"]
    assert client.get(f"{LATEST}offers.csv", headers={"If-None-Match": etag}).status_code == 304


def test_latest_follows_an_update(publish, client):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    before = client.get(f"{LATEST}offers.csv")["ETag"]
    publish(DAYS[1], openai={"gpt-5": at(3)})
    answer = client.get(f"{LATEST}offers.csv", headers={"If-None-Match": before})
    assert answer.status_code == 200


def test_a_bundle_that_was_dropped_is_made_again(publish, client, bundles_dir):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    address = client.get(f"{LATEST}offers.csv")["Content-Location"]
    shutil.rmtree(bundles_dir)
    assert client.get(address).status_code == 200


def test_a_superseded_bundle_that_was_dropped_is_gone(publish, client, bundles_dir):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    address = client.get(f"{LATEST}offers.csv")["Content-Location"]
    publish(DAYS[0], openai={"gpt-5": at(3)})
    assert client.get(address).status_code == 200  # as long as it is on disk
    client.get(f"{LATEST}offers.csv")
    shutil.rmtree(bundles_dir / "2026-05-01" / f"{address.split('/')[5]}-unsigned")
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
    assert "/api/v1/bundles/2026-05-01/" in answer.json()["detail"]


def test_another_days_digest_is_gone(publish, client):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    assert client.get(f"/api/v1/bundles/2026-05-01/{'0' * 16}/offers.csv").status_code == 410


def test_corrections_are_in_all_but_models_devs_own_shape(publish, client, admin_user):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    Correction.objects.create(
        target="offer", provider="openai", key="gpt-5", field="prices.input", value="7",
        verdict="feed-wrong", reason="x", source="https://example.org/",
        feed_value="2", first_day=DAYS[0], entered_on=DAYS[0], recorded_at=datetime(2026, 5, 1, tzinfo=UTC),
    )  # fmt: skip
    publish(DAYS[1], openai={"gpt-5": at(2, attachment=True)})
    offer = json.loads(body_of(client.get(f"{LATEST}offers.jsonl")))
    assert (offer["prices"]["input"], offer["corrected"]) == ("7", ["prices.input"])
    litellm = body_of(client.get(f"{LATEST}model_prices_and_context_window.json"))
    assert json.loads(litellm)["gpt-5"]["input_cost_per_token"] == 7e-06
    own = json.loads(body_of(client.get(f"{LATEST}models.dev.json")))
    assert own["openai"]["models"]["gpt-5"]["cost"]["input"] == 2


@pytest.mark.usefixtures("two_days")
def test_signatures_and_the_key(client, key):
    content = body_of(client.get(f"{LATEST}offers.csv"))
    signature = client.get(f"{LATEST}offers.csv.minisig")
    assert signature["Content-Type"] == "text/plain; charset=utf-8"
    assert key.public.verify(content, body_of(signature).decode())
    published = client.get("/api/v1/bundles/minisign.pub").content.decode()
    assert published == key.public.file


@pytest.mark.usefixtures("two_days")
def test_an_unsigned_site_says_so(client):
    for address in (f"{LATEST}offers.csv.minisig", "/api/v1/bundles/minisign.pub"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert answer.json()["detail"] == "This site does not sign its bundles."


@pytest.mark.parametrize(
    "address, status",
    [
        ("latest/nothing.csv", 404),
        ("2026-05-01/nothing.csv", 404),
        ("2026-04-01/offers.csv", 404),
        ("2099-01-01/offers.csv", 404),
        ("yesterday/offers.csv", 404),
        ("latest/offers.csv?as_of=2026-05-01", 400),
        ("minisign.pub?x=1", 400),
        ("2026-05-01/0123/offers.csv", 404),
        ("latest/..%2f.lock", 404),
    ],
)
@pytest.mark.usefixtures("two_days")
def test_what_is_not_there(client, address, status):
    answer = client.get(f"/api/v1/bundles/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_an_empty_site_has_no_bundle(client):
    assert client.get(f"{LATEST}offers.csv").status_code == 404


@pytest.mark.usefixtures("two_days")
def test_only_get_and_head(client):
    assert client.head(f"{LATEST}offers.csv")["Content-Length"]
    answer = client.post(f"{LATEST}offers.csv")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.usefixtures("two_days")
def test_a_day_in_the_path_as_elsewhere_is_an_error(client):
    answer = client.get("/api/v1/as-of/2026-05-01/bundles/latest/offers.csv")
    assert answer.status_code == 400


@pytest.mark.usefixtures("two_days")
def test_while_another_process_makes_bundles(client, monkeypatch):
    monkeypatch.setattr(store, "WAIT_SECONDS", 0)
    with store._lock():
        answer = client.get(f"{LATEST}offers.csv")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


@pytest.mark.usefixtures("two_days")
def test_a_disk_that_cannot_be_written(client, settings, tmp_path, caplog):
    (tmp_path / "file").write_text("")
    settings.BUNDLES_DIR = tmp_path / "file" / "bundles"
    answer = client.get(f"{LATEST}offers.csv")
    assert answer.status_code == 503
    assert "file" not in answer.json()["detail"]
    assert "no bundle can be made" in caplog.text


@pytest.mark.usefixtures("two_days")
def test_a_key_that_cannot_be_read(client, settings, tmp_path, caplog):
    settings.BUNDLE_KEY = tmp_path / "missing.pem"
    for address in (f"{LATEST}offers.csv", "/api/v1/bundles/minisign.pub"):
        assert client.get(address).status_code == 503
    assert "missing.pem" in caplog.text


@pytest.mark.usefixtures("two_days")
def test_a_file_that_is_dropped_this_moment(client, monkeypatch):
    def gone(*args, **kwargs):
        raise FileNotFoundError

    monkeypatch.setattr(views, "file_response", gone)
    assert client.get(f"{LATEST}offers.csv").status_code == 503


@pytest.mark.usefixtures("two_days")
def test_pages_of_other_sites_may_read_it(client):
    answer = client.get(f"{LATEST}offers.csv", headers={"Origin": "https://example.org"})
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.usefixtures("two_days")
def test_queries(client, django_assert_num_queries):
    address = client.get(f"{LATEST}offers.csv")["Content-Location"]
    with django_assert_num_queries(0):
        assert client.get(address).status_code == 200
    with django_assert_num_queries(4):
        assert client.get(f"{LATEST}offers.csv").status_code == 200


@pytest.mark.usefixtures("two_days")
def test_a_day_in_the_future_is_not_today(client):
    with time_machine.travel(datetime(2026, 5, 6, tzinfo=UTC), tick=False):
        assert client.get("/api/v1/bundles/2026-05-07/offers.csv").status_code == 404


@pytest.mark.usefixtures("two_days")
@pytest.mark.parametrize("address", ["latest/offers.csv", "2026-05-04/offers.csv", "minisign.pub"])
@pytest.mark.parametrize(
    ("query", "status", "hint"),
    [
        ("known_on=2026-05-12", 422, "/api/v1/offers?as_of=DAY&known_on=DAY"),
        ("as_of=2026-05-12", 400, "/api/v1/bundles/DAY/FILE"),
        ("day=2026-05-12", 400, ""),
    ],
)
def test_the_two_dates_of_other_addresses_say_what_to_do(client, address, query, status, hint):
    answer = client.get(f"/api/v1/bundles/{address}?{query}")
    problem = json.loads(answer.content)
    assert (answer.status_code, problem["status"]) == (status, status)
    assert hint in (problem["hint"] or "")


def test_the_page_of_bundles_says_so_in_both_languages(client, publish):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    for prefix in ("", "/zh-hant"):
        assert "<code>known_on</code>" in client.get(f"{prefix}/bundles/").content.decode()
        assert "422" in client.get(f"{prefix}/bundles/").content.decode()
