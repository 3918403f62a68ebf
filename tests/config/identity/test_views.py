"""The pages on which editors decide: preview first, then publish; the queue; undo."""

import re

import pytest
from django.urls import reverse

from catalog.decisions import IdentityDecision
from catalog.ingest.pull_lock import pull_lock
from catalog.models import Offering
from config.identity.decide import undo
from staff.models import AuditEntry
from staff.roles import grant_roles
from tests.config.identity.conftest import LLAMA, MIXTRAL, NOW, matches
from tests.factories import make_model, make_offering

pytestmark = pytest.mark.django_db(transaction=True)
DECIDE = "/admin/identity/decide/"
QUEUE = "/admin/identity/"
JOIN = {"kind": "model", "key": MIXTRAL, "target": LLAMA}


@pytest.fixture
def client(client, django_user_model):
    grant_roles()
    editor = django_user_model.objects.create_user("ben", is_staff=True)
    editor.groups.add(editor.groups.model.objects.get(name="editor"))
    client.force_login(editor, "django.contrib.auth.backends.ModelBackend")
    return client


def html_of(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_preview_says_what_moves_and_moves_nothing(client, two_models):
    html = html_of(client.get(DECIDE, JOIN))
    assert f"The address /models/{MIXTRAL}/ will answer 301 and lead to /models/{LLAMA}/" in html
    assert "1 offer moves" in html
    assert "Decide and publish" in html
    assert matches()["third"] == MIXTRAL


def test_deciding_publishes_and_is_audited(client, two_models):
    answer = client.post(DECIDE, JOIN | {"reason": "one model"}, follow=True)
    assert "Decided and published" in html_of(answer)
    assert matches()["third"] == LLAMA
    decision = IdentityDecision.objects.get()
    assert (decision.reason, decision.recorded_by.username) == ("one model", "ben")
    (entry,) = AuditEntry.objects.about(decision)
    assert (entry.actor, entry.after["target"]) == ("ben", LLAMA)


def test_undoing_shows_what_moves_back(client, two_models):
    client.post(DECIDE, JOIN)
    page = reverse("undo-identity", args=[IdentityDecision.objects.get().pk])
    assert f"A page begins, or comes back, at /models/{MIXTRAL}/." in html_of(client.get(page))
    assert "Undone and published" in html_of(client.post(page, follow=True))
    assert matches()["third"] == MIXTRAL
    assert "It is undone already." in html_of(client.get(page))


def test_an_empty_form_has_no_errors(client, two_models):
    html = html_of(client.get(DECIDE))
    assert "errorlist" not in html
    assert "What will move" not in html


def test_a_link_from_an_offer_fills_in_what_it_is_about(client, two_models):
    offer = Offering.objects.get(provider__key="third")
    page = client.get(reverse("admin:catalog_offering_change", args=[offer.pk]))
    link = f"{DECIDE}?kind=offer&amp;provider=third&amp;key=mistral-large-2407"
    assert link in html_of(page)
    html = html_of(client.get(link.replace("&amp;", "&")))
    assert 'value="mistral-large-2407"' in html
    assert "errorlist" not in html


@pytest.mark.parametrize("said", [{"target": "no path"}, {"key": "x/y"}, {"kind": "zz"}])
def test_a_wrong_form_is_explained_and_decides_nothing(client, two_models, said):
    assert "errorlist" in html_of(client.post(DECIDE, JOIN | said))
    assert not IdentityDecision.objects.exists()


def test_a_running_pull_is_waited_for(client, two_models):
    with pull_lock():
        assert "An update is running" in html_of(client.post(DECIDE, JOIN))
    assert not IdentityDecision.objects.exists()


@pytest.mark.parametrize("address", [QUEUE, DECIDE, "/admin/identity/1/undo/"])
def test_only_editors_decide(client, two_models, django_user_model, address):
    operator = django_user_model.objects.create_user("omar", is_staff=True)
    operator.groups.add(operator.groups.model.objects.get(name="operator"))
    client.force_login(operator, "django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == client.post(address).status_code == 403
    client.logout()
    assert "/login/" in client.get(address)["Location"]


# The queue


@pytest.fixture
def outlier(two_models):
    model = make_model("meta/llama-9")
    for provider in ("a", "b", "c", "d"):
        make_offering(model, provider, input_price="1", output_price="1", context=100_000)
    make_offering(model, "odd", "llama-9-turbo", input_price="9", output_price="9", context=8_000)


KEEP = {"kind": "keep", "provider": "odd", "key": "llama-9-turbo", "target": "meta/llama-9"}


def test_the_queue_shows_one_question_with_two_buttons(client, outlier):
    html = html_of(client.get(QUEUE))
    assert "Is this offer meta/llama-9?" in html
    assert 'accesskey="c"' in html
    assert 'accesskey="s"' in html
    assert "split off as meta/llama-9-turbo" in html


def test_an_answer_leads_to_the_next_question(client, outlier):
    answer = client.post(QUEUE, KEEP, follow=True)
    assert "Nothing is doubtful" in html_of(answer)
    assert IdentityDecision.objects.get().kind == "keep"


def test_an_answer_to_what_is_gone_is_said(client, outlier):
    answer = client.post(QUEUE, KEEP | {"key": "gone"}, follow=True)
    assert "Somebody else has decided this" in html_of(answer)


@pytest.mark.parametrize("skip", ["1", "999", "-1", "x", "²"])
def test_skipping_stays_within_the_queue(client, outlier, skip):
    assert "Is this offer" in html_of(client.get(QUEUE, {"skip": skip}))


def test_an_empty_queue_says_so(client, two_models):
    assert "Nothing is doubtful" in html_of(client.get(QUEUE))


@pytest.mark.parametrize("address", [QUEUE, f"{DECIDE}?kind=model&key={MIXTRAL}&target={LLAMA}"])
def test_pages_are_in_chinese(client, outlier, address):
    html = html_of(client.get(f"/zh-hant{address}"))
    assert "身分" in html or "比對" in html


# Two editors


def seen_in(html):
    return re.search(r'name="seen" value="([^"]+)"', html)[1]


def test_the_second_to_decide_is_told_and_changes_nothing(client, two_models, take):
    move = {"kind": "offer", "provider": "third", "key": "mistral-large-2407", "target": LLAMA}
    opened = move | {"seen": seen_in(html_of(client.get(DECIDE, move)))}
    take("offer", move["key"], "mistral/another", "third")
    html = html_of(client.post(DECIDE, opened))
    assert "Another editor (anna) decided on this meanwhile: third mistral-large-2407" in html
    assert f'value="{LLAMA}"' in html  # what ben entered is still there
    assert matches()["third"] == "mistral/another"
    # After a preview of what is so now, it is decided knowingly.
    seen = seen_in(html_of(client.get(DECIDE, move)))
    assert client.post(DECIDE, move | {"seen": seen}).status_code == 302
    assert matches()["third"] == LLAMA


def test_the_second_to_answer_a_question_is_told(client, outlier, take):
    answer = KEEP | {"seen": seen_in(html_of(client.get(QUEUE)))}
    take("keep", KEEP["key"], KEEP["target"], KEEP["provider"])
    assert "Another editor (anna) decided" in html_of(client.post(QUEUE, answer, follow=True))
    assert IdentityDecision.objects.get().recorded_by.username == "anna"


def test_the_second_is_told_of_an_undoing(client, two_models, take, editor):
    decision = take("derivative", MIXTRAL)
    official = {"kind": "official", "key": MIXTRAL, "target": ""}
    opened = official | {"seen": seen_in(html_of(client.get(DECIDE, official)))}
    undo(decision.pk, by=editor, now=NOW)
    html = html_of(client.post(DECIDE, opened))
    assert "Another editor undid the decision about this meanwhile." in html
    assert not IdentityDecision.objects.open().exists()


def test_what_nobody_looked_at_is_decided_as_before(client, two_models):
    assert client.post(DECIDE, JOIN).status_code == 302
