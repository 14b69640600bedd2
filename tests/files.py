"""Small files made for tests: sound ones of each kind, and the bad ones that a court is sent."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from functools import cache

import pikepdf
from PIL import Image, ImageDraw, ImageFont

NOTO = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
CONTENT = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(NOTO, size)


def written(*lines: str, size: int = 32, width: int = 1000) -> Image.Image:
    """A white page with lines of black writing."""
    page = Image.new("RGB", (width, 60 + len(lines) * size * 2), "white")
    for n, line in enumerate(lines):
        ImageDraw.Draw(page).text((40, 30 + n * size * 2), line, font=_font(size), fill="black")
    return page


def image(picture: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def png(*lines: str) -> bytes:
    return image(written(*(lines or ("借条",))))


def jpg(*lines: str) -> bytes:
    return image(written(*(lines or ("借条",))), "JPEG")


def pdf(*texts: str) -> bytes:
    """A PDF with a page of its own text for each text (printed as the platform prints its papers)."""
    import typst

    pages = "\n#pagebreak()\n".join(text.replace("\n", "\n\n") for text in texts)
    source = f'#set text(font: "Noto Sans CJK SC", size: 14pt)\n#set page(paper: "a4")\n{pages}\n'
    found = typst.compile(source.encode(), format="pdf")
    assert isinstance(found, bytes)
    return found


def scanned(*pages: Image.Image) -> bytes:
    """A PDF of pictures without any text."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=list(pages[1:]))
    return out.getvalue()


def changed(data: bytes, change: object = None, **saved: object) -> bytes:
    """A PDF after something was done to it."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        if callable(change):
            change(document)
        document.save(out, **saved)
    return out.getvalue()


def docx(*paragraphs: str, parts: Mapping[str, str | bytes] | None = None, body: str = "") -> bytes:
    """A DOCX of these paragraphs; `parts` are added to the archive or replace what is there."""
    text = "".join(f"<w:p><w:r><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs) + body
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT,
        "_rels/.rels": rels,
        "word/document.xml": f'<?xml version="1.0"?><w:document {space}><w:body>{text}</w:body></w:document>',
    }
    return zipped(found | dict(parts or {}))


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()
