"""Reading transfers: lists, pages, and the goods that can be sent."""
