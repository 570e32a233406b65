"""What an OData URL means in a model (OData 4.01 URL conventions, section 4): `match_url`, and `write_url` back."""

from csdlgen.urls.match import match_url
from csdlgen.urls.segments import Address, End, Rejected, Rule, Segment
from csdlgen.urls.service import Service
from csdlgen.urls.way import Way, way
from csdlgen.urls.write import KeyStyle, describe, write_url

__all__ = [
    "Address",
    "End",
    "KeyStyle",
    "Rejected",
    "Rule",
    "Segment",
    "Service",
    "Way",
    "describe",
    "match_url",
    "way",
    "write_url",
]
