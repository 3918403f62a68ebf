"""What a visitor may ask of the changelog. What makes no sense is left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.feed.normalise import FLAGS
from changelog.diff import Direction, Kind
from changelog.models import ChangeQuerySet
from changelog.wording import FIELDS

# The kinds as a reader asks for them: key, name, kinds.
TOPICS: tuple[tuple[str, str | Promise, tuple[Kind, ...]], ...] = (
    ("prices", _("Prices"), (Kind.PRICE,)),
    ("new", _("Added"), (Kind.ARRIVAL,)),
    ("withdrawn", _("Withdrawn"), (Kind.WITHDRAWAL,)),
    ("returned", _("Returned"), (Kind.RETURN,)),
    ("limits", _("Limits"), (Kind.LIMIT,)),
    ("capabilities", _("Capabilities"), (Kind.CAPABILITY, Kind.FIRST_REPORT, Kind.SILENCE)),
    ("modalities", _("Modalities"), (Kind.MODALITY,)),
    ("status", _("Status"), (Kind.STATUS,)),
    ("dates", _("Dates"), (Kind.DATE,)),
    ("names", _("Names and grouping"), (Kind.RENAME, Kind.REGROUPING)),
    ("details", _("Details"), (Kind.DETAIL,)),
)
KINDS_OF = {key: kinds for key, _name, kinds in TOPICS}
DIRECTIONS = ((Direction.DOWN.value, _("Down")), (Direction.UP.value, _("Up")))
SIZES = ((5, "≥ 5%"), (10, "≥ 10%"), (25, "≥ 25%"), (50, "≥ 50%"))
WINDOWS = (7, 30, 90)
BY_PROVIDER, BY_MODEL = "provider", "model"


@dataclass(frozen=True, slots=True)
class ChangelogQuery:
    """A view of the changelog; its query string is the shortest that asks for the same."""

    kind: str = ""
    maker: str = ""
    provider: str = ""
    model: str = ""
    capability: str = ""
    direction: str = ""
    size: int = 0
    noise: bool = False
    by: str = BY_PROVIDER
    day: date | None = None
    before: date | None = None
    movers: int = 30

    def changes(self, changes: ChangeQuerySet) -> ChangeQuerySet:
        """Select what is asked for, on whatever day."""
        found = changes if self.noise or self.kind == "details" else changes.news()
        stated = {
            "kind__in": KINDS_OF.get(self.kind),
            "model__maker__slug": self.maker,
            "provider__key": self.provider,
            "model__path": self.model,
            "direction": self.direction,
        }
        found = found.filter(**{name: value for name, value in stated.items() if value})
        if self.capability:
            found = found.filter(kind__in=KINDS_OF["capabilities"], field=self.capability)
        if self.size:
            found = found.filter(Q(percent__gte=self.size) | Q(percent__lte=-self.size))
        return found

    @property
    def text(self) -> str:
        """Return the query string, with its question mark; nothing if nothing is asked."""
        return _query(_given(self))

    @property
    def feed_text(self) -> str:
        """Return the query string of the feed of these changes: what is asked, not how it looks."""
        return _query(_given(self.anywhen))

    @property
    def anywhen(self) -> Self:
        return replace(self, by=BY_PROVIDER, day=None, before=None, movers=30)

    @property
    def is_filtered(self) -> bool:
        return self.anywhen != ChangelogQuery()

    @property
    def is_front(self) -> bool:
        """Whether it is the changelog's first page, as it is found: nothing asked but its looks."""
        return not self.is_filtered and not self.day and not self.before

    def but(self, **different: Any) -> Self:
        return replace(self, **different)


def _given(asked: ChangelogQuery) -> dict[str, Any]:
    plain = ChangelogQuery()
    given = {name: getattr(asked, name) for name in ChangelogQuery.__dataclass_fields__}
    return {name: value for name, value in given.items() if value != getattr(plain, name)}


def _query(given: Mapping[str, Any]) -> str:
    shown = {name: "on" if value is True else value for name, value in given.items()}
    return f"?{urlencode(shown, safe='/')}" if shown else ""


class ChangelogForm(forms.Form):
    """The query string of the changelog."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *((k, n) for k, n, _k in TOPICS)]
    )
    direction = forms.ChoiceField(
        label=_("Direction"), required=False, choices=[("", _("Both")), *DIRECTIONS]
    )
    size = forms.TypedChoiceField(
        label=_("Size"),
        required=False,
        coerce=int,
        choices=[("", _("Any")), *SIZES],
    )
    capability = forms.ChoiceField(
        label=_("Capability"),
        required=False,
        choices=[("", _("Any")), *((name, FIELDS[name]) for name in FLAGS)],
    )
    provider = forms.CharField(label=_("Provider"), required=False, max_length=100)
    maker = forms.CharField(label=_("Maker"), required=False, max_length=100)
    model = forms.CharField(label=_("Model"), required=False, max_length=301)
    noise = forms.BooleanField(label=_("Show moves under 1% and bookkeeping too"), required=False)
    by = forms.ChoiceField(
        label=_("Group by"),
        required=False,
        choices=[(BY_PROVIDER, _("Provider")), (BY_MODEL, _("Model"))],
    )
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    before = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    movers = forms.TypedChoiceField(required=False, coerce=int, choices=[(n, n) for n in WINDOWS])


def read_changelog_query(query: Mapping[str, Any]) -> ChangelogQuery:
    """Read a query string."""
    form = ChangelogForm(query)
    form.is_valid()
    given = {name: value for name, value in form.cleaned_data.items() if value}
    # No id has what cannot be printed, and no feed can say it.
    return ChangelogQuery(
        **{name: value for name, value in given.items() if str(value).isprintable()}
    )
