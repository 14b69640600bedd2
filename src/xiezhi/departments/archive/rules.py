"""The archive: when a file is complete."""

from __future__ import annotations

from xiezhi.departments.archive import keeping
from xiezhi.departments.archive.volume import wanted
from xiezhi.kernel.procedure.engine import ones
from xiezhi.kernel.procedure.registry import Ctx, condition

OPEN_MARKS = (
    "drawing",
    "suspended",
    "recusing",
    "extending",
    "withdrawing",
    "appraising",
    "auditing",
    "talking",
    "announcing",
)
condition("is_archived")(keeping.is_archived)
condition("terms_are_over")(keeping.terms_are_over)
condition("files_are_destroyed")(keeping.files_are_destroyed)
condition("destruction_is_approved")(keeping.destruction_is_approved)


@condition("file_is_kept")
def file_is_kept(ctx: Ctx) -> bool:
    """The papers were not destroyed."""
    return not ctx.standing.marked("destroyed")


@condition("file_is_complete")
def file_is_complete(ctx: Ctx) -> bool | str:
    """Nothing is pending, and a judgment has been served on every party (《人民法院诉讼文书立卷归档办法》)."""
    standing = ctx.standing
    left = [
        w.title + (f"（{w.who}）" if w.who else "")
        for w in wanted(ctx.file, standing, ctx.book)
        if w.must and not w.there
    ]
    if left:
        return f"卷里还缺：{'、'.join(left)}。请补齐后归档。"
    pending = [m for m in OPEN_MARKS if standing.marked(m)]
    if pending:
        names = "、".join(str(ctx.book.glossary.get(m, {}).get("zh", m)) for m in pending)
        return f"还有没有办完的事项：{names}。请办结后归档。"
    if not standing.done("pronounce"):
        return True
    unserved = [
        label for key, label in ones("party", standing, ctx.book).items() if not standing.done("serve_judgment", key)
    ]
    return f"判决书还没有送达：{'、'.join(unserved)}。请送达后归档。" if unserved else True


@condition("papers_to_place_exist")
def papers_to_place_exist(ctx: Ctx) -> bool | str | None:
    """Each paper that is given its place stands in this file (《人民法院诉讼文书立卷归档办法》)."""
    if ctx.data is None or "placing" not in ctx.data:
        return None
    there = ctx.standing.table("paper")
    missing = [str(row.get("paper")) for row in ctx.data["placing"] if row.get("paper") not in there]
    return f"卷宗里没有编号为{'、'.join(missing[:5])}的材料。请从卷宗页面确认归类。" if missing else True
