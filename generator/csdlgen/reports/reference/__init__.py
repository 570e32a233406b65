"""Reference pages of a package, as Microsoft Graph's documentation has them: operations, types, enumerations.

What a page says is worked out once, as blocks that know no format (`blocks`), and written as HTML or as Markdown. Texts
of the schema are texts in both: nothing in them can become markup, a script or a link.
"""
