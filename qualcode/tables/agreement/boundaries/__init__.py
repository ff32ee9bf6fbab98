"""Further measures of boundaries, on request: the earlier alpha_U, and the similarity of segmentations."""
