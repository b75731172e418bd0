"""Three appraisers in their order: agreed by the parties, or drawn as agencies are (RP-16); docs/verify_draw.py recomputes the draw."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from app.domains.agencies.draw_rules import FORMAT, commitment_of, draw, left_in, list_digest, seed_of_round
from app.domains.assets.queries import get_asset
from app.domains.audit.service import record
from app.domains.valuations.opening import running
from app.domains.valuations.queries import find_choice, get_valuation
from app.domains.valuations.rolls import Appraiser, appraisers_on
from app.domains.valuations.tables import Appraisal, AppraiserChoice, Valuation
from app.infra.unit_of_work import Work
from app.infra.vault import vault_of
from app.kernel.clock import local
from app.kernel.errors import Invalid, NotNow
from app.law.rulebook import cite
from app.law.valuation import APPRAISERS, Method


def agree_on_three(w: Work, valuation_id: str, usccs: Sequence[str], note: str) -> AppraiserChoice:
    """The parties agreed on three of the sub-list and their order; the note names the record."""
    found = _without_choice(w, valuation_id)
    listed = {each.uscc: each for each in _sub_list(w, found) if not each.out}
    if len(usccs) != APPRAISERS or len(set(usccs)) != APPRAISERS or not set(usccs) <= set(listed):
        raise Invalid("从名单子库中选三家不同的评估机构，并排出顺序", field="first")
    if len(note.strip()) < 4:
        raise Invalid("写明双方协商的笔录（日期、到场人）", field="note")
    choice = AppraiserChoice(**_about(found), way="agreed", number=f"{found.order_no}协", note=note.strip()[:300])
    w.session.add(choice)
    return _fill(w, found, choice, [listed[each] for each in usccs], "双方协商确定三家评估机构及顺序")


def commit_seed(w: Work, valuation_id: str, note: str) -> AppraiserChoice:
    """No agreement, or a party is missing: publish the digest of the draw's seed before the list is frozen."""
    found = _without_choice(w, valuation_id)
    if len(note.strip()) < 4:
        raise Invalid("写明为何随机抽取（未在期限内协商一致，或者一方下落不明）", field="note")
    root = secrets.token_hex(32)
    choice = AppraiserChoice(**_about(found), way="draw", number=f"{found.order_no}摇", note=note.strip()[:300])
    choice.seed, choice.commitment, choice.committed_at = vault_of(w.session).seal(root), commitment_of(root), w.now
    w.session.add(choice)
    w.flush()
    words = f"随机抽取评估机构：公布种子摘要，{found.title}"
    record(w, "valuation.draw_committed", "valuation", found.id, words, case_id=found.case_id, digest=choice.commitment, authority=cite("RP-16"))
    return choice


def draw_three(w: Work, valuation_id: str) -> AppraiserChoice:
    """Freeze the sub-list of the day with those left out and why, and draw three rounds from it: the order of drawing is the order of asking."""
    found = running(get_valuation(w, valuation_id), Method.APPRAISAL)
    choice = find_choice(w, found.id)
    if choice is None or choice.way != "draw" or choice.frozen_at is not None:
        raise NotNow("先公布种子摘要；已经抽取的不能再抽", code="not_committed")
    listed = _sub_list(w, found)
    possible = {each.uscc: each for each in listed if not each.out}
    if len(possible) < APPRAISERS:
        raise NotNow(f"名单子库只有 {len(possible)} 家可选，不足三家", code="too_few")
    choice.frozen = _frozen(w, found, listed)
    choice.list_digest, choice.frozen_at = list_digest(choice.frozen), w.now
    root = vault_of(w.session).open(choice.seed)
    for number in range(APPRAISERS):
        choice.rounds = [*choice.rounds, _round(w, choice, root, number)]
    return _fill(w, found, choice, [possible[each["chosen"]] for each in choice.rounds], "随机抽取三家评估机构及顺序")


def export_of(choice: AppraiserChoice) -> dict[str, Any]:
    """The file that docs/verify_draw.py recomputes; never a seed not yet used."""
    at = {name: local(value).isoformat() if (value := getattr(choice, name)) else "" for name in ("committed_at", "frozen_at")}
    told = {"commitment": choice.commitment, **at, "list": choice.frozen, "list_digest": choice.list_digest, "rounds": choice.rounds}
    return {"format": FORMAT, "id": choice.id, **told}


def _without_choice(w: Work, valuation_id: str) -> Valuation:
    found = running(get_valuation(w, valuation_id), Method.APPRAISAL)
    if find_choice(w, found.id) is not None:
        raise NotNow("三家评估机构的选定已经开始，不能另选", code="already_chosen")
    return found


def _sub_list(w: Work, found: Valuation) -> tuple[Appraiser, ...]:
    return appraisers_on(w.today, get_asset(w, found.asset_id).law_class)


def _about(found: Valuation) -> dict[str, str]:
    return {"court_id": found.court_id, "case_id": found.case_id, "valuation_id": found.id}


def _fill(w: Work, found: Valuation, choice: AppraiserChoice, three: Sequence[Appraiser], words: str) -> AppraiserChoice:
    choice.chosen = [{"uscc": each.uscc, "name": each.name} for each in three]
    for place, each in enumerate(three, start=1):
        w.session.add(Appraisal(**_about(found), place=place, uscc=each.uscc, name=each.name))
    w.flush()
    names = "、".join(each.name for each in three)
    digest = choice.list_digest or None
    record(w, "valuation.three_chosen", "valuation", found.id, f"{words}：{names}", case_id=found.case_id, digest=digest, authority=cite("RP-16"))
    return choice


def _frozen(w: Work, found: Valuation, listed: Sequence[Appraiser]) -> dict[str, Any]:
    named = [{"id": each.uscc, "name": each.name, "uscc": each.uscc} for each in listed if not each.out]
    left_out = [{"id": each.uscc, "name": each.name, "uscc": each.uscc, "reason": each.out} for each in listed if each.out]
    work = {"asset": found.asset_id, "kind": "appraisal", "title": found.title, "day": w.today.isoformat()}
    return {"work": work, "candidates": named, "excluded": left_out}


def _round(w: Work, choice: AppraiserChoice, root: str, number: int) -> dict[str, Any]:
    left_out = [str(each["chosen"]) for each in choice.rounds]
    seed = seed_of_round(root, number)
    drawn = draw(seed, choice.list_digest, number, left_in(choice.frozen, left_out))
    told = {"no": number, "seed": seed, "left_out": left_out, "chosen": drawn.agency_id, "index": drawn.index, "count": drawn.count, "tries": drawn.tries}
    return {**told, "at": local(w.now).isoformat(), "by": w.actor.name, "reason": f"第 {number + 1} 家"}
