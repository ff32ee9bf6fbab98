-- The schema of a project's database, in portable SQL. Offsets are code points in sources.text.
-- The schema's version is in PRAGMA user_version; migrations/ leads from version to version.

CREATE TABLE coders (
    name        TEXT PRIMARY KEY,
    made_at     TEXT NOT NULL
);

CREATE TABLE sources (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE,
    kind        TEXT NOT NULL CHECK (kind IN ('interview', 'document')),
    sha256      TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    file_sha256 TEXT NOT NULL UNIQUE,
    encoding    TEXT NOT NULL,
    words       INTEGER NOT NULL,
    imported_at TEXT NOT NULL,
    text        TEXT NOT NULL -- last, so that SQLite reads the other columns without it
);

CREATE TABLE turns (
    source_id   TEXT NOT NULL REFERENCES sources (id),
    number      INTEGER NOT NULL,
    start       INTEGER NOT NULL,
    body_start  INTEGER NOT NULL,
    body_end    INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    speaker     TEXT NOT NULL,
    role        TEXT NOT NULL CHECK (role IN ('interviewer', 'participant', '')),
    begins      REAL,
    ends        REAL,
    page        INTEGER,
    heading     TEXT NOT NULL,
    level       INTEGER,
    PRIMARY KEY (source_id, number),
    CHECK (start <= body_start AND body_start <= body_end AND body_end <= "end")
) WITHOUT ROWID;

CREATE TABLE sentences (
    source_id   TEXT NOT NULL REFERENCES sources (id),
    number      INTEGER NOT NULL,
    turn        INTEGER NOT NULL,
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    PRIMARY KEY (source_id, number),
    CHECK (start < "end")
) WITHOUT ROWID;

CREATE TABLE cases (
    id          TEXT PRIMARY KEY,
    name        TEXT NOT NULL UNIQUE
);

CREATE TABLE attributes (
    case_id     TEXT NOT NULL REFERENCES cases (id),
    name        TEXT NOT NULL,
    position    INTEGER NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (case_id, name)
);

-- The speakers of a case; an empty speaker means the whole source.
CREATE TABLE appearances (
    case_id     TEXT NOT NULL REFERENCES cases (id),
    source_id   TEXT NOT NULL REFERENCES sources (id),
    speaker     TEXT NOT NULL,
    PRIMARY KEY (case_id, source_id, speaker)
);

CREATE TABLE codebook_versions (
    number      INTEGER PRIMARY KEY,
    sha256      TEXT NOT NULL,
    text        TEXT NOT NULL,
    parsed      TEXT NOT NULL,
    made_at     TEXT NOT NULL,
    coder       TEXT NOT NULL REFERENCES coders (name),
    restores    INTEGER REFERENCES codebook_versions (number), -- the earlier version that it restores
    uuid        TEXT NOT NULL DEFAULT '', -- the same in every copy of the project
    parent      INTEGER REFERENCES codebook_versions (number), -- the version that it was made from
    joined      INTEGER REFERENCES codebook_versions (number) -- the second one that it joins, from another copy
);
CREATE UNIQUE INDEX codebook_versions_by_uuid ON codebook_versions (uuid);

-- Which keys of the version before became which keys of this version: several for a code that was split.
CREATE TABLE code_fates (
    version     INTEGER NOT NULL REFERENCES codebook_versions (number),
    old         TEXT NOT NULL,
    new         TEXT NOT NULL
);
CREATE INDEX code_fates_by_version ON code_fates (version);

-- The version not yet written to the codebook file, and the hash of the file's text: at most one row.
CREATE TABLE codebook_unwritten (
    version     INTEGER NOT NULL REFERENCES codebook_versions (number),
    replaces    TEXT NOT NULL
);

CREATE TABLE codings (
    id               TEXT PRIMARY KEY,
    source_id        TEXT NOT NULL REFERENCES sources (id),
    start            INTEGER NOT NULL,
    "end"            INTEGER NOT NULL,
    quote            TEXT NOT NULL,
    context_before   TEXT NOT NULL,
    context_after    TEXT NOT NULL,
    code             TEXT NOT NULL,
    coder            TEXT NOT NULL REFERENCES coders (name),
    made_at          TEXT NOT NULL,
    origin           TEXT NOT NULL CHECK (origin IN ('human', 'suggestion', 'edited suggestion', 'imported')),
    suggester        TEXT NOT NULL,
    score            REAL,
    codebook_version INTEGER NOT NULL REFERENCES codebook_versions (number),
    memo             TEXT NOT NULL,
    starred          INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)), -- whether it is a good example of its code
    CHECK (0 <= start AND start < "end"),
    UNIQUE (source_id, start, "end", code, coder)
);
CREATE INDEX codings_by_code ON codings (code, source_id, coder, start, "end");

-- Codings that keep the code that was split in this version, by a coder's decision.
CREATE TABLE stays (
    coding_id   TEXT NOT NULL,
    version     INTEGER NOT NULL REFERENCES codebook_versions (number),
    PRIMARY KEY (coding_id, version)
) WITHOUT ROWID;

-- One run of a suggester, with all that is needed to repeat it.
CREATE TABLE suggestion_runs (
    id               TEXT PRIMARY KEY,
    suggester        TEXT NOT NULL,
    version          TEXT NOT NULL,
    settings         TEXT NOT NULL,
    codebook_version INTEGER NOT NULL REFERENCES codebook_versions (number),
    learned_from     INTEGER NOT NULL,
    made_at          TEXT NOT NULL
);

-- Suggestions: replaced whenever a suggester runs again.
CREATE TABLE suggestions (
    id             TEXT NOT NULL,
    coder          TEXT NOT NULL, -- the coder whom it is for; empty: every coder
    run_id         TEXT NOT NULL REFERENCES suggestion_runs (id),
    source_id      TEXT NOT NULL REFERENCES sources (id),
    start          INTEGER NOT NULL,
    "end"          INTEGER NOT NULL,
    code           TEXT NOT NULL,
    score          REAL NOT NULL,
    reason         TEXT NOT NULL,
    suggester      TEXT NOT NULL,
    evidence_start INTEGER,
    evidence_end   INTEGER,
    PRIMARY KEY (id, coder)
);
CREATE INDEX suggestions_by_place ON suggestions (source_id, start, "end", code);

-- Cache: sentence vectors of a source's segments, deleted with the source.
CREATE TABLE vectors (
    source_id   TEXT PRIMARY KEY REFERENCES sources (id) ON DELETE CASCADE,
    made_of     TEXT NOT NULL, -- the digest of the encoder's version and the segments' texts
    vectors     BLOB NOT NULL  -- a row of 16-bit floats for each segment
);

-- Decisions on suggestions: kept when a suggester runs again.
CREATE TABLE decisions (
    source_id   TEXT NOT NULL REFERENCES sources (id),
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    code        TEXT NOT NULL,
    coder       TEXT NOT NULL REFERENCES coders (name),
    verdict     TEXT NOT NULL CHECK (verdict IN ('accepted', 'rejected', 'skipped')),
    decided_at  TEXT NOT NULL,
    suggester   TEXT NOT NULL,
    score       REAL NOT NULL,
    PRIMARY KEY (source_id, start, "end", code, coder)
);

CREATE TABLE memos (
    id          TEXT PRIMARY KEY,
    about       TEXT NOT NULL CHECK (about IN ('project', 'source', 'code')),
    target      TEXT NOT NULL,
    text        TEXT NOT NULL,
    coder       TEXT NOT NULL REFERENCES coders (name),
    made_at     TEXT NOT NULL,
    start       INTEGER, -- the span of a memo on words of a source
    "end"       INTEGER,
    quote       TEXT NOT NULL DEFAULT ''
);

-- The cells of a framework matrix: an analyst's text on a case under a theme. `unit` is the name of a case, or
-- of a source in a study without cases. A coder has one for each cell; a merge of codes may join several.
CREATE TABLE summaries (
    id          TEXT PRIMARY KEY,
    unit        TEXT NOT NULL,
    code        TEXT NOT NULL,
    text        TEXT NOT NULL,
    coder       TEXT NOT NULL REFERENCES coders (name),
    made_at     TEXT NOT NULL
);

-- The history: one act is one command of a coder, in one transaction.
CREATE TABLE acts (
    number      INTEGER PRIMARY KEY AUTOINCREMENT,
    at          TEXT NOT NULL,
    coder       TEXT NOT NULL REFERENCES coders (name),
    verb        TEXT NOT NULL,
    summary     TEXT NOT NULL,
    undoable    INTEGER NOT NULL,
    undoes      INTEGER REFERENCES acts (number),
    undone_by   INTEGER REFERENCES acts (number),
    uuid        TEXT NOT NULL DEFAULT '', -- the same in every copy of the project
    origin      TEXT NOT NULL DEFAULT 'here' -- withdrawn: of an undone merge, or come in part; local: never packed
    CHECK (origin IN ('here', 'merged', 'withdrawn', 'local')),
    sequence    INTEGER NOT NULL DEFAULT 0, -- milliseconds since 1970, but after all acts known when it was made
    copy        TEXT NOT NULL DEFAULT '', -- the copy of the study in which it was made
    knows       TEXT NOT NULL DEFAULT '' -- JSON: copy → sequence up to which it was known; empty: as before
);
CREATE UNIQUE INDEX acts_by_uuid ON acts (uuid);
CREATE INDEX acts_by_sequence ON acts (sequence);
CREATE INDEX acts_by_coder ON acts (coder, number);

-- The rows that an act changed, as JSON objects of their columns.
CREATE TABLE changes (
    act         INTEGER NOT NULL REFERENCES acts (number),
    position    INTEGER NOT NULL,
    subject     TEXT NOT NULL,
    before      TEXT,
    after       TEXT,
    PRIMARY KEY (act, position)
);

-- The reading position of a coder in each source; not part of the history.
CREATE TABLE places (
    coder       TEXT NOT NULL,
    source_id   TEXT NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    read_spans  TEXT NOT NULL, -- the spans that were read, in order and disjoint: 0-158,200-310
    mark        INTEGER, -- the offset at which the coder asked to start next time
    left_at     TEXT NOT NULL,
    PRIMARY KEY (coder, source_id)
);

-- Sources and cases that are removed from the database and not yet from the disk: files, copies, free pages.
CREATE TABLE erasures (
    source_id   TEXT PRIMARY KEY, -- or the id of a case, which has no file
    name        TEXT NOT NULL,
    file_name   TEXT NOT NULL,
    file_sha256 TEXT NOT NULL,
    codings     INTEGER NOT NULL,
    cases       TEXT NOT NULL DEFAULT '[]' -- JSON: the names of the cases that are erased with the source
);

-- The backups that were made of this project, wherever they are now.
CREATE TABLE backups (
    path        TEXT PRIMARY KEY,
    made_at     TEXT NOT NULL
);

-- The sources that a coder has coded to the end. A source with codings and without a row here is begun.
CREATE TABLE finished_sources (
    source_id   TEXT NOT NULL REFERENCES sources (id),
    coder       TEXT NOT NULL REFERENCES coders (name),
    finished_at TEXT NOT NULL,
    PRIMARY KEY (source_id, coder)
);

-- The ways in which a source's turns were cut. The turns and sentences of the current one are in their tables.
CREATE TABLE turn_versions (
    source_id   TEXT NOT NULL REFERENCES sources (id),
    number      INTEGER NOT NULL,
    is_current  INTEGER NOT NULL CHECK (is_current IN (0, 1)),
    made_at     TEXT NOT NULL,
    settings    TEXT NOT NULL, -- JSON: patterns and names of speakers, their roles, how the file was read
    turns       TEXT NOT NULL, -- JSON: the rows of an earlier version; empty for the current one
    sentences   TEXT NOT NULL,
    PRIMARY KEY (source_id, number)
);
CREATE UNIQUE INDEX turn_versions_current ON turn_versions (source_id) WHERE is_current;

-- Speakers and sources of cases that are not in the project yet; they are joined when they come.
CREATE TABLE waiting_appearances (
    case_id     TEXT NOT NULL REFERENCES cases (id),
    source_name TEXT NOT NULL,
    speaker     TEXT NOT NULL,
    PRIMARY KEY (case_id, source_name, speaker)
);

-- GUIDs by which other programs know what has no UUID here: codes, coders, attributes, groups, sets.
CREATE TABLE guids (
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    guid        TEXT NOT NULL,
    PRIMARY KEY (kind, name)
);

-- The identity of the study, the same in all copies of the project: one row.
CREATE TABLE study (
    uuid        TEXT PRIMARY KEY,
    made_at     TEXT NOT NULL
);

-- What was erased for good here, so that a merge does not bring it back. Other removals are in the history.
CREATE TABLE tombstones (
    subject     TEXT NOT NULL,
    id          TEXT NOT NULL,
    sha256      TEXT NOT NULL, -- of the erased text
    made_at     TEXT NOT NULL,
    PRIMARY KEY (subject, id)
) WITHOUT ROWID;

-- Versions of rows that a coder has decided against, after two copies had changed the same row.
CREATE TABLE settled_versions (
    id          TEXT PRIMARY KEY, -- the act's UUID, the table and the row's key
    coder       TEXT NOT NULL REFERENCES coders (name),
    made_at     TEXT NOT NULL
);

-- Rounds in which coders code the same sample, each without seeing the others' codings until it is closed.
CREATE TABLE rounds (
    id               TEXT PRIMARY KEY,
    name             TEXT NOT NULL UNIQUE,
    made_at          TEXT NOT NULL,
    coder            TEXT NOT NULL REFERENCES coders (name),
    codebook_version INTEGER NOT NULL REFERENCES codebook_versions (number),
    settings         TEXT NOT NULL, -- JSON: how the sample was drawn
    closed_at        TEXT NOT NULL,
    closed_by        TEXT NOT NULL
);
CREATE TABLE round_coders (
    round_id    TEXT NOT NULL REFERENCES rounds (id),
    coder       TEXT NOT NULL,
    PRIMARY KEY (round_id, coder)
);
CREATE TABLE round_spans (
    round_id    TEXT NOT NULL REFERENCES rounds (id),
    source_id   TEXT NOT NULL REFERENCES sources (id),
    start       INTEGER NOT NULL,
    "end"       INTEGER NOT NULL,
    PRIMARY KEY (round_id, source_id, start),
    CHECK (0 <= start AND start < "end")
);
CREATE INDEX round_spans_by_source ON round_spans (source_id, start);
-- Who has coded the sample in a source to the end; whole sources may be in finished_sources instead.
CREATE TABLE round_finished (
    round_id    TEXT NOT NULL REFERENCES rounds (id),
    source_id   TEXT NOT NULL REFERENCES sources (id),
    coder       TEXT NOT NULL,
    finished_at TEXT NOT NULL,
    PRIMARY KEY (round_id, source_id, coder)
);

-- The state of a closed round, source by source, as it was before anything was discussed.
CREATE TABLE frozen_sources (
    round_id    TEXT NOT NULL REFERENCES rounds (id),
    source_id   TEXT NOT NULL,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL,
    length      INTEGER NOT NULL,
    spans       TEXT NOT NULL, -- JSON: the spans of the sample
    finished_by TEXT NOT NULL, -- JSON: the coders who had finished the source
    turns       TEXT NOT NULL, -- JSON: turns, roles, sentences, cases with attributes, codings
    sentences   TEXT NOT NULL,
    cases       TEXT NOT NULL,
    codings     TEXT NOT NULL,
    PRIMARY KEY (round_id, source_id)
);

-- What has been taken out of closed rounds since, because a participant was erased.
CREATE TABLE frozen_erasures (
    round_id    TEXT NOT NULL REFERENCES rounds (id),
    erased_at   TEXT NOT NULL,
    codings     INTEGER NOT NULL
);
