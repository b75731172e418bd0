"""Names of the kinds of tasks that an agency can be engaged for. The kinds themselves are the tasks' own; here stand their codes and words alone."""

from __future__ import annotations

TASK_KIND_NAMES: dict[str, str] = {
    "survey_real_estate": "现场调查（房屋）",
    "survey_vehicle": "现场调查（机动车）",
    "survey_equipment": "现场调查（设备、存货）",
    "survey_equity": "现场调查（股权）",
    "survey_land": "现场调查（土地）",
    "survey_ship": "现场调查（船舶）",
    "appraisal_support": "评估配合",
    "inquiry_support": "询价配合",
    "drafting": "文书起草",
    "service_help": "协助送达",
    "listing_prep": "协助上拍",
    "sample_sealing": "封存样品",
    "custody": "动产保管",
    "consultation": "竞买咨询",
    "viewing": "带看",
    "promotion": "推介",
    "transfer_support": "协助过户",
    "logistics": "物流",
    "vacating_support": "协助腾空",
    "notary_service": "公证送达",
    "notary_witness": "公证见证",
    "clue_verification": "财产线索核实",
}
