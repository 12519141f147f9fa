"""A briefing as it is mailed: written when it is sent, of what may be told then."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final
from urllib.parse import urlsplit

from api import words
from api.briefing_told import briefing_of, period_words, told_to
from domain.briefing import Briefing
from domain.insight import Audience, Insight
from services.mail import Due, Recipients
from services.store import Store

LISTS: Final = {
    Audience.ORGANISATION: "colleagues",
    Audience.PARTNERS: "partners",
}


@dataclass(frozen=True)
class Letters:
    """Writes each message; `home` is where people reach box1, `sender` whom it comes from."""

    store: Store
    recipients: Recipients
    home: str
    sender: str

    def __call__(self, due: Due) -> EmailMessage | None:
        """None where nobody is to get it any more, or nothing is left to tell."""
        recipient = self.recipients.find(due.audience, due.recipient)
        briefing, audience = briefing_of(self.store, due.ref), Audience(due.audience)
        if recipient is None or briefing is None or audience not in briefing.published:
            return None
        told = told_to(self.store, briefing, audience)
        if not told:
            return None
        message = EmailMessage()
        message["From"], message["To"] = self.sender, recipient.address
        message["Subject"] = f"OFFICIAL: insight briefing, {period_words(briefing.compiled.period)}"
        message["Date"] = format_datetime(briefing.published[audience].at)
        message["Message-ID"] = f"<{due.id}@{_domain(self.sender)}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content("\n".join(self._lines(briefing, audience, told)))
        return message

    def _lines(self, briefing: Briefing, audience: Audience, told: list[Insight]) -> Iterator[str]:
        inside = audience is Audience.ORGANISATION
        yield f"OFFICIAL\n\nInsight briefing {briefing.ref}"
        yield f"{period_words(briefing.compiled.period)}\n"
        for number, insight in enumerate(told, 1):
            yield f"{number}. {insight.recorded.statement}"
            themes = [words.plain(words.THEMES, one) for one in insight.recorded.themes]
            yield f"   Themes: {', '.join(themes)}"
            if inside:
                yield f"   {self.home}/lessons/{insight.ref}"
            yield ""
        if inside:
            yield f"Say that you have read it: {self.home}/briefings/{briefing.ref}\n"
        yield f"You get this because your address is on our list of {LISTS[audience]}."
        yield "To be taken off it, tell whoever you know in our stakeholder engagement team."


def sender_of(home: str) -> str:
    """Whom mail comes from where nothing else is set."""
    return f"box1@{urlsplit(home).hostname}"


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2].strip("> ")
