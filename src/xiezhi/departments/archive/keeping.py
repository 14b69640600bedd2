"""Lending and destroying: which file is meant, and whether it may go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from xiezhi.departments.archive.volume import kept
from xiezhi.kernel.procedure.load import standing as load_standing
from xiezhi.kernel.procedure.registry import Ctx, Effect
from xiezhi.kernel.record.models import Fact, Item, Mark, Matter

LOAN, DESTRUCTION = "archive.loan", "archive.destruction"
OUT = ("lent", "overdue_loan")


def file_of(ctx: Ctx, number: str) -> Matter | None:
    """The matter of this court with that number that is archived and not destroyed."""
    there = Matter.objects.filter(court=ctx.standing.court, number=number.strip(), state="archived").exclude(number="")
    found = there.first()
    return None if found is None or Mark.objects.filter(matter=found, key="destroyed").exists() else found


def lent_out(ctx: Ctx, number: str, kind: str = "") -> bool:
    """Whether a loan of that file is out (other than this one); with `kind` only such a one."""
    loans = Matter.objects.filter(court=ctx.standing.court, procedure=LOAN, state__in=OUT)
    if ctx.standing.matter:
        loans = loans.exclude(pk=UUID(ctx.standing.matter))
    facts = Fact.objects.filter(matter__in=loans, key="reading_number", value=number.strip())
    if not kind:
        return facts.exists()
    return Fact.objects.filter(matter__in=facts.values("matter"), key="loan_kind", value=kind).exists()


def is_archived(ctx: Ctx) -> bool | str | None:
    """The file asked for is in the archive, whole, and its paper is not lent to somebody else."""
    number = ctx.fact("reading_number")
    if not number:
        return None
    if file_of(ctx, str(number)) is None:
        return f"本院档案里没有案号为“{number}”的案卷（没有归档，或者已经销毁）。请核对案号。"
    if ctx.fact("loan_kind") == "paper" and lent_out(ctx, str(number), "paper"):
        return f"“{number}”的纸质案卷已经借出，请待归还后再借，或者借电子卷宗。"
    return True


def terms_are_over(ctx: Ctx) -> bool | str | None:
    """Each file listed was archived, its term is over, and it is not lent."""
    rows = _listed(ctx)
    if rows is None:
        return None
    wrong = [why for row in rows if (why := _why_kept(ctx, str(row["number"])))]
    if len({str(r["number"]).strip() for r in rows}) < len(rows):
        wrong.append("有案卷列了两次。")
    return "".join(wrong) or True


def _listed(ctx: Ctx) -> list[dict[str, Any]] | None:
    if ctx.data and ctx.data.get("destruction_row"):
        return list(ctx.data["destruction_row"])
    rows = [r["data"] for r in ctx.standing.items("destruction_row").values()]
    return rows or None


def _why_kept(ctx: Ctx, number: str) -> str:
    matter = file_of(ctx, number)
    if matter is None:
        return f"“{number}”没有归档，或者已经销毁。"
    term = kept(matter.procedure, load_standing(matter))
    if term is None or term.until is None:
        return f"“{number}”永久保管，不得销毁。"
    if term.until >= ctx.on:
        return f"“{number}”保管到{term.until}，没有期满。"
    return f"“{number}”已经借出，归还后才能销毁。" if lent_out(ctx, number) else ""


def _standing_files(ctx: Ctx) -> list[tuple[str, Matter]]:
    """Those on this list that have not been destroyed yet."""
    numbers = [str(row["number"]).strip() for row in _listed(ctx) or []]
    return [(number, matter) for number in numbers if (matter := file_of(ctx, number))]


def destroy_files(ctx: Ctx) -> Effect:
    """One message for each file: it is destroyed in its own matter, in the name of the archivist, and may fail alone."""
    notices = []
    for number, matter in _standing_files(ctx):
        row = {"name": number, "label": "", "what": "", "method": ""}
        body = {
            "matter": matter.id.hex, "act": "destroy_file", "which": "", "actor": ctx.actor, "data": {}, "row": row,
        }  # fmt: skip
        notices.append({"kind": "row", "court": ctx.standing.court, "person": None, "body": body})
    return Effect(notices=notices)


def files_are_destroyed(ctx: Ctx) -> bool | str:
    """Every file on the list has been destroyed."""
    left = [number for number, _ in _standing_files(ctx)]
    return f"清册里还没有销毁：{'、'.join(left)}。请逐件销毁后再办。" if left else True


def destruction_is_approved(ctx: Ctx) -> bool:
    """This file stands on a list of this court whose destruction was approved, and it is not lent."""
    approved = Matter.objects.filter(court=ctx.standing.court, procedure=DESTRUCTION, state="approved")
    listed = Item.objects.filter(matter__in=approved, record="destruction_row")
    number = ctx.standing.number
    return bool(number) and any(i.data["number"].strip() == number for i in listed) and not lent_out(ctx, number)


def erase_papers(ctx: Ctx) -> Effect:
    """The papers leave the file; their digests stay in the event, and the bytes go after the commit."""
    papers = ctx.standing.table("paper")
    gone = [{"key": k, "title": p["title"], "digest": p["digest"], "size": p["size"]} for k, p in papers.items()]
    body = {"matter": ctx.standing.matter, "title": "删除文书的字节", "papers": [[g["key"], g["digest"]] for g in gone]}
    return Effect(
        changes=[["paper", key, None] for key in papers],
        notes={"erased": gone},
        notices=[{"kind": "erase", "court": ctx.standing.court, "person": None, "body": body}],
    )
