"""Every check a claim must pass before it is sent; single, bulk and API claims take this one path."""

from datetime import date
from functools import cache

from rules import (
    edits_claims,
    edits_cob,
    edits_coverage,
    edits_diagnoses,
    edits_lines,
    edits_providers,
)
from rules.claim_facts import ClaimFacts
from rules.edits import EDITS, Edit, Finding

__all__ = ["Finding", "all_edits", "scrub"]

TOPICS = (edits_claims, edits_coverage, edits_providers, edits_diagnoses, edits_lines, edits_cob)


@cache
def all_edits() -> tuple[Edit, ...]:
    """Every edit by topic, in the order in which a person mends a claim."""
    names = [topic.__name__ for topic in TOPICS]
    return tuple(sorted(EDITS.values(), key=lambda each: (names.index(each.check.__module__), each.code)))


def scrub(facts: ClaimFacts, today: date) -> tuple[Finding, ...]:
    """What must be mended, in working order; empty: the claim is ready."""
    return tuple(finding for edit in all_edits() for finding in edit.findings(facts, today))
