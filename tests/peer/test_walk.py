"""Every entity set of a real service: read, change one property, write the entity, read again; all else is equal.

The metadata says what there is to walk; nothing is listed by hand but what CAP refuses without saying so there.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from uuid import UUID

import pytest
from azure.core.exceptions import HttpResponseError

from tests.peer.conftest import Peer
from tests.peer.walk import (
    CLOSED,
    READ_ONLY,
    REASONS,
    VALUES,
    attribute,
    key_of,
    path_of,
    refused,
    rest,
    updatable,
    value_for,
    walk,
)


def test_the_walk_meets_every_kind_of_resource(peer: Peer) -> None:
    names = {resource.name for resource in walk(peer)}
    assert len(names) >= 13
    assert {"Products", "Config", "Odd", "ByStamp", "ByDecimal", "OrderItems", "Words"} <= names
    met = {member.type for resource in walk(peer) for member in updatable(resource)}
    assert met == set(VALUES)


def test_each_entity_of_each_set_is_read_by_its_key(peer: Peer) -> None:
    """As the list gives it, by a key of Python values, and as the server sends it past the client."""
    to_json = peer.models.to_json
    for resource in peer.service.metadata.resources:
        if refused(resource, "read") or not resource.is_set:
            continue
        builder = peer.builder(resource)
        entities = peer.items(builder.list())
        assert entities, f"{resource.name} has nothing to read"
        for entity in entities[:25]:
            read = peer.do(builder[key_of(resource, entity)].get())
            listed = {name: value for name, value in to_json(entity).items() if name != "@odata.context"}
            sent = peer.service.ask("GET", path_of(resource, to_json(entity)))
            assert sent.status == 200, (resource.name, sent)
            assert to_json(read) == sent.body
            assert {name: value for name, value in sent.body.items() if name in listed} == listed


def test_one_memberis_changed_and_all_else_stays(peer: Peer) -> None:
    """Each property in turn, by sending the whole entity as it was read with that one changed."""
    for resource in walk(peer):
        builder = peer.builder(resource)
        model = peer.model(resource.type)
        first = peer.items(builder.list(top=1))[0] if resource.is_set else peer.do(builder.get())
        one = builder[key_of(resource, first)] if resource.is_set else builder
        path = path_of(resource, peer.models.to_json(first))
        changed = 0
        for member in updatable(resource):
            name = attribute(model, member.name)
            before = peer.service.ask("GET", path).body
            entity = peer.do(one.get())
            value = value_for(peer, member, getattr(entity, name))
            setattr(entity, name, value)
            sent = peer.models.to_json(entity)[member.name]
            peer.do(one.patch(entity, if_match=peer.models.to_json(entity).get("@odata.etag")))
            after = peer.service.ask("GET", path).body
            assert rest(after, resource, member.name) == rest(before, resource, member.name), (resource.name, member)
            read = peer.do(one.get())
            assert getattr(read, name) == value, (resource.name, member, sent, after)
            assert peer.models.to_json(read) == after
            changed += 1
        assert changed, f"nothing of {resource.name} could be changed"


def test_a_patch_of_one_membersends_no_other(peer: Peer) -> None:
    for resource in walk(peer):
        builder, model = peer.builder(resource), peer.model(resource.type)
        first = peer.items(builder.list(top=1))[0] if resource.is_set else peer.do(builder.get())
        one = builder[key_of(resource, first)] if resource.is_set else builder
        path = path_of(resource, peer.models.to_json(first))
        member = next(updatable(resource))
        name = attribute(model, member.name)
        before = peer.service.ask("GET", path).body
        value = value_for(peer, member, getattr(first, name))
        etag = "*" if "@odata.etag" in before else None
        peer.do(one.patch(model(**{name: value}), if_match=etag))
        after = peer.service.ask("GET", path).body
        assert rest(after, resource, member.name) == rest(before, resource, member.name), (resource.name, member)
        assert getattr(peer.do(one.get()), name) == value


def test_null_is_written_and_what_is_not_named_stays(peer: Peer) -> None:
    """Null where it was assigned; a property that was deleted from the model is not sent, and keeps its value."""
    for resource in walk(peer):
        builder, model = peer.builder(resource), peer.model(resource.type)
        first = peer.items(builder.list(top=1))[0] if resource.is_set else peer.do(builder.get())
        one = builder[key_of(resource, first)] if resource.is_set else builder
        path = path_of(resource, peer.models.to_json(first))
        members = [member for member in updatable(resource) if not (member.is_mandatory or member.allowed)]
        names = [attribute(model, member.name) for member in members]
        before = peer.service.ask("GET", path).body
        entity = peer.do(one.get())
        for number, name in enumerate(names):
            if number % 2:
                delattr(entity, name)
            else:
                setattr(entity, name, None)
        peer.do(one.patch(entity, if_match="*" if "@odata.etag" in before else None))
        after = peer.service.ask("GET", path).body
        for number, member in enumerate(members):
            value = after[member.name]
            assert value == before[member.name] if number % 2 else value in (None, []), member
        changed = [member.name for member in members]
        assert rest(after, resource, *changed) == rest(before, resource, *changed)


@pytest.mark.parametrize("kind", ["read", "update"])
def test_what_a_set_refuses_has_no_verb_where_the_metadata_says_so(peer: Peer, kind: str) -> None:
    sets = [resource for resource in peer.service.metadata.resources if refused(resource, kind)]
    readable = {"Currencies", "Countries", "Bags"}
    assert {resource.name for resource in sets} == set(REASONS) - (readable if kind == "read" else set())
    keys = {"Edm.String": "DE", "Edm.Int32": 1, "Edm.Guid": UUID("eeeeeeee-1111-4111-8111-111111111111")}
    for resource in sets:
        builder, model = peer.builder(resource), peer.model(resource.type)
        types = {member.name: member.type for member in resource.properties}
        key = tuple(keys[types[name]] for name in resource.keys)
        one = builder[key if len(key) > 1 else key[0]]
        has_verb = hasattr(builder, "list") if kind == "read" else hasattr(one, "patch")
        assert has_verb == (resource.name in CLOSED | READ_ONLY), resource.name
        member = next(updatable(resource))
        body = peer.models.to_json(model(**{attribute(model, member.name): value_for(peer, member, None)}))
        asked = ("GET", f"/{resource.name}") if kind == "read" else ("PATCH", one._path, body)
        answer = peer.service.ask(*asked)
        assert answer.status == 405
        assert REASONS[resource.name] in str(answer.body), resource.name


def test_an_insert_only_set_takes_entities(peer: Peer) -> None:
    logs = next(resource for resource in peer.service.metadata.resources if resource.name == "Logs")
    at = datetime(2024, 2, 29, 12, 30, 15, tzinfo=UTC)
    created = peer.do(peer.client.logs.post(peer.model(logs.type)(line="It's 50% <&> ü", at=at)))
    assert created.line == "It's 50% <&> ü"
    admin = base64.b64encode(b"alice:pw").decode()
    lines = peer.service.ask("GET", "/odata/v4/admin/Logs", headers={"Authorization": f"Basic {admin}"}).body["value"]
    assert ("It's 50% <&> ü", "2024-02-29T12:30:15Z") in {
        (line["line"], (line["at"] or "").replace(".000", "")) for line in lines
    }


def test_drafts_are_edited_changed_and_activated(peer: Peer) -> None:
    """Sets whose key has IsActiveEntity, and which only change by way of a draft."""
    sets = [resource for resource in peer.service.metadata.resources if "IsActiveEntity" in resource.keys]
    assert {resource.name for resource in sets} == {"Papers", "Sections"}
    papers = peer.client.papers
    active = next(paper for paper in peer.items(papers.list()) if paper.is_active_entity)
    root = next(resource for resource in sets if resource.name == "Papers")
    for resource in sets:
        builder, model = peer.builder(resource), peer.model(resource.type)
        first = next(entity for entity in peer.items(builder.list()) if entity.is_active_entity)
        key = key_of(resource, first)
        assert key[1] is True
        for member in updatable(resource):
            if member.name == "paper_ID":  # would move a section to no paper
                continue
            name, path = attribute(model, member.name), path_of(resource, peer.models.to_json(first))
            before = peer.service.ask("GET", path).body
            with pytest.raises(HttpResponseError):
                peer.do(builder[key].patch(model(**{name: None})))
            draft = peer.do(papers[key_of(root, active)].draft_edit.post(preserve_changes=True))
            assert draft.is_active_entity is False
            entity = peer.do(builder[key[0], False].get())
            value = value_for(peer, member, getattr(entity, name))
            setattr(entity, name, value)
            peer.do(builder[key[0], False].patch(entity))
            peer.do(papers[key_of(root, active)[0], False].draft_prepare.post(side_effects_qualifier=""))
            activated = peer.do(papers[key_of(root, active)[0], False].draft_activate.post())
            assert activated.is_active_entity is True
            after = peer.service.ask("GET", path).body
            assert rest(after, resource, member.name) == rest(before, resource, member.name)
            assert getattr(peer.do(builder[key].get()), name) == value
