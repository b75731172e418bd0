"""The test's own application on a free port of loopback, so that a real browser can visit it; it can be stopped and started again on the same port."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    protocol_version = "HTTP/1.1"

    def log(self, *_words: object) -> None:
        """Keep quiet."""


def lasting_port() -> int:
    """A free port that no connection of another test is given while the house is down for a moment: below those the system hands out."""
    while True:
        port = random.randrange(15_000, 30_000)
        with socket.socket() as taken:
            if taken.connect_ex(("127.0.0.1", port)):
                return port


class Served:
    """An application being served."""

    def __init__(self, app: Flask) -> None:
        self.app, self.port, self._server = app, lasting_port(), None
        self.start()

    @property
    def root(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, on the port of the first time."""
        self._server: BaseWSGIServer | None = make_server("127.0.0.1", self.port, self.app, threaded=True, request_handler=Quiet)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Listen no longer."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


@contextmanager
def served(app: Flask) -> Iterator[Served]:
    """Served while inside."""
    made = Served(app)
    yield made
    made.stop()
