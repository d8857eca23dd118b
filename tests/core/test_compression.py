"""Long answers travel compressed; small ones, and streams, as they are."""


async def test_a_long_list_is_compressed(firm):
    for number in range(6):
        await firm.hire(f"사람 {number}")
    answer = await firm.owner.get("~/members")

    assert len(answer.content) > 500
    assert answer.headers["content-encoding"] == "gzip"


async def test_a_small_answer_is_not(firm):
    answer = await firm.owner.get("/me")

    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers
