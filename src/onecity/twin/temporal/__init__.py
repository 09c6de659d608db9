"""How entities have been: their evolution, by instances, by values, or in figures for each period."""
