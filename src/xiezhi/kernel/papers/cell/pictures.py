"""Pictures of pages: a photo brought upright, a page of a PDF drawn; both as one size that reads well, as WebP."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from xiezhi.kernel.papers.cell.unfit import Unfit

MOST_PIXELS = 120_000_000
WIDTH, LONGEST = 1240, 4000  # A4 at 150 dots to the inch; a long receipt is not drawn beyond
QUALITY = 78
Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def photo(file: Path) -> Image.Image:
    """A photo upright as its camera held it, at the size of a page. `Unfit` unless it is whole and of a sane size."""
    try:
        with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Unfit("bomb", "图片大得不正常，没有收下。请缩小以后再交")
            # A large JPEG is decoded small at once: a phone's 50 million dots need not all be in memory.
            opened.draft("RGB", (WIDTH * 2, LONGEST))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            return fitted(_flat(upright))
    except Image.DecompressionBombError:
        raise Unfit("bomb", "图片大得不正常，没有收下。请缩小以后再交") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as wrong:
        if isinstance(wrong, Unfit):
            raise
        raise Unfit("broken", "图片不完整或者已经损坏，打不开。请重拍或者重新导出以后再交") from wrong


def _flat(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        layers = picture.convert("RGBA")
        white = Image.new("RGBA", layers.size, "white")
        return Image.alpha_composite(white, layers).convert("RGB")
    return picture.convert("RGB")


def fitted(picture: Image.Image) -> Image.Image:
    """At most as wide as a page and not endlessly long."""
    scale = min(1.0, WIDTH * 1.3 / picture.width, LONGEST / picture.height)
    size = (max(round(picture.width * scale), 1), max(round(picture.height * scale), 1))
    return picture if scale == 1.0 else picture.resize(size, Image.Resampling.LANCZOS)


def sheet(file: Path, index: int) -> Image.Image:
    """A page of a PDF, drawn."""
    document = pypdfium2.PdfDocument(file)
    try:
        return drawn(document[index])
    finally:
        document.close()


def drawn(page: pypdfium2.PdfPage) -> Image.Image:
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), LONGEST / max(height, 1))
    picture: Image.Image = page.render(scale=scale, may_draw_forms=False).to_pil()
    return picture.convert("RGB")


def webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=QUALITY, method=2)
    return out.getvalue()
