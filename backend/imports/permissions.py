"""Who may bring tables in. What each row becomes asks for its own permission, too."""

from backend.core.access import permission
from backend.identity.permissions import OFFICE

permission("import_tables", OFFICE, ko="CSV·엑셀 파일 가져오기", en="Import CSV and Excel files")
