"""Endpoints as functions, and the names of models."""

import msgspec
import pytest

from api.days import DayNotOnRecord
from api.endpoints.offers import Offers
from api.mcp.asking import ask, present_path
from api.offer_filters import OffersQuery
from api.problems import NotFound
from catalog.models import CanonicalModel, MovedModel
from tests.api.factories import DAYS

pytestmark = pytest.mark.django_db


def test_answers_as_the_endpoint_does(history, get):
    page = ask(Offers, {"parsed_query": (OffersQuery, {"provider": "openai"})})
    assert msgspec.to_builtins(page) == get("offers", provider="openai")


def test_parameters_are_checked_as_those_of_a_request(history):
    with pytest.raises(msgspec.ValidationError, match="limit"):
        ask(Offers, {"parsed_query": (OffersQuery, {"limit": 5000})})
    with pytest.raises(DayNotOnRecord):
        ask(Offers, {"parsed_query": (OffersQuery, {"as_of": "2999-01-01"})})


@pytest.mark.parametrize("name", ["openai/gpt-5", "gpt-5", "OpenAI/gpt-5", "openai/gpt-v5"])
def test_a_model_is_found_in_any_spelling(history, name):
    model = CanonicalModel.objects.get(path="openai/gpt-5")
    MovedModel.objects.create(path="openai/gpt-v5", model=model, moved_on=DAYS[0])
    assert present_path(name) == "openai/gpt-5"


def test_an_unknown_model_is_an_error_with_similar_names(history):
    with pytest.raises(NotFound, match="No model gtp-5") as error:
        present_path("gtp-5")
    assert "openai/gpt-5" in error.value.hint
