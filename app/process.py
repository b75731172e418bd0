"""The story: when this fact, then these steps. One line a fact; nouns never call their neighbours, the steps stand in app/steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domains.agencies.events import (
    BidderChecked,
    DataCleared,
    EngagementEnding,
    RenewalDue,
    ReviewAsked,
    ReviewDecided,
    StatementAnswered,
    StatementSent,
)
from app.domains.approvals.events import ApprovalOpened, ApprovalOverdue, ApprovalRecalled, AskedAside, Decided, MemberRecused, PanelDecided
from app.domains.assets.events import SeizureEntered
from app.domains.cases.events import CaseClosed, CaseOpened, PanelComposed
from app.domains.closings.events import ClosingApproved
from app.domains.custody.events import ChainChanged, HarmFound, LooksDue, MoveOpened
from app.domains.deadlines.events import DeadlinesChanged, DeadlineSpoke
from app.domains.documents.events import PaperSigned
from app.domains.handovers.events import HandedOver, NoticeAsked, NoticePosted, Vacated
from app.domains.plans.events import PersonsTold, PersonTold, PlanChanged, PlanFrozen, PlanReturned, PlanSubmitted, PlanToSign
from app.domains.rounds.events import (
    AnnouncementSeen,
    BiddingEnded,
    BidFaulty,
    DifferenceFound,
    LineSettled,
    ListingUploaded,
    ReadingDoubtful,
    ReadingLost,
    RoundFailed,
    RoundSold,
)
from app.domains.services.events import ServiceDone, ServiceFailed
from app.domains.settlements.events import BalanceDue, BuyerNamed, PriceFullyPaid, RulingMade, RulingServed
from app.domains.tasks.events import (
    TaskAccepted,
    TaskDeclined,
    TaskExtended,
    TaskExtensionAsked,
    TaskExtensionRefused,
    TaskGiven,
    TaskHandBackCancelled,
    TaskHandedBack,
    TaskMoved,
    TaskPaused,
    TaskRecalled,
    TaskRestored,
    TaskResumed,
    TaskReturned,
    TaskSpoken,
    TaskTaken,
    TaskUrged,
)
from app.domains.valuations.events import ReferencePriceSet, ReportsComplete, ValuationStarted
from app.domains.viewings.events import JudgeReplied, QuestionEscalated, SlotTomorrow
from app.infra.unit_of_work import Reaction
from app.kernel.facts import Fact
from app.steps import (
    bidder_gate,
    dealings,
    deciding,
    finishing,
    getting_ready,
    keeping,
    lining,
    papers,
    plan_papers,
    sale_papers,
    selling,
    serving,
    showing_lots,
    tasking,
)

REACTIONS: Mapping[type[Fact], Sequence[Reaction]] = {
    CaseOpened: (getting_ready.start_case_clock,),
    SeizureEntered: (getting_ready.watch_seizure,),
    TaskGiven: (tasking.run_task_clock, tasking.tell_agency_of_new, papers.make_mandate, dealings.note_given),
    TaskTaken: (tasking.tell_court_of_task, papers.make_mandate, dealings.confirm_interests),
    TaskDeclined: (tasking.end_task_clock, tasking.tell_court_of_task, dealings.note_declined),
    TaskHandedBack: (tasking.meet_task_clock, tasking.tell_court_of_task, dealings.note_time),
    TaskHandBackCancelled: (tasking.run_task_clock, tasking.tell_court_of_task),
    TaskReturned: (tasking.run_task_clock, tasking.tell_agency_of_return, dealings.note_returned),
    TaskExtensionAsked: (tasking.tell_court_of_task,),
    TaskExtended: (tasking.run_task_clock, tasking.tell_agency_of_time),
    TaskExtensionRefused: (tasking.tell_agency_of_time,),
    TaskPaused: (tasking.stop_task_clock, tasking.tell_of_clock),
    TaskResumed: (tasking.go_on_with_task_clock, tasking.tell_of_clock),
    TaskUrged: (tasking.tell_agency_of_urging,),
    TaskSpoken: (tasking.tell_other_side,),
    TaskRecalled: (tasking.end_task_clock, tasking.tell_agency_of_loss),
    TaskMoved: (tasking.end_task_clock, tasking.tell_agency_of_loss),
    TaskRestored: (tasking.run_task_clock, tasking.tell_agency_of_restoring),
    TaskAccepted: (tasking.take_survey_into_asset, tasking.tell_next_of_bundle, dealings.note_accepted, keeping.take_sealed),
    RenewalDue: (dealings.tell_of_renewal,),
    ReviewAsked: (dealings.tell_of_review,),
    ReviewDecided: (dealings.tell_review_decided,),
    StatementSent: (dealings.tell_of_statement,),
    StatementAnswered: (dealings.tell_of_answer,),
    EngagementEnding: (dealings.take_tasks_back,),
    DataCleared: (dealings.clear_copies,),
    ChainChanged: (keeping.note_gap,),
    MoveOpened: (keeping.tell_of_move,),
    LooksDue: (keeping.tell_of_looks,),
    HarmFound: (keeping.tell_of_harm,),
    SlotTomorrow: (showing_lots.remind_guide,),
    QuestionEscalated: (showing_lots.ask_judge,),
    JudgeReplied: (showing_lots.tell_of_reply,),
    ValuationStarted: (getting_ready.watch_valuation, papers.make_inquiry_orders),
    ReportsComplete: (getting_ready.tell_reports_complete,),
    ReferencePriceSet: (getting_ready.give_asset_its_price, papers.make_price_notices),
    PlanSubmitted: (deciding.put_plan_before_panel,),
    PlanChanged: (deciding.void_votes,),
    PanelDecided: (deciding.take_panel_decision, plan_papers.make_panel_record),
    PlanToSign: (deciding.ask_judge_to_sign,),
    PlanReturned: (deciding.tell_of_return,),
    ApprovalOpened: (deciding.tell_deciders,),
    AskedAside: (deciding.tell_asked_aside,),
    ApprovalRecalled: (deciding.take_recall,),
    ApprovalOverdue: (deciding.tell_superior,),
    MemberRecused: (deciding.tell_of_recusal,),
    PanelComposed: (deciding.go_on_with_new_panel,),
    Decided: (deciding.carry_out_decision, sale_papers.sign_vacating_notice),
    PersonTold: (serving.close_for_person,),
    PersonsTold: (deciding.meet_notice_clock,),
    PlanFrozen: (deciding.prepare_round, plan_papers.make_announcement_set, serving.open_for_persons),
    ListingUploaded: (selling.note_uploaded, plan_papers.tell_notices_in_announcement),
    AnnouncementSeen: (selling.note_announced,),
    LineSettled: (lining.tell_of_line,),
    DifferenceFound: (selling.tell_of_difference,),
    ReadingLost: (selling.tell_of_loss,),
    ReadingDoubtful: (selling.tell_of_doubt,),
    BidFaulty: (selling.tell_of_faulty_bid,),
    BiddingEnded: (selling.tell_of_end,),
    RoundSold: (selling.open_account,),
    RoundFailed: (selling.propose_next,),
    BuyerNamed: (bidder_gate.check_buyer,),
    BidderChecked: (bidder_gate.act_on_check,),
    BalanceDue: (finishing.start_balance_clock,),
    PriceFullyPaid: (finishing.start_ruling_clock, finishing.start_pay_out_clock, sale_papers.make_confirmation),
    RulingMade: (finishing.tell_ruling_made, sale_papers.make_sale_ruling, serving.open_for_buyer),
    RulingServed: (finishing.open_handover, sale_papers.make_assistance_notice, serving.close_ruling),
    NoticeAsked: (finishing.ask_president, sale_papers.make_vacating_notice),
    NoticePosted: (finishing.start_leave_clock,),
    Vacated: (finishing.meet_leave_clock,),
    HandedOver: (finishing.finish_handover, sale_papers.make_handover_record),
    ClosingApproved: (finishing.close_case, sale_papers.make_closing_notice),
    CaseClosed: (finishing.end_clocks_of_case,),
    PaperSigned: (serving.open_for_paper,),
    ServiceDone: (serving.carry_on, serving.make_return),
    ServiceFailed: (serving.tell_failed,),
    DeadlinesChanged: (getting_ready.keep_nearest_due,),
    DeadlineSpoke: (finishing.tell_of_deadline, sale_papers.make_balance_demand),
}
