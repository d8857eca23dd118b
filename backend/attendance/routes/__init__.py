"""Everything of attendance over HTTP."""

from litestar import Controller

from backend.attendance.routes.crews import CrewPunchController, ObjectionController
from backend.attendance.routes.pins import GivenPinController, PinController
from backend.attendance.routes.punches import BoardController, PunchController
from backend.attendance.routes.tablets import SharedTabletController, TabletController

HANDLERS: list[type[Controller]] = [
    PunchController,
    BoardController,
    TabletController,
    SharedTabletController,
    PinController,
    GivenPinController,
    CrewPunchController,
    ObjectionController,
]
