"""Tasks in any state for tests: the survey of the packaging machines given to 安衡, with photos drawn by code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from app.demonstration.drawing import drawn_signature
from app.domains.assets.tables import Asset
from app.domains.tasks import service
from app.domains.tasks.fields import Column, Field, Kind, Type
from app.domains.tasks.kinds.appraisal_support import ORDERED
from app.domains.tasks.kinds.listing_prep import CONTENTS
from app.domains.tasks.queries import get_task
from app.domains.tasks.recordings import SIGNATURE, SendFile, add_signature
from app.domains.tasks.sample_answers import PLANT, machine_answers, machine_photos
from app.domains.tasks.sample_photos import SamplePhoto, make_photo
from app.domains.tasks.tables import Task
from app.infra.house import House
from app.kernel.clock import ManualClock
from app.kernel.ids import digest_of
from tests.factories.agencies import Outside, found_agencies
from tests.factories.assets import make_asset
from tests.factories.cases import make_case
from tests.factories.courts import Bench, found_bench

photo_bytes = lru_cache(maxsize=256)(make_photo)


@dataclass
class TaskField:
    """A court, its agencies, a case with the machines, and the clock."""

    house: House
    clock: ManualClock
    bench: Bench
    outside: Outside
    asset: Asset

    def give(self, **changes: Any) -> Task:
        """The clerk gives 安衡 the survey of the machines, due in five days."""
        with self.house.work(self.bench["clerk"]) as w:
            return service.give_task(w, replace(self.order, **changes))

    @property
    def order(self) -> service.GiveTask:
        """The order of give()."""
        due_at = self.clock.now() + timedelta(days=5)
        return service.GiveTask(self.asset.id, "survey_equipment", self.outside.anheng_id, due_at, "评估前查明现状", "逐件清点", PLANT, "雷振屿")

    def take(self, task: Task, worker: str = "worker") -> Task:
        """The manager takes it on for a worker, with the declaration."""
        with self.house.work(self.outside["agency"]) as w:
            return service.take_task(w, task.id, self.outside[worker].id, declared=True)

    def fill(self, task: Task, *, photos: bool = True, **changes: Any) -> None:
        """The worker spends three hours, fills in everything, signs and sends every photo."""
        started = self.clock.now()
        if photos:
            for no, (shot, sample) in enumerate(machine_photos(started)):
                self.send(task, shot, sample, client_id=f"client-{task.id[-8:]}-{no:03d}")
            self.sign(task)
        self.clock.advance(timedelta(hours=3, minutes=5))
        with self.house.work(self.outside["worker"]) as w:
            service.save_draft(w, task.id, {**machine_answers(started), **changes})

    def send(self, task: Task, shot: str, sample: SamplePhoto, *, client_id: str = "client-0001", content: bytes = b"", **changes: Any) -> str:
        """One photo from the worker's phone; its id."""
        sent = service.SendPhoto(content or photo_bytes(sample), shot, client_id, "IMG_1.jpg")
        with self.house.work(self.outside["worker"]) as w:
            return service.add_photo(w, self.house.evidence, task.id, replace(sent, **changes)).id

    def sign(self, task: Task, who: str = "卢小帆") -> str:
        """A drawn signature from the worker's phone; its id."""
        drawn = drawn_signature(who)
        with NamedTemporaryFile(suffix=".png") as file, self.house.work(self.outside["worker"]) as w:
            file.write(drawn)
            file.flush()
            sent = SendFile(Path(file.name), SIGNATURE, f"sign-{task.id[-12:]}", "", who, digest_of(drawn), "", words=f"任务编号 {task.number}，签名人：{who}")
            return add_signature(w, self.house.evidence, get_task(w, task.id), sent).id

    def hand_back(self, task: Task) -> Task:
        """The worker hands it back."""
        with self.house.work(self.outside["worker"]) as w:
            return service.hand_back(w, task.id)

    def handed_back(self) -> Task:
        """A task that has been handed back once."""
        task = self.take(self.give())
        self.fill(task)
        return self.hand_back(task)


def found_field(house: House, clock: ManualClock) -> TaskField:
    """Everything that a task needs."""
    bench = found_bench(house)
    outside = found_agencies(house, bench)
    with house.work(bench["clerk"]) as w:
        asset = make_asset(w, make_case(w, bench).id)
    return TaskField(house, clock, bench, outside, asset)


def plain_answers(kind: Kind, started: str, ended: str) -> dict[str, Any]:
    """A valid answer for every field of a kind, made from the field itself."""
    answers = {field.name: _plain(field) for field in kind.fields}
    return {**answers, "started_at": started, "ended_at": ended, "obstruction": "无", "party_absent": "到场", "uscc": "91440605MAYYC8N46T"} | SPECIAL.get(
        kind.code, {}
    )


SPECIAL: dict[str, dict[str, Any]] = {
    "survey_vehicle": {"vin": "LSVRA3B25NN048217", "plate_no": "粤AD12345", "inspection_state": "未检"},
    "survey_equity": {"subscribed": "3000000", "paid": "900000", "share_pct": "30", "other_holders": []},
    "survey_real_estate": {"meter_readings": [{"kind": "水", "meter_no": "1", "reading": "8"}, {"kind": "电", "meter_no": "2", "reading": "9"}]},
    "survey_ship": {"certificates": [{"name": "检验证书", "valid_until": "2027-01-01", "state": "有效"}]},
    "appraisal_support": {
        "site_visit_at": "2026-04-02T11:30",
        "material_pack": [{"covers": each, "name": "委托书", "copies": "1", "pages": "2", "received_by": "甲"} for each in ORDERED],
    },
    "listing_prep": {"content_checklist": list(CONTENTS)},
    "notary_witness": {"deliverables": [{"what": "公证书", "digest": ""}]},
    "notary_service": {"deliverables": [{"what": "公证书", "digest": "ab" * 32}]},
}
_VALUES = {
    Type.TEXT: "照现场所见填写",
    Type.LONG: "设备集中存放于一层东侧，表面有积尘，未见明显锈蚀，现场断电，未开机测试，" * 3,
    Type.INT: "3",
    Type.DEC: "12.5",
    Type.MONEY: "100.00",
    Type.DATE: "2026-03-01",
    Type.DATETIME: "2026-04-02T10:40",
    Type.BOOL: "是",
    Type.GEO: "113.5412,22.7931",
}


def _plain(field: Field | Column) -> Any:
    match field.type:
        case Type.LIST:
            return [{column.name: _plain(column) for column in field.columns}] * max(1, field.least) if isinstance(field, Field) else []
        case Type.ENUM:
            return field.choices[0]
        case Type.ENUMS:
            return list(field.choices[:1])
        case Type.CONFIRM:
            return True
        case other:
            return _VALUES[other]
