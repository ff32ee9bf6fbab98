"""What the user should know is told once by the face that is there."""

from qualcode import notices


def test_a_notice_is_told_once_and_again_only_to_another_listener() -> None:
    first: list[str] = []
    second: list[str] = []
    notices.set_listener(first.append)
    notices.notify("Something was repaired.")
    notices.notify("Something was repaired.")
    notices.set_listener(second.append)
    notices.notify("Something was repaired.")
    assert first == second == ["Something was repaired."]
