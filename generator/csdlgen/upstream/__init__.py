"""What a service publishes now: fetched, trimmed to what packages take of it, and compared with what is committed."""
