"""Lists that are sorted by name: without regard to case, whatever the ids and the database are."""

import re

import pytest

from catalog.models import Provider
from config.kept_pages.keeper import KEEPER
from tests.factories import DAY, make_maker, make_model, make_offering, make_provider, make_version

pytestmark = pytest.mark.django_db

NAMES = ("aion", "alpha", "Bravo", "Zebra", "zeta")
# Ids in the opposite order, and rows in one of their own.
IDS = dict(zip(NAMES, "edcba", strict=True))
MADE = ("Zebra", "alpha", "zeta", "aion", "Bravo")


@pytest.fixture
def catalogue():
    """Five makers with a model each, sold by a sixth provider; a model that five providers sell."""
    make_version()
    make_provider("shop", name="Shop", offering_count=5)
    shared = make_model("shared/model", name="Shared", first_seen=DAY)
    for name in MADE:
        make_maker(IDS[name], name=f"{name} labs")
        prices = {"input_price": "1", "output_price": "2"}
        make_provider(IDS[name], name=f"{name} cloud", offering_count=1)
        offer = make_offering(shared, IDS[name], **prices)
        Provider.objects.filter(pk=offer.provider_id).update(priced_count=1)
        model = make_model(
            *(f"{IDS[name]}/m",),
            name=f"{name} one",
            provider_count=1,
            tool_calling=True,
            family=name,
        )
        make_offering(model, "shop", status="deprecated", **prices)


# Where, which names, and between which texts of the page.
LISTS = [
    ("/providers/", "cloud", "<tbody", ""),
    ("/makers/", "labs", "<tbody", ""),
    ("/models/?sort=name", "one", "<tbody", ""),
    ("/models/?sort=maker&col=maker", "labs", "<tbody", ""),
    ("/models/?more=maker", "labs", 'id="facet-maker"', "</fieldset>"),
    ("/models/?more=provider", "cloud", 'id="facet-provider"', "</fieldset>"),
    ("/capabilities/tool-calling/?sort=name", "one", "<tbody", ""),
    ("/capabilities/tool-calling/?sort=maker", "labs", "<tbody", ""),
    ("/providers/shop/", "one", "<tbody", ""),
    ("/providers/shop/?sort=name", "one", "<tbody", ""),
    ("/models/shared/model/?sort=provider", "cloud", 'id="results".*?<tbody', "</table>"),
    ("/models/shared/model/", "cloud", "Why 5 offers are this model", "</details>"),
    ("/changelog/", "cloud", 'id="known-providers"', "</datalist>"),
    ("/changelog/", "labs", 'id="known-makers"', "</datalist>"),
    ("/lifecycle/", "one", 'id="deprecated"', ""),
]


def shown(part, kind):
    """Return the names of a kind in the order in which they first appear."""
    return tuple(dict.fromkeys(re.findall(rf"\b({'|'.join(NAMES)}) {kind}\b", part)))


def test_lists_are_sorted_by_name_without_regard_to_case(client, catalogue):
    wrong = {}
    for path, kind, start, end in LISTS:
        html = " ".join(client.get(path).content.decode().split())
        part = re.split(start, html, maxsplit=1)[1]
        part = part.split(end, 1)[0] if end else part
        if (found := shown(part, kind)) != NAMES:
            wrong[path, kind] = found
    assert wrong == {}


@pytest.mark.parametrize(
    "path, kind",
    [
        ("/models/?sort=-name", "one"),
        ("/providers/shop/?sort=-name", "one"),
        ("/models/shared/model/?sort=-provider", "cloud"),
    ],
)
def test_and_the_other_way_round(client, catalogue, path, kind):
    KEEPER.clear()
    part = client.get(path).content.decode().split("<tbody", 1)[1]
    assert shown(part, kind) == NAMES[::-1]


def test_suggestions_are_sorted_too(client, catalogue):
    for words, kind in (("cloud", "cloud"), ("labs", "labs")):
        html = client.get(f"/search/?q={words}", headers={"hx-request": "true"}).content.decode()
        found = shown(html.split('class="group-name"', 1)[1], kind)
        assert found == NAMES[: len(found)]
        assert len(found) >= 3
