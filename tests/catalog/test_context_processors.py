"""What every template may use."""

import pytest
from django.test import RequestFactory

from catalog.context_processors import data
from catalog.http import data_version
from tests.factories import make_version

pytestmark = pytest.mark.django_db
EMPTY = {"data": None, "day_picker": None, "history_status": None}


def test_adds_the_data_that_the_view_asked_for(django_assert_num_queries):
    make_version()
    request = RequestFactory().get("/")
    version = data_version(request)
    with django_assert_num_queries(0):
        assert data(request) == EMPTY | {"data": version}


def test_asks_nothing_itself(django_assert_num_queries):
    make_version()
    with django_assert_num_queries(0):
        assert data(RequestFactory().get("/")) == EMPTY


def test_adds_the_picker_of_a_page_that_has_one():
    request = RequestFactory().get("/")
    request.day_picker = "picker"
    assert data(request)["day_picker"] == "picker"
