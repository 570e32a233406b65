"""The pages that `csdlgen explain` prints."""
