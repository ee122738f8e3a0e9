"""What commitments entitle the company to bill, what was earned, and the invoices that bill it.

Owns billable lines, billable events, tax rates, invoices and credit notes. Nothing is billed that was not earned or
approved, nothing earned is lost from sight, nothing is billed twice.
"""
