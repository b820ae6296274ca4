"""`python -m jobboard.demo`: the job board with sample postings, in one command."""

import sys

from jobboard.main import main

if __name__ == "__main__":
    sys.argv[1:1] = ["demo"]
    main()
