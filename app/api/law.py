"""The law over the API: questions (law-questions.md) and the rule book. Neither reads the database."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from app.api.law_schemas import ANSWERS, QUESTIONS, RULE
from app.kernel.errors import Invalid
from app.kernel.permission import SIGNED_IN
from app.law.questions.asking import ask, ask_many, is_refusal
from app.law.rulebook import RULES, Rule, Stage, search
from app.web.access import permits
from app.web.errors import problem
from app.web.operations import Operation, Parameter, described, listed
from app.web.paging import PAGED, one_of, wanted_page

pages = Blueprint("law_api", __name__, url_prefix="/api/v1/law")
MOST_QUESTIONS = 10_000
STAGE = Parameter("stage", "只列这一环节", {"type": "string", "enum": [str(each) for each in Stage]})
WORDS = Parameter("q", "编号、标题、要求、数值、引文中都含有的词，以空格分开")
ASKING = f"""一个问题，或至多 {MOST_QUESTIONS} 个问题的数组；回答与问题同序。看不懂的问题以 422 回答，数组中看不懂的在原位写明 error，其余照答。
只计算，不保存，同样的问题同样的回答：无须 Idempotency-Key。以令牌（Authorization: Bearer）提问无须页面口令；以登录的页面提问须带 X-CSRFToken。"""


@pages.post("/ask")
@described(Operation("问法", ASKING, "法规", takes=QUESTIONS, answers=ANSWERS))
@permits(SIGNED_IN)
def ask_law() -> ResponseReturnValue:
    """Answer a question, or a list of them."""
    try:
        asked: Any = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return _refused({"code": "malformed_json", "field": None, "message": "内容不是 JSON"})
    if not isinstance(asked, list):
        answer = ask(asked)
        return _refused(answer["error"]) if is_refusal(answer) else answer
    if len(asked) > MOST_QUESTIONS:
        raise Invalid(f"一次至多 {MOST_QUESTIONS} 个问题", field="questions")
    answers = ask_many(asked)
    return jsonify(answers), 422 if any(is_refusal(each) for each in answers) else 200


@pages.get("/rules")
@described(Operation("法规", "规则表：每条的要求、引文、施行期间、核实程度、在何处应用。", "法规", (STAGE, WORDS, *PAGED), answers=listed(RULE)))
@permits(SIGNED_IN)
def list_rules() -> ResponseReturnValue:
    """A page of the rule book, in its own order."""
    wanted, stage = wanted_page(), one_of(STAGE)
    found = [each for each in search(request.args.get("q", "")) if not stage or each.stage == stage]
    if wanted.after and wanted.after not in RULES:
        raise Invalid("after 不是上一页给出的 next", field="after")
    rest = _beyond(found, wanted.after)
    shown = rest[: wanted.limit]
    return {"items": [each.as_json() for each in shown], "next": shown[-1].id if len(rest) > wanted.limit else None}


def _beyond(found: list[Rule], after: str) -> list[Rule]:
    places = {rule_id: place for place, rule_id in enumerate(RULES)}
    return [each for each in found if not after or places[each.id] > places[after]]


def _refused(error: dict[str, Any]) -> Response:
    """A refusal with the body of `flask law ask` inside problem+json."""
    answer = problem(422, error["code"], error["message"], field=error["field"])
    answer.set_data(json.dumps({**answer.get_json(), "error": error}))
    return answer
