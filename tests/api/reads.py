"""Which routes show what has to be written down; and somebody who reads them."""

import re
from collections.abc import Iterator

import httpx2
import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from api.access import MAY, Check
from api.app import create_app
from api.cookies import Cookie
from api.staging import HttpStage
from domain.vocabulary import Role
from services.access_log import Action, Logged
from services.purposes import Said
from tests.api.world import World

CONSULT, EXPORT, REPLAY = Action.CONSULT, Action.EXPORT, Action.REPLAY
INCIDENT, ENTRY, PERSON = "{restricted}", "{event}", "{person}"

# Each route that shows what is restricted, people, or the past; what it does; and to what.
READS: dict[str, tuple[Action, str]] = {
    "/api/v1/incidents/{ref}": (CONSULT, INCIDENT),
    "/api/v1/incidents/{ref}/workflow": (CONSULT, INCIDENT),
    "/api/v1/incidents/{ref}/timeline": (CONSULT, INCIDENT),
    "/api/v1/incidents/{ref}/suggestions": (CONSULT, INCIDENT),
    "/api/v1/stakeholders": (CONSULT, "register"),
    "/api/v1/stakeholders/{ref}": (CONSULT, PERSON),
    "/api/v1/search": (CONSULT, "search"),
    "/api/v1/impact/{ref}": (CONSULT, INCIDENT),
    "/impact/{ref}": (CONSULT, INCIDENT),
    "/incidents/{ref}": (CONSULT, INCIDENT),
    "/incidents/{ref}/do/*": (CONSULT, INCIDENT),
    "/incidents/{ref}/entries/{event_id}": (CONSULT, INCIDENT),
    "/incidents/{ref}/lessons/{insight}/reuse": (CONSULT, INCIDENT),
    "/incidents/{ref}/lessons/{insight}/dismiss": (CONSULT, INCIDENT),
    "/incidents/{ref}/handover": (EXPORT, INCIDENT),
    "/incidents/{ref}/report.pdf": (EXPORT, INCIDENT),
    "/incidents/{ref}/evidence": (CONSULT, INCIDENT),
    "/incidents/{ref}/evidence.jsonl": (EXPORT, INCIDENT),
    "/api/v1/incidents/{ref}/evidence": (EXPORT, INCIDENT),
    "/api/v1/incidents/{ref}/evidence.jsonl": (EXPORT, INCIDENT),
    "/api/v1/incidents/{ref}/replay": (REPLAY, INCIDENT),
    "/incidents/{ref}/replay": (REPLAY, INCIDENT),
    "/incidents/{ref}/replay/decisions": (REPLAY, INCIDENT),
    "/incidents/{ref}/replay/decisions/{event_id}": (REPLAY, INCIDENT),
    "/incidents/{ref}/replay/delays": (REPLAY, INCIDENT),
    "/incidents/{ref}/timeline.csv": (EXPORT, INCIDENT),
    "/stakeholders": (CONSULT, "register"),
    "/stakeholders.csv": (EXPORT, "register"),
    "/stakeholders/{ref}": (CONSULT, PERSON),
    "/stakeholders/{ref}/do/*": (CONSULT, PERSON),
    "/erasures": (CONSULT, "register"),
    "/search": (CONSULT, "search"),
    "/work": (CONSULT, "work"),
    "/api/v1/support-requests/{ref}": (CONSULT, INCIDENT),
    "/requests/{ref}": (CONSULT, INCIDENT),
    "/requests/{ref}/score": (CONSULT, INCIDENT),
    "/requests/{ref}/decide": (CONSULT, INCIDENT),
    "/requests/{ref}/do/*": (CONSULT, INCIDENT),
    "/lessons/report.pdf": (EXPORT, "lessons"),
    "/access.csv": (EXPORT, "access-log"),
}
LISTS = {path for path, (action, of) in READS.items() if action is CONSULT and of[0] != "{"}
# Each of the others, and why nothing of its kind is written down.
SHOWS_NO_RECORD = {
    "/health/live",
    "/health/ready",
    "/metrics",
    "/problems/{slug}",
    "/",
    "/sign-in",
    "/sign-in/code",
    "/sign-in/organisation",
    "/sign-in/organisation/back",
    "/account",
    "/account/own-password",
    "/account/second-factor",
    "/purpose",
    "/accessibility",
    "/privacy",
    "/cookies",
    "/feedback/{token}",
    "/adborth/{token}",
    "/feedback/thank-you",
    "/adborth/diolch",
    "/incidents/raise",
    "/requests/new",
    "/stakeholders/register",
    "/people",
    "/people/{ref}",
    "/rota/calendar/{secret}.ics",
    "/feedback-rounds",
    "/feedback-rounds/new",
    "/feedback-rounds/{ref}",
    "/feedback-rounds/{ref}/do/*",
    "/feedback-rounds/{ref}/figures.csv",  # test_feedback_pages has what is written down
    "/feedback-rounds/{ref}/links",
    "/feedback-rounds/{ref}/links.csv",
    "/feedback-rounds/{ref}/comments",
    "/api/v1/feedback-rounds",
    "/api/v1/feedback-rounds/{ref}",
    "/api/v1/feedback-rounds/{ref}/links",  # an export of the round that is named
    "/api/v1/insights",
    "/api/v1/insights/{ref}",  # what is marked is written down: there is none here that is
    "/api/v1/briefings",
    "/api/v1/briefings/{ref}",
    "/api/v1/lessons",
    "/briefings",
    "/briefings/new",
    "/briefings/{ref}",
    "/lessons",
    "/lessons/figures",
    "/lessons/new",
    "/lessons/{ref}",
    "/lessons/{ref}/do/*",
    "/api/v1/officers",
    "/api/v1/officers/{ref}",  # who is sick is written down: there is nobody here who is
}
SHOWS_NO_WORDS = {
    "/api/v1/changes",
    "/api/v1/incidents",
    "/incidents",
    "/figures",
    "/impact",
    "/api/v1/impact",
    "/requests",
    "/requests/acceptance",
    "/api/v1/acceptance",
    "/rota",
    "/rota/assign",
    "/rota/swap",
    "/rota/agree",
    "/rota/decline",
    "/rota/withdraw",
    "/rota/release",
    "/api/v1/rota",
    "/rules",
    "/rules/publish",
    "/api/v1/rulesets",
    "/api/v1/rulesets/{version}",
    "/api/v1/figures",
    "/api/v1/capacity/forecast",
    "/api/v1/capacity/profiles",
    "/api/v1/capacity/estimates",
    "/api/v1/capacity/surge",
    "/api/v1/capacity",
    "/api/v1/queue",
    "/api/v1/support-requests",
    "/what-if",
    "/capacity",
    "/officers",
    "/officers/join",
    "/officers/{ref}",
    "/officers/{ref}/do/*",
    "/capacity/forecast",
    "/capacity/{week}/{region}",
}
LISTS_NOBODY_HERE = {"/retention"}  # tests/services/test_retention.py has those it names
IS_THE_LOG = {
    "/api/v1/access-log",
    "/api/v1/access-log/verify",
    "/access",
    "/access/check",
    "/access/emergencies",
    "/incidents/{ref}/access",
    "/stakeholders/{ref}/access",
}


FORMS = re.compile(
    r"^(/(?:incidents|stakeholders|requests|officers|lessons|feedback-rounds)/\{ref\}/do)/.*"
)


def kind_of(path: str) -> str:
    """The forms of all verbs are of one kind."""
    return FORMS.sub(r"\1/*", path)


def get_routes() -> Iterator[tuple[str, str]]:
    """Every address that answers a GET, and who of ours may use it."""
    app = create_app(lambda: pytest.fail("not started"), https=False)
    for context in iter_route_contexts(app.routes):
        if isinstance(context.route, APIRoute) and "GET" in (context.route.methods or ()):
            rules = [part.call for part in context.dependant.dependencies]
            [*needed] = {rule.permission for rule in rules if isinstance(rule, Check)}
            head = all(Role.HEAD_OF_SE in MAY[each] for each in needed)
            yield str(context.path), "head" if head else "governance"


class Reader:
    """Somebody with a browser, or a program of theirs; and what they add to the log."""

    def __init__(self, played: HttpStage, world: World, who: str, *, program: bool = False) -> None:
        self.system, self.http, self.who = played.system, played.http, who
        self.world, self.headers = world, world.headers[who]
        if not program:
            person = self.system.people.find(who)
            assert person is not None
            secret = self.system.people.new_session(person)
            self.headers = {"Cookie": f"{Cookie.SESSION}={secret}"}
            found = self.system.people.by_session(secret)
            self.credential = found.credential if found else ""

    def says(self, *records: str) -> None:
        for record in records:
            now = self.system.clock()
            self.system.purposes.say(self.credential, record, Said("review"), now)

    async def get(self, path: str, **headers: str) -> tuple[httpx2.Response, list[Logged]]:
        """The answer, and the entries that it added, oldest first."""
        before = self.system.access_log.head().number
        answer = await self.http.get(path, headers=self.headers | headers)
        added = [one for one in self.system.access_log.entries() if one.number > before]
        return answer, added[::-1]


def records(world: World) -> dict[str, str]:
    return {
        INCIDENT: world.refs["restricted"],
        PERSON: world.refs["taking_part"],
        "register": "register",
        "search": "search",
        "work": "work",
        "access-log": "access-log",
        "lessons": "lessons",
    }


def address(path: str, world: World) -> str:
    """A route's path with the restricted incident, its first entry, or somebody in it."""
    kind = kind_of(path)
    ref = records(world).get(READS[kind][1], "")
    if "requests/" in kind:
        ref = world.refs["request"]
    known = {
        "{insight}": world.refs["insight"],
        "{ref}": ref,
        "{event_id}": world.events["restricted"],
        "{verb}": "amend",
    }
    for name, value in known.items():
        path = path.replace(name, value)
    asked = {"/search": "?q=Harmony", "/api/v1/search": "?q=Harmony", "/work": "?whose=everyone"}
    return path + asked.get(kind, "")
