"""Random acts of two coders, for properties of the history.

An act is described by small numbers, which select among the existing rows when it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from hypothesis import strategies as st

from qualcode.model import (
    About,
    CodeKey,
    CoderName,
    Coding,
    Decision,
    Memo,
    MemoId,
    Source,
    SourceId,
    Span,
    Verdict,
)
from qualcode.store import history
from qualcode.store.database import Database
from qualcode.store.records import codings, memos, sources, suggestions
from qualcode.store.records.people import cases
from qualcode.store.row_changes import Recorder
from tests.support import marked_text
from tests.support.stored_studies import ANN, BEN

T = TypeVar("T")

_TEXTS = (
    "Int: What then?\nR: We took out a line. 😀 It came back.\n",
    "A preamble.\r\nR: Cafe\u0301 — שלום \x00 nul.\nInt: Hm.\n",
    "R: " + "Harm, displaced. " * 9,
)
_CODES = ("pursue", "harm", "displacement")


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One act: its coder, its kind, and three numbers that select what it applies to."""

    coder: CoderName
    kind: str
    which: int
    start: int
    length: int
    number: int = 0
    """Its position in the sequence, so that names and ids are unique."""

    def pick(self, several: list[T]) -> T:
        """Return one of several items."""
        return several[self.which % len(several)]

    def span(self, source: Source) -> Span:
        """Return a span of at least one character."""
        start = self.start % (len(source.text) - 1)
        return Span(start, min(len(source.text), start + 1 + self.length))


def sequences() -> st.SearchStrategy[list[Deed]]:
    """Draw up to a dozen acts that begin with an import."""
    deeds = st.builds(
        Deed,
        coder=st.sampled_from([ANN, BEN]),
        kind=st.sampled_from(sorted(KINDS)),
        which=st.integers(0, 5),
        start=st.integers(0, 60),
        length=st.integers(0, 30),
    )
    first = Deed(coder=ANN, kind="import", which=0, start=0, length=0)
    return st.lists(deeds, max_size=12).map(lambda several: numbered([first, *several]))


def numbered(deeds: list[Deed]) -> list[Deed]:
    """Return the acts with their positions in the sequence."""
    return [replace(deed, number=number) for number, deed in enumerate(deeds, start=1)]


def do(database: Database, deed: Deed) -> None:
    """Do it as one act; nothing is written if nothing is selected."""
    with history.act(database, deed.coder, deed.kind) as recorder:
        KINDS[deed.kind](recorder, deed)


def _sources(recorder: Recorder) -> list[Source]:
    names = sources.ids_by_name(recorder.database)
    return [sources.with_id(recorder.database, source) for source in names.values()]


def _codings(recorder: Recorder) -> list[Coding]:
    return [
        coding for source in _sources(recorder) for coding in codings.of_source(recorder.database, source.id)
    ]


def _import(recorder: Recorder, deed: Deed) -> None:
    made = marked_text.interview(f"{deed.number}\n{deed.pick(list(_TEXTS))}", name=f"s{deed.number}")
    sources.add(recorder, made.source, made.turns, made.bounds, "utf-8")


def _rename(recorder: Recorder, deed: Deed) -> None:
    for source in _sources(recorder)[deed.which :][:1]:
        sources.rename(recorder, source, f"renamed {deed.start}")


def _remove_source(recorder: Recorder, deed: Deed) -> None:
    for source in _sources(recorder)[deed.which :][:1]:
        sources.remove(recorder, source)


def _apply(recorder: Recorder, deed: Deed) -> None:
    for source in _sources(recorder)[deed.which :][:1]:
        code = _CODES[deed.which % len(_CODES)]
        span = deed.span(source)
        codings.add(
            recorder,
            [marked_text.coding(source.id, source.text, span, code, coder=deed.coder, number=deed.number)],
        )


def _remove(recorder: Recorder, deed: Deed) -> None:
    for coding in _codings(recorder)[deed.which :][:2]:
        codings.remove(recorder, coding)


def _note_on_coding(recorder: Recorder, deed: Deed) -> None:
    for coding in _codings(recorder)[deed.which :][:2]:
        codings.write_memo(recorder, coding, f"“{deed.number}”\n")


def _memo(recorder: Recorder, deed: Deed) -> None:
    about = deed.pick(list(About))
    target = {About.PROJECT: "", About.CODE: "harm"}.get(about) or next(
        (source.id for source in _sources(recorder)), SourceId("")
    )
    memos.add(
        recorder,
        Memo(
            id=MemoId(f"m{deed.number}"),
            about=about,
            target=target,
            text="😀",
            coder=deed.coder,
            made_at=f"{deed.number}",
        ),
    )


def _remove_memo(recorder: Recorder, deed: Deed) -> None:
    for memo in memos.read_all(recorder.database)[deed.which :][:1]:
        memos.remove(recorder, memo)


def _replace_cases(recorder: Recorder, deed: Deed) -> None:
    places = [source.id for source in _sources(recorder)][deed.which :][:2]
    attributes = {"rank": str(deed.number), "force": "x"} if deed.start % 2 else {"rank": ""}
    cases.replace(recorder, [marked_text.case(f"case {deed.length % 3}", places, **attributes)])


def decision(deed: Deed, source: SourceId, code: CodeKey) -> Decision:
    """Return what the coder of a deed decides on a suggestion of this code."""
    return Decision(
        source=source,
        span=Span(0, 1 + deed.start % 3),
        code=code,
        coder=deed.coder,
        verdict=deed.pick(list(Verdict)),
        decided_at=f"{deed.number}",
        suggester="patterns",
        score=deed.length / 30,
    )


def _decide(recorder: Recorder, deed: Deed) -> None:
    for source in _sources(recorder)[deed.which :][:1]:
        suggestions.decide(recorder, [decision(deed, source.id, CodeKey("harm"))])


KINDS: dict[str, Callable[[Recorder, Deed], None]] = {
    "import": _import,
    "rename": _rename,
    "remove source": _remove_source,
    "apply": _apply,
    "apply again": _apply,
    "remove": _remove,
    "note on coding": _note_on_coding,
    "memo": _memo,
    "remove memo": _remove_memo,
    "replace cases": _replace_cases,
    "decide": _decide,
}
