"""The examples on /api/ work as printed: their text is read off the page of a live site, and run."""

import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from api.guide import GUIDES
from tests.api.factories import DAYS, at

# Always a day ahead of UTC: an example must not take its own date for ours.
ABROAD = os.environ | {"TZ": "AHEAD-24", "NO_COLOR": "1"}
LOG = "day,model,provider,requests,input,output\n2026-05-01,gpt-5,openai,100,2000,500\n"
# Each file is a module of its own, run one after the other in one process.
RUN_PYTHON = (
    "import runpy, sys\nfor file in sys.argv[1:]:\n    runpy.run_path(file)\n    print('~~~')\n"
)
RUN_NODE = "for (const file of process.argv.slice(2)) { await import(file); console.log('~~~'); }\n"
# Programs of others, which only take an address; the address is asked for by itself.
NOT_RUN = ("claude ", "manage.py ", '{"mcpServers"', "export ")


class Blocks(HTMLParser):
    """Collects the text of each <pre>, as a reader would copy it."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self.inside = False

    def handle_starttag(self, tag: str, _attrs: Any) -> None:
        if tag == "pre":
            self.inside = True
            self.blocks.append("")

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "pre"

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.blocks[-1] += data


@pytest.fixture
def printed(live_site: str, publish: Any) -> Callable[..., list[str]]:
    """A function that returns the printed examples that begin with one of some words."""
    publish(DAYS[0], openai={"gpt-5": at(2)}, anthropic={"claude-sonnet-4-5": at(3)})
    publish(DAYS[11], openai={"gpt-5": at(3)}, anthropic={"claude-sonnet-4-5": at(3)})

    @cache
    def blocks(language: str) -> list[str]:
        with urllib.request.urlopen(f"{live_site}{language}/api/") as answer:
            parser = Blocks()
            parser.feed(answer.read().decode())
        assert all(live_site in one for one in parser.blocks if not one.startswith(NOT_RUN[:3]))
        return parser.blocks

    def read(*words: str, language: str = "") -> list[str]:
        return [one for one in blocks(language) if one.startswith(words)]

    return read


def run(folder: Path, *command: str) -> str:
    """Run a command in a folder with a log in it; return what it prints, which must succeed."""
    (folder / "usage.csv").write_text(LOG)
    done = subprocess.run(
        command, cwd=folder, env=ABROAD, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, (command[-1], done.stdout[-500:], done.stderr[-500:])
    return done.stdout


def written(folder: Path, examples: list[str], ending: str) -> list[str]:
    files = [folder / f"{number}{ending}" for number in range(len(examples))]
    for file, text in zip(files, examples, strict=True):
        file.write_text(text)
    return [str(file) for file in files]


@pytest.mark.django_db
def test_every_example_is_of_a_kind_that_is_run(printed: Any) -> None:
    kinds = ("curl", "import", "const answer")
    assert len(printed("")) == len(printed(*kinds)) + len(printed(*NOT_RUN))
    assert [len(printed(kind)) for kind in kinds] == [
        *(len(GUIDES) + 4, len(GUIDES) + 1, len(GUIDES)),
    ]
    assert printed("", language="/zh-hant") == printed("")


def test_curl(printed: Any, tmp_path: Path) -> None:
    for example in printed("curl"):
        text = run(tmp_path, "bash", "-c", f"set -o pipefail\n{example}")
        if "python3" in example:  # the recipe for CI prints what is wrong: nothing
            assert text == ""
        else:
            assert_is_data(json.loads(text), example)


def test_the_recipe_for_ci_fails_where_a_model_is_gone(
    printed: Any, publish: Any, tmp_path: Path
) -> None:
    publish(DAYS[12], openai={"gpt-5": at(3)})
    (example,) = (one for one in printed("curl") if "python3" in one)
    done = subprocess.run(["bash", "-c", example], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.startswith("claude-sonnet-4-5 gone")


def test_python(printed: Any, tmp_path: Path) -> None:
    pytest.importorskip("requests")
    examples = printed("import")
    files = written(tmp_path, examples, ".py")
    outputs = run(tmp_path, sys.executable, "-c", RUN_PYTHON, *files).split("~~~\n")
    for example, text in zip(examples, outputs, strict=False):
        if "csv" in example:
            assert text.endswith(" [] []\n")  # a total, and nothing left out
        else:
            # Python's own notation of what came.
            assert "'data':" in text or "'generated_from'" in text or "'openai':" in text, example
            assert "'detail':" not in text
    assert len(outputs) == len(examples) + 1


def test_javascript(printed: Any, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    examples = printed("const answer")
    (tmp_path / "run.mjs").write_text(RUN_NODE)
    files = written(tmp_path, examples, ".mjs")
    outputs = run(tmp_path, node, str(tmp_path / "run.mjs"), *files).split("~~~\n")
    for example, text in zip(examples, outputs, strict=False):
        assert "data: {" in text or "openai: {" in text, example
        assert "detail:" not in text
    assert len(outputs) == len(examples) + 1


def test_the_address_for_litellm_answers(printed: Any, tmp_path: Path) -> None:
    (example,) = printed("export")
    asked = f'{example}\ncurl -sfL "$LITELLM_MODEL_COST_MAP_URL"'
    assert "gpt-5" in json.loads(run(tmp_path, "bash", "-c", asked))


def assert_is_data(answer: Any, example: str) -> None:
    # A payload is models.dev's own; everything else names its data.
    assert "data" in answer or "openai" in answer, (example, answer)
