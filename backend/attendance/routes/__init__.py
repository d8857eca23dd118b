"""Everything of attendance over HTTP."""

from litestar import Controller

from backend.attendance.routes.consents import ConsentController, RecordPolicyController
from backend.attendance.routes.corrections import CorrectionController, PunchProposalController
from backend.attendance.routes.crews import CrewPunchController, ObjectionController
from backend.attendance.routes.photos import PunchPhotoController
from backend.attendance.routes.pins import GivenPinController, PinController
from backend.attendance.routes.punches import BoardController, PunchController
from backend.attendance.routes.tablets import SharedTabletController, TabletController
from backend.attendance.routes.texts import ClockTextController

HANDLERS: list[type[Controller]] = [
    PunchController,
    BoardController,
    TabletController,
    SharedTabletController,
    PinController,
    GivenPinController,
    CrewPunchController,
    ObjectionController,
    CorrectionController,
    PunchProposalController,
    ConsentController,
    RecordPolicyController,
    PunchPhotoController,
    ClockTextController,
]
