"""New keys of codes: different for equal labels, also for thousands of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model.code_keys import MAX_KEY, is_key, unused_key


class CountedKeys(set[str]):
    """Keys that are taken, and how often it was asked whether one is."""

    questions = 0

    def __contains__(self, key: object) -> bool:
        self.questions += 1
        return super().__contains__(key)


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], "arrests"),
        (["arrests"], "arrests-2"),
        (["arrests", "arrests-2", "arrests-4"], "arrests-3"),
        (["arrests", *(f"arrests-{number}" for number in range(2, 1_000))], "arrests-1000"),
    ],
)
def test_a_key_that_is_taken_gets_the_next_number(taken: list[str], expected: str) -> None:
    assert unused_key("Arrests", set(taken)) == expected


@given(st.sampled_from(["Arrests", "a" * 200, "???"]), st.sets(st.integers(1, 400)))
def test_a_new_key_is_valid_and_not_taken(label: str, numbers: set[int]) -> None:
    taken = {unused_key(label, ())} | {f"{unused_key(label, ())[:110]}-{number}" for number in numbers}
    key = unused_key(label, taken)
    assert key not in taken
    assert is_key(key)
    assert len(key) <= MAX_KEY


def test_thousands_of_equal_labels_do_not_each_try_the_keys_of_all_others() -> None:
    taken = CountedKeys()
    for _ in range(2_000):
        taken.add(unused_key("arrests", taken))
    assert len(taken) == 2_000
    assert taken.questions < 2_000 * 150
