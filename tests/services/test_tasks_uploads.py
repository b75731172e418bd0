"""Files of a task come in piece by piece, survive a cut and a restart, are taken in once, scanned, copied without metadata, and swept when nobody goes on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domains.audit.tables import TrailRow
from app.domains.tasks import recordings, uploads
from app.domains.tasks.jobs import make_copy, make_thumbnail, sweep
from app.domains.tasks.queries import get_task, house_photo, list_photos
from app.domains.tasks.queries_evidence import house_file, list_files
from app.domains.tasks.sample_answers import PLANT
from app.domains.tasks.sample_photos import SamplePhoto
from app.domains.tasks.tables import Task, TaskUpload
from app.infra.clamd import Clamd
from app.infra.evidence import EvidenceStore, Quarantined
from app.infra.house import House
from app.infra.outbox import Job
from app.infra.unit_of_work import for_house
from app.infra.uploads import LEAST_FREE, Misplaced, Uploads
from app.kernel.clock import ManualClock
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.kernel.ids import digest_of
from tests.evidence.samples import movie, pdf, signature
from tests.evidence.scanner import EICAR, FOUND, SmallClamd, small_clamd
from tests.factories.tasks import TaskField, found_field, photo_bytes


@pytest.fixture
def field(house: House, clock: ManualClock) -> TaskField:
    return found_field(house, clock)


@pytest.fixture
def task(field: TaskField) -> Task:
    return field.take(field.give())


class Phone:
    """The worker's phone: begins, sends pieces, finishes."""

    def __init__(self, field: TaskField, task: Task, login: str = "worker") -> None:
        self.field, self.task, self.login = field, task, login
        self.uploads = Uploads(field.house.settings.uploads_folder)

    def begin(self, content: bytes, sort: str = "video", **changes: object) -> TaskUpload:
        asked = uploads.BeginUpload(
            "client-0001", sort, len(content), digest_of(content), "客厅.mp4" if sort == "video" else "", captured_at=self.field.clock.now()
        )
        with self.field.house.work(self.field.outside[self.login]) as w:
            return uploads.begin_upload(w, self.uploads, self.task.id, replace(asked, **changes))

    def piece(self, upload: TaskUpload, offset: int, content: bytes) -> int:
        with self.field.house.reading(self.field.outside[self.login]) as r:
            return uploads.receive_piece(r, self.uploads, self.task.id, upload.id, offset, io.BytesIO(content))

    def finish(self, upload: TaskUpload) -> str:
        with self.field.house.work(self.field.outside[self.login]) as w:
            return uploads.finish_upload(w, self.field.house.evidence, self.uploads, self.task.id, upload.id).result_id

    def send(self, content: bytes, sort: str = "video", **changes: object) -> str:
        upload = self.begin(content, sort, **changes)
        self.piece(upload, 0, content)
        return self.finish(upload)


@pytest.fixture
def phone(field: TaskField, task: Task) -> Phone:
    return Phone(field, task)


def acts(house: House) -> list[str]:
    with house.reading() as r:
        return list(r.session.scalars(select(TrailRow.act).order_by(TrailRow.id)))


def test_a_cut_upload_goes_on_where_it_stopped_also_after_a_restart(phone: Phone, field: TaskField) -> None:
    content = movie(taken_at=field.clock.now(), size=90_000)
    upload = phone.begin(content)
    assert phone.piece(upload, 0, content[:30_000]) == 30_000
    with pytest.raises(Misplaced) as misplaced:
        phone.piece(upload, 60_000, content[60_000:])
    assert misplaced.value.offset == 30_000
    with pytest.raises(Conflict, match="已传 33%"):
        phone.finish(upload)
    restarted = Phone(field, phone.task)
    again = restarted.begin(content)
    assert (again.id, restarted.uploads.size(again.id)) == (upload.id, 30_000)
    restarted.piece(again, 30_000, content[30_000:])
    file_id = restarted.finish(again)
    assert restarted.finish(again) == file_id
    with field.house.reading(field.bench["clerk"]) as r:
        (file,) = list_files(r, get_task(r, phone.task.id))
    assert (file.id, file.sort, file.media_type, file.seconds, file.badge) == (file_id, "video", "video/mp4", 30.0, "place_agrees")
    assert field.house.evidence.read(file.digest) == content
    assert acts(field.house).count("task.file_added") == 1


def test_the_trail_holds_both_digests_of_a_file(phone: Phone, field: TaskField) -> None:
    phone.send(movie())
    with field.house.reading() as r:
        details = r.session.scalar(select(TrailRow.details).where(TrailRow.act == "task.file_added"))
    assert details["sha256"] == digest_of(movie())
    assert len(details["sm3"]) == 64


def test_altered_bytes_start_anew_and_too_many_are_refused(phone: Phone) -> None:
    content = movie()
    upload = phone.begin(content)
    phone.piece(upload, 0, bytes(reversed(content)))
    with pytest.raises(Conflict, match="与手机上的不符"):
        phone.finish(upload)
    assert phone.uploads.size(upload.id) == 0
    with pytest.raises(Invalid, match="申报"):
        phone.piece(upload, 0, content + b"more")
    with pytest.raises(Conflict, match="编号"):
        phone.begin(content + b"x")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"size": 501 * 1024 * 1024}, "上限 500 MB"),
        ({"size": 0}, "空"),
        ({"sort": "photo", "size": 26 * 1024 * 1024}, "25 MB"),
        ({"sort": "photo", "shot": "roof"}, "拍摄项"),
        ({"sort": "signature"}, "签名"),
        ({"sort": "program"}, "签名"),
        ({"digest": "x"}, "摘要"),
        ({"client_id": "../../etc"}, "编号"),
    ],
)
def test_what_the_phone_says_is_checked_before_a_byte_comes(phone: Phone, changes: dict[str, object], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        phone.begin(movie(), **changes)


def test_without_room_nothing_is_begun(phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.infra.uploads.shutil.disk_usage", lambda _folder: type("Usage", (), {"free": LEAST_FREE + 100})())
    with pytest.raises(NotNow, match="空间不足"):
        phone.begin(movie())


def test_a_photo_comes_in_pieces_like_any_file(phone: Phone, field: TaskField) -> None:
    content = photo_bytes(SamplePhoto("厂门", field.clock.now(), *PLANT))
    photo_id = phone.send(content, "photo", shot="gate", name="IMG_1.jpg")
    with field.house.reading() as r:
        photo = house_photo(r, photo_id)
    assert (photo.shot, photo.badge, photo.digest, photo.blurred) == ("gate", "place_agrees", digest_of(content), False)


def test_a_signature_is_kept_with_the_text_that_was_on_the_screen(phone: Phone, field: TaskField) -> None:
    words = "任务编号 粤0115-2026-000001\n占有情况：被执行人经营"
    file_id = phone.send(signature(), "signature", caption="卢小帆", words=words)
    with field.house.reading(field.bench["clerk"]) as r:
        file = house_file(r, file_id)
        assert recordings.signed_words(r, field.house.evidence, phone.task.id, file_id) == words.encode()
    assert (file.caption, file.words_digest, file.taken_at) == ("卢小帆", digest_of(words.encode()), field.clock.now())
    with pytest.raises(Invalid, match="太短"):
        phone.send(signature(ink=0), "signature", caption="卢小帆", words=words, client_id="client-0002")
    with pytest.raises(Invalid, match="签名人"):
        phone.send(signature(ink=7), "signature", words=words, client_id="client-0003")


def test_a_refused_file_leaves_nothing_in_the_work(phone: Phone, field: TaskField) -> None:
    with pytest.raises(Invalid, match="脚本"):
        phone.send(pdf(b"/JavaScript"), "document", name="a.pdf")
    with field.house.reading(field.bench["clerk"]) as r:
        assert list_files(r, get_task(r, phone.task.id)) == []


def test_the_worker_makes_a_copy_that_tells_no_place_and_the_original_stays(phone: Phone, field: TaskField) -> None:
    content = movie(taken_at=field.clock.now())
    file_id = phone.send(content)
    house = field.house
    with house.work(field.outside["worker"]) as w, pytest.raises(NotFound):
        recordings.open_copy(w, house.evidence, phone.task.id, file_id)
    for _ in range(2):
        make_copy(house, {"file_id": file_id})
    with house.work(field.outside["worker"]) as w:
        copy = b"".join(house.evidence.stream(recordings.open_copy(w, house.evidence, phone.task.id, file_id).shown_digest))
    assert b"+113.5412" in content
    assert b"+113.5412" not in copy
    assert len(copy) == len(content)
    assert acts(house).count("task.copy_made") == 1
    assert "task.copy_downloaded" in acts(house)


def test_a_document_that_cannot_be_cleaned_has_no_copy_and_the_trail_says_so(phone: Phone, field: TaskField) -> None:
    file_id = phone.send(pdf(), "document", name="a.pdf")
    make_copy(field.house, {"file_id": file_id})
    with field.house.work(field.outside["worker"]) as w, pytest.raises(NotFound):
        recordings.open_copy(w, field.house.evidence, phone.task.id, file_id)
    assert acts(field.house).count("task.copy_not_made") == 1


def test_a_removed_file_leaves_the_work_and_stays_in_evidence(phone: Phone, field: TaskField) -> None:
    file_id = phone.send(movie())
    with field.house.work(field.outside["worker"]) as w:
        recordings.remove_file(w, phone.task.id, file_id)
    with field.house.reading(field.bench["clerk"]) as r:
        assert list_files(r, get_task(r, phone.task.id)) == []
    assert field.house.evidence.read(digest_of(movie())) == movie()


def test_nobody_else_reaches_an_upload(phone: Phone, field: TaskField) -> None:
    upload = phone.begin(movie())
    stranger = Phone(field, phone.task, "worker2")
    manager = Phone(field, phone.task, "agency")
    for other in (stranger, manager):
        with pytest.raises(NotFound):
            other.piece(upload, 0, movie())
    with pytest.raises(NotFound):
        stranger.begin(movie())


def test_nothing_comes_in_after_handing_back(field: TaskField) -> None:
    with pytest.raises(NotNow):
        Phone(field, field.handed_back()).begin(movie())


def test_what_nobody_goes_on_with_is_swept_after_a_fortnight(phone: Phone, field: TaskField) -> None:
    upload = phone.begin(movie())
    phone.piece(upload, 0, movie()[:100])
    field.clock.advance(timedelta(days=13))
    phone.begin(movie())
    field.clock.advance(timedelta(days=13))
    sweep(field.house)
    assert phone.uploads.size(upload.id) == 100
    field.clock.advance(timedelta(days=2))
    sweep(field.house)
    assert phone.uploads.size(upload.id) == 0
    with field.house.reading() as r:
        assert r.session.scalar(for_house(select(TaskUpload))) is None


@pytest.fixture
def clamd() -> Iterator[SmallClamd]:
    with small_clamd() as server:
        yield server


@pytest.fixture
def guarded(field: TaskField, task: Task, clamd: SmallClamd) -> Phone:
    """A phone of a house with a scanner."""
    field.house = replace(field.house, scanner=Clamd(clamd.url), evidence=EvidenceStore(field.house.evidence.storage, scanning=True))
    return Phone(field, task)


def test_an_original_waits_for_its_scan_and_goes_out_when_clean(guarded: Phone, field: TaskField, clamd: SmallClamd) -> None:
    file_id, house = guarded.send(movie()), field.house
    with house.work(field.bench["clerk"]) as w, pytest.raises(NotNow, match="正在检查"):
        recordings.open_file(w, house.evidence, guarded.task.id, file_id)
    make_copy(house, {"file_id": file_id})
    make_copy(house, {"file_id": file_id})
    with house.work(field.bench["clerk"]) as w:
        assert recordings.open_file(w, house.evidence, guarded.task.id, file_id).digest == digest_of(movie())
    assert clamd.heard == [len(movie())]


def test_an_infected_file_is_set_aside_told_and_never_served(guarded: Phone, field: TaskField) -> None:
    content = movie() + EICAR.join((b"\0\0\0" + bytes([8 + len(EICAR)]) + b"free", b""))
    file_id, house = guarded.send(content), field.house
    make_copy(house, {"file_id": file_id})
    make_copy(house, {"file_id": file_id})
    with house.reading() as r:
        file = house_file(r, file_id)
        told = r.session.scalar(select(TrailRow.summary).where(TrailRow.act == "task.file_quarantined"))
    assert (file.found, file.shown_digest) == (FOUND, "")
    assert FOUND in told
    with house.work(field.bench["clerk"]) as w, pytest.raises(Quarantined):
        recordings.open_file(w, house.evidence, guarded.task.id, file_id)
    with pytest.raises(Quarantined):
        house.evidence.read(digest_of(content))
    field.clock.advance(timedelta(minutes=1))
    with pytest.raises((Quarantined, Invalid)):
        guarded.send(content, client_id="client-0002")


def test_an_infected_photo_leaves_the_work(guarded: Phone, field: TaskField) -> None:
    photo_id = guarded.send(photo_bytes(SamplePhoto("厂门", field.clock.now(), *PLANT)) + EICAR, "photo", shot="gate", name="a.jpg")
    make_thumbnail(field.house, {"photo_id": photo_id})
    with field.house.reading(field.bench["clerk"]) as r:
        assert list_photos(r, get_task(r, guarded.task.id)) == []
    with pytest.raises(Quarantined):
        field.house.evidence.read(digest_of(photo_bytes(SamplePhoto("厂门", field.clock.now(), *PLANT)) + EICAR))


def test_a_scanner_that_is_away_leaves_the_file_waiting(guarded: Phone, field: TaskField, clamd: SmallClamd) -> None:
    file_id = guarded.send(movie())
    clamd.answer = b"ERROR"
    with pytest.raises(RuntimeError):
        make_copy(field.house, {"file_id": file_id})
    with field.house.work(field.bench["clerk"]) as w, pytest.raises(NotNow):
        recordings.open_file(w, field.house.evidence, guarded.task.id, file_id)
    with field.house.reading() as r:
        assert r.session.scalar(select(Job.kind).where(Job.kind == "tasks.file")) == "tasks.file"
