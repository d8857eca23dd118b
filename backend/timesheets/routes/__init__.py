"""Everything of timesheets over HTTP, a module for each noun."""

from typing import Any

from backend.timesheets.routes.keys import SigningKeyController, public_keys
from backend.timesheets.routes.periods import PeriodController
from backend.timesheets.routes.receipts import (
    MemberReceiptController,
    ReceiptController,
    RecordCheckController,
)
from backend.timesheets.routes.sheets import LateQuestionController, OwnSheetController, SheetController

HANDLERS: list[Any] = [
    PeriodController,
    SheetController,
    OwnSheetController,
    LateQuestionController,
    SigningKeyController,
    public_keys,
    MemberReceiptController,
    ReceiptController,
    RecordCheckController,
]
