"""Trial management: quorum and majority of a committee, and when a case is long pending."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from xiezhi.kernel.people.questions import known_as, staff
from xiezhi.kernel.periods.counting import add_months
from xiezhi.kernel.procedure.book import law, parameters
from xiezhi.kernel.procedure.registry import Ctx, condition, value
from xiezhi.kernel.record.models import Outcome

RECONSIDER_MOST = 2
LEADERS = ("president", "division_chief")


def _members(ctx: Ctx) -> set[str]:
    """Everybody who sits on the court's judicial committee that day."""
    return {person.id.hex for person in staff(ctx.standing.court, ctx.on, "committee_member")}


def _ballots(ctx: Ctx, field: str = "ballot") -> Counter[str]:
    """What those who attend have voted: each one's last vote stands as a fact of his."""
    rows = ctx.standing.table("fact")
    here = [f"{field}/{person}" for person in ctx.standing.assigned("attendee")]
    return Counter(str(rows[key]["value"]) for key in here if key in rows)


@condition("committee_has_quorum")
def committee_has_quorum(ctx: Ctx) -> bool | None:
    """Only members sit, and more than half of all of them (人民法院组织法第38条)."""
    if ctx.data is None:
        return None
    sit, members = set(ctx.data.get("attendee") or ()), _members(ctx)
    return sit <= members and 2 * len(sit) > len(members)


@condition("attendee_has_read")
def attendee_has_read(ctx: Ctx) -> bool | None:
    """Whoever votes has read the papers before."""
    return None if not ctx.which else ctx.standing.done("read", ctx.which) > 0


@condition("committee_has_majority")
def committee_has_majority(ctx: Ctx) -> bool | None:
    """More than half of all members, absent ones too, voted as the decision says (人民法院组织法第38条)."""
    if ctx.data is None:
        return None
    return 2 * _ballots(ctx)[str(ctx.data.get("majority_is"))] > len(_members(ctx))


@value("ballot_count")
def ballot_count(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """How the votes fell, in words."""
    titles, votes = law().choices["vote_choice"], _ballots(ctx)
    said = "，".join(f"{titles.get(vote, vote)}{n}人" for vote, n in sorted(votes.items()))
    return f"组成人员{len(_members(ctx))}人，出席{len(ctx.standing.assigned('attendee'))}人；{said}", {
        "votes": dict(votes)
    }


@condition("supervisor_leads")
def supervisor_leads(ctx: Ctx) -> bool | None:
    """Presidents and heads of division supervise (法发〔2021〕30号)."""
    if ctx.data is None:
        return None
    return str(ctx.data.get("supervisor")) in {p.id.hex for p in staff(ctx.standing.court, ctx.on, *LEADERS)}


@condition("reconsidered_at_most_twice")
def reconsidered_at_most_twice(ctx: Ctx) -> bool | None:
    """A panel is asked to reconsider twice at most (法发〔2021〕30号)."""
    if ctx.data is None:
        return None
    if (ctx.data.get("oversight_measure") or {}).get("kind") != "reconsider":
        return True
    before = [row for row in ctx.standing.items("oversight_measure").values() if row["data"]["kind"] == "reconsider"]
    return len(before) < RECONSIDER_MOST


@condition("case_is_long_pending")
def case_is_long_pending(ctx: Ctx) -> bool:
    """More than the months of parameters/management.toml have passed since the case came in, and it has no outcome."""
    since = add_months(ctx.standing.opened, int(parameters("management")["long_pending_months"]))
    return ctx.on > since and not ctx.standing.table("outcome")


@value("pending_days")
def pending_days(ctx: Ctx) -> tuple[int, dict[str, Any]]:
    """Days since the case came in."""
    return (ctx.on - ctx.standing.opened).days, {}


@condition("case_is_closed")
def case_is_closed(ctx: Ctx) -> bool:
    """The case that this matter is about has an outcome."""
    return bool(ctx.standing.parent) and Outcome.objects.filter(matter=UUID(ctx.standing.parent)).exists()


@condition("committee_has_decided")
def committee_has_decided(ctx: Ctx) -> bool:
    """The judicial committee has decided: on the platform, or elsewhere and its decision was recorded (人民法院组织法第37条)."""
    return bool(ctx.standing.done("note_committee") or ctx.standing.done("record_committee"))


@condition("discipline_opinion_has_majority")
def discipline_opinion_has_majority(ctx: Ctx) -> bool | None:
    """More than half of those who sit voted for the opinion that is given (法官法第48条)."""
    if ctx.data is None:
        return None
    sit = ctx.standing.assigned("attendee")
    return 2 * _ballots(ctx, "discipline_view")[str(ctx.data.get("discipline_opinion"))] > len(sit)


@value("discipline_count")
def discipline_count(ctx: Ctx) -> tuple[str, dict[str, Any]]:
    """How the votes on the opinion fell, in words."""
    titles, votes = law().choices["discipline_view"], _ballots(ctx, "discipline_view")
    said = "，".join(f"{titles.get(vote, vote)}{n}人" for vote, n in sorted(votes.items()))
    return f"参会{len(ctx.standing.assigned('attendee'))}人；{said}", {"votes": dict(votes)}


@condition("accused_is_judge")
def accused_is_judge(ctx: Ctx) -> bool | None:
    """The judge concerned is somebody whom the platform knows as a judge here: he must be able to plead (法官法第49条)."""
    if ctx.data is None:
        return None
    row = ctx.data.get("accused_judge") or {}
    known = known_as("person", str(row.get("name", "")), str(row.get("id_number") or ""))
    return known is not None and known.id in {p.id for p in staff(ctx.standing.court, ctx.on, "trial_judge", *LEADERS)}
