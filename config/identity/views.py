"""Pages of the admin on which editors decide of identity."""

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.decisions import OF_RULES, DecisionKind, IdentityDecision
from catalog.ingest.pull_lock import PullInProgress
from catalog.models import translated
from config.identity.decide import (
    CannotDecide,
    DecidedMeanwhile,
    decide,
    decisions_with,
    decisions_without,
    refuse_circle,
    seen_decisions,
    undo,
)
from config.identity.forms import DecisionForm
from config.identity.preview import preview
from config.identity.queue import matched_offers, open_doubts, queue_item
from config.identity.shipped import alias_rows, plan_rows

PERMISSION = "catalog.add_identitydecision"
MOST_MOVES_SHOWN = 200
only_editors = permission_required(PERMISSION, raise_exception=True)
reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


@reads_and_posts
@only_editors
def identity_decision(request: HttpRequest) -> HttpResponse:
    """Show the form and, once it is filled in, what would move; post the same to decide."""
    if request.method == "POST":
        form = DecisionForm(request.POST)
        if form.is_valid() and (done := _decide(request, form)):
            return redirect("admin:catalog_identitydecision_change", done.pk)
    else:
        # A link names an offer or a model; the form itself also sends the target.
        filled_in = "target" in request.GET
        form = DecisionForm(request.GET) if filled_in else DecisionForm(initial=request.GET.dict())
    # Before the preview: what is decided after it must not count as seen.
    seen = seen_decisions(form.draft) if form.is_bound and form.is_valid() else ""
    would = _preview(form) if seen else None
    return _page(request, "decide", _("Decide identity"), form=form, would=would, seen=seen)


def _preview(form: DecisionForm) -> Any:
    try:
        refuse_circle(form.draft)
    except CannotDecide as why:
        form.add_error("target", translated(why.parts))
        return None
    return preview(decisions_with(form.draft), of_rules=form.draft.kind in OF_RULES)


def _decide(request: HttpRequest, form: DecisionForm) -> IdentityDecision | None:
    draft = replace(form.draft, seen=request.POST.get("seen", ""))
    try:
        done = decide(draft, by=request.user, now=timezone.now())  # type: ignore[arg-type]
    except DecidedMeanwhile as why:
        form.add_error(None, translated(why.parts))
    except CannotDecide as why:
        form.add_error("target", translated(why.parts))
    except PullInProgress:
        form.add_error(None, _("An update is running. Try again when it has ended."))
    else:
        messages.success(request, _("Decided and published: {what}").format(what=done))
        return done
    return None


@reads_and_posts
@only_editors
def undo_decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what would move back; post to undo."""
    decision = get_object_or_404(IdentityDecision, pk=pk)
    if request.method == "POST":
        try:
            undo(pk, by=request.user, now=timezone.now())  # type: ignore[arg-type]
        except CannotDecide as why:
            messages.error(request, translated(why.parts))
        except PullInProgress:
            messages.error(request, _("An update is running. Try again when it has ended."))
        else:
            messages.success(request, _("Undone and published: {what}").format(what=decision))
        return redirect("admin:catalog_identitydecision_change", pk)
    of_rules = decision.kind in OF_RULES
    is_open = decision.undone_at is None
    would = preview(decisions_without(decision), of_rules=of_rules) if is_open else None
    return _page(request, "undo", _("Undo a decision"), decision=decision, would=would)


@reads_and_posts
@only_editors
def identity_queue(request: HttpRequest) -> HttpResponse:
    """Show the most doubtful match that nobody has decided; post `choice` to answer it."""
    if request.method == "POST":
        form = DecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Somebody else has decided this, or it is gone."))
        elif not _decide(request, form):
            messages.error(request, " ".join(str(text) for e in form.errors.values() for text in e))
        return redirect(request.get_full_path())
    models = matched_offers()
    doubts = open_doubts(models)
    skipped = min(_count(request.GET.get("skip", "")), max(len(doubts) - 1, 0))
    item = queue_item(doubts[skipped], models) if doubts else None
    return _page(
        *(request, "queue", _("Doubtful matches")),
        item=item,
        seen=seen_decisions(item.keep) if item else "",
        left=len(doubts),
        skip=skipped + 1 if skipped + 1 < len(doubts) else None,
        decided=IdentityDecision.objects.open().filter(kind=DecisionKind.KEEP).count(),
    )


@require_safe
@only_editors
def shipped_rules(request: HttpRequest) -> HttpResponse:
    """Show the shipped aliases and plan providers, and what editors changed of them."""
    return _page(
        *(request, "rules", _("Aliases and plan providers")),
        aliases=list(alias_rows()),
        plans=list(plan_rows()),
    )


def _count(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0


def _page(request: HttpRequest, name: str, title: str, **context: Any) -> HttpResponse:
    shared = {**admin.site.each_context(request), "title": title, "most": MOST_MOVES_SHOWN}
    return render(request, f"config/identity/{name}.html", shared | context)
