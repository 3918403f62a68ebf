import pytest
from django.db import IntegrityError

from catalog.models import CanonicalModel
from scoring.models import Score
from scoring.rescore import rescore, rescore_all, score_facts
from tests.scoring.factories import make_model

pytestmark = pytest.mark.django_db


def points():
    return dict(Score.objects.values_list("rubric", "points"))


def test_the_reference_page():
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


def test_the_breakdown_is_kept_and_read_back():
    make_model()
    rescore_all()
    score = Score.objects.get(rubric="agents")
    assert [(r.criterion.key, r.points, r.state.value) for r in score.scored.results] == [
        ("tool_calling", 0, "not-met"),
        ("structured_output", 0, "not-reported"),
        ("reasoning", 0, "not-met"),
        ("max_output", 5, "partly"),
        ("availability", 5, "partly"),
    ]
    assert (score.upper, score.possible, score.unknown) == (35, 25, "structured output")


def test_a_second_time_nothing_is_written(django_assert_num_queries):
    make_model()
    rescore_all()
    before = set(Score.objects.values_list("pk", flat=True))
    # Transaction, clean-up, stored scores, facts: as many however many models there are.
    with django_assert_num_queries(5):
        assert rescore_all() == 0
    assert set(Score.objects.values_list("pk", flat=True)) == before


def test_only_what_changed_is_written():
    model = make_model()
    make_model("another")
    rescore_all()
    CanonicalModel.objects.filter(pk=model.pk).update(structured_output=True)
    assert rescore(CanonicalModel.objects.filter(pk=model.pk)) == 3
    assert model.scores.get(rubric="agents").points == 35


def test_a_model_without_a_published_price():
    model = make_model(price=None)
    ((pk, facts),) = score_facts(CanonicalModel.objects.all())
    assert pk == model.pk
    assert (facts.blended, facts.price_published, facts.has_cache_price) == (None, False, None)


@pytest.mark.parametrize("cache, has", [(None, False), ("0", True), ("0.001", True)])
def test_the_cache_price_is_the_recommended_channels(cache, has):
    make_model(cache=cache)
    ((_, facts),) = score_facts(CanonicalModel.objects.all())
    assert facts.has_cache_price is has


def test_scores_of_a_rubric_that_is_no_more_are_dropped():
    Score.objects.create(model=make_model(), rubric="poetry", points=1, upper=1)
    rescore_all()
    assert "poetry" not in points()


def test_the_ranking_shares_ranks_cheapest_first_without_the_withdrawn():
    for slug, context, price in [
        ("small", 10, "1"),
        ("dear", 10**6, "2"),
        ("cheap", 10**6, "1"),
        ("unpriced", 10**6, None),
        ("gone", 10**6, "1"),
    ]:
        make_model(slug, context=context, price=price)
    CanonicalModel.objects.filter(slug="gone").update(withdrawn_on="2026-05-12")
    rescore_all()
    ranking = Score.objects.ranking("long-context")
    assert list(ranking.values_list("model__slug", "rank")) == [
        ("cheap", 1),
        ("dear", 1),
        ("unpriced", 1),
        ("small", 4),
    ]


@pytest.mark.parametrize("points, upper", [(5, 4), (1, 101)])
def test_the_database_refuses_an_impossible_score(points, upper):
    with pytest.raises(IntegrityError):
        Score.objects.create(model=make_model(), rubric="coding", points=points, upper=upper)
