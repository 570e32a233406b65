"""What people and programs read of drift, of routes and of a model: pure functions to text."""
