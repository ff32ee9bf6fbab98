"""The table of segments: every turn, coded or not, with its text, words and codes."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from qualcode.model import Source
from qualcode.tables.arrays.coded_study import Scope, Study
from qualcode.tables.arrays.sparse_relations import count_covered, count_distinct
from qualcode.tables.frames import typed_column
from qualcode.tables.listings.codings_table import EVERYTHING
from qualcode.tables.locators import attribute_columns, turn_locators


def segments(study: Study, sources: Iterable[Source], *, scope: Scope = EVERYTHING) -> pd.DataFrame:
    """Return one row for each turn: its locators, its codes in the order of the codebook, and its text.

    `start` and `end` are those of the body, the turn without its speaker label, so that the column `text` is
    `text[start:end]` of the source. `sources` has their texts.
    """
    texts = {source.name: source.text for source in sources}
    study = study.within(scope)
    spoken = np.array([turn.number > 0 for turn in study.turns.turns], dtype=bool)
    turns = np.flatnonzero(spoken & study.turns.in_scope)
    spans, total = study.spans, len(spoken)
    source_texts = [texts[study.sources[source].name] for source in study.turns.source[turns]]
    bodies = [study.turns.turns[turn].body for turn in turns]
    coded = count_covered(spans.turn, spans.first, spans.end, total)
    codes = _codes_of_turns(study)
    columns = {
        **turn_locators(study, turns),
        "start": typed_column([body.start for body in bodies]),
        "end": typed_column([body.end for body in bodies]),
        "words": typed_column(study.turns.words[turns].tolist()),
        "coded_words": typed_column(coded[turns].tolist()),
        "codings": typed_column(count_distinct(spans.turn, spans.coding, total)[turns].tolist()),
        "codes": typed_column([codes.get(turn, "") for turn in turns.tolist()]),
        "text": typed_column([body.of(text) for body, text in zip(bodies, source_texts, strict=True)]),
    }
    return pd.DataFrame({**columns, **attribute_columns(study, turns, tuple(columns))})


def _codes_of_turns(study: Study) -> dict[int, str]:
    pairs = np.unique(np.stack((study.spans.turn, study.code[study.spans.coding])), axis=1)
    codes_of_turns: dict[int, list[str]] = {}
    for turn, code in zip(*pairs.tolist(), strict=True):
        codes_of_turns.setdefault(turn, []).append(study.keys[code])
    return {turn: "; ".join(codes) for turn, codes in codes_of_turns.items()}
