"""How many statements operations need: the same for one order as for two hundred."""
