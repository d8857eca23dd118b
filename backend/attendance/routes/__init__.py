"""Everything of attendance over HTTP."""

from litestar import Controller

from backend.attendance.routes.punches import BoardController, PunchController

HANDLERS: list[type[Controller]] = [PunchController, BoardController]
