"""The sealed trail: whatever is flipped, deleted, swapped, cut off or forged whole is found; writers at once make one line; no statement may change it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import DBAPIError

from app.domains.audit.sealing import copies, public_key, seal
from app.domains.audit.service import record
from app.domains.audit.tables import APPEND_ONLY_TABLES, TrailCheckpoint, TrailLeaf, TrailRow
from app.domains.audit.tree import FIELDS
from app.domains.audit.verifying import Verdict, export, verify_database, verify_file
from app.infra.house import House

VERIFIER = Path(__file__).resolve().parents[2] / "docs" / "verify_trail.py"


def act(house: House, number: int) -> None:
    with house.work() as w:
        record(w, "plan.signed", "plan", f"{number:032x}", f"签发方案 {number}", case_id="c" * 32, authority="法释〔2016〕18号", details={"number": number})


def verdict_of(house: House) -> Verdict:
    with house.database.read() as session:
        return verify_database(session, house.settings.data)


def tamper(house: House, *statements: str) -> None:
    """What somebody with the database's own rights could do: take the triggers off first."""
    with house.database.engine.begin() as connection:
        for table in APPEND_ONLY_TABLES:
            if house.database.is_sqlite:
                for verb in ("update", "delete"):
                    connection.exec_driver_sql(f"drop trigger if exists {table}_no_{verb}")
            else:
                connection.exec_driver_sql(f"alter table {table} disable trigger {table}_keep")
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def sealed(house: House) -> House:
    for number in range(7):
        act(house, number)
        seal(house)
    assert verdict_of(house).ok
    return house


def new_value(column: str) -> str:
    odd = {"at": "'2020-01-01 00:00:00'", "secret": "true", "details": "'{\"number\": 99}'"}
    return odd.get(column, "'x'")


@pytest.mark.parametrize("column", [name for name in FIELDS if name != "id"])
def test_each_column_of_a_row_is_bound(sealed: House, column: str) -> None:
    tamper(sealed, f'update trail_row set {column} = {new_value(column)} where id = (select row_id from trail_leaf where "index" = 4)')
    assert "第 5 行被改动" in verdict_of(sealed).broken


@pytest.mark.parametrize("column", ["leaf", "chain"])
def test_each_column_of_a_leaf_is_bound(sealed: House, column: str) -> None:
    tamper(sealed, f"update trail_leaf set {column} = '{'a' * 64}' where \"index\" = 3")
    assert "第 4 行" in verdict_of(sealed).broken


@pytest.mark.parametrize("column", ["chain", "root", "peaks", "at", "key", "signature"])
def test_each_column_of_a_checkpoint_is_bound(sealed: House, column: str) -> None:
    value = {"peaks": f"'[[0, \"{'a' * 64}\"]]'", "at": "'2020-01-01 00:00:00'"}.get(column, f"'{'a' * 64}'")
    tamper(sealed, f"update trail_checkpoint set {column} = {value} where size = 3")
    assert "第 3 行处的封存不符" in verdict_of(sealed).broken


def test_a_deleted_row_is_found(sealed: House) -> None:
    first = 'select row_id from trail_leaf where "index" = 3'
    with sealed.database.read() as session:
        row_id = session.scalar(text(first))
    tamper(sealed, 'delete from trail_leaf where "index" = 3', f"delete from trail_row where id = {row_id}")
    assert "第 4 行缺失" in verdict_of(sealed).broken


def test_two_swapped_rows_are_found(sealed: House) -> None:
    tamper(sealed, *(f'update trail_leaf set "index" = {new} where "index" = {old}' for old, new in ((2, 900), (3, 2), (900, 3))))
    assert "第 3 行" in verdict_of(sealed).broken


def test_a_cut_tail_is_found_by_the_copies_outside(sealed: House) -> None:
    tamper(
        sealed,
        'delete from trail_leaf where "index" >= 5',
        "delete from trail_checkpoint where size > 5",
        "delete from trail_row where id not in (select row_id from trail_leaf)",
    )
    assert "末尾被删除" in verdict_of(sealed).broken


def forge(house: House, *, outside_too: bool) -> None:
    """Rewrite a row and rehash everything with another key."""
    tamper(house, "update trail_row set summary = '改写' where id = (select row_id from trail_leaf where \"index\" = 2)")
    with house.database.engine.begin() as connection:
        connection.execute(delete(TrailLeaf.__table__))
        connection.execute(delete(TrailCheckpoint.__table__))
    key = house.settings.data / "keys" / "trail.pem"
    own, kept = key.read_bytes(), copies(house.settings.data).read_text()
    key.unlink()
    copies(house.settings.data).unlink()
    seal(house)
    assert verdict_of(house).ok
    if not outside_too:
        copies(house.settings.data).write_text(kept)
    key.write_bytes(own)


@pytest.mark.parametrize("outside_too", [True, False], ids=["copies forged too", "copies kept"])
def test_a_trail_forged_whole_is_found(sealed: House, outside_too: bool) -> None:
    forge(sealed, outside_too=outside_too)
    assert "封存不符" in verdict_of(sealed).broken


def test_eight_writers_at_once_make_one_line_without_a_fork(house: House) -> None:
    ready = threading.Barrier(9)

    def write(writer: int) -> None:
        ready.wait()
        for number in range(15):
            act(house, writer * 100 + number)

    def sequence() -> None:
        ready.wait()
        for _ in range(25):
            seal(house)

    with ThreadPoolExecutor(9) as people:
        for done in [*[people.submit(write, writer) for writer in range(8)], people.submit(sequence)]:
            done.result()
    seal(house)
    with house.database.read() as session:
        rows, leaves = session.scalar(select(func.count(TrailRow.id))), session.scalars(select(TrailLeaf.index).order_by(TrailLeaf.index)).all()
    assert list(leaves) == list(range(rows or 0))
    assert verdict_of(house) == Verdict(rows or 0, verdict_of(house).checkpoints, 0)


@pytest.mark.parametrize("table", APPEND_ONLY_TABLES)
@pytest.mark.parametrize("statement", ["update {} set {} = {}", "delete from {}"])
def test_the_database_itself_refuses_changes(sealed: House, table: str, statement: str) -> None:
    column = {"trail_row": "summary", "trail_leaf": "leaf", "trail_checkpoint": "root"}[table]
    with pytest.raises(DBAPIError, match="append-only"), sealed.database.engine.begin() as connection:
        connection.execute(text(statement.format(table, column, "'x'")))


@pytest.fixture
def exported(sealed: House, tmp_path: Path) -> Path:
    file = tmp_path / "trail.jsonl"
    with sealed.database.read() as session:
        export(session, file, words=False)
    return file


def alone(file: Path, *more: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, str(VERIFIER), str(file), *more], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def rewritten(file: Path, change: str) -> Path:
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    rows = [line for line in lines if "row" in line]
    match change:
        case "flip":
            rows[2]["row"]["actor_name"] = "别人"
        case "delete":
            lines.remove(rows[2])
        case "swap":
            rows[2]["row"], rows[3]["row"] = rows[3]["row"], rows[2]["row"]
        case "tail":
            lines = [line for line in lines if line not in rows[5:]]
        case "unsigned":
            lines = [line for line in lines if "checkpoint" not in line]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    return file


def test_an_export_checks_alone_and_tells_nothing_about_cases(sealed: House, exported: Path) -> None:
    assert verify_file(exported).ok
    code, words = alone(exported, "--key", public_key(sealed.settings.data) or "")
    assert (code, "审计记录完整" in words) == (0, True)
    assert "签发方案" not in exported.read_text()


def test_an_export_with_its_words_checks_to_the_same(sealed: House, tmp_path: Path) -> None:
    file = tmp_path / "whole.jsonl"
    with sealed.database.read() as session:
        export(session, file)
    assert "签发方案 3" in file.read_text()
    assert (verify_file(file).ok, alone(file)[0]) == (True, 0)


@pytest.mark.parametrize("change", ["flip", "delete", "swap", "tail", "unsigned"])
def test_both_verifiers_find_each_change_of_an_export(exported: Path, change: str) -> None:
    file = rewritten(exported, change)
    code, words = alone(file)
    assert (code, verify_file(file).ok) == (1, False)
    assert verify_file(file).broken[:6] in words


def test_an_export_of_another_key_is_told_apart(exported: Path) -> None:
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw().hex()
    assert (alone(exported, "--key", other)[0], verify_file(exported, other).ok) == (1, False)


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"paifu_trail": "other"}'])
def test_another_file_is_no_export(tmp_path: Path, content: str) -> None:
    file = tmp_path / "x"
    file.write_text(content)
    assert alone(file)[0] == 2
    assert not verify_file(file).ok
