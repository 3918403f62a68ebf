"""A model with very many offers, as a junk feed may make it: every page of it stays small."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.feed.normalise import MAX_TIERS
from catalog.models import MOST_OFFERINGS, CanonicalModel, Offering, Provider, Revision
from changelog.models import ModelRevision
from pages.model_page.reading import most_relevant
from pages.tables import DIRECTORY_PAGE
from tests.factories import (
    DAY,
    make_maker,
    make_model,
    make_offering,
    make_provider,
    make_version,
    recommend,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

PATH = "openai/gpt-5-mini"
ADDRESS = f"/models/{PATH}/"
JUNK = 2 * MOST_OFFERINGS
PRICES = {"input": "1", "output": "2"}
TIERS = [{"above": 1000 * step, "prices": PRICES} for step in range(1, MAX_TIERS + 1)]


@pytest.fixture
def crowded() -> CanonicalModel:
    """Make a model whose dear recommended offer is the maker's own, with junk that is cheaper."""
    make_version()
    model = make_model(PATH)
    provider = make_provider("openai", maker=model.maker)
    own = make_offering(model, provider.key, input_price="30", output_price="30")
    sellers = Provider.objects.bulk_create(
        Provider(key=f"junk{number}", name=f"Junk {number}", first_seen=DAY)
        for number in range(JUNK // 2)
    )
    junk = Offering.objects.bulk_create(
        Offering(
            provider=seller,
            provider_model_id=f"{PATH}:{place}",
            model=model,
            name="GPT-5 mini",
            basis="rule",
            price_state="priced",
            input_price=Decimal(1),
            output_price=Decimal(2),
            blended_price=Decimal("1.25") + number,
            tiers=TIERS,
            context=number,
            first_seen=DAY,
            changed_on=DAY,
        )
        for number, seller in enumerate(sellers)
        for place in range(2)
    )
    recommend(own)
    Revision.objects.bulk_create(
        Revision(offering=offering, valid_from=DAY - timedelta(days=1), facts={"prices": PRICES})
        for offering in [own, *junk]
    )
    ModelRevision.objects.create(
        number=1, model=model, valid_from=DAY, recommended=own, facts={}, **_prices(30)
    )
    return model


def _prices(usd: int) -> dict[str, int]:
    return dict.fromkeys(("input_price", "output_price", "blended_price"), usd)


# Address, most bytes and most queries. The largest real model page is 110 KB, its history 60 KB.
PAGES = [
    (ADDRESS, 450_000, 14),
    (f"{ADDRESS}?offers=all", 700_000, 14),
    (f"{ADDRESS}?offers=all&page=3", 700_000, 14),
    (f"{ADDRESS}?sort=-blended&offers=all", 700_000, 14),
    (f"/models/{PATH}.md", 60_000, 8),
    (f"{ADDRESS}prices/", 250_000, 10),
    (f"{ADDRESS}prices/?days=30", 250_000, 10),
    (f"{ADDRESS}prices/chart.png", 100_000, 10),
    (f"/compare/{PATH}/", 150_000, 14),
    ("/calculator/?offers=all", 200_000, 9),
    ("/providers/junk1/", 50_000, 8),
    ("/providers/", 180_000, 7),
]


@pytest.mark.parametrize(("address", "size", "queries"), PAGES)
def test_pages_stay_small(
    crowded: CanonicalModel, client: Client, address: str, size: int, queries: int
) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    assert len(answer.content) <= size
    assert len(asked) <= queries


def test_the_parts_for_htmx_stay_small(crowded: CanonicalModel, client: Client) -> None:
    for address in (f"{ADDRESS}?offers=all", f"{ADDRESS}prices/", f"/compare/{PATH}/"):
        answer = client.get(address, headers={"HX-Request": "true"})
        assert len(answer.content) <= 300_000


def test_the_page_says_what_it_leaves_out(crowded: CanonicalModel, client: Client) -> None:
    html = client.get(ADDRESS).content.decode()
    assert f"leaves out {JUNK + 1 - MOST_OFFERINGS} offers" in html
    assert f'href="/api/v1/offers?model={PATH}"' in html
    assert f">{JUNK + 1}<" in html  # the count of offers at the head stays true
    markdown = client.get(f"/models/{PATH}.md").content.decode()
    assert f"{JUNK + 1 - MOST_OFFERINGS} more offers are left out" in markdown
    history = client.get(f"{ADDRESS}prices/").content.decode()
    assert f"{JUNK + 1 - MOST_OFFERINGS} offers are left out here" in history


def test_a_page_of_a_usual_model_says_nothing_of_that(client: Client) -> None:
    make_version()
    model = make_model(PATH, input_price="1", output_price="1")
    make_offering(model, "groq", input_price="2", output_price="2")
    html = client.get(f"{ADDRESS}?offers=all").content.decode()
    assert "left-out" not in html
    assert "page=2" not in html


def test_the_recommended_offer_is_never_left_out(crowded: CanonicalModel, client: Client) -> None:
    page = client.get(ADDRESS)
    assert "Openai" in [offer["provider"] for offer in page.context["offers"]]
    assert page.context["model"].recommended.provider.key == "openai"
    history = client.get(f"{ADDRESS}prices/?offer=openai:{PATH}")
    assert "Recommended (Openai)" in history.content.decode()
    assert history.context["history"].choices[0].key == f"openai:{PATH}"


def test_an_offer_that_the_url_asks_for_is_drawn(crowded: CanonicalModel, client: Client) -> None:
    dearest = f"junk{JUNK // 2 - 1}:{PATH}:1"
    history = client.get(f"{ADDRESS}prices/", {"offer": dearest}).context["history"]
    assert [choice.key for choice in history.choices if choice.chosen] == [dearest]


def test_pages_of_offers_are_links_that_hold_the_state(
    crowded: CanonicalModel, client: Client
) -> None:
    html = client.get(f"{ADDRESS}?sort=-blended&offers=all").content.decode()
    assert "sort=-blended&amp;offers=all&amp;page=2#prices" in html
    first, second = (
        client.get(f"{ADDRESS}?sort=provider&offers=all&page={page}").context["offers"]
        for page in (1, 2)
    )
    assert not {_id(offer) for offer in first} & {_id(offer) for offer in second}
    far = client.get(f"{ADDRESS}?offers=all&page=999")
    assert far.context["page"].number == far.context["page"].paginator.num_pages
    # Another order begins at its first page, and so does the folded table.
    assert "?sort=provider&amp;offers=all#prices" in far.content.decode()


def _id(offer: dict[str, str]) -> tuple[str, str]:
    return offer["provider"], offer["provider_model_id"]


def test_the_csv_file_has_every_offer(crowded: CanonicalModel, client: Client) -> None:
    answer = client.get(f"{ADDRESS}prices/prices.csv")
    assert answer.streaming
    lines = b"".join(answer).decode().splitlines()
    assert sum(line.startswith("offer,input") for line in lines) == JUNK + 1


def test_a_past_day_has_the_same_bound(crowded: CanonicalModel, client: Client) -> None:
    loaded = list(Offering.objects.for_model_page())
    kept = most_relevant(loaded, crowded)
    assert len(kept) == MOST_OFFERINGS
    assert kept[0].provider.key == "openai"


def test_long_histories_end_after_the_newest_rows(client: Client) -> None:
    make_version()
    model = make_model(PATH, input_price="1", output_price="1")
    first = date(2025, 1, 1)
    days = [first + timedelta(days=number) for number in range(400)]
    Revision.objects.bulk_create(
        Revision(
            offering=model.recommended,
            valid_from=day,
            valid_to=day + timedelta(days=1),
            facts={"prices": {"input": str(number + 1), "output": "1"}},
        )
        for number, day in enumerate(days)
    )
    answer = client.get(f"{ADDRESS}prices/")
    assert "200 older rows are left out" in answer.content.decode()
    assert len(answer.content) <= 600_000
    lines = b"".join(client.get(f"{ADDRESS}prices/prices.csv")).decode().splitlines()
    assert sum(line.startswith("offer,input") for line in lines) == 400


def _maker(slug: str, **fields: Any) -> None:
    maker = make_maker(slug, **fields)
    CanonicalModel.objects.create(
        maker=maker, slug="m", path=f"{slug}/m", name="M", label="M", first_seen=DAY
    )


@pytest.mark.parametrize(
    ("address", "make"), [("/providers/", make_provider), ("/makers/", _maker)]
)
def test_long_directories_have_pages(
    client: Client, address: str, make: Callable[..., object]
) -> None:
    make_version()
    for number in range(DIRECTORY_PAGE + 1):
        make(f"m{number:04}", name=f"Name {number:04}")
    first = client.get(address)
    assert len(first.context["rows"]) == DIRECTORY_PAGE
    assert f'href="{address}?page=2"' in first.content.decode()
    part = client.get(f"{address}?page=2", headers={"HX-Request": "true"})
    assert "Name 0250" in part.content.decode()
    assert b"<html" not in part.content
    assert part["HX-Push-Url"] == f"{address}?page=2"
