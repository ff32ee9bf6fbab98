"""Cases by hand: their attributes, the sources and speakers that they are joined to, their names."""
