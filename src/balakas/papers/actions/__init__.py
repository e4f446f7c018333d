"""Making papers and moving them through their life."""
