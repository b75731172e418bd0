"""The reviewed table of rights: which role holds which permission, and which routes ask for it. A new route fails the matrix until it stands here."""

from __future__ import annotations

COURT = "clerk judge panel director president field control closing"
STAGES = "clerk judge director president field control closing"
OUTSIDE = "agency worker notary insurer"
ALL = f"{COURT} {OUTSIDE} higher sysadmin secadmin auditor system"

HELD_BY: dict[str, str] = {
    "account.confirm_reset": "sysadmin secadmin",
    "account.run": "sysadmin",
    "agencies.answer_bill": "agency",
    "agencies.ask_review": "agency",
    "agencies.bill": "clerk director",
    "agencies.check_bidders": "clerk judge director",
    "agencies.dealings": f"{COURT} agency",
    "agencies.confirm_papers": "director",
    "agencies.decide_bidders": "judge",
    "agencies.decide_review": "director",
    "agencies.declare": f"{COURT} {OUTSIDE}",
    "agencies.engage": "director",
    "agencies.interests": f"{COURT} {OUTSIDE} secadmin",
    "agencies.keep": "director sysadmin",
    "agencies.keep_papers": "director agency",
    "agencies.note_deed": "clerk judge director",
    "agencies.read_scans": f"{COURT} agency",
    "agencies.roster": "agency",
    "agencies.see": f"{COURT} agency sysadmin secadmin auditor",
    "agencies.settle_bill": "director",
    "asset.edit": "clerk judge field control",
    "asset.see": COURT,
    "audit.export": "auditor",
    "audit.read": "auditor",
    "audit.verify": "auditor",
    "case.edit": "clerk judge control",
    "case.export": STAGES,
    "case.hand_on": "clerk judge director field control closing",
    "case.import": "clerk judge control",
    "case.note": COURT,
    "case.open": "clerk judge control",
    "case.panel": "judge director",
    "case.reveal": STAGES,
    "case.see": COURT,
    "closing.approve": "judge",
    "closing.see": STAGES,
    "court.keep": "director",
    "court.sittings": "director",
    "court.switch_rules": "secadmin",
    "custody.hold": "clerk judge field agency worker notary",
    "custody.run": "clerk judge field",
    "custody.see": f"{COURT} agency worker notary",
    "deadline.explain": "clerk judge director field control closing",
    "calendar.keep": "secadmin",
    "deadline.extend": "president",
    "deadline.feed": COURT,
    "deadline.margins": "director",
    "deadline.run": "clerk judge director field control closing",
    "deadline.see": COURT,
    "deadline.stop": "judge director",
    "decision.ask": "clerk judge field control closing director",
    "decision.decide": "judge director president",
    "decision.see": COURT,
    "document.accept_template": "judge",
    "document.copy": COURT,
    "document.fill": "clerk judge",
    "document.keep_templates": "secadmin",
    "document.see": COURT,
    "document.see_templates": "judge secadmin",
    "document.sign": "clerk judge director president",
    "handover.answer": "judge",
    "handover.run": "clerk judge field",
    "handover.see": STAGES,
    "message.run": "sysadmin",
    "title.run": "clerk judge field",
    "title.see": STAGES,
    "vacating.rule": "judge",
    "vacating.run": "clerk judge field",
    "vacating.see": STAGES,
    "vacating.witness": "notary",
    "panel.see": COURT,
    "panel.vote": "judge panel director",
    "plan.draft": "clerk judge",
    "plan.package": "clerk judge",
    "plan.see": COURT,
    "public": ALL,
    "round.answers": "clerk judge director president",
    "round.close_difference": "clerk judge",
    "round.confirm": "clerk judge",
    "round.decide_halt": "judge",
    "round.halt": "clerk judge",
    "round.import": "clerk judge",
    "round.line": "clerk judge",
    "round.log": "clerk judge director president closing",
    "round.record_lot": "clerk",
    "round.see": COURT,
    "seizure.answer": "clerk judge",
    "seizure.follow": "clerk",
    "seizure.margins": "director",
    "seizure.move_up": "judge",
    "seizure.see": STAGES,
    "service.see": COURT,
    "service.serve": "clerk judge field control",
    "settlement.book": "clerk",
    "settlement.buyer": "clerk",
    "settlement.choose_way": "judge",
    "settlement.default": "judge",
    "settlement.distribute": "clerk",
    "settlement.export": "clerk judge director",
    "settlement.refund": "clerk",
    "settlement.rule": "judge",
    "settlement.see": "clerk judge director president closing",
    "settlement.serve": "clerk",
    "settlement.spend": "clerk",
    "settlement.unsold": "clerk",
    "signed_in": ALL,
    "site.read": "clerk judge sysadmin",
    "site.see": "clerk judge director president sysadmin",
    "site.set": "sysadmin",
    "tasks.clock": f"clerk judge director field control closing {OUTSIDE}",
    "tasks.do": OUTSIDE,
    "tasks.draws": COURT,
    "tasks.give": "clerk judge director field control closing",
    "tasks.originals": COURT,
    "tasks.see": f"{COURT} {OUTSIDE}",
    "tasks.speak": f"clerk judge director field control closing {OUTSIDE}",
    "tasks.take": "agency notary insurer",
    "tasks.verify": "clerk judge director field control closing",
    "valuation.decide_objections": "judge",
    "valuation.price": "clerk judge",
    "valuation.see": COURT,
    "viewing.decide": "judge",
    "viewing.guide": "clerk judge field agency worker",
    "viewing.run": "clerk judge",
    "viewing.see": f"{COURT} agency worker",
}

ASKED_BY: dict[str, str] = {
    "account.confirm_reset": "factor_resets.confirm factor_resets.drop factor_resets.list_page",
    "account.run": "factor_resets.ask people.appoint people.create people.end_role people.list_page people.new_page people.page people.switch_off",
    "agencies.answer_bill": "bills.answer",
    "agencies.ask_review": "scores.ask_review",
    "agencies.bill": "bills.make bills.set_fee",
    "agencies.check_bidders": "bidders.check bidders.page",
    "agencies.dealings": "bills.download bills.page bills.statement endings.page endings.proof endings.proof_file scores.page",
    "agencies.confirm_papers": "agency_papers.confirm agency_papers.remove",
    "agencies.decide_bidders": "scores.decide_bidder",
    "agencies.decide_review": "scores.decide_review",
    "agencies.declare": "register.declare register.end register.renew",
    "agencies.engage": "agencies.engage agencies.margin endings.act endings.begin",
    "agencies.interests": "register.interests",
    "agencies.keep": "agencies.register agencies.resume agencies.suspend",
    "agencies.keep_papers": "agency_papers.enter agency_papers.send_scan",
    "agencies.read_scans": "agency_papers.scan",
    "agencies.note_deed": "scores.note",
    "agencies.roster": "portal.home register.enter_roster register.remove_roster register.roster",
    "agencies.see": "agencies.index agencies.page agency_papers.page",
    "agencies.settle_bill": "bills.settle",
    "asset.edit": "assets.create assets.edit assets.edit_page assets.new_page assets.renew",
    "asset.see": "assets.list_page assets.of_case assets.show",
    "audit.export": "audit.export",
    "audit.read": "audit.list_page",
    "audit.verify": "audit.verify",
    "case.edit": "cases.edit cases.edit_page parties.create parties.edit parties.edit_page parties.new_page",
    "case.export": "cases.export",
    "case.hand_on": "case_moves.accept case_moves.hand_on case_moves.hand_on_page case_moves.send_back",
    "case.import": "case_import.preview case_import.preview_page case_import.run case_import.template case_import.upload_page",
    "case.note": "cases.add_note",
    "case.open": "cases.create cases.new_page",
    "case.panel": "case_moves.compose",
    "case.reveal": "parties.reveal parties.reveal_page",
    "case.see": "case_moves.panel_page cases.list_page cases.news cases.show cases_api.list_cases desk.live_list parties.list_page",
    "closing.approve": "closings.approve",
    "closing.see": "closings.page",
    "court.keep": "courts.change_contact courts.contact",
    "court.sittings": "calendar.sittings",
    "court.switch_rules": "courts.switch",
    "custody.hold": "custody.add_photos custody.look custody.report custody_moves.add_photos custody_moves.sign",
    "custody.run": "custody.enter custody.open_move custody.open_seal custody.reseal custody_moves.cancel",
    "custody.see": "custody.chain custody.item custody.list_page custody.photo custody_moves.page",
    "calendar.keep": "calendar_years.confirm calendar_years.discard calendar_years.draft calendar_years.page calendar_years.read",
    "deadline.explain": "deadlines.explain",
    "deadline.extend": "deadline_acts.extend",
    "deadline.feed": "deadline_feed.make deadline_feed.page deadline_feed.revoke",
    "deadline.margins": "deadline_acts.margins deadline_acts.set_margin",
    "deadline.run": "deadline_acts.enter deadline_acts.finish deadline_acts.new_page deadline_acts.shift deadlines.recount",
    "deadline.stop": "deadline_acts.go_on deadline_acts.go_on_case deadline_acts.stop deadline_acts.stop_case",
    "deadline.see": "deadlines.list_page deadlines.page deadlines_api.list_deadlines",
    "decision.ask": "decisions.of_asker proposals.ask proposals.new_page",
    "decision.decide": "decisions.answer decisions.pass_on decisions.word deputies.give deputies.page deputies.revoke",
    "decision.see": "decisions.copy decisions.queue decisions.show proposals.of_case",
    "document.accept_template": "templates.accept",
    "document.copy": "documents.copy documents.making",
    "document.fill": "documents.fill",
    "document.keep_templates": "templates.check templates.retire templates.upload",
    "document.see": "documents.list_page documents.masked documents.page",
    "document.see_templates": "templates.copy templates.list_page templates.page",
    "document.sign": "documents.sign",
    "handover.answer": "handovers.answer_refusal",
    "handover.run": (
        "handovers.ask_notice handovers.go_on handovers.note_refusal handovers.note_vacated handovers.post_notice handovers.record_step "
        "handovers.stop_clock signing.finish "
        "signing.record_form signing.save_record signing.sign signing.sign_page"
    ),
    "handover.see": "handovers.list_page handovers.page handovers.photo handovers.record_page",
    "message.run": (
        "message_admin.again message_admin.change message_admin.change_words message_admin.channel_page message_admin.channels message_admin.log "
        "message_admin.test message_admin.words_page"
    ),
    "vacating.rule": "vacating.rule vacating_measures.refer",
    "vacating.run": (
        "vacating.break_agreement vacating.edit_occupant vacating.enter_occupant vacating.left vacating.make_agreement vacating.meet_term "
        "vacating.new_occupant vacating.note_cleared vacating.record_visit vacating.set_days vacating.urge vacating_day.add_thing vacating_day.begin "
        "vacating_day.call_roll vacating_day.end vacating_day.halt vacating_day.line vacating_day.note_collected vacating_day.sheet vacating_day.sign "
        "vacating_day.strike vacating_day.add_video vacating_day.tick vacating_day.write_record vacating_measures.ask_measure vacating_measures.note_detained "
        "vacating_measures.note_family_told vacating_measures.note_paid vacating_measures.note_released vacating_measures.note_removed "
        "vacating_measures.note_sent vacating_measures.record_hindrance "
        "vacating_measures.note_receipt vacating_measures.report_reentry vacating_plan.note_told vacating_plan.save"
    ),
    "vacating.see": (
        "vacating.list_page vacating.of_handover vacating.page vacating.photo vacating_day.inventory vacating_day.video vacating_measures.of_measure "
        "vacating_measures.of_referral vacating_plan.of_plan vacating_plan.page"
    ),
    "vacating.witness": "witnessing.live witnessing.page witnessing.sign",
    "panel.see": "panels.queue panels.show",
    "panel.vote": "panels.step_aside panels.vote",
    "plan.draft": "plan_acts.act plan_acts.attach plan_acts.detach plan_acts.discard plan_acts.draft plan_acts.take_back plan_acts.told"
    " plan_batch.act plan_batch.table plans.choose_site plans.draft plans.new_page",
    "plan.package": "plans.package",
    "plan.see": "plan_acts.presence plans.attachment plans.compare_page plans.list_plans plans.photo plans.preview plans.show",
    "public": "second_factor.page second_factor.prove accounts.sign_in accounts.sign_in_page"
    " api_docs.docs api_docs.openapi_json health.alive health.ready metrics.metrics task_evidence.worker"
    " deadline_feed.feed line_api.take public_viewings.ask public_viewings.book public_viewings.cancel public_viewings.page",
    "round.answers": "round_evidence.answer round_evidence.answers",
    "round.close_difference": "round_acts.close_difference round_acts.differences",
    "round.confirm": "round_acts.confirm_result round_acts.result_page",
    "round.decide_halt": "lot_stops.resume",
    "round.halt": "lot_stops.ask_resume lot_stops.ask_stop",
    "round.import": "round_evidence.import_page round_evidence.preview round_evidence.take round_imports.import_page round_imports.preview round_imports.take",
    "round.line": "line.pass_on line.send_package line.settle",
    "round.log": "rounds.log",
    "round.record_lot": "round_acts.record_lot",
    "round.see": "lot_stops.page calendar.page rounds.bids rounds.compare rounds.hall rounds.hall_rows rounds.live rounds.lot rounds_api.list_lots"
    " line.page lot_viewings.page",
    "seizure.answer": "seizures.answer",
    "seizure.follow": "seizures.ask",
    "seizure.margins": "seizures.margins",
    "seizure.move_up": "assets.succession",
    "seizure.see": "seizures.index seizures.lien",
    "title.run": "titles.add titles.do transfers.make_paper transfers.start",
    "title.see": "titles.export titles.file titles.list_page titles.of_asset titles.step transfers.page",
    "service.see": "services.list_page services.page services.photo",
    "service.serve": "services.attempt services.entrusted services.attempt_page service_adding.new service_adding.add service_adding.returns",
    "settlement.book": "money.debts money.give_back money.loan money.remind money.reverse settlements.book statements.claim statements.ignore statements.take",
    "settlement.buyer": "settlements.check_buyer settlements.name_buyer",
    "settlement.choose_way": "unsold.choose",
    "settlement.default": "money.decide money.declare",
    "settlement.distribute": "distributions.add distributions.do distributions.draft distributions.paid distributions.party distributions.remove",
    "settlement.export": "settlements.export",
    "settlement.refund": "money.add_code money.refunded money.tell withdrawn.add_code",
    "settlement.rule": "settlements.make_ruling",
    "settlement.see": "distributions.page expenses.page money.expenses money.refunds"
    " settlements.index settlements.of_lot settlements.page settlements.rulings statements.index"
    " statements.template unsold.index unsold.page withdrawn.page",
    "settlement.serve": "settlements.serve",
    "settlement.spend": "expenses.cancel expenses.enter money.cancel money.spend",
    "settlement.unsold": "unsold.add_code unsold.asked unsold.lapse unsold.offer unsold.returned unsold.taker",
    "signed_in": (
        "fresh_acts.again "
        "second_factor.mine second_factor.renew "
        "accounts.revoke_session accounts.sessions_page accounts.sign_out accounts.take_role clock.advance desk.work_list desk.workbench guide.sheet "
        "guide.show law_api.ask_law law_api.list_rules messages.change_habits messages.habits_page "
        "messages.list_page messages.open_message messages.read_all own.design own.due own.header own.manual "
        "own.mine own.more own.newest rules.list_page rules.page search.search"
    ),
    "site.read": "site_acts.read",
    "site.see": "sites.index sites.rows sites.site sites.site_rows",
    "site.set": "site_acts.change_settings site_acts.resume site_acts.settings_page site_acts.stop",
    "tasks.clock": "task_life.pause task_life.resume",
    "tasks.do": (
        "on_site.ask_extension on_site.draft on_site.hand_back on_site.page on_site.photos on_site.remove tasks.queue task_life.cancel_hand_back "
        "task_evidence.begin task_evidence.finish task_evidence.line task_evidence.piece task_evidence.remove"
    ),
    "tasks.draws": "draws.export draws.page",
    "tasks.give": (
        "draws.again draws.commit draws.draw tasks.give tasks.new_page tasks.send task_bundle.give task_bundle.page task_life.reassign task_life.reassign_page"
    ),
    "tasks.originals": "task_evidence.original tasks.original",
    "tasks.see": (
        "task_evidence.copy task_evidence.words tasks.index tasks.page tasks.photo tasks_api.list_tasks task_board.column task_board.day "
        "task_board.drop_filter task_board.export task_board.save_filter"
    ),
    "tasks.speak": "task_life.say",
    "tasks.take": "tasks.assign tasks.decline tasks.take",
    "tasks.verify": (
        "tasks.accept tasks.close tasks.extend tasks.give_back tasks.recall task_board.bulk_do task_board.bulk_page task_life.refuse_extension "
        "task_life.restore task_life.urge"
    ),
    "valuation.decide_objections": "price_objections.decide",
    "valuation.price": (
        "appraisals.agreed appraisals.commission appraisals.commit appraisals.draw appraisals.extend appraisals.fault appraisals.material_back "
        "appraisals.replace appraisals.report appraisals.visit price_objections.experts price_objections.explain price_objections.fee price_objections.file "
        "price_objections.pass_on price_objections.reached price_objections.send valuations.agreement valuations.appraisal valuations.corrections "
        "valuations.error valuations.figure valuations.give_up valuations.more_time valuations.pause valuations.reissue valuations.reply valuations.report "
        "valuations.resume valuations.settle valuations.start_directed valuations.start_inquiry valuations.withdraw"
    ),
    "valuation.see": "appraisals.export valuations.file valuations.index valuations.show",
    "viewing.decide": "viewings.publish",
    "viewing.guide": "viewings.answer viewings.ask viewings.book viewings.cancel_booking viewings.count_heads viewings.escalate viewings.on_spot",
    "viewing.run": "lot_viewings.start viewings.add_slot viewings.cancel_slot viewings.name_agency viewings.open_page",
    "viewing.see": "viewings.list_page viewings.page",
}
