"""Pure Python that every tier may use: errors, money, quantity, dates, lifecycles, policies, references.

No database, no clock, no settings.
"""
