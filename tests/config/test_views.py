"""The admin's buttons beside "Update now": rebuild, and scores by the current rules."""

import pytest

from catalog.models import CatalogueVersion, Run
from scoring.models import Score
from staff.models import AuditEntry
from tests.config.test_start_pull import one_pull_elsewhere
from tests.factories import DAY, make_model, make_version

pytestmark = pytest.mark.django_db


def texts(answer):
    return [str(message) for message in answer.context["messages"]]


def test_scores_are_calculated_again_and_published(admin_client):
    make_version()
    model = make_model(input_price="1", output_price="2")
    answer = admin_client.post("/admin/rescore/", follow=True)
    assert texts(answer) == ["Scores recalculated and published."]
    assert Score.objects.filter(model=model).count() == 6
    assert CatalogueVersion.objects.count() == 2
    assert AuditEntry.objects.get().note == "rescore"


def test_a_rebuild_is_started_in_the_background(admin_client, monkeypatch):
    started = []
    monkeypatch.setattr("config.views.start_process", lambda *words: started.append(words))
    assert "Rebuild started" in texts(admin_client.post("/admin/rebuild/", follow=True))[0]
    assert started == [("rebuild",)]
    assert AuditEntry.objects.get().note == "rebuild"


@pytest.mark.parametrize("page", ["/admin/rescore/", "/admin/rebuild/"])
def test_neither_runs_beside_a_pull(admin_client, page, monkeypatch):
    monkeypatch.setattr("config.views.start_process", lambda *words: pytest.fail("started"))
    with one_pull_elsewhere():
        assert "already running" in texts(admin_client.post(page, follow=True))[0]
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize("running", [False, True])
def test_the_list_of_runs_loads_itself_again_while_one_runs(admin_client, running):
    if running:
        Run.objects.create(source="x", day=DAY, started_at="2026-05-12T12:00Z")
    html = admin_client.get("/admin/catalog/run/").content.decode()
    assert ('http-equiv="refresh"' in html) is running
