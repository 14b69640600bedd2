"""How likely things are in the simulated courts: which matters begin, and which of the open acts comes next."""

from __future__ import annotations

from xiezhi.kernel.law.model import Act, LawBook, Procedure
from xiezhi.kernel.procedure import registry
from xiezhi.kernel.procedure.standing import Standing

# Out of every hundred matters that somebody opens; a procedure not named here comes now and then.
OPENINGS = {"civ.first.ordinary": 150.0, "exe.first": 15.0, "cri.first.ordinary": 12.0, "court.decision": 4.0,
    "office.opinion": 4.0, "office.request": 4.0, "office.round": 2.0, "office.course": 2.0, "office.study": 2.0,
}  # fmt: skip
OTHER_OPENING = 1.0
# Joining two people's records needs two records of one person; nobody here has them.
NEVER_OPENED = frozenset(("court.merge_person",))
# Opening acts by the way they come in: most file online.
OPENING_ACTS = {"file": 5.0}

ONWARD, USUAL, AGAIN, WAIT = 3.0, 1.0, 0.02, 0.5
# How much likelier, or rarer: the weight beside ONWARD and USUAL, for an act of that name or of one procedure.
WEIGHTS = {
    "decline": 0.03, "return_claim": 0.15, "dismiss_suit": 0.02, "transfer": 0.02, "terminate": 0.005,
    "suspend": 0.02, "recuse": 0.02, "object_jurisdiction": 0.02, "mediate": 0.06, "withdraw": 0.04,
    "deem_withdrawn": 0.01, "talk": 0.02, "audit": 0.01, "appraise": 0.03, "announce": 0.02,
    "ask_extension": 0.03, "join_third": 0.02, "succeed": 0.005, "join_into": 0.005, "split": 0.005,
    "correct": 0.004, "redraw": 0.005, "convert_to_simple": 0.05, "convert_to_ordinary": 0.02, "sort_small": 0.2,
    "ask_aid": 0.03, "counterclaim": 0.03, "name_counsel": 0.1, "confirm_address": 0.3, "adjourn": 0.03,
    "serve_failed": 0.05, "dispatch": 0.02, "submit_evidence": 0.2, "appeal": 0.15, "withdraw_appeal": 0.05, "cancel": 0.02,
    "object_small": 0.02, "object_procedure": 0.02, "reopen": 0.0, "appeal_decline": 0.5, "deem_appeal_withdrawn": 0.05,
    "allow_suit_withdrawal": 0.02, "remand": 0.4, "change": 0.7, "change_partly": 0.3, "propose_judge": 0.1,
    "dismiss_small": 0.02, "sort_simple": 0.6,
    "pay_part": 0.05, "put_aside": 0.005, "charge_more": 0.02, "charge_less": 0.005, "share_fee": 0.3, "settle_fee": 3.0,
    "refund_fee": 5.0, "pay_share": 3.0, "close_fee": 5.0,
    "recommend": 0.03, "drop": 0.05, "send_elsewhere": 0.1, "redo": 0.1, "recheck_failed": 0.2,
    "amend_claim": 0.05, "refuse_aid": 0.3,
    # The course of a trial, so that most cases reach their end.
    "charge": 4.0, "pay": 6.0, "draw": 6.0, "name_clerk": 5.0, "serve_complaint": 6.0, "defend": 2.0, "schedule": 5.0,
    "hold": 6.0, "speak": 4.0, "vote": 4.0, "conclude": 4.0, "draft": 5.0, "sign": 6.0, "pronounce": 6.0,
    "serve_judgment": 6.0, "serve_decision": 5.0, "serve_ruling": 5.0, "archive": 4.0,
    "court.meddling_report:record": 0.01, "exe.first:reject": 0.1, "exe.first:satisfy": 0.3,
    "cri.first.ordinary:return_file": 0.1, "cri.first.ordinary:allow_withdrawal": 0.05, "ban.application:refuse": 0.3,
}  # fmt: skip


def playable(book: LawBook, file: Procedure, seen: frozenset[str] = frozenset()) -> bool:
    """Whether every name that a procedure, and every one it leads to, uses is known to this installation."""
    if file.id in seen:
        return True
    seen |= {file.id}
    for act in file.acts.values():
        names = {n for n in act.when if n not in file.marks} - registry.conditions.keys()
        effects = {act.effect} - {""} - registry.effects.keys()
        values = {f.value for f in act.data.values()} - {""} - registry.values.keys()
        if names or effects or values or any(p not in book.forms for p in act.papers):
            return False
        led = {c.procedure for c in (*act.opens, *act.sends)} | ({act.becomes} if act.becomes else set())
        if any(id not in book.raw or not playable(book, book.procedure(id, file.since), seen) for id in sorted(led)):
            return False
    return True


def openings(book: LawBook, file: Procedure) -> list[Act]:
    """The acts by which somebody, not the clock, opens a matter of this file."""
    if file.id in NEVER_OPENED or not playable(book, file):
        return []
    return [a for a in file.opening_acts if a.by != ("clock",)]


def weight(act: Act, standing: Standing, which: str = "") -> float:
    """How likely an open act is to be the next one."""
    usual = ONWARD if act.to or act.clears or act.becomes else USUAL
    found = WEIGHTS.get(f"{standing.procedure}:{act.name}", WEIGHTS.get(act.name, usual))
    return found * AGAIN if standing.done(act.name, which) else found
