"""Check a webhook of Paifu (docs/webhook.md) with the standard library alone: exit 0 when it is genuine and fresh, 1 when not.

python3 verify_webhook.py --secret S --timestamp T --signature v1=… [--now SECONDS] BODY_FILE
"""

from __future__ import annotations

import argparse
import hashlib
import hmac
import sys
import time
from pathlib import Path

WINDOW = 300


def genuine(secret: str, timestamp: str, signature: str, body: bytes) -> bool:
    """Was this body signed with this secret at this time?"""
    expected = hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v1={expected}", signature)


def fresh(timestamp: str, now: float) -> bool:
    """Is it at most five minutes old, or ahead?"""
    return timestamp.isdecimal() and abs(now - int(timestamp)) <= WINDOW


def main() -> int:
    """Read the arguments, say what was found."""
    parser = argparse.ArgumentParser(description="check a webhook of Paifu")
    for name in ("secret", "timestamp", "signature"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--now", type=float, default=None)
    parser.add_argument("body", type=Path)
    asked = parser.parse_args()
    if not genuine(asked.secret, asked.timestamp, asked.signature, asked.body.read_bytes()):
        sys.stderr.write("the signature does not match\n")
        return 1
    if not fresh(asked.timestamp, time.time() if asked.now is None else asked.now):
        sys.stderr.write("the timestamp is outside the window\n")
        return 1
    sys.stdout.write("genuine\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
