"""Compile detection's native part in place: `python -m tools.native`."""

from hatch_build import build

if __name__ == "__main__":
    print(build())
