"""Second, simple ways of reading: all words that are in a file, to check the readers in `formats/` by."""
