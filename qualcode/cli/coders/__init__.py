"""Commands on coders."""
