"""What contacts leave behind: who was reached, and what is to follow."""

from dataclasses import replace

from domain.base import Decision
from domain.incident import decisions as d
from domain.incident.memory.event import Event, Remembers, meet
from domain.incident.parts import Contact, FollowUp
from domain.incident.state import Response


def _contacted(response: Response, event: Event) -> None:
    contact: d.StakeholderContacted = event.decision
    response.contacts.append(
        Contact(
            event_id=event.event_id,
            stakeholder=contact.stakeholder,
            direction=contact.direction,
            channel=contact.channel,
            reached=contact.reached,
            purpose=contact.purpose,
            ladder=contact.ladder,
            lines=contact.lines,
            officer=contact.officer,
            summary=contact.summary,
            occurred_at=event.occurred_at,
            recorded_at=event.recorded_at,
        )
    )
    response.follow_ups += _follow_ups(contact, event)
    if contact.reached:
        meet(response, "first_contact", event)


def _follow_ups(contact: d.StakeholderContacted, event: Event) -> list[FollowUp]:
    return [
        FollowUp(
            contact=event.event_id,
            index=index,
            stakeholder=contact.stakeholder,
            text=promised.text,
            owner=promised.owner,
            due=promised.due,
        )
        for index, promised in enumerate(contact.follow_ups)
    ]


def _follow_up_done(response: Response, event: Event) -> None:
    done: d.FollowUpDone = event.decision
    response.follow_ups = [
        replace(item, done_at=event.occurred_at)
        if (item.contact, item.index) == (done.contact, done.index)
        else item
        for item in response.follow_ups
    ]


MEMORY: dict[type[Decision], Remembers] = {
    d.StakeholderContacted: _contacted,
    d.FollowUpDone: _follow_up_done,
}
