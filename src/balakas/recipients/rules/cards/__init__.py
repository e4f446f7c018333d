"""What lines of text on a KTP or KK mean. Standard library only: the networks that see the lines are in `queries.cards`."""
