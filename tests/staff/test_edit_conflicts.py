"""Two editors on one object."""

import re

import pytest

from catalog.decisions import IdentityDecision
from catalog.editorial import Announcement, Correction, EditedText, MistakeReport
from pages.edited_texts import EDITABLE
from pricing.models import Scenario
from staff.audit import edited_tables
from staff.edit_conflicts import VERSION, fingerprint
from staff.models import AuditEntry
from tests.catalog.admin.test_pages import OUR_APPS
from tests.catalog.test_editorial import announce
from tests.factories import make_model, make_offering, make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def scenario():
    make_version()
    texts = {"unit_en": "x", "unit_zh_hant": "x", "assumption_en": "x", "assumption_zh_hant": "x"}
    named = {"key": "night", "name_en": "Night", "name_zh_hant": "夜"}
    return Scenario.objects.create(**named, **texts, requests=10, input_tokens=1, output_tokens=1)


@pytest.fixture
def editors(client_of):
    return client_of("editor", name="anna"), client_of("editor", name="ben")


def page_of(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def version_in(html):
    return re.search(rf'name="{VERSION}" value="([0-9a-f]+)"', html)[1]


def opened(client, row):
    """Return the form's fields as a browser would send them."""
    html = client.get(page_of(row)).content.decode()
    fields = {f.name: getattr(row, f.name) for f in row._meta.fields}
    return fields | {VERSION: version_in(html)}


def test_one_editor_saves(editors, scenario):
    form = opened(editors[0], scenario) | {"name_en": "Watch"}
    assert editors[0].post(page_of(scenario), form).status_code == 302
    scenario.refresh_from_db()
    assert scenario.name_en == "Watch"


def test_the_second_is_told_and_nothing_is_lost(editors, scenario):
    anna, ben = editors
    of_anna, of_ben = opened(anna, scenario), opened(ben, scenario)
    anna.post(page_of(scenario), of_anna | {"name_en": "Watch"})
    answer = ben.post(page_of(scenario), of_ben | {"requests": 99})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Not saved: this was changed after you opened it." in html
    assert "anna," in html
    assert "Night → Watch" in html
    assert 'value="99"' in html  # what ben typed is still there
    scenario.refresh_from_db()
    assert (scenario.name_en, scenario.requests) == ("Watch", 10)


def test_the_second_may_then_overwrite_it_knowingly(editors, scenario):
    anna, ben = editors
    of_anna, of_ben = opened(anna, scenario), opened(ben, scenario)
    anna.post(page_of(scenario), of_anna | {"name_en": "Watch"})
    told = ben.post(page_of(scenario), of_ben).content.decode()
    again = of_ben | {VERSION: version_in(told)}
    assert ben.post(page_of(scenario), again).status_code == 302
    scenario.refresh_from_db()
    assert scenario.name_en == "Night"


def test_the_same_form_is_not_sent_twice(editors, scenario):
    form = opened(editors[0], scenario)
    editors[0].post(page_of(scenario), form | {"name_en": "Watch"})
    assert editors[0].post(page_of(scenario), form).status_code == 200


def test_a_change_of_groups_is_a_conflict(client_of, make_account, admin_client):
    clerk = make_account("editor")
    before = fingerprint(clerk)
    clerk.groups.clear()
    assert fingerprint(clerk) != before


def test_a_deleted_object_is_said_to_be_gone(editors, scenario):
    anna, ben = editors
    form = opened(ben, scenario)
    anna.post(page_of(scenario).replace("change", "delete"), {"post": "yes"})
    answer = ben.post(page_of(scenario), form, follow=True)
    assert "doesn’t exist" in answer.content.decode()


def test_the_history_of_an_object_has_the_values(editors, scenario):
    editors[0].post(page_of(scenario), opened(editors[0], scenario) | {"name_en": "Watch"})
    html = editors[1].get(page_of(scenario).replace("change", "history")).content.decode()
    assert "anna" in html
    assert "Night → Watch" in html


def test_a_history_without_a_change_says_so(editors, scenario):
    html = editors[0].get(page_of(scenario).replace("change", "history")).content.decode()
    assert "Nobody has changed this." in html


# Every table that editors fill in on a form of the admin: a row, a column, and two values of it.


def announced():
    make_offering(make_model("meta/m"), "acme", "m")
    return announce("retention", value="30 days")


def edited_text():
    return EditedText.objects.create(key=next(iter(EDITABLE)), english="Ours", chinese="我們的")


FORMS = {
    Announcement: (announced, "typed", "7 days"),
    EditedText: (edited_text, "english", "Theirs"),
}
# Written on pages of their own, whose tests are tests/config/correct, identity and test_reports.
ELSEWHERE = {Correction, MistakeReport, IdentityDecision}


def test_every_table_of_editors_is_tested():
    ours = {table for table in edited_tables() if table._meta.app_label in OUR_APPS}
    assert ours - {AuditEntry} == {*FORMS, *ELSEWHERE, Scenario}


@pytest.mark.parametrize("table", FORMS, ids=lambda table: table.__name__)
def test_the_second_is_told_in_every_form(editors, scenario, table):
    make, column, theirs = FORMS[table]
    row = make()
    anna, ben = editors
    of_anna, of_ben = form_of(anna, row), form_of(ben, row)
    assert anna.post(page_of(row), of_anna | {column: theirs}).status_code == 302
    saved = fingerprint(table.objects.get(pk=row.pk))
    answer = ben.post(page_of(row), of_ben | {column: "what ben typed"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Not saved: this was changed after you opened it." in html
    assert "what ben typed" in html
    assert fingerprint(table.objects.get(pk=row.pk)) == saved


def form_of(client, row):
    """Return what the form of a row's page holds."""
    answer = client.get(page_of(row))
    form = answer.context["adminform"].form
    fields = {name: form[name].value() for name in form.fields}
    known = {name: value for name, value in fields.items() if value is not None}
    return known | {VERSION: version_in(answer.content.decode())}
