"""A log goes through the site's own server, and afterwards nothing of it is anywhere.

Each answer is asked for: the page, a fragment, both files, and what is refused. Then a word that
was in every field is searched for in the database's file, Redis, the folders of data and of
temporary files, and the log.
"""

import json
import shutil
from pathlib import Path

import pytest
import requests
from redis import Redis

from tests.services.site import site

MARKER = "qz7marker"
HEAD = "day,model,provider,input,output,note,user\n"
GOOD = (
    f"{HEAD}2026-05-20,gpt-4o,openai,1000,10,{MARKER},{MARKER}\n"
    f"2026-05-20,{MARKER},{MARKER},1000,10,{MARKER},{MARKER}\n"
)
ROW = {"day": "2026-05-20", "model": MARKER, "input": 1, MARKER: MARKER}
LOGS = {
    "csv": GOOD,
    "jsonl": json.dumps(ROW) + "\n" + json.dumps({**ROW, "model": "gpt-4o"}),
    "bad rows": f"{HEAD}{MARKER},gpt-4o,openai,{MARKER},x,,\n",
    "no columns": f"{MARKER},{MARKER}\n{MARKER},1\n",
    "no text": f"{MARKER}\0\0\ufffd",
    "broken JSON": f'{{"{MARKER}": [',
    "large": GOOD + f"2026-05-20,gpt-4o,openai,1,1,{MARKER * 100},x\n" * 3500,
    "too large": MARKER * 3_000_000,
}
FIELDS = {
    **dict.fromkeys(("needs", "compare", "slack", "keep", "cached", "reasoning"), MARKER),
    "map-from": ["gpt-4o", MARKER],
    "map-to": ["openai:openai/gpt-4o", MARKER],
}
TERMS = {"t1-provider": "openai", "t1-off": "12.34", "currency": "qzm", "rate": "3.875123"}
WRONG_TERMS = {"t1-provider": MARKER, "t1-model": MARKER, "t1-off": MARKER, "rate": MARKER}


@pytest.fixture
def places(bundled_database, redis_url, tmp_path):
    """A site of this test's own; all it can write to is in one folder, or in Redis."""
    shutil.copy(bundled_database, tmp_path / "ledger.sqlite3")
    for name in ("var", "tmp"):
        (tmp_path / name).mkdir()
    env = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'ledger.sqlite3'}",
        "REDIS_URL": redis_url,
        "CACHE_URL": redis_url,
        "VAR_DIR": str(tmp_path / "var"),
        "TMPDIR": str(tmp_path / "tmp"),
    }
    with site(tmp_path, **env) as address:
        yield address, tmp_path, redis_url


def found(word: str, folder: Path, redis_url: str) -> list[str]:
    """Return the files and the keys in Redis that hold a word, in either case or as UTF-16."""
    spellings = [word.encode(), word.upper().encode(), word.encode("utf-16-le")]
    places = [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(one in path.read_bytes() for one in spellings)
    ]
    with Redis.from_url(redis_url) as redis:
        for key in redis.scan_iter():
            whole = key + (redis.dump(key) or b"")
            places += [f"redis {key!r}"] if any(one in whole for one in spellings) else []
    return places


def test_nothing_is_kept(places):
    address, folder, redis_url = places
    url = f"{address}/calculator/log/"
    with requests.Session() as session:
        session.get(url, timeout=60)
        token = {"csrfmiddlewaretoken": session.cookies["csrftoken"]}
        said = {
            (name, kind): session.post(
                url,
                data={**FIELDS, **TERMS, **token, "format": kind},
                files={"file": (f"{MARKER}.csv", text)},
                timeout=60,
            )
            for name, text in LOGS.items()
            for kind in ("", "csv", "focus")
            if kind == "" or name in ("csv", "no columns")
        }
        pasted = session.post(url, data={"text": GOOD, **FIELDS, **token}, timeout=60)
        part = session.post(
            url, data={"text": GOOD, **token}, headers={"HX-Request": "true"}, timeout=60
        )
        wrong = session.post(url, data={"text": GOOD, **WRONG_TERMS, **token}, timeout=60)
        expired = session.post(url, data={"text": GOOD, "csrfmiddlewaretoken": "x"}, timeout=60)
    # They were read: what follows is not the silence of a site that refused them all.
    assert {one.status_code for one in (*said.values(), pasted, part, wrong)} == {200}
    assert expired.status_code == 403
    assert MARKER in said["csv", ""].text
    assert MARKER in pasted.text
    assert MARKER in part.text
    assert MARKER in wrong.text
    assert "ListCost" in said["csv", "focus"].text
    assert MARKER in said["csv", "csv"].text
    assert "larger than 25 MB" in said["too large", ""].text
    # Terms can hold no word; their rate is a number that nothing else has.
    words = (MARKER, "3.875123")
    assert {word: found(word, folder, redis_url) for word in words} == {word: [] for word in words}


def test_the_search_finds_what_is_kept(places):
    address, folder, redis_url = places
    requests.get(f"{address}/models/", timeout=60)
    assert "ledger.sqlite3" in found("gpt-4o", folder, redis_url)
    (folder / "var" / "upload").write_text(MARKER)
    with (folder / "site.log").open("a") as log:
        log.write(MARKER.upper())
    with Redis.from_url(redis_url) as redis:
        redis.hset("some", "field", MARKER)
    assert set(found(MARKER, folder, redis_url)) == {"var/upload", "site.log", "redis b'some'"}
