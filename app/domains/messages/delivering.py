"""A sending, step by step: begun (committed), carried out over the line, settled. A worker that dies in between sends once more at most, and says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select

from app.domains.accounts.tables import Person
from app.domains.audit.service import record
from app.domains.cases.tables import Case
from app.domains.messages.catalogue import TEST, kind_of
from app.domains.messages.channel_settings import ChannelSet, sets_of_courts
from app.domains.messages.log_queries import mine
from app.domains.messages.planning import SEND, make_delivery, test_of
from app.domains.messages.rules import MOST_UNCLEAR
from app.domains.messages.tables import Message, MessageDelivery, MessageDeliveryItem
from app.domains.messages.types import DeliveryState, Parcel, Refused, SendFault, Unclear
from app.domains.messages.wording import GATHERED, filled, own_words, subject_name, usual_words
from app.infra.outbox import BACK_OFF
from app.infra.unit_of_work import Work, for_house, within
from app.kernel.errors import NotFound, NotNow

OVER = frozenset({DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNCLEAR, DeliveryState.DROPPED})
NOTHING_LEFT = "都已读过，或消息已删除"
CLOSED = "渠道已停用"
NOWHERE = "没有收件地址"


@dataclass(frozen=True)
class Begun:
    """What is to be carried, and over which channel."""

    parcel: Parcel
    kept: ChannelSet


def begin(w: Work, delivery_id: str, *, mail_url: str) -> Begun | None:
    """Take a sending up; None when it is over, or ends here: nothing left to say, or its outcome was unknown too often."""
    row = _locked(w, delivery_id)
    if DeliveryState(row.state) in OVER:
        return None
    if row.state == DeliveryState.SENDING and not _once_more(row, "进程在发送中停止"):
        return None
    begun, why = _begun(w, row, mail_url)
    if begun is None:
        row.state, row.error = DeliveryState.DROPPED.value, why
        return None
    row.state, row.attempts, row.subject = DeliveryState.SENDING.value, row.attempts + 1, begun.parcel.subject[:200]
    return begun


def settle(w: Work, delivery_id: str, fault: SendFault | None) -> bool:
    """Write down how it went; True when it is to be tried again later (the outbox's growing pauses)."""
    row = _locked(w, delivery_id)
    if fault is None:
        row.state, row.sent_at, row.error = DeliveryState.SENT.value, w.now, ""
        return False
    row.error = str(fault)[:300]
    if isinstance(fault, Refused) or row.attempts > len(BACK_OFF):
        row.state = DeliveryState.FAILED.value
        return False
    if isinstance(fault, Unclear) and not _once_more(row, str(fault)):
        return False
    row.state = DeliveryState.WAITING.value
    return True


def send_again(w: Work, delivery_id: str) -> MessageDelivery:
    """再发一次, by an administrator of the court; NotNow for one that still goes by itself or went."""
    row = w.session.scalar(within(select(MessageDelivery).where(MessageDelivery.id == delivery_id, mine(w)).with_for_update(), "court"))
    if row is None:
        raise NotFound
    if row.state not in (DeliveryState.FAILED, DeliveryState.UNCLEAR):
        raise NotNow("只有未发出或不知是否送达的可以再发")
    row.state, row.attempts, row.due_at = DeliveryState.WAITING.value, 0, w.now
    w.later(SEND, {"delivery_id": row.id})
    record(w, "message.sent_again", "delivery", row.id, f"再发一次：{row.channel}")
    return row


def send_test(w: Work, kept: ChannelSet) -> MessageDelivery:
    """测试发送: a test over a channel as it is set, switched on or not; to the administrator's own address or to the group."""
    court_id = w.actor.court_id
    row = make_delivery(w, test_of(kept.channel, str(court_id), w.actor.id, w.now))
    record(w, "message.tested", "channel", kept.channel.code, f"测试消息渠道：{kept.channel.title}")
    return row


def _locked(w: Work, delivery_id: str) -> MessageDelivery:
    row = w.session.scalar(for_house(select(MessageDelivery).where(MessageDelivery.id == delivery_id).with_for_update()))
    if row is None:
        raise NotFound
    return row


def _once_more(row: MessageDelivery, why: str) -> bool:
    """May a sending whose outcome is not known be tried again? If not, it ends here and waits for a person."""
    row.unclear += 1
    if row.unclear <= MOST_UNCLEAR:
        return True
    row.state, row.error = DeliveryState.UNCLEAR.value, f"{why}；不知是否送达，不再自动重发"[:300]
    return False


def _begun(w: Work, row: MessageDelivery, mail_url: str) -> tuple[Begun | None, str]:
    kept = sets_of_courts(w.session, {row.court_id}, mail_url=mail_url)[row.court_id, row.channel]
    if not kept.on and row.kind != TEST:
        return None, CLOSED
    person = w.session.get(Person, row.person_id) if row.person_id else None
    to = (person.mail if row.channel == "mail" else person.login) if person else ""
    if person is not None and (not person.active or not to):
        return None, NOWHERE
    messages = w.session.scalars(select(Message).where(Message.id.in_(_items(row.id)), *([Message.read_at.is_(None)] if row.person_id else []))).all()
    if not messages and row.kind != TEST:
        return None, NOTHING_LEFT
    return Begun(_parcel(w, row, kept, messages, to), kept), ""


def _items(delivery_id: str) -> Select[str]:
    return select(MessageDeliveryItem.message_id).where(MessageDeliveryItem.delivery_id == delivery_id)


def _parcel(w: Work, row: MessageDelivery, kept: ChannelSet, messages: Sequence[Message], to: str) -> Parcel:
    words = {**usual_words(), **own_words(w.session, row.court_id)}
    # Members of a group have a message each of one notice: a notice counts once.
    told = Counter({kind: len({(each.link, each.at, each.title) for each in messages if each.kind == kind}) for kind in {each.kind for each in messages}})
    numbers = _case_numbers(w, messages) if row.kind != GATHERED else []
    page = kept.values.get("page_url", "").rstrip("/")
    link = f"{page}/inbox" if page else ""
    data = {
        "事项": kind_of(row.kind).title if row.kind != GATHERED else "",
        "案号": "、".join(numbers),
        "项数": str(told.total() or ""),
        "明细": "\n".join(f"{kind_of(kind).title}：{count} 项" for kind, count in sorted(told.items())),
        "链接": link,
    }
    body = words[f"text.{row.kind if row.kind in (GATHERED, TEST) else 'one'}"]
    subject = filled(words[subject_name(row.kind)], data)
    return Parcel(row.key, row.kind, subject, filled(body, data), link, told.total(), data["案号"], to, w.wall_now, again=row.unclear > 0)


def _case_numbers(w: Work, messages: Sequence[Message]) -> list[str]:
    ids = {each.case_id for each in messages if each.case_id}
    return list(w.session.scalars(for_house(select(Case.number).where(Case.id.in_(ids)).order_by(Case.number)))) if ids else []
