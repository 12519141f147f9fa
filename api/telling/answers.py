"""How agreed lines, updates, questions and promises are told."""

from api.telling.told import Names, Teller, Told, at, coded, named, personal, tags, told, yes_no
from api.words import CHANNELS, LANGUAGES, QUESTION_KINDS, plain
from domain.incident.decisions import (
    CommitmentKept,
    CommitmentMade,
    CommitmentMissed,
    CommitmentVaried,
    LineApproved,
    LineCorrected,
    LineWithdrawn,
    QuestionAnswered,
    QuestionRaised,
    UpdateIssued,
)


def approved(it: LineApproved, names: Names) -> Told:
    return told(
        f"Line {it.line} agreed by {names(it.approved_by)}",
        it.text_en,
        ("In Welsh", it.text_cy or ""),
        ("Translated by", it.translator or ""),
        ("For", tags(it.audience)),
        ("May be used", _valid(it)),
    )


def withdrawn(it: LineWithdrawn, names: Names) -> Told:
    return _ended(f"Line {it.line} withdrawn", it)


def corrected(it: LineCorrected, names: Names) -> Told:
    return _ended(f"Line {it.line} was wrong and is corrected", it)


def updated(it: UpdateIssued, names: Names) -> Told:
    return told(
        f"Update sent by {plain(CHANNELS, it.channel).lower()}",
        it.text_en,
        ("In Welsh", it.text_cy or ""),
        ("To", named(it.audience, names)),
        ("Lines used", named(it.lines, names)),
        ("Received by", _received(it.recipients)),
    )


def asked(it: QuestionRaised, names: Names) -> Told:
    return personal(
        f"{names(it.ref)} asked a question, {it.question}",
        it.text,
        ("About", plain(QUESTION_KINDS, it.kind)),
    )


def answered(it: QuestionAnswered, names: Names) -> Told:
    how = f"with line {it.line}" if it.line else "by saying why it cannot be"
    return told(
        f"Question {it.question} answered {how}",
        it.cannot_answer_reason,
        ("Whoever asked was told", yes_no(it.told_asker)),
    )


def promised(it: CommitmentMade, names: Names) -> Told:
    return told(
        f"Promised {names(it.to)}, {it.commitment}",
        it.text,
        ("By", at(it.due_at)),
        ("Kept by", names(it.owner)),
        ("Promised by", names(it.promised_by)),
    )


def kept(it: CommitmentKept, names: Names) -> Told:
    return told(f"Promise {it.commitment} kept", it.evidence)


def varied(it: CommitmentVaried, names: Names) -> Told:
    return told(f"Promise {it.commitment} changed", it.reason, ("Now by", at(it.new_due)))


def missed(it: CommitmentMissed, names: Names) -> Told:
    return told(f"Promise {it.commitment} was missed", "", ("Noticed", at(it.noticed_at)))


def _valid(it: LineApproved) -> str:
    since = f"from {at(it.valid_from)}"
    return f"{since} until {at(it.valid_to)}" if it.valid_to else since


def _ended(sentence: str, it: LineWithdrawn | LineCorrected) -> Told:
    given = len(it.contacts_affected)
    contacts = f"{given} contact{'' if given == 1 else 's'}" if given else "no contact"
    return told(
        sentence,
        it.reason,
        ("Use instead", it.replacement or ""),
        ("It was given in", contacts),
    )


def _received(recipients: dict[str, int]) -> str:
    return ", ".join(f"{count} in {coded([lang], LANGUAGES)}" for lang, count in recipients.items())


TELLERS: dict[type, Teller] = {
    LineApproved: approved,
    LineWithdrawn: withdrawn,
    LineCorrected: corrected,
    UpdateIssued: updated,
    QuestionRaised: asked,
    QuestionAnswered: answered,
    CommitmentMade: promised,
    CommitmentKept: kept,
    CommitmentVaried: varied,
    CommitmentMissed: missed,
}
