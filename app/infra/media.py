"""Pictures from outside: checked by content before they are decoded, place and time read, copies without metadata (trust.md R17–R19)."""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

import filetype
from PIL import ExifTags, Image, ImageFile, ImageFilter, ImageOps, ImageStat

from app.kernel.clock import SHANGHAI
from app.kernel.errors import Invalid

MOST_BYTES = 25 * 1024 * 1024
MOST_PIXELS = {"image/jpeg": 100_000_000, "image/png": 40_000_000, "image/webp": 40_000_000}
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
EXTENSIONS = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
SHOWN_SIDE, THUMBNAIL_SIDE = 2048, 320
LEAST_SHARPNESS = 12.0
warnings.filterwarnings("ignore", module=r"PIL\.")  # of damaged metadata: what cannot be read is read as absent
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    ZeroDivisionError,
    AttributeError,
    struct.error,
    Image.DecompressionBombError,
)


@dataclass(frozen=True)
class Picture:
    """What a picture says of itself. taken_at: aware; lng, lat: WGS-84 degrees; None where it does not say."""

    media_type: str
    width: int
    height: int
    taken_at: datetime | None
    lng: float | None
    lat: float | None

    @property
    def long_side(self) -> int:
        """The longer side in pixels."""
        return max(self.width, self.height)


def inspect(content: bytes, name: str = "") -> Picture:
    """Read a picture's kind, size, time and place without decoding it; Invalid (M-36, M-37, M-41) for what is too big, no picture, or broken."""
    if len(content) > MOST_BYTES:
        raise Invalid(f"照片 {len(content) // 1048576} MB 太大，单张上限 {MOST_BYTES // 1048576} MB：降低分辨率再传", field="photo")
    guessed = filetype.guess(content)
    media_type = guessed.mime if guessed else "未知"
    if media_type not in FORMATS:
        raise Invalid(f"文件内容与扩展名不符：内容是 {media_type}，只收 JPEG、PNG、WebP 照片。重新导出原图再上传", field="photo")
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if extension in EXTENSIONS and EXTENSIONS[extension] != media_type:
        raise Invalid(f"文件内容与扩展名不符：名称是 .{extension}，内容是 {media_type}。重新导出原图再上传", field="photo")
    try:
        with _opened(content, media_type) as image:
            (width, height), (taken_at, lng, lat) = _upright(image), _time_and_place(image)
            return Picture(media_type, width, height, taken_at, lng, lat)
    except BROKEN as error:
        raise _unreadable() from error


def copy_without_metadata(content: bytes, media_type: str, *, side: int = SHOWN_SIDE, quality: int = 82) -> bytes:
    """A JPEG of at most `side` pixels, upright, without any metadata; Invalid when the picture cannot be decoded."""
    try:
        with _opened(content, media_type) as image:
            image.draft("RGB", (side, side))
            shown = ImageOps.exif_transpose(image).convert("RGB")
            shown.thumbnail((side, side), Image.Resampling.BICUBIC)
            out = io.BytesIO()
            Image.frombytes("RGB", shown.size, shown.tobytes()).save(out, "JPEG", quality=quality)
            return out.getvalue()
    except BROKEN as error:
        raise _unreadable() from error


def is_blurred(shown: bytes) -> bool:
    """Is a shown copy so soft that nothing can be read in it? The variance of its Laplacian at 512 pixels: a hint to take it again."""
    with Image.open(io.BytesIO(shown), formats=["JPEG"]) as image:
        image.draft("L", (512, 512))
        grey = image.convert("L")
    grey.thumbnail((512, 512), Image.Resampling.BICUBIC)
    edges = grey.filter(ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128))
    inner = edges.crop((1, 1, edges.width - 1, edges.height - 1))  # the filter leaves the border as it was
    return float(ImageStat.Stat(inner).var[0]) < LEAST_SHARPNESS


def _opened(content: bytes, media_type: str) -> Image.Image:
    """Only the decoder of the type found, and never a picture of too many pixels: nothing is decoded yet."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint turns it on for the whole process when it is imported
    image: Image.Image = Image.open(io.BytesIO(content), formats=[FORMATS[media_type]])
    if image.width * image.height > MOST_PIXELS[media_type] or min(image.size) < 1 or getattr(image, "n_frames", 1) > 1:
        image.close()
        raise _unreadable()
    return image


def _unreadable() -> Invalid:
    return Invalid("图片无法处理：像素过多，或文件损坏。换一张，或降低分辨率", field="photo")


def _upright(image: Image.Image) -> tuple[int, int]:
    turned = image.getexif().get(ExifTags.Base.Orientation, 1) in (5, 6, 7, 8)
    return (image.height, image.width) if turned else (image.width, image.height)


def _time_and_place(image: Image.Image) -> tuple[datetime | None, float | None, float | None]:
    exif = image.getexif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    taken = details.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
    lng = _degrees(place.get(ExifTags.GPS.GPSLongitude), place.get(ExifTags.GPS.GPSLongitudeRef), 180)
    lat = _degrees(place.get(ExifTags.GPS.GPSLatitude), place.get(ExifTags.GPS.GPSLatitudeRef), 90)
    whole = lng is not None and lat is not None and (lng, lat) != (0.0, 0.0)
    return _moment(taken, details.get(ExifTags.Base.OffsetTimeOriginal)), lng if whole else None, lat if whole else None


def _moment(text: Any, offset: Any) -> datetime | None:
    """EXIF's local time, in the offset it names or Shanghai's."""
    try:
        local = datetime.strptime(str(text).strip("\0 "), "%Y:%m:%d %H:%M:%S").replace(tzinfo=_zone(str(offset or "")))
    except ValueError:
        return None
    return local if 1990 <= local.year <= 2200 else None


def _zone(offset: str) -> Any:
    if len(offset) == 6 and offset[0] in "+-" and offset[1:3].isdigit() and offset[4:].isdigit():
        minutes = int(offset[1:3]) * 60 + int(offset[4:])
        return timezone(timedelta(minutes=min(minutes, 14 * 60) * (1 if offset[0] == "+" else -1)))
    return SHANGHAI


def _degrees(parts: Any, ref: Any, limit: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(each) for each in parts)
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    value = degrees + minutes / 60 + seconds / 3600
    if not 0 <= value <= limit:
        return None
    return -value if str(ref).strip("\0 ").upper() in ("S", "W") else value
