"""The course of one response to its end, through every form or through every command."""

from collections.abc import Mapping
from typing import Any, Final

from api.access import MAY, permission_of
from domain.vocabulary import Marking, Role
from tests.privacy.bodies import body_of, schemas
from tests.privacy.browser import Browser, Program, Typed
from tests.privacy.filling import fill_and_send, filled
from tests.privacy.page import post_forms
from tests.privacy.people import ODD, Planted
from tests.privacy.place import INVESTIGATOR, SECOND, Place

ACTING: Final = (Role.HEAD_OF_SE, Role.INFO_GOVERNANCE, Role.INVESTIGATOR)
REGISTER: Final = (
    "amend",
    "assign-owner",
    "set-contact-permission",
    "register-interest",
    "review-retention",
)
AFTERWARDS: Final = ("withdraw-interest", "deactivate", "reactivate")
RESPONSE: Final = (
    "triage",
    "assign-lead",
    "hand-over",
    "link-investigation",
    "determine-mode",
    "confirm-family-spoc",
    "map-community",
    "revise-community",
    "record-tension",
    "assess-impact",
    "approve-line",
    "approve-line",
    "approve-line",
    "record-contact",
    "complete-follow-up",
    "raise-question",
    "answer-question",
    "make-commitment",
    "vary-commitment",
    "keep-commitment",
    "issue-update",
    "offer-interest",
    "decline-interest",
    "exempt-interest",
    "flag-to-investigation",
    "acknowledge-flag",
    "record-decision",
    "correct-entry",
    "place-legal-hold",
    "release-legal-hold",
    "explain-breach",
    "stand-down",
    "move-to-restoring",
    "escalate",
    "move-to-restoring",
    "start-review",
    "hold-debrief",
    "declare-nothing-new",
    "withdraw-line",
    "correct-line",
    "close",
    "review-retention",
    "reopen",
)
RELEASED, FIRST = "release-legal-hold", "info_governance-1"
"""It takes two people, each of whom asks for it and names the other."""

SENSITIVE: Final = Marking.OFFICIAL_SENSITIVE.value
EVERY_OTHER = {"level": ("critical", "monitor")}
A_PERSON: Mapping[str, str] = {"kind": "person", "tags": ""}
"""Forms ask whether a text is about a person whom it names; tags of one need their own word."""

BY_FORM: Mapping[str, dict[str, str]] = {
    "release-legal-hold": {"second_person": SECOND},
    "withdraw-line": {"line": "L1", "replacement": "L2"},
    "correct-line": {"line": "L2", "replacement": "L3"},
}
BY_COMMAND: Mapping[str, dict[str, Any]] = {
    "set-contact-permission": {"one_to_one": True},
    "release-legal-hold": {"second_person": SECOND},
    "link-investigation": {"lead_investigator": INVESTIGATOR},
    "withdraw-line": {"line": "L1"},
    "correct-line": {"line": "L2", "replacement": "L3"},
    "answer-question": {"line": "L1"},
    "correct-entry": {"field": "summary"},
}


def acting_role(collection: str, verb: str) -> Role:
    """Who does it: whoever of three may."""
    return next(role for role in ACTING if role in MAY[permission_of(collection, verb)])


class Forms:
    """One person planted through the forms, as a browser without scripts sends them."""

    def __init__(self, place: Place, typed: Typed) -> None:
        self._typed = typed
        self._browsers = {role: Browser(place, role, typed) for role in (*ACTING, SECOND)}

    def go(self, person: Planted) -> None:
        self._register(person)
        for verb in REGISTER:
            self._keep(person, verb)
        self._raise(person)
        for verb in RESPONSE:
            self._respond(person, verb)
            if verb == RELEASED:
                self._respond(person, verb, SECOND)
        self._log_quickly(person)
        for verb in AFTERWARDS:
            self._keep(person, verb)

    def _register(self, person: Planted) -> None:
        browser = self._browsers[Role.HEAD_OF_SE]
        path, what = "/stakeholders/register", "form stakeholders register"
        chosen = A_PERSON if person.number < ODD else {}
        led = fill_and_send(browser, path, person, self._typed, what=what, chosen=chosen)
        person.ref = led.partition("?")[0].rpartition("/")[2]
        browser.client.get("/api/v1/stakeholders", params={"min_position": led.rpartition("=")[2]})

    def _raise(self, person: Planted) -> None:
        browser = self._browsers[Role.HEAD_OF_SE]
        path, what = "/incidents/raise", "form incidents raise"
        marking = {"marking": SENSITIVE} if person.sensitive else {}
        led = fill_and_send(browser, path, person, self._typed, what=what, chosen=marking)
        person.incident = led.partition("?")[0].rpartition("/")[2]

    def _keep(self, person: Planted, verb: str) -> None:
        browser = self._browsers[acting_role("stakeholders", verb)]
        path, what = f"/stakeholders/{person.ref}/do/{verb}", f"form stakeholders {verb}"
        chosen = A_PERSON if verb == "amend" and person.number < ODD else {}
        fill_and_send(browser, path, person, self._typed, what=what, chosen=chosen)

    def _respond(self, person: Planted, verb: str, role: str = "") -> None:
        browser = self._browsers[role or acting_role("incidents", verb)]
        base = f"/incidents/{person.incident}"
        path = f"{base}/do/{verb}"
        if verb == "correct-entry":
            told = browser.client.get(f"/api/v1{base}/timeline").json()
            person.entries = [item["event_id"] for item in told["items"]]
            entry = person.entries[0]
            path = f"{base}/entries/{entry}"
            self._correct(browser, path, person)
            return
        chosen = {name: said[person.number // 2 % 2] for name, said in EVERY_OTHER.items()}
        chosen |= BY_FORM.get(verb, {}) | ({"second_person": FIRST} if role == SECOND else {})
        what = f"form incidents {verb}"
        path += "?community=C1" if verb == "revise-community" else ""
        fill_and_send(browser, path, person, self._typed, what=what, chosen=chosen)

    def _correct(self, browser: Browser, path: str, person: Planted) -> None:
        page = browser.open(f"{path}?field=summary").text
        form = next((one for one in post_forms(page) if one.action.startswith(path)), None)
        if form is not None:
            pairs = filled(form, person, self._typed)
            browser.send("form incidents correct-entry", form, pairs)

    def _log_quickly(self, person: Planted) -> None:
        browser, path = self._browsers[Role.HEAD_OF_SE], f"/incidents/{person.incident}"
        page = browser.open(path).text
        form = next((one for one in post_forms(page) if one.action.endswith("/log")), None)
        for kind in form.controls["kind"].options if form else ():
            pairs = filled(form, person, self._typed, chosen={"kind": kind}) if form else []
            pairs = [pair for pair in pairs if pair[0] != "key"]
            if form:
                browser.send(f"form quick log {kind}", form, pairs)


class Commands:
    """One person planted through the commands, as programs send them."""

    def __init__(self, place: Place, typed: Typed) -> None:
        self._typed = typed
        self._programs = {role: Program(place, role, typed) for role in (*ACTING, SECOND)}
        self._schemas = schemas(self._programs[Role.HEAD_OF_SE].read("/api/v1/openapi.json"))

    def go(self, person: Planted) -> None:
        person.ref = self._send("stakeholders", "register", person).get("ref", "")
        for verb in REGISTER:
            self._send("stakeholders", verb, person)
        person.incident = self._send("incidents", "raise", person).get("ref", "")
        for verb in RESPONSE:
            self._send("incidents", verb, person)
            if verb == RELEASED:
                self._send("incidents", verb, person, SECOND)
        for verb in AFTERWARDS:
            self._send("stakeholders", verb, person)

    def _send(self, collection: str, verb: str, person: Planted, role: str = "") -> dict[str, Any]:
        program = self._programs[role or acting_role(collection, verb)]
        body = self._body(collection, verb, person)
        if role == SECOND:
            body |= {"second_person": FIRST}
        ref = person.ref if collection == "stakeholders" else person.incident
        opens = verb in ("raise", "register")
        path = f"/api/v1/{collection}" + ("" if opens else f"/{ref}/{verb}")
        answer = program.command(path, body, person)
        if not answer and "overridden_guards" in self._schemas[collection, verb]["properties"]:
            answer = program.command(path, {**body, "overridden_guards": program.codes}, person)
        if verb in ("raise", "record-contact"):
            person.entries += [event["event_id"] for event in answer.get("events", ())]
        return answer

    def _body(self, collection: str, verb: str, person: Planted) -> dict[str, Any]:
        entry = person.entries[-1] if person.entries else ""
        schema = self._schemas[collection, verb]
        body = body_of(collection, verb, schema, person, self._typed, entry)
        if verb == "correct-entry":
            entry = person.entries[0] if person.entries else ""
            body |= {"target": entry, "to": person.words(self._typed.code("command correct to"))}
        if verb == "raise" and person.sensitive:
            body["marking"] = SENSITIVE
        if verb == "triage":
            body["level"] = EVERY_OTHER["level"][person.number // 2 % 2]
        return {**body, **BY_COMMAND.get(verb, {})}
