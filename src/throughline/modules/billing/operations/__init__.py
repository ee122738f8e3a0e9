"""Changes of billing that stand on their own: rates, runs, waivers, credits without an origin."""
