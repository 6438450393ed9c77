"""Real processes for tests and demos: the simulator and the gateway, started and stopped from Python. Public."""
