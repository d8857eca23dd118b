"""What people may do with clients and contracts."""

from backend.core.access import permission
from backend.identity.permissions import OFFICE

permission("see_clients", OFFICE, ko="고객과 계약 보기", en="See clients and contracts")
permission("change_clients", OFFICE, ko="고객과 계약 바꾸기", en="Change clients and contracts")
