"""Records of people: cases, the speakers they are joined to, and coders."""
