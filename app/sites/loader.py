"""Finds the site plugins by scanning the package `plugins`: no list anywhere, and the house never names one."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from app.kernel.errors import NotFound
from app.sites.contract import CONTRACT, Capability, Plugin, SiteSettings

PACKAGE = "plugins"
NEEDED = ("code", "title", "contract", "capabilities", "settings_type", "live_url", "hosts", "configured", "fetch", "parse", "read_file", "package")


class PluginRefused(Exception):
    """A plugin folder does not keep the contract; `faults` are all reasons, in Chinese."""

    def __init__(self, code: str, faults: tuple[str, ...]) -> None:
        super().__init__(f"站点插件 {code} 不能载入：" + "；".join(faults))
        self.code = code
        self.faults = faults


@dataclass(frozen=True)
class Registry:
    """The plugins found, in the order of their codes."""

    plugins: tuple[Plugin, ...]

    def __iter__(self) -> Iterator[Plugin]:
        return iter(self.plugins)

    @property
    def codes(self) -> tuple[str, ...]:
        """Codes of all plugins."""
        return tuple(each.code for each in self.plugins)

    def get(self, code: str) -> Plugin:
        """The plugin of a code, or NotFound naming the codes there are."""
        for each in self.plugins:
            if each.code == code:
                return each
        raise NotFound(f"没有站点“{code}”，现有：{'、'.join(self.codes) or '无'}")


def discover(package: str = PACKAGE) -> Registry:
    """Every folder of the package that holds an adapter, imported and checked; PluginRefused names the first that does not keep the contract."""
    root = import_module(package)
    codes = sorted(each.name for each in pkgutil.iter_modules(root.__path__) if each.ispkg)
    return Registry(tuple(_load(package, code) for code in codes))


@lru_cache(maxsize=1)
def installed() -> Registry:
    """The plugins of this installation, found once a process."""
    return discover()


def _load(package: str, code: str) -> Plugin:
    try:
        module = import_module(f"{package}.{code}.adapter")
    except ImportError as error:
        raise PluginRefused(code, (f"adapter.py 无法导入：{error}",)) from error
    plugin = getattr(module, "PLUGIN", None)
    if plugin is None:
        raise PluginRefused(code, ("adapter.py 中没有 PLUGIN",))
    missing = tuple(f"缺少 {name}" for name in NEEDED if not hasattr(plugin, name))
    if missing:
        raise PluginRefused(code, missing)
    found: Plugin = plugin
    faults = tuple(_faults(code, found))
    if faults:
        raise PluginRefused(code, faults)
    return found


def _faults(code: str, plugin: Plugin) -> Iterator[str]:
    if plugin.code != code:
        yield f"代码 {plugin.code} 与目录名不同"
    if plugin.contract != CONTRACT:
        yield f"合同版本 {plugin.contract}，本系统为 {CONTRACT}"
    if not plugin.capabilities <= frozenset(Capability):
        yield "声明了不认识的能力"
    if Capability.PACKAGE not in plugin.capabilities:
        yield "必须能导出上拍材料包（PACKAGE）"
    if not issubclass(plugin.settings_type, SiteSettings):
        yield "设置类型须继承 SiteSettings"
