"""Recordings and documents are told by their content; what is broken, locked, active, too large or a bomb is refused in words before anybody opens it."""

from __future__ import annotations

import io
import random
import struct
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from app.domains.tasks.sample_photos import SamplePhoto
from app.infra.media import copy_without_metadata, is_blurred
from app.infra.movies import copy_silent, read_movie
from app.infra.recordings import MOST_BYTES, Sort, check_size, inspect_file, told_size
from app.infra.signatures import check_drawn
from app.kernel.errors import Invalid
from tests.evidence.samples import archive, box, movie, pdf, signature, sound, word
from tests.factories.tasks import photo_bytes

AT = datetime(2026, 4, 2, 2, 31, 12, tzinfo=UTC)
MB = 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PHOTO = SamplePhoto("厂门", None)


@pytest.fixture
def look(tmp_path: Path):
    """Inspect bytes as a file of a name and sort."""

    def inspected(content: bytes, name: str, sort: Sort):
        path = tmp_path / "incoming"
        path.write_bytes(content)
        return inspect_file(path, name, sort)

    return inspected


@pytest.mark.parametrize(
    ("content", "name", "sort", "media_type"),
    [
        (movie(), "客厅.mp4", Sort.VIDEO, "video/mp4"),
        (movie(brand=b"qt  "), "IMG_1.MOV", Sort.VIDEO, "video/quicktime"),
        (movie(5, brand=b"M4A "), "询问.m4a", Sort.AUDIO, "audio/mp4"),
        (sound(), "询问.wav", Sort.AUDIO, "audio/x-wav"),
        (b"ID3\x03" + b"\0" * 300, "a.mp3", Sort.AUDIO, "audio/mpeg"),
        (b"#!AMR\n" + b"\0" * 300, "a.amr", Sort.AUDIO, "audio/amr"),
        (b"\x1aE\xdf\xa3" + b"\x93B\x82\x84webm" + b"\0" * 300, "a.webm", Sort.VIDEO, "video/webm"),
        (pdf(), "登记查询.pdf", Sort.DOCUMENT, "application/pdf"),
        (word(), "章程.docx", Sort.DOCUMENT, WORD),
        (archive({"[Content_Types].xml": b"<t/>", "xl/workbook.xml": b"<w/>"}), "清单.xlsx", Sort.DOCUMENT, SHEET),
        (archive({"OFD.xml": b"<o/>"}), "回执.ofd", Sort.DOCUMENT, "application/ofd"),
        (pdf(), "没有扩展名", Sort.DOCUMENT, "application/pdf"),
    ],
)
def test_a_sound_file_is_told_by_its_content(look, content: bytes, name: str, sort: Sort, media_type: str) -> None:
    assert look(content, name, sort).media_type == media_type


@pytest.mark.parametrize(
    ("content", "name", "sort", "words"),
    [
        (b"", "a.mp4", Sort.VIDEO, "空"),
        (movie(), "a.pdf", Sort.VIDEO, "扩展名"),
        (pdf(), "a.docx", Sort.DOCUMENT, "扩展名"),
        (movie(), "a.mp4", Sort.DOCUMENT, "只收 PDF"),
        (b"<html><script>alert(1)</script>", "a.pdf", Sort.DOCUMENT, "只收 PDF"),
        (b"<svg onload=alert(1)>", "a.mp4", Sort.VIDEO, "只收 MP4"),
        (b"MZ" + b"\0" * 300, "a.mp4", Sort.VIDEO, "只收 MP4"),
        (movie(12), "a.mp4", Sort.VIDEO, "12 秒，应不少于 20 秒"),
        (movie()[:-100], "a.mp4", Sort.VIDEO, "损坏"),
        (box(b"ftyp", b"mp42\0\0\0\0isom"), "a.mp4", Sort.VIDEO, "损坏"),
        (movie(30)[:24] + struct.pack(">I4sQ", 1, b"moov", 2**63) + b"\0" * 40, "a.mp4", Sort.VIDEO, "损坏"),
        (archive({"a.txt": b"x"}), "a.zip", Sort.DOCUMENT, "压缩包"),
        (b"PK\x03\x04" + b"\0" * 500, "a.docx", Sort.DOCUMENT, "损坏"),
        (word(**{"word/vbaProject.bin": b"x"}), "a.docx", Sort.DOCUMENT, "宏"),
        (word(**{"word/embeddings/inner.zip": b"x"}), "a.docx", Sort.DOCUMENT, "压缩包"),
        (word(**{"../../etc/passwd": b"x"}), "a.docx", Sort.DOCUMENT, "损坏"),
        (word(**{"word/comments.xml": b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'}), "a.docx", Sort.DOCUMENT, "实体"),
        (word(**{"word/media/zeros.bmp": b"\0" * (64 * MB)}), "a.docx", Sort.DOCUMENT, "过大"),
        (word(**{f"word/x{no}.xml": b"" for no in range(3001)}), "a.docx", Sort.DOCUMENT, "过大"),
        (b"%PDF-1.7\n" * 50, "a.pdf", Sort.DOCUMENT, "损坏"),
        (pdf(b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"), "a.pdf", Sort.DOCUMENT, "脚本"),
        (pdf(b"/OpenAction << /S /J#61vaScript >>"), "a.pdf", Sort.DOCUMENT, "脚本"),
        (pdf(stream=b"1 0 << /S /Launch /F (cmd.exe) >>", kind=b"/Type /ObjStm"), "a.pdf", Sort.DOCUMENT, "脚本"),
        (pdf(b"/Encrypt 3 0 R"), "a.pdf", Sort.DOCUMENT, "加密"),
        (pdf(stream=b"\0" * (300 * MB)), "a.pdf", Sort.DOCUMENT, "过大"),
        (pdf(filters=b"[/FlateDecode /FlateDecode /FlateDecode]"), "a.pdf", Sort.DOCUMENT, "过大"),
        (b"%PDF-1.7\n" + b"1 0 obj endobj\n" * 300_001 + b"%%EOF", "a.pdf", Sort.DOCUMENT, "过大"),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_what_is_not_wanted_is_refused_in_words(look, content: bytes, name: str, sort: Sort, words: str) -> None:
    with pytest.raises(Invalid, match=words):
        look(content, name, sort)


def test_words_inside_a_picture_stream_are_no_script(look) -> None:
    assert look(pdf(stream=b"(/JavaScript /JS /Encrypt)", filters=b"/DCTDecode"), "a.pdf", Sort.DOCUMENT).media_type == "application/pdf"


def test_an_archive_whose_headers_lie_is_counted_while_it_unpacks(look) -> None:
    honest = word(**{"word/media/zeros.bmp": b"\0" * (8 * MB)})
    lying = honest.replace(struct.pack("<I", 8 * MB), struct.pack("<I", 1000))
    assert lying != honest
    with pytest.raises(Invalid):
        look(lying, "a.docx", Sort.DOCUMENT)


def test_a_locked_archive_is_refused(look, tmp_path: Path) -> None:
    content = bytearray(word())
    with zipfile.ZipFile(tmp_path / "incoming", "w") as file:
        file.writestr("word/document.xml", "<w/>")
    content = bytearray((tmp_path / "incoming").read_bytes())
    place = content.index(b"PK\x01\x02") + 8
    content[place] |= 1
    with pytest.raises(Invalid, match="密码"):
        look(bytes(content), "a.docx", Sort.DOCUMENT)


@pytest.mark.parametrize(("sort", "limit"), [(Sort.VIDEO, "500 MB"), (Sort.AUDIO, "100 MB"), (Sort.DOCUMENT, "50 MB")])
def test_each_sort_has_its_limit(sort: Sort, limit: str) -> None:
    check_size(sort, MOST_BYTES[sort])
    with pytest.raises(Invalid, match=f"上限 {limit}"):
        check_size(sort, MOST_BYTES[sort] + 1)
    assert told_size(3_435_973_837) == "3.2 GB"


def test_a_bomb_costs_no_memory(look) -> None:
    content = pdf(stream=b"\0" * (300 * MB))
    tracemalloc.start()
    with pytest.raises(Invalid):
        look(content, "a.pdf", Sort.DOCUMENT)
    assert tracemalloc.get_traced_memory()[1] < 16 * MB
    tracemalloc.stop()


def test_time_place_and_length_are_read_and_gone_from_the_copy(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(movie(42, taken_at=AT))
    found = read_movie(source)
    assert (found.seconds, found.taken_at, found.lat, found.lng) == (42.0, AT, 22.7931, 113.5412)
    copy_silent(source, target, found)
    silent = target.read_bytes()
    assert b"113.5412" not in silent
    assert b"real person" not in silent
    again = read_movie(target)
    assert (again.seconds, again.taken_at, again.lat) == (42.0, None, None)
    assert len(silent) == source.stat().st_size
    assert silent[-4000:] == source.read_bytes()[-4000:]


def test_mutated_files_never_fail_in_another_way(look) -> None:
    chance = random.Random(11)
    kinds = [(movie(size=300), "a.mp4", Sort.VIDEO), (pdf(), "a.pdf", Sort.DOCUMENT), (word(), "a.docx", Sort.DOCUMENT), (sound(1)[:400], "a.wav", Sort.AUDIO)]
    for _ in range(800):
        original, name, sort = chance.choice(kinds)
        mutated = bytearray(original[: chance.randint(1, len(original))] if chance.random() < 0.2 else original)
        for _ in range(chance.randint(1, 12)):
            mutated[chance.randrange(len(mutated))] = chance.randrange(256)
        try:
            look(bytes(mutated), name, sort)
        except Invalid:
            continue


@pytest.mark.parametrize(("content", "words"), [(signature(ink=0), "太短"), (signature()[:400], "不完整|处理"), (photo_bytes(PHOTO), "扩展名")])
def test_a_signature_has_ink(content: bytes, words: str) -> None:
    check_drawn(signature())
    with pytest.raises(Invalid, match=words):
        check_drawn(content)


def test_a_soft_picture_is_told_from_a_sharp_one() -> None:
    sharp, soft = copy_without_metadata(photo_bytes(PHOTO), "image/jpeg"), io.BytesIO()
    Image.open(io.BytesIO(sharp)).filter(ImageFilter.GaussianBlur(12)).save(soft, "JPEG")
    assert not is_blurred(sharp)
    assert is_blurred(soft.getvalue())
