"""Batches as CAP executes them, in both formats."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from tests.peer.conftest import Peer
from tests.peer.data import JANE, WUTHERING

NOWHERE = UUID("99999999-1111-4111-8111-111111111111")
both = pytest.mark.parametrize("format_", ["json", "multipart"])


@both
def test_each_request_has_its_own_result(peer: Peer, format_: str) -> None:
    batch = peer.client.batch(format=format_)
    products, categories = peer.client.products, peer.client.categories
    one = batch.add(products[WUTHERING].get.to_request())
    none = batch.add(products[NOWHERE].get.to_request())
    page = batch.add(categories.list.to_request(orderby="code", top=3, count=True))
    odd = batch.add(categories["50% off?"].get.to_request(select=["title"]))
    count = batch.add(categories.count.get.to_request())
    new = batch.add(categories.post.to_request(peer.models.Categories(code="ü/'&", title="new")))
    peer.do(batch.send())
    single = peer.do(products[WUTHERING].get())
    assert (one.result(), one.result().price) == (single, single.price)
    with pytest.raises(ResourceNotFoundError):
        none.result()
    codes = [category.code for category in page.result()]
    assert codes == [category.code for category in peer.items(categories.list(orderby="code", top=3))]
    assert page.result().total_count in (16, 17)
    assert (odd.result().title, count.result() in (16, 17), new.result().code) == ("title 4", True, "ü/'&")
    assert [url.rpartition("/")[2] for url in peer.sent].count("$batch") == 1


@both
def test_numbers_keep_their_digits(peer: Peer, format_: str) -> None:
    batch = peer.client.batch(format=format_)
    products = peer.client.products
    price = Decimal("1234567.89")
    changed = peer.models.Products(price=price, big=9007199254740991)
    batch.add(products[JANE].patch.to_request(changed, if_match="*"))
    peer.do(batch.send())
    read = batch.add(products[JANE].get.to_request())
    peer.do(batch.send())
    assert (read.result().price, read.result().big) == (price, 9007199254740991)


@both
def test_a_change_set_happens_all_or_not_at_all(peer: Peer, format_: str) -> None:
    model, categories = peer.models.Categories, peer.client.categories
    batch = peer.client.batch(format=format_)
    good, bad = batch.change_set(), batch.change_set()
    made = [good.add(categories.post.to_request(model(code=code, title=code))) for code in ("one", "two")]
    lost = [bad.add(categories.post.to_request(model(code=code, title=code))) for code in ("three", "plain")]
    peer.do(batch.send())
    assert [each.result().code for each in made] == ["one", "two"]
    for each in lost:
        with pytest.raises(HttpResponseError):
            each.result()
    found = {category.code for category in peer.items(categories.list())}
    assert found >= {"one", "two"}
    assert "three" not in found


@both
def test_what_depends_on_a_failure_is_not_tried(peer: Peer, format_: str) -> None:
    model, categories = peer.models.Categories, peer.client.categories
    batch = peer.client.batch(format=format_)
    failing = batch.add(categories.post.to_request(model(code="plain")))
    after = batch.add(categories.post.to_request(model(code="after")), depends_on=[failing])
    fine = batch.add(categories.post.to_request(model(code="fine")))
    then = batch.add(categories["fine"].patch.to_request(model(title="changed")), depends_on=[fine])
    peer.do(batch.send())
    tried = (peer.name, format_) == ("strict", "json")  # CAP 7 goes on, whatever `dependsOn` says
    for each in (failing,) if tried else (failing, after):
        with pytest.raises(HttpResponseError):
            each.result()
    assert then.response.status_code in (200, 204)
    codes = {category.code: category.title for category in peer.items(categories.list())}
    assert ("after" in codes, codes["fine"]) == (tried, "changed")


def test_a_batch_is_split_at_the_limit(peer: Peer) -> None:
    batch = peer.client.batch(limit=20)
    reads = [batch.add(peer.client.categories["plain"].get.to_request()) for _ in range(45)]
    peer.do(batch.send())
    assert {each.result().code for each in reads} == {"plain"}
    assert len(peer.sent) == 3
