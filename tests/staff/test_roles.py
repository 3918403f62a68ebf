"""Every address of the admin and every role: nothing open that should not be.

The expectations are written out here, apart from the rules of `staff.roles` that they check.
"""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from catalog.models import CatalogueVersion, Run, Snapshot, TrustedProvider
from config.daily import KEPT
from pricing.models import Scenario
from staff.roles import EDITOR, OPERATOR, ROLES, Kind, grant_roles, kind_of, permissions_of
from tests.catalog.admin.test_pages import OUR_APPS, fill_every_table

pytestmark = pytest.mark.django_db

NOBODY, CLERK = "anonymous", "no role"
OPEN, REFUSED, SIGN_IN, GONE = 200, 403, 302, 404

# What each role may do with a table: v(iew), a(dd), c(hange), d(elete).
CONTENT = {EDITOR: "vacd", OPERATOR: "v"}
DERIVED = {EDITOR: "v", OPERATOR: "v"}
TABLES = {
    "auth.user": {OPERATOR: "vacd"},
    "auth.group": {OPERATOR: "v"},
    "axes.accessattempt": {OPERATOR: "vd"},
    "otp_totp.totpdevice": {OPERATOR: "vd"},
}
PAGES = {"changelist": "v", "add": "a", "change": "v", "history": "v", "delete": "d"}
# Pages beside those of tables, by name: who may open them, or post to them.
EVERYONE = (NOBODY, CLERK, EDITOR, OPERATOR)
SIGNED_IN = (CLERK, EDITOR, OPERATOR)
OTHERS = {
    "index": SIGNED_IN,
    "login": EVERYONE,
    "logout": SIGNED_IN,
    "password_change": SIGNED_IN,
    "password_change_done": SIGNED_IN,
    "jsi18n": SIGNED_IN,
    "autocomplete": SIGNED_IN,  # asks for the permission of the table itself
    "two-factor": SIGNED_IN,
    "view_on_site": SIGNED_IN,  # redirects to a public page
    "app_list": SIGNED_IN,
    "auth_user_password_change": (OPERATOR,),
    "catalog_snapshot_payload": (EDITOR, OPERATOR),
    "staff_auditentry_export": (EDITOR, OPERATOR),
}
POSTS = dict.fromkeys(("start-pull", "reject-day", "start-rebuild", "rescore"), (OPERATOR,))
EDITORS_PAGES = (
    *("identity-queue", "decide-identity", "undo-identity", "shipped-rules"),
    *("correct", "end-correction"),
)


# Ours that a rebuild keeps and neither a pull nor a command writes, and the scenarios.
FILLED_BY_PEOPLE = {*KEPT, Scenario} - {Snapshot, Run, CatalogueVersion, TrustedProvider}


def registered():
    return [table for table in apps.get_models() if admin.site.is_registered(table)]


def granted(table, role):
    of_others = CONTENT if table in FILLED_BY_PEOPLE else DERIVED
    return TABLES.get(table._meta.label_lower, of_others).get(role, "")


def names(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name
        elif isinstance(pattern, URLResolver):
            yield from names(pattern)


def admin_names():
    (resolver,) = (
        pattern
        for group in get_resolver().url_patterns
        for pattern in getattr(group, "url_patterns", [])
        if getattr(pattern, "app_name", "") == "admin"
    )
    return {name for name in names(resolver) if name}


@pytest.fixture
def clients(client_of):
    return {
        NOBODY: Client(),
        CLERK: client_of(),
        EDITOR: client_of(EDITOR),
        OPERATOR: client_of(OPERATOR),
    }


def test_every_address_is_in_the_matrix():
    of_tables = {
        f"{table._meta.app_label}_{table._meta.model_name}_{page}"
        for table in registered()
        for page in PAGES
    }
    assert admin_names() - of_tables == set(OTHERS) - {"app_list"} | {"app_list"} & admin_names()


def test_tables_of_libraries_have_their_row():
    """One that a library brings must stand in TABLES above; ours are content or derived."""
    libraries = {t._meta.label_lower for t in registered() if t._meta.app_label not in OUR_APPS}
    assert libraries == set(TABLES)
    accounts = {
        t._meta.label_lower for t in registered() if kind_of(t) in {Kind.ACCOUNTS, Kind.GROUPS}
    }
    assert accounts == set(TABLES)


@pytest.fixture
def row_of(make_account):
    """A function that returns a row of a table; None if there is none."""
    fill_every_table(rows=1)
    from axes.models import AccessAttempt  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415
    from django_otp.plugins.otp_totp.models import TOTPDevice  # noqa: PLC0415

    clerk = make_account(name="someone")
    TOTPDevice.objects.create(user=clerk, name="phone")
    AccessAttempt.objects.create(
        attempt_time=timezone.now(), ip_address="10.0.0.1", failures_since_start=1
    )
    return lambda table: clerk if table is User else table._default_manager.order_by("pk").first()


@pytest.mark.parametrize("table", registered(), ids=lambda table: table._meta.label_lower)
def test_pages_of_a_table(clients, admin_client, row_of, table):
    row = row_of(table)
    assert row is not None
    for page, needed in PAGES.items():
        keys = [] if page in ("changelist", "add") else [row.pk]
        name = f"admin:{table._meta.app_label}_{table._meta.model_name}_{page}"
        # Some tables have no form to add, not even for a superuser.
        most = admin_client.get(reverse(name, args=keys)).status_code
        for role, client in clients.items():
            status = client.get(reverse(name, args=keys)).status_code
            allowed = needed in granted(table, role)
            wanted = most if allowed else SIGN_IN if role == NOBODY else REFUSED
            assert status == wanted, (page, role)
        assert most in (OPEN, REFUSED)


@pytest.mark.parametrize("table", registered(), ids=lambda table: table._meta.label_lower)
@pytest.mark.parametrize("page, needed", [("change", "c"), ("delete", "d"), ("add", "a")])
def test_posts_to_a_table(clients, row_of, table, page, needed):
    row = row_of(table)
    name = f"admin:{table._meta.app_label}_{table._meta.model_name}_{page}"
    address = reverse(name, args=[] if page == "add" else [row.pk])
    for role, client in clients.items():
        if needed in granted(table, role):
            continue  # an allowed post is a test of its own
        status = client.post(address, {"post": "yes"}).status_code
        assert status == (SIGN_IN if role == NOBODY else REFUSED), (page, role)
    assert table._default_manager.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "name", sorted(set(OTHERS) - {"view_on_site", "app_list", "autocomplete", "logout"})
)
def test_other_pages(clients, row_of, name):
    table = {"auth_user_password_change": User}.get(name)
    keys = [row_of(table).pk] if table else []
    if name == "catalog_snapshot_payload":
        keys = [row_of(apps.get_model("catalog.snapshot")).pk]
    for role, client in clients.items():
        status = client.get(reverse(f"admin:{name}", args=keys)).status_code
        if role in OTHERS[name]:
            assert status in (OPEN, SIGN_IN if name == "login" else OPEN), role
        else:
            assert status == (SIGN_IN if role == NOBODY else REFUSED), role


@pytest.mark.parametrize("name", sorted(POSTS))
def test_what_starts_something(clients, row_of, name, monkeypatch):
    monkeypatch.setattr("config.views.start_process", lambda *words: None)
    snapshot = row_of(apps.get_model("catalog.snapshot"))
    address = reverse(name, args=[snapshot.pk] if name == "reject-day" else [])
    for role, client in clients.items():
        answer = client.post(address)
        if role == NOBODY:
            assert "/login/" in answer["Location"]
        else:
            assert answer.status_code == (302 if role in POSTS[name] else REFUSED), role


# Grants


def test_the_groups_are_made_by_the_migrations():
    grant_roles()
    assert set(Group.objects.values_list("name", flat=True)) >= set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_a_group_has_exactly_the_permissions_of_its_rules(role):
    grant_roles()
    group = Group.objects.get(name=role)
    group.permissions.clear()
    grant_roles()
    stored = group.permissions.values_list("content_type__app_label", "codename")
    assert set(stored) == set(permissions_of(role))


# An operator does not become more than an operator


@pytest.fixture
def operator(client_of):
    return client_of(OPERATOR)


def form_of(account, **fields):
    joined = {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00"}
    return {"username": account.username, "is_active": "on", "is_staff": "on", **joined, **fields}


def test_an_operator_makes_no_superuser(operator, make_account):
    clerk = make_account()
    page = reverse("admin:auth_user_change", args=[clerk.pk])
    permission = str(User._meta.get_field("user_permissions").remote_field.model.objects.first().pk)
    operator.post(page, form_of(clerk, is_superuser="on", user_permissions=permission))
    clerk.refresh_from_db()
    assert not clerk.is_superuser
    assert not clerk.user_permissions.exists()


@pytest.mark.parametrize("page", ["change", "delete", "password_change"])
def test_an_operator_does_not_touch_a_superuser(operator, admin_user, page):
    name = "auth_user_password_change" if page == "password_change" else f"auth_user_{page}"
    form = {"post": "yes", "password1": "x" * 20, "password2": "x" * 20}
    answer = operator.post(reverse(f"admin:{name}", args=[admin_user.pk]), form)
    assert answer.status_code == REFUSED
    assert User.objects.get(pk=admin_user.pk).check_password("password")


def test_an_operator_makes_an_editor(operator, make_account):
    clerk = make_account()
    group = Group.objects.get(name=EDITOR)
    operator.post(
        reverse("admin:auth_user_change", args=[clerk.pk]), form_of(clerk, groups=group.pk)
    )
    assert list(clerk.groups.all()) == [group]
