"""CSDL XML documents to `EdmModel` and back."""

from csdlgen.csdl.dump import dump_csdl
from csdlgen.csdl.places import locate
from csdlgen.csdl.reader import read_csdl

__all__ = ["dump_csdl", "locate", "read_csdl"]
