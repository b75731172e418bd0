"""Forms of settlements: shape of what people type; `to_command()` gives the service its value."""

from __future__ import annotations

from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import Length

from app.domains.cases.types import IdKind
from app.domains.settlements.qualifying import Approval, Checked, Fitness
from app.domains.settlements.rules import SERVICE_WAYS
from app.domains.settlements.service import BookReceipt
from app.kernel.money import ZERO, Money
from app.law.subjects import AssetKind
from app.web.forms import MoneyField, Needed, PaperForm


class ReceiptForm(PaperForm):
    """登记到账."""

    amount = MoneyField("到账金额", [Needed()])
    received_on = DateField("到账日", [Needed()])
    payer = StringField("付款人", [Needed(), Length(max=100)])
    reference = StringField("银行流水号", [Needed(), Length(max=100)])
    remark = StringField("附言", [Length(max=200)])
    keep_surplus = BooleanField("超出部分记为多付款，待退还")

    def to_command(self) -> BookReceipt:
        """What was typed, as the service takes it; only of a valid form."""
        plain = {name: str(self.data[name] or "").strip() for name in ("payer", "reference", "remark")}
        amount = self.amount.data if isinstance(self.amount.data, Money) else ZERO
        return BookReceipt(amount=amount, received_on=self.received_on.data, keep_surplus=bool(self.keep_surplus.data), **plain)


class BuyerForm(PaperForm):
    """登记买受人."""

    buyer_name = StringField("买受人姓名或者名称", [Needed(), Length(max=100)])
    id_kind = SelectField("证件种类", choices=[(each.value, each.word) for each in IdKind])
    id_no = StringField("证件号码", [Needed()], render_kw={"autocomplete": "off"})
    phone = StringField("联系电话", [Length(max=30)], render_kw={"autocomplete": "off"})
    address = StringField("住所地", [Needed(), Length(max=200)], render_kw={"autocomplete": "off"})
    legal_rep = StringField("法定代表人或者负责人（单位）", [Length(max=50)])

    def told_facts(self) -> dict[str, str]:
        """The texts of name_buyer by its names; only of a valid form."""
        texts = {"name": self.buyer_name, "id_no": self.id_no, "phone": self.phone, "address": self.address, "legal_rep": self.legal_rep}
        return {name: str(each.data or "") for name, each in texts.items()}


class ApprovalForm(PaperForm):
    """登记审批情况: of equity (SP-02)."""

    on = DateField("核验日", [Needed()])
    ruled = SelectField("股权转让审批", choices=[(each.value, each.word) for each in Approval])
    source = StringField("批准文件或者章程", [Needed(), Length(max=200)])

    def to_command(self) -> Checked:
        """What was typed; only of a valid form."""
        return Checked(self.on.data, str(self.ruled.data), str(self.ruled.data), self.source.data or "")


class FitnessForm(PaperForm):
    """登记购房资格核验: at two moments (NA-52)."""

    on = DateField("核验日", [Needed()])
    applied = SelectField("申请参加竞买时", choices=[(each.value, each.word) for each in Fitness])
    ruled = SelectField("现在", choices=[(each.value, each.word) for each in Fitness])
    source = StringField("查询回执", [Needed(), Length(max=200)])

    def to_command(self) -> Checked:
        """What was typed; only of a valid form."""
        return Checked(self.on.data, str(self.applied.data), str(self.ruled.data), self.source.data or "")


CHECKS: dict[AssetKind, type[ApprovalForm] | type[FitnessForm]] = {AssetKind.HOUSE: FitnessForm, AssetKind.EQUITY: ApprovalForm}


class ServeForm(PaperForm):
    """登记送达."""

    served_on = DateField("送达日", [Needed()])
    way = SelectField("送达方式", choices=[(each, each) for each in SERVICE_WAYS])
