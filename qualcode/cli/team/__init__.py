"""Commands for several coders: rounds, packs and merges, disagreements."""
