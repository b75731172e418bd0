#!/usr/bin/env python3
"""Stand-alone verifier of an exported Paifu trail: python verify_trail.py EXPORT [--key PUBLIC_KEY_HEX].

Needs Python 3.11 and the package cryptography, nothing of Paifu.

What it checks, line by line (JSON lines: a header, rows in order, checkpoints):
  leaf  = SHA-256(0x00 || canonical row), canonical = JSON, keys sorted, no blanks, UTF-8; summary, authority and details enter by their own SHA-256;
  chain = SHA-256(previous chain || leaf), beginning with 64 zeros;
  root  = RFC 6962 tree over all leaves so far;
  each checkpoint = Ed25519 signature over {algorithm, size, chain, root, at}.
Exit 0: whole. Exit 1: broken, the first break is named. Exit 2: not an export.
"""

import argparse
import hashlib
import json
import sys
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ALGORITHM = "paifu-trail-1/sha256"
CLOSED = ("summary", "authority", "details")


def canonical(content):
    """One byte form for equal contents."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf_of(row):
    """The hash of one row."""
    bound = {name: value for name, value in row.items() if name not in CLOSED}
    bound.update({name + "_sha256": hashlib.sha256(canonical(row[name])).hexdigest() for name in CLOSED if name in row})
    return hashlib.sha256(b"\x00" + canonical({"algorithm": ALGORITHM, **bound})).hexdigest()


def node(left, right):
    """An inner node of the tree."""
    return hashlib.sha256(b"\x01" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def grow(peaks, leaf):
    """The tree's peaks after one more leaf."""
    grown = [*peaks, (0, leaf)]
    while len(grown) > 1 and grown[-1][0] == grown[-2][0]:
        height, right = grown.pop()
        grown[-1] = (height + 1, node(grown[-1][1], right))
    return grown


def root_of(peaks):
    """The tree's root."""
    root = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        root = node(left, root)
    return root


def signed_by(checkpoint, chain, root):
    """Does the checkpoint's signature hold over this chain and root?"""
    at = datetime.fromisoformat(checkpoint["at"]).astimezone(UTC).isoformat(timespec="microseconds")
    said = canonical({"algorithm": ALGORITHM, "size": checkpoint["size"], "chain": chain, "root": root, "at": at})
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(checkpoint["key"])).verify(bytes.fromhex(checkpoint["signature"]), said)
    except (InvalidSignature, ValueError):
        return False
    return True


def first_break(rows, checkpoints, key):
    """The first break in words, '' if the trail is whole."""
    by_size = {}
    for each in checkpoints:
        by_size.setdefault(each["size"], []).append(each)
    chain, peaks, size = "0" * 64, [], 0
    for line in rows:
        if line["index"] != size:
            return f"第 {size + 1} 行缺失"
        leaf = leaf_of(line["row"])
        if leaf != line["leaf"]:
            return f"第 {size + 1} 行被改动（应为 {line['leaf'][:4]}…，实为 {leaf[:4]}…）"
        size, peaks = size + 1, grow(peaks, leaf)
        chain = hashlib.sha256(bytes.fromhex(chain) + bytes.fromhex(leaf)).hexdigest()
        for each in by_size.pop(size, []):
            if (each["chain"], each["root"]) != (chain, root_of(peaks)) or not signed_by(each, chain, root_of(peaks)):
                return f"第 {size} 行处的封存不符"
            if key and each["key"] != key:
                return f"第 {size} 行处的封存不是本院的密钥"
    if by_size:
        return f"封存到第 {max(by_size)} 行，现只有 {size} 行：末尾被删除"
    sealed_to = max((each["size"] for each in checkpoints), default=0)
    return "" if size <= sealed_to else f"第 {sealed_to + 1} 行起没有封存签名"


def main():
    """Read the file named on the command line and say whether it is whole."""
    asked = argparse.ArgumentParser(description="校验拍辅审计导出")
    asked.add_argument("file")
    asked.add_argument("--key", help="本院封存公钥（十六进制），由法院另行公布")
    options = asked.parse_args()
    try:
        with open(options.file, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.strip()]
        if not lines or lines[0].get("paifu_trail") != ALGORITHM:
            raise ValueError
    except (ValueError, AttributeError):
        sys.stderr.write("文件不是审计导出，或版本不同" + "\n")
        return 2
    rows = [line for line in lines[1:] if "checkpoint" not in line]
    checkpoints = [line["checkpoint"] for line in lines[1:] if "checkpoint" in line]
    broken = first_break(rows, checkpoints, options.key)
    if broken:
        sys.stderr.write(f"审计记录有断点：{broken}" + "\n")
        return 1
    sys.stdout.write(f"审计记录完整：{len(rows)} 行，封存 {len(checkpoints)} 处" + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
