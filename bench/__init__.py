"""How fast the lab is and what it costs, as ratios to a bare server measured in the same run: ``python -m bench``."""
