"""Proof-reading a judgment: names, sums, dates, articles, costs and the court of appeal, from its words alone. Pure.

Each function answers what is wrong as a Chinese sentence, empty when nothing is. They find slips of the pen; none of
them judges the case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from xiezhi.kernel.law.articles import Articles, plain
from xiezhi.kernel.law.citations import DIGITS, UNITS, Citation, citations, written

GAP = re.compile(r"[^，。；\n]{0,12}【[^】]*】")
ROLE = re.compile(r"(反诉原告|反诉被告|被告人|被害人|原告|被告|第三人)([\u4e00-\u9fff·㐀-䶿𠀀-𪛟]{2,40})")
ARABIC = re.compile(r"(\d[\d,，]*(?:\.\d+)?)\s*(万|亿)?元")
HAN = re.compile(r"([零〇一二两三四五六七八九十百千万亿]{2,})元")
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
COSTS = re.compile(r"[^。；\n]*(?:受理费|诉讼费用)[^。；\n]*")
BORNE = re.compile(r"负担\s*(\d[\d,]*(?:\.\d+)?)\s*元")
ABOVE = re.compile(r"上诉于([\u4e00-\u9fff]{2,30}?法院)")
UNKNOWN = re.compile(
    r"《([^》]*(?:法|法典|条例|规定|解释|办法))》(?:（[^（）]*）)?第[零〇一二三四五六七八九十百千\d]+条"
)
ITSELF = ("上一级人民法院", "上一级法院")
ELSEWHERE = ("最高人民法院", "知识产权")  # appeals in matters of patents and the like go there past the next court
SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000), None: Decimal(1)}


def gaps(text: str) -> str:
    """Places marked 【】 that nobody has written yet."""
    found = [m[0] for m in GAP.finditer(text)]
    more = f"等{len(found)}处" if len(found) > 3 else ""
    return f"还没有写明：{'、'.join(f'“{f}”' for f in found[:3])}{more}。" if found else ""


def names(text: str, parties: Iterable[tuple[str, str]]) -> str:
    """A party called by another's role, or by a name one sign away from the right one; `parties`: (role in words, name)."""
    known = list(parties)
    wrong: dict[str, None] = {}
    for role, after in ROLE.findall(text):
        right = [name for title, name in known if role.endswith(title)]
        if any(after.startswith(name) for name in right):
            continue
        other = next((f"{name}是{t}，不是{role}" for t, name in known if after.startswith(name)), "")
        near = next((n for n in right if _slip(after[: len(n)], n)), "")
        if other or near:
            wrong[other or f"“{role}{after[: len(near)]}”应为“{role}{near}”"] = None
    return "；".join(wrong) + "。" if wrong else ""


def _slip(written_: str, name: str) -> bool:
    """Whether a name is written with one sign wrong: the family name right, or all but one of a longer name."""
    differ = sum(a != b for a, b in zip(written_, name, strict=False))
    return len(written_) == len(name) and differ == 1 and (len(name) > 2 or written_[0] == name[0])


def unnamed(ruling: str, parties: Iterable[tuple[str, str]]) -> str:
    """A ruling that names nobody: who must pay whom cannot be enforced from it."""
    known = [name for _, name in parties]
    return "" if not ruling or any(name in ruling for name in known) else "判决主文没有写明任何当事人的姓名或者名称。"


def sums(ruling: str, sources: Iterable[str], claimed: Decimal | None) -> str:
    """Sums of the ruling (costs apart) that stand nowhere else, or that exceed what is claimed."""
    body = COSTS.sub("", ruling)
    known = {amount for text in sources for amount in amounts(text)} | ({claimed} if claimed else set())
    found = dict.fromkeys(amounts(body))
    wrong = [f"{_yuan(a)}元在诉讼请求、查明的事实和本院认为中都没有出现" for a in found if a not in known]
    if claimed and (over := [a for a in found if a > claimed]):
        wrong.append(f"{'、'.join(map(_yuan, over))}元超出请求的金额{_yuan(claimed)}元")
    return "；".join(wrong) + "。" if wrong else ""


def amounts(text: str) -> Iterator[Decimal]:
    """Sums of money in yuan: 20000元, 20,000.00元, 2万元, 二万元."""
    for digits, scale in ARABIC.findall(text):
        yield (Decimal(re.sub("[,，]", "", digits)) * SCALE[scale or None]).normalize()
    for han in HAN.findall(text):
        yield Decimal(_number(han)).normalize()


def _number(han: str) -> int:
    """二万三千 as 23000."""
    high = low = section = digit = 0
    for c in han:
        if c == "亿":
            high, low, section, digit = (low + section + digit) * 100_000_000, 0, 0, 0
        elif c == "万":
            low, section, digit = low + (section + digit) * 10_000, 0, 0
        elif c in UNITS:
            section, digit = section + (digit or 1) * UNITS[c], 0
        else:
            digit = DIGITS[c]
    return high + low + section + digit


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00")


def dates(texts: Mapping[str, str], today: date) -> str:
    """Days that no calendar has; in the facts found (`found`), days that have not come."""
    wrong = []
    for name, text in texts.items():
        for year, month, day in dict.fromkeys(DAY.findall(text)):
            try:
                there = date(int(year), int(month), int(day))
            except ValueError:
                wrong.append(f"{year}年{month}月{day}日不存在")
                continue
            if name == "found" and there > today:
                wrong.append(f"查明的事实写到了将来的{year}年{month}月{day}日")
    return "；".join(wrong) + "。" if wrong else ""


def cited(text: str, articles: Articles) -> Iterator[Citation]:
    """What a text cites of laws that stand in the table."""
    for law, rest in articles.within(text):
        yield from citations(law + rest)


def missing(text: str, articles: Articles) -> str:
    """Articles that no edition of the law cited has ever had, as far as its articles are known."""
    wrong: dict[str, None] = {}
    for one in cited(text, articles):
        editions = [e for e in articles.named(one) if e.spans]
        for span in one.articles if editions else ():
            if not any(e.has(span) for e in editions):
                wrong[f"{plain(one.law)}没有{written(span[0])}（最近文本为{editions[-1].extent}）"] = None
    return "；".join(wrong) + "。" if wrong else ""


def out_of_force(text: str, articles: Articles, on: date) -> str:
    """Laws that are not law on a day, articles that today's edition has not, and laws that the table does not know."""
    wrong: dict[str, None] = {}
    for one in cited(text, articles):
        editions = articles.named(one)
        valid = [e for e in editions if e.since <= on < e.until and e.status != "repealed"]
        if not valid:
            wrong[f"{plain(one.law)}在{on:%Y}年{on.month}月{on.day}日不是现行有效的法律，请核对是否应当适用"] = None
        for span in one.articles:
            old = any(e.has(span) for e in editions) and not any(e.has(span) or not e.spans for e in valid)
            if valid and old:
                wrong[f"{plain(one.law)}的现行文本没有{written(span[0])}"] = None
    for name in UNKNOWN.findall(text):
        if plain(name) not in articles.editions:
            wrong[f"《{name}》在条文表中查不到，请核对名称"] = None
    return "；".join(wrong) + "。" if wrong else ""


def costs(ruling: str, fee: Decimal | None) -> str:
    """Costs that nobody bears, whose parts do not add up, or that are neither the fee charged nor its half."""
    if not fee or not ruling:
        return ""
    clause = "；".join(COSTS.findall(ruling))
    if not clause or "负担" not in ruling:
        return f"主文没有写明案件受理费{_yuan(fee)}元由谁负担。"
    start = ruling.index(clause.split("；")[0])
    shares = [Decimal(s.replace(",", "")) for s in BORNE.findall(ruling[start:])]
    named = list(amounts(clause.partition("负担")[0]))
    halves = {fee, fee / 2} if "减半" in clause else {fee}
    if named and named[0] not in halves:
        return f"案件受理费写作{_yuan(named[0])}元，应交的是{_yuan(fee)}元。"
    if shares and sum(shares) not in halves:
        return f"各方负担之和是{_yuan(Decimal(sum(shares)))}元，案件受理费是{_yuan(fee)}元。"
    return ""


def appeal_court(text: str, above: str) -> str:
    """A court of appeal that is neither the next one above nor one to which technical matters go."""
    named = [name for name in ABOVE.findall(text) if not any(other in name for other in ELSEWHERE)]
    wrong = [name for name in named if name not in (above, *ITSELF)]
    return f"写作上诉于{wrong[0]}，本院的上一级法院是{above}。" if wrong else ""
