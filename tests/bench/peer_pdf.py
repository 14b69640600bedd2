"""The peer of `pdf`, run by the peers' own Python: python peer_pdf.py PAPERS.json FOLDER N

Prints the first paper (to be warm), then the first N, each to FOLDER/n.pdf; says the CPU-seconds of these N.
"""

from __future__ import annotations

import html
import json
import sys
import time
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

SHEET = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "— " counter(page) " —"; font: 14pt FandolFang } }
body { font: 16pt/28.9pt FandolFang, "Noto Serif CJK SC"; margin: 0; text-align: justify }
p { margin: 0; text-indent: 2em } h1 { font: 22pt/30pt FandolSong; text-align: center; margin: 0 0 12pt; font-weight: normal }
.number { text-align: right; text-indent: 0 } .to { text-indent: 0 } .tail { text-align: right; text-indent: 0; padding-right: 2em }
"""
FONTS = FontConfiguration()
STYLE = CSS(string=SHEET, font_config=FONTS)


def page(paper: dict[str, list[str]]) -> bytes:
    """One paper as PDF bytes."""
    body = "".join(f"<h1>{html.escape(h)}</h1>" for h in paper["headings"])
    body += "".join(f'<p class="{kind}">{html.escape(text)}</p>' for kind, text in paper["pieces"])
    made = HTML(string=f"<!doctype html><html lang='zh'><body>{body}").write_pdf(
        stylesheets=[STYLE], font_config=FONTS, pdf_variant="pdf/a-2b"
    )
    assert made is not None
    return made


def main() -> None:
    papers, folder = json.loads(Path(sys.argv[1]).read_text("utf-8")), Path(sys.argv[2])
    page(papers[0])
    began, made = time.process_time(), [page(paper) for paper in papers[: int(sys.argv[3])]]
    spent = time.process_time() - began
    for n, data in enumerate(made):
        (folder / f"{n}.pdf").write_bytes(data)
    print(spent)


if __name__ == "__main__":
    main()
