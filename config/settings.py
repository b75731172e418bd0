"""Settings: read once from the environment (prefix PAIFU_), all faults reported together. contract.md fixes the names."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEMO_PASSWORD = "demo-Paifu-2026"
_CLOCK = re.compile(r"real|manual|fast:\d+(\.\d+)?")
_STORAGE = re.compile(r"file:.+|s3://[a-z0-9][a-z0-9.\-]{2,62}(/[^?]*)?(\?.+)?")
_CLAMD = re.compile(r"tcp://[^/:]+(:\d{1,5})?|unix:/.+")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class SettingsFault(Exception):
    """The environment cannot be used; `faults` holds every reason."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Settings:
    """Everything that is decided outside the code. Paths are absolute, URLs as given."""

    data: Path
    database_url: str
    queue_url: str
    secret_key: str
    env: str = "development"
    clock: str = "real"
    sites_base_url: str = ""
    mail_url: str = ""
    storage_url: str = ""
    clamd_url: str = ""
    log_level: str = "INFO"
    demo_password: str = DEMO_PASSWORD
    password_cost: str = "full"
    demo_factor: str = "0"

    @property
    def production(self) -> bool:
        """Real courts' data: no demonstration clock, secure cookies."""
        return self.env == "production"

    @property
    def demo_2fa(self) -> bool:
        """Do demonstration accounts prove a second factor too? Real ones always do."""
        return self.demo_factor == "1"

    @property
    def storage(self) -> str:
        """Where evidence lies, as an address: the data folder unless STORAGE_URL says otherwise."""
        return self.storage_url or f"file:{self.data / 'evidence'}"

    @property
    def uploads_folder(self) -> Path:
        """Where files lie while they come in piece by piece."""
        return self.data / "uploads"

    @property
    def clock_file(self) -> Path:
        """The anchor of a demonstration clock, shared by the processes."""
        return self.data / "clock.json"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings of the environment, or SettingsFault with all that is wrong. Makes the data folder and keeps a first secret there."""
    faults: list[str] = []
    asked = {name.removeprefix("PAIFU_"): value for name, value in environ.items() if name.startswith("PAIFU_") and value}
    env = asked.get("ENV", "development")
    clock = asked.get("CLOCK", "real")
    if env not in ("development", "production"):
        faults.append(f"PAIFU_ENV: {env!r} 应为 development 或 production")
    if not _CLOCK.fullmatch(clock):
        faults.append(f"PAIFU_CLOCK: {clock!r} 应为 real、manual 或 fast:N")
    if env == "production" and clock != "real":
        faults.append("PAIFU_CLOCK: 正式环境只能用 real")
    if env == "production" and "SECRET_KEY" not in asked:
        faults.append("PAIFU_SECRET_KEY: 正式环境必须设置")
    if asked.get("LOG_LEVEL", "INFO") not in _LEVELS:
        faults.append(f"PAIFU_LOG_LEVEL: 应为 {' '.join(_LEVELS)} 之一")
    data = Path(asked.get("DATA", ROOT / "instance")).absolute()
    database_url = asked.get("DATABASE_URL", f"sqlite:///{data / 'paifu.sqlite'}")
    if not database_url.startswith(("sqlite:///", "postgresql+psycopg://", "postgresql://")):
        faults.append("PAIFU_DATABASE_URL: 应为 sqlite:/// 或 postgresql+psycopg:// 地址")
    queue_url = asked.get("QUEUE_URL", f"sqlite:///{data / 'queue.sqlite'}")
    if not queue_url.startswith(("sqlite:///", "postgresql://", "redis://")):
        faults.append("PAIFU_QUEUE_URL: 应为 sqlite:///、postgresql:// 或 redis:// 地址")
    storage_url = asked.get("STORAGE_URL", "")
    if storage_url and not _STORAGE.fullmatch(storage_url):
        faults.append("PAIFU_STORAGE_URL: 应为 file:/目录 或 s3://存储桶[/前缀][?endpoint=…&region=…] 地址")
    clamd_url = asked.get("CLAMD_URL", "")
    if clamd_url and not _CLAMD.fullmatch(clamd_url):
        faults.append("PAIFU_CLAMD_URL: 应为 tcp://主机:端口 或 unix:/套接字路径")
    if asked.get("DEMO_2FA", "0") not in ("0", "1"):
        faults.append("PAIFU_DEMO_2FA: 应为 0 或 1")
    if asked.get("PASSWORD_COST", "full") not in ("full", "test"):
        faults.append("PAIFU_PASSWORD_COST: 应为 full 或 test")
    if env == "production" and asked.get("PASSWORD_COST") == "test":
        faults.append("PAIFU_PASSWORD_COST: 正式环境不能用 test")
    if faults:
        raise SettingsFault(faults)
    data.mkdir(parents=True, exist_ok=True)
    return Settings(
        data=data,
        database_url=database_url.replace("postgresql://", "postgresql+psycopg://"),
        queue_url=queue_url,
        secret_key=asked.get("SECRET_KEY") or _kept_secret(data / "secret.key"),
        env=env,
        clock=clock,
        sites_base_url=asked.get("SITES_BASE_URL", "").rstrip("/"),
        mail_url=asked.get("MAIL_URL", ""),
        storage_url=storage_url,
        clamd_url=clamd_url,
        log_level=asked.get("LOG_LEVEL", "INFO"),
        demo_password=asked.get("DEMO_PASSWORD", DEMO_PASSWORD),
        password_cost=asked.get("PASSWORD_COST", "full"),
        demo_factor=asked.get("DEMO_2FA", "0"),
    )


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.write_text(secrets.token_urlsafe(48))
        path.chmod(0o600)
    return path.read_text()
