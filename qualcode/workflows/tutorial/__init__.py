"""The tutorial: a short invented interview, and the steps of the lesson on it."""
