"""What may be said: lines from approval to their end, and the updates that used them."""

from dataclasses import replace

from domain.base import Decision
from domain.incident import decisions as d
from domain.incident.memory.event import Event, Remembers, meet
from domain.incident.parts import Line, Update
from domain.incident.state import Response


def _line_approved(response: Response, event: Event) -> None:
    line: d.LineApproved = event.decision
    response.lines[line.line] = Line(
        id=line.line,
        text_en=line.text_en,
        text_cy=line.text_cy,
        audience=line.audience,
        approved_by=line.approved_by,
        valid_from=line.valid_from,
        valid_to=line.valid_to,
    )
    meet(response, "agreed_line", event)


def _line_ended(response: Response, event: Event) -> None:
    ended: d.LineWithdrawn | d.LineCorrected = event.decision
    line = response.lines.get(ended.line)
    if line is not None:
        response.lines[ended.line] = replace(
            line, ended_at=event.occurred_at, replacement=ended.replacement
        )


def _update_issued(response: Response, event: Event) -> None:
    update: d.UpdateIssued = event.decision
    response.updates[update.update] = Update(
        event_id=event.event_id,
        id=update.update,
        audience=update.audience,
        lines=update.lines,
        occurred_at=event.occurred_at,
    )


MEMORY: dict[type[Decision], Remembers] = {
    d.LineApproved: _line_approved,
    d.LineWithdrawn: _line_ended,
    d.LineCorrected: _line_ended,
    d.UpdateIssued: _update_issued,
}
