"""Invented answers of the survey of the packaging machines (L4, forms.md §7.2), for the demonstration and tests."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from app.domains.tasks.sample_photos import SamplePhoto
from app.kernel.clock import local

PLANT = (113.541200, 22.793100)
MACHINES = (
    ("立式包装机", "YL-320", "12", "台", "未测试，外观完整"),
    ("枕式包装机", "YL-450W", "10", "台", "未测试，两台缺防护罩"),
    ("自动封箱机", "FX-56", "8", "台", "未测试，外观完整"),
    ("自动输送线", "SS-1200", "6", "套", "未测试，皮带老化"),
    ("重力式选别秤", "XB-300", "6", "台", "未测试，外观完整"),
    ("空压机", "KY-37", "4", "台", "未测试，铭牌清楚"),
)


def machine_answers(started_at: datetime, *, hours: int = 3) -> dict[str, Any]:
    """A whole, valid form of survey_equipment for a visit that began then (aware); 46 pieces in six rows."""
    start, end = local(started_at), local(started_at + timedelta(hours=hours))
    today = start.date().isoformat()
    return {
        "visit_kind": ["入户/实地", "向占有人询问"],
        "entry_result": "已入户",
        "party_absent": "到场",
        "items": [_machine(no, *each) for no, each in enumerate(MACHINES, start=1)],
        "ownership_basis": [{"paper": "发票", "amount": "1680000.00", "on": "2021-06-18"}, {"paper": "现场铭牌", "amount": "", "on": ""}],
        "run_state": "未测试",
        "attached_to_land": "否",
        "attached_note": "均以地脚螺栓固定，可拆卸，不损坏厂房",
        "storage_place": "广州市南沙区万环东路5号一号厂房一层",
        "storage_fee": "0",
        "hazards": [],
        "disassembly": "厂门宽 4.2 米，通道可行 5 吨叉车，无需吊车",
        "inventory_method": "全数",
        "inventory_note": "",
        "perishable": "否",
        "seal_marks": [{"mark": f"NS26-{no:03d}", "item": each[0]} for no, each in enumerate(MACHINES, start=1)],
        "registered_owner_seen": "广州粤澜包装机械有限公司（凭发票和固定资产台账）",
        "register_date": today,
        "burden_list": [],
        "seizure_list": [{"rank": "1", "court": "广州市南沙区人民法院", "case_number": "（2026）粤0115执1422号", "term": "2026-02-10 至 2028-02-09"}],
        "occupancy_kind": "被执行人经营",
        "occupants": [{"name": "", "relation": "被执行人", "count": "2", "basis": "自有厂房内存放，留守人员看管", "since_on": "2021-06-18"}],
        "lease_claims": [],
        "special_care": [],
        "defects": [
            {"part": "枕式包装机 2 台", "text": "缺防护罩，未测试能否开机", "photo": "2"},
            {"part": "自动输送线", "text": "皮带老化开裂，长约 3 米", "photo": "4"},
        ],
        "arrears": [],
        "arrears_source": "南屿物业服务中心，现场询问并调取缴费单",
        "tax_hints": [{"name": "增值税", "basis": "主管税务机关查询", "rate": "13%", "bearer": "被执行人"}],
        "registrable_hint": "可",
        "registrable_reason": "动产无需登记，凭成交裁定和移交清单交付",
        "narrative": "设备共 46 台套，集中存放于一号厂房一层东侧，分六类摆放，已逐件编号并贴封条。"
        "设备表面有积尘，无明显锈蚀；现场断电，未开机测试。两台枕式包装机缺防护罩，一条输送线皮带开裂。叉车可直达装车位置。",
        "started_at": f"{start:%Y-%m-%dT%H:%M}",
        "ended_at": f"{end:%Y-%m-%dT%H:%M}",
        "people_present": [
            {"name": "卢小帆", "standing": "机构人员", "signed": "已签名"},
            {"name": "雷振屿", "standing": "执行人员", "signed": "已签名"},
            {"name": "邓永祥", "standing": "被执行人法定代表人", "signed": "已签名"},
        ],
        "obstruction": "无",
        "officer_called_at": "",
        "place_evidence": f"{PLANT[0]:.6f},{PLANT[1]:.6f},12",
        "place_reason": "",
        "unknowns": [],
        "photo_note": "厂房内无信号，照片存在手机里，出厂后一并上传",
        "agency_note": "",
        "interest_declared": True,
    }


def machine_photos(started_at: datetime, place: tuple[float, float] = PLANT) -> Iterator[tuple[str, SamplePhoto]]:
    """(shot, photo) of every photo that the form wants, a few seconds apart from then on; two a row of machines, then gate, lane and lifting space."""
    wanted = [*(("whole", f"整体 {each[0]}") for each in MACHINES), *(("plate", f"铭牌 {each[0]} {each[1]}") for each in MACHINES)]
    wanted += [("gate", "一号厂房厂门"), ("lane", "东侧通道"), ("lifting", "装车位置")]
    for no, (shot, caption) in enumerate(wanted):
        yield shot, SamplePhoto(caption, started_at + timedelta(seconds=4 * no), place[0] + no * 0.00001, place[1])


def _machine(no: int, name: str, model: str, count: str, unit: str, state: str) -> dict[str, str]:
    return {
        "name": name,
        "model": model,
        "maker": "广州粤澜包装机械有限公司",
        "serial": f"YL21{no:02d}",
        "made_on": "2021-05-20",
        "count": count,
        "unit": unit,
        "state": state,
    }
