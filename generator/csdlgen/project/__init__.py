"""What a user writes and has: the configuration, input files, and the documents that others refer to."""
