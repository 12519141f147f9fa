"""Feedback as staff see it: S5 and S6 on a page and in a file, who may, and the forms."""

from uuid import uuid4

import httpx2

from api.cookies import Cookie
from api.staging import HttpStage
from services.access_log import Action
from tests.api.world import World, build

OPENED = {
    "questions": ["PPT-AWARE", "PPT-IMPARTIAL", "KEY-INFO", "OPEN"],
    "mode": "token",
    "closes_at": "2099-01-01T09:00:00Z",
    "level": "consult",
    "can_change": "How the next meeting is held.",
}
S6 = ("asian",) * 12 + ("black",) * 18 + ("mixed",) * 4 + ("white",) * 11 + ("other",) * 3


class Asking:
    """A round about the world's own incident, and people with a browser."""

    def __init__(self, played: HttpStage, world: World) -> None:
        self.played, self.world, self.ref = played, world, ""

    async def opened(self) -> str:
        told = await self.world.done(
            "duty", "/feedback-rounds", ref=self.world.refs["own"], **OPENED
        )
        self.ref = str(told["ref"])
        return self.ref

    async def do(self, verb: str, who: str = "duty", **body: object) -> None:
        if verb == "issue-tokens" or body:
            await self.world.done(who, f"/feedback-rounds/{self.ref}/{verb}", **body)
            return
        headers = self.world.headers[who]
        path = f"/api/v1/feedback-rounds/{self.ref}/{verb}"
        answer = await self.world.http.post(path, json={}, headers=headers)
        assert answer.status_code == 201, answer.text

    async def answered(self, impartial: int, ethnicity: tuple[str, ...] = S6) -> None:
        for number, value in enumerate(ethnicity):
            said = "very" if number < impartial else "not_very"
            await self.do(
                "enter", answers={"PPT-IMPARTIAL": said}, demographics={"ethnicity": value}
            )

    async def get(self, who: str, path: str = "") -> httpx2.Response:
        return await self.world.ask(who, f"/feedback-rounds/{self.ref}{path}")

    async def send(self, who: str, path: str, **typed: str) -> httpx2.Response:
        """What a browser sends with a form, a new key each time."""
        person = self.played.system.people.find(who)
        assert person is not None
        secret = self.played.system.people.new_session(person)
        headers = {"Cookie": f"{Cookie.SESSION}={secret}", "Origin": "http://box1"}
        headers |= {"Sec-Fetch-Site": "same-origin"}
        form = {"key": str(uuid4()), **typed}
        return await self.world.http.post(path, data=form, headers=headers)


async def asking(played: HttpStage) -> Asking:
    one = Asking(played, await build(played))
    await one.opened()
    return one


async def test_s5_and_s6_on_the_page_and_in_the_file_alike(played: HttpStage) -> None:
    one = await asking(played)
    await one.answered(22)
    await one.do("close")
    page = (await one.get("officer")).text
    file = (await one.get("officer", "/figures.csv")).text

    assert "22 of 48, 45.8% (32.6 to 59.7)" in page
    assert "Below the baseline (60%)" in page
    assert "Self-selected; indicative" in page
    assert '"Confident that its work is impartial","Everybody who answered","22","48"' in file
    assert '"Confident that its work is impartial","Black and minority ethnic","","",""' in file
    assert '"Ethnic group","Black, Caribbean or African","","18"' in file
    for hidden in ("Mixed or multiple ethnic groups", "White", "Another ethnic group"):
        assert f'"Ethnic group","{hidden}","",""' in file
    assert page.count(">hidden<") == 3


async def test_a_filter_that_tells_of_few_says_why_it_is_refused(played: HttpStage) -> None:
    one = await asking(played)
    await one.answered(22)
    await one.do("close")
    most = "&".join(f"value={value}" for value in ("asian", "black", "white", "other"))
    mixed = (await one.get("officer", "?field=ethnicity&value=mixed")).text
    others = (await one.get("officer", f"?field=ethnicity&{most}")).text
    asian = (await one.get("officer", "?field=ethnicity&value=asian")).text

    assert "Fewer than 10 people are in this choice" in mixed
    assert "Fewer than 10 people are in this choice" in others
    assert "12 of 12, 100.0%" in asian


async def test_nothing_is_told_while_answers_come(played: HttpStage) -> None:
    one = await asking(played)
    await one.answered(22)
    page = (await one.get("officer")).text
    file = (await one.get("officer", "/figures.csv")).text

    assert "shows once the round is closed" in page
    assert "22 of 48" not in page
    assert "Asian" not in page + file


async def test_two_rounds_are_compared_with_their_interval(played: HttpStage) -> None:
    one = await asking(played)
    await one.answered(22, ("asian",) * 48)
    await one.do("close")
    first = one.ref
    await one.opened()
    await one.answered(38, ("asian",) * 61)
    await one.do("close")
    page = (await one.get("officer")).text

    assert f"Change since {first}" in page
    assert "+16.5 points [\N{MINUS SIGN}2.2, +33.7], no clear change" in page


async def test_who_may_see_and_take_out(played: HttpStage) -> None:
    one = await asking(played)
    await one.do("issue-tokens", count=3)
    told = {
        who: [(await one.get(who, path)).status_code for path in ("", "/figures.csv", "/links")]
        for who in ("officer", "investigator", "other_investigator", "analyst", "auditor")
    }
    analyst = (await one.get("analyst")).text

    assert told == {
        "officer": [200, 200, 200],
        "investigator": [200, 403, 403],
        "other_investigator": [404, 403, 403],
        "analyst": [200, 200, 403],
        "auditor": [403, 403, 403],
    }
    assert one.world.refs["own"] not in analyst
    assert "How the next meeting is held" not in analyst


async def test_comments_are_for_insight_managers_and_reading_them_is_written_down(
    played: HttpStage,
) -> None:
    one = await asking(played)
    await one.do("enter", answers={"PPT-AWARE": "yes"}, free_text="Come to the mosque first.")
    told = {
        who: (await one.get(who, "/comments")).status_code
        for who in ("insight", "head", "officer", "analyst", "governance")
    }
    comments = (await one.get("insight", "/comments")).text
    logged = [each for each in played.system.access_log.entries() if one.ref in each.shown]
    everybody = (await one.get("officer")).text

    assert told == {"insight": 200, "head": 403, "officer": 403, "analyst": 403, "governance": 403}
    assert "Come to the mosque first." in comments
    assert "Come to the mosque first." not in everybody
    assert {(each.who, each.action) for each in logged} == {("insight", Action.CONSULT)}


async def test_links_are_printed_and_taken_out_and_both_are_written_down(
    played: HttpStage,
) -> None:
    one = await asking(played)
    await one.do("issue-tokens", count=3)
    page = (await one.get("duty", "/links?batch=1")).text
    file = (await one.get("duty", "/links.csv?batch=1")).text
    logged = [each for each in played.system.access_log.entries() if one.ref in each.shown]

    assert (page.count("feedback/<wbr>"), file.count("/adborth/")) == (3, 3)
    assert {(each.who, each.action) for each in logged} == {("duty", Action.EXPORT)}
    await one.do("close")
    assert (await one.get("duty", "/links?batch=1")).status_code == 404


async def test_a_round_runs_from_its_forms(played: HttpStage) -> None:
    one = await asking(played)
    incident = one.world.refs["own"]
    when = {"closes_at-date": "2099-01-01", "closes_at-time": "09:00"}
    typed = {"ref": incident, "questions": "PPT-AWARE", "languages": "en", "mode": "token"}
    said = {"level": "consult", "can_change": "Little. Fictional."}
    refused = await one.send("duty", "/feedback-rounds/new", **typed, **when, level="consult")
    opened = await one.send("duty", "/feedback-rounds/new", **typed, **when, **said)
    assert (refused.status_code, "Say what an answer can change" in refused.text) == (422, True)
    assert opened.status_code == 303, opened.text
    one.ref = opened.headers["location"].rpartition("/")[2]
    at = f"/feedback-rounds/{one.ref}"

    for verb, who, form in (
        ("issue-tokens", "duty", {"count": "5"}),
        (
            "enter",
            "duty",
            {"answers-PPT-AWARE": "yes", "free_text": "Ring first.", "language": "en"},
        ),
        ("close", "duty", {}),
    ):
        sent = await one.send(who, f"{at}/do/{verb}", **form)
        assert sent.status_code == 303, sent.text
    early = await one.send("duty", f"{at}/do/report")
    assert (early.status_code, "have not been read" in early.text) == (409, True)
    comments = (await one.get("insight", "/comments")).text
    response = comments.partition("?response=")[2].partition('"')[0]
    for verb, who, form in (
        ("screen", "insight", {"response": response, "outcome": "ok"}),
        ("report", "duty", {}),
        ("tell-participants", "duty", {"what_changed": "We ring first now.", "count": "12"}),
    ):
        sent = await one.send(who, f"{at}/do/{verb}", **form)
        assert sent.status_code == 303, sent.text
    page = (await one.get("duty")).text
    assert "Reported, and participants told" in page
    assert "We ring first now." in page


async def test_what_an_incident_was_told_is_listed_from_its_page(played: HttpStage) -> None:
    one = await asking(played)
    incident = one.world.refs["own"]
    page = await one.world.ask("duty", f"/incidents/{incident}")
    listed = await one.world.ask("duty", f"/feedback-rounds?incident={incident}")
    everything = await one.world.ask("analyst", "/feedback-rounds")

    assert f"/feedback-rounds?incident={incident}" in page.text
    assert one.ref in listed.text
    assert f"/feedback-rounds/new?incident={incident}" in listed.text
    assert (one.ref in everything.text, incident in everything.text) == (True, False)


async def test_the_impact_of_a_response_has_what_was_said_once_the_round_is_closed(
    played: HttpStage,
) -> None:
    one = await asking(played)
    await one.answered(22)
    impact = f"/impact/{one.world.refs['own']}"
    [open_] = (await one.world.ask("officer", f"/api/v1{impact}")).json()["feedback"]
    await one.do("close")
    [closed] = (await one.world.ask("officer", f"/api/v1{impact}")).json()["feedback"]
    page = (await one.world.ask("officer", impact)).text

    assert (open_["responses"], open_["measures"]) == (48, [])
    [said] = [each for each in closed["measures"] if each["measure"] == "PPT-IMPARTIAL"]
    assert (said["k"], said["n"], said["verdict"]) == (22, 48, "below")
    assert "22 of 48, 45.8% (32.6 to 59.7)" in page


async def test_what_reported_rounds_said_is_added_up_over_what_counts_for_the_reader(
    played: HttpStage,
) -> None:
    one = await asking(played)
    await one.answered(22)
    await one.do("close")
    before = (await one.world.ask("officer", "/api/v1/impact")).json()["together"]["feedback"]
    await one.do("report")
    await played.caught_up(played.system.store.position())
    page = (await one.world.ask("analyst", "/impact")).text
    told_to = {
        who: (await one.world.ask(who, "/api/v1/impact")).json()["together"]["feedback"]
        for who in ("officer", "other_investigator")
    }

    assert before == told_to["other_investigator"] == []
    assert [(each["k"], each["n"], each["rounds"]) for each in told_to["officer"]] == [(22, 48, 1)]
    assert "22 of 48, 45.8% (32.6 to 59.7)" in page
