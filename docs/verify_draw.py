#!/usr/bin/env python3
"""Recompute an exported Paifu draw: python verify_draw.py draw.json. Python 3.11, the standard library alone, nothing of Paifu.

What it checks:
  list    the digest of the frozen list is the SHA-256 of its canonical JSON (keys sorted, no blanks, UTF-8), no candidate stands there twice;
  time    the seed's digest was published before the list was frozen, and every round was drawn after that;
  seeds   SHA-256(seed of round 0) is what was published; SHA-256(seed of round n) is the seed of round n-1;
  rounds  each round leaves out exactly those drawn before; value = HMAC-SHA-256(seed, "<list digest>:<round>:<try>") as a whole number; values at or over the
          greatest multiple of the number of candidates are thrown away; the candidate at value mod count, in the order of the list, is the one that was drawn.
Exit 0: the result follows. Exit 1: it does not, the first reason is named. Exit 2: not such a file.
"""

import hashlib
import hmac
import json
import sys
from datetime import datetime

FORMAT = "paifu-draw-1"


class Broken(Exception):
    """Something does not follow."""


def need(holds, words):
    """Refuse with these words unless it holds."""
    if not holds:
        raise Broken(words)


def say(words):
    """One line for whoever runs this."""
    sys.stdout.write(f"{words}\n")


def sha(content):
    """SHA-256 as hex."""
    return hashlib.sha256(content).hexdigest()


def canonical(content):
    """One byte form for equal contents."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def drawn(seed, digest, number, candidates):
    """Which candidate a round draws, and at which try."""
    limit, tried = 2**256 - 2**256 % len(candidates), 0
    while True:
        mac = hmac.new(bytes.fromhex(seed), f"{digest}:{number}:{tried}".encode(), hashlib.sha256).digest()
        value = int.from_bytes(mac, "big")
        if value < limit:
            return candidates[value % len(candidates)], tried
        tried += 1


def verify(told):
    """Check everything; the names of who was drawn, round by round. Broken at the first fault."""
    digest, names = told["list_digest"], {each["id"]: each["name"] for each in told["list"]["candidates"]}
    order = [each["id"] for each in told["list"]["candidates"]]
    need(sha(canonical(told["list"])) == digest, "名单与摘要不符：名单被改过")
    need(len(names) == len(order), "名单里有重复的机构")
    need(told["rounds"], "还没有抽取")
    frozen_at = datetime.fromisoformat(told["frozen_at"])
    need(datetime.fromisoformat(told["committed_at"]) <= frozen_at, "名单在公布种子摘要之前就冻结了")
    expected, before, results = told["commitment"], [], []
    for number, each in enumerate(told["rounds"]):
        where = f"第 {number + 1} 轮"
        need(each["no"] == number and each["left_out"] == before, f"{where}：轮次或去掉的机构不对")
        need(sha(bytes.fromhex(each["seed"])) == expected, f"{where}：种子与公布的摘要不符")
        need(datetime.fromisoformat(each["at"]) >= frozen_at, f"{where}：抽取早于冻结名单")
        left = [one for one in order if one not in before]
        need(left, f"{where}：没有可抽的机构")
        chosen, tried = drawn(each["seed"], digest, number, left)
        need((chosen, tried) == (each["chosen"], each["tries"]), f"{where}：应抽中 {names[chosen]}，记录的是 {names.get(each['chosen'], each['chosen'])}")
        expected, before = each["seed"], [*before, chosen]
        results.append(names[chosen])
    return results


def main(arguments):
    """The command."""
    if len(arguments) != 1:
        say(__doc__)
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:
            told = json.load(file)
        if told.get("format") != FORMAT:
            say(f"不是 {FORMAT} 文件")
            return 2
        results = verify(told)
    except Broken as fault:
        say(f"不成立：{fault}")
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        say(f"读不懂这个文件：{error!r}")
        return 2
    for number, name in enumerate(results, 1):
        say(f"第 {number} 轮：{name}")
    say("成立：结果可由公布的摘要和冻结的名单复算得出")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
