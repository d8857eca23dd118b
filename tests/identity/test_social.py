"""Social sign-in against a real OpenID Connect provider (npm `oidc-provider`), and a dishonest one."""

import json
import re
import shutil
import subprocess
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from backend.core import clock
from backend.settings import OidcProvider
from tests.identity.stage import ask, changed_settings, enter, later, rows, stranger
from tests.world import ORIGIN, Person, last_code

STAND_INS = Path(__file__).parents[1] / "stand-ins"
CLIENT, SECRET = "pumasi", "only-for-tests"
CALLBACK = f"{ORIGIN}/api/v1/sign-in/providers/village/callback"
FAILED = "/sign-in?problem=social-sign-in-failed"


def started(script: str, *arguments: str) -> Iterator[str]:
    node = shutil.which("node") or str(Path(".local/node/bin/node").absolute())
    process = subprocess.Popen(
        [node, str(STAND_INS / script), *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout
    issuer = process.stdout.readline().strip()
    assert issuer.startswith("http://127.0.0.1:"), f"{script} did not start: npm ci in {STAND_INS}"
    yield issuer
    process.terminate()
    process.wait(timeout=10)


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    yield from started("oidc.mjs", CLIENT, SECRET, CALLBACK)


@pytest.fixture(scope="module")
def dishonest() -> Iterator[str]:
    yield from started("dishonest-oidc.mjs")


@pytest.fixture
def village(monkeypatch: pytest.MonkeyPatch, issuer: str) -> Iterator[str]:
    """The server knows one provider, called `village`."""
    provider = OidcProvider("village", issuer, CLIENT, SECRET, "마을")
    with changed_settings(monkeypatch, oidc=(provider,)):
        yield issuer


async def depart(person: Person) -> str:
    answer = await person.get("/sign-in/providers/village/start")
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


async def prove(url: str, login: str) -> str:
    """Be `login` at the provider and agree. Returns the address that it sends the browser back to."""
    async with httpx.AsyncClient() as there:
        for _ in range(20):
            if url.startswith(ORIGIN):
                return url
            answer = await there.get(url)
            if answer.is_redirect:
                url = str(answer.url.join(answer.headers["location"]))
                continue
            form = re.search(r'action="([^"]+)"', answer.text)
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            assert form
            assert prompt, answer.text
            fields = {"prompt": prompt.group(1), "login": login, "password": "x"}
            answer = await there.post(str(answer.url.join(form.group(1))), data=fields)
            url = str(answer.url.join(answer.headers["location"]))
    raise AssertionError("the provider never came back")


async def come_back(person: Person, url: str) -> httpx.Response:
    return await person.client.get(url.removeprefix(ORIGIN))


async def link(person: Person, login: str) -> None:
    """The first time: prove the login, then the phone number."""
    answer = await come_back(person, await prove(await depart(person), login))
    assert (answer.status_code, answer.headers["location"]) == (302, "/sign-in?link=village")
    await ask(person)
    answer = await enter(person, last_code(person.phone), link=True)
    assert answer.status_code == 201, answer.text


async def test_the_providers_are_listed(app, village):
    answer = await stranger(app).get("/sign-in/providers")
    assert answer.json() == {"items": [{"name": "village", "title": "마을"}]}


async def test_without_configuration_there_is_none(app):
    assert (await stranger(app).get("/sign-in/providers")).json() == {"items": []}
    assert (await stranger(app).get("/sign-in/providers/village/start")).status_code == 404
    assert (await stranger(app).get("/sign-in/providers/village/callback?code=x&state=y")).status_code == 404


async def test_the_request_carries_pkce_state_and_nonce(app, village):
    asked = parse_qs(urlsplit(await depart(stranger(app))).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert len(asked["state"][0]) >= 43
    assert len(asked["nonce"][0]) >= 43
    assert asked["state"] != asked["nonce"]
    assert (asked["redirect_uri"], asked["response_type"]) == ([CALLBACK], ["code"])


async def test_the_first_time_needs_a_phone_number_and_the_next_does_not(app, village):
    person = stranger(app, "이순자")
    await link(person, "sunja")
    me = (await person.get("/me")).json()

    elsewhere = stranger(app)
    answer = await come_back(elsewhere, await prove(await depart(elsewhere), "sunja"))
    assert (answer.status_code, answer.headers["location"]) == (302, "/")
    assert (await elsewhere.get("/me")).json() == me
    sessions = (await elsewhere.get("/me/sessions")).json()["items"]
    assert [s["method"] for s in sessions if s["current"]] == ["social"]


async def test_a_social_sign_in_alone_opens_no_account(app, village, servers):
    before = await rows(servers, "SELECT count(*) AS n FROM account")
    person = stranger(app)
    await come_back(person, await prove(await depart(person), "nobody-yet"))
    assert (await person.get("/me")).status_code == 401
    assert await rows(servers, "SELECT count(*) AS n FROM account") == before


async def test_nothing_is_linked_unless_the_person_asks(app, village):
    """On a shared phone, one begins with a social sign-in and another then signs in with a code."""
    begun = stranger(app)
    await come_back(begun, await prove(await depart(begun), "first-person"))
    await ask(begun)
    assert (await enter(begun, last_code(begun.phone))).status_code == 201
    elsewhere = stranger(app)
    answer = await come_back(elsewhere, await prove(await depart(elsewhere), "first-person"))
    assert answer.headers["location"] == "/sign-in?link=village"


async def test_linking_without_a_social_sign_in_is_refused_and_costs_no_code(app, village):
    person = stranger(app)
    await ask(person)
    answer = await enter(person, last_code(person.phone), link=True)
    assert (answer.status_code, answer.json()["code"]) == (422, "link-over")
    assert (await enter(person, last_code(person.phone))).status_code == 201


async def test_a_link_waits_ten_minutes(app, village):
    person = stranger(app)
    await come_back(person, await prove(await depart(person), "slow"))
    with later(minutes=11):
        await ask(person)
        assert (await enter(person, last_code(person.phone), link=True)).json()["code"] == "link-over"


async def test_a_login_stays_with_its_first_account(app, village, servers):
    first, second = stranger(app), stranger(app)
    back = [await prove(await depart(person), "contested") for person in (first, second)]
    for person, url in zip((first, second), back, strict=True):
        await come_back(person, url)
    for person in (first, second):
        await ask(person)
        assert (await enter(person, last_code(person.phone), link=True)).status_code == 201
    linked = await rows(servers, "SELECT account_id::text FROM external_login WHERE subject = 'contested'")
    me = (await first.get("/me")).json()
    assert linked == [{"account_id": me["account"]["id"]}]


async def test_an_answer_works_once_and_only_in_the_browser_that_began(app, village):
    person, victim = stranger(app), stranger(app)
    await link(person, "mallory")
    url = await prove(await depart(person), "mallory")
    await depart(victim)
    answer = await come_back(victim, url)
    assert answer.headers["location"] == FAILED, "a victim must not be signed in as the attacker"
    assert (await victim.get("/me")).status_code == 401
    state = dict(person.client.cookies)["oidc"]
    assert (await come_back(person, url)).headers["location"] == "/"
    person.client.cookies.set("oidc", state, domain="testserver.local", path="/")
    assert (await come_back(person, url)).headers["location"] == FAILED


async def test_a_cancelled_or_broken_answer_leads_back_to_the_start(app, village):
    person = stranger(app)
    state = parse_qs(urlsplit(await depart(person)).query)["state"][0]
    for query in (
        "error=access_denied",
        "code=x",
        "state=y&code=x",
        f"state={state}",
        f"state={state}&code=made-up",
    ):
        answer = await person.get(f"/sign-in/providers/village/callback?{query}")
        assert (answer.status_code, answer.headers["location"]) == (302, FAILED), query
    assert (await person.get("/me")).status_code == 401


async def test_an_answer_ends_after_ten_minutes(app, village):
    person = stranger(app)
    url = await prove(await depart(person), "late")
    with later(minutes=11):
        assert (await come_back(person, url)).headers["location"] == FAILED


async def test_a_provider_that_is_down_is_told(app, monkeypatch):
    provider = OidcProvider("village", "http://127.0.0.1:9", CLIENT, SECRET, "마을")
    with changed_settings(monkeypatch, oidc=(provider,)):
        answer = await stranger(app).get("/sign-in/providers/village/start")
    assert (answer.status_code, answer.headers["location"]) == (302, FAILED)


async def test_only_a_token_that_passes_every_check_is_believed(app, monkeypatch, dishonest):
    now = int(clock.now().timestamp())
    honest = {"iss": dishonest, "aud": CLIENT, "sub": "dana", "iat": now, "exp": now + 300}
    lies: dict[str, dict[str, Any]] = {
        "another issuer": {"iss": "https://evil.example"},
        "for another client": {"aud": "someone-else"},
        "authorised for another client": {"aud": [CLIENT, "someone-else"], "azp": "someone-else"},
        "expired": {"exp": now - 300},
        "from the future": {"iat": now + 600},
        "of another sign-in": {"nonce": "another"},
        "without nonce": {"nonce": None},
        "without subject": {"sub": None},
        "a subject that is no string": {"sub": 7},
        "signed with an unpublished key": {"_key": "foreign"},
        "not signed": {"_alg": "none"},
    }
    provider = OidcProvider("village", dishonest, CLIENT, SECRET, "마을")
    with changed_settings(monkeypatch, oidc=(provider,)):
        for name, lie in {**lies, "the truth": {}}.items():
            person = stranger(app)
            asked = parse_qs(urlsplit(await depart(person)).query)
            claims = {k: v for k, v in {**honest, "nonce": asked["nonce"][0], **lie}.items() if v is not None}
            code = urlsafe_b64encode(json.dumps(claims).encode()).decode()
            answer = await person.get(
                f"/sign-in/providers/village/callback?code={code}&state={asked['state'][0]}"
            )
            believed = answer.headers["location"] != FAILED
            assert believed == (name == "the truth"), name
