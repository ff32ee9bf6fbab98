"""The query language: names, tokens, parser, tree, and the query plan."""
