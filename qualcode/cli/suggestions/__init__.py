"""Commands on suggestions: `suggest`, `accept`, `reject`, `review`, `trial`, `next`, `similar`."""
