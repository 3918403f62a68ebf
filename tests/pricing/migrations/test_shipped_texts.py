"""Migration 0005: texts that nobody edited are left to releases; an editor's stay."""

from importlib import import_module

import pytest
from django.apps import apps

from pricing.models import Scenario

pytestmark = pytest.mark.django_db
migration = import_module("pricing.migrations.0005_shipped_texts")


def texts(key):
    return {name: getattr(Scenario.objects.get(key=key), name) for name in migration.TEXTS}


def test_works():
    migration.write_again(apps, None)
    assert texts("agent-step")["name_zh_hant"] == "AI 代理步驟"
    assert "" not in texts("rag-answer").values()
    migration.leave_to_releases(apps, None)
    for scenario in Scenario.objects.all():
        assert set(texts(scenario.key).values()) == {""}


def test_an_editors_text_stays():
    migration.write_again(apps, None)
    Scenario.objects.filter(key="rag-answer").update(name_en="Our assistant")
    migration.leave_to_releases(apps, None)
    own = texts("rag-answer")
    assert own.pop("name_en") == "Our assistant"
    assert set(own.values()) == {""}


def test_the_name_of_an_earlier_release_is_no_editors():
    migration.write_again(apps, None)
    Scenario.objects.filter(key="agent-step").update(name_zh_hant="代理步驟")
    migration.leave_to_releases(apps, None)
    assert texts("agent-step")["name_zh_hant"] == ""
