"""A court's channels: on or off, addresses, secrets (only ever written sealed); changed with a trail that says of a secret only that it changed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domains.audit.service import record
from app.domains.messages.channel import Channel, ChannelField, Reach, all_channels
from app.domains.messages.tables import MessageChannel
from app.infra.addresses import fault_of_address
from app.infra.house import House
from app.infra.mail import SCHEMES
from app.infra.unit_of_work import Reading, Work, for_house, within
from app.infra.vault import Vault, vault_of
from app.kernel.errors import Conflict, Invalid, NotFound

MOST_SIGNS = 300
LEAST_SECRET = 32
PAGE = ChannelField("page_url", "拍辅网址", "写进消息的链接，例如 https://paifu.court.example；不填则不带链接", address=True)
"""Every channel has it: the house does not know under which name people reach it."""


@dataclass(frozen=True)
class ChannelSet:
    """How a channel stands at a court: `values` hold opened secrets, for sending only; `lost` names secrets that cannot be opened any more."""

    channel: Channel
    on: bool = False
    values: Mapping[str, str] = field(default_factory=dict, repr=False)
    version: int = 0
    changed: MessageChannel | None = None
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class SetChannel:
    """What the administrator asks for. A secret left empty stays, one in `cleared` goes."""

    on: bool
    values: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    cleared: frozenset[str] = frozenset()
    version: int = 0


def fields_of(channel: Channel) -> tuple[ChannelField, ...]:
    """Its own fields, then the common one."""
    return (*channel.fields, PAGE)


def channel_named(code: str) -> Channel:
    """A channel by code; NotFound."""
    found = all_channels().get(code)
    if found is None:
        raise NotFound
    return found


def reach_of(house: House) -> Reach:
    """How far this house's channels may reach."""
    return Reach(house.clock, own_machine=not house.settings.production, mail_url=house.settings.mail_url)


def sets_of_courts(session: Session, court_ids: Collection[str | None], *, mail_url: str) -> dict[tuple[str | None, str], ChannelSet]:
    """Every channel of these courts by (court, code), in one query. Mail is on where the house has a server and the court said nothing."""
    rows = {
        (row.court_id, row.code): row for row in session.scalars(for_house(select(MessageChannel).where(MessageChannel.court_id.in_(set(court_ids) - {None}))))
    }
    vault = vault_of(session)
    return {
        (court_id, code): _shown(channel, rows.get((court_id or "", code)), vault, mail_url)
        for court_id in {*court_ids, None}
        for code, channel in all_channels().items()
    }


def list_channels(r: Reading, court_id: str | None, *, mail_url: str) -> list[ChannelSet]:
    """A court's channels for its people and its administrator; one query."""
    rows = {row.code: row for row in r.session.scalars(within(select(MessageChannel).where(MessageChannel.court_id == court_id), "court"))}
    return [_shown(channel, rows.get(code), vault_of(r.session), mail_url) for code, channel in all_channels().items()]


def set_channel(w: Work, court_id: str, channel: Channel, order: SetChannel, *, own_machine: bool) -> MessageChannel:
    """Change a channel. Invalid names every wrong field; Conflict when somebody changed it meanwhile."""
    row = w.session.scalar(within(select(MessageChannel).where(MessageChannel.court_id == court_id, MessageChannel.code == channel.code), "court"))
    if order.version != (row.version if row else 0):
        raise Conflict("设置在你打开之后被改过，请看过新值再改")
    row = row or MessageChannel(court_id=court_id, code=channel.code, plain={}, sealed={}, version=0)
    faults = tuple(_faults(channel, row, order, own_machine=own_machine))
    if faults:
        raise Invalid(f"提交未成功，请改正 {len(faults)} 处", faults=faults)
    told = list(_taken(channel, row, order, vault_of(w.session)))
    if row.switched_on is not order.on:
        told.insert(0, "开通" if order.on else "停用")
    if not told:
        raise Invalid("没有改动")
    row.switched_on, row.version, row.changed_by, row.changed_at = order.on, row.version + 1, w.actor.id, w.now
    w.session.add(row)
    w.flush()
    record(w, "message.channel_set", "channel", channel.code, f"消息渠道 {channel.title}：{'；'.join(told)}"[:255])
    return row


def _shown(channel: Channel, row: MessageChannel | None, vault: Vault, mail_url: str) -> ChannelSet:
    usual = {each.name: each.usual for each in fields_of(channel) if each.usual}
    if row is None:
        return ChannelSet(channel, bool(mail_url) and channel.code == "mail", usual)
    opened = {name: vault.open_or_blank(sealed, channel=channel.code, field=name) for name, sealed in row.sealed.items()}
    values = {**usual, **{name: text for name, text in row.plain.items() if text}, **{name: text for name, text in opened.items() if text}}
    lost = tuple(each.title for each in fields_of(channel) if each.name in opened and not opened[each.name])
    return ChannelSet(channel, row.switched_on, values, row.version, row, lost)


def _faults(channel: Channel, row: MessageChannel, order: SetChannel, *, own_machine: bool) -> Iterator[tuple[str, str]]:
    for each in fields_of(channel):
        typed = (order.secrets if each.secret else order.values).get(each.name, "").strip()
        kept = each.secret and each.name in row.sealed and each.name not in order.cleared
        if order.on and each.required and not typed and not kept and not each.usual:
            yield each.name, "开通前须填写"
        elif typed and (words := _fault(each, typed, own_machine=own_machine)):
            yield each.name, words


def _fault(each: ChannelField, typed: str, *, own_machine: bool) -> str:
    if len(typed) > MOST_SIGNS or any(ord(sign) < 32 for sign in typed):
        return f"最多 {MOST_SIGNS} 字，不能有换行"
    if each.mail_server:
        return _fault_of_server(typed, own_machine=own_machine)
    if each.address:
        return fault_of_address(typed, own_machine=own_machine)
    return f"至少 {LEAST_SECRET} 位" if each.name == "secret" and len(typed) < LEAST_SECRET else ""


def _fault_of_server(typed: str, *, own_machine: bool) -> str:
    scheme, _, place = typed.partition("://")
    if scheme not in SCHEMES or urlsplit(f"https://{place}").path:
        return f"以 {'、'.join(f'{each}://' for each in SCHEMES)} 开头，写主机和端口"
    return fault_of_address(f"https://{place}", own_machine=own_machine)


def _taken(channel: Channel, row: MessageChannel, order: SetChannel, vault: Vault) -> Iterator[str]:
    for each in fields_of(channel):
        typed = (order.secrets if each.secret else order.values).get(each.name, "").strip()
        if each.secret:
            sealed, told = vault.resealed(row.sealed, each.name, typed, cleared=each.name in order.cleared)
            if told:
                row.sealed = sealed
                yield f"{each.title} {told}"
        elif typed != row.plain.get(each.name, each.usual):
            row.plain = {**row.plain, each.name: typed}
            yield f"{each.title} 改为“{typed}”"
