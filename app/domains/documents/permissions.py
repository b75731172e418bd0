"""Who may look at papers, complete them, sign them; which papers is the scope's question. Agencies see none."""

from __future__ import annotations

from app.kernel.actor import COURT_ROLES, Role
from app.kernel.permission import Permission

SEE_DOCUMENTS = Permission("document.see", "查看文书", COURT_ROLES)
FILL_DOCUMENT = Permission("document.fill", "补填文书要素", frozenset({Role.CLERK, Role.JUDGE}))
SIGN_DOCUMENT = Permission("document.sign", "签发文书", frozenset({Role.CLERK, Role.JUDGE, Role.DIRECTOR, Role.PRESIDENT}))
SEE_TEMPLATES = Permission("document.see_templates", "查看文书模板", frozenset({Role.SECADMIN, Role.JUDGE}))
KEEP_TEMPLATES = Permission("document.keep_templates", "上传和检查文书模板", frozenset({Role.SECADMIN}))
ACCEPT_TEMPLATE = Permission("document.accept_template", "启用文书模板", frozenset({Role.JUDGE}))
TAKE_COPY = Permission("document.copy", "下载文书", COURT_ROLES)
