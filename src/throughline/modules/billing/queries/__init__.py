"""Reading billing: rates, what waits to be billed, invoices."""
