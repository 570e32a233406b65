"""Casts and complex properties on paths: builders, templates, and URLs that are matched."""

from casts import routes
from casts.builders.service import Service


class Root:
    _sender = None
    _path = ""


service = Service(Root(), "")  # type: ignore[arg-type, var-annotated]
user = service.users["a/b"]
assert service.things["1"].demo_car.drive.post.to_request().url == "/things/1/demo.car/drive"
assert service.things.demo_car["1"].drive.post.to_request().url == "/things/demo.car/1/drive"
assert user.owned["1"].demo_car.garage.stamp.post.to_request().url == "/users/a%2Fb/owned/1/demo.car/garage/stamp"
assert user.home.country.stamp.post.to_request().url == "/users/a%2Fb/home/country/stamp"
assert user.home.demo_abroad.embassy.stamp.post.to_request().url == "/users/a%2Fb/home/demo.abroad/embassy/stamp"
assert user.loop.places["p"].stamp.post.to_request().url == "/users/a%2Fb/loop/places/p/stamp"
assert user.owned.demo_car.count.get.to_request().url == "/users/a%2Fb/owned/demo.car/count()"
assert service.things.demo_car.count_.get.to_request().url == "/things/demo.car/$count"
assert service.things.demo_car.list.to_request(top=1).url == "/things/demo.car?$top=1"

bound = routes.drive.resolve(thing_id="1")
assert (bound.url, bound.route.documented, bound.route.hops) == ("/things/1/demo.car/drive", True, 0)
bound = routes.stamp.resolve(user_id="u", via="home/demo.abroad/embassy")
assert (bound.url, bound.route.documented) == ("/users/u/home/demo.abroad/embassy/stamp", True)

for url, keys in {
    "/things/1/demo.car/drive": {"thing_id": "1"},
    "/things/demo.car/1/demo.drive": {"thing_id": "1"},
    "things('demo.car')/demo.car/drive": {"thing_id": "demo.car"},
    "/users/u/loop/places/2/stamp?x=1": {"user_id": "u", "place_id": "2"},
    "/users/u/owned/demo.car/count": {"user_id": "u"},
}.items():
    assert routes.match(url).keys == keys, url

for url, segment in {
    "/things/1/drive": "drive",
    "/things/1/demo.place/stamp": "demo.place",
    "/users/u/home/stamp": "stamp",
    "/users/u/demo.car/drive": "demo.car",
    "/users/u/home": "segment 'home'",
    "/things/1/demo.car": "car",
}.items():
    try:
        routes.match(url)
    except routes.NoRoute as error:
        assert segment in str(error), (url, error)
    else:
        raise AssertionError(url)
