"""From the upload to the closed case: what the cast does once a plan is frozen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from app.demonstration.acts import Playing, post
from app.demonstration.drawing import drawn_signature
from app.demonstration.stage import Stage
from app.domains.approvals import service as approvals
from app.domains.approvals.queries import list_waiting
from app.domains.approvals.rules import Verdict
from app.domains.cases.types import ClosingWay
from app.domains.closings.service import approve_closing
from app.domains.handovers import service as handovers
from app.domains.handovers.queries import get_handover
from app.domains.handovers.tables import Handover
from app.domains.plans.packaging import pack
from app.domains.rounds.queries import find_of_plan, house_round
from app.domains.rounds.rules import RoundStatus
from app.domains.rounds.service import record_lot
from app.domains.rounds.tables import Round
from app.domains.settlements import deposits
from app.domains.settlements import service as settlements
from app.domains.settlements.queries import find_of_round
from app.domains.tasks.sample_photos import SamplePhoto, make_photo
from app.domains.titles import queries as titles
from app.domains.titles.service import CARRY, Finished, finish
from app.domains.titles.shipping import Arranged, Delivered, arrange, deliver
from app.infra.evidence import keep
from app.infra.photos import keep_photos
from app.infra.unit_of_work import for_house
from app.kernel.money import Money

HOP = timedelta(hours=3)
SHORT_HOP = timedelta(minutes=2)
MOST_HOPS = 400
MOST_LOOKS = 6

SETTLED = "变价款已发放；其余债权双方达成执行和解，由案外人代为清偿，申请执行人书面确认收讫，和解协议履行完毕"

RECORD = {
    "place": "广州市南沙区万环东路5号一号厂房一层",
    "condition": "与公示状况相符，46台套逐件核对无误",
    "keys": "设备随附资料一册、控制柜钥匙6把",
    "meters": "清点46台套，封条完好",
    "arrears": "无",
    "buyer_opinion": "现场清点无异议，同意接收",
}


def upload(stage: Stage, playing: Playing) -> None:
    """The clerk exports the package, uploads it to the site's back office and enters the lot's number."""
    with stage.work("clerk") as w:
        package = pack(w, stage.house.evidence, playing.memo["plan"]).content
        found = find_of_plan(w, playing.memo["plan"])
    told = post(stage, f"/{playing.lot.site}/backoffice/lots", files={"package": ("package.zip", package, "application/zip")})
    with stage.work("clerk") as w:
        record_lot(w, found.id if found else "", str(told["lot_id"]), str(told.get("url", "")))
    playing.memo["round"], playing.memo["lot_id"] = (found.id if found else ""), str(told["lot_id"])


def round_of(stage: Stage, playing: Playing) -> Round:
    """The round as it stands."""
    with stage.reading() as r:
        return house_round(r, playing.memo["round"])


def look(stage: Stage, playing: Playing, at: datetime) -> Round:
    """Move on to an instant and have the lot read there."""
    stage.time.move_to(at)
    return round_of(stage, playing)


def follow(stage: Stage, playing: Playing, until: datetime | None = None) -> Round:
    """Follow the bidding: in long hops first, in short ones in the last hour, until it has ended (or an instant)."""
    found = round_of(stage, playing)
    for _ in range(MOST_HOPS):
        now = stage.house.clock.now()
        if found.status not in (RoundStatus.ANNOUNCED.value, RoundStatus.LIVE.value) or (until is not None and now >= until):
            break
        quick = now >= found.ends_at - timedelta(minutes=10)
        hop = (
            min(now + HOP, max(found.ends_at - timedelta(minutes=10), now + SHORT_HOP))
            if not quick
            else max(found.ends_at + timedelta(seconds=2), now + timedelta(seconds=30))
        )
        found = look(stage, playing, min(hop, until) if until else hop)
    return found


def confirm(stage: Stage, playing: Playing) -> Round:
    """The clerk confirms the result in the site's back office; the next reading shows it."""
    post(stage, f"/{playing.lot.site}/backoffice/lots/{playing.memo['lot_id']}/confirm", json={})
    found = round_of(stage, playing)
    for _ in range(MOST_LOOKS):
        if found.status == RoundStatus.SOLD.value or found.next_read_at is None:
            break
        found = look(stage, playing, found.next_read_at)
    return found


def refund(stage: Stage, playing: Playing) -> None:
    """The site is told to pay the other bidders' deposits back, and its receipt is noted: within 24 hours of the end (NA-30)."""
    with stage.work("clerk") as w:
        for each in deposits.list_of_round(w, playing.memo["round"]):
            deposits.tell(w, each.row.id, deposits.Payer.SITE)
            deposits.note_refunded(w, each.row.id, at=w.now, note="平台退款回执")


def name_buyer(stage: Stage, playing: Playing) -> None:
    """From the confirmation document."""
    name, id_no = playing.lot.buyer
    with stage.reading() as r:
        found = find_of_round(r, playing.memo["round"])
    playing.memo["settlement"] = found.id if found else ""
    with stage.work("clerk") as w:
        settlements.name_buyer(w, playing.memo["settlement"], name=name, id_no=id_no, phone="19900000051", address=playing.lot.buyer_home)


def pay(stage: Stage, playing: Playing, amount: Money, reference: str) -> None:
    """A receipt is booked."""
    with stage.work("clerk") as w:
        settlements.book_receipt(w, playing.memo["settlement"], settlements.BookReceipt(amount, w.today, playing.lot.buyer[0], reference))


def make_ruling(stage: Stage, playing: Playing) -> None:
    """The judge makes the sale ruling."""
    with stage.work("judge") as w:
        settlements.make_ruling(w, playing.memo["settlement"])


def serve_ruling(stage: Stage, playing: Playing) -> None:
    """The clerk serves it on the buyer."""
    with stage.work("clerk") as w:
        settlements.serve_ruling(w, playing.memo["settlement"], served_on=w.today, way="直接送达")
    with stage.reading() as r:
        thread = r.session.scalar(for_house(select(Handover).where(Handover.settlement_id == playing.memo["settlement"])))
    playing.memo["handover"] = thread.id if thread else ""


def finish_title(stage: Stage, playing: Playing, receipts: Mapping[str, str]) -> None:
    """Steps of the way to the title are done, each with its receipt; `receipts` by the step's code, the ones that the thing does not have are passed over."""
    with stage.work("clerk") as w:
        route = titles.find_of_settlement(w, playing.memo["settlement"])
        for step in titles.steps_of(w, route.id) if route else ():
            if step.code in receipts:
                finish(w, step.id, Finished(w.today, receipts[step.code], step.office or playing.lot.place))


def carry(stage: Stage, playing: Playing, hours: int) -> None:
    """The carrier that the buyer named brings the things; the buyer checks and signs."""
    with stage.work("clerk") as w:
        route = titles.find_of_settlement(w, playing.memo["settlement"])
        step = next(each for each in titles.steps_of(w, route.id if route else "") if each.code == CARRY)
        buyer = playing.lot.buyer[0]
        loaded_at = w.now - timedelta(hours=hours)
        arrange(w, step.id, Arranged(playing.lot.place, loaded_at, own_pick_up=False, carrier="湾区物流车队", destination="买受人指定仓库", consignee=buyer))
        deliver(w, step.id, Delivered(loaded_at, w.now, buyer, as_listed=True))


def ask_notice(stage: Stage, playing: Playing, days: int = 8) -> None:
    """The clerk asks the president to sign the order."""
    with stage.work("clerk") as w:
        handovers.ask_notice(w, playing.memo["handover"], w.today + timedelta(days=days))


def sign_notice(stage: Stage, playing: Playing) -> None:
    """The president signs."""
    with stage.work("president") as w:
        approval = next(each for each in list_waiting(w, kinds=["vacating_notice"]) if each.subject_id == playing.memo["handover"])
        approvals.decide(w, approval.id, Verdict.AGREE, digest=approval.digest)


def post_notice(stage: Stage, playing: Playing) -> None:
    """It is posted at the place and photographed."""
    with stage.work("clerk") as w:
        photos = keep_photos(w.session, stage.house.evidence, [("张贴.jpg", make_photo(SamplePhoto("张贴公告", w.now)))], source="张贴 温若琳", now=w.now)
        handovers.post_notice(w, playing.memo["handover"], handovers.Posting(w.today, "雷振屿、温若琳", f"{playing.lot.place}、本院公告栏"), photos)


def visit(stage: Stage, playing: Playing) -> None:
    """A visit is recorded."""
    with stage.work("clerk") as w:
        handovers.record_step(
            w,
            playing.memo["handover"],
            kind="visit",
            present="执行人员雷振屿、书记员温若琳、被执行人留守人员",
            body="告知公告内容和期限，留守人员表示配合清点，四日后可以移交。",
        )


def note_vacated(stage: Stage, playing: Playing) -> None:
    """The things are ready."""
    with stage.work("clerk") as w:
        handovers.note_vacated(w, playing.memo["handover"], w.today)


def hand_over(stage: Stage, playing: Playing) -> None:
    """The buyer reads the record and signs it on the screen; so does the officer."""
    record = {**RECORD, "place": playing.lot.place}
    with stage.reading("clerk") as r:
        _, digest = handovers.draft_record(r, get_handover(r, playing.memo["handover"]), record)
    with stage.work("clerk") as w:
        signed = []
        for capacity, name in (("buyer", playing.lot.buyer[0]), ("officer", "雷振屿")):
            image = keep(
                w.session, stage.house.evidence, drawn_signature(name), name=f"签名-{capacity}.png", media_type="image/png", source="现场签名", now=w.now
            )
            signed.append(handovers.Signed(name, capacity, digest, image.digest))
        handovers.hand_over(w, playing.memo["handover"], record, signed)


def close_case(stage: Stage, playing: Playing) -> None:
    """The judge ends the case once its checklist is complete."""
    with stage.work("judge") as w:
        approve_closing(w, playing.memo["case"], ClosingWay.DONE, SETTLED)
