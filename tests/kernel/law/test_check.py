"""The check: nothing said of a sound law book, each planted fault found at its file and key."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from xiezhi.kernel.law.check import faults
from xiezhi.kernel.law.files import Fault, LawError
from xiezhi.kernel.law.known import Names

CASE, SIMPLE, LEAVE = (f"procedures/demo/{name}.toml" for name in ("case", "simple", "leave"))
BUNDLE, DONE, REFUSED = "bundles/demo/suspend.toml", "scenarios/demo/done.toml", "scenarios/demo/refused.toml"
KINDS = "tables/case-types.toml"
REGISTERED = Names(frozenset(["claim_is_complete"]), frozenset(["publish"]), frozenset(["court_fee"]))

# (file, old text, new text, file of the fault, its key, words in it)
PLANTED = {
    "unknown key": (CASE, "numbers = true", "number = true", CASE, "acts.accept.number", "unknown key"),
    "unknown key of the file": (CASE, "case_type =", "casetype =", CASE, "casetype", "unknown key"),
    "unknown key of a field": (CASE, "many = true}", "maney = true}", CASE, "acts.file.data.plaintiff.maney", "unknown"),
    "key missing": (LEAVE, 'title_en = "Leave to extend"', "", LEAVE, "title_en", "missing"),
    "wrong type": (CASE, "warn = 2", 'warn = "2"', CASE, "periods.review.warn", "whole number"),
    "text for names": (CASE, 'by = ["public"]', 'by = "public"', CASE, "acts.file.by", "list of names"),
    "quoted date": (CASE, "since = 2024-01-01", 'since = "2024-01-01"', CASE, "since", "date"),
    "slug": (SIMPLE, "acts.settle]", "acts.Settle]", SIMPLE, "acts.Settle", "no slug"),
    "name twice": (CASE, 'when = ["claim_is_complete"]', 'when = ["claim_is_complete", "claim_is_complete"]', CASE, "acts.accept.when", "twice"),
    "no TOML": (LEAVE, 'id = "demo.leave"', "id = demo.leave", LEAVE, "", "cannot be read"),
    "id twice": (LEAVE, 'id = "demo.leave"', 'id = "demo.case"', LEAVE, "id", "also the id of"),
    "dated out of order": (SIMPLE, "since = 2025-01-01, value", "since = 2023-01-01, value", SIMPLE, "acts.settle.basis", "not in the order"),
    "dated rows of one day": (SIMPLE, "since = 2025-01-01, value", "since = 2024-01-01, value", SIMPLE, "acts.settle.basis", "same `since`"),
    "dated row without a date": (SIMPLE, "since = 2025-01-01, value", 'since = "2025", value', SIMPLE, "acts.settle.basis", "dated list"),
    "no value at first": (SIMPLE, "{since = 2024-01-01, value", "{since = 2024-06-01, value", SIMPLE, "acts.settle.basis", "no value from"),
    "post": (CASE, 'by = ["filing_judge"]', 'by = ["filing_clerk"]', CASE, "acts.accept.by", "`filing_clerk`"),
    "nobody holds it": (CASE, 'judge = {type = "staff"', 'judges = {type = "staff"', CASE, "acts.decide.by", "nobody can hold it"),
    "relation": (CASE, 'per = "party.plaintiff"\ntimes', 'per = "party.third"\ntimes', CASE, "acts.serve.per", "`party.third`"),
    "told": (CASE, 'tells = ["party.plaintiff"]', 'tells = ["party.third"]', CASE, "acts.accept.tells", "`party.third`"),
    "condition": (CASE, 'when = ["claim_is_complete"]', 'when = ["claim_is_whole"]', CASE, "acts.accept.when", "`claim_is_whole`"),
    "check that warns": (CASE, 'when = ["claim_is_complete"]', 'warns = ["claim_is_whole"]', CASE, "acts.accept.warns", "`claim_is_whole`"),
    "sum that starts as a part": (CASE, 'type = "money", title = "标的额"', 'type = "money", title = "标的额", starts_as = "起"', CASE, "acts.file.data.amount.starts_as", "written by hand"),
    "part that is no part": (CASE, 'type = "money", title = "标的额"', 'type = "note", title = "标的额", starts_as = "受理案件通知书"', CASE, "acts.file.data.amount.starts_as", "no form of kind `part`"),
    "part by what is no choice": (CASE, 'type = "money", title = "标的额"', 'type = "note", title = "标的额", starts_as = {by = "plaintiff"}', CASE, "acts.file.data.amount.starts_as.by", "code list"),
    "article": (CASE, 'basis = "民事诉讼法第八十七条"', 'basis = " "', CASE, "acts.serve.basis", "is empty"),
    "article that cites nothing": (CASE, 'basis = "民事诉讼法第八十七条"', 'basis = "惯例"', CASE, "acts.serve.basis", "names no article"),
    "no such article": (CASE, 'basis = "民事诉讼法第八十七条"', 'basis = "民事诉讼法第三百零七条"', CASE, "acts.serve.basis", "has no 第三百零七条"),
    "range that leaves the law": (CASE, 'basis = "民事诉讼法第八十七条"', 'basis = "民事诉讼法第八十七条至第九百五十条"', CASE, "acts.serve.basis", "has no 第九百五十条"),
    "law that the table lacks": (CASE, 'basis = "民事诉讼法第八十七条"', 'basis = "送达法第八十七条"', CASE, "acts.serve.basis", "not in the table"),
    "document that the table lacks": (CASE, 'basis = "民事诉讼法第八十七条"', 'basis = "《送达意见》（法发〔2030〕1号）"', CASE, "acts.serve.basis", "not in the table"),
    "wrong number of a document": (CASE, 'basis = "民事诉讼法第八十七条"', 'basis = "民事诉讼法解释（法释〔2015〕6号）第一条"', CASE, "acts.serve.basis", "is not 法释〔2015〕6号"),
    "repealed law": (CASE, 'basis = "民事诉讼法第八十七条"', 'basis = "环境保护法第一条"', CASE, "acts.serve.basis", "is repealed"),
    "article of a later edition": (CASE, 'basis = "民事诉讼法第八十七条"', 'basis = "仲裁法第九十条"', CASE, "acts.serve.basis", "仲裁法（2017） has no 第九十条"),
    "article of a condition": ("conditions.toml", 'basis = "民事诉讼法第一百二十四条"', 'basis = "民事诉讼法第一千条"', "conditions.toml", "claim_is_complete.basis", "has no 第一千条"),
    "article of a bundle": (BUNDLE, 'basis = "民事诉讼法第一百五十三条"', 'basis = "民事诉讼法第一千条"', BUNDLE, "acts.suspend.basis", "has no 第一千条"),
    "article of a period": ("periods/demo.toml", "length = 6", 'length = 6\nbasis = "民事诉讼法第一千条"', "periods/demo.toml", "demo.limit.basis", "has no 第一千条"),
    "article in the text of a paper": ("papers/demo.toml", 'text = "', 'text = "依照《中华人民共和国民事诉讼法》第一千条，', "papers/demo.toml", "受理案件通知书.text", "has no 第一千条"),
    "row of the table of articles": ("tables/articles.csv", "in force,1-550", "in farce,1-550", "tables/articles.csv", "line 9", "unknown status"),
    "kind of case that nobody serves": (KINDS, '"0108" = "报请共同的上级人民法院指定管辖，见指定管辖案件"', "", KINDS, "0108", "no procedure serves 民辖"),
    "kind of a shared code that nobody serves": (KINDS, '"0301" = ["demo.case"]\n', "", KINDS, "0301", "no procedure serves 民初"),
    "kind of case without a reason": (KINDS, "报请共同的上级人民法院指定管辖，见指定管辖案件", " ", KINDS, "0108", "no procedure serves"),
    "kind of case served and not": (KINDS, "[unserved]", '[unserved]\n"0302" = "没有"', KINDS, "unserved.0302", "is served by"),
    "kind of case that is not in force": (KINDS, "[unserved]", '[unserved]\n"0999" = "没有"', KINDS, "unserved.0999", "no kind of case"),
    "procedure of a kind of case": (KINDS, '"0301" = ["demo.case"]', '"0301" = ["demo.cause"]', KINDS, "served.0301", "`demo.cause`"),
    "procedure of another kind of case": (KINDS, '"0301" = ["demo.case"]', '"0301" = ["demo.leave"]', KINDS, "served.0301", "is not numbered 民初"),
    "procedures of a kind of case as text": (KINDS, '"0301" = ["demo.case"]', '"0301" = "demo.case"', KINDS, "served.0301", "list of procedures"),
    "key of the kinds of case": (KINDS, "[unserved]", "[unserving]", KINDS, "unserving", "unknown key"),
    "condition without article": ("conditions.toml", 'basis = "民事诉讼法第一百二十四条"', "", "conditions.toml", "claim_is_complete.basis", "missing"),
    "sure": (CASE, 'sure = "low"', 'sure = "no"', CASE, "acts.decide.sure", "may only be"),
    "state": (CASE, 'to = "decided"', 'to = "judged"', CASE, "acts.decide.to", "unknown state `judged`"),
    "from": (CASE, 'from = ["filed"]\nto = "accepted"', 'from = ["field"]\nto = "accepted"', CASE, "acts.accept.from", "`field`"),
    "final": (CASE, 'final = ["closed"]', 'final = ["closed", "gone"]', CASE, "final", "`gone`"),
    "unreachable": (CASE, "asked = ", 'lost = "遗失", asked = ', CASE, "states.lost", "unreachable"),
    "dead end": (CASE, 'from = ["asked"]', 'from = ["decided"]', CASE, "states.asked", "dead end"),
    "nobody's clock": (LEAVE, 'starts_with = ["open"]', 'starts_with = ["grant"]', LEAVE, "states.waiting", "clocked"),
    "final state waits": (CASE, "waits = {", 'waits = {closed = "完", ', CASE, "waits.closed", "waits for nothing"),
    "bundle": (CASE, 'bundle = "demo.suspend"', 'bundle = "demo.pause"', CASE, "uses", "`demo.pause`"),
    "bundle from": (CASE, 'from = ["accepted"]}]', 'from = ["excepted"]}]', CASE, "uses", "`excepted`"),
    "bundle act again": (CASE, "[acts.decide]", '[acts.resume]\ntitle = "恢复"\nby = ["judge"]\nbasis = "第一条"\nfrom = ["accepted"]\n[acts.decide]', CASE, "acts.resume", "stands in"),
    "bundle uses a bundle": (BUNDLE, 'title = "中止"\nmarks', 'title = "中止"\nuses = [{bundle = "demo.suspend"}]\nmarks', BUNDLE, "uses", "unknown key"),
    "act of a mark": (BUNDLE, '["resume"]}', '["resume", "end"]}', BUNDLE, "marks.suspended", "unknown act `end`"),
    "mark": (BUNDLE, 'sets = "suspended"', 'sets = "paused"', BUNDLE, "acts.suspend.sets", "unknown mark `paused`"),
    "mark never set": (BUNDLE, 'sets = "suspended"', "", BUNDLE, "marks.suspended", "no act sets"),
    "mark never cleared": (BUNDLE, 'clears = ["suspended"]', "", BUNDLE, "marks.suspended", "for good"),
    "mark shuts its end": (BUNDLE, '["resume"]}', '["suspend"]}', BUNDLE, "marks.suspended", "shuts the act that would clear it"),
    "act of the clock": (CASE, 'then = "close"', 'then = "decide"', CASE, "periods.appeal.then", '["clock"]'),
    "nothing drives the clock's act": (CASE, 'ends_with = ["accept"]\nwarn = 2\nthen = "reject_filing"', 'ends_with = ["accept"]', CASE, "acts.reject_filing.by", "clock"),
    "then out of place": (CASE, 'then = "reject_filing"', 'then = "close"', CASE, "periods.review.then", "cannot be done"),
    "never ends": (CASE, 'starts_with = ["decide"]\nthen = "close"', 'starts_with = ["decide"]', CASE, "periods.appeal.ends_with", "never ends"),
    "never starts": (LEAVE, 'starts_with = ["open"]', "", LEAVE, "periods.term.starts_with", "never starts"),
    "ends elsewhere": (CASE, 'ends_with = ["decide"]', 'ends_with = ["file"]', CASE, "periods.limit.ends_with", "never ends"),
    "period": (CASE, 'within = ["limit"]', 'within = ["limits"]', CASE, "acts.ask_leave.within", "unknown period"),
    "no states": (CASE, 'from = ["asked"]', "from = []", CASE, "acts.answer.from", "is empty"),
    "within out of place": (CASE, 'within = ["limit"]', 'within = ["appeal"]', CASE, "acts.ask_leave.within", "cannot run"),
    "procedure of a guide": ("elements/demo.toml", 'procedure = "demo.case"', 'procedure = "demo.cause"', "elements/demo.toml", "procedure", "`demo.cause`"),
    "act of a guide": ("elements/demo.toml", 'act = "file"', 'act = "fill"', "elements/demo.toml", "act", "`fill`"),
    "cause of a guide": ("elements/demo.toml", 'cause = "civ-1"', 'cause = "civ-2"', "elements/demo.toml", "cause", "`civ-2`"),
    "in and after": (CASE, 'within = ["limit"]', 'within = ["limit"]\nafter = ["limit"]', CASE, "acts.ask_leave.after", "both"),
    "extended elsewhere": (CASE, '{act = "extend", as', '{act = "reject_filing", as', CASE, "periods.limit.extended_by", "cannot be done"),
    "restarted elsewhere": (CASE, 'then = "reject_filing"', 'then = "reject_filing"\nrestarted_by = ["decide"]', CASE, "periods.review.restarted_by", "cannot be done"),
    "rule": (CASE, 'rule = "demo.limit"', 'rule = "demo.term"', CASE, "periods.limit.rule", "`demo.term`"),
    "ground": (CASE, 'as = "civ.suspend"', 'as = "civ.stop"', CASE, "periods.limit.excluded_by", "`civ.stop`"),
    "extender": (CASE, 'as = "president"', 'as = "superior"', CASE, "periods.limit.extended_by", "`superior`"),
    "owner": (CASE, 'owner = "judge"', 'owner = "judges"', CASE, "periods.limit.owner", "`judges`"),
    "back from": (CASE, 'starts_with = ["decide"]', 'back_from = "accept.fee"', CASE, "periods.appeal.back_from", "no date"),
    "restarted by": (SIMPLE, 'ends_with = ["settle"]', 'ends_with = ["settle"]\nrestarted_by = ["demo.case:slow"]', SIMPLE, "periods.limit.restarted_by", "`slow`"),
    "all": (CASE, 'all = ["serve"]', 'all = ["server"]', CASE, "acts.decide.all", "`server`"),
    "becomes": (CASE, 'becomes = "demo.simple"', 'becomes = "demo.small"', CASE, "acts.speed_up.becomes", "`demo.small`"),
    "becomes what has no such state": (SIMPLE, 'states = {accepted = "已立案"', 'states = {begun = "已立案"', CASE, "acts.speed_up.becomes", "`accepted`"),
    "outcome": (CASE, 'closes_as = "judged"', 'closes_as = "judgd"', CASE, "acts.close.closes_as", "`judgd`"),
    "returns": (CASE, "opens = [{procedure = \"demo.leave\", returns = {granted", "opens = [{procedure = \"demo.leave\", returns = {refused", CASE, "acts.ask_leave.opens.0.returns", "closes as `refused`"),
    "returned act": (CASE, 'returns = {granted = "extend"}', 'returns = {granted = "decide"}', CASE, "acts.ask_leave.opens.0.returns", '["clock"]'),
    "child": (CASE, 'opens = [{procedure = "demo.leave"', 'opens = [{procedure = "demo.live"', CASE, "acts.ask_leave.opens.0.procedure", "`demo.live`"),
    "child that people open": (LEAVE, 'by = ["clock"]', 'by = ["president"]', CASE, "acts.ask_leave.opens.0.act", "not in the power of `clock`"),
    "court sent to": (CASE, 'to = "superior"', 'to = "above"', CASE, "acts.ask_superior.sends.0.to", "`above`"),
    "paper": (CASE, 'papers = ["受理案件通知书"]', 'papers = ["受理通知书"]', CASE, "acts.accept.papers", "`受理通知书`"),
    "slot": ("papers/demo.toml", "{amount}", "{sum}", "papers/demo.toml", "受理案件通知书.text", "`sum`"),
    "kind of paper": ("papers/demo.toml", '"notice"', '"note"', "papers/demo.toml", "受理案件通知书.kind", "`note`"),
    "effect": (CASE, 'effect = "publish"', 'effect = "print"', CASE, "acts.decide.effect", "`print`"),
    "calculation": (CASE, 'value = "court_fee"', 'value = "fee"', CASE, "acts.accept.data.fee.value", "`fee`"),
    "predicate": ("conditions.toml", "[claim_is_complete]", "[claim_is_clear]", "conditions.toml", "claim_is_clear", "registered"),
    "type of a field": (CASE, 'fee = {type = "money"', 'fee = {type = "cash"', CASE, "acts.accept.data.fee.type", "`cash`"),
    "type with two meanings": ("choices.toml", "[side]", '[litigant]\na = "甲"\n[side]', CASE, "acts.file.data.plaintiff.type", "at once"),
    "grade of a field": (CASE, 'value = "court_fee", grade = "case"', 'value = "court_fee", grade = "secret"', CASE, "acts.accept.data.fee.grade", "`secret`"),
    "grade": (CASE, 'grade = "case"\nstates', 'grade = "open"\nstates', CASE, "grade", "`open`"),
    "party without a relation": (CASE, "plaintiff = {type", "claimant = {type", CASE, "acts.file.data.claimant.type", "`party.claimant`"),
    "one slug, two types": (CASE, 'fee = {type = "money"', 'amount = {type = "text"', CASE, "acts.accept.data.amount.type", "`money`"),
    "case type": (CASE, 'case_type = "民初"', 'case_type = "民诉"', CASE, "case_type", "`民诉`"),
    "term": ("glossary.toml", "asked =", "questioned =", CASE, "states.asked", "glossary"),
    "term of a mark": ("glossary.toml", "suspended =", "paused =", BUNDLE, "marks.suspended", "glossary"),
    "opened": (LEAVE, "since = 2024-01-01", 'since = 2024-01-01\nopened = {every = "week", for = "staff"}', LEAVE, "opened.every", "`week`"),
    "reach": ("posts.toml", 'title = "院长"\nreach = "court"', 'title = "院长"\nreach = "world"', "posts.toml", "posts.president.reach", "must be"),
    "who may see": ("grades.toml", '"judge"]', '"judges"]', "grades.toml", "case.see", "`judges`"),
    "record in a record": ("records.toml", 'role = {type = "side"', 'role = {type = "litigant"', "records.toml", "litigant.fields.role.type", "inside a record"),
    "paper to one who is no party": ("papers/demo.toml", '"party.plaintiff"', '"filing_judge"', "papers/demo.toml", "受理案件通知书.to", "is no party"),
    "no act makes the paper": (CASE, 'papers = ["受理案件通知书"]\n', "", "papers/demo.toml", "受理案件通知书", "no act makes"),
    "never done": (DONE, 'act = "serve"', 'act = "serve"\nrefused = "which"', CASE, "acts.serve", "no scenario does"),
    "never refused": (REFUSED, 'act = "serve"\nrefused = "not_your_post"', 'act = "serve"', CASE, "acts.serve", "sees refused"),
    "act of the clock never done": (DONE, '[[steps]]\non = "2025-06-09"\nthen = {closed = "judged"}', "", CASE, "acts.close", "no scenario does"),
    "bundle act never refused": (REFUSED, 'act = "resume"\nrefused = "not_your_post"', 'act = "resume"', BUNDLE, "acts.resume", "sees refused"),
    "act of a scenario": (DONE, 'act = "serve"', 'act = "server"', DONE, "steps.2.act", "`server`"),
    "actor": (DONE, 'who = "li"', 'who = "lee"', DONE, "steps.1.who", "`lee`"),
    "relation of a scenario": (DONE, 'who = "@judge"', 'who = "@jury"', DONE, "steps.2.who", "`jury`"),
    "code": (REFUSED, "condition.claim_is_complete", "condition.claim_is_whole", REFUSED, "steps.14.refused", "unknown code"),
    "data of a scenario": (DONE, 'data = {judge = "wang"}', 'data = {judges = "wang"}', DONE, "steps.1.data.judges", "no such field"),
    "state of a scenario": (DONE, 'then = {state = "decided"}', 'then = {state = "done"}', DONE, "steps.8.then.state", "`done`"),
    "court of a scenario": (DONE, 'court = "京0101"', 'court = "京9999"', DONE, "court", "`京9999`"),
    "system": (DONE, 'system = ["16b"]', 'system = ["99z"]', DONE, "system", "`99z`"),
    "cast's post": (DONE, 'post = "filing_judge"}\nwang', 'post = "judge"}\nwang', DONE, "cast.li.post", "`judge`"),
}  # fmt: skip


def found(folder: Path) -> list[Fault]:
    return faults(folder, REGISTERED)


def test_a_sound_law_book_has_no_faults(folder: Path) -> None:
    assert found(folder) == []


@pytest.mark.parametrize(("path", "old", "new", "file", "key", "words"), PLANTED.values(), ids=PLANTED)
def test_a_planted_fault_is_found(folder: Path, path: str, old: str, new: str, file: str, key: str, words: str) -> None:
    text = (folder / path).read_text("utf-8")
    assert old in text
    (folder / path).write_text(text.replace(old, new, 1), "utf-8")
    here = [fault.fault for fault in found(folder) if (fault.file, fault.key) == (file, key)]
    assert any(words in fault for fault in here), "\n".join(map(str, found(folder)))


def test_a_period_goes_on_in_the_file_that_a_matter_becomes(folder: Path) -> None:
    simple = folder / SIMPLE
    simple.write_text(simple.read_text("utf-8").replace('starts_with = ["resume"]\n', ""), "utf-8")
    assert found(folder) == []


def test_all_faults_at_once(folder: Path) -> None:
    for path, old, new in ((CASE, "numbers = true", "number = 1"), (LEAVE, '"president"', '"chief"')):
        text = (folder / path).read_text("utf-8")
        (folder / path).write_text(text.replace(old, new), "utf-8")
    assert {fault.file for fault in found(folder)} == {CASE, LEAVE}


def test_names_of_python_are_checked_only_when_given(folder: Path) -> None:
    assert faults(folder) == []
    nothing = Names(frozenset(), frozenset(), frozenset())
    assert {fault.key for fault in faults(folder, nothing)} == {
        "acts.accept.data.fee.value",
        "acts.decide.effect",
        "claim_is_complete",
    }


def test_a_shared_list_may_be_in_parts(folder: Path) -> None:
    (folder / "choices").mkdir()
    (folder / "choices/more.toml").write_text('[outcome]\nheld = "在押"\n', "utf-8")
    (folder / "glossary").mkdir()
    (folder / "glossary/more.toml").write_text('held = {zh = "在押", en = "held"}\n', "utf-8")
    assert found(folder) == []
    (folder / "choices/more.toml").write_text('[outcome]\ngranted = "又准许"\n', "utf-8")
    (folder / "glossary/more.toml").write_text('asked = {zh = "又", en = "again"}\n', "utf-8")
    assert {(fault.file, fault.key) for fault in found(folder)} == {
        ("choices/more.toml", "outcome.granted"),
        ("glossary/more.toml", "asked"),
    }


def test_a_bundle_may_differ_by_field_of_law(folder: Path) -> None:
    text = (folder / BUNDLE).read_text("utf-8")
    (folder / BUNDLE).write_text(
        text.replace('basis = "民事诉讼法第一百五十三条"', 'basis = {demo = "民事诉讼法第一百五十三条"}', 1), "utf-8"
    )
    assert found(folder) == []
    (folder / BUNDLE).write_text(
        text.replace('basis = "民事诉讼法第一百五十三条"', 'basis = {cri = "刑事诉讼法第二百零六条"}', 1), "utf-8"
    )
    assert [(f.file, f.key.rpartition(".")[2]) for f in found(folder)] == [(BUNDLE, "basis")]


def test_a_state_of_a_bundle_stands_in_some_file(folder: Path) -> None:
    text = (folder / BUNDLE).read_text("utf-8")
    (folder / BUNDLE).write_text(
        text.replace('sets = "suspended"', 'sets = "suspended"\nfrom = ["accepted", "lost"]', 1), "utf-8"
    )
    assert [(f.file, f.key) for f in found(folder)] == [(BUNDLE, "acts.suspend.from")]


def test_a_fact_may_decide_the_case_type(folder: Path) -> None:
    text = (folder / CASE).read_text("utf-8")
    by_field = text.replace('case_type = "民初"', 'case_types = {by = "mode", a = "民初", c = "民诉"}')
    (folder / CASE).write_text(by_field, "utf-8")
    told = {fault.key for fault in found(folder)}
    assert {"case_type", "case_types.by"} <= told


def test_a_fault_reads_file_key_fault() -> None:
    assert str(Fault("a.toml", "acts.b", "is missing")) == "a.toml:acts.b: is missing"


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(LawError):
        faults(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "path", [CASE, BUNDLE, DONE, "posts.toml", "records.toml", "papers/demo.toml", "outline.toml", "elements/demo.toml"]
)
def test_whatever_a_file_says_the_check_answers(folder: Path, path: str) -> None:
    """Values of any wrong type: faults, never a crash."""
    lines = (folder / path).read_text("utf-8").splitlines()
    chance = random.Random(7)
    for n, line in enumerate(lines):
        if " = " not in line or line.lstrip().startswith("{"):
            continue
        wrong = chance.choice(["7", '"x"', "[1]", "[[]]", "{a = 1}", "[{a = {}}]", "true", "1979-05-27", '["x"]'])
        changed = [*lines[:n], f"{line.split(' = ')[0]} = {wrong}", *lines[n + 1 :]]
        (folder / path).write_text("\n".join(changed), "utf-8")
        found(folder)


def test_each_row_of_a_dated_article_is_checked_on_its_days(folder: Path) -> None:
    """Before 2024 the law had 291 articles, since then 306; a file without a day of its own counts from its rows."""
    path = folder / "papers/demo.toml"
    text = path.read_text("utf-8")
    rows = (
        'basis = [{{since = 2022-01-01, value = "民事诉讼法{}"}}, {{since = 2024-01-01, value = "民事诉讼法第三百条"}}]'
    )
    path.write_text(text + rows.format("第二百九十一条"), "utf-8")
    assert found(folder) == []
    path.write_text(text + rows.format("第三百条"), "utf-8")
    (fault,) = found(folder)
    assert fault.key == "受理案件通知书.basis" and "（2021） has no 第三百条" in fault.fault
