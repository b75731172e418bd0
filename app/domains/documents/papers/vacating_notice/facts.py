"""Facts of the vacating notice 腾空公告, signed by the president in person (民诉法 261(1); CP-01)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.domains.documents.facts.asset import PlaceFacts
from app.domains.documents.facts.base import Instant, Part, Text
from app.domains.documents.facts.case import CauseFacts, ContactFacts, CourtFacts
from app.domains.documents.facts.marks import Mark
from app.domains.documents.facts.paper import PaperKind, Role, Stage
from app.domains.documents.facts.parties import PartiesFacts
from app.domains.documents.facts.sign import DatedFacts
from app.domains.documents.facts.state import ArrearFacts


class Thing(StrEnum):
    """What is to be left or given up; the words and the basis follow from it."""

    HOUSE_OR_LAND = "房屋（土地）"
    HOUSE = "房屋"
    LAND = "土地"
    GOODS = "动产"


_ACTS = {
    Thing.HOUSE_OR_LAND: "迁出上述房屋（退出土地），清空室内物品",
    Thing.HOUSE: "迁出上述房屋，清空室内物品",
    Thing.LAND: "退出上述土地，清除地上物品",
    Thing.GOODS: "交出上述财产，配合清点",
}


class Care(Part):
    """Somebody old, ill, pregnant or a child: what is needed and done. Kept with the paper, never posted."""

    who: Annotated[Text, Mark.NAME] = Field(title="对象")
    need: Text = Field(title="情况")
    measure: Text = Field(title="措施")


class Facts(CourtFacts, CauseFacts, ContactFacts, PartiesFacts, PlaceFacts, ArrearFacts, DatedFacts):
    """Occupants are checked, not printed: the posted paper names the debtor and 其他占有人 only."""

    occupants: list[Annotated[Text, Mark.NAME]] = Field(min_length=1, title="占有人")
    vacate_by_at: Instant = Field(title="履行期限")
    special_care: list[Care] = Field(default=[], title="老幼病孕的照护")
    dwelling_arrangement: str = Field("", title="居住保障安排")
    president_name: Text = Field(title="院长")
    thing: Thing = Field(Thing.HOUSE_OR_LAND, title="标的种类")

    @property
    def disposed_text(self) -> str:
        """A building lies somewhere, goods are kept somewhere."""
        return f"存放于{self.asset_location}的{self.asset_title}" if self._goods else f"坐落于{self.asset_location}的{self.thing.value}"

    @property
    def basis_text(self) -> str:
        """Leaving a house or land: 民诉法 261(1); goods that must be handed over: 拍卖变卖规定 27."""
        goods = "《最高人民法院关于人民法院民事执行中拍卖、变卖财产的规定》第二十七条"
        return goods if self._goods else "《中华人民共和国民事诉讼法》第二百六十一条第一款"

    @property
    def order_text(self) -> str:
        """What the occupants are ordered to do."""
        return _ACTS[self.thing]

    @property
    def settle_text(self) -> str:
        """The charges to settle; goods have none unless some were found."""
        return "" if self._goods and not self.arrears else f"结清应由你（们）负担的{self.arrears_kinds}，"

    @property
    def keys_text(self) -> str:
        """What is given to the court with it."""
        return "随附的钥匙和资料" if self._goods else "钥匙"

    @property
    def left_undone(self) -> str:
        """What they did not do when told."""
        return "交付" if self._goods else "腾空"

    @property
    def refused_act(self) -> str:
        """What they may not refuse."""
        return {Thing.GOODS: "交付", Thing.LAND: "退出"}.get(self.thing, "迁出")

    @property
    def moved_text(self) -> str:
        """What is brought away besides."""
        return "清理出的其他财物" if self._goods else f"强制{self.refused_act}时被搬出的财物"

    @property
    def contact_text(self) -> str:
        """Help with housing where somebody may live there, else whom to ask."""
        dwelling = self.thing in (Thing.HOUSE, Thing.HOUSE_OR_LAND)
        return "居住困难的，可持书面材料向本院申请协助" if dwelling else "履行确有困难的，可持书面材料向本院说明"

    @property
    def _goods(self) -> bool:
        return self.thing is Thing.GOODS


PAPER = PaperKind(
    code="vacating_notice",
    number=26,
    title="腾空公告",
    stage=Stage.VACATING,
    drafter=Role.ASSISTANT,
    signers=(Role.PRESIDENT,),
    due="催促迁出之后，期限由法院确定",
    rules=("CP-01", "VC-01", "VC-02", "VC-04"),
    facts=Facts,
    public=True,
)
