"""Letters reach a real SMTP server once, say who they are from, and can be stopped with one click."""

import re
from datetime import timedelta
from uuid import UUID

import msgspec
import pytest

from backend import settings
from backend.core import clock
from backend.notifications.channels.email import posts
from backend.notifications.channels.email.posts import Relay
from backend.notifications.channels.email.unsubscribing import token_of
from tests.processes import free_port

PATH = "/api/v1/public/email/unsubscribe/"


def optional_topic() -> str:
    from backend.notifications.topics import TOPICS

    return next(topic.name for topic in TOPICS.values() if topic.optional)


async def test_a_letter_has_a_text_an_html_part_and_a_way_out(office, firm, worker, server, monkeypatch):
    secure = msgspec.structs.replace(
        settings.current(), base_url="https://pumasi.example", email_from="품앗이 <no-reply@pumasi.example>"
    )
    monkeypatch.setattr(settings, "current", lambda: secure)
    await office.address(worker, "soonja@example.kr")
    told = await office.tell(worker, topic="no_show", site="<b>한강</b> & 빌딩")
    await office.send()
    assert await office.states(told) == [("sent", None)]
    [letter] = server.taken
    assert server.to == ["soonja@example.kr"]
    assert letter["From"] == "푸른손 클린 <no-reply@pumasi.example>"
    assert letter["Subject"] == "<b>한강</b> & 빌딩: 아직 출근 전이에요"
    assert letter["Message-ID"].endswith("@pumasi.example>")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = letter.get_body(("plain",)).get_content()
    assert f"https://pumasi.example/open/{firm.org_id}/{told}?to=/today" in text
    html = letter.get_body(("html",)).get_content()
    assert "&lt;b&gt;한강&lt;/b&gt; &amp; 빌딩" in html
    assert "<b>" not in html


async def test_many_letters_share_a_few_connections(office, firm, worker, server):
    for n in range(20):
        person = await firm.hire(f"직원{n}")
        await office.address(person, f"a{n}@example.kr")
    told = await office.tell(*firm.people[2:])
    await office.send()
    assert set(await office.states(told)) == {("sent", None)}
    assert len(set(server.to)) == 20
    assert len(server.sessions) <= 8


@pytest.mark.parametrize(
    ("step", "answer", "state"),
    [
        ("rcpt", "451 try later", ("queued", "provider_down")),
        ("rcpt", "550 no such user", ("failed", "refused")),
        ("data", "452 too busy", ("queued", "provider_down")),
        ("data", "554 spam", ("failed", "refused")),
    ],
)
async def test_four_is_later_and_five_is_never(office, worker, server, step, answer, state):
    await office.address(worker, "soonja@example.kr")
    server.answers[step] = [answer]
    told = await office.tell(worker)
    await office.send()
    assert await office.states(told) == [state]
    with clock.stopped_at(clock.now() + timedelta(seconds=30)):
        await office.send()
    assert len(server.taken) == (state[0] == "queued")


async def test_a_letter_whose_answer_never_came_is_sent_again_as_the_same_one(
    office, worker, server, monkeypatch
):
    monkeypatch.setattr(posts, "TIMEOUT_S", 0.3)
    await office.address(worker, "soonja@example.kr")
    take = server.handle_DATA

    async def take_and_hang(*what):
        await take(*what)
        server.handle_DATA = take
        import asyncio

        await asyncio.sleep(1)
        return "250 OK"

    server.handle_DATA = take_and_hang
    told = await office.tell(worker)
    await office.send()
    assert await office.states(told) == [("unknown", "no_answer")]
    with clock.stopped_at(clock.now() + timedelta(minutes=2)):
        await office.ask()
        await office.send()
    assert await office.states(told) == [("sent", None)]
    assert len({letter["Message-ID"] for letter in server.taken}) == 1


async def test_the_next_relay_takes_over(office, firm, worker, server, relays):
    await office.address(worker, "soonja@example.kr")
    dead = Relay(f"smtp://localhost:{free_port()}")
    relays(dead, Relay(f"smtp://127.0.0.1:{server.port}"))
    told = await office.tell(worker)
    await office.send()
    assert await office.states(told) == [("sent", None)]
    [event] = await firm.events("ProviderSwitched")
    assert '"after": "127.0.0.1"' in event["data"]


async def test_a_connection_that_the_relay_closed_is_not_used(office, worker, server, monkeypatch):
    await office.address(worker, "soonja@example.kr")
    [relay] = posts.posts()
    for _ in range(2):
        told = await office.tell(worker)
        await office.send()
        assert await office.states(told) == [("sent", None)]
        for connection, _ in relay.idle:
            connection.transport.abort()
    assert len(server.taken) == 2


async def test_what_somebody_typed_begins_no_header(office, firm, worker, server):
    await office.address(worker, "soonja@example.kr")
    await office.tell(worker, topic="no_show", site="빌딩\r\nBcc: everybody@example.kr\r\n\r\nhello")
    await office.send()
    [letter] = server.taken
    assert letter["Bcc"] is None
    assert server.to == ["soonja@example.kr"]


async def test_one_click_stops_the_topic_and_looking_does_not(office, worker, server, ledger):
    topic = optional_topic()
    await office.address(worker, "soonja@example.kr")
    await office.tell(worker, topic=topic)
    await office.send()
    [letter] = server.taken
    path = re.search(r"<http://testserver(.+)>", letter["List-Unsubscribe"]).group(1)
    page = await worker.client.get(path)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    told = await office.tell(worker, topic=topic)
    assert await office.states(told) == [("queued", None)]

    click = await worker.client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert click.status_code == 200
    assert await office.states(told) == [("suppressed", "turned_off")]  # what waited does not leave either
    told = await office.tell(worker, topic=topic)
    assert await office.states(told) == [("suppressed", "turned_off")]
    assert (await worker.client.post(path[:-6] + "aaaaaa", data={})).status_code == 404


async def test_all_letters_stop_when_somebody_asks_for_that(office, worker, server):
    await office.address(worker, "soonja@example.kr")
    waiting = await office.tell(worker)
    token = token_of(UUID(worker.account_id), "no_show")
    answer = await worker.client.post(PATH + token, data={"List-Unsubscribe": "One-Click"})
    assert "이제 메일을 보내지 않아요" in answer.text
    await office.send()
    assert await office.states(waiting) == [("suppressed", "stopped")]
    told = await office.tell(worker)
    assert await office.states(told) == [("suppressed", "no_address")]
    assert server.taken == []
