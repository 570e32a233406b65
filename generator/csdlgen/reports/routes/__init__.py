"""The route ledger as people and programs read it, and what a URL means. Pure: the command line prints the results."""
