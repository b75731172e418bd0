"""`/priceplatforms/<code>/inquiries`: orders to the three price platforms, as plain JSON of our own (no public form exists)."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.simulator.requests import json_object
from app.simulator.stage import stage
from app.simulator.wire import answer_json

desk = Blueprint("priceplatforms", __name__, url_prefix="/priceplatforms")


@desk.post("/<platform>/inquiries")
def order(platform: str) -> tuple[Response, int]:
    """Take an order {order_no, subject, base}: 201, or 200 when it was taken before."""
    inquiry, fresh = stage().prices.order(platform, json_object())
    return answer_json(stage().prices.get(platform, inquiry.number)), 201 if fresh else 200


@desk.get("/<platform>/inquiries")
def orders(platform: str) -> Response:
    """Orders of a platform, of one `order_no` when asked."""
    wanted = request.args.get("order_no")
    return answer_json({"items": [each for each in stage().prices.all(platform) if wanted in (None, each["order_no"])]})


@desk.get("/<platform>/inquiries/<number>")
def report(platform: str, number: str) -> Response:
    """One inquiry with its report once it is ready."""
    return answer_json(stage().prices.get(platform, number))


@desk.post("/<platform>/mode")
def mode(platform: str) -> Response:
    """{mode: on_time | late | extension} for the orders to come."""
    stage().prices.set_mode(platform, str(json_object().get("mode")))
    return answer_json({"ok": True})
