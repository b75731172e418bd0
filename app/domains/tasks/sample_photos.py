"""Invented photos for the demonstration and tests: a drawn picture with a caption, carrying time and place in its EXIF like a phone's."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

from PIL import ExifTags, Image, ImageDraw, ImageFont
from PIL.TiffImagePlugin import IFDRational

from app.kernel.clock import local

_FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
)
_WALLS = ((196, 204, 212), (206, 198, 186), (188, 200, 190), (203, 196, 205))
_THINGS = ((74, 102, 138), (150, 92, 60), (90, 120, 92), (120, 110, 70), (96, 88, 120))


@dataclass(frozen=True)
class SamplePhoto:
    """What an invented photo shows and says: caption, when (aware), where (WGS-84 degrees; None: no place)."""

    caption: str
    taken_at: datetime | None
    lng: float | None = None
    lat: float | None = None
    width: int = 1600
    height: int = 1200


def make_photo(sample: SamplePhoto) -> bytes:
    """A JPEG of the sample; the same sample gives the same bytes."""
    image = _draw(sample)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70, exif=_exif(sample))
    return out.getvalue()


def _draw(sample: SamplePhoto) -> Image.Image:
    """A hall with a few machines in perspective and a label: enough to tell one picture from another."""
    chance = random.Random(f"{sample.caption}|{sample.taken_at}")
    width, height = sample.width, sample.height
    image = Image.new("RGB", (width, height), chance.choice(_WALLS))
    pen = ImageDraw.Draw(image)
    pen.polygon([(0, height), (width, height), (width * 3 // 4, height * 3 // 5), (width // 4, height * 3 // 5)], fill=(140, 138, 134))
    for _ in range(chance.randint(2, 4)):
        left, top = chance.randint(width // 10, width * 6 // 10), chance.randint(height * 3 // 10, height * 5 // 10)
        wide, high = chance.randint(width // 8, width // 3), chance.randint(height // 5, height * 2 // 5)
        pen.rectangle([left, top, left + wide, top + high], fill=chance.choice(_THINGS), outline=(40, 44, 50), width=6)
        pen.ellipse([left + wide // 8, top + high // 8, left + wide // 3, top + high // 3], fill=(222, 222, 214), outline=(40, 44, 50), width=4)
    pen.rectangle([0, height - 130, width, height], fill=(24, 28, 34))
    pen.text((36, height - 112), sample.caption, fill=(240, 240, 236), font=_font(48))
    stamp = f"{local(sample.taken_at):%Y-%m-%d %H:%M:%S}" if sample.taken_at else ""
    pen.text((36, height - 52), f"{stamp}  演示图片，非实景", fill=(190, 196, 204), font=_font(30))
    return image


def _exif(sample: SamplePhoto) -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Paifu"
    exif[ExifTags.Base.Model] = "Demonstration"
    if sample.taken_at is not None:
        taken = local(sample.taken_at)
        details: dict[int, str] = {ExifTags.Base.DateTimeOriginal: f"{taken:%Y:%m:%d %H:%M:%S}", ExifTags.Base.OffsetTimeOriginal: "+08:00"}
        exif.get_ifd(ExifTags.IFD.Exif).update(details)
    if sample.lng is not None and sample.lat is not None:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(
            {
                ExifTags.GPS.GPSLatitudeRef: "N" if sample.lat >= 0 else "S",
                ExifTags.GPS.GPSLatitude: _parts(sample.lat),
                ExifTags.GPS.GPSLongitudeRef: "E" if sample.lng >= 0 else "W",
                ExifTags.GPS.GPSLongitude: _parts(sample.lng),
            }
        )
    return exif


def _parts(degrees: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    """Degrees, minutes and seconds to a thousandth, as EXIF keeps them."""
    thousandths = round(Fraction(abs(degrees)) * 3_600_000)
    whole, rest = divmod(thousandths, 3_600_000)
    minutes, seconds = divmod(rest, 60_000)
    return IFDRational(whole, 1), IFDRational(minutes, 1), IFDRational(seconds, 1000)


@lru_cache(maxsize=4)
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    found = next((path for path in _FONTS if path.exists()), None)
    return ImageFont.truetype(str(found), size) if found else ImageFont.load_default(size)
