"""Mail by SMTP: smtp://user:password@host:port or smtps://…; without an address mail is not sent."""

from __future__ import annotations

import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit


def send_mail(url: str, to: str, subject: str, text: str) -> None:
    """Send one plain mail. smtplib's errors go up: the job comes back later."""
    parts = urlsplit(url)
    mail = EmailMessage()
    mail["From"] = unquote(parts.username or "") or f"paifu@{parts.hostname}"
    mail["To"] = to
    mail["Subject"] = subject
    mail.set_content(text)
    server: type[smtplib.SMTP] = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with server(parts.hostname or "", parts.port or 25, timeout=20) as line:
        if parts.password:
            line.login(unquote(parts.username or ""), unquote(parts.password))
        line.send_message(mail)
