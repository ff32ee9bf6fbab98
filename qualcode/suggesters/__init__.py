"""Segments and a codebook to suggestions, in three folders: patterns, learning, trial.

A suggester is built once, for a codebook, a language and (optionally) a trained spaCy pipeline, and then
given segments, source by source or in one stream; memory does not grow with their number:

    from qualcode.suggesters.patterns.pattern_suggester import PatternSuggester
    from qualcode.suggesters.suggestion_limits import SuggestionLimits

    suggester = PatternSuggester(codebook, language="en", pipeline="")
    suggestions = suggester.suggest(segments, SuggestionLimits(at_least=0.15, at_most=3))

Learning takes three steps: count the words of the whole project, gather one coder's answers source by source,
fit. Suggestions are then made for whole sources, all segments of each in order:

    evidence = PatternEvidence(codebook, language="en", pipeline="")      # patterns.pattern_suggester
    vocabulary = count_vocabulary(evidence.analyser, all_segments)        # learning.hashed_vocabulary
    features = FeatureSpace(patterns=evidence, vocabulary=vocabulary)     # learning.segment_features
    answers = [coded_source(segments, codings, decisions) for ...]        # learning.coder_answers
    suggestions = learn(features, answers, names).suggest(segments)       # learning.learned_suggester

* `suggestion_limits`: `SuggestionLimits` (which probabilities become suggestions); the `Suggester` protocol.
* `patterns.pattern_matchers`: `dead_patterns(codebook, language, pipeline)`, patterns that can never match.
* `trial.suggestion_trial`: `cross_validate(features, answers)`, the quality for this coder and these sources.
* `trial.active_learning`: `propose(segments, probabilities, keys)`, which segments to read next.
* `learning.meaning.sentence_vectors` (extra `semantic`): `SentenceVectors()`; `centre_vectors(vectors,
  segments)` as an `encoder`; `most_similar(vectors, vectors.encode_texts([words])[0], segments)`.
* `learning.meaning.code_meanings`: `CodeMeanings(vectors)`, the codes' own vectors as evidence.

A suggestion has the same id in every run, so that running again replaces it and never doubles it.
"""
