import pytest
from hypothesis import given
from hypothesis import strategies as st

from pricing.estimate import Usage
from pricing.load import aggregate
from pricing.workload import Per, Workload, monthly_load
from tests.pricing.strategies import workloads


def usages(**given):
    return list(Workload(**{"requests": 100, "per": Per.MONTH, "hits": 100} | given).usages())


def test_it_works():
    assert usages(input=2000, output=500) == [Usage(100, input=2000, output=500)]


def test_a_month_has_30_days():
    assert Workload(requests=7, per=Per.DAY).monthly_requests == 210


def test_some_requests_read_the_cached_part_and_the_others_write_it():
    assert usages(input=1000, output=1, cached=60, hits=90) == [
        Usage(90, input=400, output=1, cache_read=600),
        Usage(10, input=400, output=1, cache_write=600),
    ]


@pytest.mark.parametrize(("hits", "reads"), [(0, []), (100, [100]), (50, [50])])
def test_the_share_of_reads(hits, reads):
    counts = [usage.requests for usage in usages(cached=50, hits=hits) if usage.cache_read]
    assert counts == reads


def test_each_agent_step_resends_the_conversation():
    prompts = [usage.prompt for usage in usages(input=1000, output=100, added=400, steps=3)]
    assert prompts == [1000, 1500, 2000]


def test_every_step_has_reasoning_and_audio_and_resends_neither():
    steps = usages(input=10, output=1, reasoning_tokens=5, input_audio=7, output_audio=9, steps=2)
    assert [(u.input, u.reasoning, u.input_audio, u.output_audio) for u in steps] == [
        (10, 5, 7, 9),
        (11, 5, 7, 9),
    ]


def test_whether_a_workload_uses_tokens():
    assert not Workload(input=0, output=0).uses_tokens
    assert Workload(input=0, output=0, reasoning_tokens=1).uses_tokens


@given(workloads)
def test_loses_no_request_and_no_token(workload):
    load = workload.load
    assert load.requests == workload.monthly_requests * workload.steps
    text = sum(
        workload.input + step * (workload.output + workload.added) for step in range(workload.steps)
    )
    prompt = load.tokens[0] + load.tokens[2] + load.tokens[3]
    assert prompt == workload.monthly_requests * text


@given(st.lists(workloads, max_size=3))
def test_adds_up_several_workloads(several):
    together = monthly_load(several)
    assert together == aggregate(u for w in several for u in w.usages())
    assert together.requests == sum(w.load.requests for w in several)
