"""How fast and how small, against named peers: `pytest tests/benchmarks`. Nothing is asserted of the figures."""
