"""Mail by SMTP, over the court's own server or the house's (PAIFU_MAIL_URL). The Message-ID is the sending's key: a second try has the same."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from app.domains.messages.channel import Channel, ChannelField, Reach
from app.domains.messages.types import Again, Parcel, Refused, Unclear
from app.infra.mail import MailBroken, MailLater, MailRefused, send_mail


def send(parcel: Parcel, settings: Mapping[str, str], reach: Reach) -> None:
    """One mail to one address."""
    url = url_of(settings) or reach.mail_url
    if not url:
        raise Refused("没有设置邮件服务器")
    if settings.get("server"):
        reach.check(urlsplit(url).hostname or "", intranet=True)
    text = "\n".join(each for each in (parcel.text, parcel.doubt) if each)
    try:
        send_mail(url, parcel.to, parcel.subject, text, sender=settings.get("sender", ""), key=parcel.key)
    except MailLater as error:
        raise Again(str(error)) from None
    except MailRefused as error:
        raise Refused(str(error)) from None
    except MailBroken as error:
        raise Unclear(str(error)) from None


def url_of(settings: Mapping[str, str]) -> str:
    """The court's own server with its user and password, '' where it has none."""
    server = settings.get("server", "")
    if not server:
        return ""
    scheme, _, rest = server.partition("://")
    user, password = (quote(settings.get(name, ""), safe="") for name in ("user", "password"))
    return f"{scheme}://{user}:{password}@{rest}" if user else server


CHANNEL = Channel(
    "mail",
    "邮件",
    "mail",
    "发到各人账号里的邮箱",
    send,
    (
        ChannelField("server", "邮件服务器", "smtps://主机:465、smtp+starttls://主机:587 或 smtp://主机:25；不填用系统设置的服务器", mail_server=True),
        ChannelField("user", "用户名"),
        ChannelField("password", "密码", secret=True),
        ChannelField("sender", "发件人", "例如 paifu@court.example；不填用用户名"),
    ),
    outside=True,
    place=1,
)
