"""Aliases and plan providers: the shipped lists, and what editors change of them."""

from decimal import Decimal

import pytest

from catalog.decisions import DecisionKind, IdentityDecision
from catalog.domain.prices import PLAN_PROVIDERS
from catalog.identity.aliases import ALIASES
from catalog.models import CanonicalModel, MovedModel, Offering, Provider
from config.daily.pull import pull
from config.daily.rebuild import rebuild
from config.identity.decide import Draft, decisions_with, decisions_without, undo
from config.identity.preview import preview
from config.identity.shipped import alias_rows, plan_rows
from tests.config.identity.conftest import NOW, day, matches
from tests.payloads import offering, payload, write
from tests.tables import derived_tables

pytestmark = pytest.mark.django_db(transaction=True)
MAKER = "mistral"
SOLD = {
    "acme": ["mistral-large-2"],
    "other": ["mistral-large-2407"],
    "third": ["mistral-nemo"],
}
LARGE, DATED = f"{MAKER}/mistral-large-2", f"{MAKER}/mistral-large-2407"


@pytest.fixture
def sold(say):
    """Two names: the shipped list has an alias from the first to the second."""
    assert ALIASES["mistral-large-2"][0] == "mistral-large-2407"
    say(1, **SOLD)


def would(kind, key, target=""):
    draft = Draft(DecisionKind(kind), key, target)
    return preview(decisions_with(draft), of_rules=True)


def moves(told):
    return [(one.provider, one.before, one.after) for one in told.moves]


def tables():
    """Every derived row but the redirects: an address that once had a page leads on for good."""
    kept = ("IdentityDecision", "MovedModel")
    return {name: rows for name, rows in derived_tables().items() if name not in kept}


def test_a_shipped_alias_is_taken_back_and_given_back(sold, take, editor, say):
    assert matches()["acme"] == DATED
    assert moves(would("no-alias", "mistral-large-2")) == [("acme", DATED, LARGE)]
    decision = take("no-alias", "mistral-large-2")
    assert matches() == {"acme": LARGE, "other": DATED, "third": f"{MAKER}/mistral-nemo"}
    say(2, **SOLD, late=["mistral-large-2"])
    assert matches()["late"] == LARGE  # it holds for what later payloads bring
    rows = derived_tables()
    rebuild()
    assert derived_tables() == rows
    assert moves(preview(decisions_without(decision), of_rules=True)) == [
        ("acme", LARGE, DATED),
        ("late", LARGE, DATED),
    ]
    undo(decision.pk, by=editor, now=NOW)
    assert matches()["acme"] == matches()["late"] == DATED
    assert MovedModel.objects.target_of(LARGE) == DATED
    rows = derived_tables()
    rebuild()
    assert derived_tables() == rows


def test_undone_on_its_day_it_leaves_no_trace(sold, take, editor):
    before = tables()
    undo(take("no-alias", "mistral-large-2").pk, by=editor, now=NOW)
    assert tables() == before
    rebuild()
    assert tables() == before


def test_a_new_alias_joins_two_names_at_any_provider(sold, take, say, client):
    told = would("alias", "mistral-nemo", "mistral-large-2407")
    assert moves(told) == [("third", f"{MAKER}/mistral-nemo", DATED)]
    assert told.ended == [(f"{MAKER}/mistral-nemo", DATED)]
    take("alias", "mistral-nemo", "mistral-large-2407")
    old = client.get(f"/models/{MAKER}/mistral-nemo/")
    assert (old.status_code, old["Location"]) == (301, f"/models/{DATED}/")
    say(2, **SOLD, late=["mistral-nemo"])
    assert matches()["late"] == DATED
    assert Offering.objects.get(provider__key="late").basis == "editor"
    rows = derived_tables()
    rebuild()
    assert derived_tables() == rows


def unpriced(tmp_path, number):
    own = {"m": offering("m", cost=None)}
    source = write(tmp_path / "p.json", payload(acme=own, gitlab=own, other={"m": offering("m")}))
    pull(source, day=day(number), now=NOW)


def states():
    return dict(Offering.objects.values_list("provider__key", "price_state"))


def test_providers_of_plans(tmp_path, take, editor):
    assert "gitlab" in PLAN_PROVIDERS
    unpriced(tmp_path, 1)
    assert states() == {"acme": "unknown", "gitlab": "plan", "other": "priced"}
    told = would("plan", "acme")
    assert [(one.provider, one.before, one.after) for one in told.restated] == [
        ("acme", "unknown", "plan")
    ]
    assert told.moves == []
    first, second = take("plan", "acme"), take("no-plan", "gitlab")
    assert states() == {"acme": "plan", "gitlab": "unknown", "other": "priced"}
    unpriced(tmp_path, 2)
    rebuild()
    assert states() == {"acme": "plan", "gitlab": "unknown", "other": "priced"}
    for decision in (first, second):
        undo(decision.pk, by=editor, now=NOW)
    assert states() == {"acme": "unknown", "gitlab": "plan", "other": "priced"}


def test_a_doubtful_price_of_a_plan_is_no_longer_doubtful(tmp_path, take, editor):
    cheap = {"m": offering("m", cost={"input": 0.0001, "output": 0.0001})}
    pull(write(tmp_path / "p.json", payload(**{"a-plan": cheap})), day=day(1), now=NOW)
    decision = take("no-plan", "a-plan")
    assert Offering.objects.get().price_doubt == "negligible"
    undo(decision.pk, by=editor, now=NOW)
    assert (Offering.objects.get().price_state, Offering.objects.get().price_doubt) == ("plan", "")


def test_tokens_count_where_an_editor_says_so(tmp_path, take, client):
    own = {"m": offering("m", cost={"input": 1, "output": 1})}
    pull(write(tmp_path / "p.json", payload(**{"a-plan": own})), day=day(1), now=NOW)
    assert states() == {"a-plan": "plan"}
    take("no-plan", "a-plan")
    row = Offering.objects.get()
    assert (row.price_state, row.blended_price) == ("priced", Decimal(1))
    assert Provider.objects.get().priced_count == 1
    assert CanonicalModel.objects.get().recommended == row
    answer = client.get("/api/v1/offers").json()
    assert [one["price_state"] for one in answer["items"]] == ["priced"]


def test_the_lists_show_what_is_shipped_and_what_was_changed(sold, take, admin_client):
    take("no-alias", "mistral-large-2")
    take("plan", "acme")
    aliases = {row.key: row for row in alias_rows()}
    assert aliases.keys() == ALIASES.keys()
    assert aliases["mistral-large-2"].decision == IdentityDecision.objects.earliest("pk")
    assert {row.key for row in plan_rows()} == PLAN_PROVIDERS | {"acme"}
    page = admin_client.get("/admin/identity/rules/").content.decode()
    assert "?kind=no-alias&amp;key=claude-3-opus&amp;target=" in page
    assert "Aliases and plan providers" in page


@pytest.mark.parametrize(
    "kind_key_target, why",
    [
        (("alias", "mistral-nemo", ""), "No model on sale"),
        (("alias", "mistral-nemo", "nothing-like-it"), "No model on sale"),
        (("alias", "mistral-nemo", "mistral-nemo"), "It is this model already"),
        (("alias", "mistral/nemo", "mistral-large-2407"), "the part after the maker"),
        (("no-alias", "mistral-nemo", ""), "no such alias"),
        (("plan", "nobody", ""), "No provider on sale"),
    ],
)
def test_what_is_refused(sold, admin_client, kind_key_target, why):
    asked = dict(zip(("kind", "key", "target"), kind_key_target, strict=True))
    page = admin_client.get("/admin/identity/decide/", asked)
    assert why in str(page.context["form"].errors)
    assert page.context["would"] is None


def test_the_preview_shows_what_changes(sold, admin_client):
    asked = {"kind": "no-alias", "key": "mistral-large-2", "target": ""}
    page = admin_client.get("/admin/identity/decide/", asked).content.decode()
    assert LARGE in page
    asked = {"kind": "plan", "key": "acme", "target": ""}
    page = admin_client.get("/admin/identity/decide/", asked).content.decode()
    assert "No offer moves" in page
