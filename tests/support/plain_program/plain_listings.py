"""Rows of listings: sources, speakers, days, spans of themes, new codes, groups and their words, by loops."""

from collections.abc import Mapping, Sequence

from qualcode.model import Role, SourceKind
from tests.support.marked_text import Marked
from tests.support.plain_program.counted_spans import Counted, CountedSpan, CountedTurn, Word, count_study
from tests.support.plain_program.plain_cells import Labels, ancestors
from tests.support.plain_program.random_table_studies import RandomStudy, Selection

Row = Mapping[str, object]


def state(counted: Counted, source: str) -> str:
    """Return whether the coders in scope have finished, begun or not touched a source."""
    return "finished" if source in counted.finished else "begun" if source in counted.coded else "untouched"


def source_rows(study: RandomStudy, selection: Selection) -> list[Row]:
    """Return the figures of each source in scope."""
    counted, everybody = _with_and_without_interviewers(study, selection)
    rows: list[Row] = []
    for source in study.sources:
        name = source.source.name
        turns = [turn for turn in counted.turns if turn.source_name == name]
        if selection.kind not in (None, source.source.kind) or (selection.where and not turns):
            continue
        spans = [span for span in counted.spans if span.turn.source_name == name]
        all_ids = {span.coding.id for span in everybody.spans if span.turn.source_name == name}
        ids = {span.coding.id for span in spans}
        coded, countable = _distinct_words(spans), sum(len(turn.words) for turn in turns)
        rows.append(
            {
                "source": name,
                "kind": source.source.kind.value,
                "cases": sum(
                    any(link == name for link, _ in _links(source, case.sources)) for case in study.cases
                ),
                "turns": len(source.turns),
                "speakers": len({turn.speaker for turn in source.turns if turn.speaker}),
                "words": sum(len(turn.words) for turn in every_turn(study) if turn.source_name == name),
                "countable_words": countable,
                "codings": len(ids),
                "interviewer": len(all_ids) - len(ids),
                "codes": len({span.coding.code for span in spans}),
                "coders": len({span.coding.coder for span in spans}),
                "coded_words": len(coded),
                "coded_share": len(coded) / countable if countable else 0,
            }
        )
    return rows


def codebook_rows(study: RandomStudy, selection: Selection) -> dict[str, Row]:
    """Return the figures of each code with those under it."""
    counted, everybody = _with_and_without_interviewers(study, selection)
    labels = Labels(counted=counted, name="code")
    keys = {*ancestors(study.codebook), *(str(it.code) for source in study.sources for it in source.codings)}
    rows: dict[str, Row] = {}
    for key in keys:
        spans = [span for span in counted.spans if key in labels.of_span(span)]
        ids = {span.coding.id for span in spans}
        all_ids = {span.coding.id for span in everybody.spans if key in labels.of_span(span)}
        rows[key] = {
            "codings": len(ids),
            "interviewer": len(all_ids) - len(ids),
            "sources": len({span.turn.source_name for span in spans}),
        }
    return rows


def coverage_rows(counted: Counted) -> list[Row]:
    """Return the coded words of each speaker of each source."""
    pairs = dict.fromkeys((turn.source_name, turn.speaker) for turn in counted.turns if turn.number)
    rows: list[Row] = []
    for source, speaker in pairs:
        turns = [t for t in counted.turns if t.number and (t.source_name, t.speaker) == (source, speaker)]
        numbers = {turn.number for turn in turns}
        spans = [
            span for span in counted.spans if span.turn.source_name == source and span.turn.number in numbers
        ]
        words, coded = sum(len(turn.words) for turn in turns), len(_distinct_words(spans))
        rows.append(
            {
                "source": source,
                "speaker": speaker,
                "codings": len({span.coding.id for span in spans}),
                "words": words,
                "coded_words": coded,
                "coded_share": coded / words if words else 0,
            }
        )
    return rows


def barcode_rows(counted: Counted) -> list[tuple[str, str, float, float]]:
    """Return source, theme, beginning and end of each run of words under a theme."""
    themes = Labels(counted=counted, name="theme")
    rows = []
    for source in dict.fromkeys(span.turn.source_name for span in counted.spans):
        every = sorted(
            word for turn in every_turn(counted.study) if turn.source_name == source for word in turn.words
        )
        for theme in {label for span in counted.spans for label in themes.of_span(span)}:
            spans = [
                span
                for span in counted.spans
                if span.turn.source_name == source and theme in themes.of_span(span)
            ]
            coded = _distinct_words(spans)
            for position, word in enumerate(every):
                if word in coded and (not position or every[position - 1] not in coded):
                    end = position
                    while end < len(every) and every[end] in coded:
                        end += 1
                    rows.append((source, theme, position / len(every), end / len(every)))
    return sorted(rows)


def day_rows(study: RandomStudy, selection: Selection) -> list[Row]:
    """Return the codings of each day and coder, those on interviewers' words included."""
    _, counted = _with_and_without_interviewers(study, selection)
    codings = {span.coding.id: span.coding for span in counted.spans}.values()
    rows: list[Row] = []
    so_far = 0
    for day in sorted({coding.made_at[:10] for coding in codings}):
        by_coder = {
            coder: sum(str(it.coder) == coder and it.made_at[:10] == day for it in codings)
            for coder in sorted(coder for coder, sources in counted.coder_sources.items() if sources)
        }
        so_far += sum(by_coder.values())
        rows.append({"day": day, **by_coder, "total": sum(by_coder.values()), "so_far": so_far})
    return rows


def saturation_order(
    counted: Counted, source: Sequence[str], order: str, *, documents: bool
) -> list[str] | None:
    """Return the coded sources in order; None where an interview has no value to be sorted by, or several."""
    kinds = {source.source.name: source.source.kind for source in counted.study.sources}
    kind = counted.selection.kind or SourceKind.INTERVIEW
    in_scope = {turn.source_name for turn in counted.turns} & counted.coded
    names = [name for name in source or kinds if name in in_scope]
    if not source and not documents:
        names = [name for name in names if kinds[name] is kind]
    if not order:
        return names
    values: dict[str, str] = {}
    for name in names:
        cases = [case for case in counted.study.cases if name in {link for link, _ in case.sources}]
        own = {value for case in cases if (value := case.attributes[order])}
        if len(own) > 1 or (not own and kinds[name] is SourceKind.INTERVIEW):
            return None
        values.update(dict.fromkeys((name,), *own) if own else {})
    return sorted(values, key=lambda name: float(values[name]))


def saturation_sentence(rows: Sequence[Row], base: int, run: int, threshold: float) -> str:
    """Return how the verdict begins: on six sources or more, and only while no later run exceeds it."""
    if len(rows) < max(base + run, 6):
        return "No verdict on saturation"
    reached = 0
    for end, row in enumerate(rows, start=1):
        share = row["new_information"]
        if share is None:
            continue
        if not reached and float(str(share)) <= threshold:
            reached = end - run
        elif reached and float(str(share)) > threshold:
            return f"Not saturated: reached at {reached}+{run}, exceeded again at {end} "
    return f"Saturation reached at {reached}+{run} " if reached else "Saturation not reached"


def saturation_rows(counted: Counted, names: Sequence[str], base: int, run: int) -> list[Row]:
    """Return the new codes of each source in this order."""
    rows: list[dict[str, object]] = []
    known: set[str] = set()
    new_codes: list[int] = []
    for number, name in enumerate(names, start=1):
        codes = {str(span.coding.code) for span in counted.spans if span.turn.source_name == name}
        new_codes.append(len(codes - known))
        known |= codes
        of_base = sum(new_codes[:base])
        has_run = number >= base + run and of_base
        rows.append(
            {
                "number": number,
                "source": name,
                "codes": len(codes),
                "new_codes": new_codes[-1],
                "all_codes": len(known),
                "new_information": sum(new_codes[-run:]) / of_base if has_run else None,
            }
        )
    return list(rows)


def group_row(counted: Counted, dimension: str, group: str, code: str) -> tuple[int, int, float]:
    """Return codings, sources and words per 1,000 of a group under a code."""
    groups, codes = Labels(counted=counted, name=dimension), Labels(counted=counted, name="code")
    spans = counted.of(lambda span: group in groups.of_turn(span.turn) and code in codes.of_span(span))
    words = sum(len(turn.words) for turn in counted.coded_turns if group in groups.of_turn(turn))
    coded = len(_distinct_words(spans))
    return (
        len({span.coding.id for span in spans}),
        len({span.turn.source_name for span in spans}),
        1000 * coded / words if words else 0,
    )


def turn_rows(study: RandomStudy, selection: Selection) -> list[Row]:
    """Return the codings of each turn, those of interviewers included."""
    _, counted = _with_and_without_interviewers(study, selection)
    order = list(ancestors(study.codebook))
    rows: list[Row] = []
    for turn in (turn for turn in counted.turns if turn.number):
        spans = [
            span
            for span in counted.spans
            if (span.turn.source_name, span.turn.number) == (turn.source_name, turn.number)
        ]
        codes = {str(span.coding.code) for span in spans}
        rows.append(
            {
                "source": turn.source_name,
                "turn": turn.number,
                "speaker": turn.speaker,
                "words": len(turn.words),
                "coded_words": len(_distinct_words(spans)),
                "codings": len({span.coding.id for span in spans}),
                "codes": "; ".join(sorted(codes, key=lambda key: order.index(key) if key in order else 99)),
            }
        )
    return rows


def coding_rows(study: RandomStudy, selection: Selection) -> list[tuple[str, str]]:
    """Return the id and the quote of each coding, those on interviewers' words included."""
    _, counted = _with_and_without_interviewers(study, selection)
    return sorted({(str(span.coding.id), span.coding.quote) for span in counted.spans})


def said_words(turns: Sequence[CountedTurn]) -> dict[tuple[str, int], list[str]]:
    """Return the words of each turn in small letters, without signs, by source and number."""
    return {
        (turn.source_name, turn.number): [
            turn.source.source.text[start:end].strip(".,!?").lower() for _, start, end in sorted(turn.words)
        ]
        for turn in turns
    }


def _with_and_without_interviewers(study: RandomStudy, selection: Selection) -> tuple[Counted, Counted]:
    everybody = Selection(
        kind=selection.kind,
        coders=selection.coders,
        with_interviewer=True,
        where=selection.where,
        finished=selection.finished,
    )
    return count_study(study, selection), count_study(study, everybody)


def every_turn(study: RandomStudy) -> list[CountedTurn]:
    """Return every turn of the study, the preambles too."""
    return count_study(study, Selection(with_interviewer=True)).turns


def _distinct_words(spans: Sequence[CountedSpan]) -> set[Word]:
    return {word for span in spans for word in span.words}


def _links(source: Marked, links: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the links of a case to this source under which somebody speaks in it."""
    speakers = {"", *(turn.speaker for turn in source.turns if turn.role is not Role.NOBODY)}
    return [(name, speaker) for name, speaker in links if name == source.source.name and speaker in speakers]
