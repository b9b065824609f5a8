from teams.actions import mark_as_bot


def test_messages_of_a_program_say_so_and_those_of_people_do_not(
    post, page, alice, bob
):
    mark_as_bot(user=alice)
    post(alice, "Beep")
    post(bob, "Hello")

    by = {item["by"]["name"]: item["by"].get("bot") for item in page(bob)["items"]}

    assert by == {"Alice": True, "Bob": None}
