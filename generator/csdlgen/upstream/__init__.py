"""What a service publishes now: fetched, and the part of it that packages take."""
