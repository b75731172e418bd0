"""Facts of the network sale notice 变卖公告 (网拍规定 26(2), 37; 法明传〔2017〕455号; BM-01…BM-10, 二级来源/待核)."""

from __future__ import annotations

from pydantic import Field

from app.domains.documents.facts.asset import OwnerFacts, SizeFacts, UseFacts
from app.domains.documents.facts.base import Fen, Instant, Text
from app.domains.documents.facts.case import CourtFacts, OfficeFacts, SupervisionFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.state import (
    ArrearFacts,
    BurdenFacts,
    DefectFacts,
    LeaseFacts,
    OccupancyFacts,
    RegistrableFacts,
    SeizureFacts,
    TaxFacts,
    VacatingFacts,
)
from app.domains.documents.facts.terms import IncrementFacts, PriorityFacts, SitePageFacts, ViewingFacts


class State(OwnerFacts, SizeFacts, UseFacts, OccupancyFacts, BurdenFacts, LeaseFacts, SeizureFacts, DefectFacts, RegistrableFacts):
    """What the thing is and how it stands."""


class Facts(
    CourtFacts,
    OfficeFacts,
    SupervisionFacts,
    State,
    ArrearFacts,
    TaxFacts,
    VacatingFacts,
    SitePageFacts,
    IncrementFacts,
    PriorityFacts,
    ViewingFacts,
    DatedFacts,
):
    """Sixty days after two failed rounds on the same site."""

    sale_period_from: Instant = Field(title="变卖期开始")
    sale_period_to: Instant = Field(title="变卖期结束")
    sale_price: Fen = Field(title="变卖价")
    prepay_full: Fen = Field(title="变卖预缴款")
    deposit: Fen = Field(title="保证金")
    consult_phone: Text = Field(title="咨询电话")

    @property
    def state_sections(self) -> str:
        """Title, size, possession, burdens, defects, registration in one paragraph."""
        return (
            f"财产现状：权属：{self.ownership_text}；面积：{self.area_text}；数量：{self.quantity}；用途：{self.use_purpose}；占有使用：{self.occupancy_text}；"
            f"权利负担：{self.burdens_text}；租赁、居住权：{self.leases_text}；查封：{self.seizures_text}；已知瑕疵：{self.defects_text}；"
            f"登记：{self.registrable_text}；优先购买权：{self.priority_text}。"
        )

    @property
    def tax_arrears_vacating_sections(self) -> str:
        """Taxes, arrears, delivery in one paragraph."""
        return f"税费：{self.tax_text}。欠费：{self.arrears_text}。腾退与交付：{self.vacating_text}"

    @property
    def contact_supervision(self) -> str:
        """Viewing, contact, supervision in one paragraph."""
        return (
            f"看样：{self.viewing}，咨询电话{self.consult_phone}。本院联系人{self.contact_name}，电话{self.office_phone}；"
            f"监督电话{self.supervision_phone}；地址{self.office_address}。"
        )


PAPER = PaperKind(
    code="network_sale_notice",
    number=23,
    title="变卖公告",
    stage=Stage.SALE,
    drafter=Role.ASSISTANT,
    signers=(Role.JUDGE,),
    due="二拍流拍后十五日内；变卖期前七日（不动产十五日）",
    rules=("BM-01", "BM-02", "BM-04", "BM-05", "BM-06", "BM-08"),
    facts=Facts,
    public=True,
)
