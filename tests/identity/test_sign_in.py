"""Signing in with a code by SMS."""

from tests.identity.stage import ask, changed_settings, enter, later, rows, stranger, together, wrong_code
from tests.world import last_code, outbox


async def test_the_first_sign_in_opens_an_account(app):
    person = stranger(app, "이순자")
    answer = await ask(person)
    assert answer.status_code == 202
    assert answer.json() == {"expires_in_s": 600, "resend_in_s": 30}

    answer = await enter(person, last_code(person.phone), name="이순자")
    assert answer.status_code == 201
    assert answer.json()["account"] | {"id": ""} == {
        "id": "",
        "name": "이순자",
        "phone": person.phone,
        "language": "ko",
        "text_size": None,
    }
    assert answer.json()["memberships"] == []
    assert (await person.get("/me")).json() == answer.json()


async def test_the_next_sign_in_finds_the_same_account_with_its_organisations(app, firm):
    again = stranger(app, phone=firm.owner.phone)
    await again.sign_in()
    assert again.account_id == firm.owner.account_id
    me = (await again.get("/me")).json()
    assert [m["org_id"] for m in me["memberships"]] == [firm.org_id]
    assert me["account"]["name"] == "김영숙"


async def test_known_and_unknown_numbers_are_answered_alike(app, firm):
    known, unknown = stranger(app, phone=firm.owner.phone), stranger(app)
    answers = [await ask(known), await ask(unknown)]
    assert answers[0].status_code == answers[1].status_code == 202
    assert answers[0].content == answers[1].content
    wrong = [await enter(known, wrong_code(known.phone)), await enter(unknown, wrong_code(unknown.phone))]
    assert wrong[0].status_code == wrong[1].status_code == 422
    assert wrong[0].content == wrong[1].content
    assert outbox()[-1]["to"] == unknown.phone


async def test_a_number_may_be_written_as_people_write_it(app):
    person = stranger(app)
    local = "0" + person.phone.removeprefix("+82")
    person.phone = f"{local[:3]}-{local[3:7]} {local[7:]}"
    assert (await ask(person)).status_code == 202
    assert outbox()[-1]["to"] == "+82" + local[1:]


async def test_a_wrong_code_is_refused_and_counted_although_refused(app):
    person = stranger(app)
    await ask(person)
    for left in (4, 3, 2, 1, 0):
        answer = await enter(person, wrong_code(person.phone))
        assert (answer.status_code, answer.json()["code"], answer.json()["tries_left"]) == (
            422,
            "code-wrong",
            left,
        )
    answer = await enter(person, last_code(person.phone))
    assert (answer.status_code, answer.json()["code"]) == (422, "code-over")


async def test_a_counted_try_survives_an_idempotency_key(app, worker):
    """Somebody signed in guesses at another number: the stored-answer transaction must not undo the count."""
    victim = stranger(app)
    await ask(victim)
    worker.phone = victim.phone
    for attempt in range(5):
        answer = await worker.post(
            "/sign-in/sessions",
            {"phone": victim.phone, "code": wrong_code(victim.phone)},
            idempotency_key=f"guessing-{attempt}",
        )
        assert answer.json()["code"] == "code-wrong"
    assert (await enter(victim, last_code(victim.phone))).json()["code"] == "code-over"


async def test_parallel_guesses_share_the_five_tries(app):
    person = stranger(app)
    await ask(person)
    wrong = wrong_code(person.phone)
    assert await together(*(enter(stranger(app, phone=person.phone), wrong) for _ in range(12))) == [422] * 12
    assert (await enter(person, last_code(person.phone))).json()["code"] == "code-over"


async def test_a_code_works_once_even_in_parallel(app):
    person = stranger(app)
    await ask(person)
    code = last_code(person.phone)
    statuses = await together(*(enter(stranger(app, phone=person.phone), code) for _ in range(8)))
    assert statuses == [201] + [422] * 7


async def test_a_code_ends_after_ten_minutes(app):
    person = stranger(app)
    await ask(person)
    with later(minutes=10, seconds=1):
        assert (await enter(person, last_code(person.phone))).json()["code"] == "code-over"
    with later(minutes=9):
        assert (await enter(person, last_code(person.phone))).status_code == 201


async def test_only_the_newest_code_counts(app):
    person = stranger(app)
    await ask(person)
    first = last_code(person.phone)
    await ask(person)
    if first != last_code(person.phone):
        assert (await enter(person, first)).json()["code"] == "code-wrong"
    assert (await enter(person, last_code(person.phone))).status_code == 201


async def test_three_codes_in_ten_minutes_and_no_more(app):
    person = stranger(app)
    assert [(await ask(person)).status_code for _ in range(3)] == [202, 202, 202]
    before = len(outbox())
    answer = await ask(person)
    assert (answer.status_code, answer.json()["code"]) == (429, "too-many-codes")
    assert 500 < int(answer.headers["retry-after"]) <= 600
    assert len(outbox()) == before
    with later(minutes=11):
        assert (await ask(person)).status_code == 202


async def test_parallel_askings_share_the_three_codes(app):
    person = stranger(app)
    askers = [stranger(app, phone=person.phone, address=f"198.51.100.{n}") for n in range(1, 9)]
    statuses = await together(*(ask(asker) for asker in askers))
    assert statuses == [202] * 3 + [429] * 5


async def test_ten_codes_a_day_for_one_number(app):
    person = stranger(app)
    sent = 0
    for quarter in range(6):
        with later(minutes=11 * quarter):
            sent += [(await ask(person)).status_code for _ in range(3)].count(202)
    assert sent == 10
    with later(hours=30):
        assert (await ask(person)).status_code == 202


async def test_one_address_cannot_text_everybody(app, monkeypatch):
    from backend.identity import rules

    monkeypatch.setattr(rules, "ASKINGS_PER_WINDOW", 4)
    monkeypatch.setattr(rules, "FREE_ASKINGS", 1)
    with changed_settings(monkeypatch, rate_limits="on"):
        pumping = [(await ask(stranger(app, address="203.0.113.9"))).status_code for _ in range(6)]
        assert pumping == [202] * 4 + [429] * 2
        neighbours = [(await ask(stranger(app, address=f"2001:db8::{n}"))).status_code for n in range(1, 7)]
        assert neighbours == [202] * 4 + [429] * 2, "one IPv6 customer has a whole /64"
        assert (await ask(stranger(app, address="203.0.113.10"))).status_code == 202


async def test_numbers_that_cannot_be_texted_are_refused(app):
    for written, code in (
        ("02-312-3456", "phone-not-valid"),
        ("070-1234-5678", "phone-not-valid"),
        ("hello", "phone-not-valid"),
        ("010-123", "phone-not-valid"),
        ("+1 415 555 2671", "phone-not-valid"),
        ("+44 7400 123456", "country-not-served"),
    ):
        answer = await ask(stranger(app, phone=written))
        assert answer.status_code == 422, written
        if code == "country-not-served":
            assert answer.json()["errors"][0]["pointer"] == "/phone"


async def test_a_setting_opens_more_countries(app, monkeypatch):
    with changed_settings(monkeypatch, countries="KR,GB"):
        assert (await ask(stranger(app, phone="+44 7400 123456"))).status_code == 202


async def test_codes_are_stored_hashed(app, servers):
    person = stranger(app)
    await ask(person)
    [row] = await rows(servers, "SELECT * FROM sign_in_code WHERE phone = $1", person.phone)
    assert last_code(person.phone).encode() not in row["code_hash"]
    assert last_code(person.phone) not in str(row["code_hash"])


async def test_a_number_that_never_signed_in_is_forgotten(app, servers):
    person = stranger(app)
    await ask(person)
    with later(days=1, minutes=1):
        await ask(stranger(app))
    assert await rows(servers, "SELECT 1 FROM sign_in_code WHERE phone = $1", person.phone) == []


async def test_a_broken_sms_provider_is_told(app, monkeypatch):
    from backend.core import sms

    async def failing(to: str, body: str) -> sms.Receipt:
        return sms.Receipt(state="failed", error="20003")

    monkeypatch.setattr(sms, "send", failing)
    answer = await ask(stranger(app))
    assert (answer.status_code, answer.json()["code"]) == (503, "code-not-sent")


async def test_the_message_lets_the_phone_offer_the_code(app, monkeypatch):
    person = stranger(app)
    with changed_settings(monkeypatch, base_url="https://pumasi.example"):
        answer = await person.post("/sign-in/codes", {"phone": person.phone}, origin="https://pumasi.example")
    assert answer.status_code == 202
    assert outbox()[-1]["body"].endswith(f"\n\n@pumasi.example #{last_code(person.phone)}")


async def test_another_site_cannot_sign_anybody_in(app):
    person = stranger(app)
    answer = await person.post("/sign-in/codes", {"phone": person.phone}, origin="https://evil.example")
    assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
