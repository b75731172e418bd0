"""L8's sealed bags with the seal that does not match, and the viewings and questions of a lot in announcement (forms.md §7.2)."""

from __future__ import annotations

from datetime import timedelta

from app.demonstration.acts import Playing
from app.demonstration.drawing import drawn_signature
from app.demonstration.stage import Stage, Step
from app.domains.custody import service as custody
from app.domains.custody.breaking import report_broken
from app.domains.custody.queries import house_items
from app.domains.custody.service import Enter, OpenMove, Signed
from app.domains.rounds.queries import list_of_asset
from app.domains.tasks.sample_photos import SamplePhoto, make_photo
from app.domains.viewings import asking, service
from app.domains.viewings.service import AddSlot, Book, Lot
from app.infra.evidence import keep
from app.infra.photos import keep_photos
from app.infra.unit_of_work import Work
from app.kernel.clock import at_shanghai

STORE = "广州市南沙区法院贵重物品库"
BAGS = (
    ("铂金镶钻戒指", "6.20 g"), ("黄金手镯", "38.15 g"), ("翡翠吊坠", "12.40 g"), ("蓝宝石耳钉一对", "4.86 g"), ("珍珠项链", "41.30 g"), ("K金项链", "15.72 g"),
    ("镶钻胸针", "9.64 g"), ("红宝石戒指", "5.38 g"), ("祖母绿戒指", "7.05 g"), ("裸钻", "1.02 ct"), ("翡翠手镯", "56.80 g"), ("黄金吊坠", "8.91 g"),
)  # fmt: skip
DOUBTED = "S-0007"
BOOKED = (
    (0, "方女士", "19900000101", 2, "phone"),
    (1, "何先生", "19900000102", 3, "phone"),
    (1, "郑女士", "19900000103", 3, "visit"),
    (2, "罗先生", "19900000104", 2, "phone"),
)
ASKED = (
    ("租客什么时候能搬走？", "承租人的租赁早于抵押和查封，带租移交，租期至2029年5月31日。", "公告", True),
    ("物业费欠多少？", "现场调查时未发现欠缴物业费，以物业公司结清单为准。", "调查表", False),
    ("买下后能不能提前解除租约？", "", "", False),
    ("停车位包括在内吗？", "", "", False),
)


def keeping_steps(jewels: Playing, flat: Playing) -> list[Step]:
    """Custody of L8 and viewings of L2, by day."""
    return [
        Step(at_shanghai(2026, 3, 10, 15), "field", "两人封存十二件，公证员见证", lambda stage: _seal(stage, jewels)),
        Step(
            at_shanghai(2026, 3, 16, 10),
            "field",
            "交鉴定人鉴定，双方签名",
            lambda stage: _hand(stage, jewels, "party", "粤衡信达评估", "粤衡信达评估鉴定室", "委托鉴定"),
        ),
        Step(at_shanghai(2026, 3, 20, 16), "field", "鉴定后取回，双方签名", lambda stage: _hand(stage, jewels, "court", "本院", STORE, "鉴定完毕取回")),
        Step(at_shanghai(2026, 3, 24, 11), "clerk", "安排看样，开放预约页", lambda stage: _arrange(stage, flat)),
        Step(at_shanghai(2026, 3, 28, 11), "worker2", "登记到场", lambda stage: _count(stage, flat)),
        Step(at_shanghai(2026, 4, 1, 15), "agency2", "记录咨询和答复", lambda stage: _ask(stage, flat)),
        Step(at_shanghai(2026, 4, 1, 17), "judge", "同意公开一条问答", lambda stage: _publish(stage, flat)),
        Step(at_shanghai(2026, 4, 2, 9, 40), "field", "看样核对，S-0007 封条与登记不符", lambda stage: _doubt(stage, jewels)),
    ]


def _seal(stage: Stage, playing: Playing) -> None:
    with stage.work("field") as w:
        sent = [(f"{part}.jpg", make_photo(SamplePhoto(f"封存 {part}", w.now))) for part in ("整体", "封条号", "骑缝")]
        photos = keep_photos(w.session, stage.house.evidence, sent, source="封存 雷振屿", now=w.now)
        for no, (name, weight) in enumerate(BAGS, start=1):
            order = Enter(
                str(no), f"S-{no:04d}", name, STORE, quantity="1 件", weight=weight, condition="双人双锁", sealed_at=w.now,
                sealed_by="雷振屿（本院）、卢小帆（安衡）", witness="史静姝（湾畔公证处）",
            )  # fmt: skip
            custody.enter_item(w, playing.memo["asset"], order, photos)


def _hand(stage: Stage, playing: Playing, kind: str, name: str, place: str, reason: str) -> None:
    with stage.work("field") as w:
        items = house_items(w, playing.memo["asset"])
        photos = keep_photos(w.session, stage.house.evidence, [("交接.jpg", make_photo(SamplePhoto(reason, w.now)))], source="交接 雷振屿", now=w.now)
        move = custody.open_move(w, OpenMove(tuple(each.id for each in items), reason, kind, name, place, condition="封条完好"), photos)
        for side, signer in (("giver", move.from_name), ("taker", move.to_name)):
            custody.sign_move(w, move.id, Signed(side, move.digest, _signature(stage, w, signer), "drawn"))


def _doubt(stage: Stage, playing: Playing) -> None:
    with stage.work("field") as w:
        item = next(each for each in house_items(w, playing.memo["asset"]) if each.seal_no == DOUBTED)
        report_broken(w, item.id, "看样前核对，袋上封条号与登记的 S-0007 不一致，未启封，已隔离存放")


def _arrange(stage: Stage, playing: Playing) -> None:
    with stage.work("clerk") as w:
        lot = list_of_asset(w, playing.memo["asset"])[0]
        programme = service.plan_viewings(w, Lot(lot.court_id, lot.case_id, lot.asset_id, lot.id, lot.title))
        service.name_agency(w, programme.id, stage.actor("agency2").agency_id)
        service.open_page(w, programme.id, True)
        starts = [at_shanghai(2026, 3, 28, 10), at_shanghai(2026, 4, 4, 9, 30), at_shanghai(2026, 4, 4, 10, 30)]
        guide = stage.actor("worker2").id
        slots = [service.add_slot(w, programme.id, AddSlot(at, at + timedelta(minutes=50), 8, "锦汐台南门岗亭", guide)) for at in starts]
        for place, called, phone, people, source in BOOKED:
            service.book(w, slots[place].id, Book(called, phone, people, source))
        playing.memo["programme"], playing.memo["first_slot"] = programme.id, slots[0].id


def _count(stage: Stage, playing: Playing) -> None:
    with stage.work("worker2") as w:
        service.count_heads(w, playing.memo["first_slot"], 2, "无")


def _ask(stage: Stage, playing: Playing) -> None:
    with stage.work("agency2") as w:
        for body, answer, source, _ in ASKED:
            question = asking.ask(w, playing.memo["programme"], "phone", body)
            if answer:
                asking.answer(w, question.id, answer, source)
            playing.memo.setdefault("questions", []).append(question.id)
        asking.escalate(w, playing.memo["questions"][2])


def _publish(stage: Stage, playing: Playing) -> None:
    with stage.work("judge") as w:
        for question_id, (_, _, _, published) in zip(playing.memo["questions"], ASKED, strict=True):
            if published:
                asking.publish(w, question_id, True)


def _signature(stage: Stage, w: Work, name: str) -> str:
    content = drawn_signature(name)
    return keep(w.session, stage.house.evidence, content, name=f"签名-{name}", media_type="image/png", source="保管交接", now=w.now).digest
