"""Changes of the books' frame: the chart of accounts and the closing of periods."""
