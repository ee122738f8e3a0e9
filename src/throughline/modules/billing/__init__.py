"""What commitments entitle the company to bill, what was earned, and the invoices that bill it.

Owns billable lines, billable events, tax rates, invoices and credit notes with their lines and taxes. A billable event
is open, held, billed or waived; an invoice is a draft until one update posts it with number and hash, for good. Nothing
is billed that was not earned or approved, nothing earned is lost from sight, nothing is billed twice. Announces
`BillablesEarned` and `InvoicesPosted`. It does not know orders or shipments, and what is paid belongs to settlement.
"""
