"""How the taker of a task is chosen: by rotation, by score, or by the verifiable draw (seed committed, list frozen, drawn, drawn again after a decline)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.domains.agencies.draw_rules import CHAIN, FORMAT, commitment_of, draw, left_in, list_digest, seed_of_round
from app.domains.agencies.queries import Candidate
from app.domains.agencies.rules import by_rotation, by_score, count_barriers
from app.domains.agencies.tables import Choice
from app.domains.agencies.types import WAY_NAMES, Way
from app.domains.audit.service import record
from app.domains.cases.queries import in_scope
from app.infra.unit_of_work import Reading, Work
from app.infra.vault import vault_of
from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow


@dataclass(frozen=True)
class Wanted:
    """What is to be given out: the asset, its case and court, the kind of task, and words for people."""

    court_id: str
    case_id: str
    asset_id: str
    kind: str
    title: str


def commit_seed(w: Work, wanted: Wanted) -> Choice:
    """Publish the seed's digest before any list exists. While one is open for the same work it is that one: nobody shops for a seed."""
    open_ = _find_open(w, wanted)
    if open_ is not None:
        return open_
    root = secrets.token_hex(32)
    kept, commitment = vault_of(w.session).seal(root), commitment_of(root)
    choice = Choice(**vars(wanted), way=Way.DRAW.value, seed=kept, commitment=commitment, committed_at=w.now, committed_by=w.actor.id)
    w.session.add(choice)
    w.flush()
    record(w, "draw.committed", "choice", choice.id, f"随机抽取：公布种子摘要，{wanted.title}", case_id=wanted.case_id, digest=choice.commitment)
    return choice


def freeze_and_draw(w: Work, choice_id: str, candidates: Sequence[Candidate]) -> Choice:
    """Freeze the list with exclusions and reasons, and draw. NotNow (M-84) when nobody is left: then nothing is frozen."""
    choice = get_choice(w, choice_id)
    if choice.way != Way.DRAW.value or choice.frozen_at is not None:
        raise NotNow("名单已经冻结，不能再换", code="frozen")
    refuse_nobody(candidates)
    choice.frozen = _frozen(choice, candidates, w)
    choice.list_digest, choice.frozen_at = list_digest(choice.frozen), w.now
    record(
        w, "draw.frozen", "choice", choice.id, f"随机抽取：冻结名单 {len(choice.frozen['candidates'])} 家", case_id=choice.case_id, digest=choice.list_digest
    )
    return _draw(w, choice, "")


def draw_again(w: Work, choice_id: str, reason: str) -> Choice:
    """After a decline, or when who was drawn cannot take it: a further round from the frozen list without those drawn before."""
    choice = get_choice(w, choice_id)
    if choice.way != Way.DRAW.value or choice.frozen_at is None:
        raise NotNow("还没有抽取过", code="not_drawn")
    if not reason.strip():
        raise Invalid("写明重抽的原因", field="reason")
    if not left_in(choice.frozen, _drawn_before(choice)):
        raise NotNow(f"没有可派的机构：名单上 {len(choice.rounds)} 家都已抽过。查看理由；扩大区域或自办", code="nobody_left")
    return _draw(w, choice, reason.strip()[:300])


def record_choice(w: Work, wanted: Wanted, way: Way, candidates: Sequence[Candidate], agency_id: str, *, why: str = "", task_id: str = "") -> Choice:
    """Keep a choice by rotation or score: the order as it stood, who was first, who was taken, and why if it was another."""
    order = order_of(way, candidates)
    first = order[0].agency.id if order else ""
    if agency_id != first and not why.strip():
        raise Invalid(f"按{_words(way)}应由 {order[0].agency.name if order else ''} 承办；另选的，写明理由", field="why_not_first")
    choice = Choice(**vars(wanted), way=way.value, chosen_id=agency_id, task_id=task_id, why=why.strip()[:300])
    choice.frozen = _frozen(choice, candidates, w, order)
    choice.list_digest, choice.frozen_at = list_digest(choice.frozen), w.now
    choice.rounds = [{"no": 0, "chosen": agency_id, "first": first, "at": local(w.now).isoformat(), "by": w.actor.name, "reason": choice.why}]
    w.session.add(choice)
    w.flush()
    record(w, "choice.recorded", "choice", choice.id, f"按{_words(way)}选定机构：{wanted.title}", case_id=wanted.case_id, digest=choice.list_digest)
    return choice


def use_choice(w: Work, choice_id: str, agency_id: str, task_id: str) -> Choice:
    """The task goes to who was drawn, and to nobody else."""
    choice = get_choice(w, choice_id)
    if choice.chosen_id != agency_id:
        raise Conflict("派出的机构应为抽中的机构；抽中机构不能承接的，重抽")
    choice.task_id = task_id
    record(w, "choice.used", "choice", choice.id, "任务派给抽中的机构", case_id=choice.case_id)
    return choice


def order_of(way: Way, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The possible candidates in the order of rotation or score; a draw has no order but the list's own (by credit code)."""
    possible = {each.agency.id: each for each in candidates if each.may}
    if way is Way.DRAW:
        return sorted(possible.values(), key=lambda each: each.agency.uscc)
    rule = by_score if way is Way.SCORE else by_rotation
    return [possible[turn.agency_id] for turn in rule(each.turn for each in possible.values())]


def refuse_nobody(candidates: Sequence[Candidate]) -> None:
    """NotNow with the counts of M-84 when nobody may be asked."""
    if not any(each.may for each in candidates):
        counted = count_barriers(each.barrier for each in candidates if each.barrier)
        raise NotNow(f"没有可派的机构：{counted}。查看理由；扩大区域或自办", code="nobody_left")


def export_of(choice: Choice) -> dict[str, Any]:
    """The file that docs/verify_draw.py recomputes: commitment, frozen list, and the seed of every round so far; never a seed not yet used."""
    at = {name: local(value).isoformat() if (value := getattr(choice, name)) else "" for name in ("committed_at", "frozen_at")}
    return {
        "format": FORMAT,
        "id": choice.id,
        "commitment": choice.commitment,
        **at,
        "list": choice.frozen,
        "list_digest": choice.list_digest,
        "rounds": choice.rounds,
    }


def get_choice(r: Reading, choice_id: str) -> Choice:
    """A choice in the actor's scope; NotFound otherwise."""
    choice = r.session.scalar(in_scope(select(Choice), Choice, r.actor).where(Choice.id == choice_id))
    if choice is None:
        raise NotFound
    return choice


def list_choices(r: Reading, asset_id: str, kind: str) -> Sequence[Choice]:
    """Choices for a kind of work on an asset, latest first."""
    held = select(Choice).where(Choice.asset_id == asset_id, Choice.kind == kind).order_by(Choice.id.desc())
    return r.session.scalars(in_scope(held, Choice, r.actor)).all()


@dataclass(frozen=True)
class Chosen:
    """How a taker was chosen, in words, and why another than the first."""

    id: str
    way: str
    why: str


def find_choice_of_task(r: Reading, task_id: str) -> Choice | None:
    """How the taker of a task was chosen, where that was kept; one query."""
    return r.session.scalars(in_scope(select(Choice).where(Choice.task_id == task_id).order_by(Choice.id.desc()).limit(1), Choice, r.actor)).first()


def told_of_task(r: Reading, task_id: str) -> Chosen | None:
    """The same for the task's page."""
    found = find_choice_of_task(r, task_id)
    return Chosen(found.id, WAY_NAMES[Way(found.way)], found.why) if found else None


def _find_open(w: Work, wanted: Wanted) -> Choice | None:
    mine = (Choice.asset_id == wanted.asset_id, Choice.kind == wanted.kind, Choice.way == Way.DRAW.value, Choice.frozen_at.is_(None))
    return w.session.scalars(in_scope(select(Choice).where(*mine), Choice, w.actor)).first()


def _draw(w: Work, choice: Choice, reason: str) -> Choice:
    number, left_out = len(choice.rounds), _drawn_before(choice)
    if number >= CHAIN:
        raise NotNow("本次抽取的种子已用完，重新公布", code="chain_used_up")
    seed = seed_of_round(vault_of(w.session).open(choice.seed), number)
    drawn = draw(seed, choice.list_digest, number, left_in(choice.frozen, left_out))
    said: Mapping[str, Any] = {
        "index": drawn.index,
        "count": drawn.count,
        "tries": drawn.tries,
        "at": local(w.now).isoformat(),
        "by": w.actor.name,
        "reason": reason,
    }
    choice.rounds = [*choice.rounds, {"no": number, "seed": seed, "left_out": left_out, "chosen": drawn.agency_id, **said}]
    choice.chosen_id, choice.task_id = drawn.agency_id, ""
    w.flush()
    name = next(each["name"] for each in choice.frozen["candidates"] if each["id"] == drawn.agency_id)
    again = f"（第 {number + 1} 轮，{reason}）" if number else ""
    record(w, "draw.drawn", "choice", choice.id, f"随机抽取结果：{name}{again}", case_id=choice.case_id, digest=choice.list_digest)
    return choice


def _drawn_before(choice: Choice) -> list[str]:
    return [str(each["chosen"]) for each in choice.rounds]


def _frozen(choice: Choice, candidates: Sequence[Candidate], r: Reading, order: Sequence[Candidate] | None = None) -> dict[str, Any]:
    """The list as its digest binds it: candidates in order with the figures of the choice, everybody else with the reason."""
    possible = order_of(Way.DRAW, candidates) if order is None else order
    excluded = sorted((each for each in candidates if not each.may), key=lambda each: each.agency.uscc)
    return {
        "work": {"asset": choice.asset_id, "kind": choice.kind, "title": choice.title, "day": r.today.isoformat()},
        "candidates": [_candidate(each) for each in possible],
        "excluded": [{**_named(each), "barrier": str(each.barrier or ""), "reason": each.excluded} for each in excluded],
    }


def _named(each: Candidate) -> dict[str, Any]:
    return {"id": each.agency.id, "name": each.agency.name, "uscc": each.agency.uscc}


def _candidate(each: Candidate) -> dict[str, Any]:
    given = local(each.last_given_at).isoformat() if each.last_given_at else ""
    return {**_named(each), "score": each.score.words, "last_given_at": given, "open_tasks": each.open_tasks, "quota": each.quota}


def _words(way: Way) -> str:
    return {Way.ROTATION: "轮候", Way.SCORE: "评分", Way.DRAW: "抽取"}[way]
