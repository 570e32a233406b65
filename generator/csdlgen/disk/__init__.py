"""Files to disk, so that nothing is ever lost."""
