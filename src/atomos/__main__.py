"""`python -m atomos` is the command line."""

from atomos.cli import main

if __name__ == "__main__":
    main(prog_name="atomos")
