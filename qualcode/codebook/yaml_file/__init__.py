"""The codebook's YAML: text to nodes with offsets, nodes to a Codebook, and a Codebook to text."""
