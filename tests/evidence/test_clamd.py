"""The malware scanner over a real socket: clean, found, and everything else an error."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.desk.checks import look_at
from app.infra.clamd import Clamd, ScanFailed
from app.infra.house import House
from tests.evidence.scanner import EICAR, FOUND, SmallClamd, small_clamd


@pytest.fixture
def clamd() -> Iterator[SmallClamd]:
    with small_clamd() as server:
        yield server


def test_clean_and_infected_bytes_are_told_apart_however_they_are_cut(clamd: SmallClamd) -> None:
    scanner = Clamd(clamd.url)
    assert scanner.find([b"plain", b"", b" words"]) == ""
    assert scanner.find([b"before " + EICAR[:20], EICAR[20:]]) == FOUND
    assert scanner.find([]) == ""
    assert clamd.heard == [11, 7 + len(EICAR), 0]
    assert scanner.version().startswith("ClamAV")


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR", b"", b"stream: OK, maybe", b"UNKNOWN COMMAND"])
def test_an_answer_that_says_neither_is_an_error_and_never_clean(clamd: SmallClamd, answer: bytes) -> None:
    clamd.answer = answer
    with pytest.raises(ScanFailed):
        Clamd(clamd.url).find([b"plain"])


def test_a_scanner_that_is_away_is_an_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    for url in (f"tcp://127.0.0.1:{port}", "unix:/nowhere/clamd.ctl"):
        with pytest.raises(ScanFailed):
            Clamd(url).find([b"plain"])


def test_a_scanner_that_has_heard_enough_is_believed() -> None:
    """clamd closes the line early past its limit; its answer stands before the reset."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"tcp://127.0.0.1:{server.getsockname()[1]}"

        def pieces() -> Iterator[bytes]:
            line, _ = server.accept()
            with line:
                line.recv(1024)
                line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                yield from (b"x" * 65536 for _ in range(3))

        with pytest.raises(ScanFailed):
            Clamd(url).find(pieces())


def test_the_check_says_whether_files_are_scanned_and_where_they_lie(house: House, clamd: SmallClamd) -> None:
    lines = {line.title: line for line in look_at(house)}
    assert "不查毒" in lines["查毒"].words
    assert lines["存证"].good
    assert "ClamAV" in {line.title: line for line in look_at(replace(house, scanner=Clamd(clamd.url)))}["查毒"].words
    away = {line.title: line for line in look_at(replace(house, scanner=Clamd("unix:/nowhere")))}
    assert not away["scanner"].good
