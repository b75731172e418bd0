"""Bytes by digest in a bucket of an S3 service. Keys of access come from boto3's own chain (environment, profile, role), never from our settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from app.infra.storage import ASIDE, PIECE, Missing, StorageAway, key_of

_GONE = frozenset({"404", "NoSuchKey", "NotFound"})


def open_bucket(url: str) -> S3Storage:
    """The bucket of s3://bucket[/prefix][?endpoint=https://…&region=…]. Signatures are of version 4 (boto3's presigning still defaults to 2)."""
    parts = urlsplit(url)
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    settings = Config(signature_version="s3v4", retries={"max_attempts": 4, "mode": "standard"}, connect_timeout=5, read_timeout=60)
    client = boto3.client("s3", endpoint_url=asked.get("endpoint"), region_name=asked.get("region", "us-east-1"), config=settings)
    return S3Storage(client, parts.netloc, parts.path.strip("/"))


@dataclass(frozen=True)
class S3Storage:
    """A bucket and a prefix in it; large files go up in parts."""

    client: Any
    bucket: str
    prefix: str = ""

    def has(self, digest: str) -> bool:
        return self._there(self._key(digest))

    def put(self, digest: str, content: bytes) -> None:
        self.client.put_object(Bucket=self.bucket, Key=self._key(digest), Body=content, ChecksumAlgorithm="SHA256")

    def put_file(self, digest: str, path: Path) -> None:
        self.client.upload_file(str(path), self.bucket, self._key(digest), ExtraArgs={"ChecksumAlgorithm": "SHA256"})

    def read(self, digest: str) -> bytes:
        return b"".join(self.stream(digest))

    def stream(self, digest: str) -> Iterator[bytes]:
        try:
            body = self.client.get_object(Bucket=self.bucket, Key=self._key(digest))["Body"]
        except ClientError as error:
            raise _told(error, digest) from error
        with body:
            yield from body.iter_chunks(PIECE)

    def set_aside(self, digest: str) -> None:
        try:
            self.client.copy_object(Bucket=self.bucket, Key=self._apart(digest), CopySource={"Bucket": self.bucket, "Key": self._key(digest)})
        except ClientError as error:
            raise _told(error, digest) from error
        self.client.delete_object(Bucket=self.bucket, Key=self._key(digest))

    def is_aside(self, digest: str) -> bool:
        return self._there(self._apart(digest))

    def _there(self, key: str) -> bool:
        try:
            self.client.head_object(Bucket=self.bucket, Key=key)
        except ClientError as error:
            if _is_gone(error):
                return False
            raise StorageAway(str(error)) from error
        except BotoCoreError as error:
            raise StorageAway(str(error)) from error
        return True

    def _key(self, digest: str) -> str:
        return "/".join(filter(None, (self.prefix, key_of(digest))))

    def _apart(self, digest: str) -> str:
        return "/".join(filter(None, (self.prefix, ASIDE, digest)))


def _is_gone(error: ClientError) -> bool:
    return str(error.response.get("Error", {}).get("Code", "")) in _GONE


def _told(error: ClientError, digest: str) -> Exception:
    return Missing(digest) if _is_gone(error) else StorageAway(str(error))
