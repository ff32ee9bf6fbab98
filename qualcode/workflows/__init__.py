"""The verbs: one function for each thing a user does; here drawers and the store meet."""
