"""Retrieval: queries on codings, words, speakers and cases, to quotes.

    query = parse('harms/* and role(participant) and not text("county lines")')
    quotes = evaluate(query, views, codebook=codebook)

What a query means
==================

**A result** is a span of one source, with the codings and codes by which the query matches it. Results are in
the order of the text. Codings of several codes on the same span are one result with several codes. A query is
evaluated on the codings of one coder at a time, so that codings of different coders never combine;
`across_coders` evaluates it on all codings together. A query on words or speakers only does not depend on
codings and is evaluated once.

**Subqueries that find spans:**

* `displacement` finds the codings with this code; `harms/*` those with `harms` or any code below it; `*` all.
* `near(A, B, 2 turns)` finds the As with a B at most two turns before or after; `0 turns` is the same turn,
  `1 sentence` the same sentence or the next. Overlapping spans have the distance 0.
* `A within B` finds the As that lie wholly inside a B.
* `A followed by B within 1 turn` finds the As after whose end a B starts, at most one turn later.
  These three return the spans of A, as ATLAS.ti does; no span is near or within itself.

**Conditions on a span:**

* `text("county lines")`, `lemma("arrest")`: the words start inside it. Whole words in any case; `arrest*`
  matches any ending, a `*` alone any one word; `lemma` matches any form of each word. Speakers' labels are
  not searched.
* `speaker("PC Smith")`, `role(participant)`: it overlaps a turn of such a speaker. `nobody` is the role of
  text without speakers.
* `tier = local`, `years > 10`, `tier in (local, regional)`: a case that speaks in such a turn has this
  attribute. Signs: `= != < <= > >=`; two numbers compare as numbers, all else as text in any case (dates
  written 2024-05-31 compare correctly). A missing value meets no comparison, not even `!=`, except
  `tier = ""`.
* `coder(anna)`, `origin(suggestion)`, `memo("check")`, `memo()`: one of its codings has this coder, this
  origin, or a memo (with these words).
* `not …`: the condition does not hold. With a subquery that finds spans (`not harms/*`): it overlaps none of
  them.

**`A and B`**, both finding spans: the intersections of an A and a B (MAXQDA's "Intersection", NVivo's AND),
one result for each overlap. **`A and` a condition**: the whole As for which it holds; `A and not B` is thus
the As that overlap no B, never the rest of an A (NVivo differs). In a chain of `and`s the intersections come
first and the conditions apply to them; brackets change that: `(A and memo()) and B`. Conditions on speakers
and cases that are joined by `and` must hold for the same speaker and case.

**`A or B`**: the results of both, each with its own span; overlapping ones stay separate, equal ones are one.

**A condition alone** applies to all codings if it is about codings (`coder`, `origin`, `memo`), otherwise to
all sentences if it is about words, otherwise to all turns: `text("county lines")` finds sentences, and
`role(participant) and not *` the participants' turns in which nothing is coded.

**The option `--where`** of tables, reports and `quotes` takes conditions on attributes alone and selects the
turns that they find: `--where "tier = local and years > 10"` (`AttributeFilter`). A coding or quote is
selected if it overlaps such a turn; tables then count only its words in those turns.

**Precedence**: brackets, then `within` and `followed by`, then `not`, `and`, `or`. Names with characters
other than letters, digits, `-`, `_` and `.`, and codes with the key `and`, `or`, `not`, `in`, `within` or
`followed`, need quotation marks.
"""

from qualcode.retrieval.attribute_filter import AttributeFilter
from qualcode.retrieval.evaluate_query import evaluate
from qualcode.retrieval.keyword_in_context import KeywordHit, kwic
from qualcode.retrieval.query.query_parser import parse
from qualcode.retrieval.query.query_plan import require_coders
from qualcode.retrieval.query.query_tree import Query
from qualcode.retrieval.quote_selection import QuoteGroup, by_case, by_code, sample
from qualcode.retrieval.quotes import Quote, Utterance
from qualcode.retrieval.source_view import SourceView

__all__ = [
    "AttributeFilter",
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
    "require_coders",
    "sample",
]
