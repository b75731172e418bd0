"""The distribution sheet as figures: what came in, what is paid first, shares by rank, the balance; it closes to the fen or says where not (M-80). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.errors import Invalid
from app.kernel.money import ZERO, Money, total
from app.kernel.workdays import Calendar
from app.law.periods import days_after
from app.law.settlement import Claim, Rank, distribute
from app.law.terms import length_of

OBJECTION = "distribution_objection"


class Group(StrEnum):
    """What is paid before the creditors, in this order."""

    COST = "cost"
    FEE = "fee"
    TAX = "tax"

    @property
    def word(self) -> str:
        """On the page."""
        return {Group.COST: "处置费用", Group.FEE: "执行费", Group.TAX: "税费"}[self]


class Nature(StrEnum):
    """What a claim rests on; the order of the ranks (民诉法解释 506 to 510)."""

    SECURED = "secured"
    PRIORITY = "priority"
    ORDINARY = "ordinary"
    DOUBLED = "doubled"

    @property
    def word(self) -> str:
        """On the page and in the paper."""
        return {Nature.SECURED: "担保物权", Nature.PRIORITY: "法定优先权", Nature.ORDINARY: "普通债权", Nature.DOUBLED: "迟延履行加倍部分"}[self]


_BASES = {
    Nature.PRIORITY: Rank.PRIORITY.value,
    Nature.SECURED: Rank.PRIORITY.value + Rank.PRIORITY.value,
    Nature.ORDINARY: Rank.ORDINARY.value,
    Nature.DOUBLED: Rank.DOUBLED_INTEREST.value,
}


@dataclass(frozen=True)
class Incoming:
    """Money that came in."""

    source: str
    amount: Money


@dataclass(frozen=True)
class Cost:
    """Something that is paid before the creditors."""

    group: Group
    item: str
    amount: Money
    basis: str


@dataclass(frozen=True)
class Creditor:
    """A claim. `order` is its own order among claims of its nature (equal: shared in proportion); ordinary claims all share alike."""

    creditor: str
    basis: str
    nature: Nature
    order: int
    claimed: Money
    acknowledged: Money

    @property
    def rank(self) -> int:
        """The rank in the law's figures: the lower is paid first."""
        return _BASES[self.nature] + (self.order if self.nature in (Nature.SECURED, Nature.PRIORITY) else 0)


@dataclass(frozen=True)
class Reserve:
    """Money that is kept back."""

    reason: str
    amount: Money


@dataclass(frozen=True)
class Sheet:
    """All that is entered."""

    sources: tuple[Incoming, ...]
    costs: tuple[Cost, ...] = ()
    creditors: tuple[Creditor, ...] = ()
    reserved: tuple[Reserve, ...] = ()

    @property
    def came_in(self) -> Money:
        """All sources."""
        return total([each.amount for each in self.sources])

    @property
    def first_out(self) -> Money:
        """Costs, fees, taxes and what is kept back."""
        return total([*(each.amount for each in self.costs), *(each.amount for each in self.reserved)])


@dataclass(frozen=True)
class Computed:
    """What each creditor gets in the order entered, the place of each rank (1 the first), the balance, and what does not add up (0.00: it closes)."""

    paid: tuple[Money, ...]
    places: tuple[int, ...]
    balance: Money
    difference: Money
    rows: tuple[int, ...] = ()


def compute(sheet: Sheet) -> Computed:
    """Shares by rank, to the fen by the largest remainder. Invalid when what is paid first is more than came in."""
    pool = sheet.came_in - sheet.first_out
    if pool < ZERO:
        raise Invalid(f"费用、税费和预留超过收款 {(-pool).grouped} 元，先核对", field="amount")
    shares = distribute(pool, tuple(Claim(str(place), each.rank, each.acknowledged) for place, each in enumerate(sheet.creditors)))
    places = {rank: place for place, rank in enumerate(sorted({each.rank for each in sheet.creditors}), 1)}
    return Computed(tuple(each.paid for each in shares.shares), tuple(places[each.rank] for each in sheet.creditors), shares.balance, ZERO)


def verify(sheet: Sheet, paid: Sequence[Money], balance: Money) -> Computed:
    """Look again at stored figures: the difference to the fen, and the rows (1 the first) that are not what the law gives them."""
    right = compute(sheet)
    rows = tuple(place for place, (stored, due) in enumerate(zip(paid, right.paid, strict=True), 1) if stored != due)
    difference = sheet.came_in - sheet.first_out - total(list(paid)) - balance
    return Computed(tuple(paid), right.places, balance, difference, rows)


def refuse_open(found: Computed) -> None:
    """M-80: a sheet that does not close is not asked about."""
    if found.difference or found.rows:
        where = f"检查第 {found.rows[0]} 行" if found.rows else "检查收款和费用"
        raise Invalid(f"分配方案差 {found.difference.grouped} 元：各项之和须等于可分配款。{where}", field="amount")


def sheet_words(sheet: Sheet, found: Computed) -> str:
    """The whole sheet line by line, as the panel reads it before it votes: what came in, what goes out first, what is kept back, each claim, the balance."""
    first = total([each.amount for each in sheet.costs])
    lines = [f"收款 {sheet.came_in.grouped} 元"]
    lines += [f"· {each.source} {each.amount.grouped} 元" for each in sheet.sources]
    lines += [f"优先扣除的费用、税费 {first.grouped} 元"]
    lines += [f"· {each.group.word}：{each.item} {each.amount.grouped} 元（{each.basis}）" for each in sheet.costs]
    if sheet.reserved:
        lines += [f"预留 {total([each.amount for each in sheet.reserved]).grouped} 元"]
        lines += [f"· {each.reason} {each.amount.grouped} 元" for each in sheet.reserved]
    lines += [f"分配 {total(list(found.paid)).grouped} 元"]
    lines += [
        f"· 第{place}顺位 {each.creditor}（{each.nature.word}，{each.basis}）：应分 {each.acknowledged.grouped} 元，实分 {paid.grouped} 元"
        for each, place, paid in sorted(zip(sheet.creditors, found.places, found.paid, strict=True), key=lambda row: row[1])
    ]
    return "\n".join([*lines, f"余额 {found.balance.grouped} 元"])


def left_open(sheet: Sheet, paid: Sequence[Money]) -> Money:
    """What of the acknowledged claims stays unpaid."""
    return total([each.acknowledged - share for each, share in zip(sheet.creditors, paid, strict=True)])


def last_day(from_on: date, calendar: Calendar) -> date:
    """The last of the fifteen days for an objection, an opposition or a suit (民诉法解释 509, 510)."""
    return days_after(from_on, length_of(OBJECTION), calendar).due_on


def check_creditor(each: Creditor) -> None:
    """A claim has a name, a basis, an order, and is not acknowledged above what was claimed."""
    if not each.creditor.strip() or not each.basis.strip():
        raise Invalid("填写债权人和依据", field="creditor")
    if each.order < 1:
        raise Invalid("顺位从 1 起", field="order")
    if each.claimed <= ZERO or each.acknowledged < ZERO or each.acknowledged > each.claimed:
        raise Invalid("认定额不小于 0，也不超过申报额", field="acknowledged")


def sheet_of(
    sources: Sequence[Mapping[str, object]],
    costs: Sequence[Mapping[str, object]],
    claims: Sequence[Mapping[str, object]],
    reserved: Sequence[Mapping[str, object]],
) -> Sheet:
    """A sheet from its stored rows."""
    return Sheet(
        tuple(Incoming(str(each["source"]), _fen(each, "amount")) for each in sources),
        tuple(Cost(Group(str(each["group"])), str(each["item"]), _fen(each, "amount"), str(each["basis"])) for each in costs),
        tuple(
            Creditor(
                str(each["creditor"]),
                str(each["basis"]),
                Nature(str(each["nature"])),
                int(str(each["order"])),
                _fen(each, "claimed"),
                _fen(each, "acknowledged"),
            )
            for each in claims
        ),
        tuple(Reserve(str(each["reason"]), _fen(each, "amount")) for each in reserved),
    )


def _fen(row: Mapping[str, object], name: str) -> Money:
    return Money(int(str(row[name])))
