"""The two support agencies of forms.md §7.1 with their people, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.domains.agencies.service import Engage, RegisterAgency, engage, register_agency
from app.domains.agencies.types import AgencyKind
from app.domains.tasks.kinds import all_kinds
from app.domains.tasks.service import GiveTask, give_task, take_task
from app.infra.house import House
from app.kernel.actor import Actor, Role
from tests.factories.courts import Bench, open_person

ANHENG = RegisterAgency("广州安衡司法辅助服务有限公司", AgencyKind.SUPPORT, "91440115MAYYA1P653", "广州市南沙区")
ZHENGXU = RegisterAgency("广州岭南正序拍辅科技有限公司", AgencyKind.SUPPORT, "91440106MAYYE5U94L", "广州市天河区")
PEOPLE = {
    "agency": ("阮秉川", Role.AGENCY, 0),
    "worker": ("卢小帆", Role.WORKER, 0),
    "worker_too": ("韦一鸣", Role.WORKER, 0),
    "agency2": ("庄沛霖", Role.AGENCY, 1),
    "worker2": ("游子墨", Role.WORKER, 1),
}
NOTARIES = RegisterAgency("广州市湾畔公证处", AgencyKind.NOTARY, "12440100MAYYN7W40K", "广州市南沙区")


@dataclass(frozen=True)
class Outside:
    """Both agencies by id, and their people as actors by login."""

    anheng_id: str
    zhengxu_id: str
    people: dict[str, Actor]

    def __getitem__(self, login: str) -> Actor:
        return self.people[login]


def found_agencies(house: House, bench: Bench) -> Outside:
    """Both agencies, engaged by Nansha for all kinds during 2026."""
    with house.work() as w:
        ids = [register_agency(w, order).id for order in (ANHENG, ZHENGXU)]
        for agency_id in ids:
            engage(w, Engage(agency_id, bench.court_id, tuple(all_kinds()), date(2026, 1, 1), date(2026, 12, 31)))
        people = {login: open_person(w, login, name, role, agency_id=ids[place]) for login, (name, role, place) in PEOPLE.items()}
        return Outside(ids[0], ids[1], people)


def found_notaries(house: House, bench: Bench) -> dict[str, Actor]:
    """The notary office, engaged by Nansha during 2026, with its two notaries by login."""
    with house.work() as w:
        office_id = register_agency(w, NOTARIES).id
        engage(w, Engage(office_id, bench.court_id, ("notary_witness", "notary_service"), date(2026, 1, 1), date(2026, 12, 31)))
        people = (("notary", "史静姝"), ("notary_too", "闻人叙"))
        return {login: open_person(w, login, name, Role.NOTARY, agency_id=office_id) for login, name in people}


def witness_taken(house: House, bench: Bench, notary: Actor, asset_id: str) -> str:
    """The witnessing of an act on an asset, taken on by a notary; the task's id."""
    with house.work(bench["clerk"]) as w:
        order = GiveTask(asset_id, "notary_witness", notary.agency_id or "", w.now + timedelta(days=1), "见证强制腾空", "全程见证", officer="雷振屿")
        given = give_task(w, order)
    with house.work(notary) as w:
        return take_task(w, given.id, notary.id, declared=True).id
