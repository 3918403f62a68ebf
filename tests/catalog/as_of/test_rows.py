"""Rows of a past day: how one offering is matched and rounded."""

from decimal import Decimal

import pytest

from catalog.as_of.rows import (
    build_models,
    group_and_label,
    matched_as_of,
    read_facts,
    read_providers,
    stored_offers,
)
from catalog.models import CanonicalModel, Maker, Offering
from changelog.models import Grouping
from tests.changelog.factories import DAYS, at

pytestmark = pytest.mark.django_db


def offers_on(day, **of):
    return stored_offers(matched_as_of(day, **of).as_of(day))


def models_on(day):
    return build_models(read_facts(offers_on(day)), Maker.objects.in_bulk())[0]


def test_an_offering_has_the_model_that_it_was_matched_to_on_the_day(publish):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-4": at(1)})
    gpt_4 = CanonicalModel.objects.get(path="openai/gpt-4")
    offering = Offering.objects.get(provider_model_id="gpt-5")
    grouping = Grouping.objects.get(offering=offering)
    former = grouping.model_id
    grouping.valid_to = DAYS[5]
    grouping.save()
    Grouping.objects.create(number=1, offering=offering, model=gpt_4, valid_from=DAYS[5])
    assert [offer.model for offer in offers_on(DAYS[4], model=former)] == [former]
    assert offers_on(DAYS[5], model=former) == []
    assert len(offers_on(DAYS[5], model=gpt_4.pk)) == 2
    assert len(offers_on(DAYS[5])) == 2


def test_the_blended_price_is_rounded_as_its_column_is(publish):
    publish(DAYS[0], openai={"gpt-5": {"name": "GPT 5", "cost": {"input": 0.1, "output": 3e-9}}})
    (model,) = models_on(DAYS[0]).values()
    assert (
        model.blended_price == CanonicalModel.objects.get().blended_price == Decimal("0.075000001")
    )


def test_models_of_one_name_are_told_apart_by_their_slugs(publish):
    publish(DAYS[0], openai={"gpt-5": at(2), "gpt-5-thinking": at(2, name="gpt 5")})
    models = models_on(DAYS[0])
    group_and_label(models.values())
    stored = CanonicalModel.objects.order_by("path").values_list("label", flat=True)
    assert [model.label for model in models.values()] == list(stored)


def test_a_provider_that_was_withdrawn_is_not_on_record(publish):
    publish(DAYS[0], openai={"gpt-5": at(2)}, acme={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(2)})
    makers = Maker.objects.in_bulk()
    assert list(read_providers(DAYS[2], makers)) == ["acme", "openai"]
    assert list(read_providers(DAYS[3], makers)) == ["openai"]
    assert read_providers(DAYS[3], makers)["openai"].maker.slug == "openai"
