"""From nothing to a configuration: what is wanted, what it is called, the text of the file, and the first calls."""
