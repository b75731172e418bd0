"""Verbs of a court's own templates: upload and check, check again, print a trial, accept, retire. Two people: the administrator offers, a judge accepts."""

from __future__ import annotations

import tempfile
from pathlib import Path

from app.domains.audit.service import record
from app.domains.documents.catalogue import paper_kind
from app.domains.documents.own import check_own
from app.domains.documents.own_queries import get_template, latest_number, template_in_use
from app.domains.documents.tables import DocumentTemplate
from app.infra.archives import kind_of_archive
from app.infra.unit_of_work import Work
from app.kernel.errors import Invalid, NotAllowed, NotNow
from app.kernel.ids import digest_of
from app.law.findings import Severity

PROOF = "documents.proof"
MOST = 2 * 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def offer(w: Work, code: str, name: str, content: bytes) -> DocumentTemplate:
    """Keep an uploaded docx as the next version of the court's template of a paper, and check it at once. Invalid for what is no docx."""
    kind, court_id = paper_kind(code), w.actor.court_id
    if court_id is None:
        raise NotAllowed("你没有所属法院，不能设置模板", code="no_court")
    check_opens(content)
    number = latest_number(w, court_id, code) + 1
    given = {"court_id": court_id, "code": code, "version_no": number, "name": name[:200], "digest": digest_of(content), "content": content}
    template = DocumentTemplate(**given, uploaded_by=w.actor.id, uploaded_at=w.now)
    w.session.add(template)
    w.flush()
    record(w, "template.uploaded", "template", template.id, f"上传{kind.title}模板第 {number} 版", digest=template.digest)
    return _checked(w, template)


def check_again(w: Work, template_id: str) -> DocumentTemplate:
    """Check a template that is not in use by today's rule book."""
    found = get_template(w, template_id)
    if found.status not in ("uploaded", "checked"):
        raise NotNow("已启用或已停用的模板不再检查，修改后上传新版", code="not_checkable")
    return _checked(w, found)


def accept(w: Work, template_id: str, digest: str) -> DocumentTemplate:
    """The judge lets exactly these bytes be used from now on; the version in use until now is retired and stays for the papers made with it."""
    found = get_template(w, template_id)
    if found.status != "checked" or found.digest != digest:
        raise NotNow("模板没有通过检查，不能启用", code="not_checked")
    if found.proof_digest is None:
        raise NotNow("试打印还没有完成，稍后再启用", code="no_proof")
    if found.uploaded_by == w.actor.id:
        raise NotAllowed("上传人与启用人须为不同的人", code="own_request")
    _checked(w, found)
    if found.status != "checked":
        raise NotNow("按今天的规则检查没有通过，不能启用", code="not_checked")
    before = template_in_use(w, found.court_id, found.code)
    if before is not None:
        before.status, before.retired_at = "retired", w.now
        w.flush()
    found.status, found.accepted_by, found.accepted_at = "accepted", w.actor.id, w.now
    w.flush()
    record(w, "template.accepted", "template", found.id, f"启用{paper_kind(found.code).title}模板第 {found.version_no} 版", digest=found.digest)
    return found


def retire(w: Work, template_id: str) -> DocumentTemplate:
    """Back to the house's own template for papers made from now on."""
    found = get_template(w, template_id)
    if found.status != "accepted":
        raise NotNow("只有启用中的模板可以停用", code="not_in_use")
    found.status, found.retired_at = "retired", w.now
    w.flush()
    record(w, "template.retired", "template", found.id, f"停用{paper_kind(found.code).title}模板第 {found.version_no} 版", digest=found.digest)
    return found


def check_opens(content: bytes) -> None:
    """Invalid for what is too big, damaged, a bomb, with macros, or no docx."""
    if not content or len(content) > MOST:
        raise Invalid("选择 2 MB 以内的 docx 文件", field="file")
    with tempfile.NamedTemporaryFile(suffix=".docx") as kept:
        kept.write(content)
        kept.flush()
        if kind_of_archive(Path(kept.name)) != WORD:
            raise Invalid("只收 docx 文件", field="file")


def _checked(w: Work, found: DocumentTemplate) -> DocumentTemplate:
    faults = check_own(found.code, found.content, w.today)
    breaches = sum(each.severity is Severity.BREACH for each in faults)
    found.findings = [[each.severity.value, each.message, each.way_out] for each in faults]
    found.status, found.checked_at = "uploaded" if breaches else "checked", w.now
    w.flush()
    said = f"{breaches} 处不能启用" if breaches else "通过"
    record(w, "template.checked", "template", found.id, f"检查{paper_kind(found.code).title}模板第 {found.version_no} 版：{said}", digest=found.digest)
    if not breaches and found.proof_digest is None:
        w.later(PROOF, {"template_id": found.id})
    return found
