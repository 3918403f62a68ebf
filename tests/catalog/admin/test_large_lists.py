"""Lists at the size for which the site is built: 20,000 offers, at most 12 queries each."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from catalog.admin.elements import admin_page
from catalog.models import CanonicalModel, Offering
from tests.catalog.admin.test_pages import fill_every_table, log_in
from tests.factories import DAY, make_maker, make_provider

pytestmark = pytest.mark.django_db
MODELS, OFFERS, MOST_QUERIES = 2_000, 20_000, 12
WIDTH = 1280  # px
# By how many pixels the page, or the table in it, is wider than what is shown of it.
OVERHANG = """() => Math.max(0, ...[document.documentElement, ...document.querySelectorAll(".results")]
  .map((element) => element.scrollWidth - element.clientWidth))"""


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


def lists():
    """The list of every table of the admin."""
    tables = [table for table in apps.get_models() if admin.site.is_registered(table)]
    return {table._meta.label_lower: reverse(admin_page(table, "changelist")) for table in tables}


def test_every_list_opens_in_few_queries(admin_client, catalogue):
    # That queries do not depend on rows is tested in test_pages.
    fill_every_table(rows=3)
    queries = {}
    searched = {
        "an offer": "catalog/offering/?q=m-19999",
        "a filter": "catalog/offering/?sold=yes&o=-3",
    }
    pages = lists() | {name: f"/admin/{page}" for name, page in searched.items()}
    for name, page in pages.items():
        with CaptureQueriesContext(connection) as asked:
            assert admin_client.get(page).status_code == 200, name
        queries[name] = len(asked)
    assert {name: n for name, n in queries.items() if n > MOST_QUERIES} == {}


def test_columns_fit_the_width_of_a_small_laptop(new_context, live_site, admin_user):
    fill_every_table(rows=3, text="a-name-as-long-as-most")
    page = new_context(base_url=live_site, viewport={"width": WIDTH, "height": 800}).new_page()
    log_in(page, live_site)
    page.get_by_role("button", name="Update now").wait_for()
    too_wide = {}
    for name, address in lists().items():
        page.goto(address)
        # The table scrolls within its frame where it does not fit.
        over = page.evaluate(OVERHANG)
        if over > 0:
            too_wide[name] = over
    assert too_wide == {}
