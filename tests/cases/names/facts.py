"""Names that Python, the runtime or a file system has other plans for."""

import names.models
from names.models import Choice, Class, Con, Init, List, Model_, None_, Texts, User, User_, Words, from_json, to_json

words = Words(class_="a", none="b", con="c", init="d", list_="e", self="f", property_="g", str_="h", id="i")
assert to_json(words) == {
    "class": "a", "None": "b", "con": "c", "__init__": "d", "list": "e", "self": "f", "property": "g", "str": "h",
    "id": "i",
}  # fmt: skip
assert words.class_ == "a"
assert words.list_ == "e"
assert from_json(Words, {"__init__": "x"}).init == "x"

assert User.__name__ == "User"
assert User_.__name__ == "User_"
for each in (Class, Con, Init, List, Model_, None_, User, User_):
    assert from_json(each, {"id": "x"})["id"] == "x", each

assert [each.value for each in Choice] == [
    "none", "None", "NONE", "name", "value", "mro", "class", "title", "_missing_", "__class__", "_", "HTTPError",
]  # fmt: skip
assert [each.name for each in Choice][:4] == ["NONE_", "NONE_2", "NONE", "NAME"]
assert Choice.HTTP_ERROR.value == "HTTPError"
assert Choice("class") is Choice.CLASS

assert from_json(Texts, {"quotes": 1}).quotes == 1

# Once a model is imported, its module is an attribute of the package, which has functions of its own.
for name in names.models.__all__:
    getattr(names.models, name)
assert names.models.from_json is from_json and names.models.to_json is to_json
