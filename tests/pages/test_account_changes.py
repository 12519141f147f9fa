"""Whoever gives somebody a role is written down, whichever way it is given."""

from uuid import uuid4

from tests.pages.desk import seated
from tests.site import Site


def changes(site: Site, ref: str) -> list[dict[str, object]]:
    """What the access log has of an account, oldest first."""
    with site.visitor("auditor") as auditor:
        asked = {"record": f"account {ref}", "action": "account"}
        answer = auditor.get("/api/v1/access-log", params=asked).raise_for_status()
    found: list[dict[str, object]] = answer.json()["items"]
    return found[::-1]


def test_a_role_that_a_head_gives_is_written_down_with_who_gave_it(site: Site) -> None:
    head, _ = site.sign_ins["head_of_se"]
    name = f"Somebody {uuid4().hex} [F]"
    with seated(site, "head_of_se") as desk:
        people = desk.client.get("/people").text
        ref = "insight"
        assert f"/people/{ref}" in people
        fields = {"name": name, "role": "reviewer", "region": "wales", "officer": ""}
        desk.client.post(f"/people/{ref}", data=fields).raise_for_status()
        desk.client.post(f"/people/{ref}", data={**fields, "role": "insight_manager"})
        page = desk.client.get(f"/people/{ref}")

    given, back = changes(site, "insight")[-2:]
    assert page.status_code == 200
    assert (given["who"], given["role"]) == (head, "head_of_se")
    assert given["shown"] == ["role reviewer", "region wales", "reference none"]
    assert back["shown"] == ["role insight_manager", "region wales", "reference none"]
    assert name not in str([given, back])


def test_what_changes_nothing_is_not_written_down(site: Site) -> None:
    before = len(changes(site, "analyst"))
    with seated(site, "head_of_se") as desk:
        sent = desk.client.post(
            "/people/analyst",
            data={"name": "Other name [F]", "role": "analyst", "region": "south-west"},
        )

    assert sent.status_code == 200
    assert len(changes(site, "analyst")) == before
