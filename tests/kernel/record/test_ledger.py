"""The tree of the record: proofs against their definition, and every falsification named by a program that holds one old head."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.kernel.record import tampering
from tests.kernel.record.tampering import KINDS, SHOWN, Scene
from tests.kernel.world import World
from xiezhi.kernel.papers import store
from xiezhi.kernel.papers.issued import holder
from xiezhi.kernel.periods import clock
from xiezhi.kernel.record import check_ledger as tree
from xiezhi.kernel.record import guard, ledger
from xiezhi.kernel.record.models import Event, Head, Leaf, Node
from xiezhi.kernel.seals import sm2

CHECKER = tree.__file__


def naive(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, word for word."""
    if not leaves:
        return tree.sm3(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = max(2**i for i in range(20) if 2**i < len(leaves))
    return tree.sm3(b"\1" + naive(leaves[:k]) + naive(leaves[k:]))


def some(size: int) -> list[bytes]:
    return [tree.leaf(f"{n:064x}") for n in range(size)]


@given(st.integers(0, 70))
def test_the_root_is_the_standards(size: int) -> None:
    leaves = some(size)
    assert tree.root(0, size, tree.over(leaves)) == naive(leaves)


@given(st.integers(1, 70), st.data())
def test_proofs_hold_and_no_other_leaf_or_size_has_them(size: int, data: Any) -> None:
    leaves, position, old = some(size), data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    node = tree.over(leaves)
    path = tree.path_of(position, 0, size, node)
    assert tree.includes(leaves[position], position, size, path) == naive(leaves)
    assert tree.includes(tree.leaf("ff" * 32), position, size, path) != naive(leaves)
    longer = tree.extension(old, 0, size, node)
    assert tree.extends(old, size, naive(leaves[:old]), naive(leaves), longer)
    assert not tree.extends(old, size, tree.sm3(b"other"), naive(leaves), longer)
    assert old == size or not tree.extends(old, size, naive(leaves[:old]), tree.sm3(b"other"), longer)


@pytest.mark.parametrize("message", [b"", b"abc", "记录".encode() * 50])
def test_the_checkers_sm2_agrees_with_openssl(message: bytes) -> None:
    private = sm2.new_key()
    public, signature = sm2.public_of(private), sm2.sign(private, message)
    assert tree.signed_by(public.hex(), message, signature.hex())
    assert not tree.signed_by(public.hex(), message + b"x", signature.hex())
    assert not tree.signed_by(sm2.public_of(sm2.new_key()).hex(), message, signature.hex())
    assert not tree.signed_by(public.hex(), message, signature.hex()[:-2])


# ── a record, and what becomes of it ────────────────────────────────────────


@pytest.fixture
def scene(world: World, settings: Any, tmp_path: Path) -> Iterator[Scene]:
    """A record of two days with one head held between them, and nothing in the database that would stop its owner."""
    settings.SEAL_KEYS = tmp_path / "keys"
    world.accepted()
    world.do(world.task(), "accept", world.staff("filing_judge"), plan="一")
    world.do(world.task(), "cancel", world.staff("president"), cancel_reason="不再需要")
    with clock.at(clock.now() + timedelta(minutes=1)):
        held = ledger.document(ledger.sign_head(holder()), every=True)
    with clock.at(clock.now() + timedelta(days=1)):
        world.do(world.task(), "cancel", world.staff("president"), cancel_reason="不再需要")
        ledger.grow()
        guard.remove(connection)
        yield Scene(held, held["size"])
        guard.install(connection)


def lines() -> list[Any]:
    return list(ledger.record(ledger.sign_head(holder())))


def named(folder: Path, held: Any, shown: Any) -> dict[str, str]:
    """What the program alone, in a Python of its own, says: code → where."""
    (folder / "held.json").write_text(json.dumps(held))
    texts = shown if isinstance(shown, list) else [shown]
    (folder / "shown.jsonl").write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in texts), "utf-8")
    ran = subprocess.run(
        [sys.executable, "-I", "-S", CHECKER, "held.json", "shown.jsonl", "--papers", str(store.folder())],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = [json.loads(line) for line in ran.stdout.splitlines()]
    assert ran.returncode == (1 if found else 0), ran.stderr
    return {one["code"]: one["where"] for one in reversed(found)}


@pytest.mark.django_db
@pytest.mark.system("44b")
def test_every_falsification_is_named_by_whoever_holds_one_old_head(scene: Scene, tmp_path: Path) -> None:
    assert named(tmp_path, scene.held, lines()) == {}, "the true record"
    assert len(KINDS) + len(SHOWN) + 4 >= 40
    kept = tmp_path / "kept"
    shutil.copytree(store.folder(), kept)
    unnamed = {}
    for name, (code, falsify) in KINDS.items():
        with transaction.atomic():
            falsify(scene)
            found = named(tmp_path, scene.held, lines())
            transaction.set_rollback(True)
        shutil.rmtree(store.folder())
        shutil.copytree(kept, store.folder())
        if code not in found:
            unnamed[name] = code, found
    for name, (code, shown) in SHOWN.items():
        found = named(tmp_path, scene.held, shown(scene.held))
        if code not in found:
            unnamed[name] = code, found
    for name, code, forged in tampering.lines_falsified(lines()):
        found = named(tmp_path, scene.held, forged)
        if code not in found:
            unnamed[name] = code, found
    assert unnamed == {}
    assert named(tmp_path, scene.held, lines()) == {}, "and the true record again"


@pytest.mark.django_db
def test_what_was_rewritten_is_located(scene: Scene, tmp_path: Path) -> None:
    event = scene.middle()
    place = Leaf.objects.get(event=event.id).position
    tampering.edit_all(scene)
    assert named(tmp_path, scene.held, lines())["rewritten"] == f"{place}..{place}"


@pytest.mark.django_db
def test_a_party_checks_with_proofs_alone(scene: Scene, tmp_path: Path) -> None:
    size, head = scene.old_size, ledger.sign_head(holder())
    longer = ledger.consistency(size, head)
    event = scene.events()[2]
    there = ledger.inclusion(event.id, size)
    assert named(tmp_path, scene.held, longer) == named(tmp_path, scene.held, there) == {}
    assert "not_extended" in named(tmp_path, scene.held, longer | {"path": longer["path"][:-1]})
    assert "not_included" in named(tmp_path, scene.held, there | {"digest": "0" * 64})
    assert "not_included" in named(tmp_path, scene.held, there | {"position": 1})
    assert "no_head" in named(tmp_path, scene.held, ledger.inclusion(event.id, head.size))
    with pytest.raises(LookupError):
        ledger.inclusion(scene.events()[-1].id, size)
    tampering.edit_all(scene)
    assert "not_extended" in named(tmp_path, scene.held, ledger.consistency(size, ledger.sign_head(holder())))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "nonsense", '{"size": 1}', "[" * 100_000])
def test_what_is_no_head_is_said_to_be_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "held.json").write_text(text)
    ran = subprocess.run(
        [sys.executable, "-I", CHECKER, tmp_path / "held.json"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1 and json.loads(ran.stdout)["code"] == "unreadable"


@pytest.mark.django_db
def test_a_head_a_day_and_places_once(world: World, settings: Any, tmp_path: Path) -> None:
    settings.SEAL_KEYS = tmp_path / "keys"
    world.task()
    first = ledger.daily_head(holder())
    assert first and ledger.daily_head(holder()) == first
    with clock.at(clock.now() + timedelta(days=1)):
        world.task()
        assert ledger.daily_head(holder()) != first
    assert ledger.grow() == ledger.grow() == Event.objects.count()


@pytest.mark.django_db
def test_nobody_signs_over_a_hole(scene: Scene) -> None:
    Leaf.objects.filter(position=2).delete()
    with pytest.raises(ledger.Torn, match="place 2"):
        ledger.sign_head(holder())


@pytest.mark.django_db
def test_kept_nodes_give_the_same_roots_as_all_leaves() -> None:
    from uuid import UUID

    Leaf.objects.bulk_create(Leaf(position=n, event=UUID(int=n), digest=f"{n:064x}") for n in range(1000))
    ledger._keep_nodes(1000)
    assert Node.objects.count() == 3
    leaves = some(1000)
    for size in (1, 255, 256, 257, 512, 700, 1000):
        assert tree.root(0, size, ledger.Kept().node) == naive(leaves[:size])
        assert tree.extends(
            size, 1000, naive(leaves[:size]), naive(leaves), tree.extension(size, 0, 1000, ledger.Kept().node)
        )
    head = Head(size=1000, root=naive(leaves).hex(), at=clock.now())
    shown = ledger.document(head)
    assert len(shown["nodes"]) == 250 and shown["level"] == 2
