"""What commitments entitle the company to bill, what was earned, and the invoices that bill it.

Owns billable lines, billable events, tax rates, invoices and credit notes with their lines and taxes. A billable event
is open, held, billed, waived, or netted when it was taken back whole before it was billed; an invoice is a draft until
one update posts it with number and hash, for good; a waiver says what is never billed, why and on whose approval.
Nothing is billed that was not earned or approved, nothing earned is lost from sight, nothing is billed twice. Announces
`BillablesEarned`, `InvoicesPosted` and `EventsClosed`. It does not know orders or shipments, and what is paid belongs
to settlement.
"""
