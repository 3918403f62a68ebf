"""Values of loaded rows: the same as a queryset's."""

import pytest

from catalog.as_of.values import dict_values, named_values
from catalog.models import CanonicalModel
from tests.factories import make_model

pytestmark = pytest.mark.django_db

COLUMNS = ("pk", "path", "maker__slug", "recommended__provider__key", "recommended__status")


@pytest.fixture
def models():
    make_model("meta/llama", input_price="1", output_price="2")
    make_model("xai/grok")  # without a recommended offer
    rows = CanonicalModel.objects.order_by("path")
    return rows.select_related("maker", "recommended__provider")


def test_are_those_of_the_database(models, django_assert_num_queries):
    loaded = list(models)
    with django_assert_num_queries(0):
        values = list(dict_values(loaded, COLUMNS))
        named = list(named_values(loaded, COLUMNS))
    assert values == list(models.values(*COLUMNS))
    assert named == list(models.values_list(*COLUMNS, named=True))
    assert named[0].recommended__provider__key == "inference"
    assert named[1].recommended__provider__key is None


def test_an_unknown_column_is_an_error(models):
    with pytest.raises(AttributeError, match="colour"):
        list(dict_values(models, ["maker__colour"]))
