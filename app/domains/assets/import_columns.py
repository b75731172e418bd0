"""The four import sheets, column by column, in their order (forms.md §5); the sample line is that of the template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domains.assets.sheets import Column

CASES, PARTIES, ASSETS, SEIZURES = "案件", "当事人", "标的物", "查封"
SHEETS: Mapping[str, Sequence[Column]] = {
    CASES: (
        Column("number", "案号", True, sample="（2026）粤0115执1207号"),
        Column("court", "执行法院", True, sample="广州市南沙区人民法院"),
        Column("filed_on", "立案日期", True, sample="2026-01-15"),
        Column("cause", "案由", True, sample="金融借款合同纠纷"),
        Column("basis_number", "执行依据文号", True, sample="（2025）粤0115民初3118号"),
        Column("basis_title", "执行依据名称", True, sample="民事判决书"),
        Column("basis_court", "作出机关", True, sample="广州市南沙区人民法院"),
        Column("basis_effective_on", "生效日期", True, sample="2025-11-20"),
        Column("claim", "申请执行标的额(元)", True, sample="2866300.00"),
        Column("kind", "案件类型", True, sample="首次执行"),
        Column("stage", "当前阶段", True, sample="财产处置"),
        Column("judge", "承办法官", True, sample="孔令舟"),
        Column("clerk", "书记员", sample="温若琳"),
        Column("remark", "备注"),
    ),
    PARTIES: (
        Column("number", "案号", True, sample="（2026）粤0115执1207号"),
        Column("role", "当事人地位", True, sample="被执行人"),
        Column("kind", "主体类型", True, sample="自然人"),
        Column("name", "姓名/名称", True, sample="林绍恒"),
        Column("id_kind", "证件种类", True, sample="居民身份证"),
        Column("id_no", "证件号码", True, code=True, sample="440100197903140119"),
        Column("sex", "性别", sample="男"),
        Column("born_on", "出生日期", sample="1979-03-14"),
        Column("phone", "联系电话", code=True, sample="19900000011"),
        Column("address", "送达地址", True, sample="广州市南沙区海语湾花园"),
        Column("e_service", "同意电子送达", sample="否"),
        Column("legal_rep", "法定代表人"),
        Column("agent", "代理人及律所"),
        Column("remark", "备注"),
    ),
    ASSETS: (
        Column("number", "案号", True, sample="（2026）粤0115执1207号"),
        Column("code", "标的编号", True, sample="A01"),
        Column("kind", "财产种类", True, sample="房屋"),
        Column("subkind", "子类", True, sample="住宅"),
        Column("title", "标的名称", True, sample="海语湾花园3栋1204房"),
        Column("place", "坐落/存放地", True, sample="广州市南沙区海语湾路18号"),
        Column("cert_no", "权属证书号", code=True, sample="粤（2019）广州市不动产权第04900101号"),
        Column("owner", "登记权利人", True, sample="林绍恒"),
        Column("share", "份额", sample="共同共有"),
        Column("area", "建筑面积(㎡)", sample="89.62"),
        Column("land_area", "土地面积(㎡)"),
        Column("quantity", "数量", sample="1套"),
        Column("occupancy", "占有情况", True, sample="被执行人及家属"),
        Column("burdens", "权利负担", True, sample="抵押:穗禾农商行:2866300"),
        Column("reference_price", "参考价(元)"),
        Column("remark", "备注"),
    ),
    SEIZURES: (
        Column("number", "案号", True, sample="（2026）粤0115执1207号"),
        Column("code", "标的编号", True, sample="A01"),
        Column("kind", "措施", True, sample="保全查封"),
        Column("court_name", "采取法院", True, sample="广州市南沙区人民法院"),
        Column("case_number", "采取案号", True, sample="（2025）粤0115民初3118号"),
        Column("paper_no", "文书号"),
        Column("rank", "顺位", True, sample="1"),
        Column("starts_on", "起始日", True, sample="2025-07-02"),
        Column("expires_on", "到期日", True, sample="2028-07-01"),
        Column("registry_office", "登记机关", sample="不动产登记机构"),
        Column("remark", "备注"),
    ),
}
