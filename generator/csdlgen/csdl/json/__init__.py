"""CSDL JSON documents to `EdmModel` and back."""
