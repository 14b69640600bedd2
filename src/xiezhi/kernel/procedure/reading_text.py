"""A procedure as a page of text for a terminal: first how long it may take, then the course, periods, papers, people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xiezhi.kernel.procedure.reading import Deed, Reading, Span

NUMERALS = "一二三四五六七八九十"
LOW = "（待核）"


def as_text(read: Reading) -> str:
    """The whole page."""
    return "\n".join(_lines(read)).rstrip()


def _lines(read: Reading) -> Iterator[str]:
    file = read.file
    yield f"{file.title}（{file.id}）"
    yield file.title_en
    kinds = f"代字 {'、'.join(file.kinds)} · " if file.kinds else ""
    yield f"{kinds}施行 {file.since}{f' 至 {file.until}' if file.until else ''} · " + _counted(read)
    yield from _part("办多久", (line for span in read.limits for line in _span(span)))
    begun = [line for deed in read.opening for line in _deed(deed)]
    yield from _part("怎么开始", [*begun, *(f"  ▪ {origin}" for _, origin in read.origins)])
    yield from _part("一步一步", _stages(read))
    yield from _part("各阶段都可以办的", (line for deed in read.anytime for line in _deed(deed)))
    yield from _part("特别情形下只能办的", (f"  {title}：{acts}" for title, acts in read.marks))
    others = (span for span in read.spans if not span.limit)
    yield from _part("各项期间", (line for span in others for line in _span(span)))
    papers = (f"  {s.title}{f' → {s.to}' if s.to else ''}（{s.acts}）" for s in read.sheets)
    yield from _part("文书", papers)
    yield from _part("谁办什么", (f"  {post}：{acts}" for post, acts in read.people))


def _part(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A part with its title; nothing when it is empty."""
    found = list(lines)
    if found:
        yield from ("", f"【{title}】", *found)


def _stages(read: Reading) -> Iterator[str]:
    for n, stage in enumerate(read.stages):
        yield f"{_numeral(n)}、{stage.title}{'（办结）' if stage.final else ''}"
        if stage.wait:
            yield f"    {stage.wait}"
        if stage.spans:
            yield f"    期间：{'；'.join(f'{s.title} {s.length}' for s in stage.spans)}"
        for deed in stage.deeds:
            yield from _deed(deed)
        yield ""


def _counted(read: Reading) -> str:
    file = read.file
    return f"{len(file.states)} 个状态、{len(file.acts)} 个行为、{len(read.spans)} 个期间、{len(read.sheets)} 种文书"


def _numeral(n: int) -> str:
    tens, ones = divmod(n + 1, 10)
    return (("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else "") + (NUMERALS[ones - 1] if ones else "")


def _deed(deed: Deed) -> Iterator[str]:
    yield f"  ▪ {deed.title}{f' → {deed.goes}' if deed.goes else ''}"
    yield f"      {deed.by}｜{deed.basis}{LOW if deed.low else ''}"
    rows: Iterable[tuple[str, str]] = (
        ("也可在", deed.also), *deed.notes, ("文书", "、".join(deed.papers)),
        ("引起", "；".join(said for _, said in deed.children)), ("填写", "、".join(deed.fields)),
    )  # fmt: skip
    yield from (f"      {label}：{said}" for label, said in rows if said)


def _span(span: Span) -> Iterator[str]:
    yield f"  ▪ {span.title}  {span.length}"
    yield f"      {span.owner}｜{span.basis}{LOW if span.low else ''}｜{span.rule}"
    course = f"自{span.starts}" if span.starts else ""
    course += f"{'，' if course else ''}至{span.ends}" if span.ends else ""
    rows = (("起止", course), *span.notes)
    yield from (f"      {label}：{said}" for label, said in rows if said)
