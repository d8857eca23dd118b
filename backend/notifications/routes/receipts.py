"""What phones say of pushes, with no session: the token in the push is the credential."""

from typing import Annotated

from litestar import put
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from backend.core.access import public
from backend.notifications.schemas.devices import ReceiptInput
from backend.notifications.service import receipts

RECEIPTS = "600/minute"
"""Of an address: a whole crew may share one."""


@put(
    "/public/receipts/{token:str}",
    access=public("the token in a push is good for saying that it came, and for nothing else"),
    operation_id="putReceipt",
    tags=["Push"],
    status_code=204,
    limit=RECEIPTS,
)
async def put_receipt(
    token: FromPath[Annotated[str, Meta(max_length=600)]], data: JSONBody[ReceiptInput]
) -> None:
    """The phone showed the push, and perhaps somebody tapped it. Late, again, in any order: all fine."""
    await receipts.take(token, received_at=data.received_at, opened_at=data.opened_at)
