"""The tamper-evident log: Merkle log, signed checkpoints, retention, erasure, export. `verify.py` stands alone."""
