"""The page of a lot's bidders: check who wants to bid before they are accepted, and what the judge decided. Codes and masked names only."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import StringField

from app.domains.agencies.bidders import list_checks
from app.domains.agencies.interest import Subject
from app.domains.agencies.permissions import CHECK_BIDDERS, DECIDE_BIDDERS
from app.domains.agencies.types import GATE_NAMES
from app.domains.rounds.queries import get_round
from app.kernel.errors import Invalid
from app.steps.bidder_gate import check_on_lot
from app.web.access import me, permits, reading, work
from app.web.forms import Needed, PaperForm

pages = Blueprint("bidders", __name__)


class BidderForm(PaperForm):
    """核对竞买人."""

    code = StringField("竞买号", description="尚未取得的不填")
    name = StringField("姓名或者名称", [Needed()], render_kw={"autocomplete": "off"})
    id_number = StringField("证件号码", description="只留带密钥的摘要和遮蔽号", render_kw={"autocomplete": "off"})
    phone = StringField("联系电话", description="只留摘要", render_kw={"autocomplete": "off"})
    address = StringField("住址", description="只留摘要", render_kw={"autocomplete": "off"})
    account = StringField("保证金汇出账户", description="只留摘要", render_kw={"autocomplete": "off"})

    def subject(self) -> Subject:
        """Whom to compare; only of a valid form."""
        return Subject(**{name: str(self[name].data or "").strip() for name in ("name", "id_number", "phone", "address", "account")})


@pages.get("/lots/<round_id>/bidders")
@permits(CHECK_BIDDERS)
def page(round_id: str) -> ResponseReturnValue:
    """竞买人核对."""
    return _page(round_id, BidderForm(formdata=None))


@pages.post("/lots/<round_id>/bidders")
@permits(CHECK_BIDDERS)
def check(round_id: str) -> ResponseReturnValue:
    """Compare one bidder with the register."""
    form = BidderForm()
    try:
        form.require_valid()
        with work() as w:
            check_on_lot(w, get_round(w, round_id), form.subject(), str(form.code.data or ""))
    except Invalid as refusal:
        form.take_faults(refusal)
        return _page(round_id, form), 422
    return redirect(url_for("bidders.page", round_id=round_id), 303)


def _page(round_id: str, form: BidderForm) -> str:
    with reading() as r:
        lot, checks = get_round(r, round_id), list_checks(r, round_id)
    return render_template("desk/bidders.html", lot=lot, checks=checks, form=form, gates=GATE_NAMES, may_decide=DECIDE_BIDDERS.held_by(me()))
