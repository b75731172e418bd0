"""Where evidence lies: folder and S3 keep one contract; what is altered, missing or set aside is never handed out."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from app.infra.evidence import EvidenceStore, Quarantined, Spoiled
from app.infra.s3 import S3Storage
from app.infra.storage import FolderStorage, Missing, Storage, StorageAway, key_of, open_storage
from app.kernel.ids import digest_of
from config.settings import SettingsFault, read_settings

BIG = os.urandom(3 * 1024 * 1024 + 17)


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """The address of a bucket of a real S3 server on loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "test")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "test")
        environment.setenv("NO_PROXY", "*")
        boto3.client("s3", endpoint_url=f"http://{host}:{port}", region_name="us-east-1").create_bucket(Bucket="paifu-evidence")
        yield f"s3://paifu-evidence/court/0115?endpoint=http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", "s3"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return open_storage(f"file:{tmp_path / 'evidence'}" if request.param == "folder" else request.getfixturevalue("bucket"))


def spoil(storage: Storage, digest: str, content: bytes) -> None:
    """Change the bytes behind the store's back."""
    if isinstance(storage, FolderStorage):
        (storage.folder / key_of(digest)).write_bytes(content)
    elif isinstance(storage, S3Storage):
        storage.client.put_object(Bucket=storage.bucket, Key=f"{storage.prefix}/{key_of(digest)}", Body=content)


def take_all(store: EvidenceStore, digest: str, arrived: bytearray) -> None:
    """Receive what is streamed, as far as it comes."""
    for piece in store.stream(digest):
        arrived += piece


def test_bytes_come_back_whole_once_and_in_pieces(storage: Storage, tmp_path: Path) -> None:
    store = EvidenceStore(storage)
    digest = store.keep(BIG)
    assert (digest, store.keep(BIG)) == (digest_of(BIG), digest)
    assert store.read(digest) == BIG
    assert b"".join(store.stream(digest)) == BIG
    assert list(store.stream(store.keep(b""))) == [b""]
    incoming = tmp_path / "incoming"
    incoming.write_bytes(b"film" + BIG)
    store.keep_file(incoming, digest_of(b"film" + BIG))
    assert incoming.exists()
    assert store.read(digest_of(b"film" + BIG)) == b"film" + BIG


def test_a_flipped_byte_never_arrives_complete(storage: Storage) -> None:
    store = EvidenceStore(storage)
    digest = store.keep(BIG)
    altered = bytearray(BIG)
    altered[len(BIG) // 2] ^= 1
    spoil(storage, digest, bytes(altered))
    with pytest.raises(Spoiled):
        store.read(digest)
    arrived = bytearray()
    with pytest.raises(Spoiled):
        take_all(store, digest, arrived)
    assert len(arrived) < len(BIG)


def test_what_is_missing_or_set_aside_is_told_apart_and_not_kept_again(storage: Storage) -> None:
    store, gone = EvidenceStore(storage), digest_of(b"never kept")
    for read in (store.read, store.require, lambda digest: list(store.stream(digest))):
        with pytest.raises(Spoiled):
            read(gone)
    with pytest.raises(Missing):
        storage.set_aside(gone)
    bad = store.keep(b"infected " + storage.__class__.__name__.encode())
    store.require(bad)
    for _ in range(2):
        store.set_aside(bad)
    for read in (store.read, store.require, lambda digest: list(store.stream(digest))):
        with pytest.raises(Quarantined, match="隔离"):
            read(bad)
    with pytest.raises(Quarantined):
        store.keep(b"infected " + storage.__class__.__name__.encode())


def test_a_broken_service_is_no_missing_file(bucket: str) -> None:
    storage = open_storage(bucket.replace("paifu-evidence", "no-such-bucket"))
    with pytest.raises(StorageAway, match="NoSuchBucket"):
        list(storage.stream(digest_of(b"x")))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PAIFU_STORAGE_URL", "ftp://somewhere"),
        ("PAIFU_STORAGE_URL", "s3:bucket"),
        ("PAIFU_STORAGE_URL", "s3://B"),
        ("PAIFU_CLAMD_URL", "http://127.0.0.1:3310"),
        ("PAIFU_CLAMD_URL", "unix:clamd.ctl"),
    ],
)
def test_a_wrong_address_stops_the_start(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsFault, match=name):
        read_settings({"PAIFU_DATA": str(tmp_path), name: value})


@pytest.mark.parametrize("value", ["file:/srv/evidence", "s3://paifu", "s3://paifu-evidence/court/0115?endpoint=https://oss.example&region=gz"])
def test_a_right_address_is_taken_as_given(tmp_path: Path, value: str) -> None:
    assert read_settings({"PAIFU_DATA": str(tmp_path), "PAIFU_STORAGE_URL": value}).storage == value
    assert read_settings({"PAIFU_DATA": str(tmp_path)}).storage == f"file:{tmp_path / 'evidence'}"
