"""Segments and a codebook to suggestions: one module per source of knowledge.

A suggester is built once, for a codebook, a language and (optionally) a trained spaCy pipeline, and then
given segments, source by source or all in one stream; memory does not grow with their number:

    from qualcode.suggesters.choosing import Limits
    from qualcode.suggesters.patterns import PatternSuggester

    suggester = PatternSuggester(codebook, language="en", pipeline="")
    for suggestion in suggester.suggest(segments, Limits(at_least=0.15, at_most=3)):
        ...

* `choosing`: `Limits` (which opinions become suggestions); the `Suggester` protocol.
* `patterns`: `PatternSuggester`, from the codebook alone.
* `matching`: `dead_patterns(codebook, language, pipeline)`, the patterns that can never match here.

The same opinion has the same id in every run, so that running again replaces and never doubles it.
"""
