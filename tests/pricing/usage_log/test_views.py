"""The usage log page prices what is posted and stores nothing."""

import csv
from datetime import UTC, date, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Offering, Revision, Snapshot
from catalog.version_cache import clear_version_caches
from pricing.usage_log import views as module
from tests.factories import make_model, make_offering, make_version, recommend

pytestmark = pytest.mark.django_db
ADDRESS = "/calculator/log/"
LOG = "day,model,input,output\n2026-05-20,gpt-5,1000000,0\n2026-06-20,gpt-5,1000000,0\n"


@pytest.fixture(autouse=True)
def catalogue():
    make_version()
    model = make_model("openai/gpt-5", context=2_000_000)
    gpt = make_offering(model, "openai", "gpt-5", input_price="3", output_price="9")
    recommend(gpt)
    facts = {"name": "x", "prices": {"input": "5", "output": "9"}}
    later = facts | {"prices": {"input": "3", "output": "9"}}
    june = date(2026, 6, 1)
    Revision.objects.create(offering=gpt, valid_from=date(2026, 5, 10), valid_to=june, facts=facts)
    Revision.objects.create(offering=gpt, valid_from=june, facts=later)
    cheap = make_offering(make_model("meta/llama"), "groq", input_price="1", output_price="1")
    recommend(cheap)


def post(client, text=LOG, headers=None, **fields):
    return client.post(ADDRESS, {"text": text} | fields, headers=headers or {})


def test_it_works(client):
    html = post(client).content.decode()
    assert "Rows read: 2. Requests priced: 2. Total cost: $8.00." in html
    assert "2026-05" in html
    assert "meta/llama" in html
    assert "▼ 75%, $6.00 less" in html


def test_shows_the_form(client):
    page = client.get(ADDRESS)
    assert page.status_code == 200
    assert b"csrfmiddlewaretoken" in page.content


def test_htmx_gets_a_fragment(client):
    html = post(client, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in html
    assert 'id="log-result"' in html


def test_reads_a_file(client):
    file = SimpleUploadedFile("log.csv", LOG.encode("utf-16"))
    assert b"Total cost: $8.00." in post(client, "", file=file).content


def test_warns_of_days_before_the_price_history(client):
    html = post(client, LOG.replace("2026-05-20", "2025-01-01")).content.decode()
    assert (
        "1 row predates our price history (from 2026-05-10); the earliest price was used." in html
    )
    assert "Total cost: $8.00." in html


def test_warns_of_days_on_which_the_offer_was_withdrawn(client):
    Revision.objects.filter(valid_to=None).update(valid_to=date(2026, 6, 10))
    html = post(client).content.decode()
    assert "1 row falls on a day when its offer was withdrawn" in html
    assert "rows while withdrawn: 1" in html
    assert "Total cost: $8.00." in html
    rows = list(csv.DictReader(StringIO(post(client, format="csv").content.decode("utf-8-sig"))))
    assert [row["rows_while_withdrawn"] for row in rows if row["part"] == "log, all months"] == [
        "1"
    ]


def test_matches_names_with_a_maker_or_a_date(client):
    for name in ("openai/gpt-5", "gpt-5-2025-08-07", "GPT-5"):
        assert b"Total cost: $8.00." in post(client, LOG.replace("gpt-5", name)).content


def test_suggests_models_for_an_unknown_name_and_maps_it(client):
    text = LOG.replace("gpt-5", "gtp-5")
    html = post(client, text).content.decode()
    assert "Unrecognized models" in html
    assert 'value="openai/gpt-5"' in html
    mapped = {"map-from": "gtp-5", "map-to": "openai/gpt-5"}
    assert b"Total cost: $8.00." in post(client, text, **mapped).content
    assert b"Unrecognized models" in post(client, text, **mapped | {"map-to": "no/such"}).content
    # The next calculation sends what the list then has.
    assert b'<option value="openai:openai/gpt-5" selected>' in post(client, text, **mapped).content


def test_shows_at_whose_price_a_row_was_counted_and_changes_it(client):
    gpt = Offering.objects.get(provider_model_id="gpt-5")
    azure = make_offering(gpt.model, "azure", "gpt-5", input_price="1", output_price="1")
    facts = {"name": "x", "prices": {"input": "1", "output": "1"}}
    Revision.objects.create(offering=azure, valid_from=date(2026, 5, 10), facts=facts)
    html = post(client).content.decode()
    assert "priced at the maker’s own offer" in html
    assert '<option value="azure:openai/gpt-5">' in html
    chosen = {"map-from": "gpt-5", "map-to": "azure:openai/gpt-5"}
    html = post(client, **chosen).content.decode()
    assert "Total cost: $2.00." in html
    assert "You chose this offer." in html
    assert '<option value="azure:openai/gpt-5" selected>' in html


def test_another_providers_price_is_loud(client):
    html = post(client, LOG.replace("gpt-5", "groq/gpt-5")).content.decode()
    assert "2 rows (100% of all tokens) are priced at offers that may not be the ones" in html
    assert "has no such offer in our data" in html


def test_rows_left_out_are_loud(client):
    html = post(client, LOG + "2026-05-20,who?,1000000,0\n").content.decode()
    assert "1 row (33% of all tokens) isn’t in the total." in html


def test_alternatives_have_the_required_capabilities(client):
    html = post(client, needs="vision").content.decode()
    assert (
        "No other offers match. Try fewer required capabilities, or let fit scores be lower."
        in html
    )
    assert post(client, needs="magic").status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        *("", "\0\0\0", "x" * 10_000, "[" * 50_000, "a,b\n=1,2", '{"a":' * 5000),
        "day,model,input\n" + "," * 499,
    ],
)
def test_hostile_text_has_an_error(client, text):
    page = post(client, text)
    assert page.status_code == 200
    assert page.context.get("error") or page.context["report"].log.bad_rows


@pytest.mark.parametrize(
    "body", ["模型".encode("big5"), b"\x1f\x8b\x08\x00\xff", b"PK\x03\x04\xfe"]
)
def test_a_binary_file_has_an_error(client, body):
    page = post(client, "", file=SimpleUploadedFile("log.csv", body))
    assert "isn’t UTF-8" in page.context["error"]


@pytest.mark.parametrize("kind", ["paste", "file"])
def test_rejects_50_mb(client, kind):
    text = "x" * 50 * 1024 * 1024
    fields = {"file": SimpleUploadedFile("log.csv", text.encode())} if kind == "file" else {}
    page = post(client, "" if fields else text, **fields)
    assert page.status_code == 200
    assert "larger than 25 MB" in page.context["error"]
    assert "larger than 25 MB" in page.content.decode()


def test_never_writes_an_upload_to_disk(client, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "missing"  # writing there would fail
    padding = "x" * 100_000
    rows = "".join(f"2026-05-20,gpt-5,1000000,0,{padding}\n" for _row in range(200))  # 20 MB
    file = SimpleUploadedFile("log.csv", f"day,model,input,output,note\n{rows}".encode())
    assert b"Rows read: 200. Requests priced: 200." in post(client, "", file=file).content


def test_a_list_of_names_in_an_error_is_joined_in_the_language_of_the_page(client):
    fields = {"text": "a,b\n1,2"}
    assert "day, model, input" in client.post(ADDRESS, fields).context["error"]
    assert "day、model、input" in client.post(f"/zh-hant{ADDRESS}", fields).context["error"]


def test_escapes_pasted_text(client):
    html = post(client, LOG.replace("gpt-5", "<script>alert(1)</script>")).content.decode()
    assert "<script>alert" not in html


def test_rejects_a_post_without_the_csrf_token():
    assert post(Client(enforce_csrf_checks=True)).status_code == 403


def test_stores_nothing(client, django_assert_num_queries):
    post(client)
    with django_assert_num_queries(7) as queries:
        response = post(client)
    assert "no-store" in response["Cache-Control"]
    assert not any(q["sql"].startswith(("INSERT", "UPDATE")) for q in queries.captured_queries)


def test_does_not_send_back_a_long_paste(client, monkeypatch):
    monkeypatch.setattr(module, "MAX_ECHOED", 10)
    assert post(client).context["text"] == ""
    assert "text" in client.get(ADDRESS).context


def test_the_result_as_csv(client):
    response = post(client, LOG + "2026-05-20,who?,7,0\n", format="csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="model-ledger-log.csv"'
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    assert [(r["part"], r["model_id"], r["month"], r["input_tokens"], r["usd"]) for r in rows] == [
        ("log", "openai/gpt-5", "2026-05", "1000000", "5"),
        ("log", "openai/gpt-5", "2026-06", "1000000", "3"),
        ("log, all months", "openai/gpt-5", "", "2000000", "8"),
        ("elsewhere", "meta/llama", "", "2000000", "2"),
        ("elsewhere", "openai/gpt-5", "", "2000000", "6"),
        ("not a model here", "who?", "", "", ""),
    ]
    assert rows[-1]["rows_left_out"] == "1"


def test_the_csv_executes_no_name_of_the_log(client):
    text = post(client, LOG + "2026-05-20,=cmd|' /C calc'!A0,7,0\n", format="csv").content.decode()
    assert "'=cmd" in text
    assert ",=cmd" not in text


def test_an_unreadable_log_has_an_error_page_instead_of_a_csv(client):
    page = post(client, "nothing", format="csv")
    assert page["Content-Type"].startswith("text/html")
    assert 'aria-invalid="true"' in page.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_error_is_beside_its_field(client, headers):
    file = SimpleUploadedFile("log.csv", b"\xff\x00\x01")
    html = post(client, "", file=file, headers=headers).content.decode()
    error = html.partition('id="log-file-error"')[2].partition("</p>")[0]
    assert "isn’t UTF-8" in error
    assert "isn’t UTF-8" not in html.partition('id="log-text-error"')[2].partition("</p>")[0]


@pytest.mark.parametrize("name", ["model\\ud800", "model"])
@pytest.mark.parametrize("fields", [{}, {"format": "csv"}])
def test_lone_surrogates_are_no_error_of_ours(client, name, fields):
    row = '{"day": "2026-05-20", "%s": "\\ud800\\udc00 \\ud800", "input": 1, "provider": "\\udfff"}'
    page = post(client, row % name, **fields)
    assert page.status_code == 200


# Without a valid token


@pytest.fixture
def strict():
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("prefix, said", [("", "has expired"), ("/zh-hant", "已過期")])
@pytest.mark.parametrize("cookie", ["", "t" * 32])
def test_an_expired_form_keeps_what_was_sent(strict, prefix, said, cookie):
    if cookie:
        strict.cookies["csrftoken"] = cookie
    sent = {
        "text": LOG,
        "compare": "meta/llama",
        "needs": "vision",
        "csrfmiddlewaretoken": "x" * 64,
    }
    page = strict.post(prefix + ADDRESS, sent)
    html = page.content.decode()
    assert page.status_code == 403
    assert LOG.splitlines()[1] in html
    assert 'value="meta/llama"' in html
    assert page.context["required"] == ["vision"]
    assert said in html
    assert "report" not in page.context


def test_the_form_that_comes_back_works(strict):
    page = strict.post(ADDRESS, {"text": LOG})
    token = page.context["csrf_token"]
    assert (
        b"Total cost" in strict.post(ADDRESS, {"text": LOG, "csrfmiddlewaretoken": token}).content
    )


def test_an_expired_form_of_htmx_gets_a_new_token(strict):
    file = SimpleUploadedFile("log.csv", LOG.encode())
    page = strict.post(ADDRESS, {"file": file}, headers={"HX-Request": "true"})
    html = page.content.decode()
    assert page.status_code == 200
    assert "<html" not in html
    assert "has expired" in html
    assert "Choose your file" not in html
    token = page.context["csrf_token"]
    assert f'name="csrfmiddlewaretoken" value="{token}" form="log-form"' in html


def test_an_expired_form_asks_for_its_file_again(strict):
    page = strict.post(ADDRESS, {"file": SimpleUploadedFile("log.csv", LOG.encode())})
    assert "Choose your file again" in page.context["error"]


def test_what_another_site_sends_is_not_shown(strict):
    page = strict.post(ADDRESS, {"text": "their text"}, headers={"Origin": "https://evil.example"})
    assert page.status_code == 403
    assert b"their text" not in page.content


# The same use


def test_suggests_what_may_replace_a_model(client):
    html = post(client).content.decode()
    section = html.partition('id="replace"')[2].partition("</section>")[0]
    assert "Instead of openai/gpt-5" in section
    assert "/models/meta/llama/" in section
    Offering.objects.filter(model__path="meta/llama").update(input_price="50", output_price="50")
    clear_version_caches()
    section = post(client).content.decode().partition('id="replace"')[2].partition("</section>")[0]
    assert "No cheaper model has the same facts" in section


@pytest.mark.parametrize(
    "sent, slack", [("", 5), ("12", 12), ("x", 5), ("-1", 5), ("1e9", 5), ("999999", 100)]
)
def test_the_floor_of_fit_scores_is_the_readers(client, sent, slack):
    page = post(client, slack=sent)
    assert page.context["slack"] == slack
    assert f'name="slack" value="{slack}"' in page.content.decode()


def test_compares_with_every_model_where_the_reader_says_so(client):
    html = post(client, keep="log").content.decode()
    assert '<option value="log" selected>' in html
    assert "All models of the same type that fit the log" in html
    assert post(client, keep="x" * 10_000).status_code == 200


# How tokens are counted

CACHED = "day,model,input,output,cache_read\n2026-06-20,gpt-5,1000000,0,400000\n"


def test_asks_whether_input_includes_cached_tokens_and_shows_both_totals(client):
    html = post(client, CACHED).content.decode()
    # No cache price is reported, so cached tokens cost as much as input: 1.4M or 1M at 3.
    assert "Counted as excluding them: $4.20. If it" in html
    assert "includes them: $3.00." in html
    assert 'name="cached"\n' in html or 'name="cached" ' in html
    html = post(client, CACHED, cached=["", "inside"]).content.decode()
    assert "Total cost: $3.00." in html
    assert "doesn’t say" not in html
    assert '<option value="inside" selected>' in html


def test_an_unknown_answer_is_as_detected(client):
    assert post(client, CACHED, cached="x" * 1000).context["counting"].cached is None


# In the columns of FOCUS


def test_the_result_in_the_columns_of_focus(client):
    payload = {"day": date(2026, 5, 10), "sha256": "ab" * 32, "size": 1, "payload": b""}
    moment = datetime(2026, 5, 10, tzinfo=UTC)
    Snapshot.objects.create(
        **payload, fetched_at=moment, confirmed_on=moment.date(), applied_at=moment
    )
    response = post(client, LOG, format="focus")
    assert response["Content-Disposition"] == 'attachment; filename="model-ledger-focus-1.4.csv"'
    rows = list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))
    columns = ("x_Model", "ChargePeriodStart", "BilledCost", "x_PricesSince", "x_SnapshotSha256")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        ("openai/gpt-5", "2026-05-20T00:00:00Z", "5", "2026-05-10", "ab" * 32),
        ("openai/gpt-5", "2026-06-20T00:00:00Z", "3", "2026-06-01", ""),
    ]


def test_the_file_is_byte_equal_after_prices_changed(client):
    before = post(client, LOG, format="focus").content
    gpt = Offering.objects.get(provider_model_id="gpt-5")
    later = date(2026, 11, 1)
    Revision.objects.filter(valid_to=None).update(valid_to=later)
    facts = {"name": "x", "prices": {"input": "1", "output": "1"}}
    Revision.objects.create(offering=gpt, valid_from=later, facts=facts)
    Offering.objects.filter(pk=gpt.pk).update(input_price="1", output_price="1")
    clear_version_caches()
    assert post(client, LOG, format="focus").content == before


# What the reader pays in place of list prices

TERMS = {"t1-provider": "openai", "t1-off": "50", "currency": "twd", "rate": "31.5"}


def records(client, **fields):
    text = post(client, **TERMS | fields).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_prices_at_the_readers_terms(client):
    html = post(client, **TERMS).content.decode()
    assert "Total cost: $4.00." in html
    assert "At 1 USD = TWD 31.5: TWD 126.00." in html
    assert "At list prices: $8.00." in html
    link = "/calculator/log/?t1-provider=openai&amp;t1-off=50&amp;currency=TWD&amp;rate=31.5"
    assert f'href="{link}"' in html


def test_what_may_replace_a_model_is_compared_at_the_readers_terms(client):
    terms = {"t2-provider": "groq", "t2-input": "0.5", "t2-output": "0.5"}
    assert "▼ 75%, $3.00 less" in post(client, **TERMS | terms).content.decode()


def test_the_terms_of_a_url_are_filled_in(client):
    html = client.get(ADDRESS, TERMS | {"rate": "31,5x"}).content.decode()
    assert 'name="t1-provider" value="openai"' in html
    assert "Enter a number" in html.partition('id="id_rate-error"')[2].partition("</p>")[0]


def test_the_csv_says_which_terms_apply(client):
    rows = records(client, format="csv")
    names = ("usd", "list_usd", "terms", "currency", "rate", "in_currency")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("2.5", "5", "50% off", "TWD", "31.5", "78.75"),
        ("1.5", "3", "50% off", "TWD", "31.5", "47.25"),
        ("4", "8", "50% off", "TWD", "31.5", "126"),
        ("2", "2", "", "TWD", "31.5", "63"),
        ("3", "6", "50% off", "TWD", "31.5", "94.5"),
    ]


def test_focus_has_list_cost_and_billed_cost(client):
    rows = records(client, format="focus")
    names = ("ListCost", "ContractedCost", "EffectiveCost", "BilledCost", "x_Terms")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("5", "2.5", "2.5", "2.5", "50% off"),
        ("3", "1.5", "1.5", "1.5", "50% off"),
    ]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
@pytest.mark.parametrize("kind", ["", "csv", "focus"])
def test_wrong_terms_have_their_message_and_price_nothing(client, headers, kind):
    page = post(client, headers=headers, format=kind, **TERMS | {"t1-provider": "nobody"})
    html = page.content.decode()
    assert "No provider has this ID" in html.partition('id="id_t1-provider-error"')[2]
    assert "Fix the highlighted fields to see results." in html
    assert "report" not in page.context


# Charts


def test_charts_of_the_cost_by_month_and_on_other_models(client):
    html = post(client).content.decode()
    months = html.partition('id="by-model"')[2].partition("</figure>")[0]
    assert "The table below has the same data." in months
    assert months.count('<rect class="s1" x=') == 2
    bars = html.partition('id="elsewhere"')[2].partition("</figure>")[0]
    assert 'class="own"' in bars
    assert "$8.00" in bars
    assert 'width="25.0%"' in bars


# The same file again, later


@pytest.fixture
def pull_later():
    """A function that moves the data a year on: other prices, another name, a new provider."""

    def pull():
        gpt = Offering.objects.get(provider_model_id="gpt-5")
        january = date(2027, 1, 1)
        facts = {"name": "y", "prices": {"input": "77", "output": "99"}}
        Revision.objects.filter(offering=gpt, valid_to=None).update(valid_to=january)
        Revision.objects.create(offering=gpt, valid_from=january, facts=facts)
        Offering.objects.filter(pk=gpt.pk).update(input_price="77", output_price="99")
        moment = datetime(2027, 1, 1, tzinfo=UTC)
        Snapshot.objects.create(
            day=january, sha256="cd" * 32, size=1, payload=b"", fetched_at=moment,
            confirmed_on=january, applied_at=moment,
        )  # fmt: skip
        make_offering(gpt.model, "azure", "gpt-5-eu", input_price="1", output_price="1")
        make_version(day=january)
        clear_version_caches()

    return pull


@pytest.mark.parametrize("terms", [{}, TERMS], ids=["at list prices", "at terms"])
def test_focus_is_the_same_to_the_byte_a_year_later(client, pull_later, time_machine, terms):
    time_machine.move_to(datetime(2026, 11, 27, 12, tzinfo=UTC))
    before = post(client, format="focus", **terms)
    time_machine.move_to(datetime(2027, 11, 27, 12, tzinfo=UTC))
    pull_later()
    after = post(client, format="focus", **terms)
    assert len(before.content.splitlines()) == 3
    assert after.content == before.content
    assert after["Content-Disposition"] == before["Content-Disposition"]
    # What is of today did change, so the pull was seen.
    assert "77" in post(client, LOG.replace("2026-06", "2027-06")).content.decode()


MODES = {"fast": {"cost": {"input": 30, "output": 90}, "provider": {"body": {"speed": "fast"}}}}
IN_MODES = (
    "day,model,input,output,speed,service_tier\n"
    "2026-06-20,gpt-5,1000000,0,standard,default\n"
    "2026-06-20,gpt-5,1000000,0,fast,\n"
    "2026-06-21,gpt-5,1000000,0,,batch\n"
    "2026-05-20,gpt-5,1000000,0,fast,\n"
)


@pytest.fixture
def fast_mode():
    """A price for fast mode from June on."""
    june = Revision.objects.get(offering__provider__key="openai", valid_to=None)
    june.facts |= {"extra": {"experimental": {"modes": MODES}}}
    june.save()


@pytest.mark.usefixtures("fast_mode")
def test_a_row_in_a_mode_has_the_price_of_that_mode(client):
    html = " ".join(post(client, IN_MODES).content.decode().split())
    assert "Requests priced: 2. Total cost: $33.00." in html
    assert "of it in fast mode: $30.00" in html
    assert "2 rows (50% of all tokens) ran in a mode that their offer reports no price for." in html
    assert "At standard prices: $8.00." in html
    assert "<code>batch</code> 1 row" in html
    assert "<code>fast</code> 1 row" in html
    assert "$3.00 of your log is compared." in html
    assert "▼ 67%, $2.00 less" in html  # meta/llama for the one standard row


def at_list_prices(client, kind):
    text = post(client, IN_MODES, format=kind).content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.usefixtures("fast_mode")
def test_the_files_tell_modes_apart(client):
    rows = at_list_prices(client, "csv")
    priced = [(row["part"], Decimal(row["usd"])) for row in rows if row["usd"]]
    assert priced[:4] == [
        *(("log", 33), ("log, all months", 33), ("elsewhere", 1), ("elsewhere", 3)),
    ]
    assert priced[4:] == [("log, fast mode", 30)]
    left_out = {row["part"]: row["rows_left_out"] for row in rows if row["rows_left_out"]}
    assert left_out == {"without a price for batch": "1", "without a price for fast": "1"}
    focus = at_list_prices(client, "focus")
    assert [(row["SkuPriceId"], Decimal(row["BilledCost"])) for row in focus] == [
        ("openai/gpt-5/input", 3),
        ("openai/gpt-5/input/fast", 30),
    ]


@pytest.mark.usefixtures("fast_mode")
def test_a_log_of_modes_alone_is_compared_with_nothing(client):
    log = "day,model,input,output,speed\n2026-06-20,gpt-5,1000000,0,fast\n"
    page = post(client, log)
    assert "Total cost: $30.00." in page.content.decode()
    assert (page.context["tables"].alternatives, page.context["tables"].replaced) == ([], [])


def test_a_mode_from_a_hostile_log_is_escaped(client):
    log = 'day,model,input,output,speed\n2026-06-20,gpt-5,1,0,"<b onload=x>"\n'
    html = post(client, log).content.decode()
    assert "&lt;b onload=x&gt;" in html
    assert "<b onload" not in html
