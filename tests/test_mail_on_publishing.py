"""box1 as it is run, killed right after it published a briefing while the mail server was away."""

import os
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import psutil

from api.settings import read_settings
from api.storage import open_storage
from domain.insight import Audience
from services.people import Person
from tests.mailing import MailRoom, mail_server
from tests.ports import free_port
from tests.site import served

ADDRESSES = {Audience.ORGANISATION: "ann@example.org", Audience.PARTNERS: "cat@example.net"}
STATEMENT = "Book the interpreter before the first meeting. Fictional."
SECRET = "Kept to ourselves. Fictional."
LEARNED = {
    "kind": "lesson",
    "phase": "managing",
    "confidence": "high",
    "incident_type": "death_in_custody",
    "themes": ["language_access"],
    "detail": "Three families left early. Fictional.",
    "pfa": "E23000013",
}


class Head:
    """Commands of somebody with a token."""

    def __init__(self, url: str, token: str, stack: ExitStack) -> None:
        says_who = {"Authorization": f"Bearer {token}"}
        self.http = stack.enter_context(httpx2.Client(base_url=url, headers=says_who))

    def do(self, path: str, **body: Any) -> str:
        answer = self.http.post(f"/api/v1{path}", json=body)
        return str(answer.raise_for_status().json()["ref"])


def test_a_briefing_is_mailed_though_the_server_was_away_and_box1_was_killed(
    tmp_path: Path,
) -> None:
    folder, port, room = tmp_path / "data", free_port(), MailRoom()
    tokens, smtp = prepared(folder), f"smtp://127.0.0.1:{port}"
    with served(folder, SMTP_URL=smtp, BOX1_MAIL_FROM="box1@example.org") as url:
        with ExitStack() as stack:
            publish(*(Head(url, token, stack) for token in tokens))
        killed(folder)

    with mail_server(room, port), served(folder, SMTP_URL=smtp, BOX1_MAIL_FROM="box1@example.org"):
        wait_for(lambda: len(room.arrived) == 2)
        time.sleep(6)  # a round of the postman and more: nothing comes twice

    assert room.addresses == sorted(ADDRESSES.values())
    told = {address: message.get_content() for address, message in room.arrived}
    inside, outside = (told[ADDRESSES[one]] for one in ADDRESSES)
    assert STATEMENT in inside
    assert SECRET in inside
    assert "/briefings/BRF-0001" in inside
    assert STATEMENT in outside
    assert not [kept for kept in (SECRET, "http", "Three families", "INS-") if kept in outside]
    logged = (tmp_path / "data.log").read_text()
    assert not [one for one in (*ADDRESSES.values(), "interpreter") if one in logged]


def prepared(folder: Path) -> list[str]:
    """The lists of addresses, and tokens of two people, so that one validates the other's."""
    with open_storage(read_settings(data=folder)) as storage:
        storage.prepare()
        for audience, address in ADDRESSES.items():
            storage.recipients.add(audience, address, "head")
        people = [Person(name, name, "head_of_se", None, None) for name in ("head", "deputy")]
        for one in people:
            storage.people.enrol(one)
        return [storage.people.issue_token(one.ref) for one in people]


def publish(head: Head, deputy: Head) -> None:
    refs = []
    for statement, audience in ((STATEMENT, "partners"), (SECRET, "organisation")):
        ref = head.do("/insights", **{**LEARNED, "statement": statement})
        deputy.do(f"/insights/{ref}/validate", note="It holds. Fictional.")
        checked = {"audience": audience, "redaction_checked_by": "deputy"}
        deputy.do(f"/insights/{ref}/set-sharing", **checked)
        refs.append(ref)
    week = {"from": "2026-03-02", "to": "2026-03-08"}
    briefing = head.do("/briefings", period=week, insights=refs)
    for audience in ADDRESSES:
        head.do(f"/briefings/{briefing}/publish", audience=audience)


def killed(folder: Path) -> None:
    """Every process of this box1 ends at once, whoever looks after the others first."""
    for process in psutil.Process(os.getpid()).children():
        if str(folder) in process.cmdline():
            beneath = process.children(recursive=True)
            process.kill()
            for each in beneath:
                each.kill()
            psutil.wait_procs(beneath, timeout=10)


def wait_for(met: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not met() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert met()
