"""The service with users, groups and mails of the page about generated packages: document, data and configuration."""

from __future__ import annotations

from typing import Any

from tests.docs.documents import complex_type, entity
from tests.support.csdl import document

_ID = "id Edm.String"
_ALTERNATE_KEY = """<Annotation Term="Org.OData.Core.V1.AlternateKeys"><Collection><Record>
  <PropertyValue Property="Key"><Collection><Record><PropertyValue Property="Name" PropertyPath="userPrincipalName"/>
  <PropertyValue Property="Alias" String="userPrincipalName"/></Record></Collection></PropertyValue>
</Record></Collection></Annotation>"""


def function(name: str, binding: str, returns: str, *parameters: str, composable: bool = False) -> str:
    given = "".join(f'<Parameter Name="{each}" Type="Edm.String" Nullable="false"/>' for each in parameters)
    flag = ' IsComposable="true"' if composable else ""
    return f"""<Function Name="{name}" IsBound="true"{flag}><Parameter Name="it" Type="{binding}"/>{given}
      <ReturnType Type="{returns}" Nullable="false"/></Function>"""


DOCUMENT = document(
    entity("user", _ID, "userPrincipalName Edm.String", "displayName Edm.String", "accountEnabled Edm.Boolean",
           "phones [Edm.String]", "mailboxSettings sample.mailboxSettings", "messages >> [sample.message]",
           "photo >> sample.profilePhoto", "manager > sample.user")
    + entity("profilePhoto", _ID, attributes='HasStream="true"')
    + entity("message", _ID, "subject Edm.String", "isRead Edm.Boolean", "received Edm.DateTimeOffset",
             "size Edm.Int32", "importance sample.importance", "from sample.recipient", "recipients [sample.recipient]",
             "folder > sample.folder", attributes='OpenType="true"')
    + entity("eventMessage", "", "meetingType Edm.String", base="sample.message")
    + entity("folder", _ID, "name Edm.String")
    + entity("group", _ID, "name Edm.String", "members > [sample.user]", "owners > [sample.user]")
    + entity("order", "number Edm.Int32, edition Edm.String", "text Edm.String")
    + entity("sheet", _ID)
    + entity("range", "address Edm.String", "format >> sample.format")
    + entity("format", _ID, "bold Edm.Boolean")
    + entity("reports", _ID)
    + complex_type("mailboxSettings", "timeZone Edm.String", "language Edm.String")
    + complex_type("recipient", "emailAddress sample.emailAddress")
    + complex_type("emailAddress", "name Edm.String", "address Edm.String")
    + '<EnumType Name="importance"><Member Name="low" Value="0"/><Member Name="normal" Value="1"/>'
      '<Member Name="high" Value="2"/></EnumType>'
    + function("delta", "Collection(sample.user)", "Collection(sample.user)")
    + function("usedRange", "sample.sheet", "sample.range", composable=True)
    + function("range", "sample.sheet", "sample.range", composable=True)
    + function("range", "sample.sheet", "sample.range", "address", composable=True)
    + function("getUsage", "sample.reports", "Edm.Stream", "period")
    + f"""<EntityContainer Name="service">
      <Annotation Term="Org.OData.Capabilities.V1.KeyAsSegmentSupported"/>
      <EntitySet Name="users" EntityType="sample.user">{_ALTERNATE_KEY}</EntitySet>
      <EntitySet Name="groups" EntityType="sample.group">
        <NavigationPropertyBinding Path="members" Target="users"/>
        <NavigationPropertyBinding Path="owners" Target="users"/></EntitySet>
      <EntitySet Name="orders" EntityType="sample.order"/><EntitySet Name="sheets" EntityType="sample.sheet"/>
      <Singleton Name="me" Type="sample.user"/><Singleton Name="reports" Type="sample.reports"/></EntityContainer>""",
    schema='Namespace="sample" Alias="self"',
)  # fmt: skip
CONFIGURATION = """\
[packages.example]
output = "."
metadata = ["example.csdl.xml"]
service-root = "{root}"
client = "ExampleClient"
key-style = "segment"

[packages.example.select]
everything = true
"""


def _message(number: int, subject: str, *, read: bool) -> dict[str, Any]:
    address = {"name": "X", "address": "x@y"}
    return {
        "id": f"m{number}", "@odata.etag": f'W/"{number}"', "subject": subject, "isRead": read, "size": 10 * number,
        "importance": "high", "received": f"2026-03-0{number}T08:00:00Z", "from": {"emailAddress": address},
        "recipients": [{"emailAddress": address}],
    }  # fmt: skip


MESSAGES = [_message(n, text, read=n > 2) for n, text in enumerate(("Agenda", "Answer", "Lunch"), 1)]
USERS = [
    {
        "id": key, "@odata.etag": 'W/"1"', "userPrincipalName": f"{name}@y", "displayName": name,
        "accountEnabled": True,
        "phones": ["1", "2"], "mailboxSettings": {"timeZone": "CET", "language": "de"}, "messages": MESSAGES,
        "photo": {"id": "p", "$value": b"JFIF" * 100},
    }
    for key, name in (("42", "x"), ("43", "ada"), ("44", "grace"))
]  # fmt: skip
_RANGE = {"address": "A1", "format": {"id": "f", "bold": True}}
DATA: dict[str, Any] = {
    "users": USERS,
    "me": USERS[0],
    "groups": [{"id": "1", "name": "Team", "members": USERS[:2], "owners": []}],
    "orders": [{"number": 7, "edition": "a", "text": "Order"}],
    "sheets": [{"id": "1", "usedRange()": _RANGE, "range(address='A1')": _RANGE}],
    "reports": {"id": "r"},
}
CALLS: dict[str, Any] = {
    "delta()": lambda root: {
        "value": [{"id": "42"}, {"id": "7", "@removed": {"reason": "deleted"}}],
        "@odata.deltaLink": f"{root}/users/delta()?$deltatoken=1",
    },
    "getUsage(period='D7')": b"day,calls\n1,2\n",
}
