"""What somebody finds who looks around in a client: completion, `help` and signatures, and Python names."""

from __future__ import annotations

import inspect
import pydoc

from tests.peer.conftest import Peer
from tests.peer.data import WUTHERING


def test_completion_shows_what_there_is_and_nothing_private(peer: Peer) -> None:
    product = peer.client.products[WUTHERING]
    for each in (peer.client, peer.client.products, product, product.image, peer.do(product.get())):
        assert not [name for name in dir(each) if name.startswith("_") and not name.startswith("__")]
    assert {"products", "order_items", "batch", "download", "expanded", "send"} <= set(dir(peer.client))
    assert {"get", "patch", "delete", "category", "reprice", "image", "property"} <= set(dir(product))
    assert {"list", "post", "count", "by_id"} <= set(dir(peer.client.products))
    assert {"download", "get", "put", "delete"} <= set(dir(product.image))


def test_verbs_say_what_they_take(peer: Peer) -> None:
    product = peer.client.products[WUTHERING]
    assert "Reprices the product" in (inspect.getdoc(product.reprice.post) or "")
    assert list(inspect.signature(product.reprice.post).parameters)[:2] == ["price", "reason"]
    assert "page_size" in str(inspect.signature(peer.client.products.list)) or "options" in str(
        inspect.signature(peer.client.products.list)
    )
    shown = pydoc.render_doc(type(product), renderer=pydoc.plaintext)
    assert "Read the entity" in shown and "_sender" not in shown.partition("Data descriptors")[0]


def test_names_are_those_of_python(peer: Peer) -> None:
    """`names = "plain"`: `ID` is `id`, `supplier_ID` is `supplier_id`."""
    models = peer.models
    assert {"id", "supplier_id", "image_type", "created_at"} <= set(models.Products.__props__)
    assert models.Products.__props__["supplier_id"].wire == "supplier_ID"
    papers = set(models.Papers.__props__)
    assert {"is_active_entity", "has_draft_entity"} <= papers
    assert "`supplier_ID`" in inspect.getsource(models.Products) or '"supplier_ID"' in inspect.getsource(
        models.Products
    )
