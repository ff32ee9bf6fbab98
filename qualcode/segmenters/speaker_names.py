"""Word lists and tests on names: usual labels of interviewers and participants, words that are no names.

The lists need not be complete: the user names other interviewers in the settings or with an option.
"""

import re
from functools import lru_cache


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


INTERVIEWERS = _words(
    """
    i int intv interviewer interviewers q question questioner chair chairman chairwoman chairperson
    researcher moderator mod facilitator fac host convenor convener
    """
)
"""Usual labels of interviewers, in lower case and without a number."""

_PARTICIPANTS = _words(
    """
    r p a s m f ie res resp respondent participant part interviewee answer speaker spk voice subject
    informant witness male female unknown unidentified officer
    """
)
_NOT_NAMES = _words(
    """
    note notes nb n.b ps p.s eg e.g ie. i.e http https ftp www mailto tel telephone phone mobile email
    e-mail fax date time place location venue duration length title subject topic theme re to from cc
    source sources example examples warning caution important figure fig table section chapter appendix
    step stage phase week day month year item page line box option task scenario exercise summary
    conclusion conclusions result results finding findings method methods aim aims objective objectives
    background introduction action actions decision decisions recommendation recommendations abstract
    keywords transcript transcription recording file project study url link present attendees apologies
    participants interview version status age gender ethnicity rank organisation organization role tier
    reference ref harms harm roles outcomes outcome barriers barrier advantages disadvantages pros cons
    strengths weaknesses problem solution reason tip reminder update edit
    """
)
_SENTENCE_OPENERS = _words(
    """
    okay ok yes yeah no well so and but because now then also first firstly second secondly third
    thirdly finally lastly actually honestly basically obviously right sure look listen anyway plus
    meaning however therefore again still maybe perhaps true exactly absolutely really literally today
    yesterday tomorrow here there this that these those what why how when where who which he she it we
    they you me us them nothing everything
    """
)
_VERBS_OF_SAYING = _words(
    """
    said say says saying asked ask asks told tell tells thought think thinks thinking goes went go like
    was is are were be been replied answered shouted added wrote writes reads mean means know knew felt
    feel had has have this that these those follows following things thing questions
    """
)
_PARTICLES = _words("van von de der den del della di da dos la le el al bin ibn ter ten of and & the")
_TITLES = "prof|insp|supt|capt|cllr|cmdr|comm|asst|const|lieut|revd"
# A word of four or more letters with a full stop ends a sentence, unless it is an abbreviated title.
_NO_NAME = re.compile(rf"[,;?!…\"“”=/\\|]|\.(?!\s|$)|(?<!\w)(?!(?i:{_TITLES})\.)\w{{4,}}\.(?=\s|$)")
_NUMBER = re.compile(r"[\s_#.-]*\d+[a-z]?$")
_WHITE_SPACE = re.compile(r"\s+")
_MAX_WORDS = 6
_CACHE_SIZE = 4096
"""Names: a transcript has few, which occur thousands of times."""


@lru_cache(maxsize=_CACHE_SIZE)
def speaker_key(name: str) -> str:
    """Return a name without regard to case and white space: the same for all spellings of one speaker."""
    return _WHITE_SPACE.sub(" ", name).strip().casefold()


def is_usual_label(name_key: str) -> bool:
    """Whether this is a usual label of a speaker: `R1`, `Speaker 2`, `Interviewer`."""
    stem = _NUMBER.sub("", name_key)
    return stem in INTERVIEWERS or stem in _PARTICIPANTS


def is_interviewer(name_key: str, interviewer_keys: frozenset[str]) -> bool:
    """Whether a speaker is an interviewer, by the usual labels or by the keys of those the user named."""
    return name_key in interviewer_keys or _NUMBER.sub("", name_key) in INTERVIEWERS


@lru_cache(maxsize=_CACHE_SIZE)
def is_not_a_name(name: str) -> bool:
    """Whether words before a colon are no name, however often they occur."""
    words = speaker_key(name).split()
    return (
        not any(character.isalpha() for character in name)
        or len(words) > _MAX_WORDS
        or _NO_NAME.search(name) is not None
        or words[0].rstrip(".") in _NOT_NAMES
        or words[-1] in _VERBS_OF_SAYING
    )


@lru_cache(maxsize=_CACHE_SIZE)
def is_capitalised(name: str) -> bool:
    """Whether every word has a capital or is a particle (`van`); always true in scripts without capitals."""
    return all(
        word != word.lower() or word == word.upper() or word in _PARTICLES
        for word in name.strip("()").split()
    )


def begins_sentence(name_key: str) -> bool:
    """Whether the first word often begins a sentence: `Honestly: I could not say`."""
    return name_key.split(maxsplit=1)[0] in _SENTENCE_OPENERS
