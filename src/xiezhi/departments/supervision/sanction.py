"""The limits of fines and detention, read from law/parameters/sanction.toml. Pure, but for the reading."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from xiezhi.kernel.money.ledger import fen, yuan


@dataclass(frozen=True, slots=True)
class Limits:
    """What one field of law allows: sums in fen (None: that kind of person is not fined), days of detention."""

    person_most: int
    organisation_least: int | None
    organisation_most: int | None
    days: int


@cache
def limits(field: str) -> Limits:
    """The limits in civil (`civ`), criminal (`cri`), administrative (`adm`) litigation, or for a broken `protection_order`."""
    raw = tomllib.loads((Path(settings.LAW_DIR) / "parameters/sanction.toml").read_text("utf-8"))[field]
    least, most = raw.get("organisation_least"), raw.get("organisation_most")
    return Limits(fen(raw["person_most"]), least and fen(least), most and fen(most), int(raw["days"]))


def fine_fault(field: str, kind: str, fine: int) -> str:
    """What is wrong with a fine (fen) on a person or an organisation; empty if nothing."""
    law = limits(field)
    if kind == "person":
        return "" if 0 < fine <= law.person_most else f"对个人的罚款金额为{yuan(law.person_most)}元以下，请改正。"
    if law.organisation_least is None or law.organisation_most is None:
        return "该种诉讼中不对单位罚款，请对其主要负责人或者直接责任人员提请。"
    if law.organisation_least <= fine <= law.organisation_most:
        return ""
    return f"对单位的罚款金额为{yuan(law.organisation_least)}元以上{yuan(law.organisation_most)}元以下，请改正。"


def detention_fault(field: str, kind: str, days: int) -> str:
    """What is wrong with a detention; empty if nothing."""
    if kind != "person":
        return "拘留只适用于自然人，请对单位的主要负责人或者直接责任人员另行提请。"
    most = limits(field).days
    return "" if 0 < days <= most else f"拘留的期限为{most}日以下，请改正。"
