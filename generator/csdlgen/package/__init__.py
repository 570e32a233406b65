"""What a generated package says: planned, rendered, formatted."""
