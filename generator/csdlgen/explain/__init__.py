"""The pages that `csdlgen explain` prints, a text file each."""
