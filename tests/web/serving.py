"""The test's own application on a free port of loopback, so that a real browser can visit it; it can be stopped and started again on the same port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import stamina
from flask import Flask
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server


class Quiet(WSGIRequestHandler):
    """Writes no log."""

    protocol_version = "HTTP/1.1"

    def log(self, *_words: object) -> None:
        """Keep quiet."""


def bound(port: int) -> socket.socket:
    """A socket on a port of loopback (0: a free one), which others of this module may share while none of them listens."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(("127.0.0.1", port))
    return made


@stamina.retry(on=OSError, attempts=None, timeout=20, wait_initial=0.05, wait_jitter=0, wait_max=0.5)
def _bound_again(port: int) -> socket.socket:
    """As soon as nobody listens there: a child just being born holds the old ear until it becomes another program."""
    return bound(port)


class Served:
    """An application being served."""

    def __init__(self, app: Flask) -> None:
        self.app, self._server = app, None
        self._held = bound(0)  # never listens; keeps the port from everybody else while the house is down
        self.port: int = self._held.getsockname()[1]
        self.start()

    @property
    def root(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listen, on the port of the first time."""
        with _bound_again(self.port) as ear:
            ear.listen(128)
            self._server: BaseWSGIServer | None = make_server("127.0.0.1", self.port, self.app, threaded=True, request_handler=Quiet, fd=ear.fileno())
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self) -> None:
        """Listen no longer."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def close(self) -> None:
        """Listen no longer and give the port back."""
        self.stop()
        self._held.close()


@contextmanager
def served(app: Flask) -> Iterator[Served]:
    """Served while inside."""
    made = Served(app)
    yield made
    made.close()
