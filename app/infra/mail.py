"""Mail by SMTP: smtp://user:password@host:port, smtp+starttls://… or smtps://…; without an address mail is not sent."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import SplitResult, unquote, urlsplit

SCHEMES = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
SECONDS = 20


class MailLater(ConnectionError):
    """The server cannot be reached or says so itself (4xx): nothing was sent."""


class MailRefused(PermissionError):
    """The server will not have it (5xx): a wrong password, a wrong address."""


class MailBroken(ConnectionError):
    """The line broke while the mail was handed over: it may have been taken."""


def send_mail(url: str, to: str, subject: str, text: str, *, sender: str = "", key: str = "") -> None:
    """Send one plain mail. `key` makes its Message-ID, the same at every try. MailLater, MailRefused, MailBroken; their words hold no password."""
    parts = urlsplit(url)
    mail = EmailMessage()
    mail["From"] = sender or unquote(parts.username or "") or f"paifu@{parts.hostname}"
    mail["To"] = to
    mail["Subject"] = subject
    if key:
        mail["Message-ID"] = f"<{key.replace(':', '.')}@paifu.invalid>"
    mail.set_content(text)
    line = _signed_in(parts)
    try:
        line.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        raise _of_code(next(iter(error.recipients.values()))[0], "收件地址") from None
    except smtplib.SMTPResponseException as error:
        raise _of_code(error.smtp_code, "邮件") from None
    except (smtplib.SMTPException, OSError) as error:
        raise MailBroken(f"发送中断：{type(error).__name__}") from None
    finally:
        _leave(line)


def _signed_in(parts: SplitResult) -> smtplib.SMTP:
    """A line that is ready to send; nothing was handed over before that."""
    host, port = parts.hostname or "", parts.port or SCHEMES.get(parts.scheme, 25)
    line: smtplib.SMTP | None = None
    try:
        line = (
            smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
            if parts.scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=SECONDS)
        )
        if parts.scheme == "smtp+starttls":
            line.starttls(context=ssl.create_default_context())
        if parts.password:
            line.login(unquote(parts.username or ""), unquote(parts.password))
    except smtplib.SMTPResponseException as error:
        _drop(line)
        raise _of_code(error.smtp_code, "登录") from None
    except (smtplib.SMTPException, OSError) as error:
        _drop(line)
        raise MailLater(f"邮件服务器连不上：{type(error).__name__}") from None
    return line


def _leave(line: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        line.quit()


def _drop(line: smtplib.SMTP | None) -> None:
    if line is not None:
        line.close()


def _of_code(code: int, what: str) -> MailLater | MailRefused:
    return MailLater(f"邮件服务器暂不接受{what}（{code}）") if 400 <= code < 500 else MailRefused(f"邮件服务器拒绝{what}（{code}）")
