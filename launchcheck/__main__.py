"""`python -m launchcheck` is the command `launchcheck`."""

from launchcheck.cli import main

if __name__ == "__main__":
    main()
