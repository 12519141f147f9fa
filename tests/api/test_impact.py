"""What responses did, over HTTP: who may read it, and the same figures in page and answer."""

from api.staging import HttpStage
from tests.api.world import World, build


async def triage(world: World, name: str) -> str:
    ref = world.refs[name]
    said = "Said at such a length that a reader understands."
    await world.done(
        "head",
        f"/incidents/{ref}/triage",
        level="high_profile",
        rationale=said,
        initial_tension="amber",
        due_regard=said,
    )
    return ref


async def test_one_response_in_figures_and_on_its_page(played: HttpStage) -> None:
    world = await build(played)
    ref = await triage(world, "own")
    await world.done(
        "duty",
        f"/incidents/{ref}/make-commitment",
        to=world.refs["taking_part"],
        text="A letter.",
        due_at="2099-01-01T09:00:00Z",
    )
    told = (await world.ask("head", f"/api/v1/impact/{ref}")).json()
    page = await world.ask("head", f"/impact/{ref}")

    assert (told["commitments"], told["commitments_due"]) == (3, 0)
    assert told["commitments_kept_rate"] is None
    assert told["minutes_spent"] == 0
    assert (page.status_code, "3 made, 0 kept" in page.text) == (200, True)
    assert "nothing is due" in page.text


async def test_it_is_for_those_who_may_know_of_the_response(played: HttpStage) -> None:
    world = await build(played)
    told = {
        who: [
            (await world.ask(who, f"/api/v1/impact/{world.refs[name]}")).status_code
            for name in ("own", "elsewhere", "restricted")
        ]
        for who in ("head", "officer", "investigator", "insight", "analyst", "auditor")
    }

    assert told == {
        "head": [200, 200, 200],
        "officer": [200, 200, 200],
        "investigator": [200, 404, 200],
        "insight": [200, 200, 404],
        "analyst": [404, 404, 404],
        "auditor": [403, 403, 403],
    }


async def test_an_analyst_counts_responses_and_is_told_of_none(played: HttpStage) -> None:
    world = await build(played)
    for name in ("own", "elsewhere", "restricted"):
        await triage(world, name)
    person = {"stakeholder": world.refs["taking_part"]}
    mapped = await world.done(
        "duty", f"/incidents/{world.refs['own']}/map-community", name="The ring", contacts=[person]
    )
    await played.caught_up(mapped["position"])
    of = {who: (await world.ask(who, "/api/v1/impact")).json() for who in ("analyst", "head")}
    page = await world.ask("analyst", "/impact")
    own = (await world.ask("investigator", "/api/v1/impact")).json()

    assert of["analyst"]["items"] == []
    assert (of["analyst"]["together"]["responses"], of["head"]["together"]["responses"]) == (2, 3)
    assert (of["analyst"]["together"]["mapped"], of["head"]["together"]["mapped"]) == (None, 1)
    assert of["analyst"]["together"]["reach"] is None
    assert len(of["head"]["items"]) == 3
    assert [one["ref"] for one in own["items"]] == [world.refs["restricted"], world.refs["own"]]
    assert (page.status_code, world.refs["own"] in page.text) == (200, False)
    assert "fewer than 10" in page.text


async def test_the_list_goes_on_where_a_page_of_it_ended(played: HttpStage) -> None:
    world = await build(played)
    refs = [await triage(world, name) for name in ("own", "elsewhere", "restricted")]
    await played.caught_up(played.system.store.position())
    first = (await world.ask("head", "/api/v1/impact?limit=2")).json()
    rest = (await world.ask("head", f"/api/v1/impact?limit=2&cursor={first['cursor']}")).json()

    assert [one["ref"] for one in first["items"] + rest["items"]] == refs[::-1]
    assert rest["cursor"] is None
