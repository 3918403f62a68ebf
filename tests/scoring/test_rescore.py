"""Writing scores: what is written, and that nothing is where nothing changed."""

import pytest

from catalog.models import CanonicalModel
from scoring.models import Score
from scoring.rescore import rescore, rescore_all
from tests.scoring.factories import make_model

pytestmark = pytest.mark.django_db


def points():
    return dict(Score.objects.values_list("rubric", "points"))


def test_scores_the_reference_page():
    make_model()
    assert rescore_all() == 6
    assert points() == {
        "coding": 5,
        "agents": 10,
        "structured-output": 30,
        "cost-efficiency": 95,
        "long-context": 0,
        "production-readiness": 74,
    }


def test_a_second_run_writes_nothing(django_assert_num_queries):
    make_model()
    rescore_all()
    before = set(Score.objects.values_list("pk", flat=True))
    # Transaction (two), clean-up, stored scores, inputs: the same for any number of models.
    with django_assert_num_queries(5):
        assert rescore_all() == 0
    assert set(Score.objects.values_list("pk", flat=True)) == before


def test_writes_only_changed_scores():
    model = make_model()
    make_model("another")
    rescore_all()
    CanonicalModel.objects.filter(pk=model.pk).update(structured_output=True)
    assert rescore(CanonicalModel.objects.filter(pk=model.pk)) == 3
    assert model.scores.get(rubric="agents").points == 35


def test_deletes_the_scores_of_a_removed_rubric():
    Score.objects.create(model=make_model(), rubric="poetry", points=1, upper=1)
    rescore_all()
    assert "poetry" not in points()


def inputs_of(model):
    return dict(CanonicalModel.objects.score_inputs())[model.pk]


def test_a_model_without_a_published_price():
    inputs = inputs_of(make_model(price=None))
    assert (inputs.blended, inputs.price_published, inputs.has_cache_price) == (None, False, None)


@pytest.mark.parametrize("cache, has", [(None, False), ("0", True), ("0.001", True)])
def test_cache_price_is_that_of_the_recommended_offering(cache, has):
    assert inputs_of(make_model(cache=cache)).has_cache_price is has


def test_inputs_are_read_in_one_query(django_assert_num_queries):
    make_model()
    make_model("another")
    with django_assert_num_queries(1):
        assert len(list(CanonicalModel.objects.score_inputs())) == 2
