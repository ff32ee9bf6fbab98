-- A memo on a source may be on a span of it.
ALTER TABLE memos ADD COLUMN start INTEGER;
ALTER TABLE memos ADD COLUMN "end" INTEGER;
ALTER TABLE memos ADD COLUMN quote TEXT NOT NULL DEFAULT '';

-- GUIDs by which other programs know what has no UUID here: codes, coders, attributes, groups, sets.
CREATE TABLE guids (
    kind        TEXT NOT NULL,
    name        TEXT NOT NULL,
    guid        TEXT NOT NULL,
    PRIMARY KEY (kind, name)
);
