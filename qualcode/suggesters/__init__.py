"""Segments and a codebook to suggestions: one module per source of knowledge.

A suggester is built once, for a codebook, a language and (optionally) a trained spaCy pipeline, and then
given segments, source by source or all in one stream; memory does not grow with their number:

    from qualcode.suggesters.choosing import Limits
    from qualcode.suggesters.patterns import PatternSuggester

    suggester = PatternSuggester(codebook, language="en", pipeline="")
    suggestions = suggester.suggest(segments, Limits(at_least=0.15, at_most=3))

What has been coded is learned from in three steps: count the words of the whole project, gather one coder's
answers source by source, fit. Suggestions are then made for whole sources, all segments of each in order:

    evidence = PatternEvidence(codebook, language="en", pipeline="")          # .patterns
    vocabulary = survey(evidence.analyser, all_segments)                      # .vocabulary
    instrument = Instrument(patterns=evidence, vocabulary=vocabulary)         # .features
    answers = [coded_source(segments, codings, decisions) for ...]            # .answers, one a source
    suggestions = learn(instrument, answers, names).suggest(segments)         # .learned

* `choosing`: `Limits` (which opinions become suggestions); the `Suggester` protocol.
* `matching`: `dead_patterns(codebook, language, pipeline)`, the patterns that can never match here.
* `trial`: `trial(instrument, answers)`, how good the suggestions are for this coder and these sources.
* `reading_order`: `propose(segments, chances, keys)`, what to read next (`LearnedSuggester.chances`).
* `meaning` (extra `semantic`): `SentenceVectors()`, `centred(vectors, segments)` as an `encoder`, and
  `similar(vectors, vectors.of([words])[0], segments)`.

The same opinion has the same id in every run, so that running again replaces and never doubles it.
"""
