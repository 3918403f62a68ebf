"""A rebuild keeps primary keys and redirects."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction

from catalog.ingest.apply import apply_payload
from catalog.ingest.rebuild_state import (
    clear_catalogue,
    delete_orphans,
    restore_moves,
    save_rebuild_state,
)
from catalog.models import CanonicalModel, MovedModel, Offering
from scoring.models import Score
from scoring.rescore import rescore_all
from tests.payloads import offering, payload, read

pytestmark = pytest.mark.django_db(transaction=True)

DAY, LATER = date(2026, 5, 1), date(2026, 5, 9)
THREE = payload(
    openai={"gpt-5": offering("gpt-5"), "gpt-4": offering("gpt-4")}, acme={"x": offering("x")}
)


def apply(content: dict[str, Any], **state: Any) -> None:
    apply_payload(read(content), day=DAY, last_seen=DAY, **state)


@pytest.fixture
def filled() -> None:
    apply(THREE)
    rescore_all()


def rebuild(content: dict[str, Any] = THREE) -> None:
    """Derive the catalogue anew, as if the rules now read it as this payload."""
    with transaction.atomic():
        state = save_rebuild_state()
        clear_catalogue()
        apply(content, rebuild_state=state)
        restore_moves(state, LATER)
        delete_orphans()


def test_rows_that_refer_to_the_catalogue_stay(filled: None) -> None:
    before = list(Score.objects.order_by("pk").values())
    assert before
    rebuild()
    assert list(Score.objects.order_by("pk").values()) == before


def test_rows_that_refer_to_missing_rows_are_deleted(filled: None) -> None:
    rebuild(payload(openai={"gpt-5": offering("gpt-5")}))
    assert set(Score.objects.values_list("model__path", flat=True)) == {"openai/gpt-5"}


def test_new_rows_get_unused_keys(filled: None) -> None:
    before = set(Offering.objects.values_list("pk", flat=True))
    rebuild(payload(openai={"gpt-5": offering("gpt-5"), "gpt-6": offering("gpt-6")}))
    assert Offering.objects.get(provider_model_id="gpt-5").pk in before
    assert Offering.objects.get(provider_model_id="gpt-6").pk not in before


def named(upstream: str) -> dict[str, Any]:
    """Return the payload that new rules read as this model."""
    return payload(openai={"gpt-5": offering("gpt-5", canonical_model_id=upstream)})


def addresses() -> dict[str, str]:
    return dict(MovedModel.objects.values_list("path", "model__path"))


def test_ids_that_new_rules_removed_redirect(filled: None) -> None:
    rebuild(named("openai/gpt-5-chat"))
    assert addresses() == {"openai/gpt-5": "openai/gpt-5-chat"}
    assert MovedModel.objects.get().moved_on == LATER


def test_they_still_redirect_after_another_rebuild(filled: None) -> None:
    rebuild(named("openai/gpt-5-chat"))
    before = list(MovedModel.objects.values())
    rebuild(named("openai/gpt-5-chat"))
    assert list(MovedModel.objects.values()) == before


def test_an_id_may_move_twice(filled: None) -> None:
    rebuild(named("openai/gpt-5-chat"))
    rebuild(named("openai/gpt-5-mini"))
    assert addresses() == {
        "openai/gpt-5": "openai/gpt-5-mini",
        "openai/gpt-5-chat": "openai/gpt-5-mini",
    }


def test_an_id_that_came_back_does_not_redirect(filled: None) -> None:
    rebuild(named("openai/gpt-5-chat"))
    rebuild(payload(openai={"gpt-5": offering("gpt-5")}))
    assert addresses() == {"openai/gpt-5-chat": "openai/gpt-5"}
    assert CanonicalModel.objects.get().path == "openai/gpt-5"
