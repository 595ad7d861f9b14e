"""Where an operation stands on the command line: a group for its service, a verb for the rest of its name."""

import re

#: Service → group. The nouns of a group are left out of the verbs in it.
GROUPS = {
    "IncidentService": "incidents",
    "IncidentQueryService": "incidents",
    "AlertService": "alerts",
    "ApprovalService": "approvals",
    "AlertQueryService": "alerts",
    "CorrelationRuleService": "rules",
    "RunbookService": "runbooks",
    "PostmortemQueryService": "postmortems",
    "RunbookQueryService": "runbooks",
    "SLOService": "slos",
    "SLOQueryService": "slos",
    "HealthService": "health",
    "FleetHealthQueryService": "health",
    "ServiceCatalogService": "services",
    "ServiceCatalogQueryService": "services",
    "PostmortemService": "postmortems",
    "SilenceService": "silences",
    "OnCallScheduleService": "on-call",
    "MessageService": "messages",
    "ImportService": "import",
    "KnowledgeService": "knowledge",
    "KnowledgeIndexQueryService": "patterns",
    "TriageService": "triage",
    "ChangeService": "changes",
    "SystemService": "system",
}
ALL_GROUPS = tuple(dict.fromkeys(GROUPS.values()))
HELP = {
    "incidents": "Incidents: open, move, resolve, merge, look at them.",
    "alerts": "Alerts as monitoring systems tell them.",
    "approvals": "Plans that wait for somebody else to say yes.",
    "rules": "Rules by which alerts become incidents.",
    "runbooks": "What is done when something breaks, and doing it.",
    "slos": "Objectives, their budgets and how fast they burn.",
    "health": "How resources and fleets stand.",
    "services": "The catalog of services.",
    "postmortems": "What incidents have taught.",
    "silences": "Silences and maintenance windows.",
    "on-call": "Who is on call, now and next.",
    "messages": "What became of messages.",
    "knowledge": "What was written down, and finding it again.",
    "patterns": "What is known about what is seen.",
    "changes": "Whether what was deployed has worked, and which changes are verified.",
    "triage": "What looks into incidents, what it found, and what that rests on.",
    "import": "Bring a company in: catalogs, objectives, runbooks, schedules.",
    "system": "The system itself, as an administrator of one company sees it.",
}
_NOUNS = {
    "incidents": "Incidents|Incident",
    "alerts": "Alerts|Alert",
    "approvals": "Approvals|Approval",
    "rules": "CorrelationRules|CorrelationRule",
    "runbooks": "Runbooks|Runbook",
    "slos": "SLOs|SLO",
    "health": "Health",
    "services": "Services|Service",
    "postmortems": "Postmortems|Postmortem",
    "silences": "Silences|Silence",
    "on-call": "OnCallSchedules|OnCallSchedule|OnCall",
    "messages": "Message",
    "knowledge": "KnowledgeDocuments|KnowledgeDocument",
    "patterns": "Patterns",
    "triage": "Triages|Triage",
    "changes": "ChangeVerifications|Change",
    "import": "Import",
    "system": "System",
}
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: Without their nouns these would say nothing, or what another one says.
_VERBS = {
    "CorrelateToIncident": "correlate",
    "GetOnCallForResource": "on-call",
    "GiveFeedback": "feedback",
    "LinkServicesToIncident": "link-services",
    "CompleteRunbookStep": "step-done",
    "ExecuteRunbook": "run",
    "ListRunbookExecutions": "executions",
    "ListSLOs": "definitions",
    "ListSLOStandings": "list",
    "RecordSLIWindow": "record",
    "GetSLOBudgetSpending": "spending",
    "GetSLOCompliance": "compliance",
    "StartTriage": "run",
    "GetTriage": "show",
    "EscalateIncident": "escalate",
    "PauseAutomation": "pause",
    "ResumeAutomation": "resume",
    "ListDeadLetters": "dead-letters",
    "RedriveDeadLetters": "redrive",
    "DiscardDeadLetters": "discard",
    "CheckIntegrity": "integrity",
    "ListAuditEntries": "audit",
    "ListOnCallShifts": "shifts",
    "ListSilencedAlerts": "held-back",
    "ListSources": "sources",
    "ListApiKeys": "keys",
    "IssueApiKey": "issue-key",
    "RevokeApiKey": "revoke-key",
    "RotateSourceToken": "rotate-token",
    "RevokeSourceToken": "revoke-token",
}


def verb_of(group: str, operation: str) -> str:
    """``AddIncidentTimelineEntry`` among incidents is ``add-timeline-entry``."""
    if operation in _VERBS:
        return _VERBS[operation]
    left = re.sub(_NOUNS[group], "", operation)
    return _CAPITAL.sub("-", left).lower()
