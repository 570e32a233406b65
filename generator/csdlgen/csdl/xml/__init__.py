"""CSDL XML documents to `EdmModel` and back."""
