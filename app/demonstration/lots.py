"""What the demonstration's cases and lots are (forms.md §5, §7.2). Pure data; every person, company and number is invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from app.domains.assets.types import EncumbranceKind, Kind, Measure, Occupancy
from app.domains.cases.types import IdKind, PartyKind, PartyRole, Stage
from app.kernel.clock import at_shanghai
from app.kernel.money import ZERO, Money

BANK = ("广州穗禾农村商业银行股份有限公司南沙支行", "91440115MAYYR3T85Q", "顾北辰")


def yuan(text: str) -> Money:
    """An amount in yuan."""
    return Money.yuan(text)


@dataclass(frozen=True)
class PartyData:
    """A party as the spreadsheet gives it."""

    role: PartyRole
    name: str
    id_no: str
    address: str = "广州市南沙区"
    phone: str = ""
    legal_rep: str = ""

    @property
    def kind(self) -> PartyKind:
        """A unit has a representative."""
        return PartyKind.LEGAL if self.legal_rep else PartyKind.NATURAL

    @property
    def id_kind(self) -> IdKind:
        """The paper that goes with the kind."""
        return IdKind.USCC if self.legal_rep else IdKind.RESIDENT


@dataclass(frozen=True)
class CaseData:
    """A case of the story."""

    number: str
    filed_on: date
    cause: str
    basis_no: str
    effective_on: date
    claim: Money
    stage: Stage
    parties: tuple[PartyData, ...]


@dataclass(frozen=True)
class LotData:
    """An asset and the figures and days of its sale. Instants that are None do not come in this story."""

    code: str
    case: str
    asset_code: str
    kind: Kind
    subkind: str
    title: str
    place: str
    occupancy: Occupancy
    measure: Measure
    seized_on: date
    expires_on: date
    reference: Money
    start: Money
    deposit: Money
    increment: Money
    opens_at: datetime
    announce_on: date
    priced_on: date
    signed_on: date
    area: str = ""
    quantity: str = ""
    cert_no: str = ""
    owner: str = ""
    site: str = "taobao"
    burden: tuple[EncumbranceKind, str, Money] | None = None
    senior: Money = ZERO
    cost: Money = ZERO
    defects: tuple[tuple[str, str], ...] = ()
    occupancy_note: str = ""
    vacating: str = ""
    lease: tuple[date, date] | None = None
    buyer: tuple[str, str] = ("", "")
    buyer_home: str = ""
    tags: frozenset[str] = field(default_factory=frozenset)


def _bank() -> PartyData:
    return PartyData(PartyRole.APPLICANT, *BANK[:2], phone="020-80000101", legal_rep=BANK[2])


CASES = {
    "1207": CaseData(
        "（2026）粤0115执1207号", date(2026, 1, 15), "金融借款合同纠纷", "（2025）粤0115民初3118号", date(2025, 11, 20), yuan("2866300"), Stage.DISPOSAL,
        (
            _bank(),
            PartyData(PartyRole.DEBTOR, "林绍恒", "440100197903140119", "广州市南沙区海语湾花园", "19900000011"),
            PartyData(PartyRole.CO_OWNER, "许曼婷", "440100198209270241", "广州市南沙区海语湾花园", "19900000012"),
        ),
    ),
    "1318": CaseData(
        "（2026）粤0115执1318号", date(2026, 1, 22), "金融借款合同纠纷", "（2025）粤0115民初3402号", date(2025, 12, 5), yuan("1935000"), Stage.DISPOSAL,
        (
            _bank(),
            PartyData(PartyRole.DEBTOR, "邓永祥", "440100196805030536", "广州市南沙区锦汐路7号", "19900000021"),
            PartyData(PartyRole.TENANT, "黎卓然", "440100198511060376", "广州市南沙区锦汐路7号", "19900000022"),
        ),
    ),
    "1422": CaseData(
        "（2026）粤0115执1422号", date(2026, 2, 3), "保理合同纠纷", "（2025）粤0115民初2976号", date(2025, 10, 30), yuan("12480000"), Stage.DISPOSAL,
        (
            PartyData(PartyRole.APPLICANT, "恒岸商业保理有限公司", "91440101MAYYW7K27U", "广州市越秀区", "020-80000301", "方楚岚"),
            PartyData(PartyRole.DEBTOR, "广州粤澜包装机械有限公司", "91440115MAYYQ4X10J", "广州市南沙区", "020-80000201", "邓永祥"),
        ),
    ),
    "1507": CaseData(
        "（2026）粤0115执1507号", date(2026, 2, 11), "民间借贷纠纷", "（2025）粤0115民初3650号", date(2025, 12, 18), yuan("286500"), Stage.DISPOSAL,
        (
            PartyData(PartyRole.APPLICANT, "何佩仪", "440100199006150420", "广州市天河区", "19900000031"),
            PartyData(PartyRole.DEBTOR, "赵既白", "44010019871225031X", "广州市越秀区", "19900000032"),
        ),
    ),
    "1633": CaseData(
        "（2026）粤0115执1633号", date(2026, 2, 26), "股权转让纠纷", "（2025）粤0115民初4021号", date(2026, 1, 8), yuan("1520000"), Stage.CONTROL,
        (
            PartyData(PartyRole.APPLICANT, "沈亦乔", "440100198107070222", "广州市天河区", "19900000041"),
            PartyData(PartyRole.DEBTOR, "欧阳启明", "44010019760218031X", "广州市番禺区", "19900000042"),
        ),
    ),
    "恢86": CaseData(
        "（2026）粤0115执恢86号", date(2026, 3, 5), "买卖合同纠纷", "（2024）粤0115民初1988号", date(2024, 9, 12), yuan("742800"), Stage.DISPOSAL,
        (
            PartyData(PartyRole.APPLICANT, "佛山澄合精密有限公司", "91440605MAYYC8N46T", "佛山市南海区", "0757-80000501", "梁以安"),
            PartyData(PartyRole.DEBTOR, "广州璟石珠宝有限公司", "91440103MAYYB2D75X", "广州市荔湾区", "020-80000502", "苏砚青"),
        ),
    ),
}  # fmt: skip

LOTS = {
    "L1": LotData(
        "L1", "1207", "A01", Kind.HOUSE, "住宅", "海语湾花园3栋1204房", "广州市南沙区海语湾路18号", Occupancy.DEBTOR_FAMILY, Measure.PRESERVATION,
        date(2025, 7, 2), date(2028, 7, 1), yuan("3400000"), yuan("2380000"), yuan("240000"), yuan("5000"),
        at_shanghai(2026, 4, 2, 10), date(2026, 3, 2), date(2026, 2, 10), date(2026, 2, 25),
        area="89.62", cert_no="粤（2019）广州市不动产权第04900101号", owner="林绍恒",
        burden=(EncumbranceKind.MORTGAGE, BANK[0], yuan("2866300")), defects=(("客厅外墙", "窗下有渗水痕迹，面积约0.6平方米"),),
        occupancy_note="被执行人林绍恒、共有人许曼婷及母亲居住", buyer=("方屿宁", "440100199202280169"),
    ),
    "L2": LotData(
        "L2", "1318", "A01", Kind.HOUSE, "住宅", "锦汐台2栋906房", "广州市南沙区锦汐路7号", Occupancy.TENANT_CONTRACT, Measure.PRESERVATION,
        date(2025, 8, 12), date(2028, 8, 11), yuan("2150000"), yuan("1505000"), yuan("160000"), yuan("5000"),
        at_shanghai(2026, 4, 23, 10), date(2026, 3, 23), date(2026, 3, 5), date(2026, 3, 16),
        area="102.40", cert_no="粤（2020）广州市不动产权第04900102号", owner="邓永祥",
        burden=(EncumbranceKind.LEASE, "黎卓然", yuan("3600")), occupancy_note="承租人黎卓然，2021-06-01入住，月租3600元，租期至2029-05-31",
        lease=(date(2021, 5, 20), date(2021, 6, 1)),
        vacating="带租移交：承租人黎卓然的租赁及占有早于抵押和查封，租期至2029年5月31日，月租金3600元",
    ),
    "L3": LotData(
        "L3", "1422", "A01", Kind.LAND_BUILDING, "工业厂房", "湾畔工业园一号厂房及土地", "广州市南沙区万环东路5号", Occupancy.OUTSIDER_GROUNDLESS, Measure.SEAL,
        date(2026, 2, 9), date(2029, 2, 8), yuan("42600000"), yuan("32100000"), yuan("3200000"), yuan("100000"),
        at_shanghai(2026, 5, 12, 10), date(2026, 4, 9), date(2026, 3, 24), date(2026, 4, 3),
        area="11860.75", cert_no="粤（2016）广州市不动产权第04900103号", owner="广州粤澜包装机械有限公司",
        burden=(EncumbranceKind.MORTGAGE, BANK[0], yuan("31800000")), senior=yuan("31800000"), cost=yuan("260000"),
        defects=(("东侧附属棚房", "约420平方米，未登记"), ("危废暂存间", "存放废油桶，需有资质单位处置")),
        occupancy_note="案外人云屏文化公司无合同占用二层东侧",
    ),
    "L4": LotData(
        "L4", "1422", "A02", Kind.EQUIPMENT, "包装机械", "包装机械及自动输送线一批", "广州市南沙区万环东路5号一号厂房", Occupancy.DEBTOR_BUSINESS,
        Measure.DETAIN, date(2026, 2, 10), date(2028, 2, 9), yuan("108000"), yuan("76000"), yuan("7600"), yuan("500"),
        at_shanghai(2026, 3, 18, 10), date(2026, 3, 2), date(2026, 2, 14), date(2026, 2, 25),
        quantity="46台套", owner="广州粤澜包装机械有限公司", buyer=("汪承泽", "440100197308120711"), buyer_home="广州市番禺区禺山西路9号",
        tags=frozenset({"survey", "inquiry"}),
    ),
    "L5": LotData(
        "L5", "1507", "A01", Kind.VEHICLE, "小型轿车", "小型轿车一辆（不含号牌）", "广州市南沙区停车场", Occupancy.COURT, Measure.DETAIN,
        date(2026, 2, 20), date(2028, 2, 19), yuan("160000"), yuan("120000"), yuan("20000"), yuan("1000"),
        at_shanghai(2026, 3, 22, 10), date(2026, 3, 5), date(2026, 2, 25), date(2026, 3, 2),
        quantity="1辆", cert_no="机动车登记证书440099000104", owner="赵既白", defects=(("左前翼子板", "有修补痕迹；行驶里程86,214公里；两项违章未处理"),),
    ),
    "L6": LotData(
        "L6", "1633", "A01", Kind.EQUITY, "有限公司", "广州云屏文化有限公司30%股权", "广州市天河区", Occupancy.COURT, Measure.FREEZE,
        date(2026, 3, 10), date(2029, 3, 9), yuan("17000"), yuan("12000"), yuan("2000"), yuan("500"),
        at_shanghai(2026, 6, 2, 10), date(2026, 4, 30), date(2026, 4, 10), date(2026, 4, 20), quantity="30%", owner="欧阳启明",
    ),
    "L7": LotData(
        "L7", "1507", "A02", Kind.HOUSE, "车位", "锦汐台地下二层B203车位", "广州市南沙区锦汐路7号", Occupancy.EMPTY, Measure.SEAL,
        date(2026, 2, 20), date(2029, 2, 19), yuan("200000"), yuan("140000"), yuan("14000"), yuan("1000"),
        at_shanghai(2026, 4, 2, 10), date(2026, 3, 2), date(2026, 2, 25), date(2026, 2, 27),
        area="12.72", cert_no="粤（2021）广州市不动产权第04900105号", owner="赵既白",
    ),
    "L8": LotData(
        "L8", "恢86", "A01", Kind.VALUABLES, "珠宝", "镶嵌饰品十二件", "广州市南沙区法院贵重物品库", Occupancy.COURT, Measure.DETAIN,
        date(2026, 3, 10), date(2028, 3, 9), yuan("486000"), yuan("345000"), yuan("50000"), yuan("2000"),
        at_shanghai(2026, 5, 6, 10), date(2026, 4, 15), date(2026, 4, 9), date(2026, 4, 13), quantity="12件", owner="广州璟石珠宝有限公司",
        tags=frozenset({"survey"}),
    ),
}  # fmt: skip
