"""How a transcript was read and cut into turns, how many words it has, and how far it is coded."""
