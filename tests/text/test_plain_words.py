"""Words counted by bytes are those that the regular expression finds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from qualcode.text.plain_words import count_plain_words, plain_words, word_characters

_ALPHABETS = (
    "ab 1_.\u2019\u201c-\n",
    "aé€ß \u2019\t",
    "żółw ąa.",
    "жук да \u2019",
    "狗 犬a.\u3000",
    "a\u0301 \U0001f600b",
)


@given(st.sampled_from(_ALPHABETS).flatmap(lambda alphabet: st.text(alphabet, max_size=40)))
def test_words_of_any_code_page(text: str) -> None:
    assert word_characters(text) == "".join(re.findall(r"\w+", text))
    assert plain_words(text) == re.findall(r"\w+", text)
    assert count_plain_words(text) == len(re.findall(r"\w+", text.replace("-", "")))
