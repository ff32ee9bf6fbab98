"""The table commands, `quotes` and `kwic`."""
