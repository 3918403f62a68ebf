"""Price against context, a score or the release: the question, the models and their points."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import F, Q
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_htmx.http import push_url

from catalog.capabilities import CAPABILITIES
from catalog.http import HtmxHttpRequest, catalogue_page
from catalog.models import CanonicalModel, Maker, Provider
from pricing.money import tokens_text
from pricing.scatter import Point, scatter
from scoring.rules import RUBRICS

PAGE_SIZE = 50
USUAL = "context"
KINDS = {"context": "tokens", "released": "day", **{rubric.key: "score" for rubric in RUBRICS}}
NEEDS = {capability.key: capability for capability in CAPABILITIES}
Words = str | Promise


def axis_words() -> list[tuple[str, Words]]:
    """Return what price may be set against, in the reader's language."""
    scores = [(rubric.key, gettext(rubric.label)) for rubric in RUBRICS]
    return [("context", _("Context window")), ("released", _("Release date")), *scores]


class ExploreForm(forms.Form):
    """The question; what cannot be read has its message beside the field."""

    x = forms.ChoiceField(label=_("Price against"), required=False)
    q = forms.CharField(label=_("Name or ID"), required=False, max_length=100)
    maker = forms.SlugField(label=_("Maker"), required=False, max_length=100)
    provider = forms.CharField(label=_("Provider"), required=False, max_length=100)
    needs = forms.MultipleChoiceField(
        label=_("Needed"),
        required=False,
        choices=[(key, capability.label) for key, capability in NEEDS.items()],
    )
    page = forms.IntegerField(required=False, min_value=1, max_value=9999)

    def __init__(self, given: QueryDict) -> None:
        super().__init__(given)
        self.fields["x"].choices = axis_words()  # type: ignore[attr-defined]

    @property
    def narrows(self) -> bool:
        return any(self[name].value() for name in ("q", "maker", "provider", "needs"))


@dataclass(frozen=True, slots=True)
class Exploration:
    """What is asked; `text` is the shortest query string that asks for the same."""

    x: str = USUAL
    q: str = ""
    maker: str = ""
    provider: str = ""
    needs: tuple[str, ...] = ()
    page: int = 1

    @property
    def kind(self) -> str:
        return KINDS[self.x]

    @property
    def text(self) -> str:
        given = [(n, getattr(self, n)) for n in ("q", "maker", "provider") if getattr(self, n)]
        given += [("needs", name) for name in self.needs]
        if self.x != USUAL:
            given.insert(0, ("x", self.x))
        if self.page > 1:
            given.append(("page", str(self.page)))
        return f"?{urlencode(given)}" if given else ""

    def on_page(self, number: int) -> "Exploration":
        return Exploration(self.x, self.q, self.maker, self.provider, self.needs, number)


def read_exploration(form: ExploreForm) -> Exploration | None:
    """Return the question, or None while a field is wrong."""
    if not form.is_valid():
        return None
    given = form.cleaned_data
    return Exploration(
        x=given["x"] or USUAL,
        q=" ".join(given["q"].split()),
        maker=given["maker"],
        provider=given["provider"],
        needs=tuple(name for name in NEEDS if name in given["needs"]),
        page=given["page"] or 1,
    )


def points_of(asked: Exploration) -> list[Point]:
    """Return the priced models that have the figure, the cheapest first."""
    models = CanonicalModel.objects.live().priced().named_like(asked.q)
    for name in asked.needs:
        models = models.filter(NEEDS[name].reported)
    if asked.maker:
        models = models.filter(maker__slug=asked.maker)
    if asked.provider:
        sells = Q(offerings__provider__key=asked.provider, offerings__withdrawn_on=None)
        models = models.filter(sells).distinct()
    figure = asked.x
    if asked.kind == "score":
        models = models.filter(scores__rubric=asked.x).annotate(figure=F("scores__points"))
        figure = "figure"
    rows = models.order_by("blended_price", "path").values_list(
        "name", "path", "maker__name", "blended_price", figure
    )
    return list(_points(rows, asked.kind))


def _points(rows: Iterable[Any], kind: str) -> Iterator[Point]:
    for name, path, maker, price, value in rows:
        figure = figure_of(value, kind)
        if figure is not None:
            url = reverse("model", args=path.split("/", 1))
            yield Point(name, url, maker, price, figure, _words(value, kind))


def figure_of(value: Any, kind: str) -> float | None:
    """Return the value as a figure: tokens, points, or the ordinal of a day; None if unknown."""
    if kind != "day":
        return float(value) if value is not None and (kind == "score" or value > 0) else None
    try:
        return float(date.fromisoformat((value + "-01-01")[:10]).toordinal()) if value else None
    except ValueError:
        return None


def _words(value: Any, kind: str) -> str:
    return tokens_text(value) if kind == "tokens" else str(value)


@catalogue_page
def explore(request: HtmxHttpRequest) -> HttpResponse:
    form = ExploreForm(request.GET)
    asked = read_exploration(form)
    points = points_of(asked) if asked else []
    page = Paginator(points, PAGE_SIZE).get_page(asked.page if asked else 1)
    context: dict[str, Any] = {
        "form": form,
        "query": asked,
        "axis": dict(axis_words())[asked.x] if asked else "",
        "scatter": scatter(points, asked.kind) if asked else None,
        "page": page,
    }
    if request.htmx:
        part = render(request, "scoring/_explore.html", context)
        return push_url(part, request.path + asked.on_page(page.number).text) if asked else part
    live = CanonicalModel.objects.live()
    context["makers"] = Maker.objects.filter(models__in=live).distinct().order_by("name", "pk")
    context["providers"] = Provider.objects.live().order_by("name", "pk")
    return render(request, "scoring/explore.html", context)
