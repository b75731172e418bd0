"""The sections of an asset's page that are edited: form, title, what the form saves. One row a section."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domains.assets import rights, service
from app.domains.assets.forms import AssetForm, BurdenForm, HolderForm, PriorityForm, RowsForm, SeizureForm, delivery_form
from app.domains.assets.tables import Asset
from app.infra.unit_of_work import Work
from app.web.forms import PaperForm


@dataclass(frozen=True)
class Section:
    """How one section is edited."""

    title: str
    form: Callable[[Asset], PaperForm]
    save: Callable[[Work, str, Any, int], object]
    hint: str = ""


def _rows(name: str, keys: tuple[str, ...]) -> Callable[[Asset], PaperForm]:
    def form(asset: Asset) -> PaperForm:
        made = RowsForm()
        if not made.is_submitted():
            made.rows.data = "\n".join(" | ".join(str(row.get(key, "")) for key in keys) for row in getattr(asset, name))
        return made

    return form


def _defects(w: Work, asset_id: str, form: Any, version: int) -> object:
    return service.set_defects(w, asset_id, form.to_rows(2), version=version)


def _arrears(w: Work, asset_id: str, form: Any, version: int) -> object:
    return service.set_arrears(w, asset_id, form.to_rows(4), version=version)


def _taxes(w: Work, asset_id: str, form: Any, version: int) -> object:
    return service.set_tax_items(w, asset_id, form.to_rows(2), version=version)


SECTIONS: Mapping[str, Section] = {
    "basic": Section("基本信息", lambda asset: AssetForm(obj=asset), lambda w, key, form, seen: service.edit_asset(w, key, form.to_command(), version=seen)),
    "delivery": Section(
        "占有与可交付性",
        delivery_form,
        lambda w, key, form, seen: service.set_delivery(w, key, form.to_command(), version=seen),
    ),
    "defects": Section("已知瑕疵", _rows("defects", ("part", "text")), _defects, "每行一项：部位 | 描述"),
    "arrears": Section("欠缴费用", _rows("arrears", ("kind", "amount", "until_on", "holder")), _arrears, "每行一项：费种 | 金额（元） | 截至日 | 来源单位"),
    "taxes": Section("税费", _rows("tax_items", ("name", "bearer")), _taxes, "每行一项：税种 | 依法承担人"),
    "holder": Section("登记权利人", lambda asset: HolderForm(), lambda w, key, form, seen: rights.add_holder(w, key, form.to_command())),
    "seizure": Section("登记查封", lambda asset: SeizureForm(), lambda w, key, form, seen: rights.enter_seizure(w, key, form.to_command())),
    "burden": Section("登记权利负担", lambda asset: BurdenForm(), lambda w, key, form, seen: rights.add_burden(w, key, form.to_command())),
    "priority": Section("登记优先购买权人", lambda asset: PriorityForm(), lambda w, key, form, seen: rights.add_priority_holder(w, key, form.to_command())),
}
