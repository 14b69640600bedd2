"""One dispute over all its instances: its case code (案件码), given once and kept to the archive.

The first matter of a dispute is its root. Whatever is opened from it, here or in another court, keeps a link to the root,
so that an appeal, a remand, a retrial and an enforcement are found together, and by the same code on every paper.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from xiezhi.kernel.procedure.registry import Ctx
from xiezhi.kernel.record.fold import Rows
from xiezhi.kernel.record.models import Link, Matter

ROOT = "root"
# Crockford's letters: none that is taken for another when read aloud or by hand.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, CHECK = 12, 1021  # a prime just under 32²: two check letters see every slip of one letter and every swap of two


def root_row(ctx: Ctx, rows: Rows) -> dict[str, Any]:
    """The link to the root that goes to what this matter opens: the one it has, else itself."""
    held = ctx.standing.table("link").get(ROOT)
    return (
        dict(held)
        if held
        else row(ctx.standing.court, ctx.standing.matter, rows["matter", ""].get("number", ""), ctx.file.id)
    )


def row(court: str, root: str, number: str, procedure: str) -> dict[str, Any]:
    """The columns of a link to a root."""
    return {"kind": ROOT, "court": court, "other": root, "number": number, "procedure": procedure, "returns": {}}


def root_of(matter: Matter) -> str:
    """The id (32 hex) of the matter with which the dispute began."""
    held = Link.objects.filter(matter=matter, key=ROOT).values_list("other", flat=True).first()
    return held or matter.id.hex


def case_code(root: str) -> str:
    """A root's id as people read it: three groups of four letters and two to check them, `7K3M-9QXZ-4TBW-H2`."""
    whole = int(root[:15], 16)
    letters = _letters(whole, LENGTH) + _letters(whole % CHECK, 2)
    return "-".join(letters[at : at + 4] for at in range(0, LENGTH + 2, 4))


def read_code(text: str) -> str:
    """The beginning of the root's id (15 hex) that a code names; "" when it is none or its check letter is wrong."""
    plain = text.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    if len(plain) != LENGTH + 2 or set(plain) - set(LETTERS):
        return ""
    whole = 0
    for letter in plain[:LENGTH]:
        whole = whole * 32 + LETTERS.index(letter)
    return f"{whole:015x}" if _letters(whole % CHECK, 2) == plain[LENGTH:] else ""


def _letters(whole: int, places: int) -> str:
    return "".join(LETTERS[whole >> 5 * place & 31] for place in reversed(range(places)))


def of_one_dispute(root: str) -> QuerySet[Matter]:
    """The matters of a dispute here, the first first. `root`: its id, or the 15 hex that its code names."""
    kin = Link.objects.filter(key=ROOT, other__startswith=root).values("matter")
    first = UUID(root.ljust(32, "0")), UUID(root.ljust(32, "f"))
    return Matter.objects.filter(Q(pk__in=kin) | Q(pk__range=first)).order_by("opened", "id")
