"""Migration 0005: stored English names become keys, and the next pull regroups nothing."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from catalog.identity.rules import RULE_NAMES
from catalog.ingest.apply import apply_payload
from catalog.models import Offering
from tests.payloads import offering, payload, read

migration = import_module("catalog.migrations.0005_rule_keys")
NAMES = {key: name for name, key in migration.KEYS.items()}
DAY = date(2026, 5, 12)
DOUBT = "training|llama-3-2-1b|llama-3-2-1b-instruct"
OLD_DOUBT = "the feed says llama-3-2-1b, the name another training: llama-3-2-1b-instruct"
CONTENT = payload(
    acme={
        "@cf/meta/llama-3p2-1b-instruct-fp8": offering(),
        "meta/llama-3.2-1b-instruct": offering(canonical_model_id="meta/llama-3.2-1b"),
    }
)


def apply():
    return apply_payload(read(CONTENT), day=DAY, last_seen=DAY)


def as_stored_before():
    """Put the texts into the rows that the last release before the migration stored."""
    for row in Offering.objects.all():
        row.rules = [NAMES[key] for key in row.rules]
        row.doubt = row.doubt.replace(DOUBT, OLD_DOUBT)
        row.save()


def migrate():
    migration.store_keys(apps, SimpleNamespace(connection=connection))


def test_every_old_name_has_a_key_of_its_own():
    assert len(NAMES) == len(migration.KEYS)
    assert NAMES.keys() & RULE_NAMES.keys()  # rules came and went since


@pytest.mark.django_db
def test_a_pull_after_it_regroups_nothing():
    apply()
    stored = list(Offering.objects.order_by("pk").values_list("rules", "doubt"))
    assert stored == [
        (["gateway-path", "decimal-point-as-p", "quantization-suffix"], ""),
        ([], DOUBT),
    ]
    as_stored_before()
    migrate()
    assert list(Offering.objects.order_by("pk").values_list("rules", "doubt")) == stored
    assert apply().regrouped == 0


@pytest.mark.django_db
def test_without_it_a_pull_would_regroup():
    apply()
    as_stored_before()
    assert apply().regrouped == 2


@pytest.mark.django_db
def test_unknown_texts_stay():
    apply()
    Offering.objects.update(rules=["An old rule", "Plus sign"], doubt="an old doubt")
    migrate()
    rules, doubt = Offering.objects.values_list("rules", "doubt").first()
    assert (rules, doubt) == (["An old rule", "plus-sign"], "an old doubt")


@pytest.mark.parametrize(
    "sentence, stored",
    [
        ("", ""),
        (OLD_DOUBT, DOUBT),
        ("the feed says a-8b, the name another size: a-9b", "size|a-8b|a-9b"),
        ("the feed says a, the name a distillation: a-distill", "distillation|a|a-distill"),
        ("the feed says a", "the feed says a"),
        (DOUBT, DOUBT),
    ],
)
def test_doubts(sentence, stored):
    assert migration.doubt_as_key(sentence) == stored
