"""Notices reach the present listener once."""

from qualcode import notices


def test_a_notice_is_sent_once_to_each_listener() -> None:
    first: list[str] = []
    second: list[str] = []
    notices.set_listener(first.append)
    notices.notify("Something was repaired.")
    notices.notify("Something was repaired.")
    notices.set_listener(second.append)
    notices.notify("Something was repaired.")
    assert first == second == ["Something was repaired."]
