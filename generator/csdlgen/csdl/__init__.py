"""CSDL documents, XML and JSON, to `EdmModel` and back."""

from csdlgen.csdl.dump import dump_csdl
from csdlgen.csdl.json_locate import locate
from csdlgen.csdl.json_normal import normalise
from csdlgen.csdl.json_write import dump_csdl_json
from csdlgen.csdl.reader import read_csdl

__all__ = ["dump_csdl", "dump_csdl_json", "locate", "normalise", "read_csdl"]
