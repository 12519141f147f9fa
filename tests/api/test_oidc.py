"""Signing in with an organisation's own sign-in, against a provider that is a real process."""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from api.settings import SettingsWrong, read_settings
from api.staging import HttpStage, stage
from services.nats_server import NatsServer
from services.people import Person
from tests import html
from tests.provider import Provider, provider

AMINA = {
    "name": "Amina Example",
    "roles": ["something-else", "SE-Duty"],
    "region": "north-west",
    "officer": "OFC-01",
}
ROLES = "SE-Duty=duty_officer,SE-Head=head_of_se"
AWAY, BACK = "/sign-in/organisation", "/sign-in/organisation/back"


@pytest.fixture(scope="module")
def sso() -> Iterator[Provider]:
    with provider() as running:
        yield running


@pytest.fixture
async def played(
    tmp_path: Path, own_nats_server: NatsServer, sso: Provider
) -> AsyncIterator[HttpStage]:
    secret = tmp_path / "oidc.secret"
    secret.write_text("made up for this test\n")
    settings = read_settings(
        data=tmp_path,
        nats_url=own_nats_server.url,
        base_url="http://box1",
        oidc_issuer=sso.url,
        oidc_client_id="box1",
        oidc_client_secret_file=secret,
        oidc_roles=ROLES,
        local_accounts=False,
    )
    async with stage(settings) as played:
        sso.say("amina", AMINA)
        yield played


async def away(http: httpx2.AsyncClient, next: str = "/account") -> str:
    answer = await http.get(AWAY, params={"next": next})
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def sign_in(http: httpx2.AsyncClient, sso: Provider, subject: str) -> httpx2.Response:
    return await http.get(sso.vouch(await away(http), subject))


def only(played: HttpStage) -> Person:
    (person,) = played.system.people.everyone()
    return person


async def test_whoever_the_organisation_vouches_for_is_signed_in(
    http: httpx2.AsyncClient, played: HttpStage, sso: Provider
) -> None:
    answer = await sign_in(http, sso, "amina")

    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert (await http.get("/account")).status_code == 200
    person = only(played)
    assert (person.name, person.role) == ("Amina Example", "duty_officer")
    assert (person.region, person.officer) == ("north-west", "OFC-01")


async def test_the_way_there_asks_for_a_code_with_pkce_a_state_and_a_nonce(
    http: httpx2.AsyncClient, sso: Provider
) -> None:
    asked = parse_qs(urlsplit(await away(http)).query)

    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert asked["redirect_uri"] == [f"http://box1{BACK}"]
    assert min(len(asked[name][0]) for name in ("state", "nonce")) >= 20


async def test_a_link_on_another_site_signs_nobody_in_by_itself(http: httpx2.AsyncClient) -> None:
    answer = await http.get(AWAY, headers={"Sec-Fetch-Site": "cross-site"})

    assert (answer.status_code, AWAY in answer.text) == (200, True)
    assert "location" not in answer.headers


async def test_an_answer_with_another_state_is_not_taken(
    http: httpx2.AsyncClient, played: HttpStage, sso: Provider
) -> None:
    back = sso.vouch(await away(http), "amina")
    forged = back.replace("state=", "state=x")
    answer = await http.get(forged)

    assert (answer.status_code, "does not belong" in answer.text) == (400, True)
    assert played.system.people.everyone() == []


async def test_an_answer_counts_only_in_the_browser_that_was_sent(
    http: httpx2.AsyncClient, played: HttpStage, sso: Provider
) -> None:
    back = sso.vouch(await away(http), "amina")
    http.cookies.clear()

    assert (await http.get(back)).status_code == 400
    assert played.system.people.everyone() == []


async def test_an_answer_counts_once(http: httpx2.AsyncClient, sso: Provider) -> None:
    back = sso.vouch(await away(http), "amina")
    kept = dict(http.cookies)
    assert (await http.get(back)).status_code == 303
    http.cookies.clear()
    http.cookies.update(kept)
    again = await http.get(back)

    assert (again.status_code, "used already" in again.text) == (400, True)
    assert (await http.get("/account")).status_code == 303


async def test_a_code_that_was_used_is_refused_by_the_provider_and_here(
    http: httpx2.AsyncClient, sso: Provider
) -> None:
    used = parse_qs(urlsplit(sso.vouch(await away(http), "amina")).query)
    await http.get(BACK, params={"code": used["code"][0], "state": used["state"][0]})
    fresh = parse_qs(urlsplit(await away(http)).query)
    answer = await http.get(BACK, params={"code": used["code"][0], "state": fresh["state"][0]})

    assert answer.status_code == 502
    assert (await http.get("/account")).status_code == 200, "the first sign-in stays"


async def test_an_id_token_for_another_sign_in_is_not_taken(
    http: httpx2.AsyncClient, played: HttpStage, sso: Provider
) -> None:
    address = await away(http)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    back = sso.vouch(address.replace(nonce, "another-sign-ins-nonce"), "amina")

    assert (await http.get(back)).status_code == 502
    assert played.system.people.everyone() == []


async def test_an_id_token_for_another_program_of_the_provider_is_not_taken(
    http: httpx2.AsyncClient, played: HttpStage, sso: Provider
) -> None:
    sso.say("amina", {**AMINA, "aud": "another-program", "azp": "box1"})

    assert (await sign_in(http, sso, "amina")).status_code == 502
    assert played.system.people.everyone() == []


async def test_somebody_without_a_role_has_no_account_and_is_told_so(
    http: httpx2.AsyncClient, played: HttpStage, sso: Provider
) -> None:
    sso.say("ben", {"name": "Ben Example", "roles": ["auditor"], "region": "wales"})
    answer = await sign_in(http, sso, "ben")

    assert (answer.status_code, "You have no role here" in answer.text) == (403, True)
    assert played.system.people.everyone() == []
    assert (await http.get("/account")).status_code == 303


async def test_whoever_gives_up_there_is_not_signed_in_here(
    http: httpx2.AsyncClient, sso: Provider
) -> None:
    answer = await http.get(sso.cancel(await away(http)))

    assert (answer.status_code, "not signed in there" in answer.text) == (403, True)
    assert (await http.get("/account")).status_code == 303


async def test_a_changed_role_counts_from_the_next_sign_in(
    http: httpx2.AsyncClient, played: HttpStage, sso: Provider
) -> None:
    await sign_in(http, sso, "amina")
    before = only(played)
    sso.say("amina", AMINA | {"roles": "SE-Head", "region": "nowhere", "name": "Amina Other"})
    await sign_in(http, sso, "amina")
    after = only(played)

    assert (after.ref, after.name, after.role) == (before.ref, "Amina Other", "head_of_se")
    assert after.region is None


async def test_a_role_that_was_taken_away_ends_what_they_had(
    http: httpx2.AsyncClient, played: HttpStage, sso: Provider
) -> None:
    await sign_in(http, sso, "amina")
    token = played.system.people.issue_token(only(played).ref)
    sso.say("amina", AMINA | {"roles": []})
    await sign_in(http, sso, "amina")

    assert (await http.get("/account")).status_code == 303
    assert played.system.people.by_token(token) is None


async def test_whoever_left_here_is_not_let_in_by_the_organisation(
    http: httpx2.AsyncClient, played: HttpStage, sso: Provider
) -> None:
    await sign_in(http, sso, "amina")
    played.system.people.leave(only(played).ref)

    assert (await sign_in(http, sso, "amina")).status_code == 403
    assert (await http.get("/account")).status_code == 303


async def test_what_was_typed_survives_the_way_there_and_back(
    http: httpx2.AsyncClient, sso: Provider, tmp_path: Path
) -> None:
    held = {"next": "/incidents/raise", "held": "title=The+crowd+at+the+station"}
    there = await http.post(AWAY, data=held)
    address = there.text.partition('href="' + sso.url)[2].partition('"')[0]
    back = sso.vouch(sso.url + address.replace("&amp;", "&"), "amina")
    written = b"".join(file.read_bytes() for file in tmp_path.glob("people.db*"))
    answer = await http.get(back)

    assert there.status_code == 200
    assert b"station" not in written
    assert 'value="The crowd at the station"' in answer.text
    assert 'action="/incidents/raise"' in answer.text


@pytest.mark.html
async def test_the_pages_on_the_way_are_valid_html(
    http: httpx2.AsyncClient, sso: Provider, tmp_path: Path
) -> None:
    sso.say("ben", {"name": "Ben Example", "roles": []})
    held = {"next": "/incidents/raise", "held": "title=The+crowd"}
    cancelled = sso.cancel(await away(http))
    pages = {
        "sign-in": (await http.get("/sign-in")).text,
        "cancelled": (await http.get(cancelled)).text,
        "away": (await http.post(AWAY, data=held)).text,
        "held": (await http.get(BACK)).text,
        "no-role": (await sign_in(http, sso, "ben")).text,
    }
    folder = tmp_path / "pages"
    folder.mkdir()

    assert html.faults(pages, folder) == []


async def test_where_passwords_are_switched_off_there_is_no_other_way_in(
    http: httpx2.AsyncClient, played: HttpStage
) -> None:
    played.system.people.enrol(Person("ben", "B", "auditor"), "seven blue kettles")
    shown = (await http.get("/sign-in")).text
    answer = await http.post("/sign-in", data={"person": "ben", "password": "seven blue kettles"})

    assert 'type="password"' not in shown
    assert (answer.status_code, "no passwords here" in answer.text) == (403, True)


async def test_a_provider_that_does_not_answer_is_told_as_such(
    tmp_path: Path, own_nats_server: NatsServer
) -> None:
    settings = read_settings(
        data=tmp_path,
        nats_url=own_nats_server.url,
        oidc_issuer="http://127.0.0.1:9",
        oidc_client_id="box1",
    )
    async with stage(settings) as played:
        answer = await played.http.get(AWAY)

    assert (answer.status_code, "did not answer" in answer.text) == (502, True)


@pytest.mark.parametrize(
    "given",
    [
        {"oidc_issuer": "http://sso.example", "oidc_client_id": "box1"},
        {"oidc_issuer": "https://sso.example"},
        {"oidc_roles": "SE-Duty=duty_ofificer"},
        {"local_accounts": False},
    ],
)
def test_settings_that_would_let_nobody_or_anybody_in_are_refused(given: dict[str, object]) -> None:
    with pytest.raises(SettingsWrong):
        read_settings(**given)


async def test_each_sign_in_leaves_a_line_with_the_account_that_it_is(
    http: httpx2.AsyncClient, played: HttpStage, sso: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "api.sign_in_log")
    await sign_in(http, sso, "amina")
    sso.say("ben", {"name": "Ben Example", "roles": ["none of ours"]})
    await sign_in(http, sso, "ben")
    await http.get(BACK, params={"state": "guessed", "code": "guessed"})
    fields = [record.__dict__["fields"] for record in caplog.records]

    assert [(told["factor"], told["outcome"], told["account"]) for told in fields] == [
        ("organisation", "signed in", only(played).ref),
        ("organisation", "refused", ""),
        ("organisation", "refused", ""),
    ]
