"""The model page of the specification, of 2026-05-12, as nginx serves it from the whole stack."""

import html
import re

import pytest
import requests

from tests.faults.stack import RunningStack
from tests.shared_data import HISTORY, needs

DAY = "2026-05-12"
FILE = HISTORY / f"{DAY}.json.gz"
MODEL = "/models/meta/llama-3-2-1b-instruct/"

pytestmark = [pytest.mark.timeout(600, func_only=True), needs(FILE)]

OFFERS = (
    r"Chutes unsloth/Llama-3\.2-1B-Instruct.{0,20} documentation \$0\.010 \$0\.011 .{0,80} 16K ",
    r"Kilo Gateway meta-llama/llama-3\.2-1b-instruct.{0,20} documentation \$0\.027 \$0\.200 .{0,80} 60K ",
    r"Cloudflare AI Gateway workers-ai/@cf/meta/llama-3\.2-1b-instruct.{0,20} documentation"
    r" \$0\.027 \$0\.200 .{0,80} 128K ",
    r"Nvidia unknown price meta/llama-3\.2-1b-instruct.{0,20} documentation – No token price .{0,160} 128K ",
    r"Inference recommended meta/llama-3\.2-1b-instruct.{0,20} documentation \$0\.010 \$0\.010 .{0,80} 16K ",
)
COSTS = (
    r"RAG answer per 1,000 RAG answers \$0\.06 ",
    r"Support ticket triage per 10,000 tickets \$0\.11 ",
    r"Data extraction per 1,000 documents \$0\.03 ",
    r"Code review per 1,000 PRs \$0\.09 ",
    r"Agent step per 1,000 steps \$0\.13 ",
)
SCORES = (
    "Coding 5 ",
    "Agents 10 ",
    "JSON / structured output 30 ",
    "Cost efficiency 95 ",
    "Long context 0 ",
    "Production-readiness 74 ",
)


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture(scope="module")
def golden(stack: RunningStack) -> str:
    """The page of that day, by nginx."""
    done = stack.manage("pull", "--from", str(FILE), "--day", DAY)
    assert done.returncode == 0, done.stderr
    answer = requests.get(f"{stack.address}{MODEL}?on={DAY}", timeout=120)
    assert answer.status_code == 200
    assert "X-Cache" in answer.headers
    return text_of(answer.text)


@pytest.mark.parametrize("found", [*OFFERS, *COSTS, *SCORES, "Offers 5 from 5 providers"])
def test_the_numbers_are_on_the_page(golden, found):
    assert re.search(found, golden)
