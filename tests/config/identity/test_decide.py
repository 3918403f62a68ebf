"""Deciding and undoing: effective at once, kept by pulls and rebuilds, undone without a trace."""

import pytest

from catalog.decisions import IdentityDecision
from catalog.models import CanonicalModel, CatalogueVersion, MovedModel
from changelog.models import Change
from config.daily.rebuild import rebuild
from config.identity.decide import CannotDecide, undo
from config.rejection import reject_day
from tests.config.identity.conftest import LLAMA, MIXTRAL, NOW, matches
from tests.tables import derived_tables

pytestmark = pytest.mark.django_db(transaction=True)
APART = {"acme": LLAMA, "other": LLAMA, "third": MIXTRAL}


def test_models_are_joined_and_parted_again(two_models, take, editor, client):
    before, versions = derived_tables(), CatalogueVersion.objects.count()
    decision = take("model", MIXTRAL, LLAMA)
    assert set(matches().values()) == {LLAMA}
    assert CatalogueVersion.objects.count() == versions + 1
    old = client.get(f"/models/{MIXTRAL}/")
    assert (old.status_code, old["Location"]) == (301, f"/models/{LLAMA}/")
    undo(decision.pk, by=editor, now=NOW)
    assert matches() == APART
    assert client.get(f"/models/{MIXTRAL}/").status_code == 200
    kept = derived_tables()
    assert {n: r for n, r in kept.items() if n != "IdentityDecision"} == {
        n: r for n, r in before.items() if n != "IdentityDecision"
    }


def test_an_offer_is_split_off_and_comes_back(two_models, take, editor, client):
    decision = take("offer", "llama-3.2-1b-instruct", "meta/llama-acme", "acme")
    assert matches() == APART | {"acme": "meta/llama-acme"}
    assert client.get("/models/meta/llama-acme/").status_code == 200
    undo(decision.pk, by=editor, now=NOW)
    assert matches() == APART
    # Its address answered once, so it answers for good.
    assert client.get("/models/meta/llama-acme/")["Location"] == f"/models/{LLAMA}/"


def test_a_maker_is_set(two_models, take):
    take("model", MIXTRAL, "a-new-maker/mistral-large-2407")
    model = CanonicalModel.objects.live().get(slug="mistral-large-2407")
    assert (model.maker.slug, model.maker.name) == ("a-new-maker", "A New Maker")


def test_a_renamed_model_is_renamed_again(two_models, take, client):
    take("model", MIXTRAL, "mistral/large")
    take("model", "mistral/large", "mistral/larger")
    for path in (MIXTRAL, "mistral/large"):
        assert client.get(f"/models/{path}/")["Location"] == "/models/mistral/larger/"


def test_a_derivative(two_models, take, editor):
    decision = take("derivative", MIXTRAL)
    assert not CanonicalModel.objects.get(path=MIXTRAL).official
    undo(decision.pk, by=editor, now=NOW)
    assert CanonicalModel.objects.get(path=MIXTRAL).official


def test_a_version(two_models, take, editor):
    decision = take("version", MIXTRAL, LLAMA)
    version = CanonicalModel.objects.get(path=MIXTRAL)
    assert (version.version_of.path, version.version_kind) == (LLAMA, "snapshot")
    assert CanonicalModel.objects.get(path=LLAMA).version_count == 2
    undo(decision.pk, by=editor, now=NOW)
    assert CanonicalModel.objects.get(path=MIXTRAL).version_of is None


def test_a_version_by_the_rules_stands_alone(say, take):
    say(1, acme=["gpt-4o", "gpt-4o-2024-08-06"])
    dated = CanonicalModel.objects.get(path="openai/gpt-4o-2024-08-06")
    assert dated.version_of.path == "openai/gpt-4o"
    take("standalone", dated.path)
    dated.refresh_from_db()
    assert dated.version_of is None


DECISIONS = [
    ("model", MIXTRAL, LLAMA, ""),
    ("offer", "llama-3.2-1b-instruct", "meta/llama-acme", "acme"),
    ("model", MIXTRAL, "new/large", ""),
    ("derivative", MIXTRAL, "", ""),
    ("version", MIXTRAL, LLAMA, ""),
]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: f"{d[0]} {d[2]}")
def test_a_rebuild_gives_equal_tables_and_the_next_pull_keeps_it(say, two_models, take, decision):
    say(
        2,
        acme=["llama-3.2-1b-instruct"],
        other=["llama-3.2-1b-instruct"],
        third=["mistral-large-2407"],
        new=["x-1"],
    )
    take(*decision)
    decided, matched = derived_tables(), matches()
    rebuild()
    assert derived_tables() == decided
    say(
        3,
        acme=["llama-3.2-1b-instruct"],
        other=["llama-3.2-1b-instruct"],
        third=["mistral-large-2407"],
        new=["y-1"],
    )
    assert matches() == matched | {"new": "new/y-1"}
    after = derived_tables()
    rebuild()
    assert derived_tables() == after


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda d: f"{d[0]} {d[2]}")
def test_a_rebuild_keeps_what_was_undone_undone(say, two_models, take, editor, decision):
    undo(take(*decision).pk, by=editor, now=NOW)
    undone = derived_tables()
    rebuild()
    assert derived_tables() == undone


def test_a_decision_undone_later_held_in_between(say, two_models, take, editor):
    decision = take("model", MIXTRAL, LLAMA)
    say(2, acme=["llama-3.2-1b-instruct"], third=["mistral-large-2407"])
    undo(decision.pk, by=editor, now=NOW)
    assert matches()["third"] == MIXTRAL
    tables = derived_tables()
    rebuild()
    assert derived_tables() == tables


def test_the_changelog_says_that_an_editor_decided(say, two_models, take):
    say(
        2,
        acme=["llama-3.2-1b-instruct"],
        other=["llama-3.2-1b-instruct"],
        third=["mistral-large-2407"],
        new=["z-9"],
    )
    take("model", MIXTRAL, LLAMA)
    (change,) = Change.objects.filter(kind="regrouping")
    assert (change.old, change.new, change.reason[0]) == (MIXTRAL, LLAMA, "editor")


def test_a_second_decision_about_an_object_replaces_the_first(two_models, take):
    first = take("offer", "mistral-large-2407", "x/y", "third")
    take("offer", "mistral-large-2407", "x/z", "third")
    first.refresh_from_db()
    assert first.undone_at is not None
    assert matches()["third"] == "x/z"
    assert MovedModel.objects.target_of("x/y") == "x/z"


def test_a_decision_outlives_a_rejected_day(say, two_models, take):
    say(
        2,
        acme=["llama-3.2-1b-instruct"],
        other=["llama-3.2-1b-instruct"],
        third=["mistral-large-2407"],
        new=["z-9"],
    )
    take("offer", "mistral-large-2407", LLAMA, "third")
    reject_day(day := IdentityDecision.objects.get().first_day, now=NOW)
    assert IdentityDecision.objects.get().first_day == day
    say(
        3,
        acme=["llama-3.2-1b-instruct"],
        other=["llama-3.2-1b-instruct"],
        third=["mistral-large-2407"],
        new=["z-8"],
    )
    assert matches()["third"] == LLAMA


def test_a_circle_is_refused(two_models, take):
    take("model", MIXTRAL, "mistral/large")
    with pytest.raises(CannotDecide, match="already leads to"):
        take("model", "mistral/large", MIXTRAL)
    assert matches()["third"] == "mistral/large"


def test_undoing_twice_is_refused(two_models, take, editor):
    decision = take("derivative", MIXTRAL)
    undo(decision.pk, by=editor, now=NOW)
    with pytest.raises(CannotDecide, match="undone already"):
        undo(decision.pk, by=editor, now=NOW)


def test_nothing_is_decided_without_data(take):
    with pytest.raises(CannotDecide, match="no data"):
        take("derivative", MIXTRAL)


def test_a_confirmation_derives_nothing(two_models, take):
    versions = CatalogueVersion.objects.count()
    take("keep", MIXTRAL, LLAMA)
    assert CatalogueVersion.objects.count() == versions
