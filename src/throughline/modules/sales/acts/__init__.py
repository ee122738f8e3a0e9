"""Parts of sales' operations that several of them share."""
