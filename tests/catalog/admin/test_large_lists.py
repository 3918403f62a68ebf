"""Lists at the size for which the site is built: 20,000 offers, at most 12 queries each."""

from datetime import timedelta

import pytest

from catalog.models import CanonicalModel, Offering
from tests.factories import DAY, make_maker, make_provider

pytestmark = pytest.mark.django_db
MODELS, OFFERS, MOST_QUERIES = 2_000, 20_000, 12


def model(maker, n):
    return CanonicalModel(
        maker=maker, slug=f"m-{n}", path=f"meta/m-{n}", name=f"M {n}", first_seen=DAY
    )


def offer(provider, of, n):
    stated = {"basis": "rule", "price_state": "unknown", "fingerprint": "x", "first_seen": DAY}
    changed_on = DAY - timedelta(days=n % 300)
    return Offering(
        provider=provider, model=of, provider_model_id=f"m-{n}", changed_on=changed_on, **stated
    )


@pytest.fixture
def catalogue():
    maker = make_maker()
    providers = [make_provider(f"provider-{n}") for n in range(20)]
    models = CanonicalModel.objects.bulk_create(model(maker, n) for n in range(MODELS))
    offers = (offer(providers[n % 20], models[n % MODELS], n) for n in range(OFFERS))
    Offering.objects.bulk_create(offers, batch_size=500)


def test_lists_open_in_few_queries(admin_client, catalogue, django_assert_max_num_queries):
    for page in (
        *("catalog/offering/", "catalog/offering/?q=m-19999", "catalog/canonicalmodel/"),
        *("catalog/offering/?sold=yes&price_state__exact=unknown&o=-3", "catalog/provider/"),
    ):
        with django_assert_max_num_queries(MOST_QUERIES):
            assert admin_client.get(f"/admin/{page}").status_code == 200, page
