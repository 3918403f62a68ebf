"""The query string of the changelog. Invalid parameters are ignored, never an error."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

from django import forms
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.feed.normalise import FLAGS
from catalog.listing.query_string import query_string
from catalog.parameters import DAY, NUMBER, Parameters, Values
from changelog.diff import Direction, Kind
from changelog.models import ChangeQuerySet
from changelog.wording import FIELDS

# The kinds of changes as readers choose them: key in the URL, name, kinds.
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
    ("names", _("Names and matching"), (Kind.RENAME, Kind.REGROUPING)),
    ("details", _("Metadata"), (Kind.DETAIL,)),
    ("corrections", _("Corrections"), (Kind.CORRECTION,)),
)
# A kind that readers cannot choose has its key.
KIND_NAMES: dict[str, str | Promise] = {
    **{kind.value: kind.value for kind in Kind},
    **{kind.value: name for _key, name, kinds in TOPICS for kind in kinds},
}
KINDS_OF = {key: kinds for key, _name, kinds in TOPICS}
DIRECTIONS = ((Direction.DOWN.value, _("Down")), (Direction.UP.value, _("Up")))
SIZES = ((5, "≥ 5%"), (10, "≥ 10%"), (25, "≥ 25%"), (50, "≥ 50%"))
MOST_PAGES = 10_000
WINDOWS = (7, 30, 90)  # in days, of the biggest price changes
BY_CAUSE, BY_PROVIDER, BY_MODEL = "cause", "provider", "model"
# `from` is a word of Python's own.
NAMES_IN_URL = {"since": "from", "until": "to"}
# What is shown of the changes, which no feed of them follows.
OF_THE_VIEW = ("by", "since", "until", "day", "before", "page", "movers")


@dataclass(frozen=True, slots=True)
class ChangelogQuery:
    """The state of the changelog in its URL; defaults are left out, so each view has one URL."""

    kind: str = ""
    maker: str = ""
    provider: str = ""
    model: str = ""
    capability: str = ""
    direction: str = ""
    size: int = 0
    noise: bool = False
    by: str = BY_CAUSE
    since: date | None = None
    until: date | None = None
    day: date | None = None
    before: date | None = None
    page: int = 1  # of one day
    movers: int = 30

    def apply(self, changes: ChangeQuerySet) -> ChangeQuerySet:
        """Select the changes that pass the filters, of the days in the range."""
        selected = self.in_range(self.apply_subject(changes))
        if self.direction:
            selected = selected.filter(direction=self.direction)
        if self.size:
            selected = selected.filter(Q(percent__gte=self.size) | Q(percent__lte=-self.size))
        return selected

    def apply_subject(self, changes: ChangeQuerySet) -> ChangeQuerySet:
        """Select the changes of what the filters name, of any day, direction and size."""
        # Details are all noise: who chooses them wants to see it.
        selected = changes if self.noise or self.kind == "details" else changes.significant()
        given = {
            "kind__in": KINDS_OF.get(self.kind),
            "model__maker__slug": self.maker,
            "provider__key": self.provider,
            "model__path": self.model,
        }
        selected = selected.filter(**{name: value for name, value in given.items() if value})
        if self.capability:
            selected = selected.filter(kind__in=KINDS_OF["capabilities"], field=self.capability)
        return selected

    def in_range(self, changes: ChangeQuerySet) -> ChangeQuerySet:
        """Select the changes from the first to the last day that the query names."""
        if self.since:
            changes = changes.filter(day__gte=self.since)
        if self.until:
            changes = changes.filter(day__lte=self.until)
        return changes

    @property
    def pairs(self) -> Iterator[tuple[str, str]]:
        """The parameters that differ from their defaults, in a fixed order."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                name = NAMES_IN_URL.get(field.name, field.name)
                yield name, "on" if value is True else str(value)

    @property
    def text(self) -> str:
        """The query string with its question mark; "" for the plain changelog."""
        return query_string(self.pairs, safe="/")

    @property
    def feed_text(self) -> str:
        """The query string of the feed of these changes: the filters alone."""
        return self.filters.text

    @property
    def filters(self) -> Self:
        """The same filters on the plain view: any day, by cause."""
        plain = ChangelogQuery()
        return replace(self, **{name: getattr(plain, name) for name in OF_THE_VIEW})

    @property
    def is_filtered(self) -> bool:
        return self.filters != ChangelogQuery()

    @property
    def is_first_page(self) -> bool:
        """Whether it shows the newest days without a filter, grouped in any way."""
        days = (self.since, self.until, self.day, self.before)
        return not self.is_filtered and not any(days)

    @property
    def is_range_empty(self) -> bool:
        """Whether the range ends before it begins."""
        return bool(self.since and self.until and self.until < self.since)

    def of_day(self, day: date) -> Self:
        """The same filters on one day alone."""
        return replace(self, day=day, before=None, since=None, until=None, page=1)

    def but(self, **changes: Any) -> Self:
        return replace(self, **changes)

    def on_page(self, number: int) -> Self:
        """The same day's page of another number."""
        return self.but(page=number)


def _values(field: forms.Field) -> Values:
    """Return the values that a field of the form takes from a URL."""
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return {str(value) for value, _name in choices}
    if isinstance(field, forms.DateField):
        return DAY
    return NUMBER if isinstance(field, forms.IntegerField) else None


class ChangelogForm(forms.Form):
    """The filters of the changelog and the days that it shows."""

    kind = forms.ChoiceField(
        label=_("Type"), required=False, choices=[("", _("All")), *((k, n) for k, n, _k in TOPICS)]
    )
    direction = forms.ChoiceField(
        label=_("Direction"), required=False, choices=[("", _("Both")), *DIRECTIONS]
    )
    size = forms.TypedChoiceField(
        label=_("Minimum change"),
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
    noise = forms.BooleanField(
        label=_("Include changes under 1% and metadata edits"), required=False
    )
    since = forms.DateField(label=_("From day"), required=False, input_formats=["%Y-%m-%d"])
    until = forms.DateField(label=_("To day"), required=False, input_formats=["%Y-%m-%d"])
    by = forms.ChoiceField(
        label=_("Group by"),
        required=False,
        choices=[(BY_CAUSE, _("Cause")), (BY_PROVIDER, _("Provider")), (BY_MODEL, _("Model"))],
    )
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    before = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    # Links lead to it; a filter begins at the first page.
    page = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_PAGES, widget=forms.HiddenInput
    )
    movers = forms.TypedChoiceField(required=False, coerce=int, choices=[(n, n) for n in WINDOWS])

    def add_prefix(self, field_name: str) -> str:
        return NAMES_IN_URL.get(field_name, field_name)


# Names are told beside their fields; what a feed does not follow, it leaves out on purpose.
CHANGELOG_PARAMETERS: Parameters = {
    **{
        NAMES_IN_URL.get(name, name): _values(field)
        for name, field in ChangelogForm.base_fields.items()
    },
    # The form tells of a wrong day in a range.
    **dict.fromkeys(("from", "to", "do")),
}


def read_changelog_query(given: Mapping[str, Any]) -> ChangelogQuery:
    """Read a query string; invalid parameters keep their defaults."""
    form = ChangelogForm(given)
    form.is_valid()
    values = {name: value for name, value in form.cleaned_data.items() if value}
    if "day" not in values:
        values.pop("page", None)  # of one day
    # No id has control characters, and XML cannot hold them: a feed's title would be invalid.
    return ChangelogQuery(
        **{name: value for name, value in values.items() if str(value).isprintable()}
    )
