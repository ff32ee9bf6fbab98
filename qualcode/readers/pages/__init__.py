"""Printed pages to running text: what is left out at the edges and margins, and paragraphs."""
