"""Signing in with a code by SMS: the way that every phone has."""

from datetime import timedelta
from urllib.parse import urlsplit

from backend import settings
from backend.core import clock, database, sms, tenancy
from backend.core.ids import new_id
from backend.identity import queries, rules
from backend.identity.errors import CodeNotSent, CodeOver, CodeWrong, TooManyCodes
from backend.identity.schemas import CodeSent, SessionInput
from backend.identity.service import sessions, social
from backend.identity.service.accounts import account_of_phone
from backend.identity.service.phones import served_number
from backend.identity.service.sessions import Begun, Browser
from backend.identity.tables import SignInCode
from backend.identity.tokens import code_hash, new_code


async def send_code(written_phone: str, browser: Browser) -> CodeSent:
    """Send a code to a number, known or not: the answer is the same, and so is the work.

    Raises PhoneNotValid, CountryNotServed, TooManyCodes, CodeNotSent.
    """
    phone = served_number(written_phone)
    code = new_code()
    with tenancy.acting_for(phone=phone):
        async with database.transaction():
            await _refuse_too_many(phone, rules.network_of(browser.address))
            now = clock.now()
            await SignInCode.insert(
                SignInCode(
                    id=new_id(),
                    phone=phone,
                    code_hash=code_hash(phone, code),
                    sent_at=now,
                    expires_at=now + rules.CODE_LIFE,
                )
            )
    receipt = await sms.send(phone, message(code, browser))
    if receipt.state == "failed":
        raise CodeNotSent()
    return CodeSent(int(rules.CODE_LIFE.total_seconds()), rules.RESEND_AFTER_S)


async def sign_in(body: SessionInput, browser: Browser) -> Begun:
    """Begin a session for whoever holds the number's newest code; the account opens at the first time.

    Raises CodeOver, CodeWrong, LinkOver. A wrong try is counted in a transaction that commits.
    """
    phone = served_number(body.phone)
    with tenancy.acting_for(phone=phone):
        async with database.transaction():
            tried = await queries.try_code(phone, code_hash(phone, body.code.strip()), clock.now())
            if tried is not None and tried["right"]:
                account_id = await account_of_phone(phone, name=body.name, language=browser.language)
                if body.link:
                    await social.link(account_id, browser.link_token)
                return await sessions.begin(account_id, method="code", browser=browser)
    if tried is None:
        raise CodeOver()
    raise CodeWrong(tries_left=tried["tries_left"])


def message(code: str, browser: Browser) -> str:
    """The last line lets a phone offer the code by itself (WebOTP); it must name our host."""
    ours = settings.current()
    words = f"[품앗이] 인증번호 {code}" if browser.language == "ko" else f"[Pumasi] Your code is {code}"
    return f"{words}\n\n@{urlsplit(ours.base_url).hostname} #{code}" if ours.secure else words


async def _refuse_too_many(phone: str, address: str) -> None:
    now = clock.now()
    await queries.hold_number_and_address(phone, address)
    sent = await queries.codes_sent(phone, now)
    if sent["in_window"] >= rules.CODES_PER_WINDOW:
        wait = sent["window_began"] + rules.CODE_WINDOW - now
        raise TooManyCodes(retry_after_s=max(1, round(wait.total_seconds())))
    if sent["in_day"] >= rules.CODES_PER_DAY:
        raise TooManyCodes(retry_after_s=round(timedelta(hours=1).total_seconds()))
    if settings.current().rate_limits == "on":
        asked = await queries.askings(address, now)
        times = rules.FREE_ASKINGS if settings.current().sms_names == ("console",) else 1
        if (
            asked["in_window"] >= times * rules.ASKINGS_PER_WINDOW
            or asked["in_day"] >= times * rules.ASKINGS_PER_DAY
        ):
            raise TooManyCodes(retry_after_s=round(rules.CODE_WINDOW.total_seconds()))
    await queries.note_asking(address, new_id(), now)
