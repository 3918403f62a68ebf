"""What a page of corrections is about, as its address names it."""

import pytest
from django.http import Http404

from catalog.domain.corrections import Target
from config.correct.subjects import Subject, find_subject, identity_url, public_url
from tests.config.test_corrections import MODEL, correct, feed, say  # noqa: F401

pytestmark = pytest.mark.django_db
OFFER = {"target": "offer", "provider": "acme", "key": "llama-3.2-1b-instruct"}
SUBJECTS = [
    (OFFER, f"/models/{MODEL}/"),
    ({"target": "model", "key": MODEL}, f"/models/{MODEL}/"),
    ({"target": "provider", "key": "acme"}, "/providers/acme/"),
    ({"target": "maker", "key": "meta"}, "/makers/meta/"),
]


@pytest.mark.parametrize("named, url", SUBJECTS, ids=[row[0]["target"] for row in SUBJECTS])
def test_works(say, named, url):  # noqa: F811
    say(feed())
    subject = find_subject(named)
    assert subject.query == {"provider": "", **named}
    assert public_url(subject) == url


@pytest.mark.parametrize("named", [{}, {"target": "offer"}, {**OFFER, "key": "gone"}])
def test_nothing_on_sale_is_404(say, named):  # noqa: F811
    say(feed())
    with pytest.raises(Http404):
        find_subject(named)


def test_a_corrected_field_still_has_the_value_of_the_feed(say):  # noqa: F811
    say(feed())
    correct()
    subject = find_subject(OFFER)
    assert (subject.facts["prices.input"], subject.reported("prices.input")) == ("0.01", "5")
    assert subject.reported("prices.output") == "15"


def test_its_name():
    assert Subject(Target.OFFER, "acme", "m", {}).name == "acme m"
    assert Subject(Target.MAKER, "", "meta", {}).name == "meta"


def test_another_maker_is_a_decision_of_identity(say, admin_client):  # noqa: F811
    say(feed())
    url = identity_url(find_subject({"target": "model", "key": MODEL}))
    form = admin_client.get(url).context["form"]
    assert (form["kind"].value(), form["key"].value()) == ("model", MODEL)
    assert identity_url(Subject(Target.MAKER, "", "meta", {})) == ""
