"""Facts of papers from the frozen plan, the round, the account after it: terms, who was told, what was sold, who bought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app.domains.approvals.rules import AGREES
from app.domains.approvals.tables import Approval, Vote
from app.domains.assets.tables import Asset
from app.domains.cases.types import IdKind
from app.domains.plans.subjects import site_title
from app.domains.plans.tables import PlanNotice
from app.domains.plans.types import SHORT_ROUNDS, Terms
from app.domains.rounds.tables import Round
from app.domains.settlements.rules import IN_KIND
from app.domains.settlements.tables import Settlement
from app.kernel.clock import SHANGHAI, day_of, local
from app.kernel.money import Money
from app.law.publication import PANEL_MATTERS
from app.law.subjects import AssetKind
from app.steps.paper_case import CaseView, of_resident

RULING_DAYS = 10
HAND_OVER_DAYS = 15
MATTERS = {"start_price": "起拍价", "reduction": "降价幅度", "increment": "加价幅度", "deposit": "保证金", "preferential": "优先购买权人资格及顺位"}
BASES = {
    "start_price": "法释〔2016〕18号第十条",
    "reduction": "法释〔2016〕18号第二十六条",
    "increment": "标的价额与同类拍品惯例",
    "deposit": "法释〔2016〕18号第十七条",
    "preferential": "法释〔2016〕18号第十六条",
}


def terms_facts(view: CaseView, asset: Asset, terms: Terms) -> dict[str, object]:
    """Site, round, times, prices, payment, viewing (papers.md §0.2 terms). The planned vacating day is the last that the law allows after an unextended end."""
    balance_due_on = day_of(terms.ends_at) + timedelta(days=terms.balance_days) if terms.ends_at and terms.balance_days else None
    return {
        "site_name": site_title(terms.site),
        "site_account_url": view.sheet.get("site_pages", {}).get(terms.site),
        "round": SHORT_ROUNDS.get(terms.round_no),
        "opens_at": terms.opens_at,
        "ends_at": terms.ends_at,
        "start_price": terms.start_price,
        "deposit": terms.deposit,
        "increment": terms.increment,
        "balance_due_on": balance_due_on,
        "vacate_by_on": balance_due_on + timedelta(days=RULING_DAYS + HAND_OVER_DAYS) if balance_due_on else None,
        "viewing": terms.viewing or None,
        "consult_phone": terms.consult_phone or view.court.phone or None,
        "notice_publish_on": terms.announce_on,
        "house": AssetKind(asset.law_class) is AssetKind.HOUSE,
        "agent_confirm_by": _day_before(terms.opens_at),
        "priority_apply_by": _day_before(terms.opens_at),
    }


def told_facts(terms: Terms, notices: Sequence[PlanNotice]) -> dict[str, object]:
    """Who was told and how; a holder of priority who was not told yet leaves the fact open (NA-15)."""
    told = {each.name: each for each in notices if each.told_on}
    holders = [
        {"name": each.name, "right_nature": each.right, "rank": each.rank, **_way(told.get(each.name))} for each in terms.priority_holders
    ]  # fmt: skip
    return {
        "notified": [{"name": each.name, "way": each.way, "on": each.told_on} for each in told.values()] or None,
        "priority_holders": holders,
    }


def risk_facts(known: Mapping[str, object]) -> dict[str, object]:
    """The gravest risks first, from what the papers say anyway (CL-05): possession, defects, burdens."""
    held = {"matter": "占有及交付", "fact": f"{known.get('occupancy_kind')}，{known.get('occupier_desc')}", "effect": "按公告所列腾退交付安排办理"}
    defects = [{"matter": "瑕疵", "fact": each, "effect": "修复和相应费用由买受人自行评估"} for each in _texts(known, "known_defects")]
    burdens = [{"matter": "权利负担", "fact": each, "effect": "因拍卖而消灭，由价款依法清偿"} for each in _texts(known, "burden_extinguished")]
    risks = [*([held] if known.get("occupier_desc") else []), *defects, *burdens]
    return {"top_risks": risks or None, "risk_text": "；".join(str(each["fact"]) for each in risks) + "。" if risks else None}


def panel_facts_of(approval: Approval, votes: Sequence[Vote], terms: Terms, names: Mapping[str, str]) -> dict[str, object]:
    """The five matters with every member's word (NA-39); who saw it otherwise is written down."""
    seats = [(names.get(vote.person_id, ""), vote.opinions) for vote in votes]
    proposals = _proposals(terms)
    items = [_item(code, proposals[code], seats) for code in PANEL_MATTERS]
    dissent = [f"{name}对{MATTERS[code]}认为：{said[code]}" for name, said in seats for code in PANEL_MATTERS if said.get(code, AGREES) != AGREES]
    return {
        "record_no": approval.record_no or None,
        "held_at": max((vote.cast_at for vote in votes), default=None),
        "items": items,
        "dissent": dissent,
        "round2_cut": f"{terms.reduction_percent / 100:.2f}",
    }


def sale_facts(settlement: Settlement, found: Round | None) -> dict[str, object]:
    """What was sold, for how much, when, and when it is paid. Without the round what the site showed is missing."""
    return {
        **(_site_facts(found) if found else {}),
        "sold_at": settlement.sold_at,
        "sold_price": settlement.price,
        "deposit_paid": settlement.deposit,
        "balance_due_on": settlement.due_on,
        "paid_so_far": settlement.paid,
        "paid_in_full_on": settlement.paid_on,
        "buyer_name": settlement.buyer_name or None,
        "buyer_id_no": settlement.buyer_id_no,
        "buyer_phone": settlement.buyer_phone,
        "buyer_code": settlement.winner_code or None,
    }


def buyer_fact(settlement: Settlement) -> dict[str, object] | None:
    """The buyer as the account names it; what it does not know is missing from the paper. Only a holder of a credit code is a unit."""
    if not settlement.buyer_name:
        return None
    named: dict[str, object] = {"name": settlement.buyer_name, "phone": settlement.buyer_phone, "address": settlement.buyer_address or None}
    if settlement.buyer_id_kind == IdKind.USCC.value:
        return {**named, "party_kind": "法人", "uscc": settlement.buyer_id_no, "legal_rep": settlement.buyer_legal_rep}
    return {**named, "party_kind": "自然人", "id_no": settlement.buyer_id_no, **of_resident(settlement.buyer_id_no)}


def ruling_code(settlement: Settlement) -> str:
    """Which ruling passes the title of an account: the sale ruling, or the one that hands the thing to a creditor."""
    return "debt_for_asset_ruling" if settlement.regime == IN_KIND else "sale_ruling"


def _site_facts(found: Round) -> dict[str, object]:
    return {
        "site_name": site_title(found.site),
        "round": SHORT_ROUNDS.get(found.round_no),
        "site_confirm_no": found.result_document or found.lot_id,
        "bids": found.bid_count or None,
        "extensions": found.extensions,
        "priority_used": found.winner_code in found.priority_codes,
        "compared": _compared(found),
    }


def _way(notice: PlanNotice | None) -> dict[str, object]:
    return {"notified_by": notice.way if notice else None, "notified_on": notice.told_on if notice else None}


def _day_before(opens_at: datetime | None) -> datetime | None:
    """17:00 of the day before the opening."""
    if opens_at is None:
        return None
    day: date = local(opens_at).date() - timedelta(days=1)
    return datetime(day.year, day.month, day.day, 17, tzinfo=SHANGHAI)


def _texts(known: Mapping[str, object], name: str) -> list[str]:
    found = known.get(name)
    return [str(each) for each in found] if isinstance(found, list) else []


def _proposals(terms: Terms) -> dict[str, str]:
    def said(amount: Money | None) -> str:
        return f"{amount.grouped}元" if amount else "待定"

    holders = "；".join(f"{each.name}（{each.right}，第{each.rank}顺位）" for each in terms.priority_holders)
    return {
        "start_price": said(terms.start_price),
        "reduction": f"流拍后降价{terms.reduction_percent}%",
        "increment": said(terms.increment),
        "deposit": said(terms.deposit),
        "preferential": holders or "未发现优先购买权人",
    }


def _item(code: str, proposal: str, seats: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[str, object]:
    votes = [
        {"member": name, "opinion": "无异议" if said[code] == AGREES else said[code], "yes": said[code] == AGREES} for name, said in seats if said.get(code)
    ]
    agreed = sum(vote["yes"] for vote in votes) * 2 > len(votes)
    conclusion = f"{MATTERS[code]}：{proposal}" if agreed else f"{MATTERS[code]}未获多数同意，退回修改"
    return {"matter": MATTERS[code], "proposal": proposal, "basis": BASES[code], "votes": votes, "conclusion": conclusion}


def _compared(found: Round) -> list[dict[str, object]]:
    """Approved and shown as last read; where nothing differed the frozen value is what the site showed."""
    own = [("起拍价", found.start_price), ("保证金", found.deposit), ("加价幅度", found.increment)]
    rows: list[dict[str, object]] = [{"name": name, "announced": f"{value.grouped}元", "shown": f"{value.grouped}元"} for name, value in own]
    if found.extensions:
        planned, ended = (f"{local(at):%Y年%-m月%-d日%H时%M分}" for at in (found.scheduled_end_at, found.ended_at or found.ends_at))
        rows.append({"name": "竞价结束时间", "announced": planned, "shown": ended, "explanation": f"有出价延时{found.extensions}次"})
    return rows
