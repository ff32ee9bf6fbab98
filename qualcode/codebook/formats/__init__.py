"""The codebook in other formats: published ones, and tables and outlines to read."""
