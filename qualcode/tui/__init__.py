"""The coding screen: a Textual application over one `Session`; state goes down, messages come up."""
