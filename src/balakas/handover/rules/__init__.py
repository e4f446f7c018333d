"""What is true of a hand-over, whoever records it and wherever: standard library only."""
