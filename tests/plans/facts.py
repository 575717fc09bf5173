"""Which events each writing operation of plans tells, and which tell none, and why."""

CONTENT = {"plan_content_changed"}
INTERVENTIONS = {"interventions_drafted", "plan_content_changed"}
DRAFTED = {"plan_drafted", *INTERVENTIONS}
ADOPTED = {
    "plan_sealed",
    "interventions_adopted",
    "plan_adopted",
    "plan_superseded",
    "plan_review_concluded",
}
TASK = {"improvement_task_moved"}
IMPROVED = {"improvement_content_changed"}
RAISED = {"matter_raised", "matter_taken_up"}
MOVES = ("submit", "accept", "return", "close", "reopen")
SECTION = {"section_moved", "section_offered", "section_taken", "section_declined"}
RECORDS = ("Issue", "Outcome", "Strategy", "Link")

FACTS: dict[str, set[str]] = {
    **{f"{verb}{noun}": CONTENT for verb in ("add", "change") for noun in RECORDS},
    **{f"remove{noun}": CONTENT for noun in RECORDS},
    "draftPlan": DRAFTED,
    "draftFromTemplate": DRAFTED,
    "clonePlan": DRAFTED,
    "changePlan": CONTENT,
    "stateContent": CONTENT,
    "loadRecords": INTERVENTIONS,
    "addIntervention": INTERVENTIONS,
    "changeIntervention": INTERVENTIONS,
    "removeIntervention": INTERVENTIONS,
    "completeStage": {"stage_completed"},
    "stateCommitments": {"commitment_changed"},
    "confirmCommitment": {"commitment_changed"},
    "withdrawCommitment": {"commitment_changed"},
    "decideAdoption": {"plan_rejected", *ADOPTED},
    "stateApprovalRule": {"approval_rule_stated"},
    "submitPlan": {"plan_submitted"},
    "withdrawSubmission": {"plan_returned"},
    "decideStep": {"body_decided", "quorum_counted", "plan_returned", *ADOPTED},
    "fulfilCondition": {"condition_met", *ADOPTED},
    "signCompact": {"compact_signed", "compact_concluded"},
    "openReview": {"plan_review_opened"},
    "concludeReview": {"plan_review_concluded"},
    **{f"{verb}Section": {"section_moved"} for verb in MOVES},
    "openSection": SECTION,
    "changeSection": {"section_changed"},
    "offerSection": SECTION,
    "takeSection": SECTION,
    "declineSection": SECTION,
    "withdrawSectionOffer": SECTION,
    "makeRemark": {"remark_made"},
    "resolveRemark": {"remark_settled"},
    "openCommentWindow": {"comment_window_opened"},
    "submitComment": {"submission_received"},
    "moderateSubmission": {"submission_moderated"},
    "answerSubmission": {"submission_answered"},
    "checkContradictions": {"contradictions_checked"},
    "decideContradiction": {"contradiction_decided"},
    "assessQuality": {"quality_assessed"},
    "planSitting": {"sitting_planned", "council_sat"},
    "changeSitting": {"sitting_changed"},
    "conveneSitting": {"sitting_convened"},
    "cancelSitting": {"sitting_cancelled"},
    "closeSitting": {"sitting_closed"},
    "tableAgendaItem": {"agenda_item_tabled"},
    "formCommission": {"commission_formed"},
    "recordAttendance": {"attendance_noted"},
    "admitParticipants": {"participants_admitted"},
    "writeMinutes": {"minutes_written"},
    "approveMinutes": {"minutes_approved"},
    "raiseChallenge": RAISED,
    "makeProposal": RAISED,
    "passResolution": RAISED,
    "assignAction": RAISED,
    "carryOver": {"matters_carried_over"},
    "loadMatters": {
        *RAISED,
        "agenda_item_tabled",
        "commission_formed",
        "matters_loaded",
    },
    "startAction": {"action_started"},
    "completeAction": {"action_done"},
    "cancelAction": {"action_cancelled"},
    "linkResolution": {"resolution_linked"},
    "escalateMatter": {"matter_escalated"},
    "acknowledgeEscalation": {"escalation_acknowledged"},
    "answerEscalation": {"escalation_closed"},
    "returnEscalation": {"escalation_closed"},
    "startImprovementPlans": {"improvement_plan_started", *TASK},
    "startImprovementTask": TASK,
    "reportImprovementTask": TASK,
    "completeImprovementTask": TASK,
    "reopenImprovementTask": TASK,
    "recordImprovementAssessment": IMPROVED,
    "recordImprovementGap": IMPROVED,
    "recordImprovementAction": IMPROVED,
    "removeImprovementItem": IMPROVED,
    "holdValidationMeeting": {"improvement_plan_validated"},
    "decideImprovementPlan": {
        "improvement_plan_decided",
        "improvement_plan_approved",
        "improvement_plan_superseded",
    },
    "reviewImprovementPlan": {"improvement_plan_reviewed"},
    "beginImprovementVersion": {"improvement_plan_started", *TASK},
}

SILENT = {
    "discardPlansDeadLetter": "an operator's note beside a message; no state of plans",
    "replayPlansDeadLetter": "the message is handled again and tells what it changes",
}

NOT_TOLD = {
    "author": "who may not decide, because they wrote; noted again with every write",
    "plan_import": "that a file was read, also one that changed nothing",
}
