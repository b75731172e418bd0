"""Servers on loopback that speak as mail servers, DingTalk, WeCom and a court's own system do; and a worker of one turn."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink

from app.domains.accounts.tables import Person
from app.domains.messages.channel import all_channels
from app.domains.messages.channel_settings import PAGE, SetChannel, set_channel
from app.infra.house import House
from app.infra.outbox import claim_due
from app.kernel.actor import Actor, Role
from app.worker import perform_job
from tests.factories.courts import Bench, open_person

TOKEN, SIGN, KEY, SECRET = "token-of-the-group", "SECa1b2c3d4e5f6", "0f0f-key", "s" * 32
HOUR_MS = 3_600_000
Reply = tuple[int, bytes]


@dataclass
class Asked:
    """One request: what stood in the address, its headers and body."""

    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        """The JSON."""
        return json.loads(self.body)


@dataclass
class Listener:
    """An HTTP server that answers by a rule and keeps what was asked. `then`: answers to give first, before the rule; b'' drops the line without one."""

    rule: Callable[[Asked], Reply]
    got: list[Asked] = field(default_factory=list)
    then: list[Reply] = field(default_factory=list)
    port: int = 0

    @property
    def root(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}/send"


@contextmanager
def listening(rule: Callable[[Asked], Reply]) -> Iterator[Listener]:
    """A server that runs while inside."""
    made = Listener(rule)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            asked = Asked(dict(parse_qsl(urlsplit(self.path).query)), {name.lower(): text for name, text in self.headers.items()}, body)
            made.got.append(asked)
            status, answer = made.then.pop(0) if made.then else made.rule(asked)
            if status:
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        def log_message(self, *_words: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.port = server.server_port
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def answered(code: int, words: str) -> Reply:
    """A robot's answer: always 200, the code within."""
    return 200, json.dumps({"errcode": code, "errmsg": words}).encode()


def dingtalk(now_ms: Callable[[], int]) -> Callable[[Asked], Reply]:
    """A DingTalk robot with 加签: token, a stamp within the hour, the signature, a JSON text."""

    def rule(asked: Asked) -> Reply:
        if asked.query.get("access_token") != TOKEN:
            return answered(300001, "token is not exist")
        stamp = asked.query.get("timestamp", "")
        expected = base64.b64encode(hmac.new(SIGN.encode(), f"{stamp}\n{SIGN}".encode(), hashlib.sha256).digest()).decode()
        if not stamp.isdecimal() or abs(int(stamp) - now_ms()) > HOUR_MS:
            return answered(310000, "invalid timestamp")
        if asked.query.get("sign") != expected:
            return answered(310000, "sign not match")
        return _text_taken(asked, 40035)

    return rule


def wecom(asked: Asked) -> Reply:
    """A WeCom robot: key, a JSON text of at most 2048 bytes."""
    if asked.query.get("key") != KEY:
        return answered(93000, "invalid webhook url, hint: [1], from ip: 127.0.0.1")
    if len(asked.said["text"]["content"].encode()) > 2048:
        return answered(45002, "content size out of limit")
    return _text_taken(asked, 40058)


def _text_taken(asked: Asked, fault: int) -> Reply:
    right = asked.headers.get("content-type", "").startswith("application/json") and asked.said.get("msgtype") == "text" and asked.said["text"]["content"]
    return answered(0, "ok") if right else answered(fault, "invalid param")


class Post(Sink):
    """A mail server that keeps what it gets; `answer` is what it says to a mail."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[tuple[list[str], bytes]] = []
        self.answer = "250 kept"
        self.port = free_port()

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        """Keep a mail, unless the answer is no."""
        if self.answer.startswith("250"):
            self.got.append((envelope.rcpt_tos, envelope.content))
        return self.answer


@contextmanager
def posting() -> Iterator[Post]:
    """A mail server that runs while inside."""
    post = Post()
    server = Controller(post, hostname="127.0.0.1", port=post.port)
    server.start()
    try:
        yield post
    finally:
        server.stop()


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def administrator(house: House, bench: Bench) -> Actor:
    """The court's system administrator."""
    with house.work() as w:
        return open_person(w, "sysadmin", "段知远", Role.SYSADMIN, court_id=bench.court_id)


def open_channel(house: House, admin: Actor, code: str, values: Mapping[str, str], secrets: Mapping[str, str]) -> None:
    """Set a channel and switch it on."""
    with house.work(admin) as w:
        order = SetChannel(True, {PAGE.name: "https://paifu.court-of-nansha.cn", **values}, secrets)
        set_channel(w, str(admin.court_id), all_channels()[code], order, own_machine=True)


def give_mail(house: House, *people: Actor) -> None:
    """Give people mail addresses."""
    with house.database.write() as session, session.begin():
        for each in people:
            session.get_one(Person, each.id).mail = f"{session.get_one(Person, each.id).login}@court.example"


def work_off(house: House) -> int:
    """What heartbeat and worker do until nothing is due; how many jobs were done."""
    done = 0
    while True:
        with house.database.write() as session, session.begin():
            claims = claim_due(session, house.clock.now())
        if not claims:
            return done
        for claim in claims:
            perform_job(house, claim)
        done += len(claims)
