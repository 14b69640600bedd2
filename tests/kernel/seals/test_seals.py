"""Signatures checked by second readers; a sealed paper of which any changed byte is found."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from random import Random

import gmalg
import pypdfium2
import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from xiezhi.kernel.papers.printing import printed
from xiezhi.kernel.seals import sm2
from xiezhi.kernel.seals.keys import Folder
from xiezhi.kernel.seals.sealing import check, seal

COURT = "京0101"
PAPER = "北京市东城区人民法院\n民事判决书\n（2025）京0101民初1号\n\n原告：张明。\n判决如下：驳回诉讼请求。\n二〇二五年四月十五日\n"
SAID = {"court": COURT, "title": "民事判决书", "by": "演示法官", "post": "审判员", "on": "2025-04-15"}


@pytest.fixture(scope="module")
def holder(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder(tmp_path_factory.mktemp("keys"), "演示口令")


@pytest.fixture(scope="module")
def sealed(holder: Folder) -> bytes:
    return seal(printed(PAPER, date(2025, 4, 15)), SAID, COURT, holder)


def test_openssl_and_gmalg_read_our_signatures(tmp_path: Path) -> None:
    private, message = sm2.new_key(), "判决如下".encode() * 99
    public, signature = sm2.public_of(private), sm2.sign(private, message)
    for name, data in (("key", public), ("message", message), ("signature", signature)):
        (tmp_path / name).write_bytes(data)
    command = "openssl dgst -sm3 -keyform DER -verify key -sigopt distid:1234567812345678 -signature signature message"
    assert subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=True).stdout == b"Verified OK\n"
    r, s = decode_dss_signature(signature)
    second = gmalg.SM2(uid=sm2.IDENTITY, pk=public[-65:])
    assert second.verify(message, r.to_bytes(32, "big"), s.to_bytes(32, "big"))


def test_we_read_the_signatures_of_openssl_and_gmalg(tmp_path: Path) -> None:
    for command in (
        "openssl genpkey -algorithm SM2 -outform DER -out private",
        "openssl pkey -inform DER -in private -pubout -outform DER -out public",
    ):
        subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=True)
    message = b"a decision"
    (tmp_path / "message").write_bytes(message)
    command = "openssl dgst -sm3 -keyform DER -sign private -sigopt distid:1234567812345678 -out signature message"
    subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=True)
    public, signature = (tmp_path / "public").read_bytes(), (tmp_path / "signature").read_bytes()
    assert sm2.verify(public, message, signature)
    assert not sm2.verify(public, message + b"!", signature)


def test_a_sealed_paper_is_intact_and_still_a_paper(sealed: bytes, holder: Folder) -> None:
    found = check(sealed, holder.known())
    assert found.faults == ()
    assert found.statement == SAID
    assert "驳回诉讼请求" in pypdfium2.PdfDocument(sealed)[0].get_textpage().get_text_range()


def test_each_of_two_hundred_changed_bytes_is_found(sealed: bytes, holder: Folder) -> None:
    rng, known = Random(7), holder.known()
    places = [*range(20), *range(len(sealed) - 20, len(sealed)), *rng.sample(range(20, len(sealed) - 20), 160)]
    missed = []
    for place in places:
        wrong = bytearray(sealed)
        wrong[place] ^= 1 << rng.randrange(8)
        if not check(bytes(wrong), known).faults:
            missed.append(place)
    assert len(places) == 200
    assert missed == []


def test_every_byte_of_the_signature_itself_counts(sealed: bytes, holder: Folder) -> None:
    start = sealed.index(b"/Contents <0") if b"/Contents <0" in sealed else sealed.index(b"/Contents <")
    known = holder.known()
    for place in range(start, start + 1060):
        wrong = bytearray(sealed)
        wrong[place] ^= 1
        assert check(bytes(wrong), known).faults, place


@pytest.mark.parametrize(
    "change", [lambda d: d + b"\n", lambda d: d[:-1], lambda d: d + d, lambda d: b"", lambda d: d[: len(d) // 2]]
)
def test_cut_and_added_bytes_are_found(sealed: bytes, holder: Folder, change: object) -> None:
    assert check(change(sealed), holder.known()).faults  # type: ignore[operator]


def test_another_courts_key_is_not_this_courts(sealed: bytes, holder: Folder, tmp_path: Path) -> None:
    other = Folder(tmp_path, "other")
    other.public(COURT)
    assert check(sealed, other.known()).faults == ("签章用的不是该法院的密钥。",)
    assert check(sealed, {}).faults == (f"没有法院“{COURT}”的公钥，不能确认签章人。",)


def test_a_statement_sealed_again_by_somebody_else_is_found(sealed: bytes, holder: Folder, tmp_path: Path) -> None:
    forged = seal(printed(PAPER.replace("驳回", "支持"), date(2025, 4, 15)), SAID, COURT, Folder(tmp_path, "x"))
    assert check(forged, holder.known()).faults


def test_keys_at_rest_need_the_secret(holder: Folder) -> None:
    public = holder.public(COURT)
    kept = (holder.place / f"{COURT}.key").read_bytes()
    assert sm2.public_of(sm2.new_key()) != public
    assert kept.find(public[-64:]) == -1
    with pytest.raises(sm2.SealError):
        Folder(holder.place, "wrong").sign(COURT, b"x")
    assert holder.known() == {COURT: public.hex()}
