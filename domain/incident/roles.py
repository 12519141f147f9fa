"""What only some roles may decide, whichever way they ask for it."""

from domain.base import NotAllowed, Provenance
from domain.vocabulary import Role


def clears_lines(by: Provenance) -> None:
    _only_for(
        by,
        Role.INVESTIGATOR,
        Role.HEAD_OF_SE,
        code="LineNeedsInvestigator",
        text="A line is cleared, corrected and withdrawn by an investigator or the head.",
    )


def acknowledges_flags(by: Provenance) -> None:
    _only_for(
        by,
        Role.INVESTIGATOR,
        Role.HEAD_OF_SE,
        code="FlagNeedsInvestigator",
        text="A flag is acknowledged by those it is for: an investigator, or the head.",
    )


def governs_information(by: Provenance) -> None:
    _only_for(
        by,
        Role.INFO_GOVERNANCE,
        code="LegalHoldNeedsInfoGovernance",
        text="Legal holds are placed and released by information governance.",
    )


def decides_erasure(by: Provenance) -> None:
    _only_for(
        by,
        Role.INFO_GOVERNANCE,
        code="ErasureNeedsInfoGovernance",
        text="What is forgotten, restricted and kept is decided by information governance.",
    )


def overrides_guards(by: Provenance) -> None:
    _only_for(
        by,
        Role.HEAD_OF_SE,
        code="OverrideNeedsHead",
        text="Only the head of stakeholder engagement may set a guard aside.",
    )


def _only_for(by: Provenance, *roles: Role, code: str, text: str) -> None:
    """NotAllowed where the actor has none of these roles."""
    if by.role not in roles:
        raise NotAllowed.because(code, text)
