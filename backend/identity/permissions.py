"""What people may do with the organisation and its members."""

from backend.core.access import permission

OWNER = ("owner",)
OFFICE = ("owner", "manager")
EVERYONE = ("owner", "manager", "member")

permission("see_organisation", EVERYONE)
permission("change_organisation", OFFICE)
permission("hear_news", EVERYONE)
permission("see_members", OFFICE, scoped=True)
permission("see_phones", OFFICE)
permission("change_members", OFFICE)
permission("name_owners", OWNER)
permission("invite", OFFICE)
permission("leave", EVERYONE)
