"""The page of the usage log: what is posted is priced and forgotten."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Revision
from pricing.usage_log import views as views_log
from tests.factories import make_model, make_offering, make_version, recommend

pytestmark = pytest.mark.django_db
ADDRESS = "/calculator/log/"
LOG = "day,model,input,output\n2026-05-20,gpt-5,1000000,0\n2026-06-20,gpt-5,1000000,0\n"


@pytest.fixture(autouse=True)
def catalogue():
    make_version()
    model = make_model("openai/gpt-5", context=2_000_000)
    channel = make_offering(model, "openai", "gpt-5", input_price="3", output_price="9")
    recommend(channel)
    facts = {"name": "x", "prices": {"input": "5", "output": "9"}}
    later = facts | {"prices": {"input": "3", "output": "9"}}
    june = date(2026, 6, 1)
    Revision.objects.create(
        offering=channel, valid_from=date(2026, 5, 10), valid_to=june, facts=facts
    )
    Revision.objects.create(offering=channel, valid_from=june, facts=later)
    cheap = make_offering(make_model("meta/llama"), "groq", input_price="1", output_price="1")
    recommend(cheap)


def post(client, text=LOG, **given):
    headers = given.pop("headers", {})
    return client.post(ADDRESS, {"text": text} | given, headers=headers)


def test_it_works(client):
    html = post(client).content.decode()
    assert "Rows read: 2. Requests priced: 2. Cost: $8.00." in html
    assert "2026-05" in html
    assert "meta/llama" in html
    assert "▼ 75%, $6.00 less" in html


def test_the_form_comes_first(client):
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert b"csrfmiddlewaretoken" in page.content


def test_htmx_gets_the_part(client):
    html = post(client, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert 'id="log-result"' in html


def test_a_file_is_read(client):
    file = SimpleUploadedFile("log.csv", LOG.encode("utf-16"))
    assert b"Cost: $8.00." in post(client, "", file=file).content


def test_days_before_our_history_are_marked(client):
    html = post(client, LOG.replace("2026-05-20", "2025-01-01")).content.decode()
    assert "1 row is of a day before our first price of that channel" in html
    assert "Cost: $8.00." in html


def test_days_on_which_the_channel_was_withdrawn_are_marked(client):
    Revision.objects.filter(valid_to=None).update(valid_to=date(2026, 6, 10))
    html = post(client).content.decode()
    assert "1 row is of a day on which that channel was withdrawn" in html
    assert "rows while it was withdrawn: 1" in html
    assert "Cost: $8.00." in html
    rows = list(csv.DictReader(StringIO(post(client, format="csv").content.decode("utf-8-sig"))))
    assert [row["rows_while_withdrawn"] for row in rows if row["part"] == "log, all months"] == [
        "1"
    ]


def test_names_may_carry_a_maker_or_a_date(client):
    for name in ("openai/gpt-5", "gpt-5-2025-08-07", "GPT-5"):
        assert b"Cost: $8.00." in post(client, LOG.replace("gpt-5", name)).content


def test_an_unknown_name_has_suggestions_and_can_be_mapped(client):
    text = LOG.replace("gpt-5", "gtp-5")
    html = post(client, text).content.decode()
    assert "Names that no model here goes by" in html
    assert 'value="openai/gpt-5"' in html
    mapped = {"map-from": "gtp-5", "map-to": "openai/gpt-5"}
    assert b"Cost: $8.00." in post(client, text, **mapped).content
    assert b"Names that no model" in post(client, text, **mapped | {"map-to": "no/such"}).content


def test_alternatives_do_what_is_needed(client):
    html = post(client, needs="vision").content.decode()
    assert "No other channel can do this." in html
    assert post(client, needs="magic").status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        *("", "\0\0\0", "x" * 10_000, "[" * 50_000, "a,b\n=1,2", '{"a":' * 5000),
        "day,model,input\n" + "," * 499,
    ],
)
def test_hostile_text_has_a_message(client, text):
    page = post(client, text)
    assert page.status_code == 200
    assert page.context.get("error") or page.context["answer"].log.bad_rows


@pytest.mark.parametrize(
    "body", ["模型".encode("big5"), b"\x1f\x8b\x08\x00\xff", b"PK\x03\x04\xfe"]
)
def test_a_file_that_is_no_text_has_a_message(client, body):
    page = post(client, "", file=SimpleUploadedFile("log.csv", body))
    assert "not UTF-8" in page.context["error"]


def test_a_paste_of_50_mb_has_a_message(client):
    page = post(client, "x" * 50 * 1024 * 1024)
    assert page.status_code == 200
    assert "larger than 25 MB" in page.context["error"]


def test_upstream_and_pasted_text_is_escaped(client):
    html = post(client, LOG.replace("gpt-5", "<script>alert(1)</script>")).content.decode()
    assert "<script>alert" not in html


def test_a_post_without_the_token_is_refused():
    assert post(Client(enforce_csrf_checks=True)).status_code == 403


def test_nothing_is_kept(client, django_assert_max_num_queries):
    post(client)
    with django_assert_max_num_queries(8) as queries:
        answer = post(client)
    assert "no-store" in answer["Cache-Control"]
    assert not any(q["sql"].startswith(("INSERT", "UPDATE")) for q in queries.captured_queries)


def test_a_long_paste_is_not_sent_back(client, monkeypatch):
    monkeypatch.setattr(views_log, "MOST_ECHOED", 10)
    assert post(client).context["text"] == ""
    assert "text" in client.get(ADDRESS).context


def test_the_result_as_csv(client):
    answer = post(client, LOG + "2026-05-20,who?,7,0\n", format="csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="model-ledger-log.csv"'
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [(r["part"], r["model_id"], r["month"], r["input_tokens"], r["usd"]) for r in rows] == [
        ("log", "openai/gpt-5", "2026-05", "1000000", "5"),
        ("log", "openai/gpt-5", "2026-06", "1000000", "3"),
        ("log, all months", "openai/gpt-5", "", "2000000", "8"),
        ("elsewhere", "meta/llama", "", "2000000", "2"),
        ("elsewhere", "openai/gpt-5", "", "2000000", "6"),
        ("not a model here", "who?", "", "", ""),
    ]
    assert rows[-1]["rows_left_out"] == "1"


def test_no_name_in_a_log_runs_in_the_csv(client):
    text = post(client, LOG + "2026-05-20,=cmd|' /C calc'!A0,7,0\n", format="csv").content.decode()
    assert "'=cmd" in text
    assert ",=cmd" not in text


def test_a_log_that_cannot_be_read_is_no_csv(client):
    page = post(client, "nothing", format="csv")
    assert page["Content-Type"].startswith("text/html")
    assert 'aria-invalid="true"' in page.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_message_is_beside_what_was_wrong(client, headers):
    file = SimpleUploadedFile("log.csv", b"\xff\x00\x01")
    html = post(client, "", file=file, headers=headers).content.decode()
    wrong = html.partition('id="log-file-error"')[2].partition("</p>")[0]
    assert "not UTF-8" in wrong
    assert "not UTF-8" not in html.partition('id="log-text-error"')[2].partition("</p>")[0]
