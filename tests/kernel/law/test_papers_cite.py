"""A paper that leaves the court cites law a reader can look up, never the short code under which its author noted it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PAPERS = Path(__file__).resolve().parents[3] / "law/papers"
SLOT = re.compile(r"\{[^}]*\}")
CODE = re.compile(r"[A-Z]{2,}\d+|第[零〇一二三四五六七八九十百千]+条-\d|依照[^。；，：\n]*(?<![一-龥])[A-Z]+")


def codes(text: str) -> list[str]:
    """What stands in a paper where its reader would look for an article: `WX77`, `第二条-2`."""
    return CODE.findall(SLOT.sub("", text))


def test_a_code_is_found() -> None:
    assert (
        codes("依照MS242、WX77的规定")
        and codes("依照规定第二条-2，决定")
        and not codes("依照{basis}第二条第二款的规定")
    )


def test_no_paper_prints_a_code() -> None:
    forms = [
        (file.name, title, form)
        for file in sorted(PAPERS.glob("*.toml"))
        for title, form in tomllib.loads(file.read_text("utf-8")).items()
    ]
    assert len(forms) > 300
    assert [
        (file, title, codes(form["text"])) for file, title, form in forms if "text" in form and codes(form["text"])
    ] == []
