"""The queue of doubtful matches: what no editor has decided, the most doubtful first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.decisions import DecisionKind, IdentityDecision
from catalog.domain.match_doubts import (
    MatchDoubt,
    MatchedOffer,
    Question,
    Sign,
    match_doubts,
    proposed_path,
)
from catalog.identity.makers import slugify
from catalog.models import Offering
from config.identity.decide import Draft

COLUMNS = (
    *("model__path", "provider__key", "provider_model_id"),
    *("blended_price", "context", "released"),
)
MOST_OTHERS = 12  # offers shown beside the doubtful one
SIGNS: Mapping[Sign, Any] = {
    Sign.NAMES: _("The names are close"),
    Sign.PRICE: _("The price is over 3 times, or under a third of, the median"),
    Sign.CONTEXT: _("The context window is over double, or under half, the median"),
    Sign.RELEASED: _("No other offer reports that release year"),
}


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One question, the offers to compare with, and the two decisions that answer it."""

    doubt: MatchDoubt
    others: Sequence[MatchedOffer]
    keep: Draft
    change: Draft

    @property
    def is_outlier(self) -> bool:
        return self.doubt.question is Question.OUTLIER

    @property
    def sign_texts(self) -> list[Any]:
        return [SIGNS[sign] for sign in self.doubt.signs]


def matched_offers() -> dict[str, list[MatchedOffer]]:
    """Return what live offers report, by canonical id, in one query."""
    models: defaultdict[str, list[MatchedOffer]] = defaultdict(list)
    for path, *offer in Offering.objects.live().order_by("pk").values_list(*COLUMNS).iterator(5000):
        models[path].append(MatchedOffer(*offer))
    return dict(models)


def open_doubts(models: Mapping[str, Sequence[MatchedOffer]]) -> list[MatchDoubt]:
    """Return the doubts of which nobody has decided; one query."""
    decided = set(IdentityDecision.objects.open().values_list("provider", "key", "target"))
    subjects = {(provider, key) for provider, key, _target in decided}

    def is_open(doubt: MatchDoubt) -> bool:
        keep = keep_draft(doubt)
        if (keep.provider, keep.key, keep.target) in decided:
            return False
        # An offer put somewhere by hand is where an editor wants it.
        return (doubt.offer.provider, doubt.offer.provider_model_id) not in subjects

    return [doubt for doubt in match_doubts(models) if is_open(doubt)]


def keep_draft(doubt: MatchDoubt) -> Draft:
    """Return the decision that the match is right as it is."""
    if doubt.question is Question.SINGLETON:
        return Draft(DecisionKind.KEEP, doubt.path, doubt.beside)
    offer = doubt.offer
    return Draft(DecisionKind.KEEP, offer.provider_model_id, doubt.path, offer.provider)


def change_draft(doubt: MatchDoubt) -> Draft:
    """Return the decision that joins a single offer's model, or splits an outlier off."""
    if doubt.question is Question.SINGLETON:
        return Draft(DecisionKind.MODEL, doubt.path, doubt.beside)
    offer = doubt.offer
    own = slugify(offer.provider_model_id.rpartition("/")[2])
    target = proposed_path(doubt, own)
    return Draft(DecisionKind.OFFER, offer.provider_model_id, target, offer.provider)


def queue_item(doubt: MatchDoubt, models: Mapping[str, Sequence[MatchedOffer]]) -> QueueItem:
    others = [one for one in models[doubt.beside or doubt.path] if one != doubt.offer]
    return QueueItem(doubt, others[:MOST_OTHERS], keep_draft(doubt), change_draft(doubt))
