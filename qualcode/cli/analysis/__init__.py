"""Commands for analysis: tables, `quotes` and `kwic`."""
