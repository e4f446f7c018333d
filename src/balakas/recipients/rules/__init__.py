"""What holds for recipients, their numbers and the lists they come in, without a database or a clock."""
