"""`python -m csdlgen`."""

import sys

# Python looks for modules in the current folder first, which may be somebody else's repository.
if not sys.flags.safe_path:
    del sys.path[0]

from csdlgen.cli.main import main

if __name__ == "__main__":
    main()
