"""Every address of the admin and every role: nothing open that should not be.

The expectations are written out here, apart from the rules of `staff.roles` that they check.
"""

from hashlib import sha256

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from catalog.decisions import IdentityDecision
from catalog.domain.corrections import Ending
from catalog.editorial import Correction, MistakeReport
from catalog.feed.packing import pack
from catalog.models import CatalogueVersion, Run, Snapshot, TrustedProvider
from catalog.refusals import RefusedPayload
from changelog.models import ChangeEntry
from config.daily.rebuild import KEPT
from pricing.models import Scenario
from staff.roles import EDITOR, OPERATOR, ROLES, Kind, grant_roles, kind_of, permissions_of
from tests.catalog.admin.test_pages import NOON, OUR_APPS, fill_every_table
from tests.factories import DAY

pytestmark = pytest.mark.django_db

NOBODY, CLERK = "anonymous", "no role"
OPEN, REFUSED, SIGN_IN, NOT_ALLOWED = 200, 403, 302, 405

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
    "catalog_refusedpayload_payload": (EDITOR, OPERATOR),
    "staff_auditentry_export": (EDITOR, OPERATOR),
}
# Pages of ours that are no pages of a table: the method that they answer, and to whom.
BOTH = (EDITOR, OPERATOR)
OURS = {
    "dashboard": ("get", SIGNED_IN),
    "compare-snapshots": ("get", BOTH),
    "pull-progress": ("get", BOTH),
    "accepted-reports": ("get", BOTH),
    "identity-queue": ("get", (EDITOR,)),
    "decide-identity": ("get", (EDITOR,)),
    "undo-identity": ("get", (EDITOR,)),
    "shipped-rules": ("get", (EDITOR,)),
    "correct": ("get", (EDITOR,)),
    "end-correction": ("post", (EDITOR,)),
    "decline-report": ("post", (EDITOR,)),
    "start-pull": ("post", (OPERATOR,)),
    "accept-once": ("post", (OPERATOR,)),
    "reject-day": ("post", (OPERATOR,)),
    "start-rebuild": ("post", (OPERATOR,)),
    "rescore": ("post", (OPERATOR,)),
}
# Django's redirects: of each table, and of whatever else is below the admin's path.
UNNAMED = {"<path:object_id>/", "(?P<url>.*)$"}

# Ours that a rebuild keeps and neither a pull nor a command writes, and the scenarios.
WRITTEN_BY_PULLS = {Snapshot, Run, CatalogueVersion, TrustedProvider, RefusedPayload}
WRITTEN_BY_PULLS |= {ChangeEntry}
FILLED_BY_PEOPLE = {*KEPT, Scenario} - WRITTEN_BY_PULLS


def registered():
    return [table for table in apps.get_models() if admin.site.is_registered(table)]


def granted(table, role):
    of_others = CONTENT if table in FILLED_BY_PEOPLE else DERIVED
    return TABLES.get(table._meta.label_lower, of_others).get(role, "")


def patterns(resolver):
    """Yield all patterns below a resolver."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif isinstance(pattern, URLResolver):
            yield from patterns(pattern)


def below_the_admins_path():
    """Return Django's resolver of the admin, and our own patterns beside it."""
    prefix = f"{settings.ADMIN_PATH}/"
    found = [
        pattern
        for group in get_resolver().url_patterns
        for pattern in (group, *getattr(group, "url_patterns", []))
        if str(pattern.pattern).startswith(prefix)
    ]
    (resolver,) = (one for one in found if isinstance(one, URLResolver))
    return resolver, [one for one in found if one is not resolver]


def admin_names():
    resolver, _ours = below_the_admins_path()
    return {pattern.name for pattern in patterns(resolver) if pattern.name}


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


def test_every_address_of_ours_is_in_the_matrix():
    _resolver, ours = below_the_admins_path()
    assert [type(pattern) for pattern in ours] == [URLPattern] * len(ours)
    assert sorted(str(pattern.name) for pattern in ours) == sorted(OURS)


def test_no_other_address_is_without_a_name():
    resolver, _ours = below_the_admins_path()
    unnamed = {str(pattern.pattern) for pattern in patterns(resolver) if not pattern.name}
    assert unnamed == UNNAMED


def test_no_address_of_the_site_leads_around_the_admin():
    """Views that ask for a permission, or for staff, are below its path: all are in the matrix."""
    _resolver, ours = below_the_admins_path()
    callbacks = {pattern.callback.__wrapped__ for pattern in ours}
    others = [pattern for pattern in patterns(get_resolver()) if pattern not in ours]
    assert not [p for p in others if getattr(p.callback, "__wrapped__", p.callback) in callbacks]


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
    if name.endswith("_payload"):
        keys = [row_of(apps.get_model(*name.split("_")[:2])).pk]
        Snapshot.objects.update(payload=pack(b"{}"), sha256=sha256(b"{}").hexdigest())
    for role, client in clients.items():
        status = client.get(reverse(f"admin:{name}", args=keys)).status_code
        if role in OTHERS[name]:
            assert status in (OPEN, SIGN_IN if name == "login" else OPEN), role
        else:
            assert status == (SIGN_IN if role == NOBODY else REFUSED), role


def ended_correction():
    """Return a correction of which nothing is left to end: these rows are of no payload."""
    correction = Correction.objects.latest("pk")
    correction.ended_at, correction.ended_on, correction.ending = NOON, DAY, Ending.LAPSED
    correction.save()
    return correction


# What ours need in their address: keys, or a query.
ARGUMENTS = {
    "reject-day": lambda: [Snapshot.objects.latest("pk").pk],
    "accept-once": lambda: [RefusedPayload.objects.latest("pk").sha256],
    "undo-identity": lambda: [IdentityDecision.objects.latest("pk").pk],
    "end-correction": lambda: [ended_correction().pk],
    "decline-report": lambda: [MistakeReport.objects.latest("pk").pk],
}
QUERIES = {"correct": "?target=offer&provider=provider-0&key=plain-0"}
OTHER_METHOD = {"get": "post", "post": "get"}


@pytest.fixture
def address_of(row_of):
    """A function that returns the address of a page of ours, of rows that exist."""

    def address_of(name):
        keys = ARGUMENTS.get(name, list)()
        return f"{reverse(name, args=keys)}{QUERIES.get(name, '')}"

    return address_of


@pytest.mark.parametrize("name", sorted(OURS))
def test_pages_of_ours(clients, address_of, name, monkeypatch):
    monkeypatch.setattr("config.views.start_process", lambda *words: None)
    address, (method, roles) = address_of(name), OURS[name]
    for role, client in clients.items():
        for tried in (OTHER_METHOD[method], method):  # what changes something comes last
            answer = getattr(client, tried)(address)
            refusal = SIGN_IN if role == NOBODY else REFUSED
            if role not in roles:
                # A wrong method may be refused before anything else is looked at.
                wanted = {refusal} if tried == method else {refusal, NOT_ALLOWED}
                assert answer.status_code in wanted, (role, tried)
                assert role != NOBODY or "/login/" in answer.get("Location", "/login/")
            elif tried == method:
                assert answer.status_code == (OPEN if method == "get" else SIGN_IN), role
                assert "/login/" not in answer.get("Location", ""), role


def test_both_languages_have_the_same_addresses():
    with translation.override("zh-hant"):
        _resolver, chinese = below_the_admins_path()
    _resolver, english = below_the_admins_path()
    assert [pattern.callback for pattern in chinese] == [pattern.callback for pattern in english]


@pytest.mark.parametrize("name", sorted(OURS))
def test_without_a_second_factor_ours_are_closed_where_it_is_asked_for(
    clients, address_of, name, settings
):
    address, (method, _roles) = address_of(name), OURS[name]
    settings.TWO_FACTOR = True
    for role, client in clients.items():
        assert "/login/" in getattr(client, method)(address)["Location"], role


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
