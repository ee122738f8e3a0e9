"""The modules of the business, on tiers: each imports downwards only, through the doors of the others."""
