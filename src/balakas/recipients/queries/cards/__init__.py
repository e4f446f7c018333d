"""Cards read from photos on this machine: find the lines, recognise them, hand them to `rules.cards`."""
