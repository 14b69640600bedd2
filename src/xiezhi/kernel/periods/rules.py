"""The rules of periods as the law book holds them: `law/periods/*.toml` in memory.

A rule may change with the law: `RuleBook.rule` gives it as it stood on the day the period began.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from xiezhi.kernel.periods.errors import PeriodError

TIME_UNITS = frozenset("hour day working_day month year".split())
# inherit: another rule's length; event, range: last day set case by case; times: a count; none: no limit.
UNITS = TIME_UNITS | frozenset("inherit event range times none".split())
BOUNDS = frozenset("max min exact before range none".split())
KINDS = frozenset(
    "trial_limit review_limit court_act court_set party_deadline appeal public_notice service measure_term"
    " limit exemption termination condition other".split()
)
GRANTABLE = frozenset("appeal party_deadline court_set".split())


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: n of a unit (hour, day, working_day, month, year)."""

    n: int
    unit: str


@dataclass(frozen=True, slots=True)
class Extension:
    """Who may extend a period and by how much.

    `length` None = the approver sets it; `times` 0 = as often as needed;
    `upto` caps the whole period counted from its start; `needs` names the extension that must come first.
    """

    by: str
    title: str
    basis: str
    length: Length | None = None
    upto: Length | None = None
    times: int = 0
    needs: str = ""
    condition: str = ""
    apply_before: int = 0
    decide_before: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """To which rules a period may pass, and whether it then counts from its start or from the decision."""

    to: tuple[str, ...]
    counts_from: str
    basis: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One period as the law sets it on one day. `length` is None for units that are no fixed time."""

    id: str
    domain: str
    title: str
    kind: str
    unit: str
    bound: str
    basis: str
    length: int | None = None
    least: Length | None = None
    most: Length | None = None
    starts: str = ""
    actor: str = ""
    extends: tuple[Extension, ...] = ()
    excludes: tuple[str, ...] = ()
    suspends: str = ""
    converts: Conversion | None = None
    restarts: str = ""
    rolls: bool = True
    custody: bool = False
    fixed: bool = False
    note: str = ""
    sure: str = "high"
    source: str = "statute"

    @property
    def backward(self) -> bool:
        """Counted back from a day: so many complete days before it."""
        return self.bound == "before"

    @property
    def lapses(self) -> bool:
        """Running out is its natural end, not somebody's delay (a notice, a freeze, a shortest wait)."""
        natural = self.kind in ("public_notice", "service", "measure_term", "condition")
        return natural or self.bound in ("min", "exact")

    @property
    def grantable(self) -> bool:
        """A court may grant time after an excusable delay; never for an invariable period (不变期间)."""
        return self.kind in GRANTABLE and not self.fixed


@dataclass(frozen=True, slots=True)
class Ground:
    """Why time does not count: an excluded period or a suspension; `most` caps one occurrence."""

    id: str
    title: str
    basis: str
    suspension: bool = False
    ends: bool = False
    most: Length | None = None
    note: str = ""
    sure: str = "high"


@dataclass(frozen=True, slots=True)
class Computation:
    """A rule of counting: the sentence, and its article by field of law."""

    rule: str
    basis: Mapping[str, str]
    last_day_to_last_day: frozenset[str] = frozenset()

    def article(self, domain: str) -> str:
        """The article for a field; the civil one where the field has none of its own."""
        return self.basis.get(domain) or self.basis.get("any") or self.basis.get("civil", "")


Versions = tuple[tuple[date, Rule], ...]


@dataclass(frozen=True)
class RuleBook(Mapping[str, Rule]):
    """All rules by id (the mapping gives the newest text), the grounds, the rules of counting."""

    versions: Mapping[str, Versions]
    grounds: Mapping[str, Ground]
    computation: Mapping[str, Computation]

    def __getitem__(self, rule_id: str) -> Rule:
        return self.versions[rule_id][-1][1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.versions)

    def __len__(self) -> int:
        return len(self.versions)

    def rule(self, rule_id: str, on: date | None = None) -> Rule:
        """The rule as in force on a day (None = newest). PeriodError: `unknown_rule`, `not_in_force`."""
        versions = self.versions.get(rule_id)
        if versions is None:
            raise PeriodError("unknown_rule", f"没有编号为“{rule_id}”的期间规则，请核对规则编号。", field="rule")
        if on is None:
            return versions[-1][1]
        found = bisect_right(versions, on, key=lambda version: version[0])
        if not found:
            first, rule = versions[0]
            raise PeriodError(
                "not_in_force",
                f"“{rule.title}”的规定自{first}起施行，{on}时尚无此规定，不能据以计算。",
                field="rule",
                basis=rule.basis,
            )
        return versions[found - 1][1]

    def counting(self, name: str, rule: Rule) -> str:
        """The article of a rule of counting, for the field of law that `rule` belongs to."""
        return self.computation[name].article(rule.domain)

    def keeps_month_end(self, rule: Rule) -> bool:
        """Whether months counted from the last day of a month end on the last day of a month."""
        return rule.domain in self.computation["month_rule"].last_day_to_last_day
