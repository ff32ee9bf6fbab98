"""One module for each kind of record in the database."""
