"""导入平台页面 (S27): several files at once, each recognised and shown before anything is taken. Works as plain forms; dropping files is a small module."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from itsdangerous import BadData, URLSafeTimedSerializer

from app.domains.rounds import importing, queries
from app.domains.rounds.import_cards import MOST_FILES, Card, Given, cards_of
from app.domains.rounds.jobs import approved_of
from app.domains.rounds.permissions import IMPORT_PAGE
from app.domains.rounds.recognising import FIELDS
from app.kernel.clock import SHANGHAI
from app.kernel.errors import Conflict, Invalid, NotFound, NotNow
from app.sites.loader import installed
from app.web.access import house, me, permits, reading, work

pages = Blueprint("round_imports", __name__)
KEPT_SECONDS = 3600
BROWSER_TIME = timedelta(days=30)


@pages.get("/sites/import")
@permits(IMPORT_PAGE)
def import_page() -> ResponseReturnValue:
    """Nothing chosen yet."""
    return render_template("sites/import.html", cards=[], refused=[], done=[])


@pages.post("/sites/import")
@permits(IMPORT_PAGE)
def preview() -> ResponseReturnValue:
    """What stands in each file, beside what the house holds; nothing is taken. Files of before come along by their tokens."""
    refused: list[str] = []
    files = list({each.digest: each for each in (*_fresh(refused), *_kept(refused))}.values())[:MOST_FILES]
    with reading() as r:
        cards = cards_of(r, list(installed()), files)
    _keep_strangers(cards)
    return _page(cards, refused), 422 if refused and not cards else 200


@pages.post("/sites/import/take")
@permits(IMPORT_PAGE)
def take() -> ResponseReturnValue:
    """采用并存证: every ticked lot of every file, each an act of its own."""
    refused: list[str] = []
    done = [_taken(given, round_id) for given in _kept(refused) for round_id in request.form.getlist(f"lot-{given.digest[:16]}")]
    return render_template("sites/import.html", cards=[], refused=refused, done=done), 200 if done else 422


def _page(cards: list[Card], refused: list[str]) -> str:
    tokens = {card.given.digest: _token(card.given) for card in cards}
    return render_template("sites/import.html", cards=cards, tokens=tokens, refused=refused, done=[])


def _fresh(refused: list[str]) -> Iterator[Given]:
    """The files of this request. `modified` is what the browser says of each file's time, in its order; it is a proposal."""
    told = request.form.getlist("modified")
    at = _typed(request.form.get("saved_at", ""))
    for place, file in enumerate(each for each in request.files.getlist("files") if each.filename):
        name, content = str(file.filename)[-120:], file.read()
        try:
            importing.check_size(content)
            digest = house().evidence.keep(content)
        except (Invalid, NotNow) as refusal:
            refused.append(f"{name}：{refusal.message}")
            continue
        yield Given(name, content, digest, at or _of_browser(told[place] if place < len(told) else ""))


def _kept(refused: list[str]) -> Iterator[Given]:
    """Files of an earlier look, by their tokens, with what a person has chosen for them since."""
    for token in request.form.getlist("token"):
        try:
            told: dict[str, Any] = _signer().loads(token, max_age=KEPT_SECONDS)
        except BadData:
            refused.append("预览已过期，请重新选择文件")
            continue
        if told["by"] != me().id:
            raise NotFound
        key = told["digest"][:16]
        at = _typed(request.form.get(f"saved-{key}", "")) or (datetime.fromisoformat(told["at"]) if told["at"] else None)
        site, round_id = request.form.get(f"site-{key}", ""), request.form.get(f"round-{key}", "")
        yield Given(told["name"], house().evidence.read(told["digest"]), told["digest"], at, site, round_id, fresh=False)


def _keep_strangers(cards: list[Card]) -> None:
    """What will never be taken is evidence at once."""
    for card in cards:
        if card.only_evidence and card.given.fresh:
            with work() as w:
                importing.keep_strange(w, house().evidence, card.given.name, card.given.content, card.fault)


def _taken(given: Given, round_id: str) -> dict[str, Any]:
    """One lot of one file; a refusal is told beside it and stops none of the others."""
    key = f"{given.digest[:16]}-{round_id}"
    shown, wanted = set(request.form.getlist(f"shown-{key}")), set(request.form.getlist(f"field-{key}"))
    left_out = frozenset(shown & {name for name, *_ in FIELDS}) - wanted
    told: dict[str, Any] = {"name": given.name, "round_id": round_id, "digest": given.digest}
    try:
        if request.form.get(f"unsure-{key}") and not request.form.get(f"sure-{key}"):
            raise Invalid("单位存疑：在平台页面核对单位后勾选“已核对单位”再采用")
        with work() as w:
            found = queries.get_round(w, round_id)
            approved, store = approved_of(w, found), house().evidence
            read = importing.take_saved(w, store, round_id, approved, given.name, given.content, given.saved_at, left_out=left_out)
            taken = read.snapshot is not None and not read.older
            told |= {"title": found.title, "taken": taken, "words": "" if taken else read.fault or importing.why_only_kept(read)}
    except (Invalid, Conflict) as refusal:
        told |= {"refused": refusal.message}
    return told


def _typed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI) if text else None
    except ValueError:
        return None


def _of_browser(text: str) -> datetime | None:
    """Milliseconds since 1970 of the file's last change, believed only where it lies in the last thirty days of the house's clock."""
    now = house().clock.now()
    if not text.isdecimal() or len(text) > 13:
        return None
    at = datetime.fromtimestamp(int(text) / 1000, tz=SHANGHAI)
    return at if now - BROWSER_TIME <= at <= now else None


def _token(given: Given) -> str:
    at = given.saved_at.isoformat() if given.saved_at else ""
    return _signer().dumps({"by": me().id, "digest": given.digest, "name": given.name, "at": at})


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(house().settings.secret_key, salt="site-import")
