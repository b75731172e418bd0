"""Mail for messages. The subject says the kind only; who, where and how much stand behind the sign-in (ui.md §5.1)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.domains.accounts.tables import Person
from app.infra.house import House
from app.infra.mail import send_mail

SUBJECTS = {
    "deadline": "【拍辅】有期限提醒",
    "difference": "【拍辅】1 处平台不一致",
    "approval": "【拍辅】等你审批",
    "vote": "【拍辅】等你表决",
    "task": "【拍辅】任务有新进展",
}


def mail_messages(house: House, payload: dict[str, Any]) -> None:
    """Send one mail to each person who has an address; nothing where no server is set."""
    if not house.settings.mail_url:
        return
    with house.database.read() as session:
        addresses = session.scalars(select(Person.mail).where(Person.id.in_(payload["person_ids"]), Person.mail != "")).all()
    for address in addresses:
        send_mail(house.settings.mail_url, address, SUBJECTS.get(payload["kind"], "【拍辅】有新消息"), "请登录拍辅查看。")


HANDLERS = {"messages.mail": mail_messages}
