"""The page of a run that was just started."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from catalog.models import Run
from config.progress_page import step_lines
from config.pull_progress import Step, note_step
from tests.catalog.admin.test_pages import make_refused, make_run

pytestmark = pytest.mark.django_db
PAGE = "/admin/pull/progress/"
NOON = datetime(2026, 5, 12, 12, tzinfo=UTC)


def html_of(client, address=f"{PAGE}?after=0", **headers):
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


@pytest.fixture
def running():
    return make_run(outcome="running", ended_at=None)


def test_a_running_pull_shows_its_steps(admin_client, running, django_assert_max_num_queries):
    note_step(running, Step.COMPARING)
    now = NOON + timedelta(seconds=4)
    with time_machine.travel(now, tick=False), django_assert_max_num_queries(3):
        html = html_of(admin_client)
    assert "Running for 4 seconds" in html
    assert '<li class="done"> ✓ Reading </li>' in html
    assert '<li class="now" aria-current="step"> → Comparing with the current data </li>' in html
    assert '<li class="next"> · Applying the changes </li>' in html


def test_without_scripts_it_loads_itself_again_until_the_end(admin_client, running):
    assert '<noscript><meta http-equiv="refresh"' in html_of(admin_client)
    Run.objects.update(outcome="applied", ended_at=NOON)
    assert "http-equiv" not in html_of(admin_client)


def test_htmx_gets_the_part_alone_and_stops_at_the_end(admin_client, running):
    part = html_of(admin_client, **{"HX-Request": "true"})
    assert part.startswith('<div class="pull-progress"')
    assert 'data-hx-trigger="every 1s"' in part
    assert f'data-hx-get="{PAGE}?after=0"' in part
    Run.objects.update(outcome="unchanged", ended_at=NOON)
    assert "data-hx" not in html_of(admin_client, **{"HX-Request": "true"})


def test_what_has_not_begun_is_waited_for(admin_client):
    earlier = make_run()
    html = html_of(admin_client, f"{PAGE}?after={earlier.pk}")
    assert "Waiting for the update to start…" in html
    assert "data-hx-trigger" in html


def test_it_stays_with_the_run_that_was_started(admin_client):
    earlier = make_run()
    make_run(message="the one that was started")
    make_run(message="an hour later")
    html = html_of(admin_client, f"{PAGE}?after={earlier.pk}")
    assert "the one that was started" in html
    assert "an hour later" not in html


def test_the_end_is_a_report(admin_client):
    run = make_run(message="applied 2026-05-12", counts={"offerings": 4803, "withdrawn": 2})
    html = html_of(admin_client)
    assert "<strong>applied</strong> in 8.0 s" in html
    assert '<th scope="row">offers</th><td class="number">4803</td>' in html
    assert f'href="/admin/catalog/run/{run.pk}/change/"' in html
    assert 'href="/changelog/"' in html


def test_a_refused_payload_is_a_link_away(admin_client):
    make_run(outcome="refused", message="over a fifth is gone", refused=make_refused())
    html = html_of(admin_client)
    assert "See what it would change" in html
    assert "/changelog/" not in html


@pytest.mark.parametrize("after", ["", "x", "-1", "9" * 30, "1e3", "\u0661"])
def test_a_wrong_key_shows_the_newest(admin_client, after):
    make_run(message="earlier")
    make_run(message="the newest")
    assert "the newest" in html_of(admin_client, f"{PAGE}?after={after}")


def test_a_message_of_a_source_is_escaped(admin_client):
    make_run(outcome="refused", message="<script>alert(1)</script>")
    assert "<script>alert" not in html_of(admin_client)


def test_it_is_in_chinese_too(admin_client, running):
    assert "更新" in html_of(admin_client, f"/zh-hant{PAGE}?after=0")


def test_only_those_who_see_runs_see_it(client_without_role):
    assert client_without_role.get(PAGE).status_code == 403


@pytest.fixture
def client_without_role(client, django_user_model):
    clerk = django_user_model.objects.create_user("clerk", is_staff=True)
    client.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    return client


def test_before_the_first_step_none_is_under_way():
    assert {line.state for line in step_lines(None)} == {"next"}
