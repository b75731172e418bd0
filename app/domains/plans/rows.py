"""Tax and arrears rows of a plan: proposed from the asset's data, read from and written to lines of text. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.domains.plans.types import ArrearsRow, TaxRow
from app.kernel.money import MalformedMoney, Money

BASES: Mapping[str, str] = {
    "增值税": "增值税法",
    "个人所得税": "个人所得税法",
    "企业所得税": "企业所得税法",
    "土地增值税": "土地增值税暂行条例",
    "契税": "契税法 第1条",
    "印花税": "印花税法 第1条",
    "车辆购置税": "车辆购置税法 第1条",
}
"""The law that levies a tax, by the beginning of its name; a tax that is not here gets its basis from the clerk."""
DEBTOR, BUYER = "被执行人", "买受人"


def proposed_taxes(items: Sequence[Mapping[str, Any]]) -> tuple[TaxRow, ...]:
    """The asset's tax items with their basis."""
    return tuple(TaxRow(str(each["name"]), str(each.get("basis") or _basis(str(each["name"]))), str(each.get("bearer", ""))) for each in items)


def proposed_arrears(items: Sequence[Mapping[str, Any]]) -> tuple[ArrearsRow, ...]:
    """What the survey found owed; the debtor owes it unless the court decides otherwise. Rows without amount, day or source are left to the clerk."""
    whole = [each for each in items if each.get("kind") and each.get("amount") and each.get("until_on")]
    return tuple(
        ArrearsRow(str(each["kind"]), Money.yuan(str(each["amount"])), date.fromisoformat(str(each["until_on"])), str(each.get("holder") or "现场调查"), DEBTOR)
        for each in whole
    )


def read_tax(line: str) -> TaxRow:
    """契税 | 契税法 第1条 | 买受人. ValueError says what is wrong."""
    return TaxRow(*_cut(line, 3, "税种 | 依据 | 承担人"))


def read_arrears(line: str) -> ArrearsRow:
    """物业费 | 12,480.00 | 2026-03-31 | 物业服务中心 | 被执行人. ValueError says what is wrong."""
    kind, amount, until, source, bearer = _cut(line, 5, "费种 | 金额 | 截至日 | 来源 | 承担人")
    try:
        return ArrearsRow(kind, Money.yuan(amount.removesuffix("元").strip()), date.fromisoformat(until), source, bearer)
    except MalformedMoney:
        raise ValueError(f"“{line[:30]}”的金额应为元，最多两位小数") from None
    except ValueError:
        raise ValueError(f"“{line[:30]}”的截至日应为日期，例如 2026-03-31") from None


def write_tax(row: TaxRow) -> str:
    """The line that reads back as this row."""
    return f"{row.name} | {row.basis} | {row.bearer}"


def write_arrears(row: ArrearsRow) -> str:
    """The line that reads back as this row."""
    return f"{row.kind} | {row.amount.grouped} | {row.until_on.isoformat()} | {row.source} | {row.bearer}"


def _cut(line: str, parts: int, words: str) -> list[str]:
    cut = [each.strip() for each in line.replace("｜", "|").split("|")]
    if len(cut) != parts or not cut[0]:
        raise ValueError(f"“{line[:30]}”看不懂：每行写 {words}")
    return cut


def _basis(name: str) -> str:
    return next((law for begin, law in BASES.items() if name.startswith(begin)), "")
