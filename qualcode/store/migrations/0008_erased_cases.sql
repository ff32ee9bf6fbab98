-- The cases that are erased with a source: a JSON list of names. An erasure of a case alone has no file.
ALTER TABLE erasures ADD COLUMN cases TEXT NOT NULL DEFAULT '[]';
