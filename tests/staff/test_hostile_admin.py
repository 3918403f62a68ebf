"""Any request of somebody signed in to the admin: answered or refused, but no error of ours.

The test client raises what a view raises. Each request sends one value that is likely to hurt; the
values take turns, so that the tests end in seconds.
"""

from itertools import count, cycle, islice

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.catalog.admin.test_pages import fill_every_table
from tests.staff.test_roles import OURS, registered

pytestmark = pytest.mark.django_db

VALUES = ("", "0", "-1", "9" * 400, "1e999", "NaN", "0001-01-01", "\0", "'\"<>", "\u202e", "1,2")
BY_DJANGO = ("q", "o", "p", "all", "e", "_facets", "_popup", "_to_field", "_changelist_filters")
LOOKUPS = ("", "__gte", "__in", "__range", "__isnull", "__nothing")
PARAMETERS = (
    *("day", "before", "after", "subject", "kind", "field", "offering", "model", "provider"),
    *("report", "key", "value", "rule", "names", "page", "next", "answer", "reason", "maker"),
    *("first_day", "last_day", "source", "other", "slug", "name", "undo"),
)
KEYS = ("x", "0", "9" * 30, "_00", "_5F", "%00", "'\"<>", "1/2")
FORM_VALUES = ("", "NaN", "\0", "'\"<>", "9" * 400)
# They start work for the whole site, whatever is sent; their own tests post to them.
WORK = {"start-pull", "start-rebuild", "rescore", "end-correction"}


@pytest.fixture
def client(db: None) -> Client:
    fill_every_table()
    client = Client()
    root = User.objects.create_superuser("root")
    client.force_login(root, "django.contrib.auth.backends.ModelBackend")
    return client


def admin_url(table, kind, *key):
    return reverse(f"admin:{table._meta.app_label}_{table._meta.model_name}_{kind}", args=key)


def in_turn():
    """Return a function that gives the next of the values."""
    numbers = count()
    return lambda: VALUES[next(numbers) % len(VALUES)]


def columns_of(table):
    """Return a column of each type that the table has."""
    return {type(field): field.name for field in table._meta.concrete_fields}.values()


def test_lists_take_any_condition(client):
    value, lookups, by_django = in_turn(), cycle(LOOKUPS), cycle(BY_DJANGO)
    for table in registered():
        address = admin_url(table, "changelist")
        asked = [name + next(lookups) for name in columns_of(table)]
        for name in (*asked, *islice(by_django, 3)):
            sent = {name: value()}
            assert client.get(address, sent).status_code < 500, (table, sent)


@pytest.mark.parametrize("kind", ["change", "delete", "history"])
def test_pages_of_a_row_take_any_key(kind, client):
    for table in registered():
        for key in KEYS:
            address = admin_url(table, kind, key)
            assert client.get(address).status_code < 500, address


def fields_of(response):
    """Return the names of the fields of a form of the admin, or none if it may not be filled in."""
    shown = (response.context or {}).get("adminform")
    return list(shown.form.fields) if shown else []


@pytest.mark.parametrize("sent", FORM_VALUES, ids=["empty", "NaN", "NUL", "markup", "large"])
def test_forms_take_any_value(sent, client):
    for table in registered():
        row = table.objects.order_by("pk").last()
        pages = [("add", ()), *([("change", (row.pk,))] if row else [])]
        for kind, key in pages:
            address = admin_url(table, kind, *key)
            names = fields_of(client.get(address, follow=True))
            response = client.post(address, dict.fromkeys(names, sent))
            assert response.status_code < 500, (address, sent)


def addresses_of(name):
    """Yield the addresses of a page of ours; those of a row with one that is there, and others."""
    for arguments in ({}, {"pk": 1}, {"pk": 10**30}, {"sha256": "a"}):
        try:
            yield reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_own_pages_take_anything(name, client):
    value, sent = in_turn(), VALUES if name not in WORK else ()
    for address in addresses_of(name):
        for parameter in PARAMETERS:
            assert client.get(address, {parameter: value()}).status_code < 500, parameter
        for text in sent:
            response = client.post(address, dict.fromkeys(PARAMETERS, text))
            assert response.status_code < 500, (address, text)
