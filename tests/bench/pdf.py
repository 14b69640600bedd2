"""`pdf`: judgments printed, pages per CPU-second, beside WeasyPrint with the same sheet in HTML and CSS, both warm.

Both print the same words on A4 with the official text area, embedded fonts and page numbers; before anything is timed the
text read back from both files must be the source, sign by sign. `pdf-cold` is the CPU of a process that prints one paper and
ends; `pdf-each` the CPU of one of 1,000 different judgments, in milliseconds. WeasyPrint needs Pango (Debian: libpangoft2-1.0-0).
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from time import process_time

import pypdfium2

from tests.bench import peers
from tests.bench.line import Line
from xiezhi.kernel.papers.layout import lay_out
from xiezhi.kernel.papers.printing import printed

SEED, MANY, PEERED, DAY = 20250415, 1_000, 60, date(2025, 4, 15)
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许", "明强芳伟敏静磊洋勇艳杰娟涛超霞平刚桂英华"
REASONS = (
    "合法的借贷关系受法律保护。原告提交的借条、转账记录相互印证，足以认定借款已经交付。",
    "被告抗辩已经归还部分款项，但所提交的记录不能证明与本案借款有关，该抗辩意见缺乏事实依据，本院不予采纳。",
    "双方没有约定利息，视为没有利息；被告逾期未还，原告主张自逾期之日起的利息，于法有据，本院予以支持。",
    "当事人对自己提出的主张，有责任提供证据；没有证据或者证据不足以证明其事实主张的，由负有举证责任的当事人承担不利后果。",
)
ONE = """
import json, sys
from datetime import date
from xiezhi.kernel.papers.printing import printed
open(sys.argv[2], "wb").write(printed(json.load(open(sys.argv[1]))[0]["text"], date(2025, 4, 15)))
"""


def judgments(many: int, seed: int = SEED) -> list[str]:
    """So many different judgments, of about three pages each."""
    rng, found = Random(seed), []
    for n in range(1, many + 1):
        people = [rng.choice(FAMILY) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2)))) for _ in range(4)]
        sum_, lent = rng.randrange(5_000, 900_000), date(2020, 1, 1) + timedelta(days=rng.randrange(1500))
        found.append(_judgment(n, people, sum_, f"{lent.year}年{lent.month}月{lent.day}日", rng))
    return found


def _judgment(n: int, people: list[str], sum_: int, lent: str, rng: Random) -> str:
    a, b, judge, clerk = people
    why = "\n".join(rng.choice(REASONS) + rng.choice(REASONS) for _ in range(rng.randrange(6, 12)))
    return f"""北京市东城区人民法院
民事判决书

（2025）京0101民初{n}号

原告：{a}，住北京市东城区演示街{n}号。
被告：{b}，住北京市东城区演示街{n + 1}号。

原告{a}与被告{b}民间借贷纠纷一案，本院立案后，依法进行了审理。本案现已审理终结。
原告向本院提出诉讼请求：判令被告归还借款本金{sum_}元，诉讼费用由被告负担。
经审理查明：{lent}，被告{b}向原告{a}借款{sum_}元，约定一年后归还，到期未还。
本院认为：
{why}
依照《中华人民共和国民法典》第六百七十五条、第六百七十六条，《中华人民共和国民事诉讼法》第六十七条规定，判决如下：
一、被告{b}于本判决生效之日起十日内归还原告{a}借款本金{sum_}元；
二、驳回原告{a}的其他诉讼请求。
如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，上诉于北京市第二中级人民法院。

审判员　{judge}

二〇二五年四月十五日

书记员　{clerk}
"""


def plain(text: str) -> str:
    """Without blanks and page numbers."""
    return re.sub(r"\s|\ufffe|—\s*\d+\s*—", "", text)


def read_back(pdf: bytes) -> tuple[str, int]:
    """(text without page numbers, pages)."""
    document = pypdfium2.PdfDocument(pdf)
    return plain("".join(page.get_textpage().get_text_range() for page in document)), len(document)


def lines() -> Iterator[Line]:
    texts = judgments(MANY)
    with tempfile.TemporaryDirectory() as folder:
        peer_files, peer_seconds, peer_cold = _weasyprint(texts[:PEERED], Path(folder))
        ours_files = [printed(text, DAY) for text in texts[:PEERED]]
        ours, theirs = [read_back(f) for f in ours_files], [read_back(f) for f in peer_files]
        equal = all(o[0] == p[0] == plain(t) for o, p, t in zip(ours, theirs, texts, strict=False))
        began = process_time()
        for text in texts:
            printed(text, DAY)
        spent = process_time() - began
        pages = sum(n for _, n in ours) / PEERED * MANY
        peer = sum(n for _, n in theirs) / peer_seconds
        yield Line("pdf", pages / spent, peer, "higher", equal, "pages/cpu-s", "ratio>=6")
        yield Line("pdf-each", spent / MANY * 1000, peer_seconds / PEERED * 1000, "lower", equal, "cpu-ms", "ours<=25")
        yield Line("pdf-cold", _cold(Path(folder)), peer_cold, "lower", equal, "cpu-s")


def _weasyprint(texts: list[str], folder: Path) -> tuple[list[bytes], float, float]:
    """The peer's files, the CPU-seconds that it took for them once warm, and for one paper in a process of its own."""
    papers = []
    for text in texts:
        headings, pieces = lay_out(text)
        papers.append({"text": text, "headings": headings, "pieces": [(p.kind, p.text) for p in pieces]})
    (folder / "papers.json").write_text(json.dumps(papers, ensure_ascii=False), "utf-8")
    seconds = float(peers.run("peer_pdf.py", str(folder / "papers.json"), str(folder), str(len(papers))))
    files = [(folder / f"{n}.pdf").read_bytes() for n in range(len(papers))]
    before = _children()
    peers.run("peer_pdf.py", str(folder / "papers.json"), str(folder), "0")
    return files, seconds, _children() - before


def _cold(folder: Path) -> float:
    before = _children()
    subprocess.run([sys.executable, "-c", ONE, str(folder / "papers.json"), str(folder / "cold.pdf")], check=True)
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
