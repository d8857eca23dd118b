"""What happens at the sites of the cleaning firm: lists of tasks, an access note, a report, a check."""

from datetime import timedelta
from uuid import UUID

from backend.core import clock
from backend.seeds.people import Person, fixed_id
from backend.visits.schemas.access_notes import AccessNoteInput
from backend.visits.schemas.reports import ReportInput
from backend.visits.schemas.visits import CheckInput, ChecklistInput, PhotoRule, TaskInput
from backend.visits.service import access_notes, checklists, reports, visits

TASKS: dict[str, list[tuple[str, PhotoRule]]] = {
    "tower": [
        ("로비 바닥 쓸고 닦기", "optional"),
        ("1~3층 화장실", "required"),
        ("엘리베이터 거울", "none"),
        ("쓰레기 분리해서 내놓기", "none"),
    ],
    "office": [("지하 2층 주차장", "optional"), ("계단 난간", "none"), ("휴게실 싱크대", "none")],
    "depot": [("하역장 바닥", "required"), ("사무동 화장실", "none")],
}
ACCESS = "지하 1층 관리실 열쇠함 3번. 경보 해제는 들어가서 30초 안에."
PIN = "4821"


async def plant_visits(office: Person, sites: dict[str, UUID]) -> None:
    """Lists of tasks for three sites, and a note behind a PIN for the tower."""
    with office.acting() as actor:
        for site, tasks in TASKS.items():
            items = [TaskInput(fixed_id("task", site, text), text, photo) for text, photo in tasks]
            await checklists.write(actor, sites[site], ChecklistInput(items))
        await access_notes.write(actor, sites["tower"], AccessNoteInput(ACCESS, PIN))


async def plant_today(worker: Person, site: UUID, shift_id: UUID) -> None:
    """Somebody who is at the tower now has done the first task, and ran out of something."""
    with worker.acting() as actor:
        first = fixed_id("task", "tower", TASKS["tower"][0][0])
        await visits.check(actor, shift_id, first, CheckInput(clock.now() - timedelta(minutes=10)))
        report = ReportInput("supplies", "화장실 휴지와 세제가 거의 없어요.", fixed_id("report", "tower"))
        await reports.make(actor, site, report)
