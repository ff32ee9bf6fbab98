"""What web pages and Markdown state beside their words: styles of characters, footnotes."""
