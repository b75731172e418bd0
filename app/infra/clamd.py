"""The malware scanner: clamd's INSTREAM over TCP or a unix socket. What it finds has a name; what it cannot answer is an error, never 'clean'."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

ANSWER_WITHIN = 120.0
CONNECT_WITHIN = 5.0
_MOST_ANSWER = 4096


class ScanFailed(RuntimeError):
    """The scanner is away or did not give an answer that says clean or found."""


@dataclass(frozen=True)
class Clamd:
    """A clamd at tcp://host:port or unix:/path. Its StreamMaxLength must not be below our largest file (500 MB), else large files cannot be scanned."""

    url: str

    def find(self, pieces: Iterable[bytes]) -> str:
        """The name of what was found in the bytes, '' when they are clean; ScanFailed."""
        answer = self._ask(b"zINSTREAM\0", pieces)
        words = answer.removeprefix("stream: ")
        if words == "OK":
            return ""
        if words.endswith(" FOUND"):
            return words.removesuffix(" FOUND")[:200]
        raise ScanFailed(answer or "no answer")

    def version(self) -> str:
        """What answers there; ScanFailed."""
        return self._ask(b"zVERSION\0", None)

    def _ask(self, command: bytes, pieces: Iterable[bytes] | None) -> str:
        try:
            with self._line() as line:
                line.sendall(command)
                if pieces is not None:
                    _send(line, pieces)
                return _answer(line)
        except OSError as error:
            raise ScanFailed(f"{self.url}: {error}") from error

    def _line(self) -> socket.socket:
        parts = urlsplit(self.url)
        if parts.scheme == "unix":
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(CONNECT_WITHIN)
            line.connect(parts.path)
        else:
            line = socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), timeout=CONNECT_WITHIN)
        line.settimeout(ANSWER_WITHIN)
        return line


def _send(line: socket.socket, pieces: Iterable[bytes]) -> None:
    """Length and bytes of each piece, a zero at the end. A scanner that has heard enough closes the line early: then its answer is read."""
    try:
        for piece in pieces:
            if piece:
                line.sendall(struct.pack(">I", len(piece)) + piece)
        line.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return


def _answer(line: socket.socket) -> str:
    heard = b""
    while not heard.endswith(b"\0") and len(heard) < _MOST_ANSWER:
        more = line.recv(_MOST_ANSWER)
        if not more:
            break
        heard += more
    return heard.rstrip(b"\0\n").decode("utf-8", "replace")
