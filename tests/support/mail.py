"""A service of mails in a few types, much like that of Microsoft Graph: its document, and an implementation."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.support.csdl import document
from tests.support.loopback import Loopback, Reply, Seen

_KEY = '<Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.String" Nullable="false"/>'
_SCHEMA = f"""
  <EntityType Name="user">{_KEY}
    <NavigationProperty Name="messages" Type="Collection(mail.message)" ContainsTarget="true"/>
    <NavigationProperty Name="folders" Type="Collection(mail.folder)" ContainsTarget="true"/>
    <NavigationProperty Name="friends" Type="Collection(mail.user)"/>
  </EntityType>
  <EntityType Name="folder">{_KEY}<Property Name="displayName" Type="Edm.String"/></EntityType>
  <EntityType Name="message">{_KEY}
    <Property Name="subject" Type="Edm.String"/><Property Name="body" Type="mail.itemBody"/>
    <NavigationProperty Name="attachments" Type="Collection(mail.attachment)" ContainsTarget="true"/>
    <Annotation Term="Org.OData.Core.V1.Description" String="What somebody wrote."/>
  </EntityType>
  <EntityType Name="attachment" Abstract="true">{_KEY}<Property Name="name" Type="Edm.String"/></EntityType>
  <EntityType Name="fileAttachment" BaseType="mail.attachment" HasStream="true">
    <Property Name="contentBytes" Type="Edm.Binary"/></EntityType>
  <EntityType Name="linkAttachment" BaseType="mail.attachment"><Property Name="url" Type="Edm.String"/></EntityType>
  <EntityType Name="unrelated">{_KEY}</EntityType>
  <ComplexType Name="itemBody"><Property Name="content" Type="Edm.String"/>
    <Property Name="contentType" Type="mail.bodyType"/></ComplexType>
  <EnumType Name="bodyType"><Member Name="text" Value="0"/><Member Name="html" Value="1"/></EnumType>
  <Action Name="sendMail" IsBound="true"><Parameter Name="bindingParameter" Type="mail.user"/>
    <Parameter Name="message" Type="mail.message" Nullable="false"/>
    <Parameter Name="saveToSentItems" Type="Edm.Boolean"/></Action>
  <Function Name="count" IsBound="true"><Parameter Name="bindingParameter" Type="mail.folder"/>
    <Parameter Name="since" Type="Edm.Date" Nullable="false"/><ReturnType Type="Edm.Int32"/></Function>
  <EntityContainer Name="service">
    <Annotation Term="Org.OData.Capabilities.V1.KeyAsSegmentSupported"/>
    <EntitySet Name="users" EntityType="mail.user"/><EntitySet Name="unrelateds" EntityType="mail.unrelated"/>
    <Singleton Name="me" Type="mail.user"/>
  </EntityContainer>
"""
CONTENT = bytes(range(256)) * 40


def mail_document() -> bytes:
    """The document of the service."""
    return document(_SCHEMA, schema='Namespace="mail"')


class MailService:
    """The service on loopback below `/v1`: five messages in pages of two, an attachment, and what was sent.

    Types are named in `namespace`, as another service with the same paths has them.
    """

    def __init__(self, namespace: str = "mail", document: bytes | None = None) -> None:
        self.namespace = namespace
        self.document = document or mail_document()
        self.sent: list[Any] = []
        self.server = Loopback(self.answer)

    @property
    def root(self) -> str:
        return f"{self.server.url}/v1"

    def answer(self, seen: Seen) -> Reply:
        parts = urlsplit(seen.target)
        path, query = unquote(parts.path).removeprefix("/v1/"), unquote(parts.query)
        if path == "$metadata":
            return Reply(200, self.document, {"Content-Type": "application/xml"})
        if seen.method == "POST" and path in ("me/sendMail", f"me/{self.namespace}.sendMail"):
            self.sent.append(json.loads(seen.body))
            return Reply(202)
        if seen.method != "GET":
            return Reply(405)
        match path.split("/"):
            case ["me", "messages"]:
                return self._page(int(query.partition("$skip=")[2] or 0))
            case ["me", "messages", key]:
                return Reply.of_json(self._message(key))
            case ["me", "folders" | "mailFolders"]:
                return Reply.of_json({"value": [{"id": "f1", "displayName": "Inbox"}]})
            case ["me", "messages", _, "attachments"]:
                return Reply.of_json({"value": [self._attachment("a1")]})
            case ["me", "messages", _, "attachments", key]:
                return Reply.of_json(self._attachment(key))
            case ["me", "messages", _, "attachments", _, *cast, "$value"] if cast in ([], [self._file]):
                return Reply(200, CONTENT, {"Content-Type": "application/octet-stream"})
        return Reply.of_json({"error": {"code": "notFound", "message": path}}, 404)

    @property
    def _file(self) -> str:
        return f"{self.namespace}.fileAttachment"

    def _message(self, key: str) -> dict[str, Any]:
        return {"id": key, "subject": f"about {key}", "body": {"content": "…", "contentType": "text"}}

    def _attachment(self, key: str) -> dict[str, Any]:
        return {"@odata.type": f"#{self._file}", "id": key, "name": "data.bin"}

    def _page(self, skip: int) -> Reply:
        page: dict[str, Any] = {"value": [self._message(f"m{number}") for number in range(skip, min(skip + 2, 5))]}
        if skip + 2 < 5:
            page["@odata.nextLink"] = f"{self.root}/me/messages?$skip={skip + 2}"
        return Reply.of_json(page)
