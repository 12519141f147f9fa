"""A whole response on a phone, from the raising to the close, with scripts and without them."""

import re
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NARROW, Visit

pytestmark = pytest.mark.browser

WHY = "Everything that could be done has been done. Fictional."
NUMBERS = count(1)


class Phone:
    """One incident on somebody's phone."""

    def __init__(self, page: Page, ref: str = "") -> None:
        self.page, self.ref = page, ref

    def at(self, path: str = "") -> None:
        self.page.goto(f"/incidents/{self.ref}{path}")

    def fill(self, **answers: str) -> None:
        for label, said in answers.items():
            self.page.get_by_label(label.replace("_", " "), exact=False).first.fill(said)

    def choose(self, label: str, option: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(option)

    def tick(self, group: str, option: str) -> None:
        self.page.get_by_role("group", name=group).get_by_label(option, exact=True).check()

    def send(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).last.click()
        expect(self.page).to_have_url(re.compile(f"/incidents/{self.ref}.*min_position"))


def raise_incident(page: Page) -> Phone:
    page.goto("/incidents/raise")
    phone = Phone(page)
    page.get_by_label("Title").fill(f"Death in the cells at Haven Street, {next(NUMBERS)} [F]")
    phone.choose("What kind of incident is it?", "Death in custody")
    phone.choose("Which force?", "Humberside")
    page.get_by_label("What happened?").fill("A woman was found unwell in a cell. Fictional.")
    phone.tick("Is a family bereaved?", "Yes")
    page.get_by_role("button", name="Raise the incident").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Haven Street")
    [phone.ref] = re.findall(r"INC-\d{4}-\d{4}", page.url)
    return phone


def triage(phone: Phone) -> None:
    phone.at("/do/triage")
    page = phone.page
    phone.tick("Level", "Critical")
    page.get_by_label("Why this level?").fill("A death in custody, and a crowd at the station.")
    phone.tick("Tension now", "Amber")
    page.get_by_label("Due regard to equality").fill("Race, religion and language considered.")
    phone.send("Record the triage")


def open_the_response(phone: Phone) -> None:
    page = phone.page
    phone.at("/do/assign-lead")
    page.get_by_label("Lead officer", exact=True).select_option(index=1)
    phone.send("Assign")
    phone.at("/do/confirm-family-spoc")
    phone.tick("Who is the point of contact?", "Family liaison manager")
    phone.send("Confirm")


def map_a_community(phone: Phone) -> None:
    phone.at("/do/map-community")
    page = phone.page
    page.get_by_label("What is the community called?").fill("Families of Haven Street [F]")
    first = page.get_by_role("group", name="Contact 1")
    first.get_by_label("Who?").fill("STK-0001")
    page.get_by_role("button", name="Add another contact").click()
    expect(page.get_by_role("group", name="Contact 3")).to_be_visible()
    expect(first.get_by_label("Who?")).to_have_value("STK-0001")
    phone.send("Put it on the map")


def record_a_contact(phone: Phone) -> None:
    phone.at()
    page = phone.page
    page.get_by_label("Who?").select_option(index=1)
    page.get_by_label("Reached", exact=True).check(force=True)
    page.get_by_label("What happened or was said?").fill("They ask when they will be told more.")
    page.get_by_role("button", name="Record", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Recorded.")).to_contain_text("Reached")
    expect(page.locator("#timeline")).to_contain_text("They ask when they will be told more.")


def assess(phone: Phone) -> None:
    phone.at("/do/assess-impact")
    page = phone.page
    page.get_by_role("group", name="Overall rating").get_by_label("Amber").check()
    page.get_by_role("group", name="Community 1").get_by_label("Amber").check()
    phone.send("Record the assessment")


def debrief(phone: Phone) -> None:
    phone.at("/do/hold-debrief")
    page = phone.page
    page.get_by_role("group", name="Who took part?").get_by_role("checkbox").first.check()
    page.get_by_label("What went well?").fill("We knew whom to ring")
    page.get_by_label("What would we do differently?").fill("Ring sooner")
    page.get_by_label("Time").fill("00:05")
    phone.send("Record the debrief")
    phone.at("/do/declare-nothing-new")
    page.get_by_label("Why?").fill(WHY)
    phone.send("Sign it")


def step_on(phone: Phone, verb: str, button: str, words: str = "Why?") -> None:
    """As the head, in spite of every guard that still stands in the way."""
    phone.at(f"/do/{verb}")
    phone.page.get_by_label(words).fill(WHY)
    for guard in (
        phone.page.get_by_role("group", name="Go on in spite of").get_by_role("checkbox").all()
    ):
        guard.check()
    phone.send(button)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_response_is_run_from_the_raising_to_the_close(visit: Visit, scripts: bool) -> None:
    phone = raise_incident(visit("duty_officer", "/", width=NARROW, scripts=scripts))
    triage(phone)
    open_the_response(phone)
    map_a_community(phone)
    record_a_contact(phone)
    assess(phone)
    expect(phone.page.locator("#step")).to_contain_text("The engagement plan is not approved.")

    head = Phone(visit("head_of_se", "/", width=NARROW, scripts=scripts), phone.ref)
    step_on(head, "move-to-restoring", "Move to restoring")
    step_on(head, "start-review", "Start the review")
    debrief(head)
    step_on(head, "close", "Close", words="How did it end?")

    phone.at()
    expect(phone.page.locator("#identity")).to_contain_text("Closed")
    expect(phone.page.locator("#timeline")).to_contain_text("The engagement plan is not approved")
