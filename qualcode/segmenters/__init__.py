"""Cut a text into turns and sentences, once, at import; cut turns into segments, the unit of suggestion."""

from qualcode.segmenters.recognise_speakers import Recognition, recognise_turns
from qualcode.segmenters.segments import segments
from qualcode.segmenters.sentences import sentences

__all__ = ["Recognition", "recognise_turns", "segments", "sentences"]
