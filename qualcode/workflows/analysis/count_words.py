"""Count words and lemmas of the sources, coded or not, by group."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from qualcode.files import read_utf8
from qualcode.store.project import Project
from qualcode.store.records import sources
from qualcode.text.plurals import counted
from qualcode.workflows.analysis.analysis_options import DEFAULT_OPTIONS, AnalysisOptions
from qualcode.workflows.analysis.analysis_parameters import Parameter
from qualcode.workflows.analysis.analysis_result import AnalysisResult, ChartSpec
from qualcode.workflows.analysis.gather_study import select_study
from qualcode.workflows.analysis.result_notes import scope_sentences

if TYPE_CHECKING:
    from qualcode.model import SourceId, Turn

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019\u2010-][^\W\d_]+)*")
"""Letters, with apostrophes and hyphens inside; no numbers."""
_POSSESSIVE = re.compile(r"['\u2019]s$")
_DRAWN = 30
"""The number of words in a chart."""
_NAMED = 3
"""Maximum number of lines that a note names."""


def words(
    project: Project,
    *,
    by: Annotated[
        str, Parameter("Groups to compare: source, kind, case, speaker or an attribute.", "DIMENSION")
    ] = "",
    lemmas: Annotated[bool, Parameter("Count lemmas: 'arrests' and 'arrested' are 'arrest'.")] = False,
    all_words: Annotated[bool, Parameter("Count stop words, too.", option="--all")] = False,
    stop_words: Annotated[
        str, Parameter("Stop words of a UTF-8 text file, one a line, instead of the language's.", "FILE")
    ] = "",
    only: Annotated[str, Parameter("Count only the words of a UTF-8 text file, one a line.", "FILE")] = "",
    limit: Annotated[int, Parameter("Maximum number of rows; 0 for all.", least=0)] = 0,
    options: AnalysisOptions = DEFAULT_OPTIONS,
) -> AnalysisResult:
    """Count the words of the sources, coded or not, by group, with the keyness of each word."""
    from qualcode import tables

    form = _word_form(project.settings.language, lemmas=lemmas)
    counts, note = _counted_words(
        project.settings.language, form, all_words=all_words, stop_words=stop_words, only=only
    )
    selected = select_study(project, options)
    spoken = {
        source.name: list(_words_of_turns(project, source.id, form)) for source in selected.study.sources
    }
    table = tables.word_counts(selected.study, spoken, by=by, counts=counts, scope=selected.scope)
    shown = table.head(limit) if limit else table
    left_out = len(table) - len(shown)
    title = f"{'Lemmas' if lemmas else 'Words'}{f' by {by}' if by else ''}"
    drawable = 0 < len(shown) <= _DRAWN
    result = selected.result(
        shown,
        title=title,
        topic="words",
        pooled=False,
        empty="No words.",
        chart=ChartSpec(
            kind="bars",
            title=title,
            measure="keyness" if by else "count",
            problem="" if drawable else f"A chart has 1 to {_DRAWN} words; use --limit {_DRAWN}.",
        ),
    )
    more = [f"{counted(left_out, 'further word')} not shown."] if left_out else []
    notes = (*selected.selection_notes(codings=False), *_coders_note(options), note, *more)
    scope = tuple(scope_sentences(options, (), codings=False))
    return replace(result, notes=notes, coder_notes=(), scope=scope)


def _coders_note(options: AnalysisOptions) -> Iterator[str]:
    """Yield what the choice of coders and of finished sources means for words."""
    names = ", ".join(options.coders) or "somebody"
    if options.finished:
        yield f"Only the sources that {names} has finished are counted."
    elif options.coders:
        yield "--coder plays no part here without --finished: words count whether they are coded or not."


def _word_form(language: str, *, lemmas: bool) -> Callable[[str], str]:
    if not lemmas:
        return str.casefold
    from qualcode.suggesters.patterns.lemmatiser import Lemmatiser

    lemmatiser = Lemmatiser(language)
    return lambda word: lemmatiser.lemma(_POSSESSIVE.sub("", word))


def _counted_words(
    language: str, form: Callable[[str], str], *, all_words: bool, stop_words: str, only: str
) -> tuple[Callable[[str], bool], str]:
    """Return whether a word is counted, and a sentence that says which are."""
    from qualcode.suggesters.patterns.stop_words import StopWords

    if only:
        listed = list(_listed_words(only))
        chosen = frozenset(map(form, listed))
        note = f"Only the {counted(len(chosen), 'word')} of {Path(only).name} are counted."
        return chosen.__contains__, note + _without_match(listed)
    if all_words:
        return bool, "Stop words are counted."
    if stop_words:
        listed = list(_listed_words(stop_words))
        left_out = frozenset(map(form, listed))
        note = f"{counted(len(left_out), 'stop word')} of {Path(stop_words).name} are left out."
        return lambda word: word not in left_out, note + _without_match(listed)
    of_language = StopWords(language)
    note = f"{counted(len(of_language), 'stop word')} ({language}) are left out; --all counts them."
    return lambda word: word not in of_language, note


def _without_match(listed: Sequence[str]) -> str:
    """Return a sentence on the lines that are not one word, such as phrases; empty if there are none."""
    lines = [line for line in listed if not _WORD.fullmatch(line)]
    more = f" and {len(lines) - _NAMED} more" if len(lines) > _NAMED else ""
    return f" Not one word, so they match nothing: {', '.join(lines[:_NAMED])}{more}." if lines else ""


def _listed_words(file: str) -> Iterator[str]:
    for line in read_utf8(Path(file)).splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.strip()


def _words_of_turns(
    project: Project, identity: "SourceId", form: Callable[[str], str]
) -> Iterator[Sequence[str]]:
    """Yield the words of each turn of a source, after an empty turn 0 (the preamble has no speaker)."""
    text = sources.with_id(project.database, identity).text
    turns: Sequence[Turn] = sources.turns(project.database, identity)
    yield ()
    for turn in turns:
        yield [form(match[0]) for match in _WORD.finditer(turn.body.of(text))]
