"""Changes of stock that stand on their own: places, adjustments, supplies, rebalancing."""
