"""Writing Word and Markdown: text from interviews is shown character by character, never read as markup."""
