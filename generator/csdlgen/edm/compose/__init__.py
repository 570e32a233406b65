"""Several documents as one model: references between documents, and overlays."""
