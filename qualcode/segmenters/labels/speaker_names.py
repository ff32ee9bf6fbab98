"""Word lists and tests on names: usual labels of interviewers and participants, words that are no names.

The lists need not be complete: the user names other interviewers in the settings or with an option.
"""

import re
from functools import lru_cache

from qualcode.text.lazy_pattern import LazyPattern
from qualcode.text.name_matches import plain_name


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
PARTICIPANT_ROLES = _words("interviewee respondent participant informant speaker witness resp")
"""Words for a participant's role, which a transcript's head has."""

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
    paragraph paragraphs para clause
    """
)
"""Words that begin no name."""

_NOT_NAMES_ALONE = _words(
    """
    article annex quote quotation citation footnote heading
    owner deadline due budget cost costs price priority responsible risk risks mitigation impact
    likelihood target targets indicator indicators measure measures goal goals evidence claim rationale
    agenda minutes attendance absent aob resolved agreed proposed seconded matters motion vote votes
    ingredients serves servings makes preparation prep cooking difficulty oven total equipment
    address postcode signed dear regards sincerely enclosed enclosure attachment attachments copy
    monday tuesday wednesday thursday friday saturday sunday january february march july september october
    november december morning afternoon evening spring laughter laughs laughing pause pauses silence
    inaudible unintelligible crosstalk applause music sigh sighs cough coughs noise interruption unclear
    recorded context scope purpose definition definitions overview assumptions limitations implications
    discussion comment comments observation observations lesson lessons general description details detail
    type category keyword isbn doi volume issue pp material materials requirements requirement criteria
    criterion standard standards policy policies principle principles input output given feature rule rules
    hint hints answers
    """
)
"""Words that are no name by themselves or with a number, but may begin one (`Policy officer`)."""

_ADJECTIVES = _words("key main overall general next other expected actual more new final further")
_ORDINAL = LazyPattern(
    r"(?:fir|seco|thi|four|fif|six|seven|eigh|nin|ten|eleven|twelf)\w*(?:st|nd|rd|th)(?:ly)?"
)
_AMBIGUOUS_ROLES = _words(
    "a s m f p ie chair chairman chairwoman chairperson host subject part officer voice answer"
)
"""Usual labels that are other words too, or names in the minutes of a meeting."""
_SENTENCE_OPENERS = _words(
    """
    okay ok yes yeah no well so and but because now then also first firstly second secondly third
    thirdly finally lastly actually honestly basically obviously right sure look listen anyway plus
    meaning however therefore again still maybe perhaps true exactly absolutely really literally today
    yesterday tomorrow here there this that these those what why how when where who which he she it we
    they you me us them nothing everything in for on at by with from despite although while since if as
    after before unless until because
    """
)
_VERBS_OF_SAYING = _words(
    """
    said say says saying asked ask asks told tell tells thought think thinks thinking goes went go like
    was is are were be been replied answered shouted added wrote writes reads mean means know knew felt
    feel had has have this that these those follows following things thing questions
    """
)
PARTICLES = _words(
    """
    van von de der den del della di da dos du la le el al bin ibn ter ten zu y e
    of and & the for at in to on
    """
)
_TITLES = "prof|insp|supt|capt|cllr|cmdr|comm|asst|const|lieut|revd"
_TITLE = LazyPattern(
    rf"(?:mr|mrs|ms|miss|mx|dr|sir|dame|lord|lady|rev|hon|justice|judge|professor|councillor|sgt|{_TITLES})\b",
    re.IGNORECASE,
)
_LATER_BRACKETS = LazyPattern(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
# A word of four or more letters with a full stop ends a sentence, unless it is an abbreviated title.
_NO_NAME = LazyPattern(
    rf"[;?!…\"“”=\\]|\.(?![\s,]|$)|(?<!\w)(?!(?i:{_TITLES})\.)\w{{4,}}\.(?=\s|$)|(?<!\w)(?:19|20)\d\d(?!\w)"
)
"""Marks that are in no name, or a year."""
_INITIALS = LazyPattern(r"(?:[^\W\d_a-z]\.[ -]?){2,4}\d{0,2}")
_SHORT_ROLES = _words("resp part interv mod respond quest stud pers fem")
_UNUSUAL = LazyPattern(r"[,/|]")
_MAX_PARTS = 3
_MAX_INITIALS = 3
_MAX_LONG_NAME_WORDS = 12
_NUMBER = LazyPattern(r"[\s_#.-]*\d+[a-z]?$")
_MAX_WORDS = 6
_CACHE_SIZE = 4096
"""Names: a transcript has few, which occur thousands of times."""


@lru_cache(maxsize=_CACHE_SIZE)
def speaker_key(name: str) -> str:
    """Return a name without regard to case and white space: the same for all spellings of one speaker."""
    return plain_name(name).casefold()


def is_usual_label(name_key: str) -> bool:
    """Whether this is a usual label of a speaker: `R1`, `Speaker 2`, `Interviewer`."""
    stem = _NUMBER.sub("", core_name(name_key))
    return stem in INTERVIEWERS or stem in _PARTICIPANTS


def is_interviewer(name_key: str, interviewer_keys: frozenset[str]) -> bool:
    """Whether a speaker is an interviewer, by the usual labels or by the keys of those the user named."""
    return name_key in interviewer_keys or _NUMBER.sub("", core_name(name_key)) in INTERVIEWERS


@lru_cache(maxsize=_CACHE_SIZE)
def core_name(name: str) -> str:
    """Return a name without `@` and without brackets after it: `Ann` for `@Ann (she/her) [remote]`."""
    core = name.strip().lstrip("@")
    while (shorter := _LATER_BRACKETS.sub("", core)) not in (core, ""):
        core = shorter
    return core


@lru_cache(maxsize=_CACHE_SIZE)
def is_not_a_name(name: str) -> bool:
    """Whether words before a colon are no name, however often they occur."""
    core = core_name(name)
    words = speaker_key(core).split()
    return (
        not any(character.isalpha() for character in core)
        or len(words) > _MAX_LONG_NAME_WORDS
        or (_NO_NAME.search(core) is not None and not _is_abbreviation(core))
        or words[-1] in _VERBS_OF_SAYING
        or introduces_fact(name)
    )


def _is_abbreviation(name: str) -> bool:
    """Whether a name is initials with full stops or a shortened role: `A.B.`, `Resp.`."""
    role = _NUMBER.sub("", speaker_key(name)).rstrip(".")
    return role in _SHORT_ROLES or _INITIALS.fullmatch(name) is not None


@lru_cache(maxsize=_CACHE_SIZE)
def introduces_fact(name: str) -> bool:
    """Whether words before a colon introduce a fact or a list: `Date`, `Key findings`, `Fourthly`."""
    words = speaker_key(core_name(name)).split() or [""]
    return (
        words[0].rstrip(".") in _NOT_NAMES
        or _NUMBER.sub("", " ".join(words)) in _NOT_NAMES_ALONE
        or (words[0] in _ADJECTIVES and words[-1].removesuffix("s") in _NOT_NAMES | _NOT_NAMES_ALONE)
        or _ORDINAL.fullmatch(words[0].rstrip(".,")) is not None
    )


def may_be_initials(name: str) -> bool:
    """Whether a name may be initials though they spell a word: `TO`, `RE`."""
    return len(name) <= _MAX_INITIALS and name.isalpha() and name.isupper()


@lru_cache(maxsize=_CACHE_SIZE)
def is_unusual_name(name: str) -> bool:
    """Whether a name has a comma, a slash or more than six words: a speaker only if it recurs."""
    core = core_name(name)
    return _UNUSUAL.search(core) is not None or len(core.split()) > _MAX_WORDS


@lru_cache(maxsize=_CACHE_SIZE)
def is_capitalised(name: str) -> bool:
    """Whether every word has a capital or is a particle (`van`); always true in scripts without capitals."""
    core = core_name(name)
    parts = core.split(",")
    return name.startswith("@") or (
        len(parts) <= _MAX_PARTS
        and all(
            word != word.lower() or word == word.upper() or word in PARTICLES
            for part in parts
            for word in part.strip("()").split()
        )
    )


def is_ambiguous_role(name_key: str) -> bool:
    """Whether a usual label is also an ordinary word or a letter: `A`, `Chair`."""
    return name_key in _AMBIGUOUS_ROLES


def has_verb(name_key: str) -> bool:
    """Whether words before a colon have a verb as in `One thing is clear`."""
    return not _VERBS_OF_SAYING.isdisjoint(name_key.split())


def is_somebody_saying(name: str) -> bool:
    """Whether words are a name and a verb of saying, as in `Nia says`: it may be a label or a story."""
    *names, verb = name.split() or [""]
    key = speaker_key(" ".join(names))
    return (
        bool(names)
        and speaker_key(verb) in _VERBS_OF_SAYING
        and is_capitalised(" ".join(names))
        and not begins_sentence(key)
    )


def has_title(name: str) -> bool:
    """Whether a name begins with a title, as in `Mr Elm`."""
    return _TITLE.match(name) is not None


def begins_sentence(name_key: str) -> bool:
    """Whether the first word often begins a sentence: `Honestly: I could not say`."""
    first, *others = name_key.split(maxsplit=1)
    return first.rstrip(",") in _SENTENCE_OPENERS or (first == "i" and bool(others))
