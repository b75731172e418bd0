"""Photos: refused before they are decoded, badge by place and time, kept whole, thumbnails made once."""

from __future__ import annotations

import io
import random
import struct
import zlib
from datetime import timedelta

import pytest
from PIL import Image, ImageFile

from app.domains.tasks import service
from app.domains.tasks.jobs import make_thumbnail
from app.domains.tasks.queries import house_photo
from app.domains.tasks.sample_answers import PLANT
from app.domains.tasks.sample_photos import SamplePhoto
from app.infra.house import House
from app.infra.media import copy_without_metadata, inspect
from app.kernel.clock import ManualClock
from app.kernel.errors import Invalid, NotNow
from tests.factories.tasks import TaskField, found_field, photo_bytes

GOOD = SamplePhoto("厂门", None)
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL.*")


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG whose header declares 900 million pixels, in a few kilobytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100_000, 9)) + chunk(b"IEND", b"")


def gif() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2000, 2000)).save(out, "GIF")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.jpg"),
        (b"\xff", "a.jpg"),
        (b"<svg onload=alert(1)>", "a.jpg"),
        (b"GIF89a<script>", "a.gif"),
        (gif(), "a.gif"),
        (bomb(), "a.png"),
        (photo_bytes(GOOD), "a.png"),
        (b"%PDF-1.7\n" * 50, "a.pdf"),
        (b"PK\x03\x04" + b"\0" * 500, "a.zip"),
        (b"\xff\xd8\xff" + b"\0" * 40, "a.jpg"),
        (b"\xff\xd8\xff" * 9_000_000, "a.jpg"),
    ],
    ids=["empty", "one byte", "svg", "html gif", "gif", "bomb", "wrong name", "pdf", "zip", "broken", "too big"],
)
def test_what_is_no_photo_is_refused_in_words(content: bytes, name: str) -> None:
    with pytest.raises(Invalid):
        inspect(content, name)


def test_a_cut_off_photo_is_refused_when_its_copy_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # what importing WeasyPrint does to the process
    content = photo_bytes(GOOD)[:20_000]
    with pytest.raises(Invalid):
        copy_without_metadata(content, inspect(content).media_type)


def test_a_thousand_mutated_photos_never_fail_in_another_way() -> None:
    chance, original = random.Random(7), photo_bytes(SamplePhoto("厂门", None, *PLANT, width=160, height=120))
    for _ in range(1000):
        mutated = bytearray(original)
        for _ in range(chance.randint(1, 12)):
            mutated[chance.randrange(min(len(mutated), 900))] = chance.randrange(256)
        try:
            copy_without_metadata(bytes(mutated), inspect(bytes(mutated)).media_type, side=64)
        except Invalid:
            continue


def at(field: TaskField, **changes: object) -> SamplePhoto:
    plain = {"caption": "厂门", "taken_at": field.clock.now(), "lng": PLANT[0], "lat": PLANT[1]}
    return SamplePhoto(**{**plain, **changes})


@pytest.mark.parametrize(
    ("changes", "badge"),
    [
        ({}, "place_agrees"),
        ({"lng": PLANT[0] + 0.002}, "place_agrees"),
        ({"lng": PLANT[0] + 0.02}, "place_differs"),
        ({"lng": None, "lat": None}, "no_place"),
        ({"taken_at": None}, "time_differs"),
    ],
)
def test_place_and_time_decide_the_badge(field: TaskField, changes: dict[str, object], badge: str) -> None:
    task = field.take(field.give())
    photo_id = field.send(task, "gate", at(field, **changes))
    with field.house.reading() as r:
        photo = house_photo(r, photo_id)
    assert photo is not None
    assert photo.badge == badge


def test_a_photo_kept_through_a_dead_spot_counts_from_when_the_phone_took_it(field: TaskField) -> None:
    task = field.take(field.give())
    sample, taken_at = at(field), field.clock.now()
    field.clock.advance(timedelta(hours=2))
    kept = field.send(task, "gate", sample, captured_at=taken_at)
    late = field.send(task, "lane", at(field, caption="通道", taken_at=taken_at), client_id="client-0002")
    with field.house.reading() as r:
        assert [house_photo(r, each).badge for each in (kept, late)] == ["place_agrees", "time_differs"]


def test_the_phones_own_place_serves_where_the_picture_has_none(field: TaskField) -> None:
    task = field.take(field.give())
    photo_id = field.send(task, "gate", at(field, lng=None, lat=None), place=PLANT)
    with field.house.reading() as r:
        assert house_photo(r, photo_id).badge == "place_agrees"


def test_a_small_picture_or_an_unknown_shot_is_refused(field: TaskField) -> None:
    task = field.take(field.give())
    with pytest.raises(Invalid, match="1600"):
        field.send(task, "gate", at(field, width=800, height=600))
    with pytest.raises(Invalid, match="拍摄项"):
        field.send(task, "roof", at(field))


def test_no_photo_is_taken_in_after_handing_back(field: TaskField) -> None:
    task = field.handed_back()
    with pytest.raises(NotNow):
        field.send(task, "gate", at(field, caption="补拍"))


def test_a_retaken_photo_leaves_the_work_and_stays_in_evidence(field: TaskField) -> None:
    task = field.take(field.give())
    photo_id = field.send(task, "gate", at(field))
    with field.house.work(field.outside["worker"]) as w:
        service.remove_photo(w, task.id, photo_id)
    with field.house.reading() as r:
        photo = house_photo(r, photo_id)
    assert photo.removed_at is not None
    assert field.house.evidence.read(photo.digest) == photo_bytes(at(field))


def test_the_thumbnail_is_made_once_and_is_small(field: TaskField) -> None:
    task = field.take(field.give())
    photo_id = field.send(task, "gate", at(field))
    for _ in range(2):
        make_thumbnail(field.house, {"photo_id": photo_id})
    with field.house.reading() as r:
        photo = house_photo(r, photo_id)
    thumbnail = field.house.evidence.read(photo.thumb_digest)
    assert len(thumbnail) < 30_000
    assert inspect(thumbnail).long_side == 320
