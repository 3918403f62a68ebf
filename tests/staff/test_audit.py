"""What is recorded of a change, and by which rule."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import signals

from catalog.admin.base import ReadOnlyAdmin
from catalog.models import CatalogueVersion, Run, Snapshot, TrustedProvider
from catalog.refusals import RefusedPayload
from changelog.models import ChangeEntry
from config.daily.rebuild import KEPT
from pricing.models import Scenario
from staff.audit import acting, actor_name, edited_tables, record_action
from staff.models import AuditEntry
from tests.factories import make_model

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenario():
    return Scenario.objects.create(
        key="night",
        name_en="Night",
        name_zh_hant="夜",
        requests=10,
        input_tokens=1,
        output_tokens=1,
    )


@pytest.fixture
def editor(make_account):
    return make_account("editor")


def entries(row):
    return list(AuditEntry.objects.about(row))


def test_a_change_is_recorded_with_the_fields_that_differ(scenario, editor):
    with acting(editor):
        scenario.name_en = "Watch"
        scenario.save()
    (entry,) = entries(scenario)
    assert (entry.actor, entry.action, entry.table) == ("editor", "change", "pricing.scenario")
    assert (entry.before, entry.after) == ({"name_en": "Night"}, {"name_en": "Watch"})


def test_saving_without_a_change_records_nothing(scenario, editor):
    with acting(editor):
        scenario.save()
    assert entries(scenario) == []


def test_an_addition_is_recorded_with_every_field(editor):
    with acting(editor):
        added = Scenario.objects.create(
            key="x", name_en="X", name_zh_hant="X", requests=1, input_tokens=2, output_tokens=3
        )
    (entry,) = entries(added)
    assert (entry.action, entry.after["input_tokens"], entry.before) == ("add", 2, {})


@pytest.mark.parametrize("many", [False, True])
def test_a_deletion_is_recorded_with_what_was_there(scenario, editor, many):
    with acting(editor):
        (Scenario.objects.filter(pk=scenario.pk) if many else scenario).delete()
    entry = AuditEntry.objects.get(action="delete")
    assert (entry.before["name_en"], entry.after) == ("Night", {})


def test_groups_of_an_account_are_recorded(editor, make_account):
    clerk = make_account()
    with acting(editor):
        clerk.groups.set(editor.groups.all())
    (entry,) = entries(clerk)
    assert (entry.before, entry.after) == ({"groups": []}, {"groups": ["editor"]})


def test_a_password_is_not_stored(editor):
    with acting(editor):
        editor.set_password("another long pass phrase")
        editor.save()
    (entry,) = entries(editor)
    assert (entry.before, entry.after) == ({"password": "…"}, {"password": "…"})


@pytest.mark.parametrize("user", [None, AnonymousUser()])
def test_nobody_is_recorded_where_nobody_is_signed_in(scenario, user):
    with acting(user):
        scenario.name_en = "Watch"
        scenario.save()
    assert (entries(scenario), actor_name()) == ([], "")


def test_an_action_is_recorded_with_its_object(editor):
    model = make_model()
    record_action(editor, "rebuild", model, days=3)
    (entry,) = entries(model)
    assert (entry.action, entry.note, entry.after) == ("run", "rebuild", {"days": 3})


def test_a_sign_in_is_no_change(client, editor):
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")
    assert entries(editor) == []


def test_a_request_that_changes_nothing_is_not_audited(client_of, scenario):
    client_of("editor").get(f"/admin/pricing/scenario/{scenario.pk}/change/")
    assert entries(scenario) == []


# By rule


def test_every_table_that_can_be_edited_is_audited():
    """A new table with an admin that is not read-only is covered without a line of its own."""
    editable = {
        table
        for table in apps.get_models()
        if admin.site.is_registered(table)
        and not isinstance(admin.site.get_model_admin(table), ReadOnlyAdmin)
    }
    written_by_pulls = {Snapshot, Run, CatalogueVersion, TrustedProvider, RefusedPayload}
    recorded = {*KEPT} - {*written_by_pulls, ChangeEntry}
    editable |= recorded
    assert editable == set(edited_tables()) >= {User, Scenario}
    for table in editable:
        for signal in (signals.pre_save, signals.post_save, signals.pre_delete):
            assert signal.has_listeners(table), table


def test_derived_tables_have_no_listener_which_would_slow_bulk_deletes():
    derived = [t for t in apps.get_models() if t not in set(edited_tables())]
    assert [table for table in derived if signals.pre_delete.has_listeners(table)] == []
