"""The metadata of the services in the documentation, written for it, and their data."""

from __future__ import annotations

from typing import Any

from tests.support.csdl import document


def entity(name: str, key: str, *properties: str, base: str = "", attributes: str = "") -> str:
    """An entity type. Properties are `name Type`; navigation properties `name > Type` or, contained, `name >> Type`; of
    several, the type is in brackets."""
    keys = [each.split(" ", 1) for each in key.split(", ")] if key else []
    head = f'<EntityType Name="{name}"' + (f' BaseType="{base}"' if base else "") + f" {attributes}>"
    refs = "".join(f'<PropertyRef Name="{each}"/>' for each, _ in keys)
    own = "".join(f'<Property Name="{each}" Type="{type_}" Nullable="false"/>' for each, type_ in keys)
    return head + (f"<Key>{refs}</Key>{own}" if keys else "") + "".join(map(member, properties)) + "</EntityType>"


def complex_type(name: str, *properties: str) -> str:
    return f'<ComplexType Name="{name}">{"".join(map(member, properties))}</ComplexType>'


def member(text: str) -> str:
    name, _, rest = text.partition(" ")
    arrow, _, type_ = rest.rpartition(" ")
    written = f"Collection({type_[1:-1]})" if type_.startswith("[") else type_
    if arrow:
        contained = ' ContainsTarget="true"' if arrow == ">>" else ""
        return f'<NavigationProperty Name="{name}" Type="{written}"{contained}/>'
    return f'<Property Name="{name}" Type="{written}"/>'


_SEGMENTS = '<Annotation Term="Org.OData.Capabilities.V1.KeyAsSegmentSupported"/>'
_ID = "id Edm.String"

# --- mail, devices and groups ---------------------------------------------------------------------

GRAPH = document(
    entity("user", _ID, "displayName Edm.String", "mail Edm.String", "accountEnabled Edm.Boolean",
           "messages >> [microsoft.graph.message]", "mailFolders >> [microsoft.graph.mailFolder]",
           "manager > microsoft.graph.user")
    + entity("mailFolder", _ID, "displayName Edm.String", "messages >> [microsoft.graph.message]")
    + entity("message", _ID, "subject Edm.String", "isRead Edm.Boolean", "receivedDateTime Edm.DateTimeOffset",
             "importance microsoft.graph.importance", "body microsoft.graph.itemBody", "from microsoft.graph.recipient",
             "toRecipients [microsoft.graph.recipient]", "attachments >> [microsoft.graph.attachment]")
    + entity("attachment", _ID, "name Edm.String", "size Edm.Int32", attributes='Abstract="true"')
    + entity("fileAttachment", "", "contentBytes Edm.Binary", base="microsoft.graph.attachment",
             attributes='HasStream="true"')
    + entity("referenceAttachment", "", "sourceUrl Edm.String", base="microsoft.graph.attachment")
    + entity("group", _ID, "displayName Edm.String", "members > [microsoft.graph.user]")
    + entity("deviceManagement", "", "managedDevices >> [microsoft.graph.managedDevice]")
    + entity("managedDevice", _ID, "deviceName Edm.String", "operatingSystem Edm.String",
             "complianceState microsoft.graph.complianceState", "lastSyncDateTime Edm.DateTimeOffset",
             "users > [microsoft.graph.user]")
    + complex_type("itemBody", "contentType microsoft.graph.bodyType", "content Edm.String")
    + complex_type("recipient", "emailAddress microsoft.graph.emailAddress")
    + complex_type("emailAddress", "name Edm.String", "address Edm.String")
    + '<EnumType Name="bodyType"><Member Name="text" Value="0"/><Member Name="html" Value="1"/></EnumType>'
    + '<EnumType Name="importance"><Member Name="low" Value="0"/><Member Name="normal" Value="1"/>'
      '<Member Name="high" Value="2"/></EnumType>'
    + '<EnumType Name="complianceState"><Member Name="compliant" Value="0"/><Member Name="noncompliant" Value="1"/>'
      "</EnumType>"
    + """<Action Name="sendMail" IsBound="true"><Parameter Name="bindingParameter" Type="microsoft.graph.user"/>
      <Parameter Name="Message" Type="microsoft.graph.message" Nullable="false"/>
      <Parameter Name="SaveToSentItems" Type="Edm.Boolean"/></Action>
    <Action Name="syncDevice" IsBound="true"><Parameter Name="bindingParameter" Type="microsoft.graph.managedDevice"/>
      </Action>
    <Action Name="requestRemoteAssistance" IsBound="true">
      <Parameter Name="bindingParameter" Type="microsoft.graph.managedDevice"/></Action>
    <Function Name="delta" IsBound="true"><Parameter Name="bindingParameter" Type="Collection(microsoft.graph.user)"/>
      <ReturnType Type="Collection(microsoft.graph.user)"/></Function>"""
    + f"""<EntityContainer Name="GraphService">{_SEGMENTS}
      <EntitySet Name="users" EntityType="microsoft.graph.user">
        <NavigationPropertyBinding Path="manager" Target="users"/></EntitySet>
      <EntitySet Name="groups" EntityType="microsoft.graph.group">
        <NavigationPropertyBinding Path="members" Target="users"/></EntitySet>
      <Singleton Name="me" Type="microsoft.graph.user"/>
      <Singleton Name="deviceManagement" Type="microsoft.graph.deviceManagement"/></EntityContainer>""",
    schema='Namespace="microsoft.graph" Alias="self"',
)  # fmt: skip


def _mail(number: int, subject: str, sender: str, *, read: bool = False) -> dict[str, Any]:
    return {
        "id": f"m{number}",
        "@odata.etag": f'W/"{number}"',
        "subject": subject,
        "isRead": read,
        "importance": "normal",
        "receivedDateTime": f"2026-03-0{number}T08:00:00Z",
        "body": {"contentType": "text", "content": "…"},
        "from": {"emailAddress": {"name": sender.title(), "address": f"{sender}@contoso.example"}},
        "attachments": [
            {
                "id": "a1",
                "@odata.type": "#microsoft.graph.fileAttachment",
                "name": "plan.pdf",
                "size": 4,
                "$value": b"%PDF",
            }
        ],
    }


MAILS = [
    _mail(1, "Agenda for Monday", "ada"),
    _mail(2, "Lunch", "grace", read=True),
    _mail(3, "Agenda for Tuesday", "ada"),
    _mail(4, "Minutes", "linus", read=True),
    _mail(5, "Holidays", "grace"),
]
FOLDERS = [{"id": "inbox", "displayName": "Inbox", "messages": MAILS}, {"id": "drafts", "displayName": "Drafts"}]
USERS = [
    {"id": "u1", "displayName": "Ada", "mail": "ada@contoso.example", "accountEnabled": True, "messages": MAILS},
    {"id": "u2", "displayName": "Grace", "mail": "grace@contoso.example", "accountEnabled": True},
    {"id": "u3", "displayName": "Linus", "mail": "linus@contoso.example", "accountEnabled": False},
]
GRAPH_DATA: dict[str, Any] = {
    "me": {"id": "u1", "displayName": "Ada", "messages": MAILS, "mailFolders": FOLDERS},
    "users": USERS,
    "groups": [{"id": "g1", "displayName": "Team", "members": USERS[:2]}],
    "deviceManagement": {
        "managedDevices": [
            {"id": "d1", "deviceName": "LAPTOP-1", "operatingSystem": "Windows", "complianceState": "compliant"},
            {"id": "d2", "deviceName": "PHONE-2", "operatingSystem": "iOS", "complianceState": "noncompliant"},
            {"id": "d3", "deviceName": "LAPTOP-3", "operatingSystem": "Windows", "complianceState": "noncompliant"},
        ]
    },
}
GRAPH_CALLS: dict[str, Any] = {"sendMail": None, "syncDevice": None, "requestRemoteAssistance": None}

# --- orders, as a service of SAP has them ---------------------------------------------------------

SAP = document(
    entity("Order", "OrderID Edm.String", "Customer Edm.String", "Amount Edm.Decimal", "Currency Edm.String",
           "Items >> [com.example.orders.Item]")
    + entity("Item", "Position Edm.Int32", "Product Edm.String", "Quantity Edm.Int32")
    + """<Action Name="Release" IsBound="true"><Parameter Name="_it" Type="com.example.orders.Order"/>
      <ReturnType Type="com.example.orders.Order"/></Action>
      <EntityContainer Name="Container"><EntitySet Name="Orders" EntityType="com.example.orders.Order"/>
      </EntityContainer>""",
    schema='Namespace="com.example.orders" Alias="self"',
)  # fmt: skip
SAP_DATA: dict[str, Any] = {
    "Orders": [
        {"OrderID": "4711", "Customer": "Contoso", "Amount": "120.50", "Currency": "EUR", "Items": []},
        {"OrderID": "4712", "Customer": "Fabrikam", "Amount": "80.00", "Currency": "EUR", "Items": []},
    ]
}
SAP_CALLS: dict[str, Any] = {"Release": {"OrderID": "4711", "Customer": "Contoso"}}

# --- accounts, as Dataverse has them --------------------------------------------------------------

DATAVERSE = document(
    entity("account", "accountid Edm.Guid", "name Edm.String", "revenue Edm.Decimal", "statecode Edm.Int32",
           "primarycontactid > mscrm.contact", "contact_customer_accounts > [mscrm.contact]")
    + entity("contact", "contactid Edm.Guid", "fullname Edm.String", "emailaddress1 Edm.String")
    + """<Function Name="WhoAmI"><ReturnType Type="mscrm.WhoAmIResponse" Nullable="false"/></Function>"""
    + complex_type("WhoAmIResponse", "UserId Edm.Guid", "OrganizationId Edm.Guid")
    + """<EntityContainer Name="System"><EntitySet Name="accounts" EntityType="mscrm.account">
        <NavigationPropertyBinding Path="primarycontactid" Target="contacts"/>
        <NavigationPropertyBinding Path="contact_customer_accounts" Target="contacts"/></EntitySet>
      <EntitySet Name="contacts" EntityType="mscrm.contact"/>
      <FunctionImport Name="WhoAmI" Function="mscrm.WhoAmI"/></EntityContainer>""",
    schema='Namespace="mscrm" Alias="self"',
)  # fmt: skip
_ACCOUNT, _CONTACT = "00000000-0000-0000-0000-00000000000{}", "00000000-0000-0000-0000-0000000000c{}"
DATAVERSE_DATA: dict[str, Any] = {
    "accounts": [
        {"accountid": _ACCOUNT.format(n), "@odata.etag": f'W/"{n}"', "name": name, "revenue": revenue, "statecode": 0}
        for n, (name, revenue) in enumerate([("Contoso", 1000.5), ("Fabrikam", 250), ("Adventure", 75)], 1)
    ],
    "contacts": [{"contactid": _CONTACT.format(1), "fullname": "Ada", "emailaddress1": "ada@contoso.example"}],
}
DATAVERSE_CALLS: dict[str, Any] = {
    "WhoAmI()": {"UserId": _CONTACT.format(1), "OrganizationId": _ACCOUNT.format(9)},
}

# --- customers, as Business Central has them ------------------------------------------------------

BUSINESS = document(
    entity("company", "id Edm.Guid", "name Edm.String", "customers >> [Microsoft.NAV.customer]",
           "salesInvoices >> [Microsoft.NAV.salesInvoice]")
    + entity("customer", "id Edm.Guid", "number Edm.String", "displayName Edm.String", "email Edm.String")
    + entity("salesInvoice", "id Edm.Guid", "number Edm.String", "status Edm.String")
    + """<Action Name="post" IsBound="true"><Parameter Name="it" Type="Microsoft.NAV.salesInvoice"/></Action>
      <EntityContainer Name="NAV"><EntitySet Name="companies" EntityType="Microsoft.NAV.company"/></EntityContainer>""",
    schema='Namespace="Microsoft.NAV" Alias="self"',
)  # fmt: skip
BUSINESS_DATA: dict[str, Any] = {
    "companies": [
        {
            "id": _ACCOUNT.format(1),
            "name": "Cronus",
            "customers": [
                {
                    "id": _CONTACT.format(n),
                    "@odata.etag": f'W/"{n}"',
                    "number": f"C0{n}",
                    "displayName": name,
                    "email": "",
                }
                for n, name in enumerate(["Contoso", "Fabrikam"], 1)
            ],
            "salesInvoices": [{"id": _CONTACT.format(7), "number": "S-1", "status": "Draft"}],
        }
    ]
}
BUSINESS_CALLS: dict[str, Any] = {"post": None}
