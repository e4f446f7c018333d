"""`python -m balakas.config.cli`: the command, also where no script was installed."""

from balakas.config.cli import main

main()
