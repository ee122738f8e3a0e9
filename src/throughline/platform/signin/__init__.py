"""What signing in rests on: sealed secrets, counted failures, the log of attempts, and the browsers signed in.

These rows are written by the doors themselves, before anybody is known, so they stand outside of operations. Whom
they let in, and on what terms, is decided above.
"""
