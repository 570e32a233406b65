"""What an OData URL means in a model (OData 4.01 URL conventions, section 4)."""

from csdlgen.urls.lookup import UrlLookup
from csdlgen.urls.match import match_url
from csdlgen.urls.path import PropertyPath, UrlPath, resource_or_property, resource_path, url_path
from csdlgen.urls.segments import Address, End, Rejected, Rule, Segment

__all__ = [
    "Address",
    "End",
    "PropertyPath",
    "Rejected",
    "Rule",
    "Segment",
    "UrlLookup",
    "UrlPath",
    "match_url",
    "resource_or_property",
    "resource_path",
    "url_path",
]
