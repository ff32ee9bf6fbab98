"""The YAML file to a codebook and back: read, check."""
