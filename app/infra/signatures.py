"""Signatures drawn on a screen: a PNG of a plausible size with enough ink in it (M-79)."""

from __future__ import annotations

import io

from PIL import Image

from app.infra.media import BROKEN, inspect
from app.kernel.errors import Invalid

LEAST_SIDES, MOST_SIDES = (200, 80), (4000, 2400)
DARK, LEAST_INK = 128, 400


def check_drawn(content: bytes) -> None:
    """Invalid for what is no drawn signature: another kind of file, a wrong size, blank or too short."""
    picture = inspect(content, "signature.png")
    if picture.media_type != "image/png" or not _fits(picture.width, picture.height):
        raise Invalid("签名图片大小不对，请重签", field="signature")
    if ink_of(content) < LEAST_INK:
        raise Invalid("签名太短，请重签", field="signature")


def ink_of(content: bytes) -> int:
    """Dark pixels of a PNG laid on white; Invalid when it cannot be decoded."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG"]) as image:
            drawn = image.convert("RGBA")
    except BROKEN as error:
        raise Invalid("签名图片不完整，请重签", field="signature") from error
    paper = Image.new("RGBA", drawn.size, "white")
    grey = Image.alpha_composite(paper, drawn).convert("L")
    return sum(grey.histogram()[:DARK])


def _fits(width: int, height: int) -> bool:
    return LEAST_SIDES[0] <= width <= MOST_SIDES[0] and LEAST_SIDES[1] <= height <= MOST_SIDES[1]
