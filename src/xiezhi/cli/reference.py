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
from xiezhi.cli.reference_powers import powers_page
from xiezhi.kernel.law.articles import Edition, load_articles
from xiezhi.kernel.law.check_articles import cited_in, doubts
from xiezhi.kernel.law.citations import citations
from xiezhi.kernel.law.coverage import coverage
from xiezhi.kernel.law.files import LawError, load
from xiezhi.kernel.law.model import LawBook, Procedure
from xiezhi.kernel.law.reader import read
from xiezhi.kernel.periods.load import load_rules
from xiezhi.kernel.periods.rules import RuleBook
from xiezhi.kernel.procedure.reading import Deed, Reading, Span, extension, length, reading

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
    found = {f"law/{file.id}.md": procedure(reading(file, book, rules)) for file in files}
    found["law/periods.md"] = periods(rules)
    found["law/laws.md"] = laws(law)
    found["law/README.md"] = contents(files)
    found["law/posts-and-conditions.md"] = posts_and_conditions(files, book)
    found["law/powers.md"] = powers_page(book)
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
        "- [权责清单：谁能办什么、能看什么](powers.md)",
        "- [文书样式](papers.md)",
        "- [期间规则](periods.md)",
        "- [各类案件由哪个程序办理](case-types.md)",
        "- [所依据的法律](laws.md)",
        "- [待核的条文](to-verify.md)",
    ]
    return "\n".join(lines)


def procedure(read: Reading) -> str:
    """The page of one procedure: how long, then state by state who may do what on which article, periods, papers."""
    file = read.file
    lines = [f"# {file.title}", "", f"{file.title_en} · `{file.id}` · 自 {file.since}"]
    lines[-1] += f" · 案件类型代字 {_joined(file.kinds)}" if file.kinds else ""
    lines += ["", "## 怎么开始", *_deeds(read.opening)]
    lines += [f"- [{said}]({id}.md)" for id, said in dict.fromkeys(read.origins)]
    for stage in read.stages:
        lines += ["", f"## {stage.title} `{stage.slug}`{' · 办结' if stage.final else ''}"]
        lines += ["", stage.wait] if stage.wait else []
        lines += _deeds(stage.deeds)
    lines += ["", "## 各阶段都可以办的", *_deeds(read.anytime)] if read.anytime else []
    if read.marks:
        lines += ["", "## 特别情形下只能办的", *table("情形 可以办的", read.marks)]
    if read.spans:
        lines += ["", "## 期间", *table("期间 长度 负责 起于 止于 其他 依据", map(_span, read.spans))]
    papers = [(sheet.title, sheet.to, sheet.acts) for sheet in read.sheets]
    lines += ["", "## 文书", *table("文书 送 由何行为制作", papers)] if papers else []
    return "\n".join([*lines, "", "## 谁办什么", *table("岗位和身份 行为", read.people)])


def _joined(names: Iterable[str]) -> str:
    return "、".join(names)


def _deeds(deeds: Iterable[Deed]) -> Iterator[str]:
    return table("行为 由 到 依据 条件和后果", map(_deed, deeds))


def _deed(deed: Deed) -> tuple[str, ...]:
    notes = [("也可在", deed.also), *deed.notes, ("文书", _joined(deed.papers))]
    notes += [("引起", _joined(said for _, said in deed.children)), ("填写", _joined(deed.fields))]
    told = "；".join(f"{label}：{said}" for label, said in notes if said)
    return f"{deed.title} `{deed.name}`", deed.by, deed.goes, deed.basis + (UNCERTAIN if deed.low else ""), told


def _span(span: Span) -> tuple[str, ...]:
    told = "；".join(f"{label}：{said}" for label, said in span.notes)
    basis = span.basis + (UNCERTAIN if span.low else "")
    return f"{span.title} `{span.name}`", span.length, span.owner, span.starts, span.ends, told, basis


def periods(rules: RuleBook) -> str:
    """Every rule of periods: how long, who may extend it, on which article."""
    lines = ["# 期间规则"]
    fields: dict[str, list[tuple[str, ...]]] = {}
    for rule in rules.values():
        basis = rule.basis + (UNCERTAIN if rule.sure == "low" else "")
        extends = "；".join(map(extension, rule.extends))
        fields.setdefault(rule.domain, []).append(
            (rule.title, f"`{rule.id}`", length(rule), rule.starts, rule.actor, extends, basis, rule.note)
        )
    for field, rows in fields.items():
        lines += ["", f"## {field}（{len(rows)}）", *table("期间 规则 长度 起算 谁的 可以延长 依据 说明", rows)]
    grounds = [(g.title, f"`{g.id}`", g.basis, g.note) for g in rules.grounds.values()]
    return "\n".join([*lines, "", "## 不计入和中止的事由", *table("事由 slug 依据 说明", grounds)])


def laws(law: Path) -> str:
    """Which laws the law book rests on, which edition, and where that is known from."""
    articles, _ = load_articles(law)
    cited: dict[Edition, list[int]] = {}
    lost: dict[str, int] = {}
    for one in cited_in(load(law), articles):
        for each in citations(one.text):
            found = articles.named(each)
            if found:
                counts = cited.setdefault(found[-1], [0, 0])
                counts[0] += 1
                counts[1] += one.low
            else:
                lost[each.law] = lost.get(each.law, 0) + 1
    rows = [
        (
            edition.law,
            edition.number,
            edition.edition,
            edition.extent or "—",
            str(n),
            str(low) if low else "",
        )
        for edition, (n, low) in sorted(cited.items(), key=lambda pair: -pair[1][0])
    ]
    lines = [
        "# 所依据的法律、司法解释和文件",
        "",
        "条文是否存在以条文表为准（`law/tables/articles*.csv`）；引用次数按法律文件中的依据计。",
    ]
    lines += table("名称 文号 版本 条文 引用 待核", rows)
    lines += (
        ["", "## 条文表中没有的", *table("名称 引用", [(name, str(n)) for name, n in lost.items()])] if lost else []
    )
    return "\n".join(lines)


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
    needed = {name for file in files for act in file.acts.values() for name in (*act.when, *act.warns)}
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
