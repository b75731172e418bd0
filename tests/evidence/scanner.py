"""A small clamd of our own on a real socket: speaks INSTREAM and VERSION, finds the EICAR test file, and can be told to fail."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
FOUND = "Win.Test.EICAR_HDB-1"


class SmallClamd(socketserver.ThreadingTCPServer):
    """Serves on a free port of loopback. `answers` replaces its answer; `heard` counts the bytes of each scan."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.heard: list[int] = []
        self.answer: bytes | None = None

    @property
    def url(self) -> str:
        """Its address as PAIFU_CLAMD_URL names it."""
        return f"tcp://127.0.0.1:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    server: SmallClamd

    def handle(self) -> None:
        command = self.rfile.read(len(b"zVERSION\0"))
        if command == b"zVERSION\0":
            self.wfile.write(b"ClamAV 1.4.6/small\0")
            return
        assert command + self.rfile.read(1) == b"zINSTREAM\0"
        content = b"".join(self._pieces())
        self.server.heard.append(len(content))
        verdict = f"stream: {FOUND} FOUND".encode() if EICAR in content else b"stream: OK"
        self.wfile.write((verdict if self.server.answer is None else self.server.answer) + b"\0")

    def _pieces(self) -> Iterator[bytes]:
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            yield self.rfile.read(size)


@contextmanager
def small_clamd() -> Iterator[SmallClamd]:
    """Running while inside."""
    with SmallClamd() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield server
        server.shutdown()
