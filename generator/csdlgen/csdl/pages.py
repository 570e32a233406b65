"""The pages on documents that cannot be read, and on how odd ones are read."""

from __future__ import annotations

from csdlgen.explain.page import Page

_SHELL = "curl -H 'Accept: application/xml' https://service.example/odata/$metadata -o service.csdl.xml"

PAGES = (
    Page(
        "not-xml",
        "The file is no XML",
        "The file is empty, cut off, in another encoding than it says, or something else altogether. CSDL documents are"
        " well-formed XML (CSDL XML 4.01 section 2), so nothing of it can be trusted, and nothing is read. The message"
        " says where the trouble begins and shows the first bytes.",
        "<edmx:Edmx",
        "Save the service's `$metadata` again, to the end, as the server sends it.",
        "document",
    ),
    Page(
        "json-not-csdl",
        "The file is JSON, but not CSDL JSON",
        "What was saved is a JSON object without `$Version`, which every CSDL JSON document has (CSDL JSON 4.01 section"
        " 3.1.1). Mostly it is an error that the server returned in place of its metadata. The message shows how the"
        " file begins.",
        '{"error": {"code": "Unauthorized", "message": "Access is denied"}}',
        "Look at what the server says, mend that, and save `$metadata` again.",
        "document",
    ),
    Page(
        "sign-in-page",
        "The file is a web page",
        "The server answered with HTML: most likely a page to sign in, or a proxy's. The program that saved the file"
        " followed a redirect and kept the page. There is no metadata in it.",
        "<!DOCTYPE html><html><body>Sign in</body></html>",
        "Sign in, or give credentials to the program that downloads, and save `$metadata` again.",
        "document",
    ),
    Page(
        "not-edmx",
        "The document is XML of another kind",
        "The root element of CSDL XML is `edmx:Edmx`, or `Schema` where a document is a single schema (CSDL XML 4.01"
        " sections 3 and 5), in the OASIS namespaces. This root is something else: a feed, a service document, an"
        " error. Its name and namespace are in the message.",
        '<service xmlns="http://www.w3.org/2007/app"/>',
        "Request `$metadata`, not the service root.",
        "document",
    ),
    Page(
        "odata-version-unsupported",
        "The document is of another version of OData",
        "OData 4.0 and 4.01 are read. Versions 1 to 3 have another format with associations and function imports that"
        " version 4 no longer has, and other URLs and JSON. A client made from such a document would not work with its"
        " service. Converters that only exchange the XML namespaces produce documents that say version 4 and are"
        " written as version 3; these are refused as well.",
        '<edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0"/>',
        "Use the service's OData 4 endpoint, if it has one. Many services have both, under different URLs.",
        "document",
    ),
    Page(
        "doctype-refused",
        "The document has a DOCTYPE",
        "CSDL needs no DOCTYPE. Entities that one declares could stand for anything: other files, or gigabytes of text."
        " So a document with a DOCTYPE is refused before any of it is read.",
        '<!DOCTYPE edmx [<!ENTITY a "b">]><edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"/>',
        "Remove the DOCTYPE declaration, and find out who put it there.",
        "document",
    ),
    Page(
        "too-deep",
        "Expressions are nested too deeply",
        "Expressions in annotations are nested more than 200 levels deep; nothing else can nest at all. Real documents"
        " need about a dozen levels. Reading on would exhaust the stack, so the document is refused.",
        _SHELL,
        "Check where the file comes from, and save it again.",
        "shell",
    ),
    Page(
        "no-schema",
        "The document has no schema",
        "An envelope was found, but no Schema element inside (CSDL section 5), so there is nothing to generate from."
        " Services send this when a feature is off, or when a filter is in the URL. A document that only refers to"
        " others says nothing by itself.",
        '<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"'
        ' Version="4.0"><edmx:DataServices/></edmx:Edmx>',
        "Check that the metadata is complete; name the documents that it refers to as well.",
        "document",
    ),
    Page(
        "alias-clash",
        "An alias stands for two namespaces",
        "An alias is a short name for one namespace and holds in the whole document (CSDL sections 3.3 and 5). Here it"
        " is given to two namespaces, or is the name of another one. A qualified name could then be read in two ways,"
        " so nothing is.",
        '<edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0"><edmx:DataServices>\n'
        '<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="one" Alias="self"/>\n'
        '<Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="two" Alias="self"/>\n'
        "</edmx:DataServices></edmx:Edmx>",
        "Give one of the two another alias, or none.",
        "document",
    ),
    Page(
        "missing-attribute",
        "An attribute that must be there is not",
        "Nearly every element has attributes without which it means nothing: a Name, a Type, an EntityType (each"
        " section of CSDL lists them). The element cannot be read without. All such places of a document are listed in"
        " one run.",
        '<ComplexType Name="point"><Property Name="x"/></ComplexType>',
        "Add the attribute that the message names.",
    ),
    Page(
        "invalid-identifier",
        "A name cannot be used",
        "The name is empty, cannot be printed, or could be taken for something else: for part of a path (`a/b`, `..`),"
        " a quotation or markup; where names stand in URLs, also for a key, an argument or a query (`a(b)`, `a=b`,"
        " `$a`). What has such a name is left out of the model, with a warning, and the rest of the document is read:"
        " an operation where a parameter has one, a schema where its namespace has one. The value of a property that is"
        " left out can still be read and written by subscript. It is an error where the configuration selects what is"
        " left out, and where a reference has an empty name or one that cannot be printed.",
        '<ComplexType Name="two/words"/>',
        "Leave it out of the selection, or read a copy of the document in which the name is another. Report it to the"
        " service.",
    ),
    Page(
        "invalid-value",
        "An attribute has a value that it cannot have",
        "The text is not what the attribute takes: `true` or `false`, a number in a range, the name of a type or"
        " `Collection(name)`. There is no telling what was meant. So the document is refused, and all such places in it"
        " are listed.",
        '<ComplexType Name="point"><Property Name="x" Type="Edm.Int32" Nullable="maybe"/></ComplexType>',
        "Write a value as the message describes it.",
    ),
    Page(
        "unknown-element",
        "An element does not belong where it stands",
        "The element is in a CSDL namespace, but CSDL has no such element, or not in that place. It is ignored with"
        " everything in it, and the rest is read. Elements of other vocabularies may stand anywhere and are not"
        " reported.",
        '<ComplexType Name="point"><Proprety Name="x" Type="Edm.Int32"/></ComplexType>',
        "Check the spelling, and which element it should be a child of.",
    ),
    Page(
        "unknown-attribute",
        "An attribute is not known for its element",
        "CSDL has no such attribute on this element, so it is ignored and the rest is read. It may be a slip, of"
        " another version of OData, or a service's own invention. Attributes of other XML namespaces may stand"
        " anywhere and are not reported.",
        '<ComplexType Name="point"><Property Name="x" Type="Edm.Int32" Nulable="false"/></ComplexType>',
        "Correct the spelling; the nearest known attribute is suggested.",
    ),
    Page(
        "odd-name",
        "A name is no identifier",
        "Names are letters, digits and underscores, and do not begin with a digit; namespaces are such names with dots"
        " between (CSDL sections 15.2 to 15.4), and `odata`, `System` and `Transient` are reserved. Published services"
        " have others: `request-id`, `DB-Details`, `Copy$`, `2nd`. They are used on the wire as they are, and in Python"
        " they get underscores in place of what Python does not allow.",
        '<ComplexType Name="failure"><Property Name="request-id" Type="Edm.String"/></ComplexType>',
        "Nothing needs doing, unless the document is yours.",
    ),
    Page(
        "duplicate-key",
        "An entity type has two keys",
        "An entity type has one Key element (CSDL section 6.5); alternate keys are annotations. Which of the two is the"
        " key is not known, so the parts of both are read as one key with several parts. Both places are named.",
        '<EntityType Name="thing"><Key><PropertyRef Name="id"/></Key><Key><PropertyRef Name="code"/></Key>\n'
        '<Property Name="id" Type="Edm.Int32" Nullable="false"/>\n'
        '<Property Name="code" Type="Edm.String" Nullable="false"/></EntityType>',
        "Try which key the service takes, and remove the other one in a copy of the document.",
    ),
    Page(
        "long-name",
        "A name is longer than names may be",
        "Identifiers have up to 128 characters (CSDL section 15.2). Longer ones are read and used as they are. Names of"
        " files that are made of them are cut and told apart by a checksum.",
        f'<ComplexType Name="{"long" * 33}"/>',
        "Nothing needs doing, unless the document is yours.",
    ),
    Page(
        "unqualified-type",
        "A primitive type is written without its namespace",
        "Primitive types belong to the namespace Edm: `Edm.String` (CSDL section 3.3). This one is written without, as"
        " some libraries accept it. It is read as the type of that name in Edm.",
        '<ComplexType Name="point"><Property Name="x" Type="Int32"/></ComplexType>',
        "Write the namespace where the document is yours.",
    ),
    Page(
        "more-findings",
        "A document has more findings than are listed",
        "The first hundred errors and the first ten thousand warnings of a document are kept with their places. This"
        " line counts the others, so that none is passed over in silence. Most of them are likely to be of the same few"
        " kinds.",
        "csdlgen inspect --metadata service.csdl.xml",
        "Look after those that are listed, then read the document again.",
        "shell",
    ),
)
