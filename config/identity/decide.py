"""Deciding and undoing: the newest payload is derived again at once, and published.

The pull lock keeps a pull from deriving the same rows meanwhile, and one editor from the other.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from catalog.decisions import (
    OF_RULES,
    SUBJECTS,
    DecisionKind,
    IdentityDecision,
    IdentityDecisionQuerySet,
)
from catalog.display.translation import gettext_noop as _
from catalog.feed.problems import Problem
from catalog.identity.decisions import Decisions
from catalog.ingest.pull_lock import pull_lock
from catalog.ingest.snapshots import read_payload
from catalog.models import CanonicalModel, Maker, Snapshot
from catalog.newest_version import HOLDER
from config.daily.derive import apply_snapshot


class CannotDecide(Problem):
    """The decision is impossible or was taken already; the message says why."""


class DecidedMeanwhile(CannotDecide):
    """Another editor decided on this, or undid a decision, after the page was opened."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision to take; `provider` is empty unless it is about an offer.

    `seen` is what stood when the page was opened (`seen_decisions`); empty if nobody looked.
    """

    kind: DecisionKind
    key: str
    target: str = ""
    provider: str = ""
    reason: str = ""
    seen: str = ""


def seen_decisions(draft: Draft) -> str:
    """Return which decisions stand about the offer or model of a draft, for its page to send."""
    pks = _about(draft).order_by("pk").values_list("pk", flat=True)
    return "-".join(map(str, pks)) or "none"


def _about(draft: Draft) -> IdentityDecisionQuerySet:
    return IdentityDecision.objects.open().filter(provider=draft.provider, key=draft.key)


def refuse_if_decided_meanwhile(draft: Draft) -> None:
    """Raise DecidedMeanwhile if something else stands than the editor saw."""
    if draft.seen in ("", seen_decisions(draft)):
        return
    latest = _about(draft).select_related("recorded_by").order_by("-pk").first()
    if latest is None:
        raise DecidedMeanwhile(_("Another editor undid the decision about this meanwhile."))
    raise DecidedMeanwhile(
        _("Another editor ({who}) decided on this meanwhile: {what}"),
        who=str(latest.recorded_by or "–"),
        what=str(latest),
    )


def standing(draft: Draft) -> IdentityDecisionQuerySet:
    """Return the decisions that this one would replace."""
    kinds = [kind for kind, subject in SUBJECTS.items() if subject == SUBJECTS[draft.kind]]
    rows = IdentityDecision.objects.open().filter(
        kind__in=kinds, provider=draft.provider, key=draft.key
    )
    return rows.filter(target=draft.target) if draft.kind is DecisionKind.KEEP else rows


def decisions_with(draft: Draft) -> Decisions:
    """Return today's decisions with this one in the place of those that it replaces."""
    replaced = standing(draft).values("pk")
    others = IdentityDecision.objects.open().exclude(pk__in=replaced).as_data()
    key = draft.provider, draft.key
    match draft.kind:
        case DecisionKind.OFFER:
            return replace(others, offers={**others.offers, key: draft.target})
        case DecisionKind.MODEL:
            return replace(others, models={**others.models, draft.key: draft.target})
        case DecisionKind.ALIAS | DecisionKind.NO_ALIAS:
            return replace(others, aliases={**others.aliases, draft.key: draft.target})
        case DecisionKind.PLAN | DecisionKind.NO_PLAN:
            sells = draft.kind is DecisionKind.PLAN
            return replace(others, plans={**others.plans, draft.key: sells})
    return others


def decisions_without(decision: IdentityDecision) -> Decisions:
    return IdentityDecision.objects.open().exclude(pk=decision.pk).as_data()


def refuse_circle(draft: Draft) -> None:
    """Raise CannotDecide for a canonical id that would become itself again."""
    if draft.kind is DecisionKind.MODEL:
        others = IdentityDecision.objects.open().exclude(pk__in=standing(draft).values("pk"))
        if draft.key in (draft.target, others.as_data().renamed(draft.target)):
            raise CannotDecide(
                _("{target} already leads to {key}; undo that decision instead"),
                target=draft.target,
                key=draft.key,
            )


def decide(draft: Draft, *, by: User, now: datetime) -> IdentityDecision:
    """Record a decision, derive the newest day with it, and publish that.

    Raises CannotDecide and PullInProgress.
    """
    with pull_lock(), transaction.atomic():
        refuse_if_decided_meanwhile(draft)
        refuse_circle(draft)
        snapshot = _newest()
        for earlier in standing(draft):
            _end(earlier, by=by, now=now, day=snapshot.day)
        decision = IdentityDecision.objects.create(
            kind=draft.kind,
            provider=draft.provider,
            key=draft.key,
            target=draft.target,
            reason=draft.reason,
            first_day=snapshot.day,
            recorded_at=now,
            recorded_by=by,
        )
        if draft.kind is not DecisionKind.KEEP:
            _derive(snapshot)
    return decision


def undo(decision_pk: int, *, by: User, now: datetime) -> IdentityDecision:
    """Undo an open decision. Raises CannotDecide if another editor did, and PullInProgress."""
    with pull_lock(), transaction.atomic():
        decision = IdentityDecision.objects.get(pk=decision_pk)
        if decision.undone_at:
            raise CannotDecide(_("this decision is undone already"))
        snapshot = _newest()
        _end(decision, by=by, now=now, day=snapshot.day)
        if decision.kind != DecisionKind.KEEP:
            _derive(snapshot)
    return decision


def _newest() -> Snapshot:
    applied = Snapshot.objects.light().in_use().exclude(applied_at=None)
    if snapshot := applied.in_order().last():
        return snapshot
    raise CannotDecide(_("there is no data yet"))


def _end(decision: IdentityDecision, *, by: User, now: datetime, day: date) -> None:
    decision.undone_at, decision.undone_by = now, by
    # A rejected day may have left behind the day on which it began.
    decision.undone_on = max(day, decision.first_day)
    decision.save(update_fields=["undone_at", "undone_by", "undone_on"])


def _derive(snapshot: Snapshot) -> None:
    """Apply the newest payload once more: whatever the decision touches is written, no other row.

    Identities depend on each other, so there is no smaller unit: who joins a group may decide who
    is recommended, which models are versions of one, and how the rest of the maker is labelled.
    """
    stored = Snapshot.objects.get(pk=snapshot.pk)
    apply_snapshot(stored, read_payload(stored.body))
    _delete_unborn(snapshot.day)
    transaction.on_commit(HOLDER.forget)  # the editor's next page shows it


def _delete_unborn(day: date) -> None:
    """Delete models and makers that only decisions of this day made, or that they ended.

    No day has them, so a rebuild would not make them either. Addresses stay, as redirects.
    """
    undone = IdentityDecision.objects.filter(first_day=day, undone_on=day)
    targets = set(undone.values_list("target", flat=True))
    slugs = {slug for row in undone.filter(kind__in=OF_RULES) for slug in (row.key, row.target)}
    models = CanonicalModel.objects.filter(
        Q(path__in=targets) | Q(slug__in=slugs - {""}) | Q(first_seen=day)
    )
    models.filter(offerings=None, groupings=None).delete()
    makers = Maker.objects.filter(slug__in={path.partition("/")[0] for path in targets})
    makers.filter(models=None, own_providers=None).delete()
