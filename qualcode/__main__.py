"""`python -m qualcode` is the same program as `qualcode`."""

from qualcode.cli import run

if __name__ == "__main__":
    run()
