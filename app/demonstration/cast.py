"""The demonstration's cast (forms.md §7.1): courts, people, outside agencies. All people are invented; numbers pass their check digits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domains.accounts.queries import find_person
from app.domains.accounts.service import OpenAccount, open_account
from app.domains.agencies.service import Engage, RegisterAgency, engage, register_agency
from app.domains.agencies.types import AgencyKind
from app.domains.courts.queries import find_court_by_code
from app.domains.courts.service import FoundCourt, found_court, load_calendar_years
from app.infra.house import House
from app.infra.unit_of_work import Work
from app.kernel.actor import Role
from app.kernel.money import Money
from app.kernel.workdays import built_in

COURT = "粤0115"
ENGAGED_UNTIL = date(2027, 3, 31)
PRICES = {
    "survey_real_estate": "1200",
    "survey_vehicle": "600",
    "survey_equipment": "1800",
    "survey_equity": "1500",
    "survey_land": "1600",
    "survey_ship": "3000",
    "appraisal_support": "800",
    "inquiry_support": "400",
    "drafting": "300",
    "service_help": "120",
    "listing_prep": "500",
    "sample_sealing": "800",
    "custody": "1000",
    "consultation": "600",
    "viewing": "300",
    "promotion": "500",
    "transfer_support": "900",
    "logistics": "1500",
    "vacating_support": "2600",
    "clue_verification": "700",
}
"""What both support agencies may do for Nansha, and what a task earns in yuan."""
REGIONS = {"安衡": "广州市南沙区、广州市番禺区、广州市天河区", "正序": "广州市"}
QUOTAS = {"安衡": 60, "正序": 40}


@dataclass(frozen=True)
class Member:
    """One login of the cast. `place`: a court's code or an agency's short name."""

    login: str
    name: str
    role: Role
    place: str
    post: str


CAST = (
    Member("clerk", "温若琳", Role.CLERK, COURT, "财产处置组书记员"),
    Member("judge", "孔令舟", Role.JUDGE, COURT, "承办法官、审判长"),
    Member("panel1", "谭慕云", Role.PANEL, COURT, "审判员"),
    Member("panel2", "罗景行", Role.PANEL, COURT, "审判员"),
    Member("director", "邵怀瑾", Role.DIRECTOR, COURT, "执行局局长"),
    Member("president", "钟砚修", Role.PRESIDENT, COURT, "院长"),
    Member("field", "雷振屿", Role.FIELD, COURT, "外勤行动组"),
    Member("control", "苗可盈", Role.CONTROL, COURT, "查控指挥组"),
    Member("closing", "冼竹君", Role.CLOSING, COURT, "结案复查组"),
    Member("agency", "阮秉川", Role.AGENCY, "安衡", "机构管理员"),
    Member("worker", "卢小帆", Role.WORKER, "安衡", "机构人员"),
    Member("agency2", "庄沛霖", Role.AGENCY, "正序", "机构管理员"),
    Member("worker2", "游子墨", Role.WORKER, "正序", "机构人员"),
    Member("notary", "史静姝", Role.NOTARY, "湾畔公证处", "公证员"),
    Member("insurer", "戴允文", Role.INSURER, "岭海财险", "保险专员"),
    Member("higher", "霍知远", Role.HIGHER, "粤01", "执行局"),
    Member("sysadmin", "蒙一舟", Role.SYSADMIN, COURT, "系统管理员"),
    Member("secadmin", "聂清和", Role.SECADMIN, COURT, "安全管理员"),
    Member("auditor", "柯如一", Role.AUDITOR, COURT, "审计员"),
)

AGENCIES = {
    "安衡": ("广州安衡司法辅助服务有限公司", AgencyKind.SUPPORT, "91440115MAYYA1P653"),
    "正序": ("广州岭南正序拍辅科技有限公司", AgencyKind.SUPPORT, "91440106MAYYE5U94L"),
    "湾畔公证处": ("广州市湾畔公证处", AgencyKind.NOTARY, "12440100MAYYN7W40K"),
    "岭海财险": ("岭海财产保险股份有限公司", AgencyKind.INSURER, "91440101MAYYK8Y15L"),
}

COURTS = (
    FoundCourt("广州市中级人民法院", "广州中院", "粤01", "中级", address="广州市越秀区", phone="020-83210000", supervision_phone="020-83210001"),
    FoundCourt("广州市南沙区人民法院", "南沙法院", COURT, "基层", address="广州市南沙区", phone="020-39050000", supervision_phone="020-39050001"),
    FoundCourt("广州市番禺区人民法院", "番禺法院", "粤0113", "基层", address="广州市番禺区", phone="020-39060000", supervision_phone="020-39060001"),
    FoundCourt("广州市天河区人民法院", "天河法院", "粤0106", "基层", address="广州市天河区", phone="020-39070000", supervision_phone="020-39070001"),
)


def load_cast(house: House) -> None:
    """Enter courts, calendar, agencies and the nineteen logins, once."""
    with house.work() as w:
        if find_person(w.session, CAST[0].login) is not None:
            return
        load_calendar_years(w, built_in())
        _courts(w)
        agencies = _agencies(w)
        for member in CAST:
            court = find_court_by_code(w.session, member.place)
            open_account(
                w,
                OpenAccount(
                    member.login,
                    member.name,
                    house.settings.demo_password,
                    member.role,
                    court_id=court.id if court else None,
                    agency_id=None if court else agencies[member.place],
                    post=member.post,
                    demo=True,
                ),
                cost=house.settings.password_cost,
            )


def _courts(w: Work) -> None:
    above = None
    for order in COURTS:
        court = found_court(w, FoundCourt(**{**vars(order), "parent_id": above}))
        above = above or court.id


def _prices() -> dict[str, Money]:
    return {kind: Money.yuan(price) for kind, price in PRICES.items()}


def _agencies(w: Work) -> dict[str, str]:
    court = find_court_by_code(w.session, COURT)
    ids: dict[str, str] = {}
    for short, (name, kind, uscc) in AGENCIES.items():
        agency = register_agency(w, RegisterAgency(name, kind, uscc, region="广州市南沙区", contact="值班", phone="020-80000100"))
        ids[short] = agency.id
        if court is not None and kind is AgencyKind.SUPPORT:
            engage(w, Engage(agency.id, court.id, tuple(PRICES), date(2025, 4, 1), ENGAGED_UNTIL, region=REGIONS[short], quota=QUOTAS[short], prices=_prices()))
    return ids
