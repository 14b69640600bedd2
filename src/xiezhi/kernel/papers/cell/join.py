"""Several photos as one PDF, in their order. A JPEG goes in as it is: evidence is not compressed a second time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from xiezhi.kernel.papers.cell.pictures import photo

Frame = tuple[dict[str, Any], bytes]
A4 = (595.0, 842.0)
TURN = {3: 180, 6: 90, 8: 270}  # how a camera says that it was held
ORIENTATION = 0x0112


def join(paths: list[str]) -> Iterator[Frame]:
    """One frame: {"pages"} and the PDF. The same photos in the same order give the same bytes."""
    document = pikepdf.new()
    for path in paths:
        _page(document, Path(path))
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    yield {"pages": len(paths)}, out.getvalue()


def _page(document: pikepdf.Pdf, file: Path) -> None:
    with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as opened:
        plain = opened.format == "JPEG" and opened.mode in ("RGB", "L")
        turn = int(opened.getexif().get(ORIENTATION, 1))
        size, grey = opened.size, opened.mode == "L"
    if plain and turn in (1, *TURN):
        data, angle = file.read_bytes(), TURN.get(turn, 0)
    else:
        picture, out = photo(file), io.BytesIO()
        picture.save(out, "JPEG", quality=92)
        data, size, grey, angle = out.getvalue(), picture.size, False, 0
    image = pikepdf.Stream(document, data)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = *size, 8
    image.ColorSpace = pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB
    image.Filter = pikepdf.Name.DCTDecode
    sides = A4 if size[0] <= size[1] else A4[::-1]
    scale = min(sides[0] / size[0], sides[1] / size[1])
    width, height = size[0] * scale, size[1] * scale
    page = document.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=image))
    page.Contents = pikepdf.Stream(document, f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Photo Do Q".encode())
    page.Rotate = angle
