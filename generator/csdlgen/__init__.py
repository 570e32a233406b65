"""csdlgen: a small, typed, lossless Python client for the part of an OData service that you use."""

__version__ = "0.1.0"
