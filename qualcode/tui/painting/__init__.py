"""What the coding screen draws, without a widget: columns, rows, margin, colours and status texts."""
