"""The thing that is sold, as papers describe it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from app.domains.documents.facts.base import PaperFacts, Text
from app.domains.documents.facts.marks import Mark
from app.domains.documents.filters import area


class AssetFacts(PaperFacts):
    """Its name as the announcement gives it."""

    asset_title: Text = Field(title="标的名称")


class PlaceFacts(AssetFacts):
    """Where it lies."""

    asset_location: Text = Field(title="坐落或者存放地")


class OwnerFacts(AssetFacts):
    """Who is registered, by which certificate. A thing without a certificate says 无."""

    registered_owner: Text = Field(title="登记权利人")
    title_cert_no: Annotated[Text, Mark.CERTIFICATE] = Field(title="权属证书号")
    share: str = Field("", title="份额")

    @property
    def ownership_text(self) -> str:
        """'登记权利人林绍恒，共同共有，权属证书号…'."""
        return f"登记权利人{self.registered_owner}，" + (f"{self.share}，" if self.share else "") + f"权属证书号{self.title_cert_no}"


class SizeFacts(PaperFacts):
    """How big, how many. One of area and quantity is given for every thing."""

    building_area: Decimal | None = Field(None, gt=0, decimal_places=2, title="建筑面积")
    land_area: Decimal | None = Field(None, gt=0, decimal_places=2, title="土地面积")
    quantity: Text = Field(title="数量")

    @property
    def area_text(self) -> str:
        """'建筑面积89.62平方米，土地面积…'; a thing without area says 不适用."""
        parts = (("建筑面积", self.building_area), ("土地面积", self.land_area))
        return "，".join(f"{name}{area(size)}平方米" for name, size in parts if size is not None) or "不适用（按数量计）"

    @property
    def size_text(self) -> str:
        """Area where there is one, else the quantity."""
        return self.area_text if self.building_area or self.land_area else f"数量{self.quantity}"


class UseFacts(PaperFacts):
    """What it may be used for."""

    use_purpose: Text = Field(title="用途")
