"""The admin's pages: read-only, escaped, complete, with a constant number of queries."""

import gzip
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.decisions import IdentityDecision
from catalog.editorial import Announcement, Correction, EditedText, MistakeReport
from catalog.feed.packing import pack
from catalog.models import (
    CanonicalModel,
    CatalogueVersion,
    Maker,
    MovedModel,
    Offering,
    Provider,
    RememberedJoin,
    RememberedLink,
    RememberedName,
    Revision,
    Run,
    Snapshot,
    TrustedProvider,
)
from catalog.refusals import RefusedPayload
from changelog.models import (
    Change,
    ChangeEntry,
    Grouping,
    IndexLink,
    ModelRevision,
    PriceDoubtRevision,
    ProviderRevision,
    Trend,
    interval_key,
)
from pricing.models import Scenario
from scoring.models import Score
from staff.models import AuditEntry
from tests.factories import DAY, make_model, make_offering, recommend

NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)
HOSTILE = "<script>alert('&')</script>"
ESCAPED = "&lt;script&gt;alert(&#x27;&amp;&#x27;)&lt;/script&gt;"
MANY = 12

TABLES = [
    *(CanonicalModel, CatalogueVersion, Maker, MovedModel, Offering, Provider, Revision),
    *(RememberedJoin, RememberedLink, RememberedName, TrustedProvider, RefusedPayload),
    *(Run, Score, Snapshot, Change, Grouping, ModelRevision, PriceDoubtRevision),
    *(IndexLink, ProviderRevision, Trend, ChangeEntry),
    *(Correction, MistakeReport, AuditEntry, IdentityDecision),
]
OUR_APPS = {"catalog", "pricing", "scoring", "changelog", "staff"}
each_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)


def make_snapshot(day=DAY, **stated):
    stated = {
        "sha256": "a" * 64,
        "source": "https://feed.example/api.json",
        "size": 5_300_000,
        "payload": b"\x1f\x8b the payload",
        "fetched_at": NOON,
        "confirmed_on": day,
    } | stated
    return Snapshot.objects.create(day=day, **stated)


def make_refused(text="plain", **stated):
    """Make a payload that a guard refused, without any offer in its report."""
    stated = {
        "day": DAY,
        "sha256": "b" * 64,
        "source": text,
        "size": 5_300_000,
        "payload": pack(b"{}"),
        "refused_at": NOON,
        "guards": ["shrink"],
        "objections": [{"msgid": text, "arguments": {}}],
        "report": {
            **dict.fromkeys(("offers_before", "offers_after"), 4803),
            **dict.fromkeys(("providers_before", "providers_after"), 97),
            "counts": {"withdrawal": 1, "rename": 1},
            "providers": [[text, 9, 1, 0, 1]],
            "more_providers": 2,
            "biggest": [["withdrawal", text, text, "", text, text, ""]],
        },
    } | stated
    return RefusedPayload.objects.create(**stated)


def make_run(snapshot=None, **stated):
    stated = {
        "outcome": "applied",
        "source": "https://feed.example/api.json",
        "day": DAY,
        "started_at": NOON,
        "ended_at": NOON + timedelta(seconds=8),
    } | stated
    return Run.objects.create(snapshot=snapshot, **stated)


def make_revisions(offering, *facts):
    """Make one revision a day; the last of them is open."""
    days = [DAY + timedelta(days=n) for n in range(len(facts))]
    until = [*days[1:], None]
    rows = zip(days, until, facts, strict=True)
    return [
        Revision.objects.create(offering=offering, valid_from=a, valid_to=b, facts=said)
        for a, b, said in rows
    ]


def fill_every_table(rows=MANY, text="plain"):
    """Make so many rows of each table, all with neighbours of their own."""
    for n in range(rows):
        snapshot = make_snapshot(DAY + timedelta(days=n), source=text)
        refused = make_refused(text, sha256=f"{n:064}")
        make_run(
            snapshot,
            message=text,
            source=text,
            counts={text: n},
            skipped=[{"reason": text}],
            refused=refused,
        )
        CatalogueVersion.objects.create(snapshot=snapshot, day=DAY, made_at=NOON)
        model = make_model(f"maker-{n}/model-{n}", name=text, family=text)
        offering = make_offering(
            model,
            f"provider-{n}",
            f"{text}-{n}",
            name=text,
            doubt=text,
            status=text,
            extra={text: text},
            input_price="1.5",
            output_price="2",
            rules=[text],
        )
        recommend(offering)
        make_revisions(offering, {"name": text}, {"name": f"{text} {text}"})
        Provider.objects.update(name=text, doc_url=text, env=[text], maker=model.maker)
        Maker.objects.update(name=text)
        MovedModel.objects.create(path=f"maker-{n}/old", model=model, moved_on=DAY)
        Score.objects.create(model=model, rubric="coding", points=5, upper=25)
        make_history(offering, text)
        make_evidence(offering, text)
        make_editorial(offering, text)
        make_audit_entry(offering, text)
        make_decision(offering, text)


def make_decision(offering, text="plain", **stated):
    stated = {"kind": "offer", "target": "meta/other", "reason": text, "first_day": DAY} | stated
    return IdentityDecision.objects.create(
        provider=offering.provider.key,
        key=offering.provider_model_id,
        recorded_at=NOON,
        **stated,
    )


def make_audit_entry(row, text="plain", **stated):
    stated = {"at": NOON, "actor": text, "action": "change", "label": text, "note": text} | stated
    stated = {"before": {text: text}, "after": {text: [text]}} | stated
    return AuditEntry.objects.create(table=row._meta.label_lower, row=str(row.pk), **stated)


def make_history(offering, text):
    """Make a change of the offering, and spans of it, of its model and of its provider."""
    provider, model = offering.provider, offering.model
    Change.objects.create(
        number=offering.pk,
        day=DAY,
        kind="rename",
        provider=provider,
        offering=offering,
        model=model,
        field=text,
        old=text,
        new=[text],
    )
    held = {"number": interval_key(offering.pk, DAY), "valid_from": DAY}
    Grouping.objects.create(offering=offering, model=model, **held)
    ProviderRevision.objects.create(provider=provider, facts={text: text}, **held)
    PriceDoubtRevision.objects.create(offering=offering, reason="low", **held)
    IndexLink.objects.create(
        number=interval_key(offering.pk, DAY),
        day=DAY + timedelta(days=offering.pk),
        measure="own",
        tier="all",
        ratio=1,
        **dict.fromkeys(("priced", "matched", "moved", "arrived", "left"), 1),
    )
    ChangeEntry.objects.create(
        serial=offering.pk,
        day=DAY,
        kind="price",
        provider=text,
        provider_model_id=text,
        old={"input": text},
        new={"input": text},
    )
    Trend.objects.create(model=model, path="M0 2H90", before=2, now=1, percent=-50)
    ModelRevision.objects.create(
        model=model, recommended=offering, input_price=1, facts={text: text}, **held
    )


def make_evidence(offering, text):
    name = {"maker": text, "slug": f"{text}-{offering.pk}", "first_day": DAY}
    RememberedLink.objects.create(
        provider=offering.provider.key,
        provider_model_id=offering.provider_model_id,
        linked_maker=text,
        linked_slug=text,
        **name,
    )
    RememberedJoin.objects.create(into_maker=text, into_slug=text, step=text, **name)
    RememberedName.objects.create(**name)


def make_editorial(offering, text):
    """Make a correction, an announced fact and a reported mistake of the offering."""
    about = {
        "target": "offer",
        "provider": offering.provider.key,
        "key": offering.provider_model_id,
        "source": "https://maker.example/prices",
    }
    dated = {"first_day": DAY, "recorded_at": NOON}
    Correction.objects.create(
        **about,
        **dated,
        entered_on=DAY,
        field="name",
        verdict="feed-wrong",
        value=text,
        reason=text,
    )
    Announcement.objects.create(**about, **dated, kind="quantization", value=text, checked_on=DAY)
    EditedText.objects.create(key=f"{offering.pk} {text}", english=text)
    TrustedProvider.objects.create(key=f"{offering.pk} {text}", accepted_at=NOON)
    MistakeReport.objects.create(**about, field="name", value=text, remark=text, reported_at=NOON)


def list_of(table):
    return reverse(f"admin:{table._meta.app_label}_{table._meta.model_name}_changelist")


def page_of(row):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return reverse(name, args=[row.pk])


def html_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode().replace("</a>\n", "</a>")  # as a browser reads it


def test_every_table_is_registered():
    tables = {table for table in apps.get_models() if table._meta.app_label in OUR_APPS}
    assert (
        tables
        == {*TABLES, Announcement, EditedText, Scenario}
        == tables & set(admin.site._registry)
    )


# Five for every list: session, user, two counts, the rows. Two more for a date hierarchy, and one
# for each filter whose values are rows.

QUERIES = {
    CanonicalModel: 6,
    CatalogueVersion: 7,
    Maker: 5,
    MovedModel: 5,
    Offering: 9,
    Provider: 5,
    RememberedJoin: 6,
    RememberedLink: 5,
    RememberedName: 5,
    TrustedProvider: 5,
    RefusedPayload: 5,
    Revision: 7,
    Run: 8,  # and whether one is running
    Score: 5,
    Snapshot: 7,
    Change: 7,
    Grouping: 7,
    IndexLink: 7,
    ModelRevision: 7,
    PriceDoubtRevision: 7,
    ProviderRevision: 7,
    Trend: 5,
    ChangeEntry: 6,  # and the kinds
    Correction: 7,
    MistakeReport: 5,
    AuditEntry: 9,
    IdentityDecision: 5,
}


@each_table
def test_queries_of_a_list_do_not_depend_on_rows(admin_client, table, django_assert_num_queries):
    fill_every_table()
    with django_assert_num_queries(QUERIES[table]):
        html_of(admin_client, list_of(table))


@each_table
def test_no_page_reads_a_payload(admin_client, table):
    fill_every_table(rows=1)
    row = table.objects.latest("pk")
    with CaptureQueriesContext(connection) as asked:
        html_of(admin_client, list_of(table))
        html_of(admin_client, page_of(row))
    assert not [query["sql"] for query in asked if '"payload"' in query["sql"]]


@each_table
def test_every_column_of_a_list_sorts_and_searches(admin_client, table):
    fill_every_table(rows=1)
    columns = admin.site._registry[table].list_display
    order = ".".join(str(n) for n in range(1, len(columns) + 1))
    assert "1 " in html_of(admin_client, f"{list_of(table)}?o={order}&q=")
    html_of(admin_client, f"{list_of(table)}?q=nothing-like-it&_facets=True")


@each_table
def test_derived_rows_cannot_be_edited(admin_client, table):
    fill_every_table(rows=1)
    row = table.objects.latest("pk")
    assert admin_client.get(f"{list_of(table)}add/").status_code == 403
    assert admin_client.post(page_of(row), {"name": "mine"}).status_code == 403
    assert admin_client.post(f"{page_of(row)}delete/", {"post": "yes"}).status_code == 403
    assert 'name="_save"' not in html_of(admin_client, page_of(row))


@each_table
def test_texts_of_the_feed_are_escaped(admin_client, table):
    fill_every_table(rows=1, text=HOSTILE)
    row = table.objects.latest("pk")
    for html in (html_of(admin_client, list_of(table)), html_of(admin_client, page_of(row))):
        assert HOSTILE not in html
    if table not in (CatalogueVersion, IndexLink, MovedModel, Score, Trend):
        assert ESCAPED in html


# What a page shows in a form of its own, by the column that it stands for.
SHOWN_AS = {
    CanonicalModel: {
        "maker": "maker_link", "conflicts": "conflict_table", "channel_count": "offerings",
        "input_price": "input_usd", "output_price": "output_usd", "blended_price": "blended_usd",
        "recommended": "recommended_link", "representative": "representative_link",
        "version_of": "version_of_link",
    },
    CatalogueVersion: {"snapshot": "snapshot_link"},
    MovedModel: {"model": "model_link"},
    Offering: {
        "provider": "provider_link", "model": "model_link", "blended_price": "blended_usd",
        "rules": "rule_list", "doubt": "doubt_text",
        "price_doubt": "price_doubt_text", "price_median": "price_doubt_text", "tiers": "price_table", **{f"{name}_price": "price_table" for name in (
            "input", "output", "cache_read", "cache_write", "reasoning", "input_audio",
            "output_audio",
        )},
    },
    Provider: {"maker": "maker_link", "offering_count": "offerings"},
    Revision: {"offering": "offering_link", "facts": "fact_table"},
    Run: {"refused": "refused_link", "message": "message_text", "message_parts": "message_text", "snapshot": "snapshot_link", "counts": "count_table", "skipped": "skipped_table"},
    Score: {"model": "scored_model", "breakdown": "criteria"},
    Snapshot: {
        "reason": "reason_text",
        "size": "shown_size",
        "payload": "download",
        "base": "stored_against",
    },
    Change: {
        "provider": "provider_link", "offering": "offering_link", "model": "model_link",
        "old": "old_text", "new": "new_text", "reason": "reason_text",
    },
    RememberedJoin: {"step": "step_text"},
    RefusedPayload: {
        "size": "shown_size", "payload": "download", "objections": "why",
        "compared_with": "compared_link", "report": "differences",
    },
    Grouping: {"offering": "offering_link", "model": "model_link"},
    PriceDoubtRevision: {"offering": "offering_link"},
    Trend: {"model": "model_link", "before": "usd_before", "now": "usd_now"},
    ModelRevision: {
        "model": "model_link", "recommended": "recommended_link", "input_price": "usd_in",
        "output_price": "usd_out", "blended_price": "usd_blended", "facts": "fact_table",
    },
    ProviderRevision: {"provider": "provider_link", "facts": "fact_table"},
    Correction: {"value": "value_text", "feed_value": "feed_text"},
    AuditEntry: {"action": "action_name", "label": "object_link"},
}  # fmt: skip


@each_table
def test_a_page_shows_every_column(table, rf, admin_user):
    request = rf.get("/")
    request.user = admin_user
    shown = flatten_fieldsets(admin.site._registry[table].get_fieldsets(request))
    columns = {field.name for field in table._meta.concrete_fields} - {"id"}
    assert {SHOWN_AS.get(table, {}).get(name, name) for name in columns} <= set(shown)


@pytest.mark.django_db
def test_anonymous_users_are_sent_to_the_login(client):
    assert client.get(list_of(Run)).status_code == 302


def test_a_run_shows_its_counts_and_skip_reports(admin_client):
    report = {"provider": "nvidia", "provider_model_id": "x/y", "reason": "price below 0"}
    run = make_run(make_snapshot(), counts={"offerings": 4803}, skipped=[report])
    html = html_of(admin_client, page_of(run))
    assert "<td>offers</td><td>4803</td>" in html
    assert "<td>nvidia</td><td>x/y</td><td>price below 0</td>" in html
    assert "8.0 s" in html


def test_the_list_of_runs_counts_changes(admin_client):
    make_run(make_snapshot(), counts={"arrived": 1234, "changed": 0, "withdrawn": 2})
    assert "1,234 arrived, 2 withdrawn" in html_of(admin_client, list_of(Run))


def test_a_run_is_in_the_readers_language(admin_client):
    report = {"provider": "acme", "provider_model_id": "m", "reason": "its price is bad"}
    said = {"msgid": "{field}: {value} is negative", "arguments": {"field": "cost", "value": "-1"}}
    run = make_run(
        outcome="refused",
        message="refused x: Plus sign",
        message_parts={"msgid": "Plus sign", "arguments": {}},
        skipped=[report, report | said],
    )
    html = html_of(admin_client, f"/zh-hant{page_of(run)}")
    assert "加號" in html
    assert "<td>its price is bad</td>" in html
    assert "cost" in html


def test_a_running_run_has_no_duration(admin_client):
    run = make_run(outcome="running", ended_at=None)
    assert "8.0 s" not in html_of(admin_client, page_of(run))


def test_the_list_of_runs_counts_skip_reports(admin_client):
    make_run(skipped=[{"reason": "a"}, {"reason": "b"}])
    assert '<td class="field-unreadable">2</td>' in html_of(admin_client, list_of(Run))


def test_the_payload_download_is_byte_for_byte(admin_client):
    body = b'{"acme": {}}'
    stored = {"payload": pack(body), "steps": 0, "sha256": sha256(body).hexdigest()}
    snapshot = make_snapshot(**stored)
    address = reverse("admin:catalog_snapshot_payload", args=[snapshot.pk])
    assert address in html_of(admin_client, page_of(snapshot))
    response = admin_client.get(address, headers={"Accept-Encoding": "gzip, br, zstd"})
    assert gzip.decompress(response.content) == body
    assert response["Content-Disposition"] == 'attachment; filename="2026-05-12.json.gz"'
    assert "Content-Encoding" not in response


def test_the_payload_needs_permission(client, django_user_model):
    address = reverse("admin:catalog_snapshot_payload", args=[make_snapshot().pk])
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert client.get(address).status_code == 403


def test_a_missing_payload_is_not_found(admin_client):
    address = reverse("admin:catalog_snapshot_payload", args=[404])
    assert admin_client.get(address).status_code == 404


def test_an_offering_shows_the_prices_of_each_tier(admin_client):
    tier = {"above": 200_000, "prices": {"input": "2.5", "cache_read": "0.25"}}
    offering = make_offering(make_model(), input_price="1.25", output_price="10", tiers=[tier])
    html = html_of(admin_client, page_of(offering))
    assert '<th scope="col">prompts above 200,000 tokens</th>' in html
    assert "<td>input price</td><td>1.25</td><td>2.5</td>" in html
    assert "<td>output price</td><td>10</td><td>-</td>" in html
    assert "<td>cache read price</td><td>-</td><td>0.25</td>" in html
    assert "reasoning price" not in html


def test_an_offering_lists_the_facts_that_each_revision_changed(admin_client):
    offering = make_offering(make_model())
    first, second = make_revisions(offering, {"name": "A", "context": 1}, {"name": "B"})
    html = html_of(admin_client, page_of(offering))
    assert (
        f'<a href="{page_of(second)}">2026-05-13</a></td><td>-</td><td>name, context</td>' in html
    )
    assert f'<a href="{page_of(first)}">2026-05-12</a></td><td>2026-05-13</td><td></td>' in html


def test_a_revision_shows_earlier_values(admin_client):
    _first, second = make_revisions(
        make_offering(make_model()),
        {"name": "A", "family": "F", "context": 1},
        {"name": "A", "family": "G"},
    )
    html = html_of(admin_client, page_of(second))
    assert "<td>name</td><td>A</td><td></td>" in html
    assert "<td>family</td><td>G</td><td>F</td>" in html
    assert "<td>context</td><td></td><td>1</td>" in html


def test_a_model_shows_its_offerings_and_conflicts(admin_client):
    conflict = {"fact": "context_window", "values": ["16000", "16384"], "span_days": None}
    model = make_model(conflicts=[conflict])
    channel = make_offering(model, "nvidia", input_price="0.01", output_price="0.02")
    html = html_of(admin_client, page_of(model))
    assert "<td>context_window</td><td>16000, 16384</td><td>-</td>" in html
    assert f'<a href="{page_of(channel)}">meta/llama-3-2-1b-instruct</a>' in html
    assert f"{list_of(Offering)}?model__id__exact={model.pk}" in html


@pytest.fixture
def content_types(db):
    """Have each table's content type read before queries are counted.

    Django reads one when first needed and keeps it, until a test that commits flushes the tables.
    """
    ContentType.objects.get_for_models(*TABLES)


@pytest.mark.usefixtures("content_types")
@pytest.mark.parametrize("channels", [1, 40])
def test_queries_of_a_model_page_do_not_depend_on_offerings(
    admin_client, channels, django_assert_num_queries
):
    model = make_model()
    for n in range(channels):
        make_offering(model, f"provider-{n}")
    with django_assert_num_queries(6):
        html_of(admin_client, page_of(model))


@pytest.mark.usefixtures("content_types")
@pytest.mark.parametrize("revisions", [2, 40])
def test_queries_of_an_offering_page_do_not_depend_on_revisions(
    admin_client, revisions, django_assert_num_queries
):
    offering = make_offering(make_model())
    make_revisions(offering, *({"context": n} for n in range(revisions)))
    ContentType.objects.get_for_model(Offering)  # asked for once in a process
    with django_assert_num_queries(6):
        html_of(admin_client, page_of(offering))


@pytest.mark.parametrize("sold, found", [("yes", "today"), ("no", "gone"), ("maybe", "today gone")])
def test_live_filter(admin_client, sold, found):
    model = make_model()
    make_offering(model, "today")
    make_offering(model, "gone", withdrawn_on=DAY)
    response = admin_client.get(f"{list_of(Offering)}?sold={sold}")
    shown = {offering.provider.key for offering in response.context["cl"].result_list}
    assert shown == set(found.split())


def test_links_lead_to_filtered_lists(admin_client):
    model = make_model()
    offering = make_offering(model, "nvidia")
    for address in (
        f"{list_of(Offering)}?provider__id__exact={offering.provider_id}&sold=yes",
        f"{list_of(CanonicalModel)}?maker__id__exact={model.maker_id}",
        f"{list_of(Provider)}?maker__id__exact={model.maker_id}",
        f"{list_of(Revision)}?offering__id__exact={offering.pk}",
        f"{list_of(Run)}?snapshot__id__exact={make_snapshot().pk}",
    ):
        assert "e=1" not in admin_client.get(address, follow=True).request["QUERY_STRING"]


def log_in(page, site):
    page.goto(f"{site}/admin/login/?next=/admin/catalog/run/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill("password")
    page.get_by_role("button", name="Log in").click()


def test_no_page_breaks_the_content_security_policy(page, live_site, admin_user):
    """The page fixture fails on whatever Chromium complains of, refused styles included."""
    fill_every_table(rows=2)
    log_in(page, live_site)
    page.get_by_role("button", name="Update now").wait_for()
    for table in TABLES:
        for address in (list_of(table), page_of(table.objects.first())):
            assert page.goto(f"{live_site}{address}").status == 200
