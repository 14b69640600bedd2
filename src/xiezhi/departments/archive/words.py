"""Words of the archive's papers."""

from __future__ import annotations

from xiezhi.kernel.procedure.registry import Ctx, slot


@slot("files_destroyed")
def files_destroyed(ctx: Ctx) -> str:
    """The files of a list of destruction, one a line."""
    rows = [r["data"] for r in ctx.standing.items("destruction_row").values()]
    return "\n".join(f"{n}. {row['number']} {row.get('remark') or ''}".rstrip() for n, row in enumerate(rows, 1))
