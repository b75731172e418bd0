"""Which addresses the house may be told to ask: no machine of its own, no trick of writing one (trust.md T16, SSRF). Names are looked up at each request."""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from app.infra.http import NotPermitted

_LABELS = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_DOTTED = re.compile(r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}")
_OWN_NAMES = frozenset({"localhost", "localdomain", "local", "internal", "home", "arpa", "test", "invalid", "example", "onion"})
_INTRANET = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))


def fault_of_address(url: str, *, own_machine: bool = False) -> str:
    """Why an address that a person typed for a site may not be asked, in Chinese; '' when it may.

    https only, no user name, a full host name or an intranet IPv4 address written plainly (a court's gateway may stand there).
    `own_machine` lets 127.0.0.1 through, also with http: a development house and the simulator beside it.
    """
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "")
    except ValueError:
        return "不是完整的网址"
    if own_machine and host == "127.0.0.1" and parts.scheme in ("http", "https") and port and "@" not in parts.netloc:
        return ""
    if parts.scheme != "https":
        return "须以 https:// 开头"
    if "@" in parts.netloc or "\\" in url or any(ord(sign) < 33 or ord(sign) > 126 for sign in url):
        return "网址中不能有用户名、空格或非 ASCII 字符"
    if parts.query or parts.fragment or (port is not None and not 0 < port < 65536):
        return "网址中不能有参数、锚点或无效端口"
    return _fault_of_host(host)


def _fault_of_host(host: str) -> str:
    if _DOTTED.fullmatch(host):
        return "" if _is_intranet(host) else "只能填域名或内网地址"
    if not _LABELS.fullmatch(host) or len(host) > 253:
        return "主机名不完整"
    return "不能指向本机或内部名称" if host.rpartition(".")[2] in _OWN_NAMES else ""


def _is_intranet(host: str) -> bool:
    try:
        return any(IPv4Address(host) in each for each in _INTRANET)
    except ValueError:
        return False


def leads_outside(host: str, *, intranet: bool = False) -> None:
    """NotPermitted when a name leads to this machine, its link, or (unless `intranet`) a private network; looked up again at every request."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return  # no address: the request itself will say so
    if any(not _is_outside(ip_address(str(each).partition("%")[0]), intranet=intranet) for each in found):
        raise NotPermitted(f"{host} 指向内部地址，不允许访问")


def _is_outside(address: IPv4Address | IPv6Address, *, intranet: bool) -> bool:
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) and address.ipv4_mapped else address
    if intranet and isinstance(inner, IPv4Address) and any(inner in each for each in _INTRANET):
        return True
    return inner.is_global and not inner.is_multicast
