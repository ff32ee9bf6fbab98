"""`python -m qualcode` is the same program as `qualcode`."""

from qualcode.cli import main

if __name__ == "__main__":
    main()
