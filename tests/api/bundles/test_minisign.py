"""Signatures in minisign's format."""

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.bundles.minisign import BadKey, NotVerified, PublicKey, SecretKey

KEY = SecretKey.generate()
CONTENT = b"the whole catalogue"
SIGNATURE = KEY.sign(CONTENT, "2026-05-12 offers.csv")


def test_verifies_what_was_signed():
    assert KEY.public.verify(CONTENT, SIGNATURE) == "2026-05-12 offers.csv"


def test_the_public_key_reads_back_as_word_and_as_file():
    public = KEY.public
    assert PublicKey.parse(public.text) == PublicKey.parse(public.file) == public


def test_the_file_has_minisigns_layout():
    """As the documentation of minisign describes it, taken apart without our code."""
    lines = SIGNATURE.split("\n")
    assert lines[0].startswith("untrusted comment: ")
    assert lines[2] == "trusted comment: 2026-05-12 offers.csv"
    signed = base64.b64decode(lines[1])
    assert (signed[:2], len(signed)) == (b"ED", 74)
    assert len(base64.b64decode(lines[3])) == 64
    public = base64.b64decode(KEY.public.text)
    assert (public[:2], len(public), public[2:10]) == (b"Ed", 42, signed[2:10])
    KEY.key.public_key().verify(signed[10:], hashlib.blake2b(CONTENT, digest_size=64).digest())


def test_the_same_content_gets_the_same_signature():
    assert KEY.sign(CONTENT, "2026-05-12 offers.csv") == SIGNATURE


@given(st.integers(0, len(CONTENT) * 8 - 1))
def test_one_flipped_bit_fails(bit):
    changed = bytearray(CONTENT)
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(NotVerified, match="content"):
        KEY.public.verify(bytes(changed), SIGNATURE)


def test_a_changed_comment_fails():
    with pytest.raises(NotVerified, match="comment"):
        KEY.public.verify(CONTENT, SIGNATURE.replace("2026-05-12", "2026-05-13"))


def test_another_key_fails():
    with pytest.raises(NotVerified, match="another key"):
        SecretKey.generate().public.verify(CONTENT, SIGNATURE)


def test_a_signature_of_the_content_itself_is_understood():
    """The older form, "Ed": over the content, not its hash."""
    public = KEY.public
    own = KEY.key.sign(CONTENT)
    comment = "trusted comment: x"
    lines = ("untrusted comment: y", b64(b"Ed" + public.id + own), comment)
    text = "\n".join((*lines, b64(KEY.key.sign(own + b"x"))))
    assert public.verify(CONTENT, text) == "x"


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


@pytest.mark.parametrize("text", ["", "a\nb\nc\nd", "\n" * 3, "untrusted comment: x\nAAAA\nb\nc"])
def test_no_signature(text):
    with pytest.raises(NotVerified, match="not a signature"):
        KEY.public.verify(CONTENT, text)


@pytest.mark.parametrize("text", ["", "x", "untrusted comment: x\nAAAA\n", "RWQ", "é"])
def test_no_public_key(text):
    with pytest.raises(BadKey, match="not a public key"):
        PublicKey.parse(text)


def test_a_comment_is_one_line():
    with pytest.raises(ValueError, match="one line"):
        KEY.sign(CONTENT, "a\nb")


def test_the_secret_key_reads_back(tmp_path):
    file = tmp_path / "key.pem"
    file.write_bytes(KEY.pem)
    assert SecretKey.read(file).public == KEY.public


@pytest.mark.parametrize("content, said", [(None, "No such file"), (b"x", "not a key")])
def test_no_secret_key(tmp_path, content, said):
    file = tmp_path / "key.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(BadKey, match=said):
        SecretKey.read(file)


def test_a_key_of_another_kind_is_refused(tmp_path):
    file = tmp_path / "key.pem"
    file.write_text(
        "-----BEGIN PRIVATE KEY-----\n"
        "MC4CAQAwBQYDK2VuBCIEIHCEh0ghP1Qs3KcFlZxXQ2o5r0C0zN6vG9V7yQ1oCq1V\n"
        "-----END PRIVATE KEY-----\n"
    )
    with pytest.raises(BadKey, match="not an Ed25519 key"):
        SecretKey.read(file)
