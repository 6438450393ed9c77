"""How does the gateway compare with others, on this machine, in one run? See `python -m benchmarks.gateway --help`."""
