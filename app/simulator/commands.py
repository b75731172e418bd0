"""`flask sites simulate`: the simulator as its own process until it is told to stop."""

from __future__ import annotations

import signal
from collections.abc import Callable, Mapping
from copy import copy
from functools import partial
from pathlib import Path
from threading import Event, Thread
from types import FrameType

import click

from app.kernel.clock import Clock, RealClock, SharedClock
from app.kernel.errors import Invalid
from app.simulator.server import deliver_events, make_simulator

CLOCK_FILE = "clock.json"
OWN_CLOCK_FILE = "simulator-clock.json"


Titles = Callable[[], Mapping[str, str]]


def simulate_with(titles: Titles) -> click.Command:
    """The command that also serves the installed sites that have no dialect here (`titles` by code), over the private line only."""
    command = copy(simulate)
    command.callback = partial(_simulate, titles)
    return command


@click.command("simulate")
@click.option("--port", default=8100, show_default=True, help="端口，0 为任一空闲端口")
@click.option("--speed", type=click.FloatRange(min=0.001), help="自有快钟的倍速（数据目录中有演示时钟时不用）")
@click.option("--faults", default="", help="故障开关，例如 taobao=slow,500:0.1;jd=captcha")
@click.option("--data", "folder", envvar="PAIFU_DATA", default="instance", show_default=True, type=click.Path(path_type=Path, file_okay=False), help="数据目录")
def simulate(port: int, speed: float | None, faults: str, folder: Path) -> None:
    """站点模拟器：五个拍卖平台与三个询价平台，在一个服务上。"""
    _simulate(dict, port, speed, faults, folder)


def _simulate(titles: Titles, port: int, speed: float | None, faults: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    clock = clock_of(folder, speed)
    try:
        server = make_simulator(folder, clock, port, faults, others=titles())
    except Invalid as refusal:
        raise click.BadParameter("；".join(words for _, words in refusal.faults) or refusal.message, param_hint="--faults") from None
    except OSError as error:
        raise click.ClickException(f"端口 {port} 不能使用：{error.strerror}") from None

    over = Event()
    Thread(target=deliver_events, args=(server, over), daemon=True).start()

    def stop(_number: int, _frame: FrameType | None) -> None:
        over.set()
        Thread(target=server.shutdown).start()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    click.echo(f"站点模拟器已就绪：http://127.0.0.1:{server.port}（时钟 {clock.kind}，{clock.speed:g} 倍速）")
    server.serve_forever()
    server.server_close()


def clock_of(folder: Path, speed: float | None) -> Clock:
    """The demonstration's shared clock if there is one, else a fast one of our own, else the wall clock."""
    if (folder / CLOCK_FILE).exists():
        return SharedClock(folder / CLOCK_FILE)
    return SharedClock(folder / OWN_CLOCK_FILE, speed=speed) if speed else RealClock()
