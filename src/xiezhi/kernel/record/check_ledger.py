# Long because it is one file that a party takes home: nothing it needs may lie elsewhere.
"""Check that a court's record still holds all that it held on the day of a signed head. Needs nothing but Python.

    python3 check_ledger.py HELD FILE… [--papers FOLDER]

HELD is a signed head that you kept (JSON). Each FILE is one of
    another head        both are signed, and do not contradict each other
    a consistency proof that the record under a later head extends the one under HELD
    an inclusion proof  that one event (by its digest) stands in the record under a head
    a record            every event, a line each: each event, chain, paper and the whole tree are made anew

The tree is that of RFC 9162 section 2.1 with SM3 (GB/T 32905) in place of SHA-256: a leaf is SM3(0x00 || digest of an event),
a node SM3(0x01 || left || right). Heads are signed with SM2 (GB/T 32918.2). Prints what does not hold, a JSON line each:
{"code", "where", "says"}; exit 1 if there is anything, 2 if the call is wrong. The platform proves with this same file.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

Head = dict[str, Any]
Fault = tuple[str, str, str]
Node = Callable[[int, int], bytes]
HasPaper = Callable[[str], str]  # digest → nothing wrong (""), "missing" or "changed"
SIGNED = ("court", "size", "root", "at")
SLACK = 3600  # seconds an event may wait between its own time and its place in the tree


def sm3(data: bytes) -> bytes:
    """SM3, 32 bytes."""
    return hashlib.new("sm3", data).digest()


def canonical(value: Any) -> str:
    """JSON as RFC 8785 writes it (no floats): keys in the order of UTF-16, nothing between the signs."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{canonical(key)}:{canonical(value[key])}" for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


# ── the tree ────────────────────────────────────────────────────────────────


def leaf(digest: str) -> bytes:
    return sm3(b"\0" + bytes.fromhex(digest))


def inner(left: bytes, right: bytes) -> bytes:
    return sm3(b"\1" + left + right)


def split(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << (size - 1).bit_length() - 1


def root(start: int, stop: int, node: Node) -> bytes:
    """The hash over leaves start to stop; `node(level, index)` gives that of a whole aligned subtree of 2**level leaves."""
    size = stop - start
    if size == 0:
        return sm3(b"")
    if size & (size - 1) == 0 and start % size == 0:
        return node(size.bit_length() - 1, start // size)
    middle = start + split(size)
    return inner(root(start, middle, node), root(middle, stop, node))


def path_of(position: int, start: int, stop: int, node: Node) -> list[bytes]:
    """RFC 9162 2.1.3.1: the hashes that lead from a leaf to the root."""
    if stop - start <= 1:
        return []
    middle = start + split(stop - start)
    if position < middle:
        return [*path_of(position, start, middle, node), root(middle, stop, node)]
    return [*path_of(position, middle, stop, node), root(start, middle, node)]


def extension(old: int, start: int, stop: int, node: Node, known: bool = True) -> list[bytes]:
    """RFC 9162 2.1.4.1: the hashes that show the tree of `stop` leaves to begin with that of `old` leaves."""
    if old == stop - start:
        return [] if known else [root(start, stop, node)]
    middle = start + split(stop - start)
    if old <= middle - start:
        return [*extension(old, start, middle, node, known), root(middle, stop, node)]
    return [*extension(old - (middle - start), middle, stop, node, False), root(start, middle, node)]


def includes(leaf_hash: bytes, position: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """RFC 9162 2.1.3.2: the root that an inclusion proof leads to; None if the path cannot be of this tree."""
    if not 0 <= position < size:
        return None
    fn, sn, found = position, size - 1, leaf_hash
    for step in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            found = inner(step, found)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            found = inner(found, step)
        fn, sn = fn >> 1, sn >> 1
    return found if sn == 0 else None


def extends(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162 2.1.4.2: whether a consistency proof leads to both roots."""
    if not 0 < old <= new or (old == new and (path or old_root != new_root)):
        return old == 0 and not path
    if old == new:
        return True
    steps = [old_root, *path] if old & (old - 1) == 0 else list(path)
    fn, sn = old - 1, new - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    if not steps:
        return False
    first = second = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            first, second = inner(step, first), inner(step, second)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = inner(second, step)
        fn, sn = fn >> 1, sn >> 1
    return first == old_root and second == new_root and sn == 0


def over(leaves: Sequence[bytes]) -> Node:
    """Nodes made from the leaves themselves."""

    def node(level: int, index: int) -> bytes:
        return inner(node(level - 1, 2 * index), node(level - 1, 2 * index + 1)) if level else leaves[index]

    return node


# ── the signature ───────────────────────────────────────────────────────────

P = 2**256 - 2**224 - 2**96 + 2**64 - 1
A, B = P - 3, 0x28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93
N = 0xFFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54123
G = (
    0x32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7,
    0xBC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0,
)
Point = tuple[int, int] | None


def signed_by(public: str, message: bytes, signature: str) -> bool:
    """Whether an SM2 signature (DER, hex) is that of a message by a key (SubjectPublicKeyInfo DER, hex)."""
    try:
        key, (r, s) = bytes.fromhex(public)[-65:], _integers(bytes.fromhex(signature))
    except (ValueError, IndexError, TypeError):
        return False
    x, y = int.from_bytes(key[1:33], "big"), int.from_bytes(key[33:], "big")
    if key[:1] != b"\4" or (y * y - x * x * x - A * x - B) % P or not (0 < r < N and 0 < s < N) or (r + s) % N == 0:
        return False
    numbers = b"".join(n.to_bytes(32, "big") for n in (A, B, *G, x, y))
    e = int.from_bytes(sm3(sm3(b"\0\x80" + b"1234567812345678" + numbers) + message), "big")
    point = _add(_times(s, G), _times((r + s) % N, (x, y)))
    return point is not None and (e + point[0]) % N == r


def _integers(der: bytes) -> tuple[int, int]:
    if der[0] != 0x30 or der[1] != len(der) - 2 or der[2] != 2:
        raise ValueError
    middle = 4 + der[3]
    if der[middle] != 2 or middle + 2 + der[middle + 1] != len(der):
        raise ValueError
    return int.from_bytes(der[4:middle], "big"), int.from_bytes(der[middle + 2 :], "big")


def _add(p: Point, q: Point) -> Point:
    if p is None or q is None:
        return q if p is None else p
    if p[0] == q[0] and (p[1] + q[1]) % P == 0:
        return None
    slope = (3 * p[0] ** 2 + A) * pow(2 * p[1], -1, P) if p == q else (q[1] - p[1]) * pow(q[0] - p[0], -1, P)
    x = (slope * slope - p[0] - q[0]) % P
    return x, (slope * (p[0] - x) - p[1]) % P


def _times(n: int, point: Point) -> Point:
    found: Point = None
    for bit in bin(n)[2:]:
        found = _add(found, found)
        found = _add(found, point) if bit == "1" else found
    return found


def message_of(head: Head) -> bytes:
    """The bytes of a head that its court signs."""
    return canonical({name: head[name] for name in SIGNED}).encode("utf-8")


# ── what must hold ──────────────────────────────────────────────────────────


def head_faults(head: Head, held: Head) -> Iterator[Fault]:
    """A later head beside the one held: signed by the same key, not shorter, not another story."""
    where = f"{head.get('size')}@{head.get('at')}"
    if head["public"] != held["public"] or head["court"] != held["court"]:
        yield "key", where, "签名的密钥不是您保存的那一把，须由法院另行公告并说明。"
    if not signed_by(head["public"], message_of(head), head["signature"]):
        yield "signature", where, "签名与内容不符，这不是法院签发的记录头。"
    if head["size"] < held["size"]:
        yield "cut", f"{head['size']}..{held['size']}", "记录比您保存的记录头还短：末尾被截去，或者退回到了更早的状态。"
    elif head["size"] == held["size"] and head["root"] != held["root"]:
        yield "forked", where, "同样多的事件有两个不同的签名摘要：法院向不同的人出示了不同的记录。"
    if head["at"] < held["at"]:
        yield "older", where, "出示的记录头早于您保存的那一个。"


def audit(held: Head, lines: Iterable[Any], has_paper: HasPaper | None = None) -> Iterator[Fault]:
    """Every fault of a whole record (its head, then an event a line) beside a held head. `has_paper(digest)` → "", missing, changed."""
    lines = iter(lines)
    head = next(lines)["head"]
    yield from head_faults(head, held)
    digests: list[str] = []
    last: dict[str, tuple[int, str]] = {}
    seen: Counter[str] = Counter()
    for line in lines:
        digests.append(line["digest"])
        yield from _event_faults(line, len(digests) - 1, held, head, last)
        seen[line["event"].get("id") or ""] += 1
        for named in papers_of(line["event"]):
            if fault := has_paper(named) if has_paper else "":
                yield (
                    f"paper_{fault}",
                    f"{line['event'].get('id')} {named}",
                    "记录所列文件缺失，或者内容与登记的摘要不符。",
                )
    yield from (("twice", id, "同一事件在记录中出现两次。") for id, times in seen.items() if times > 1)
    leaves = [leaf(digest) for digest in digests]
    if len(leaves) != head["size"] or root(0, len(leaves), over(leaves)).hex() != head["root"]:
        yield "not_of_head", f"{len(leaves)}/{head['size']}", "出示的事件与其记录头不符。"
    yield from rewritten(held, leaves)


def _event_faults(line: Any, n: int, held: Head, head: Head, last: dict[str, tuple[int, str]]) -> Iterator[Fault]:
    event = line["event"]
    where = f"{n} {event.get('id') or '?'}"
    if line["n"] != n:
        yield "missing", where, "记录中缺少这一位置的事件。"
    if not event:
        yield "missing", where, "树中有这一事件，记录中没有：已被删除。"
        return
    if sm3(canonical(event).encode("utf-8", "surrogatepass")).hex() != line["digest"]:
        yield "changed", where, "事件的内容与其摘要不符：已被改动。"
    seq, prev = last.get(event["matter"], (0, ""))
    if event["seq"] != seq + 1 or event["prev"] != prev:
        yield "chain", where, "这一事项的事件链在此中断：缺号、重号或者次序不符。"
    last[event["matter"]] = (event["seq"], line["digest"])
    if n >= held["size"] and seconds(event["at"]) < seconds(held["at"]) - SLACK:
        yield "back_dated", where, "事件写在您保存记录头之后，却注明更早的时间：倒填。"
    if seconds(event["at"]) > seconds(head["at"]) + SLACK:
        yield "ahead", where, "事件注明的时间晚于签发记录头的时间。"


def rewritten(held: Head, leaves: Sequence[bytes]) -> Iterator[Fault]:
    """Where the first events are no longer those under the held head; its `nodes` say where, each over 2**level events."""
    size, width, old = held["size"], 1 << held["level"], held["nodes"]
    if root(0, len(held["nodes"]), over([bytes.fromhex(one) for one in held["nodes"]])).hex() != held["root"]:
        yield "signature", "nodes", "您保存的记录头附带的节点与其摘要不符。"
        return
    whole = min(size, len(leaves) // width * width) if len(leaves) < size else size
    now = [root(at, min(at + width, whole), over(leaves)).hex() for at in range(0, whole, width)]
    wrong = [i for i, one in enumerate(old) if i >= len(now) or now[i] != one]
    if not wrong or len(wrong) == len(old) - len(now):
        return  # whole, or only cut short: the heads have said so
    kind, says = _kind(old, now, [one.hex() for one in leaves], width)
    for i in wrong if kind == "rewritten" else wrong[:1]:
        yield kind, f"{i * width}..{min((i + 1) * width, size) - 1}", says


def _kind(old: list[str], now: list[str], leaves: list[str], width: int) -> tuple[str, str]:
    """What became of the events, as far as the held nodes tell: one by one only if each stands for one event."""
    first = next((i for i, one in enumerate(old) if i >= len(now) or now[i] != one))
    if width == 1 and set(old) - set(leaves) == set() and len(leaves) >= len(old):
        rest = [one for one in leaves if one in set(old)]
        if rest == old:
            return "inserted", "在签发过的事件之间插入了别的事件。"
        return "reordered", "签发过的事件被调换了次序。"
    if width == 1 and old[first + 1 :] and leaves[first : first + len(old) - first - 1] == old[first + 1 :]:
        return "removed", "签发过的事件被删去，其后的事件被重新编排。"
    return "rewritten", "签发过的这一段记录被改写，并重新计算了摘要。"


def papers_of(event: Any) -> list[str]:
    """Digests of the papers that an event enters."""
    changes = event.get("data", {}).get("changes", []) if isinstance(event.get("data"), dict) else []
    return [c[2]["digest"] for c in changes if c[0] == "paper" and c[2] and "digest" in c[2]]


def seconds(at: str) -> float:
    return datetime.fromisoformat(at).timestamp()


# ── the program ─────────────────────────────────────────────────────────────


def in_folder(folder: Path) -> Callable[[str], str]:
    """Papers by their digest in a folder, or in folders of two letters as the platform keeps them."""

    def state(digest: str) -> str:
        found = next((path for path in (folder / digest, folder / digest[:2] / digest) if path.is_file()), None)
        return "missing" if found is None else "" if sm3(found.read_bytes()).hex() == digest else "changed"

    return state


def proof_faults(proof: Any, heads: dict[int, Head]) -> Iterator[Fault]:
    """Faults of a consistency or inclusion proof; `heads` are those trusted so far, and a proven later one joins them."""
    path = [bytes.fromhex(step) for step in proof["path"]]
    if "to" in proof:
        old, new = heads.get(proof["from"]), proof["to"]
        where = f"{proof['from']}..{new['size']}"
        if old is None:
            yield "no_head", where, "证明所依据的记录头不是您保存的。"
            return
        yield from head_faults(new, old)
        if not extends(old["size"], new["size"], bytes.fromhex(old["root"]), bytes.fromhex(new["root"]), path):
            yield "not_extended", where, "后来的记录不是您保存的那一份的延续：其中的事件被改动、删去或者插入。"
        else:
            heads[new["size"]] = new
        return
    where, head = f"{proof['position']} {proof['digest']}", heads.get(proof["size"])
    if head is None:
        yield "no_head", where, "证明所依据的记录头不是您保存的，也没有经过延续证明。"
    elif includes(leaf(proof["digest"]), proof["position"], proof["size"], path) != bytes.fromhex(head["root"]):
        yield "not_included", where, "这一事件不在签发的记录中。"
    event = proof.get("event")
    if event and sm3(canonical(event).encode("utf-8", "surrogatepass")).hex() != proof["digest"]:
        yield "changed", where, "事件的内容与其摘要不符：已被改动。"


def main(words: Sequence[str]) -> int:
    """0 everything holds, 1 something does not, 2 the call is wrong."""
    papers = Path(words[words.index("--papers") + 1]) if "--papers" in words[:-1] else None
    names = [word for n, word in enumerate(words) if word != "--papers" and (not n or words[n - 1] != "--papers")]
    if not names:
        sys.stderr.write(__doc__ or "")
        return 2
    has_paper = in_folder(papers) if papers else None

    def others(held: Head) -> Iterator[Fault]:
        heads = {held["size"]: held}
        for name in names[1:]:
            yield from _file_faults(Path(name), held, heads, has_paper)

    try:
        return said(checked(Path(names[0]).read_text("utf-8"), others))
    except OSError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2


def checked(text: str, others: Callable[[Head], Iterable[Fault]]) -> Iterator[Fault]:
    """Faults of a held head as written in its file, then those that `others` finds beside it."""
    try:
        held = json.loads(text)
        if not signed_by(held["public"], message_of(held), held["signature"]):
            yield "signature", "held", "您保存的记录头签名无效。"
        yield from others(held)
    except OSError:
        raise
    except (ValueError, LookupError, TypeError, AttributeError, StopIteration, RuntimeError) as wrong:
        yield "unreadable", type(wrong).__name__, f"文件无法读取，或者不是记录头、证明和记录：{wrong}"


def said(faults: Iterable[Fault]) -> int:
    """Print faults, a line each; 1 if there was any."""
    any_ = 0
    for code, where, says in faults:
        any_ = 1
        sys.stdout.write(json.dumps({"code": code, "where": where, "says": says}, ensure_ascii=False) + "\n")
    sys.stderr.write("不一致。\n" if any_ else "一致：您保存的记录头时的全部事件都在，没有改动。\n")
    return any_


def _file_faults(path: Path, held: Head, heads: dict[int, Head], has_paper: HasPaper | None) -> Iterator[Fault]:
    with path.open(encoding="utf-8") as file:
        first = json.loads(file.readline())
        if "head" in first:
            yield from audit(held, _lines(first, file), has_paper)
            return
    yield from proof_faults(first, heads) if "path" in first else head_faults(first, held)


def _lines(first: Any, rest: Iterable[str]) -> Iterator[Any]:
    yield first
    yield from map(json.loads, rest)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
