# ruff: noqa
# fmt: off
"""What the generated modules are made of; its names are not public."""
