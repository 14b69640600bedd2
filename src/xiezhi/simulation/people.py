"""Made-up people and the courts they work in: names marked 演示, numbers with valid check digits."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from xiezhi.kernel.law.model import LawBook
from xiezhi.kernel.numbers.identity import citizen_check_digit, credit_check_digit
from xiezhi.kernel.people.models import Court, Division, Holding, Person
from xiezhi.kernel.procedure.book import tables
from xiezhi.kernel.record.ids import new_id

FIRST = "京0101"
PREFIX = "京"
SINCE = date(2015, 1, 1)
TRIAL_DIVISION = "民事审判第一庭"
DIVISIONS = {
    "filing_judge": "立案庭",
    "filing_clerk": "立案庭",
    "enforcement_chief": "执行局",
    "archivist": "审判管理办公室",
}
# How many hold a post where one is not enough.
SEVERAL = {"trial_judge": 5, "court_clerk": 2, "judge_assistant": 2}
NUMERALS = "甲乙丙丁戊己庚辛壬癸"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "明华建国文军平志伟芳娜秀英敏静丽强磊洋艳勇杰涛超霞桂兰玉梅鑫宇浩然子涵思雨欣怡"
BORN_FROM, BORN_DAYS = date(1955, 1, 1), 17_000
FIRM_KINDS = ("商贸", "科技", "建筑工程", "物流", "餐饮管理")


def courts_of(many: int) -> list[str]:
    """Codes of the first courts of first instance of one city, the best known first."""
    rows = tables().courts.values()
    codes = sorted(c.code for c in rows if c.level == "基层" and c.code.startswith(PREFIX) and c.status == "current")
    return sorted(codes, key=lambda code: (code != FIRST, code))[:many]


def found_courts(codes: list[str], book: LawBook) -> list[Court]:
    """Enter these courts and their superiors, each with divisions and somebody in every post. They are marked as demonstration."""
    superiors = {found.parent_code for code in codes if (found := tables().court(code))}
    return [_found(code, book) for code in [*codes, *sorted(superiors - set(codes) - {""})]]


def _found(code: str, book: LawBook) -> Court:
    known = tables().court(code)
    assert known is not None, code
    court = Court.objects.create(
        code=code, name=known.name, level=known.level, parent=known.parent_code, demonstration=True
    )
    divisions = {
        name: Division.objects.create(court=court, name=name, since=SINCE)
        for name in dict.fromkeys([TRIAL_DIVISION, *DIVISIONS.values()])
    }
    for post in sorted(name for name, post in book.posts.items() if post.kind == "post"):
        for n in range(SEVERAL.get(post, 1)):
            person = Person.objects.create(id=new_id(), name=f"演示{_short(book.posts[post].title)}{NUMERALS[n]}")
            division = divisions[DIVISIONS.get(post, TRIAL_DIVISION)]
            Holding.objects.create(person=person, post=post, court=court, division=division, since=SINCE)
    return court


def _short(title: str) -> str:
    return title.partition("（")[0]


def citizen(rng: Random, name: str = "") -> Person:
    """A made-up member of the public, entered with a valid number."""
    return Person.objects.create(
        id=new_id(), kind="person", name=name or full_name(rng), id_number=citizen_number(rng), phone=phone(rng),
        address="北京市东城区演示路1号",
    )  # fmt: skip


def full_name(rng: Random) -> str:
    return rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2))))


def phone(rng: Random) -> str:
    """A telephone number in a range that is not given out."""
    return f"1000{rng.randrange(10**7):07d}"


def citizen_number(rng: Random) -> str:
    """A made-up citizen's number of 18 characters with a valid check digit."""
    born = BORN_FROM + timedelta(days=rng.randrange(BORN_DAYS))
    first = f"110101{born:%Y%m%d}{rng.randrange(1000):03d}"
    return first + citizen_check_digit(first)


def firm_number(rng: Random) -> str:
    """A made-up unified credit code of 18 characters with a valid check digit."""
    first = f"91110101{rng.randrange(10**9):09d}"
    return first + credit_check_digit(first)


def firm_name(rng: Random) -> str:
    return f"北京演示{full_name(rng)[1:]}{rng.choice(FIRM_KINDS)}有限公司"


def litigant(rng: Random, person: Person | None = None) -> dict[str, str]:
    """A row of the record `litigant`: of this person, else of somebody new, one in three an organisation."""
    if person is not None:
        return {
            "kind": person.kind, "name": person.name, "id_number": person.id_number, "phone": person.phone,
            "address": person.address,
        }  # fmt: skip
    if rng.random() < 0.33:
        row = {"kind": "organisation", "name": firm_name(rng), "id_number": firm_number(rng)}
    else:
        row = {"kind": "person", "name": full_name(rng), "id_number": citizen_number(rng)}
    return row | {"phone": phone(rng), "address": "北京市西城区演示街2号"}
