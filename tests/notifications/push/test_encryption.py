"""What we encrypt is read by others: RFC 8291's own example, and npm web-push-testing."""

import base64
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import http_ece
import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from backend.core import tenancy
from backend.core.ids import new_id
from backend.notifications.channels.push import post, vapid
from backend.notifications.queries.devices import Phone
from backend.notifications.service.sending import send_due
from tests.notifications.push.conftest import tell
from tests.notifications.push.test_sending import row
from tests.processes import free_port

STAND_INS = Path(__file__).parents[2] / "stand-ins"

# RFC 8291, appendix A
TEXT = b"When I grow up, I want to be a watermelon"
SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def test_the_example_of_the_rfc_comes_out_byte_by_byte(monkeypatch):
    """Only what is drawn at random is given: the sender's key and the salt."""
    private = ec.derive_private_key(int.from_bytes(raw(SENDER_PRIVATE)), ec.SECP256R1())
    monkeypatch.setattr(ec, "generate_private_key", lambda *_: private)
    monkeypatch.setattr(http_ece.os, "urandom", lambda _: raw(SALT))
    phone = Phone(new_id(), new_id(), "https://push.example.net/", raw(BROWSER_PUBLIC), raw(AUTH), True)

    assert post.encrypt(phone, TEXT) == raw(BODY)


def test_every_message_has_a_key_and_a_salt_of_its_own():
    phone = Phone(new_id(), new_id(), "https://push.example.net/", raw(BROWSER_PUBLIC), raw(AUTH), True)
    bodies = [post.encrypt(phone, TEXT) for _ in range(5)]
    assert len({body[:16] for body in bodies}) == len({body[21:86] for body in bodies}) == 5


async def test_we_sign_once_for_each_push_service(app):
    first, again = vapid.authorization("https://a.example"), vapid.authorization("https://a.example")
    other = vapid.authorization("https://b.example")
    assert first == again != other
    claims = [base64.urlsafe_b64decode(h.split(".")[1] + "==").decode() for h in (first, other)]
    assert ['"https://a.example"' in claims[0], '"https://b.example"' in claims[1]] == [True, True]


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    made = vapid.keep(tmp_path)
    text = made.read_text()
    assert vapid.keep(tmp_path).read_text() == text
    assert made.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == [vapid.FILE]  # noqa: PTH208
    assert vapid.key_of(text).curve.name == "secp256r1"


@pytest.fixture(scope="module")
def testing_server() -> Iterator[str]:
    """npm web-push-testing: it subscribes, checks who we are, decrypts, and expires."""
    node = shutil.which("node") or str(Path(".local/node/bin/node").absolute())
    port = free_port()
    process = subprocess.Popen(
        [node, str(STAND_INS / "web-push-testing.mjs"), str(port)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert "running" in process.stdout.readline(), f"npm ci in {STAND_INS}"
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(timeout=10)


async def test_a_browser_of_npm_web_push_testing_reads_it_and_then_is_gone(
    firm, worker, ledger, testing_server
):
    async with httpx.AsyncClient(base_url=testing_server) as peer:
        asked = {"userVisibleOnly": "true", "applicationServerKey": vapid.public_key()}
        made = (await peer.post("/subscribe", json=asked)).json()["data"]
        device_id = uuid4()
        body = {"endpoint": made["endpoint"], **made["keys"], "shows_text": True}
        assert (await worker.put(f"/me/push-devices/{device_id}", body)).status_code == 201, body

        first = await tell(firm, "living", worker)
        with tenancy.acting_for(org_id=UUID(firm.org_id)):
            await send_due("push")
        assert (await row(ledger, first))["state"] == "sent"
        got = await peer.post("/get-notifications", json={"clientHash": made["clientHash"]})
        [message] = got.json()["data"]["messages"]
        assert "한강빌딩: 아직 출근 전이에요" in message

        await peer.post(f"/expire-subscription/{made['clientHash']}")
        second = await tell(firm, "expired", worker)
        with tenancy.acting_for(org_id=UUID(firm.org_id)):
            await send_due("push")
        await post.close()
    found = await row(ledger, second)
    assert (found["state"], found["reason"]) == ("failed", "gone")
    assert (await worker.get("/me/push-devices")).json()["items"] == []
