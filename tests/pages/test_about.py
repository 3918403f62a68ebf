"""The About page: what it says of privacy, and how the operator is reached."""

import pytest

from tests.factories import make_version

pytestmark = pytest.mark.django_db


def test_it_works_in_both_languages(client):
    make_version()
    english, chinese = client.get("/about/"), client.get("/zh-hant/about/")
    assert "never stored or shared" in english.content.decode()
    assert "本站不會儲存" in chinese.content.decode()


def test_costs_one_query(client, django_assert_num_queries):
    make_version()
    with django_assert_num_queries(1):  # the catalogue version
        client.get("/about/")


@pytest.mark.parametrize(
    "contact, shown",
    [
        ("", "No contact address is set up"),
        ("hello@ledger.example", '<a href="mailto:hello@ledger.example">'),
        ("https://ledger.example/contact", '<a href="https://ledger.example/contact">'),
        ("<b>@example", "mailto:&lt;b&gt;@example"),
    ],
)
def test_the_operator_s_address_comes_from_the_settings(client, settings, contact, shown):
    settings.CONTACT = contact
    assert shown in client.get("/about/").content.decode()


@pytest.mark.parametrize("kept", [True, False])
def test_access_logs_are_mentioned_only_where_they_are_kept(client, settings, kept):
    settings.ACCESS_LOGS = kept
    assert ("access logs" in client.get("/about/").content.decode()) is kept


def test_is_linked_from_the_footer(client):
    assert '<li><a href="/about/">' in client.get("/faq/").content.decode()
