"""./paifu bench [NAME…]: every figure, or those named, each as one line of JSON."""

from __future__ import annotations

import sys

from benchmarks import law_ask, live_lots, unit_of_work

BENCHMARKS = {"law_ask": law_ask.figure, "unit_of_work": unit_of_work.figure, "live_lots": live_lots.figure}


def main(names: list[str]) -> int:
    """2 for a name that there is not."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"没有 {'、'.join(unknown)}，只有 {'、'.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    for name in names or BENCHMARKS:
        print(BENCHMARKS[name]().line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
