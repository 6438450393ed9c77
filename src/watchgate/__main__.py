"""`python -m watchgate` is `watchgate`."""

from watchgate.cli import main

main()
