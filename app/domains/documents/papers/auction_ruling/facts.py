"""Facts of the auction ruling 执行裁定书（拍卖） (民诉法 157, 255, 258; 拍卖变卖规定 1, 2; 网拍规定 2; AS-01, NA-01)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from app.domains.documents.facts.asset import OwnerFacts, SizeFacts
from app.domains.documents.facts.base import Text
from app.domains.documents.facts.case import BasisFacts, CourtFacts, NoticeServedFacts
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import RulingFacts


class SeizureRank(StrEnum):
    """By which right the court may dispose (EX-22)."""

    FIRST = "首先查封"
    TRANSFERRED = "经首先查封法院移送执行的"


class DwellingCheck(StrEnum):
    """What was found on housing (VC-12, VC-13)."""

    NOT_A_DWELLING = "非住房"
    NOT_THE_ONLY = "非唯一住房"
    SECURED = "居住已有保障"
    RENT_DEDUCTED = "申请执行人同意扣除租金"


class Facts(CourtFacts, BasisFacts, NoticeServedFacts, PartiesFacts, OwnerFacts, SizeFacts, RulingFacts):
    """Identified property, its seizure, and the sale that is ordered."""

    perform_deadline_on: date = Field(title="通知履行期限")
    seizure_doc_no: Text = Field(title="查封裁定文号")
    seized_on: date = Field(title="查封日")
    seizure_expires_on: date = Field(title="查封到期日")
    seizure_rank: SeizureRank = Field(title="查封顺位")
    ownership_finding: Text = Field(title="权属认定")
    dwelling_check: DwellingCheck = Field(title="居住保障审查")
    dwelling_note: str = Field("", title="居住保障说明")

    @property
    def dwelling_text(self) -> str:
        """The paragraph on housing; nothing for a thing that is no dwelling."""
        words = {
            DwellingCheck.NOT_A_DWELLING: "",
            DwellingCheck.NOT_THE_ONLY: "经审查，该房屋并非被执行人及其所扶养家属维持生活必需的唯一住房。",
            DwellingCheck.SECURED: "经审查，被执行人及其所扶养家属的居住已有保障。",
            DwellingCheck.RENT_DEDUCTED: "经审查，该房屋系被执行人家庭生活必需的居住房屋，申请执行人同意参照当地房屋租赁市场平均租金标准从变价款中扣除租金。",
        }
        return words[self.dwelling_check] + self.dwelling_note

    @property
    def share_text(self) -> str:
        """The share in brackets after the title, when only a share is sold."""
        return f"（{self.share}）" if self.share else ""


PAPER = PaperKind(
    code="auction_ruling",
    number=4,
    title="执行裁定书（拍卖）",
    stage=Stage.SALE,
    drafter=Role.ASSISTANT,
    signers=(Role.PANEL, Role.CLERK),
    due="一拍公告前",
    rules=("AS-01", "NA-01", "EX-13", "EX-22", "VC-12", "VC-13"),
    facts=Facts,
    public=True,
)
