"""Write the reference from the law book and the commands, as Markdown (xiezhi reference docs/reference [--law DIR])

Each page says the newest text of the law book. Pages of an earlier run that nothing writes any more are taken away; other
files are left alone.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from xiezhi.cli import main
from xiezhi.kernel.law.check_articles import doubts
from xiezhi.kernel.law.coverage import coverage
from xiezhi.kernel.law.describe import Words
from xiezhi.kernel.law.files import LawError, load
from xiezhi.kernel.law.model import Act, Clock, LawBook, Procedure
from xiezhi.kernel.law.reader import read
from xiezhi.kernel.periods.load import load_rules
from xiezhi.kernel.periods.rules import Rule, RuleBook
from xiezhi.kernel.procedure.reading import length

WRONG_CALL = 2
MADE = "<!-- made by `xiezhi reference`; change the law book or the code, not this page -->"
BESIDE_THE_SOURCE = Path(__file__).resolve().parents[3] / "law"
UNCERTAIN = "（待核）"
FORM_KINDS = {
    "judgment": "判决", "ruling": "裁定", "decision": "决定", "mediation": "调解书", "notice": "通知", "summons": "传票",
    "record": "笔录、记录", "receipt": "回执", "letter": "函", "certificate": "证明", "application": "申请",
    "deliberation": "评议记录",
}  # fmt: skip


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the pages go, and the law book."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("folder", type=Path, metavar="DIR", help="docs/reference of this repository")
    parser.add_argument("--law", type=Path, metavar="DIR", default=BESIDE_THE_SOURCE, help="another law book")


def run(args: argparse.Namespace) -> int:
    """0 written; 2 there is no such law book."""
    try:
        written = write(args.folder, args.law)
    except LawError as wrong:
        print(wrong, file=sys.stderr)
        return WRONG_CALL
    print(f"{written} pages in {args.folder}", file=sys.stderr)
    return 0


def write(folder: Path, law: Path) -> int:
    """Write the pages into the folder and take away made pages that are no more; how many were written."""
    made = pages(law)
    for path in sorted(folder.rglob("*.md")):
        if path.relative_to(folder).as_posix() not in made and path.read_text("utf-8").startswith(MADE):
            path.unlink()
    for name, text in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return len(made)


def pages(law: Path) -> dict[str, str]:
    """Every page of the reference: its path under docs/reference and its text, for the law book in a folder."""
    book, rules = read(law), load_rules(law / "periods")
    files = [book.procedure(id, book.epochs(id)[-1]) for id in book.ids()]
    found = {f"law/{file.id}.md": procedure(file, book, rules) for file in files}
    found["law/README.md"] = contents(files)
    found["law/posts-and-conditions.md"] = posts_and_conditions(files, book)
    found["law/papers.md"] = papers(files, book)
    found["law/to-verify.md"] = to_verify(law)
    found["law/case-types.md"] = case_types(law, book)
    found["commands.md"] = commands()
    return {name: f"{MADE}\n{text.rstrip()}\n" for name, text in sorted(found.items())}


def table(head: str, rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """A Markdown table; `head` names the columns, parted by blanks. Nothing when there are no rows."""
    lines = ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    if lines:
        names = head.split()
        yield from ("", f"| {' | '.join(names)} |", "|" + "---|" * len(names), *lines, "")


def contents(files: Iterable[Procedure]) -> str:
    """The page that leads to the others."""
    rows = [
        (
            f"[{f.title}]({f.id}.md)",
            f.title_en,
            "、".join(f.kinds),
            str(len(f.states)),
            str(len(f.acts)),
            str(len(f.periods)),
        )
        for f in files
    ]
    lines = ["# 法律文件一览（the law book）", *table("程序 English 代字 状态 行为 期间", rows)]
    lines += [
        "- [岗位、身份和条件](posts-and-conditions.md)",
        "- [文书样式](papers.md)",
        "- [各类案件由哪个程序办理](case-types.md)",
        "- [待核的条文](to-verify.md)",
    ]
    return "\n".join(lines)


def procedure(file: Procedure, book: LawBook, rules: RuleBook) -> str:
    """The page of one procedure: its states, its acts with articles and posts, its periods."""
    words = Words(file, book)
    lines = [f"# {file.title}", "", f"{file.title_en} · `{file.id}` · 自 {file.since}"]
    lines[-1] += f" · 案件类型代字 {'、'.join(file.kinds)}" if file.kinds else ""
    lines += ["", "## 状态", *table("状态 slug 说明", _states(file, words))]
    lines += ["## 行为", *table("行为 由 状态 依据 条件和后果", (_act(act, words) for act in file.acts.values()))]
    clocks = [_clock(clock, words, rules) for clock in file.periods.values()]
    lines += ["## 期间", *table("期间 长度 负责 起于 止于 其他 依据", clocks)] if clocks else []
    return "\n".join(lines)


def _joined(names: Iterable[str]) -> str:
    return "、".join(names)


def _states(file: Procedure, words: Words) -> Iterator[tuple[str, ...]]:
    for state, title in file.states.items():
        yield title, f"`{state}`", "终结" if state in file.final else file.waits.get(state, "")
    for mark, allowed in file.marks.items():
        only = f"期间只能办理{_joined(map(words.act, allowed))}" if allowed else ""
        yield f"标记：{words.term(mark)}", f"`{mark}`", only


def _act(act: Act, words: Words) -> tuple[str, ...]:
    course = _joined(map(words.state, act.source)) if act.source else "开立"
    course += f" → {words.procedure(act.becomes)}" if act.becomes else ""
    course += f" → {words.state(act.to)}" if act.to else ""
    doubt = UNCERTAIN if act.sure == "low" else ""
    return (
        f"{act.title} `{act.name}`",
        _joined(map(words.post, act.by)),
        course,
        act.basis + doubt,
        _effects(act, words),
    )


def _effects(act: Act, words: Words) -> str:
    children = (words.procedure(child.procedure) for child in (*act.opens, *act.sends))
    parts = {
        "条件": map(words.when, act.when),
        "期间内": map(words.period, act.within),
        "届满后": map(words.period, act.after),
        "每一": [words.post(act.per)] if act.per else [],
        "至多": [f"{act.times}次"] if act.times else [],
        "先办": map(words.act, act.all),
        "结案": [words.outcome(act.closes_as)] if act.closes_as else [],
        "编号": ["编立案号"] if act.numbers else [],
        "制作": act.papers,
        "引起": children,
    }
    said = ((label, _joined(names)) for label, names in parts.items())
    return "；".join(f"{label}：{names}" for label, names in said if names)


def _clock(clock: Clock, words: Words, rules: RuleBook) -> tuple[str, ...]:
    rule = rules.get(clock.rule)
    more = {
        "每一": [words.post(clock.per)] if clock.per else [],
        "扣除": [f"{words.act(x.start)}至{words.act(x.until)}" for x in clock.excluded_by],
        "延长": [words.act(act) for act, _ in clock.extended_by],
        "重算": map(words.act, clock.restarted_by),
        "届满即": [words.act(clock.then)] if clock.then else [],
    }
    said = ((label, _joined(names)) for label, names in more.items())
    return (
        f"{clock.title} `{clock.name}`", length(rule) if rule else "", words.post(clock.owner),
        _joined(map(words.act, clock.starts_with)) or clock.back_from, _joined(map(words.act, clock.ends_with)),
        "；".join(f"{label}：{names}" for label, names in said if names), _article(rule) if rule else clock.rule,
    )  # fmt: skip


def _article(rule: Rule) -> str:
    return rule.basis + (UNCERTAIN if rule.sure == "low" else "")


def posts_and_conditions(files: Iterable[Procedure], book: LawBook) -> str:
    """Who may do what, and under which conditions."""
    files = list(files)
    able: dict[str, dict[str, int]] = {}
    for file in files:
        for act in file.acts.values():
            for post in act.by:
                held = able.setdefault(post, {})
                held[file.title] = held.get(file.title, 0) + 1
    rows = [(p.title, f"`{p.name}`", p.kind, _counted(able.get(p.name, {}))) for p in book.posts.values()]
    needed = {name for file in files for act in file.acts.values() for name in act.when}
    says = [(c.title, f"`{c.name}`", c.basis, c.says) for c in book.conditions.values() if c.name in needed]
    lines = ["# 岗位、身份和条件", "", "## 岗位和身份", "", "数字是该岗位在该程序中可以办理的行为数。"]
    lines += [*table("名称 slug 种类 可以办理的行为", rows), "## 条件", *table("条件 slug 依据 不符合时的说明", says)]
    return "\n".join(lines)


def _counted(held: Mapping[str, int]) -> str:
    return _joined(f"{title} {n}" for title, n in held.items())


def papers(files: Iterable[Procedure], book: LawBook) -> str:
    """The forms of papers and the acts that make them."""
    made: dict[str, dict[str, None]] = {}
    for file in files:
        for act in file.acts.values():
            for paper in act.papers:
                made.setdefault(paper, {})[f"{file.title}：{act.title}"] = None
    rows = [
        (form.title, FORM_KINDS.get(form.kind, form.kind), _joined(_post(name, book) for name in form.to),
         "；".join(made.get(form.title, {})))
        for form in sorted(book.forms.values(), key=lambda form: (form.kind, form.title))
    ]  # fmt: skip
    return "\n".join(["# 文书样式", *table("文书 种类 送 由何行为制作", rows)])


def _post(name: str, book: LawBook) -> str:
    return book.posts[name].title if name in book.posts else name


def case_types(law: Path, book: LawBook) -> str:
    """Each kind of case in force and the procedures that serve it, or why none does."""
    found = coverage(load(law), book)
    rows = [
        (one.code, one.daizi, one.name, _joined(f"[{book.raw[id]['title']}]({id}.md)" for id in one.procedures if id in book.raw)
         or one.reason)
        for one in found
    ]  # fmt: skip
    served = sum(bool(one.procedures) for one in found)
    lines = [f"# 各类案件由哪个程序办理（{len(found)} 类，{served} 类有程序）", ""]
    lines += ["案件类型及代字以 `law/tables/case-types.csv` 为准；没有程序的写明原因（`law/tables/case-types.toml`）。"]
    return "\n".join([*lines, *table("编码 代字 案件 程序或者原因", rows)])


def to_verify(law: Path) -> str:
    """What is marked `sure = "low"`: articles that nobody has checked word by word, or that the table does not have."""
    found = doubts(load(law))
    places: dict[str, list[tuple[str, ...]]] = {}
    for cited in found:
        state = "条文表中查不到" if cited.reason else "原文待核"
        places.setdefault(cited.path, []).append((cited.title, f"`{cited.key}`", cited.text, state))
    lines = [
        f"# 待核的条文（{len(found)}）",
        "",
        '法律文件中标为 `sure = "low"` 的内容：条文原文还没有逐字核对，或者条文表（`law/tables/articles*.csv`）里没有，或者法律没有规定而由平台先定。',
    ]
    for path, rows in places.items():
        lines += [f"## {path}（{len(rows)}）", *table("名称 键 所写依据 情况", rows)]
    return "\n".join(lines)


def commands() -> str:
    """Each command, by its own words, and the settings."""
    lines = ["# Commands and settings", "", "`xiezhi COMMAND --help` names every switch.", ""]
    for name, module in main.commands().items():
        lines += [f"## xiezhi {name}", "", "```text", _docstring(f"xiezhi.cli.{module}"), "```", ""]
    return "\n".join([*lines, "## Settings", "", "```text", _docstring(main.SETTINGS), "```"])


def _docstring(module: str) -> str:
    """What a module says of itself, read without importing it."""
    spec = find_spec(module)
    assert spec and spec.origin
    return ast.get_docstring(ast.parse(Path(spec.origin).read_text("utf-8"))) or ""
