-- What was read is kept as spans of the text, since turns can be cut anew: 0-158,200-310.
ALTER TABLE places RENAME COLUMN read_turns TO read_spans;
UPDATE places SET read_spans = coalesce((
    WITH RECURSIVE split (range, rest) AS (
        SELECT '', places.read_spans || ','
        UNION ALL
        SELECT substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1) FROM split WHERE rest <> ''
    ), bounds (first, last) AS (
        SELECT CAST(range AS INTEGER), CAST(substr(range, instr(range, '-') + 1) AS INTEGER)
        FROM split WHERE range <> ''
    )
    SELECT group_concat(
        (SELECT start FROM turns WHERE source_id = places.source_id AND number = first)
        || '-' || (SELECT "end" FROM turns WHERE source_id = places.source_id AND number = last), ',')
    FROM bounds
), '');

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
