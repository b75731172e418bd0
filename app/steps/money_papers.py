"""Papers of money after the sale: the ruling on a default (19), on taking in kind (22), the distribution plan (36)."""

from __future__ import annotations

from app.domains.documents import service as documents
from app.domains.rounds.queries import house_round
from app.domains.settlements import distributing, in_kind, unsold
from app.domains.settlements.distribution_rules import Nature
from app.domains.settlements.events import BuyerDefaulted, DistributionApproved, RulingMade, WayChosen
from app.domains.settlements.queries import find_of_round, house_settlement
from app.domains.settlements.rules import IN_KIND
from app.domains.settlements.tables import Settlement, Unsold
from app.infra.unit_of_work import Work
from app.steps.paper_asset import asset_facts, house_asset_whole
from app.steps.paper_case import case_facts, case_view
from app.steps.paper_rows import where_rows_stand
from app.steps.paper_sale import buyer_fact, sale_facts

OBJECTION_DAYS = 15
ROUNDS = {1: "第一次拍卖", 2: "两次拍卖", 3: "两次拍卖及变卖"}
BASIS = (
    "依照《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第五百零六条至第五百一十条，"
    "执行费用优先受偿，其次为享有优先权、担保物权的债权，再次为普通债权按比例受偿。"
)


@where_rows_stand
def make_default_ruling(w: Work, fact: BuyerDefaulted) -> None:
    """悔拍裁定书: what was sold, what was paid, what is kept; the gap is not written before the second sale. A taker in kind bid for nothing: none."""
    if house_settlement(w, fact.settlement_id).regime == IN_KIND:
        return
    settlement, found = house_settlement(w, fact.settlement_id), house_round(w, fact.round_id)
    view, asset = case_view(w, fact.case_id), house_asset_whole(w, fact.asset_id)
    facts = {
        **case_facts(view),
        **asset_facts(view, asset),
        **sale_facts(settlement, found),
        "buyer": buyer_fact(settlement),
        "opens_at": found.opens_at,
        "ends_at": found.ends_at,
        "balance_paid": settlement.paid,
        "signed_on": w.today,
    }
    documents.prepare(w, "default_ruling", facts, view.about("settlement", fact.settlement_id, fact.asset_id))


@where_rows_stand
def make_distribution_plan(w: Work, fact: DistributionApproved) -> None:
    """案款分配方案: exactly the sheet that the panel agreed to."""
    sheet = distributing.house_sheet(w, fact.distribution_id)
    view = case_view(w, fact.case_id)
    facts = {
        **case_facts(view),
        "sources": [{"source": each["source"], "amount": each["amount"]} for each in sheet.sources],
        "costs": [{"item": each["item"], "amount": each["amount"], "basis": each["basis"]} for each in sheet.costs],
        "claims": [
            {
                "creditor": each["creditor"],
                "basis": each["basis"],
                "nature": Nature(each["nature"]).word,
                "rank": each["place"],
                "claimed": each["claimed"],
                "acknowledged": each["acknowledged"],
                "paid": each["paid"],
            }
            for each in sheet.claims
        ],
        "reserved": [{"reason": each["reason"], "amount": each["amount"]} for each in sheet.reserved],
        "balance": sheet.balance,
        "basis_text": BASIS,
        "objection_days": OBJECTION_DAYS,
        "signed_on": w.today,
    }
    documents.prepare(w, "distribution_plan", facts, view.about("settlement", fact.settlement_id, fact.asset_id))


@where_rows_stand
def make_in_kind_ruling(w: Work, fact: WayChosen) -> None:
    """以物抵债裁定书: at the reserve of the failed round, for the creditor of the first rank or of the lot."""
    if not fact.taker:
        return
    row, account = unsold.house_unsold(w, fact.unsold_id), find_of_round(w, fact.round_id)
    if account is None:
        return
    _in_kind_ruling(w, row, account)


@where_rows_stand
def sign_in_kind_ruling(w: Work, fact: RulingMade) -> None:
    """The judge made it: the paper carries number and day, and is signed once its facts are whole."""
    account = house_settlement(w, fact.settlement_id)
    row = unsold.of_round(w, account.round_id) if account.regime == IN_KIND else None
    if row is not None:
        documents.sign_as_decided(w, _in_kind_ruling(w, row, account))


def _in_kind_ruling(w: Work, row: Unsold, account: Settlement) -> str:
    view, asset = case_view(w, row.case_id), house_asset_whole(w, row.asset_id)
    offers = unsold.list_offers(w, row.id)
    taken = in_kind.taken_offer(w, row)
    equals = [each for each in offers if each.rank == taken.rank]
    facts = {
        **case_facts(view),
        **asset_facts(view, asset),
        "accepting_creditor": taken.creditor,
        "rounds_text": ROUNDS.get(row.round_no),
        "reserve_of_failed_round": row.reserve,
        "offset_amount": row.reserve,
        "claim_amount": taken.claim,
        "difference_paid": taken.difference,
        "difference_paid_on": account.paid_on if taken.difference else None,
        "offset_debt_text": f"{view.case.basis_number}{view.case.basis_title}确定的债务" if view.case.basis_number else None,
        "serial_suffix": account.ruling_no,
        "rank_text": f"其为第{taken.rank}顺位债权人" + (f"，同一顺位共{len(equals)}名，经抽签确定。" if len(equals) > 1 else "，无同一顺位的其他申请。"),
        "signed_on": account.ruling_made_on or w.today,
    }
    return documents.prepare(w, "debt_for_asset_ruling", facts, view.about("settlement", account.id, row.asset_id)).id
