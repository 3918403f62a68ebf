"""The page for an address that does not exist."""

import pytest

from tests.factories import make_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/nowhere/", "/models/meta/never-was/"])
def test_states_the_day_of_the_data(client, django_assert_max_num_queries, address):
    make_version()
    with django_assert_max_num_queries(4):
        response = client.get(address)
    assert response.status_code == 404
    assert "updated May 12, 2026 and normalized" in response.content.decode()


def test_works_before_the_first_pull(client):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "and normalized" not in response.content.decode()
