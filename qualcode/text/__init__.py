"""Small functions on text that every drawer may use: graphemes, time codes, control characters, plurals."""
