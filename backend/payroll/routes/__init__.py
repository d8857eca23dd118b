"""Everything of payroll over HTTP, a module for each noun."""

from typing import Any

from backend.payroll.routes import exports
from backend.payroll.routes.pay import PayController, PaySlipController
from backend.payroll.routes.settings import PaySettingsController

HANDLERS: list[Any] = [PaySettingsController, PayController, PaySlipController, *exports.HANDLERS]
