"""Invented recordings and documents, built byte by byte: small, valid, and as wicked as a test wants them."""

from __future__ import annotations

import io
import struct
import wave
import zipfile
import zlib
from datetime import UTC, datetime

import docx
import openpyxl
from openpyxl.packaging.custom import StringProperty
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

_EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def box(kind: bytes, *content: bytes) -> bytes:
    """A box of an MP4."""
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8, kind) + body


def movie(seconds: int = 30, *, taken_at: datetime | None = None, place: str = "+22.7931+113.5412/", size: int = 4000, brand: bytes = b"mp42") -> bytes:
    """An MP4 of that length with a place in it; the picture track is noise."""
    made = int((taken_at - _EPOCH).total_seconds()) if taken_at else 0
    head = struct.pack(">IIIII", 0, made, made, 1000, seconds * 1000) + b"\0" * 80
    times = struct.pack(">III", 0, made, made)
    track = box(b"trak", box(b"tkhd", times + b"\0" * 72), box(b"mdia", box(b"mdhd", times + b"\0" * 12)))
    told = box(b"\xa9xyz", struct.pack(">HH", len(place), 0x15C7) + place.encode()) + box(b"auth", b"OnePlus of a real person")
    words = box(b"udta", told) if place else b""
    noise = (bytes(range(256)) * (size // 256 + 1))[:size]
    kin = brand if brand == b"qt  " else b"isom"
    return box(b"ftyp", brand + b"\0\0\0\0" + kin) + box(b"moov", box(b"mvhd", head), track, words) + box(b"mdat", noise)


def sound(seconds: int = 3) -> bytes:
    """A WAV of silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"\x80" * 8000 * seconds)
    return out.getvalue()


def archive(entries: dict[str, bytes]) -> bytes:
    """A zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


def word(**more: bytes) -> bytes:
    """A DOCX, with more entries."""
    return archive({"[Content_Types].xml": TYPES, "_rels/.rels": b"<r/>", "word/document.xml": b"<w/>", **more})


def pdf(words: bytes = b"", *, stream: bytes = b"BT /F1 12 Tf (page) Tj ET", filters: bytes = b"/FlateDecode", kind: bytes = b"") -> bytes:
    """A PDF of one deflated stream, with words in its catalogue."""
    packed = zlib.compress(stream, 9)
    body = b"1 0 obj\n<< /Type /Catalog " + words + b" >>\nendobj\n2 0 obj\n<< " + kind + b" /Filter " + filters + b" /Length "
    return b"%PDF-1.7\n" + body + str(len(packed)).encode() + b" >>\nstream\n" + packed + b"\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def signature(*, ink: int = 5) -> bytes:
    """A PNG of the pad with a line as thick as `ink`; 0 leaves it blank."""
    image = Image.new("RGB", (960, 360), "white")
    if ink:
        ImageDraw.Draw(image).line([(100, 200), (300, 80), (500, 260), (800, 120)], fill="black", width=ink)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def portrait(kind: str = "JPEG", *, turned: bool = False) -> bytes:
    """A small picture with the place 113.5412 E and the name 真人甲 in its EXIF, and words where the kind has them."""
    exif = Image.Exif()
    exif[0x013B] = "real person A"
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 47.0, 35.16), 3: "E", 4: (113.0, 32.0, 28.32)})
    words = PngInfo()
    words.add_text("Author", "real person A")
    out = io.BytesIO()
    more = {"pnginfo": words} if kind == "PNG" else {}
    Image.linear_gradient("L").resize((60, 40)).convert("RGB").save(out, kind, exif=exif, **more)
    return out.getvalue()


def told_pdf() -> bytes:
    """A PDF of one page with a photo on it; author, company and a place told in its information, its XMP, its page and its photo."""
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><pdf:Author>real person A</pdf:Author><exif:GPSLongitude>113,32.472E</exif:GPSLongitude></x:xmpmeta>'
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    photo = StreamObject()
    names = {"/Type": "/XObject", "/Subtype": "/Image", "/ColorSpace": "/DeviceRGB", "/Filter": "/DCTDecode"}
    photo.update({NameObject(name): NameObject(value) for name, value in names.items()})
    photo.update({NameObject(name): NumberObject(value) for name, value in {"/Width": 60, "/Height": 40, "/BitsPerComponent": 8}.items()})
    photo._data = portrait()
    told = StreamObject()
    told.set_data(xmp)
    content = StreamObject()
    content.set_data(b"q 300 0 0 200 100 500 cm /P Do Q")
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): DictionaryObject({NameObject("/P"): writer._add_object(photo)})})
    page[NameObject("/Contents")] = writer._add_object(content)
    page[NameObject("/Metadata")] = writer._add_object(told)
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/Maker"): TextStringObject("real company B")})
    writer.add_metadata({"/Author": "real person A", "/Company": "real company B", "/Title": "private title C"})
    writer.xmp_metadata = xmp
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def told_word() -> bytes:
    """A real DOCX with a photo, a comment, and author, company and a place in its properties."""
    document = docx.Document()
    run = document.add_paragraph("现状良好").add_run()
    run.add_picture(io.BytesIO(portrait()))
    document.add_comment(run, "以此为准", author="批注人")
    document.core_properties.author = document.core_properties.last_modified_by = "real person A"
    document.core_properties.title = "private title C"
    out = io.BytesIO()
    document.save(out)
    return _with_properties(out.getvalue())


def told_sheet() -> bytes:
    """A real XLSX with author, company, a place, and the path of the person who saved it."""
    book = openpyxl.Workbook()
    book.active["A1"] = "物业费"
    book.properties.creator = "real person A"
    book.custom_doc_props.append(StringProperty(name="GPS", value="113.5412"))
    out = io.BytesIO()
    book.save(out)
    path = b'<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:\\Users\\real person A\\"/></workbook>'
    return _with_properties(out.getvalue(), **{"xl/workbook.xml": path})


def _with_properties(content: bytes, **endings: bytes) -> bytes:
    """With a company in app.xml and a place in custom.xml."""
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/"
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        entries = {name: file.read(name) for name in file.namelist()}
    for name, ending in endings.items():
        entries[name] = entries[name].replace(b"</workbook>", ending)
    entries["docProps/app.xml"] = b'<Properties xmlns="' + kind + b'extended-properties"><Company>real company B</Company></Properties>'
    if "docProps/custom.xml" not in entries:
        entries["docProps/custom.xml"] = b'<Properties xmlns="' + kind + b'custom-properties"><!-- 113.5412 --></Properties>'
        types = b'<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>'
        entries["[Content_Types].xml"] = entries["[Content_Types].xml"].replace(b"</Types>", types)
    return archive(entries)
