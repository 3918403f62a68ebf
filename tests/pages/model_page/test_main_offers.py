"""The offers that a long price table shows first."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from catalog.models import CanonicalModel, Offering
from pages.model_page.main_offers import NOT_FOLDED, SHOWN, main_offers
from tests.factories import make_model, make_offering, make_provider, make_version

pytestmark = pytest.mark.django_db
ADDRESS = "/models/meta/llama-3-2-1b-instruct/"


@pytest.fixture
def model() -> CanonicalModel:
    make_version()
    return make_model()


def sell(model: CanonicalModel, number: int) -> list[Offering]:
    return [
        make_offering(model, f"p{n}", input_price=str(n), output_price=str(n), context=100 - n)
        for n in range(1, number + 1)
    ]


def own_offer(model: CanonicalModel, **facts: object) -> Offering:
    return make_offering(model, make_provider("own", maker=model.maker).key, **facts)


def by_price(model: CanonicalModel) -> list[Offering]:
    return list(Offering.objects.filter(model=model).for_model_page())


def shown(page) -> list[str]:
    return [offer["provider"].lower() for offer in page.context["offers"]]


def test_shows_the_cheapest(model):
    sell(model, 40)
    assert [o.provider_id for o in main_offers(by_price(model), model)] == [
        o.provider_id for o in by_price(model)[:SHOWN]
    ]


def test_keeps_the_recommended_and_the_makers_own_in_their_places(model):
    sell(model, 40)
    own = own_offer(model, input_price="50", output_price="50")
    dear = Offering.objects.get(provider__key="p33")
    model.recommended = dear
    main = main_offers(by_price(model), model)
    assert len(main) == SHOWN
    assert main[-2:] == [dear, own]


def test_a_makers_own_offer_without_a_price_has_no_place_of_its_own(model):
    sell(model, 40)
    own = own_offer(model)
    assert own not in main_offers(by_price(model), model)


def test_a_doubtful_price_is_not_among_the_cheapest(model):
    cheapest, *_others = sell(model, 40)
    cheapest.price_doubt = "low"
    cheapest.save()
    assert cheapest not in main_offers(by_price(model), model)


@pytest.mark.parametrize("number, count", [(NOT_FOLDED, NOT_FOLDED), (NOT_FOLDED + 1, SHOWN)])
def test_a_short_table_is_whole(model, number, count):
    sell(model, number)
    assert len(main_offers(by_price(model), model)) == count


def test_the_page_shows_ten_and_links_all(client, model):
    sell(model, 40)
    page = client.get(ADDRESS)
    assert len(shown(page)) == SHOWN
    assert f'href="{ADDRESS}?offers=all#prices"' in page.content.decode()
    assert "40 offers. An offer is" in " ".join(page.content.decode().split())


def test_all_offers_with_a_link_back(client, model):
    sell(model, 40)
    page = client.get(f"{ADDRESS}?offers=all")
    assert len(shown(page)) == 40
    assert f'id="fewer-offers" href="{ADDRESS}#prices"' in page.content.decode()


def test_an_order_shows_its_own_first_ten(client, model):
    sell(model, 40)
    page = client.get(f"{ADDRESS}?sort=context")
    assert shown(page) == [f"p{n}" for n in range(40, 30, -1)]
    assert f'href="{ADDRESS}?sort=context&amp;offers=all#prices"' in page.content.decode()


def test_headings_keep_the_table_open(client, model):
    sell(model, 40)
    assert "?sort=-input&amp;offers=all" in client.get(f"{ADDRESS}?sort=input&offers=all").text


def test_htmx_gets_the_opened_table_and_its_address(client, model):
    sell(model, 40)
    part = client.get(f"{ADDRESS}?offers=all", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    assert part.content.count(b'<th scope="row">') == 40
    assert part["HX-Push-Url"] == f"{ADDRESS}?offers=all"


@pytest.mark.parametrize("query", ["?offers=most", "?offers=", "?offers=" + "x" * 999])
def test_another_value_changes_nothing(client, model, query):
    sell(model, 40)
    assert len(shown(client.get(ADDRESS + query))) == SHOWN


def test_a_short_table_has_no_link(client, model):
    sell(model, NOT_FOLDED)
    assert b"offers=all" not in client.get(ADDRESS).content


@pytest.mark.parametrize("number, folded", [(NOT_FOLDED, False), (NOT_FOLDED + 1, True)])
def test_long_lists_of_offers_fold(client, model, number, folded):
    sell(model, number)
    html = client.get(ADDRESS).text
    assert html.count('<details class="fold">') == (2 if folded else 0)
    assert html.count('<details class="fold" open>') == (0 if folded else 2)


def test_answers_are_folded():
    answers = [{"slug": slug, "question": slug, "html": slug} for slug in ("cost", "context")]
    html = render_to_string("pages/_faq.html", {"faq": answers}, RequestFactory().get("/"))
    assert html.count("<details id=") == 2
    assert "open" not in html
