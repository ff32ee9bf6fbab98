"""Random small studies for property tests: every turn, overlap and coder that can occur."""

from hypothesis import strategies as st

from qualcode.model import Span
from tests.support import marked_text
from tests.support.marked_text import Marked

CODES = ("a", "aa", "ab", "b", "gone")
CODEBOOK = marked_text.codebook(
    """
    a
      aa
      ab
    b
    """
)
_LINES = (
    "Before. Nobody's.", "Int: Why so?", "P1: It is. Really it is!", "P2: No.", "I: Well, then?", "P1:",
    "P1: Don't you know.", "P2: Now. I see it so.",
)  # fmt: skip


@st.composite
def studies(draw: st.DrawFn) -> tuple[Marked, ...]:
    """Draw one to three interviews with up to a dozen codings each, anywhere in the text."""
    return tuple(draw(_interviews(f"s{number}")) for number in range(draw(st.integers(1, 3))))


@st.composite
def _interviews(draw: st.DrawFn, name: str) -> Marked:
    lines = draw(st.permutations(_LINES))
    plain = marked_text.interview("\n".join(lines), name=name)
    text = plain.source.text
    made = []
    for number in range(draw(st.integers(0, 12))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, min(len(text), start + 30)))
        code, coder = draw(st.sampled_from(CODES)), draw(st.sampled_from(("ann", "ben")))
        made.append(marked_text.coding(name, text, Span(start, end), code, coder=coder, number=number))
    return marked_text.Marked(
        source=plain.source, turns=plain.turns, sentences=plain.sentences, codings=tuple(made)
    )
