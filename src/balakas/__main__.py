"""`python -m balakas`: the command, also where no script was installed."""

from balakas.config.cli import main

main()
