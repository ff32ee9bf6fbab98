"""Records of the codebook: its versions, its parsed form, and the lineage of codes' keys."""
