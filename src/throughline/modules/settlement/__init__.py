"""What parties owe and pay: credit accounts, open items, payments and their matches.

Owns credit accounts (the lock of everything that raises exposure), open items, payments and matches. An open item
is open until its balance is zero, then settled; what is paid or disputed lives here, never on the document.
Announces `PaymentsRegistered`, `OpenItemsSettled`, `CreditLimitsChanged` and `DisputesChanged`.

Amounts are in company currency; other currencies are not dealt with yet. What may be missing of a payment (cash
discount with days of grace, a little that is written off) says policy `settlement.paying_short`. Who raises exposure
asks `lock_credit` and judges; who lets goods go asks `stopped_threads`.
"""
