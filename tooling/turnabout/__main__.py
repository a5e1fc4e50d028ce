"""`python -m turnabout`."""

from turnabout.cli import main

main()
