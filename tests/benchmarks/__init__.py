"""How fast and how small, against named peers: `pytest -n 0 tests/benchmarks`. Nothing is asserted of the figures."""
