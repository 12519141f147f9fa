"""Two responses and the people in them, told as the decisions that were recorded."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from domain.incident import decisions as d
from domain.stakeholder import Amended, InterestRegistered, OwnerAssigned, StakeholderRegistered
from domain.vocabulary import (
    AskedBy,
    Bereaved,
    Category,
    Channel,
    IncidentType,
    InterestMethod,
    InterestPurpose,
    Level,
    Purpose,
    QuestionKind,
    Rating,
    SourceClass,
    StakeholderKind,
    TensionKind,
)
from tests.projections.recording import BEGINNING, Recording, about

VIGIL, CUSTODY = "INC-2026-0001", "INC-2026-0002"
AMINA, REES, MOSQUE = "STK-0001", "STK-0002", "STK-0003"
ORGANISATION = StakeholderKind.ORGANISATION
NORTH, WALES = "E23000005", "W15000003"


@dataclass(frozen=True)
class Story:
    """The event ids that tests come back to."""

    raised: UUID
    call: UUID
    visit: UUID


def tell(log: Recording) -> Story:
    """Both responses, interleaved, without any correction."""
    raised = raise_incident(log, VIGIL, "Fatal collision on Canal Street", NORTH)
    raise_incident(log, CUSTODY, "Death in custody, Llanbedr", WALES)
    log.record(VIGIL, triaged(Level.CRITICAL))
    log.record(VIGIL, d.LeadAssigned(officer="OFC-01"))
    log.record(MOSQUE, described(MOSQUE, "Masjid an-Nūr", kind=ORGANISATION))
    log.record(VIGIL, mapped("C1", "Somali families", AMINA, MOSQUE))
    call = log.record(VIGIL, contacted(VIGIL, AMINA, "They asked about the inquest"))
    log.record(CUSTODY, triaged(Level.HIGH_PROFILE))
    visit = log.record(
        VIGIL,
        contacted(VIGIL, MOSQUE, "The imam offers the hall", reached=False),
        happened=log.now - timedelta(hours=3),
    )
    log.record(CUSTODY, mapped("C1", "Cymuned Llanbedr", REES))
    log.record(CUSTODY, contacted(CUSTODY, REES, "Nid yw'r teulu wedi clywed dim, ŵyr neb pam"))
    log.record(
        VIGIL, tension(VIGIL, "Windows broken أَحْمَد said", "C1"), marking="OFFICIAL-SENSITIVE"
    )
    log.record(VIGIL, line("L1", "An independent investigation has begun."))
    log.record(VIGIL, question("Q1", VIGIL, AMINA, "When may we bury him?"))
    log.record(VIGIL, promise("P1", AMINA, "Call back about the burial"))
    log.record(VIGIL, d.InterestOffered(stakeholder=AMINA, method=InterestMethod.PHONE))
    log.record(VIGIL, d.InterestOffered(stakeholder=MOSQUE, method=InterestMethod.LETTER))
    log.record(VIGIL, d.ImpactAssessed(rating=Rating.AMBER, next_review_at=log.now))
    return Story(raised=raised, call=call, visit=visit)


def register(log: Recording) -> None:
    """Amina was known before either incident; the mosque comes to be known in the first."""
    before = BEGINNING - timedelta(days=30)
    log.record(AMINA, described(AMINA, "Amina Yusuf", languages=("so", "en")), at=before)
    log.record(AMINA, owned("PER-05"), at=BEGINNING)


def described(
    ref: str,
    name: str,
    *,
    kind: StakeholderKind = StakeholderKind.PERSON,
    languages: tuple[str, ...] = ("en",),
    priority: bool = False,
) -> StakeholderRegistered:
    return StakeholderRegistered(
        kind=kind,
        name=about(name, ref),
        category=Category.PUBLIC,
        areas=(NORTH,),
        languages=languages,
        priority=priority,
    )


def renamed(ref: str, name: str) -> Amended:
    return Amended(kind=StakeholderKind.PERSON, name=about(name, ref), category=Category.PUBLIC)


def owned(owner: str) -> OwnerAssigned:
    return OwnerAssigned(owner=owner, responsibilities=("Meets them each quarter",))


def registered_interest() -> InterestRegistered:
    return InterestRegistered(
        purposes=(InterestPurpose.UPDATES,), channels=(Channel.EMAIL,), wording_version="1"
    )


def raise_incident(
    log: Recording, ref: str, title: str, pfa: str, *, marking: str = "OFFICIAL"
) -> UUID:
    raised = d.IncidentRaised(
        title=title,
        incident_type=IncidentType.DEATH_FOLLOWING_CONTACT,
        pfa=pfa,
        summary="A man died after contact with officers.",
        bereaved=Bereaved.YES,
    )
    return log.record(ref, raised, happened=log.now - timedelta(hours=9), marking=marking)


def triaged(level: Level) -> d.IncidentTriaged:
    return d.IncidentTriaged(
        level=level,
        rationale="Local confidence is at stake.",
        initial_tension=Rating.AMBER,
        due_regard="Considered for the communities concerned.",
    )


def mapped(community: str, name: str, *people: str) -> d.CommunityMapped:
    contacts = tuple(d.MappedContact(stakeholder=person) for person in people)
    return d.CommunityMapped(community=community, name=name, contacts=contacts)


def contacted(
    ref: str, stakeholder: str, summary: str, *, reached: bool = True
) -> d.StakeholderContacted:
    promised = d.FollowUp(text="Send the leaflet", owner="OFC-02", due=date(2026, 3, 9))
    return d.StakeholderContacted(
        stakeholder=stakeholder,
        channel=Channel.PHONE,
        reached=reached,
        purpose=Purpose.LISTEN,
        summary=about(summary, ref, stakeholder),
        follow_ups=(promised,) if reached else (),
        officer="OFC-01",
    )


def tension(ref: str, text: str, *communities: str) -> d.TensionSignalRecorded:
    return d.TensionSignalRecorded(
        kind=TensionKind.EVIDENCED,
        communities=communities,
        source_class=SourceClass.COMMUNITY,
        text=about(text, ref),
    )


def line(ref: str, text: str) -> d.LineApproved:
    return d.LineApproved(line=ref, text_en=text, approved_by="PER-09", valid_from=BEGINNING)


def question(ref: str, incident: str, asker: str, text: str) -> d.QuestionRaised:
    return d.QuestionRaised(
        question=ref,
        text=about(text, incident, asker),
        asked_by=AskedBy.STAKEHOLDER,
        ref=asker,
        kind=QuestionKind.PROCESS,
    )


def promise(ref: str, to: str, text: str) -> d.CommitmentMade:
    due = BEGINNING + timedelta(days=2)
    return d.CommitmentMade(
        commitment=ref, to=to, text=text, due_at=due, owner="OFC-02", promised_by="OFC-01"
    )


def correct(log: Recording, ref: str, target: UUID, field: str, to: object) -> UUID:
    reason = "Written down wrongly at the time"
    return log.record(ref, d.EntryCorrected(target=target, field=field, to=to, reason=reason))
