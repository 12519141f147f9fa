"""What may be said outside: approve and end lines, issue updates, never without the Welsh."""

from collections.abc import Iterable
from datetime import datetime

from domain.base import Provenance, Rules
from domain.incident.decisions import (
    LineApproved,
    LineCorrected,
    LineProposed,
    LineWithdrawn,
    UpdateIssued,
)
from domain.incident.facts import Facts
from domain.incident.parts import Community
from domain.incident.record import Record, next_id, require_length, require_text
from domain.incident.roles import clears_lines


class Lines(Record):
    def approve_line(self, proposed: LineProposed, by: Provenance, facts: Facts) -> None:
        clears_lines(by)
        rules = self.rules()
        valid_from = proposed.valid_from or by.occurred_at
        rules.require(
            proposed.line not in self.response.lines,
            "LineAlreadyApproved",
            f"{proposed.line} is approved already. Correct it, or leave its number out.",
            field="line",
        )
        _require_wording(rules, proposed, valid_from)
        _require_welsh(rules, proposed.text_cy, self._line_reaches_wales(proposed, facts))
        rules.check()
        approved = LineApproved(
            line=proposed.line or next_id("L", self.response.lines),
            text_en=proposed.text_en,
            text_cy=proposed.text_cy,
            translator=proposed.translator,
            audience=proposed.audience,
            approved_by=proposed.approved_by or by.actor,
            valid_from=valid_from,
            valid_to=proposed.valid_to,
        )
        self.decide(approved, by)

    def withdraw_line(self, withdrawn: LineWithdrawn, by: Provenance, facts: Facts) -> None:
        self._end_line(withdrawn, by, facts)

    def correct_line(self, corrected: LineCorrected, by: Provenance, facts: Facts) -> None:
        self._end_line(corrected, by, facts)

    def issue_update(self, update: UpdateIssued, by: Provenance, facts: Facts) -> None:
        rules = self.rules()
        rules.require(
            update.update not in self.response.updates,
            "UpdateAlreadyIssued",
            f"{update.update} is issued already. Leave its number out.",
            field="update",
        )
        rules.require(
            bool(update.audience), "AudienceMissing", "Say who it is for.", field="audience"
        )
        require_text(rules, update.text_en, "TextMissing", "Write the update.", "text_en")
        self.require_live_lines(rules, update.lines, by)
        _require_welsh(rules, update.text_cy, self._update_reaches_wales(update, facts))
        rules.check()
        numbered = update.update or next_id("U", self.response.updates)
        self.decide(update.model_copy(update={"update": numbered}), by)

    def _end_line(self, ended: LineWithdrawn | LineCorrected, by: Provenance, facts: Facts) -> None:
        clears_lines(by)
        rules = self.rules()
        line = self.response.lines.get(ended.line)
        rules.require(
            line is not None, "LineUnknown", f"There is no line {ended.line}.", field="line"
        )
        rules.require(
            line is None or line.ended_at is None,
            "LineAlreadyEnded",
            f"{ended.line} was withdrawn or corrected already.",
            field="line",
        )
        rules.require(
            ended.replacement is None
            or (ended.replacement in self.response.lines and ended.replacement != ended.line),
            "ReplacementUnknown",
            "The line that replaces it is another one, approved first.",
            field="replacement",
        )
        require_length(rules, ended.reason, facts.ruleset.min_reason, "ReasonTooShort", "reason")
        rules.check()
        affected = tuple(
            contact.event_id
            for contact in self.response.contacts
            if contact.reached and ended.line in contact.lines
        )
        self.decide(ended.model_copy(update={"contacts_affected": affected}), by)

    def _line_reaches_wales(self, line: LineProposed, facts: Facts) -> bool:
        addressed = [
            community
            for community in self.response.communities.values()
            if not line.audience or set(line.audience) & set(community.tags)
        ]
        return self._is_welsh(facts) or _welsh_readers(addressed, (), facts)

    def _update_reaches_wales(self, update: UpdateIssued, facts: Facts) -> bool:
        communities = self.response.communities
        addressed = [communities[ref] for ref in update.audience if ref in communities]
        people = [ref for ref in update.audience if ref not in communities]
        return (
            self._is_welsh(facts)
            or any(_is_welsh_force(ref, facts) for ref in people)
            or update.recipients.get("cy", 0) > 0
            or _welsh_readers(addressed, people, facts)
        )

    def _is_welsh(self, facts: Facts) -> bool:
        in_wales = any(lad.startswith("W") for lad in self.response.lads)
        return in_wales or _is_welsh_force(self.response.pfa or "", facts)


def _is_welsh_force(code: str, facts: Facts) -> bool:
    force = facts.forces.get(code)
    return code.startswith("W15") or (force is not None and force.bilingual)


def _require_wording(rules: Rules, proposed: LineProposed, valid_from: datetime) -> None:
    require_text(rules, proposed.text_en, "TextMissing", "Write the line.", "text_en")
    rules.require(
        not proposed.text_cy or bool(proposed.translator),
        "TranslatorMissing",
        "Say who translated the Welsh text.",
        field="translator",
    )
    rules.require(
        proposed.valid_to is None or proposed.valid_to > valid_from,
        "ValidityEndsBeforeItBegins",
        "The line would end before it begins.",
        field="valid_to",
    )


def _require_welsh(rules: Rules, text_cy: str | None, reaches_wales: bool) -> None:
    rules.require(
        bool(text_cy) or not reaches_wales,
        "WelshTextMissing",
        "This reaches people in Wales, or people who prefer Welsh. Add the Welsh text.",
        field="text_cy",
    )


def _welsh_readers(communities: Iterable[Community], people: Iterable[str], facts: Facts) -> bool:
    """Whether any of these communities is in Wales, or anybody in them or beside prefers Welsh."""
    readers = set(people)
    for community in communities:
        if community.in_wales:
            return True
        readers |= community.people
    known = [facts.register[ref] for ref in readers if ref in facts.register]
    return any(reader.preferred == "cy" for reader in known)
