"""The command line: the only part that prints, and that decides how a process ends."""
