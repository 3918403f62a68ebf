"""What changed from one snapshot to another, for operators."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from catalog.admin.base import as_text
from catalog.feed.normalise import NormalisedPayload, carry_unreadable
from catalog.ingest.snapshots import read_payload
from catalog.models import Snapshot
from changelog.diff import Difference, diff
from changelog.forms import KIND_NAMES

MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class SnapshotDiff:
    """The differences of two payloads: how many of each kind, and the first of them as rows."""

    counts: Sequence[tuple[str, int]]
    rows: Sequence[tuple[str, ...]]
    total: int


def snapshot_diff(before: NormalisedPayload, after: NormalisedPayload) -> SnapshotDiff:
    """Compare payloads as the feed has them: without identity, which both would share."""
    found = [one for one in diff(before, carry_unreadable(before, after)) if not one.noise]
    # Several kinds have one name: what readers choose as "Capabilities" is three.
    counts = Counter(str(KIND_NAMES[one.kind]) for one in found)
    return SnapshotDiff(list(counts.items()), [_row(one) for one in found[:MOST_SHOWN]], len(found))


def _row(one: Difference) -> tuple[str, ...]:
    what = one.field if one.tier is None else f"{one.field} > {one.tier:,}"
    return (
        *(str(KIND_NAMES[one.kind]), one.provider, one.provider_model_id, what),
        *(as_text(one.old), as_text(one.new)),
    )


class TwoSnapshots(forms.Form):
    before = forms.ModelChoiceField(Snapshot.objects.none(), label=gettext_lazy("From"))
    after = forms.ModelChoiceField(Snapshot.objects.none(), label=gettext_lazy("To"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        newest = Snapshot.objects.light().order_by("-day", "-id")
        for field in self.fields.values():
            field.queryset = newest  # type: ignore[attr-defined]


@require_safe
@permission_required("catalog.view_snapshot", raise_exception=True)
def compare_snapshots(request: HttpRequest) -> HttpResponse:
    """Show the form and, once two are chosen, what differs."""
    form = TwoSnapshots(request.GET or None)
    found = None
    if form.is_bound and form.is_valid():
        chosen = form.cleaned_data
        found = snapshot_diff(*(read_payload(chosen[name].body) for name in ("before", "after")))
    context = {
        **admin.site.each_context(request),
        "title": _("Compare two snapshots"),
        "form": form,
        "found": found,
        "most": MOST_SHOWN,
    }
    return render(request, "config/compare_snapshots.html", context)
