"""The diagram of a procedure: states are columns in the course of the matter, acts are rows.

An act's row has a dot under each state in which it can be done and an arrow to the state to which it leads; a period's row
has a bar under each state in which it may run. Rows never cross, so the drawing stays readable however long the file is.
Only presentation attributes and `currentColor`: it follows the page's theme and needs nothing of a content policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from xiezhi.kernel.law.check_flow import Course, sources
from xiezhi.kernel.law.describe import Words
from xiezhi.kernel.law.model import Act, LawBook, Procedure

GUTTER, COLUMN, HEAD, ROW, EDGE = 280, 124, 64, 28, 16  # pixels
REPEAT = 20  # after so many rows the titles of the states stand again
SMALL, NORMAL = 12, 14
BECOMES = 140  # room for the name of the procedure that a matter becomes
TITLE_LINE = 7  # characters of a state's title on one line


def show_svg(file: Procedure, book: LawBook, *, moving: bool = False) -> str:
    """An SVG of a procedure, with a title and a description for those who do not see it.

    `moving`: only the acts that lead to another state or procedure, so that the course is seen at a glance.
    """
    return _Drawing(file, book, moving).svg()


class _Drawing:
    def __init__(self, file: Procedure, book: LawBook, moving: bool) -> None:
        self.file, self.words = file, Words(file, book)
        self.course = Course(file, {})
        self.at = {state: GUTTER + COLUMN * n + COLUMN // 2 for n, state in enumerate(file.states)}
        order = list(file.states)
        shown = [act for act in file.acts.values() if not moving or self._moves(act)]
        self.acts = sorted(shown, key=lambda a: self._first(a, order))
        self.end = GUTTER + COLUMN * max(len(order), 1) + EDGE
        self.width = self.end + (BECOMES if any(act.becomes for act in self.acts) else 0)
        self.height = self.y(len(self.acts) + len(file.periods)) + EDGE
        self.name = file.id.replace(".", "-")

    def _moves(self, act: Act) -> bool:
        return act.opening or bool(act.becomes) or bool(act.to and set(sources(act, self.file)) != {act.to})

    def _first(self, act: Act, order: list[str]) -> int:
        places = [order.index(s) for s in sources(act, self.file) if s in order]
        return min(places, default=-1)

    def y(self, row: int) -> int:
        """The middle of a row; before each further block of rows there is one for the titles."""
        return HEAD + EDGE + ROW * (row + row // REPEAT) + ROW // 2

    def svg(self) -> str:
        """The whole drawing."""
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width} {self.height}" '
            f'width="{self.width}" height="{self.height}" role="img" '
            f'aria-labelledby="{self.name}-title {self.name}-desc" font-size="{NORMAL}" '
            f'fill="currentColor" stroke="none">'
        )
        parts = [head, f'<title id="{self.name}-title">{escape(self.file.title)}流程图</title>']
        parts.append(f'<desc id="{self.name}-desc">{escape(self.description())}</desc>')
        parts.append(
            f'<defs><marker id="{self.name}-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
            'markerHeight="8" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker></defs>'
        )
        parts += [*self.states(), *self.titles_again(), *self.rows(), *self.clocks(), "</svg>"]
        return "\n".join(parts)

    def description(self) -> str:
        """Every act in words: from where, to where."""
        said = []
        for act in self.acts:
            begin = "、".join(map(self.words.state, act.source)) or "开立"
            goal = self.words.procedure(act.becomes) if act.becomes else ""
            goal = goal or (self.words.state(act.to) if act.to else "状态不变")
            said.append(f"{act.title}：{begin}→{goal}")
        return "；".join(said)

    def states(self) -> Iterator[str]:
        bottom = self.height - EDGE
        for state, title in self.file.states.items():
            x, final = self.at[state], state in self.file.final
            left, wide = x - COLUMN // 2 + 6, COLUMN - 12
            yield (
                f'<rect x="{left}" y="{EDGE}" width="{wide}" height="{HEAD - EDGE}" rx="6" fill="none" '
                f'stroke="currentColor" stroke-width="{3 if final else 1}"/>'
            )
            lines = [title[n : n + TITLE_LINE] for n in range(0, len(title), TITLE_LINE)][:2]
            for n, line in enumerate(lines):
                y = EDGE + (HEAD - EDGE) // 2 + 5 + (n * 18 - 9 * (len(lines) - 1))
                yield _text(x, y, line, anchor="middle")
            yield (
                f'<line x1="{x}" y1="{HEAD}" x2="{x}" y2="{bottom}" stroke="currentColor" '
                'stroke-opacity="0.2" stroke-dasharray="2 4"/>'
            )

    def titles_again(self) -> Iterator[str]:
        for row in range(REPEAT, len(self.acts) + len(self.file.periods), REPEAT):
            for state, title in self.file.states.items():
                words = _short(title, TITLE_LINE + 2)
                yield _text(self.at[state], self.y(row) - ROW + 4, words, anchor="middle", size=SMALL)

    def rows(self) -> Iterator[str]:
        for n, act in enumerate(self.acts):
            y = self.y(n)
            by = "、".join(map(self.words.post, act.by))
            yield f"<g><title>{escape(f'{act.title}（{by}；{act.basis}）')}</title>"
            yield _text(GUTTER - 24, y + 5, _short(act.title, 18), anchor="end")
            yield from self.arrow(act, y)
            if act.becomes:
                words = _short(self.words.procedure(act.becomes), 11)
                yield _text(self.end - 4, y + 4, words, anchor="start", size=SMALL)
            yield "</g>"

    def arrow(self, act: Act, y: int) -> Iterator[str]:
        begin = [self.at[s] for s in sources(act, self.file) if s in self.at]
        goal = self.at.get(act.to) if act.to and not act.becomes else None
        if act.becomes:
            goal = self.end - EDGE // 2
        if act.opening:
            begin = [GUTTER - 10]
        for x in begin:
            yield f'<circle cx="{x}" cy="{y}" r="4"/>'
        if goal is None or not begin:
            return
        stop = 9 if goal in begin else 2
        for near in self.ends(begin, goal):
            yield (
                f'<line x1="{near}" y1="{y}" x2="{goal + (-stop if near < goal else stop)}" y2="{y}" '
                f'stroke="currentColor" marker-end="url(#{self.name}-arrow)"/>'
            )
        if goal in begin:
            yield f'<circle cx="{goal}" cy="{y}" r="7" fill="none" stroke="currentColor"/>'

    @staticmethod
    def ends(begin: Iterable[int], goal: int) -> list[int]:
        """The farthest start on each side: one line then passes through all the dots."""
        left = [x for x in begin if x < goal]
        right = [x for x in begin if x > goal]
        return [*([min(left)] if left else []), *([max(right)] if right else [])]

    def clocks(self) -> Iterator[str]:
        for n, clock in enumerate(self.file.periods.values(), start=len(self.acts)):
            y = self.y(n)
            yield f"<g><title>{escape(f'{clock.title}（{self.words.post(clock.owner)}）')}</title>"
            yield _text(GUTTER - 24, y + 5, _short(clock.title, 18), anchor="end", size=SMALL)
            for state in self.file.states:
                if state in self.course.running(clock):
                    x = self.at[state] - COLUMN // 2
                    yield f'<rect x="{x}" y="{y - 6}" width="{COLUMN}" height="12" fill-opacity="0.3"/>'
            yield "</g>"


def _text(x: int, y: int, words: str, *, anchor: str, size: int = NORMAL) -> str:
    return f'<text x="{x}" y="{y}" text-anchor={quoteattr(anchor)} font-size="{size}">{escape(words)}</text>'


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"
