"""Office matters: where an opinion came from, what the catalogue says of a report, whom a post enrols."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import tomli

from xiezhi.kernel.people.questions import staff
from xiezhi.kernel.procedure.book import parameters
from xiezhi.kernel.procedure.refusal import Refusal, Refused
from xiezhi.kernel.procedure.registry import Ctx, condition, law_check, value


@value("opinion_source")
def opinion_source(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """A slug of the code list `opinion_source`: each source is registered by an act of its own, on an article of its own."""
    return ctx.act.name.removeprefix("register_"), {}


@condition("nothing_found")
def nothing_found(ctx: Ctx) -> bool:
    """No finding stands in the round."""
    return not ctx.standing.items("round_finding")


@condition("nothing_decided")
def nothing_decided(ctx: Ctx) -> bool:
    """No decision of the session stands."""
    return not ctx.standing.items("duty")


def _catalogued(ctx: Ctx) -> Mapping[str, Any] | None:
    found = (row for row in parameters("reporting")["matter"] if row["slug"] == ctx.fact("reporting_matter"))
    return next(found, None)


@condition("reporting_fits")
def reporting_fits(ctx: Ctx) -> bool | str | None:
    """The line and the form are those of the catalogue (parameters/reporting.toml)."""
    row = _catalogued(ctx)
    if ctx.data is None or row is None:
        return None
    codes = ctx.book.choices
    if ctx.fact("reporting_line") != row["line"]:
        return f"按请示报告目录，“{row['title']}”报送{codes['reporting_line'][row['line']]}，请改正报送对象。"
    if ctx.fact("reporting_form") != row["form"]:
        return f"按请示报告目录，“{row['title']}”用{codes['reporting_form'][row['form']]}的形式，请改正。"
    return True


@condition("reporting_in_time")
def reporting_in_time(ctx: Ctx) -> bool | str | None:
    """What happened is reported within the days of the catalogue; only warned of."""
    row, happened = _catalogued(ctx), ctx.fact("occurred_on")
    if ctx.data is None or row is None or not happened or not row["days"]:
        return None
    late = (ctx.on - date.fromisoformat(str(happened))).days - int(row["days"])
    return late <= 0 or f"按请示报告目录应当在{row['days']}日内报告，已经超过{late}日，请在正文中说明原因。"


@condition("line_is_superior")
def line_is_superior(ctx: Ctx) -> bool:
    """It goes to the superior court."""
    return bool(ctx.fact("reporting_line") == "superior")


@condition("line_is_committee")
def line_is_committee(ctx: Ctx) -> bool:
    """It goes to the committee of the same level, outside the platform."""
    return bool(ctx.fact("reporting_line") == "committee")


@condition("form_is_report")
def form_is_report(ctx: Ctx) -> bool:
    """A report needs no reply; a request does."""
    return bool(ctx.fact("reporting_form") == "report")


@value("trainees")
def trainees(ctx: Ctx) -> tuple[list[str], dict[str, Any]]:
    """Whoever holds the post in this court on the day and is not enrolled yet; `Refused` when there is nobody."""
    post = str(ctx.fact("enrolled_post"))
    people = staff(ctx.standing.court, ctx.on, *(() if post == "staff" else (post,)))
    there = set(ctx.standing.assigned("trainee"))
    found = [person.id.hex for person in people if person.id.hex not in there]
    if not found:
        says = "这个岗位没有还未编入的在岗人员，请另选岗位。"
        raise Refused(Refusal("data", says, ctx.act.basis, "enrolled_post"))
    return found, {}


@law_check("reporting")
def catalogue_faults(folder: Path) -> Iterable[str]:
    """What is wrong with the catalogue: a matter, line or form that no code list has, or a matter without a row."""
    rows = tomli.loads((folder / "parameters/reporting.toml").read_text("utf-8"))["matter"]
    codes = tomli.loads((folder / "choices/office.toml").read_text("utf-8"))
    lists = {"slug": "reporting_matter", "line": "reporting_line", "form": "reporting_form"}
    for row in rows:
        for key, name in lists.items():
            if row.get(key) not in codes[name]:
                yield f"parameters/reporting.toml:{row.get('slug')}.{key}: unknown code `{row.get(key)}`"
    for slug in codes["reporting_matter"].keys() - {row.get("slug") for row in rows}:
        yield f"parameters/reporting.toml:{slug}: the catalogue has no row for it"
