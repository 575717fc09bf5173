"""What each kind of client may ask for; where it may act is said per client."""

SCOPES = frozenset(
    {
        "registry:write",
        "registry:read",
        "registry:approve",
        "hubs:write",
        "plans:read",
        "plans:write",
        "plans:configure",
        "plans:decide",
        "plans:adopt",
        "budgets:read",
        "budgets:write",
        "monitoring:read",
        "monitoring:write",
        "audit:read",
        "operations:admin",
    }
)

READING = frozenset({"budgets:read", "monitoring:read"})
PLANS = frozenset({"plans:read"})
PROPOSALS = frozenset({"registry:read"})

ROLES: dict[str, frozenset[str]] = {
    "national_viewer": READING,
    "provincial_coordinator": READING | PLANS | {"plans:write"},
    "district_planner": READING | PLANS | {"plans:write"},
    "hub_practitioner": READING | PLANS | {"plans:write", "hubs:write"},
    "budget_officer": READING | PLANS | {"budgets:write"},
    "monitoring_officer": READING | PLANS | {"monitoring:write"},
    # What they may do follows from the offices they hold, and from nothing else.
    "office_bearer": frozenset(),
    # Signs for its organ as a witness; without an office it decides about nothing.
    "partner": frozenset({"plans:decide"}),
    "auditor": READING | PLANS | PROPOSALS | {"audit:read"},
    # Whoever sets up and imports does not approve.
    "administrator": SCOPES - {"plans:adopt", "plans:decide", "registry:approve"},
    "approver": READING
    | PLANS
    | PROPOSALS
    | {"plans:adopt", "plans:decide", "registry:approve"},
}
