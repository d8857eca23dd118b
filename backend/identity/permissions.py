"""What people may do with the organisation and its members."""

from backend.core.access import permission

OWNER = ("owner",)
OFFICE = ("owner", "manager")
EVERYONE = ("owner", "manager", "member")

permission(
    "see_organisation", EVERYONE, ko="조직의 이름과 설정 보기", en="See the organisation's name and settings"
)
permission(
    "change_organisation",
    OFFICE,
    ko="조직의 이름과 설정 바꾸기",
    en="Change the organisation's name and settings",
)
permission("hear_news", EVERYONE, ko="나에게 온 소식 받기", en="Hear news that concerns oneself")
permission(
    "hear_all_news", OFFICE, ko="조직의 모든 소식 받기", en="Hear all news of the organisation", scoped=True
)
permission("see_members", OFFICE, ko="함께 일하는 사람 보기", en="See who works here", scoped=True)
permission("see_phones", OFFICE, ko="전화번호 보기", en="See phone numbers")
permission(
    "change_members",
    OFFICE,
    ko="사람의 이름과 역할을 바꾸고 내보내기",
    en="Change people's names and roles, and let them go",
)
permission("name_owners", OWNER, ko="대표를 정하기", en="Decide who is an owner")
permission("invite", OFFICE, ko="사람을 초대하기", en="Invite people")
permission("leave", EVERYONE, ko="조직에서 나가기", en="Leave the organisation")
