"""Accounts of each role."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from staff.roles import grant_roles

PASSWORD = "a long-enough pass phrase"  # one that the validators accept


@pytest.fixture
def make_account(db):
    """A function that makes an account: `make_account("editor")`, or of no role."""
    # A test that committed emptied the tables, the groups included.
    grant_roles()

    def make(role="", name="", **fields):
        fields = {"is_staff": True} | fields
        account = User.objects.create_user(name or role or "clerk", password=PASSWORD, **fields)
        if role:
            account.groups.add(Group.objects.get(name=role))
        return account

    return make


@pytest.fixture
def client_of(make_account):
    """A function that signs someone of a role in: `client_of("editor")`."""

    def sign_in(role="", **fields):
        client = Client()
        client.force_login(
            make_account(role, **fields), "django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in
