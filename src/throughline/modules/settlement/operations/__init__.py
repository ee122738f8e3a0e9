"""Changes of credit limits, payments, matches and disputes."""
