"""CSDL documents, XML and JSON, to `EdmModel` and back."""

from csdlgen.csdl.json.normal import normalise
from csdlgen.csdl.json.write import dump_csdl_json
from csdlgen.csdl.read import locate, read_csdl
from csdlgen.csdl.xml.write import dump_csdl

__all__ = ["dump_csdl", "dump_csdl_json", "locate", "normalise", "read_csdl"]
