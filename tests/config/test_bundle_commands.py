"""`manage.py bundle`, `verify-bundle` and `bundle-key`."""

import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from api.bundles.manifest import read_manifest
from api.bundles.minisign import PublicKey
from tests.api.factories import DAYS, at
from tests.changelog.factories import publish

__all__ = ["publish"]


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def bundles_dir(settings, tmp_path):
    settings.BUNDLES_DIR = tmp_path / "bundles"
    return settings.BUNDLES_DIR


@pytest.fixture
def key(settings, tmp_path) -> str:
    """A key made by the command; returns the public key's word."""
    settings.BUNDLE_KEY = tmp_path / "key.pem"
    return run("bundle-key", str(settings.BUNDLE_KEY)).splitlines()[-1]


@pytest.fixture
def signed(publish, key, tmp_path):
    """A signed bundle in a folder of its own."""
    publish(DAYS[0], openai={"gpt-5": at(2)})
    folder = tmp_path / "mirror"
    run("bundle", "--to", str(folder))
    return folder


def test_bundle_key_makes_a_private_file(key, settings, tmp_path):
    assert stat.S_IMODE(settings.BUNDLE_KEY.stat().st_mode) == 0o600
    assert PublicKey.parse(key)
    with pytest.raises(CommandError, match="File exists"):
        run("bundle-key", str(settings.BUNDLE_KEY))


@pytest.mark.django_db
def test_bundle_makes_the_newest_where_the_site_serves_it(publish, client, bundles_dir):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    said = run("bundle").splitlines()
    assert said[-1].startswith("2026-05-01 ")
    assert said[-1].endswith("not signed: BUNDLE_KEY is not set")
    address = client.get("/api/v1/bundles/latest/offers.csv")["Content-Location"]
    assert address.split("/")[5] == said[-1].split()[1]
    assert len(list(bundles_dir.glob("2026-*/*"))) == 1


@pytest.mark.django_db
def test_bundle_makes_that_of_a_day_in_a_folder(publish, tmp_path):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    publish(DAYS[3], openai={"gpt-5": at(3)})
    run("bundle", "2026-05-02", "--to", str(tmp_path / "a"))
    assert read_manifest((tmp_path / "a/manifest.json").read_bytes()).day == DAYS[0]
    with pytest.raises(CommandError, match="not empty"):
        run("bundle", "2026-05-02", "--to", str(tmp_path / "a"))


@pytest.mark.django_db
@pytest.mark.parametrize("day, said", [("2026-04-01", "first day is"), ("2099-01-01", "future")])
def test_bundle_of_a_day_that_is_not_on_record(publish, day, said):
    publish(DAYS[0], openai={"gpt-5": at(2)})
    with pytest.raises(CommandError, match=said):
        run("bundle", day)


@pytest.mark.django_db
def test_bundle_without_data():
    with pytest.raises(CommandError, match="No data yet"):
        run("bundle")


@pytest.mark.django_db
def test_verifies_a_whole_bundle(signed, key):
    said = run("verify-bundle", str(signed), "--key", key)
    assert said.startswith("2026-05-01 ")
    assert "10 files are whole; manifest.json signed by " in said
    assert run("verify-bundle", str(signed)) == said  # by the site's own key
    assert "offers.csv signed by" in run("verify-bundle", str(signed / "offers.csv"), "--key", key)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["offers.csv", "offers.parquet", "models.dev.json"])
def test_one_flipped_bit_fails(signed, key, name):
    body = bytearray((signed / name).read_bytes())
    body[len(body) // 2] ^= 1
    (signed / name).write_bytes(bytes(body))
    with pytest.raises(CommandError, match=f"{name}: not the file of the manifest") as why:
        run("verify-bundle", str(signed), "--key", key)
    assert why.value.returncode == 1
    with pytest.raises(CommandError, match="not what was signed"):
        run("verify-bundle", str(signed / name), "--key", key)


@pytest.mark.django_db
def test_a_changed_manifest_fails(signed, key):
    manifest = signed / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"offers": 1', '"offers": 2'))
    with pytest.raises(CommandError, match="not what was signed"):
        run("verify-bundle", str(signed), "--key", key)
    assert "signature not checked" in run("verify-bundle", str(signed), "--unsigned")


@pytest.mark.django_db
def test_without_a_key_it_says_what_to_do(signed, settings):
    settings.BUNDLE_KEY = None
    with pytest.raises(CommandError, match="--unsigned"):
        run("verify-bundle", str(signed))
    with pytest.raises(CommandError, match="not a public key"):
        run("verify-bundle", str(signed), "--key", "nonsense")
    with pytest.raises(CommandError, match="single file"):
        run("verify-bundle", str(signed / "offers.csv"), "--unsigned")


def test_a_folder_without_a_manifest(tmp_path, key):
    with pytest.raises(CommandError, match=r"manifest\.json"):
        run("verify-bundle", str(tmp_path), "--key", key)
    (tmp_path / "manifest.json").write_text("{}")
    with pytest.raises(CommandError, match="missing required field"):
        run("verify-bundle", str(tmp_path), "--key", key)
