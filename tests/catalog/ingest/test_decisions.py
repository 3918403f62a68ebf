"""Which models are derived again because something was decided of them."""

import pytest
from django.utils import timezone

from catalog.decisions import IdentityDecision
from catalog.ingest.decisions import decided_models
from tests.factories import DAY


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kind, found", [("derivative", {"a/b"}), ("official", {"a/b"}), ("keep", set())]
)
def test_decided_models(kind, found):
    stated = {"first_day": DAY, "recorded_at": timezone.now(), "undone_at": timezone.now()}
    IdentityDecision.objects.create(kind=kind, key="a/b", target="", undone_on=DAY, **stated)
    assert decided_models({"a/b", "a/c"}) == found
