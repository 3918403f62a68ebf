"""Announced facts that the feed has no field for, entered with source and day of the check."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.admin.base import ModelAdmin, as_text
from catalog.display.translation import gettext_noop
from catalog.domain.corrections import PRICE, PRICE_FIELDS, Target
from catalog.editorial import LONGEST_SOURCE, PRICED_KINDS, Announcement, AnnouncementKind
from catalog.feed.corrections import read_typed
from catalog.feed.fields import UnreadableField
from catalog.ingest.corrections import NotOnSale, facts_of
from catalog.models import CanonicalModel, translated
from catalog.versions import publish_same_data

LONGEST_TEXT = 200
YES_NO = {"yes": True, "no": False}


class AnnouncementForm(forms.ModelForm):  # type: ignore[type-arg]
    """The value is typed as text, and read by what the kind of fact says it is."""

    typed = forms.CharField(
        label=_("value"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_(
            "Prices: input=2.5 output=10. Successor: MAKER/SLUG. Training: yes or no. "
            "Retirement: none."
        ),
    )

    source = forms.URLField(label=_("source"), max_length=LONGEST_SOURCE, assume_scheme="https")

    class Meta:
        model = Announcement
        fields: ClassVar[tuple[str, ...]] = (
            *("target", "provider", "key", "kind", "first_day", "last_day", "cancelled_on"),
            *("source", "checked_on"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["typed"].initial = typed_value(self.instance)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        kind, typed = said.get("kind", ""), said.get("typed", "").strip()
        self._check_subject(said)
        try:
            self.instance.value = read_value(kind, typed)
        except UnreadableField as why:
            self.add_error("typed", translated(why.parts))
        if kind in (AnnouncementKind.RETIREMENT, *PRICED_KINDS) and not said.get("first_day"):
            self.add_error("first_day", _("This fact needs the day from which it applies."))
        if said.get("checked_on") and said["checked_on"] > timezone.now().date():
            self.add_error("checked_on", _("This day has yet to come."))
        return said

    def _check_subject(self, said: dict[str, Any]) -> None:
        target, key = said.get("target", ""), said.get("key", "")
        if target not in (Target.OFFER, Target.MODEL) or not key.isprintable():
            return self.add_error("target", _("Facts are announced of an offer or a model."))
        try:
            facts_of(Target(target), key, said.get("provider", ""))
        except NotOnSale:
            self.add_error("key", _("There is nothing on sale under this ID."))
        return None


def read_value(kind: str, typed: str) -> Any:
    """Return what was typed as JSON. Raises UnreadableField for what the kind cannot be."""
    if kind == AnnouncementKind.RETIREMENT:
        return None
    if kind in PRICED_KINDS:
        return read_prices(typed)
    if kind == AnnouncementKind.TRAINING:
        if typed not in YES_NO:
            raise UnreadableField(_UNREADABLE_FLAG, field="value")
        return YES_NO[typed]
    if kind == AnnouncementKind.SUCCESSOR and not _is_model(typed):
        raise UnreadableField(_UNKNOWN_MODEL, field="value")
    return read_typed(Target.OFFER, "name", typed)


def read_prices(typed: str) -> dict[str, str]:
    """Read `input=2.5 output=10` as prices by component, each by the feed's own validation."""
    prices = {}
    for word in typed.split():
        name, _equals, price = word.partition("=")
        if PRICE + name not in PRICE_FIELDS:
            raise UnreadableField(_NO_COMPONENT, field=name[:50])
        prices[name] = read_typed(Target.OFFER, PRICE + name, price)
    if not prices:
        raise UnreadableField(_EMPTY, field="value")
    return prices


def typed_value(announcement: Announcement) -> str:
    """Return a value as an editor types it."""
    value = announcement.value
    if isinstance(value, dict):
        return " ".join(f"{name}={price}" for name, price in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value or ""


def _is_model(path: str) -> bool:
    return path.isprintable() and CanonicalModel.objects.filter(path=path).exists()


_UNREADABLE_FLAG = gettext_noop("{field}: neither yes nor no")
_UNKNOWN_MODEL = gettext_noop("{field}: no such model")
_NO_COMPONENT = gettext_noop("{field}: no such field")
_EMPTY = gettext_noop("{field}: empty")


@admin.register(Announcement)
class AnnouncementAdmin(ModelAdmin[Announcement]):
    form = AnnouncementForm
    list_display = ("__str__", "kind", "value_text", "first_day", "last_day", "checked_on")
    list_filter = ("kind", "target")
    list_per_page = 50
    search_fields = ("provider", "key", "source")
    ordering = ("-id",)
    readonly_fields = ("recorded_at", "recorded_by", "withdrawn_at")
    fields = (
        *("target", "provider", "key", "kind", "typed", "first_day", "last_day"),
        *("cancelled_on", "source", "checked_on", "recorded_at", "recorded_by", "withdrawn_at"),
    )
    actions = ("take_back",)

    def has_delete_permission(self, request: HttpRequest, obj: Announcement | None = None) -> bool:
        """Never: what was announced stays on record, and can be taken back."""
        return False

    @admin.display(description=_("value"))
    def value_text(self, announcement: Announcement) -> str:
        return as_text(announcement.value)

    @admin.action(description=_("Take back"), permissions=["change"])
    def take_back(self, request: HttpRequest, chosen: Any) -> None:
        now = timezone.now()
        for announcement in chosen.standing():
            announcement.withdrawn_at = now
            announcement.save(update_fields=["withdrawn_at"])
        publish_same_data(now=now)

    def save_model(self, request: HttpRequest, obj: Announcement, form: Any, change: bool) -> None:
        """Note who recorded it, and publish it at once."""
        now = timezone.now()
        if not change:
            obj.recorded_at, obj.recorded_by = now, request.user
        super().save_model(request, obj, form, change)
        publish_same_data(now=now)
