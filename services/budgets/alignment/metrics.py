"""Measurements of checks."""

from prometheus_client import Counter

FAILED = Counter(
    "onedistrict_alignment_checks_failed",
    "Checks after an import that failed by a fault of ours; their plans are stale.",
)
