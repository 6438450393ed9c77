"""One file for each kind of personal data; `registry.py` names them all."""
