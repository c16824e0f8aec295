"""`python -m raad` is the same as `raad`."""

from raad.cli import main

if __name__ == "__main__":
    main()
