"""Forms of assets, one a section of the page; `to_command()` gives the service its value."""

from __future__ import annotations

from datetime import date, timedelta

from wtforms import DateField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, NumberRange, Optional

from app.domains.assets.deliverability import ANSWERS, DeliveryFacts
from app.domains.assets.rights import BurdenDetails, HolderDetails, PriorityDetails, SeizureDetails
from app.domains.assets.service import AssetDetails, Delivery
from app.domains.assets.succession import Ground, Succession
from app.domains.assets.tables import Asset, Seizure
from app.domains.assets.types import Deliverability, EncumbranceKind, Kind, Measure, Occupancy, PriorityKind, VacatingDuty
from app.domains.cases.forms import words_of
from app.kernel.errors import Invalid
from app.web.forms import MoneyField, Needed, PaperForm

SUBKINDS = {kind.word: [(word, word) for word in kind.subkinds] for kind in Kind}


class AssetForm(PaperForm):
    """登记标的物, 修改基本信息."""

    code = StringField("标的编号", [Needed()], description="例如 A01")
    kind = SelectField("财产种类", choices=words_of(Kind))
    subkind = SelectField("子类", choices=SUBKINDS)
    title = StringField("标的名称", [Needed()])
    place = StringField("坐落或者存放地", [Needed()])
    cert_no = StringField("权属证书号", [Length(max=100)], description="房屋、土地、车辆、船舶必填；公开时遮蔽")
    area = StringField("建筑面积")
    land_area = StringField("土地面积")
    quantity = StringField("数量", [Length(max=60)])
    use = StringField("用途", [Length(max=100)])
    occupancy = SelectField("占有情况", choices=words_of(Occupancy))
    occupancy_note = StringField("占有说明", [Length(max=500)], description="占有人、依据、起始日、租金和期限")
    remark = TextAreaField("备注", [Length(max=2000)])

    def to_command(self) -> AssetDetails:
        """What was typed, as the service takes it."""
        names = ("code", "subkind", "title", "place", "cert_no", "area", "land_area", "quantity", "use", "occupancy_note", "remark")
        plain = {name: self.data[name] or "" for name in names}
        return AssetDetails(kind=Kind(self.kind.data), occupancy=Occupancy(self.occupancy.data), **plain)


class DeliveryForm(PaperForm):
    """占有与可交付性."""

    occupancy = SelectField("占有情况", choices=words_of(Occupancy))
    occupancy_note = TextAreaField("占有说明", [Length(max=1000)], render_kw={"rows": 2}, description="占有人、依据、起始日、租金和期限；不得写占有不明")
    lease_signed_on = DateField("租赁合同签订日", [Optional()], description="书面合同；与占有起始日均早于查封的，带租移交")
    possessed_since = DateField("占有起始日", [Optional()])
    lease_until = DateField("租期至", [Optional()])
    rent = StringField("租金", [Length(max=100)])
    registrable = SelectField("能否办理过户登记", choices=list(ANSWERS.items()))
    loan = SelectField("能否办理贷款", choices=list(ANSWERS.items()))
    sources = StringField("查明的来源", [Length(max=200)], description="登记中心查询、银行答复的日期和文号")
    deliverability = SelectField("可交付性", choices=words_of(Deliverability), description="选“待处置”的由系统按占有情况和租赁事实认定")
    vacating_duty = SelectField("腾空责任", choices=words_of(VacatingDuty))
    deliverability_note = TextAreaField("交付说明", [Length(max=1000)], render_kw={"rows": 2})

    def to_command(self) -> Delivery:
        """What was typed, as the service takes it."""
        return Delivery(
            Occupancy(self.occupancy.data),
            self.occupancy_note.data or "",
            Deliverability(self.deliverability.data),
            self.deliverability_note.data or "",
            VacatingDuty(self.vacating_duty.data),
            DeliveryFacts(*(self.data[name] for name in DAYS), *(self.data[name] or "" for name in WORDS)),
        )


DAYS = ("lease_signed_on", "possessed_since", "lease_until")
WORDS = ("rent", "registrable", "loan", "sources")


def delivery_form(asset: Asset) -> DeliveryForm:
    """The form as the asset stands."""
    return DeliveryForm(obj=asset, data=vars(DeliveryFacts.from_json(asset.delivery_facts)))


class RowsForm(PaperForm):
    """Defects, arrears or taxes: one a line, parts separated by |."""

    rows = TextAreaField("逐项填写", render_kw={"rows": 6})

    def to_rows(self, parts: int) -> tuple[tuple[str, ...], ...]:
        """The lines cut into parts; Invalid names the line that has too few."""
        found = []
        for number, line in enumerate(str(self.rows.data or "").splitlines(), 1):
            cut = tuple(part.strip() for part in line.replace("｜", "|").split("|"))
            if line.strip() and len(cut) != parts:
                raise Invalid(f"第 {number} 行应有 {parts} 项，用 | 隔开", field="rows")
            if line.strip():
                found.append(cut)
        return tuple(found)


class SeizureForm(PaperForm):
    """登记查封."""

    kind = SelectField("措施", choices=words_of(Measure))
    rank = IntegerField("顺位", [NumberRange(1, 99, "顺位从 1 起")], default=1, description="1 为首封，轮候从 2 起")
    court_name = StringField("采取法院", [Needed()])
    case_number = StringField("采取案号", [Needed()])
    paper_no = StringField("文书号")
    starts_on = DateField("起始日", [Needed()])
    expires_on = DateField("到期日", [Optional()], description="不填则按法定最长期限计算")
    registry_office = StringField("登记机关")

    def to_command(self) -> SeizureDetails:
        """What was typed, as the service takes it."""
        plain = {name: self.data[name] or "" for name in ("court_name", "case_number", "paper_no", "registry_office")}
        starts_on, expires_on = self.starts_on.data, self.expires_on.data
        return SeizureDetails(Measure(self.kind.data), int(self.rank.data or 0), starts_on=starts_on, expires_on=expires_on, **plain)


class RenewForm(PaperForm):
    """续封."""

    renewed_on = DateField("续封日", [Needed()])
    expires_on = DateField("新到期日", [Optional()], description="不填则按法定最长期限计算")


class SuccessionForm(PaperForm):
    """顺位递补."""

    ground = RadioField("首封", choices=words_of(Ground), default=Ground.LAPSED.value)
    kind = SelectField("递补后的措施", choices=words_of(Measure, Measure.WAITING))
    on = DateField("递补日", [Needed()], description="首封届满的次日，或者解除生效日")
    expires_on = DateField("到期日", [Optional()], description="不填则自递补日起按法定最长期限计算")
    paper = StringField("依据的文书", [Length(max=200)], description="采取法院解除的必填：法院、文号")

    def suggest(self, first: Seizure, today: date) -> None:
        """The day after the first seizure's end, or today where it still runs (then it was released); its measure."""
        lapsed = first.expires_on < today
        self.ground.data = (Ground.LAPSED if lapsed else Ground.RELEASED).value
        self.on.data, self.kind.data = first.expires_on + timedelta(days=1) if lapsed else today, first.kind

    def to_command(self) -> Succession:
        """What was decided; only of a valid form."""
        return Succession(Ground(self.ground.data), self.on.data, Measure(self.kind.data), self.expires_on.data, str(self.paper.data or ""))


class HolderForm(PaperForm):
    """登记权利人."""

    name = StringField("登记权利人", [Needed()])
    share = StringField("份额", description="单独所有、共同共有、1/2 或者 30%")
    reason = StringField("理由", description="不是本案当事人的必填")

    def to_command(self) -> HolderDetails:
        """What was typed, as the service takes it."""
        return HolderDetails(str(self.name.data), self.share.data or "", self.reason.data or "")


class BurdenForm(PaperForm):
    """登记权利负担."""

    kind = SelectField("种类", choices=words_of(EncumbranceKind))
    holder = StringField("权利人", [Needed()])
    amount = MoneyField("债权额")
    detail = StringField("说明", [Length(max=200)])

    def to_command(self) -> BurdenDetails:
        """What was typed, as the service takes it."""
        return BurdenDetails(EncumbranceKind(self.kind.data), str(self.holder.data), self.amount.data, self.detail.data or "")


class PriorityForm(PaperForm):
    """登记优先购买权人."""

    name = StringField("优先购买权人", [Needed()])
    kind = SelectField("依据", choices=words_of(PriorityKind))
    rank = IntegerField("顺位", [NumberRange(1, 99, "顺位从 1 起")], default=1)
    contact = StringField("联系方式", [Length(max=100)])
    waived_on = DateField("书面放弃日", [Optional()])
    waiver_paper = StringField("放弃的书面材料", [Length(max=100)])

    def to_command(self) -> PriorityDetails:
        """What was typed, as the service takes it."""
        kind, rank = PriorityKind(self.kind.data), int(self.rank.data or 0)
        return PriorityDetails(str(self.name.data), kind, rank, self.contact.data or "", self.waived_on.data, self.waiver_paper.data or "")
