"""What leaves the house tells nobody who made it, when or where, and still opens: pages, cells, pixels and samples are what they were."""

from __future__ import annotations

import io
import struct
import wave
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image
from pypdf import PdfReader

from app.infra.silence import silence
from app.infra.silent_sounds import _checksum
from app.infra.silent_webm import silent_webm
from app.kernel.errors import Invalid
from tests.evidence.samples import archive, movie, pdf, portrait, sound, told_pdf, told_sheet, told_word

TOLD = (b"real person A", b"real company B", b"private title C", b"113.5412", b"113,32", b"GPS")


def unpacked(content: bytes) -> bytes:
    """All bytes of a file that is a zip inside, else the file; a PDF with its streams."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return b"".join(file.read(name) for name in file.namelist())
    return content


def tells(content: bytes) -> set[bytes]:
    return {each for each in TOLD if each in unpacked(content)}


def test_a_pdf_keeps_its_page_and_its_photo_alone() -> None:
    told = told_pdf()
    assert {b"real person A", b"real company B", b"private title C", b"113,32"} <= tells(told)
    silent = silence(told, "权属.pdf")
    reader = PdfReader(io.BytesIO(silent))
    assert tells(silent) == set()
    assert (reader.metadata, reader.xmp_metadata) == (None, None)
    assert reader.pages[0].images[0].image.tobytes() == PdfReader(io.BytesIO(told)).pages[0].images[0].image.tobytes()
    assert silence(told, "权属.pdf") == silent


def test_earlier_states_of_a_pdf_stay_behind() -> None:
    later = io.BytesIO()
    from_old = told_pdf()
    later.write(from_old + b"\n% real person A was here\n" + from_old[from_old.rindex(b"startxref") :])
    assert tells(silence(later.getvalue(), "a.pdf")) == set()


def test_a_word_file_keeps_words_photo_and_comment(tmp_path: Path) -> None:
    told = told_word()
    assert {b"real person A", b"real company B", b"private title C", b"113.5412"} <= tells(told)
    silent = silence(told, "章程.docx")
    assert tells(silent) == set()
    opened = docx.Document(io.BytesIO(silent))
    assert [each.text for each in opened.paragraphs] == ["现状良好"]
    assert [each.author for each in opened.comments] == ["批注人"]
    assert len(opened.inline_shapes) == 1
    with zipfile.ZipFile(io.BytesIO(silent)) as file:
        assert {entry.date_time for entry in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_sheet_keeps_its_cells() -> None:
    told = told_sheet()
    assert {b"real person A", b"real company B", b"113.5412"} <= tells(told)
    silent = silence(told, "清单.xlsx")
    assert tells(silent) == set()
    opened = openpyxl.load_workbook(io.BytesIO(silent))
    assert (opened.active["A1"].value, list(opened.custom_doc_props.names)) == ("物业费", [])


def test_slides_and_ofd_lose_their_makers() -> None:
    slides = archive({"ppt/presentation.xml": b"<p/>", "docProps/core.xml": b"<c>real person A</c>"})
    assert tells(silence(slides, "a.pptx")) == set()
    info = b"<ofd:DocInfo><ofd:DocID>77</ofd:DocID><ofd:Author>real person A</ofd:Author></ofd:DocInfo>"
    licence = archive({"OFD.xml": b'<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody>' + info + b"</ofd:DocBody></ofd:OFD>"})
    silent = unpacked(silence(licence, "a.ofd"))
    assert (b"real person A" in silent, b"77" in silent) == (False, True)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_keeps_its_pixels(kind: str) -> None:
    told = portrait(kind)
    silent = silence(told, f"a.{kind.lower()}")
    with Image.open(io.BytesIO(told)) as before, Image.open(io.BytesIO(silent)) as after:
        assert dict(before.getexif())
        assert dict(after.getexif()) == {}
        assert (after.format, after.tobytes()) == (kind, before.tobytes())
    assert tells(silent) == set()


def test_a_turned_picture_stands_upright_without_exif() -> None:
    with Image.open(io.BytesIO(silence(portrait(turned=True), "a.jpg"))) as image:
        assert (image.size, dict(image.getexif())) == ((40, 60), {})


def ogg(*pages: tuple[int, bytes, tuple[int, ...]]) -> bytes:
    """Pages of an OGG stream: flags, data, laces; with right checksums."""
    made = b""
    for number, (flags, data, laces) in enumerate(pages):
        head = struct.pack("<4sBBQIIIB", b"OggS", 0, flags, 0, 7, number, 0, len(laces)) + bytes(laces)
        made += head[:22] + struct.pack("<I", _checksum(head + data)) + head[26:] + data
    return made


def test_tags_of_sound_are_gone_and_the_samples_stay() -> None:
    frames = b"\xff\xfb\x90\x64" + bytes(range(200)) * 4
    id3 = b"ID3\x04\0\0" + bytes([0, 0, 1, 0]) + b"TPE1 real person A".ljust(128, b"\0")
    ape = b"real person A" + struct.pack("<8sIIII8s", b"APETAGEX", 2000, 45, 1, 0, b"")
    assert silence(id3 + frames + ape + b"TAG" + b"real person A".ljust(125, b"\0"), "a.mp3") == frames
    list_chunk = b"LIST" + struct.pack("<I", 14) + b"real person A\0"
    told = sound() + list_chunk
    silent = silence(told[:4] + struct.pack("<I", len(told) - 8) + told[8:], "a.wav")
    assert silent == sound()
    with wave.open(io.BytesIO(silent)) as file:
        assert file.getnframes() == 24000


def test_the_words_of_an_ogg_are_blank_over_two_pages_and_its_checksums_right() -> None:
    comment = b"OpusTags" + struct.pack("<I", 4) + b"Lavf" + struct.pack("<II", 1, 300) + b"ARTIST=real person A".ljust(300, b".")
    first = (2, b"OpusHead" + bytes(11), (19,))
    told = ogg(first, (0, comment[:255], (255,)), (1, comment[255:] + b"SOUND", (len(comment) - 255, 5)), (4, b"MORE", (4,)))
    blank = (b"OpusTags" + bytes(len(comment)))[: len(comment)]
    assert silence(told, "a.ogg") == ogg(first, (0, blank[:255], (255,)), (1, blank[255:] + b"SOUND", (len(comment) - 255, 5)), (4, b"MORE", (4,)))


def test_a_live_recorded_webm_loses_title_date_and_tags_in_place() -> None:
    def element(kind: bytes, data: bytes) -> bytes:
        return kind + bytes([0x80 | len(data)]) + data

    info = element(b"\x15\x49\xa9\x66", element(b"\x7b\xa9", b"real person A") + element(b"\x44\x61", bytes(8)) + element(b"\x4d\x80", b"Chrome 1"))
    head = element(b"\x1a\x45\xdf\xa3", b"\x42\x82\x84webm") + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + info
    tail = element(b"\x12\x54\xc3\x67", b"GPS 113.5412") + b"\x1f\x43\xb6\x75\x01" + b"\xff" * 7 + b"\xa3\x84clip"
    silent = silent_webm(head + tail)
    assert (tells(silent), len(silent), silent.endswith(b"clip"), b"Chrome" in silent) == (set(), len(head + tail), True, False)
    assert silent_webm(silent) == silent


@pytest.mark.parametrize(
    "make",
    [lambda: pdf(), lambda: b"%PDF-1.7 report", lambda: b"PK\x03\x04" + bytes(90), lambda: portrait()[:300], lambda: b"just words", lambda: movie()[:-100]],
    ids=["pdf without pages", "pdf of one line", "broken zip", "cut picture", "no kind", "cut movie"],
)
def test_what_cannot_be_cleaned_is_refused_by_name(make: Callable[[], bytes]) -> None:
    with pytest.raises(Invalid, match="附件甲："):
        silence(make(), "附件甲")
