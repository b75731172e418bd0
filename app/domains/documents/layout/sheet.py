"""What stands around the text on a printed sheet: watermark, digest, version."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Watermark(StrEnum):
    """A word across the sheet; the value is what is printed."""

    DRAFT = "草稿 未经签发"
    DEMONSTRATION = "演示数据"


@dataclass(frozen=True, slots=True)
class Sheet:
    """Marks of one printing. `digest` is that of the paper, `version` counts from 1; a `verified` copy says that it agrees with the original."""

    digest: str
    version: int = 1
    watermarks: tuple[Watermark, ...] = ()
    verified: bool = False

    @property
    def footer(self) -> str:
        """'第1版 摘要 3f2a…' in full: whoever holds the sheet can compare."""
        return f"第{self.version}版 摘要 {self.digest}"

    @property
    def watermark(self) -> str:
        """Each word on its line; empty when there is none."""
        return "\n".join(each.value for each in self.watermarks)
