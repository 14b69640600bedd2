"""The competent court (管辖): by cause, place, level and amount, with reasons, and where the tables do not reach, with doubts.

What the law says stands in `law/parameters/jurisdiction.toml`; here is only how it is put together.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from xiezhi.kernel.law.resolve import on as resolved
from xiezhi.kernel.money.ledger import fen, yuan
from xiezhi.kernel.numbers.errors import NumberError
from xiezhi.kernel.numbers.places import basic_court
from xiezhi.kernel.numbers.tables import Court, Tables, load_tables

FILE = Path(__file__).resolve().parents[4] / "law/parameters/jurisdiction.toml"
DOMAINS = ("civil", "administrative", "criminal")
Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dispute:
    """What competence depends on. `places`: point (defendant, performance …) → where, as a court's code, the six digits of
    a division or an address. `amount` in fen. `circumstances`: names of the file's exceptions and grounds of level."""

    domain: str
    on: date
    places: Mapping[str, tuple[str, ...]]
    cause: str = ""
    amount: int | None = None
    circumstances: frozenset[str] = frozenset()
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One step: a Chinese sentence and its article."""

    what: str
    basis: str = ""


@dataclass(slots=True)
class Competence:
    """The courts that may take the case, each with its reasons; `doubts` say what could not be told. Sure without doubts."""

    courts: dict[str, list[Reason]] = field(default_factory=dict)
    steps: list[Reason] = field(default_factory=list)
    doubts: list[Reason] = field(default_factory=list)


def competent(dispute: Dispute, tables: Tables | None = None, file: Raw | None = None) -> Competence:
    """The competent courts of first instance on a day. NumberError for a domain, cause, point or circumstance not known.

    `file`: the contents of jurisdiction.toml, by default those beside the source.
    """
    return _Reckoning(dispute, tables or load_tables(), resolved(file or _file(), dispute.on)).done()


class _Reckoning:
    def __init__(self, dispute: Dispute, tables: Tables, law: Raw) -> None:
        self.asked, self.tables, self.law, self.found = dispute, tables, law, Competence()
        if dispute.domain not in DOMAINS:
            raise NumberError("unknown_domain", f"domain 只能是{'、'.join(DOMAINS)}。", field="domain")
        self.branch: Raw = self.law[dispute.domain]
        self._known()

    def done(self) -> Competence:
        """Where, then at which level; the choice among several; what the tables do not hold."""
        basic = dict(self._agreed() or self._by_place())
        for court, reasons in basic.items():
            raised = self._raised(court)
            if raised is not None:
                self.found.courts.setdefault(raised.code, []).extend(reasons)
        if len(self.found.courts) > 1:
            self.found.steps.append(Reason(self.branch["choice"]["says"], self.branch["choice"]["basis"]))
        unknown = self.branch["unknown"]
        self.found.doubts += [Reason(says, unknown.get("basis", "")) for says in unknown["says"]]
        if not self.found.courts:
            self.found.doubts.append(Reason("没有一个连结点的地点能够确定法院，请补充或者核对地点。"))
        return self.found

    def _known(self) -> None:
        asked, branch = self.asked, self.branch
        if asked.cause and self.tables.cause(asked.cause) is None:
            raise NumberError("unknown_cause", f"没有“{asked.cause[:30]}”这个案由。", field="cause")
        for point in asked.places.keys() - self.law["points"].keys():
            raise NumberError("unknown_point", f"没有“{point[:30]}”这种连结点。", field=f"places.{point[:30]}")
        grounds = {r["circumstance"] for r in branch.get("rule", ()) if "circumstance" in r}
        grounds |= branch.get("exceptions", {}).keys() | branch.get("intermediate", {}).get("circumstances", {}).keys()
        for name in sorted(asked.circumstances - grounds):
            raise NumberError("unknown_circumstance", f"没有“{name[:30]}”这种情形。", field="circumstances")

    # where ----------------------------------------------------------------------------------------------------------

    def _agreed(self) -> dict[Court, list[Reason]]:
        """The courts chosen by agreement, unless the rule is exclusive (民诉法第35条)."""
        places = self.asked.places.get("agreed", ())
        rule = self._rule()
        if not places or "agreement" not in self.branch:
            return {}
        if rule.get("kind") == "exclusive":
            self.found.steps.append(Reason("协议管辖不得违反专属管辖，协议无效。", self.branch["agreement"]["basis"]))
            return {}
        self.found.steps.append(Reason(self.branch["agreement"]["says"], self.branch["agreement"]["basis"]))
        return dict(self._courts(["agreed"], self.branch["agreement"]["basis"]))

    def _by_place(self) -> Iterator[tuple[Court, list[Reason]]]:
        rule = self._rule()
        self.found.steps.append(Reason(rule["title"], rule["basis"]))
        if "says" in rule:
            self.found.doubts.append(Reason(rule["says"], rule["basis"]))
        exceptions = [e for name, e in self.branch.get("exceptions", {}).items() if name in self.asked.circumstances]
        if exceptions and rule.get("kind") != "exclusive":
            for exception in exceptions:
                self.found.steps.append(Reason(f"{exception['title']}，由原告住所地法院管辖", exception["basis"]))
            yield from self._courts(["plaintiff"], exceptions[0]["basis"])
        else:
            yield from self._courts(rule["points"], rule["basis"])

    def _rule(self) -> Raw:
        cause = self.tables.cause(self.asked.cause) if self.asked.cause else None
        names = set()
        while cause is not None:
            names.add(cause.name)
            cause = self.tables.causes.get(cause.parent_id)
        for rule in self.branch.get("rule", ()):
            if names & set(rule.get("causes", ())) or rule.get("circumstance") in self.asked.circumstances:
                return dict(rule)
        return dict(self.branch["general"])

    def _courts(self, points: Iterable[str], basis: str) -> Iterator[tuple[Court, list[Reason]]]:
        """The basic court of each place given for these points, with every point that leads to it."""
        found: dict[Court, list[Reason]] = {}
        missing = []
        for point in points:
            title = self.law["points"][point]
            if not self.asked.places.get(point):
                missing.append(title)
            for place in self.asked.places.get(point, ()):
                court = basic_court(place, self.tables)
                if court is None:
                    self.found.doubts.append(Reason(f"{title}“{place[:40]}”不能确定是哪一个基层法院的辖区。"))
                else:
                    found.setdefault(court, []).append(Reason(f"{title}在{court.name}辖区", basis))
        if missing:
            self.found.steps.append(Reason(f"没有填写{'、'.join(missing)}；填写后可能还有别的法院。"))
        yield from found.items()

    # level ----------------------------------------------------------------------------------------------------------

    def _raised(self, court: Court) -> Court | None:
        """The court of the right level above (or at) a basic court; None, with a doubt, when its superior is not known."""
        level = self._level(court)
        while court.level != level:
            above = self.tables.courts.get(court.parent_code)
            if above is None or above.level == "最高":
                self.found.doubts.append(Reason(f"{court.name}的上一级法院没有收录。"))
                return None
            court = above
        return court

    def _level(self, court: Court) -> str:
        grounds = self.branch.get("intermediate", {})
        for name, title in grounds.get("circumstances", {}).items():
            if name in self.asked.circumstances:
                self._say(Reason(f"{title}，由中级人民法院管辖", grounds["basis"]))
                return "中级"
        if self.asked.amount is None or "amounts" not in self.branch:
            return "基层"
        return self._by_amount(court, self.asked.amount)

    def _by_amount(self, court: Court, amount: int) -> str:
        amounts = self.branch["amounts"]
        if not {"high", "together", "apart"} <= amounts.keys():
            raise NumberError("not_in_force", "这一天的级别管辖标准没有收录。", basis=amounts["basis"], field="on")
        if amount >= fen(amounts["high"]):
            self._say(Reason(f"标的额{yuan(amount)}元，达到高级人民法院一审的标准", amounts["basis"]))
            return "高级"
        least, basis = self._intermediate_from(court, amounts)
        if amount >= least:
            self._say(Reason(f"标的额{yuan(amount)}元，达到中级人民法院一审的标准（{yuan(least)}元）", basis))
            return "中级"
        return "基层"

    def _intermediate_from(self, court: Court, amounts: Raw) -> tuple[int, str]:
        if self.asked.foreign:
            foreign = self.branch["foreign"]
            self._doubt(Reason(foreign["says"], foreign["basis"]))
            key = "wealthy_yuan" if court.code[:1] in foreign["wealthy"] else "other_yuan"
            return fen(foreign[key]), foreign["basis"]
        homes = {self._province(p) for point in ("plaintiff", "defendant") for p in self.asked.places.get(point, ())}
        inside = {home == court.code[:1] for home in homes if home}
        if None in homes or not {"plaintiff", "defendant"} <= self.asked.places.keys():
            self._doubt(Reason("不知道双方住所地是否都在受理法院所在的省级行政辖区，按都在处理。", amounts["basis"]))
        return fen(amounts["apart" if len(inside) == 2 else "together"]), amounts["basis"]

    def _province(self, place: str) -> str | None:
        court = basic_court(place, self.tables)
        return court.code[:1] if court else None

    def _say(self, reason: Reason) -> None:
        if reason not in self.found.steps:
            self.found.steps.append(reason)

    def _doubt(self, reason: Reason) -> None:
        if reason not in self.found.doubts:
            self.found.doubts.append(reason)


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
