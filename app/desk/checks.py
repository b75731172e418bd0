"""What `flask check` looks at: settings, database, migrations, disk, calendar, sites, clock, mail; one line each."""

from __future__ import annotations

import shutil
import smtplib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.domains.courts.queries import load_calendar
from app.infra.clamd import ScanFailed
from app.infra.house import House
from app.infra.migrations import is_current
from app.sites.loader import PluginRefused, installed

LEAST_FREE = 0.05


@dataclass(frozen=True)
class Line:
    """One thing looked at."""

    title: str
    good: bool
    words: str


def look_at(house: House) -> Iterator[Line]:
    """Every line, in the order of contract.md; none raises."""
    looks: tuple[Callable[[House], Line], ...] = (_settings, _database, _migrations, _disk, _calendar, _sites, _clock, _mail, _storage, _scanner)
    for look in looks:
        try:
            yield look(house)
        except (SQLAlchemyError, OSError, PluginRefused, smtplib.SMTPException, ScanFailed) as error:
            yield Line(look.__name__.strip("_"), False, f"{type(error).__name__}: {error}"[:200])


def _settings(house: House) -> Line:
    return Line("设置", True, f"{house.settings.env}，数据在 {house.settings.data}")


def _database(house: House) -> Line:
    with house.database.read() as session:
        session.execute(text("select 1"))
    return Line("数据库", True, house.database.engine.dialect.name)


def _migrations(house: House) -> Line:
    current = is_current(house.database)
    return Line("迁移", current, "已是最新" if current else "需要运行 flask migrate")


def _disk(house: House) -> Line:
    usage = shutil.disk_usage(house.settings.data)
    share = usage.free / usage.total
    return Line("磁盘", share >= LEAST_FREE, f"剩余 {share:.0%}")


def _calendar(house: House) -> Line:
    today = house.clock.today()
    with house.database.read() as session:
        calendar = load_calendar(session)
    missing = [year for year in (today.year, today.year + 1) if year not in calendar.years]
    provisional = [str(year) for year in (today.year, today.year + 1) if year in calendar.provisional]
    words = f"缺 {missing}" if missing else f"{today.year}、{today.year + 1} 年已载入" + (f"，{'、'.join(provisional)} 年为暂定" if provisional else "")
    return Line("日历", not missing, words)


def _sites(house: House) -> Line:
    codes = installed().codes
    return Line("平台", bool(codes), f"{len(codes)} 个插件：{'、'.join(codes)}")


def _clock(house: House) -> Line:
    return Line("时钟", True, "真实时钟" if house.clock.kind == "real" else f"演示时钟 {house.clock.kind}，{house.clock.speed:g} 倍速")


def _mail(house: House) -> Line:
    url = urlsplit(house.settings.mail_url)
    if not url.hostname:
        return Line("邮件", True, "未设置，不发邮件")
    with smtplib.SMTP(url.hostname, url.port or 25, timeout=5) as line:
        line.noop()
    return Line("邮件", True, f"{url.hostname} 可用")


def _storage(house: House) -> Line:
    there = house.evidence.storage.has("0" * 64)
    return Line("存证", not there, house.settings.storage.partition("?")[0])


def _scanner(house: House) -> Line:
    if house.scanner is None:
        return Line("查毒", True, "未设置 PAIFU_CLAMD_URL，上传的文件不查毒")
    return Line("查毒", True, f"{house.scanner.url} {house.scanner.version()}")
