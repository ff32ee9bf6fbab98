"""A text to turns, sentences and segments: all cut once, at import, so that units never shift afterwards."""

from qualcode.segmenters.recognise_speakers import Recognition, SpeakerSummary, summarise, turns
from qualcode.segmenters.segments import segments
from qualcode.segmenters.sentences import sentences

__all__ = ["Recognition", "SpeakerSummary", "segments", "sentences", "summarise", "turns"]
