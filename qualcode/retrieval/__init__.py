"""Codings and a query to quotes.

    query = parse('harms/* and role(participant) and not text("county lines")')
    quotes = evaluate(query, views, codebook=codebook)

What a query means
==================

**A result** is a span of one source, with the codings and codes that put it there. Results come in the order
of the text. Codings of several codes on the very same words are one result with several codes. Every part of
a query is looked for in one coder's codings at a time, so that codings of different coders never combine;
`across_coders` looks at all of them as if one person had made them. A query that asks only for words or
speakers has the same results whoever coded, and is answered once.

**Some parts find passages:**

* `displacement` finds the codings with this code; `harms/*` those with `harms` or any code under it; `*` all.
* `near(A, B, 2 turns)` finds the As that have a B at most two turns away, before or after; `0 turns` is the
  same turn, `1 sentence` the same sentence or the next. Overlapping passages are 0 apart.
* `A within B` finds the As that lie wholly inside a B.
* `A followed by B within 1 turn` finds the As after whose end a B begins, at most in the next turn.
  These three show the passage that is named first, as ATLAS.ti does; nothing is near or within itself.

**Others are conditions on a passage:**

* `text("county lines")`, `lemma("arrest")`: the words begin inside it. Whole words in any case; `arrest*`
  takes any ending, a `*` alone any one word; `lemma` takes any form of each word. Speakers' labels do not
  count.
* `speaker("PC Smith")`, `role(participant)`: a turn that it touches is spoken by such a person. `nobody` is
  the role in text without speakers.
* `tier = local`, `years > 10`, `tier in (local, regional)`: a case that speaks in such a turn has an
  attribute like this. Signs: `= != < <= > >=`; numbers compare as numbers, all else as text in any case (so
  dates written 2024-05-31 work). A case without a value meets no comparison, not even `!=`, except
  `tier = ""`.
* `coder(anna)`, `origin(suggestion)`, `memo("check")`, `memo()`: one of the codings behind it was made so, or
  has a memo (with these words).
* `not …`: whatever follows does not hold of it; after `not`, a part that finds passages (`not harms/*`) means
  that it overlaps none of them.

**`A and B`**, both finding passages: the words that an A and a B share (MAXQDA's "Intersection", NVivo's
AND), one result for each overlap. **`A and` a condition**: the As that meet it, whole; `A and not B` is thus
the As that no B touches, never the rest of an A (there NVivo differs). In a chain of `and`s overlaps are
taken first and conditions are asked of what is left; brackets change that: `(A and memo()) and B`. Conditions
on speakers and cases that `and` joins must hold of the same person and case.

**`A or B`**: the results of both, each with its own span; overlapping ones stay apart, equal ones are one.

**A condition alone** looks through all codings if it asks about codings (`coder`, `origin`, `memo`),
otherwise through all sentences if it asks about words, otherwise through all turns: `text("county lines")`
finds sentences, and `role(participant) and not *` the participants' turns in which nothing is coded.

**What binds first**: brackets, then `within` and `followed by`, then `not`, `and`, `or`. Names with other
characters than letters, digits, `-`, `_` and `.`, and codes called `and`, `or`, `not`, `in`, `within` or
`followed`, stand in quotation marks.
"""

from qualcode.retrieval.evaluate_query import evaluate
from qualcode.retrieval.keyword_in_context import KeywordHit, kwic
from qualcode.retrieval.query.query_parser import parse
from qualcode.retrieval.query.query_tree import Query
from qualcode.retrieval.quote_selection import QuoteGroup, by_case, by_code, sample
from qualcode.retrieval.quotes import Quote, Utterance
from qualcode.retrieval.source_view import SourceView

__all__ = [
    "KeywordHit",
    "Query",
    "Quote",
    "QuoteGroup",
    "SourceView",
    "Utterance",
    "by_case",
    "by_code",
    "evaluate",
    "kwic",
    "parse",
    "sample",
]
