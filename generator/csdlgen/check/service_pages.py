"""The pages on what is checked of operations, terms, entity containers and annotations."""

from __future__ import annotations

from csdlgen.explain.page import Page

_PERSON = (
    '<EntityType Name="person"><Key><PropertyRef Name="id"/></Key>'
    '<Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>\n'
)

PAGES = (
    Page(
        "binding-parameter-missing",
        "A bound operation has no parameter to be bound to",
        "An operation with IsBound is called on a resource, which is its first parameter (CSDL sections 12.5 and 12.9)."
        " This one has no parameters, so there is nothing that it could be called on. No route can be found for it, and"
        " no reading exists.",
        '<Action Name="approve" IsBound="true"/>',
        "Add the binding parameter as the first, or remove IsBound and import the operation.",
    ),
    Page(
        "colliding-overloads",
        "Nothing tells two overloads apart",
        "Actions of one name are told apart by the type that they are bound to, functions by the types of all of their"
        " parameters (CSDL sections 12.2 and 12.4). These two agree in that, so one URL stands for both and the service"
        " decides which it runs. Both are kept.",
        '<Action Name="forward" IsBound="true"><Parameter Name="on" Type="Edm.String"/></Action>\n'
        '<Action Name="forward" IsBound="true"><Parameter Name="it" Type="Edm.String"/></Action>',
        "Remove one of the two, or select the other by its signature where they are in several documents.",
    ),
    Page(
        "unbound-overload-kinds",
        "An unbound action and an unbound function share a name",
        "Unbound operations are called through imports, which say whether they mean an action or a function (CSDL"
        " sections 13.5 and 13.6). The children of a schema have names of their own, so other tools may take one for"
        " the other. Both are kept.",
        '<Action Name="reset"/><Function Name="reset"><ReturnType Type="Edm.Boolean"/></Function>',
        "Rename one of the two where the document is yours.",
    ),
    Page(
        "operation-entity-set-path-invalid",
        "An EntitySetPath leads nowhere",
        "EntitySetPath says in which set the returned entities are: it begins with the name of the binding parameter"
        " and goes on along navigation properties and casts (CSDL section 12.6). This one does not begin so, leads to"
        " no navigation property, or stands on an operation that is not bound. Results are read as entities of no"
        " known set.",
        _PERSON + '<Function Name="boss" IsBound="true" EntitySetPath="me/manager"><Parameter Name="of"'
        ' Type="demo.person"/><ReturnType Type="demo.person"/></Function>',
        "Begin the path with the name of the binding parameter, or remove the attribute.",
    ),
    Page(
        "term-type-unknown",
        "The type of a term is not defined",
        "A term says of which type the values of its annotations are (CSDL section 14.1). The type is in none of the"
        " documents at hand. Annotations are kept as they are written, so generating goes on; vocabularies often refer"
        " to each other without being read together.",
        '<Term Name="since" Type="demo.version"/>',
        "Add the document that defines the type to `metadata`; a reference to it is named where there is one.",
    ),
    Page(
        "missing-key",
        "An entity set has entities without a key",
        "The entities of a set are told apart by their key, so the type of a set has one, its own or inherited (CSDL"
        " sections 6.5 and 13.2). Real services publish sets without, which can only be listed. The set is read as a"
        " collection whose entities have no URL of their own. Singletons and contained entities need no key, and are"
        " never reported.",
        '<EntityType Name="log"/><EntityContainer Name="service"><EntitySet Name="logs" EntityType="demo.log"/>'
        "</EntityContainer>",
        "Declare the key; an overlay cannot add it to a type, but a corrected copy of the document can.",
    ),
    Page(
        "abstract-entity-set",
        "An entity set is of an abstract type",
        "No entity is an instance of an abstract type (CSDL section 6.3), so the entities of such a set are of types"
        " derived from it. They say which in `@odata.type`. The set is read so: where the derived types are selected,"
        " models come back as instances of them.",
        '<EntityType Name="place" Abstract="true"><Key><PropertyRef Name="id"/></Key><Property Name="id"'
        ' Type="Edm.String" Nullable="false"/></EntityType>\n'
        '<EntityContainer Name="service"><EntitySet Name="places" EntityType="demo.place"/></EntityContainer>',
        "Select the derived types you need in `select.types`, or all of them with `select.derived = true`.",
    ),
    Page(
        "binding-unknown",
        "A navigation property binding leads nowhere",
        "A binding says in which entity set the targets of a navigation property are (CSDL section 13.4). Its Path is"
        " no navigation property of the set's type, or its Target is no entity set or singleton; the EntitySet of an"
        " import is held to the same. The binding is kept and has no effect: paths follow navigation properties, not"
        " bindings.",
        _PERSON + '<EntityContainer Name="service"><EntitySet Name="people" EntityType="demo.person">'
        '<NavigationPropertyBinding Path="boss" Target="people"/></EntitySet></EntityContainer>',
        "Correct Path or Target; the nearest name is suggested. A Target is the name of a set, not of a type.",
    ),
    Page(
        "import-unknown-operation",
        "An import names no operation that it could call",
        "Action and function imports make unbound operations callable at the service root (CSDL sections 13.5 and"
        " 13.6). The one named here does not exist, is of the other kind, or is bound and therefore called on a"
        " resource. The import is left out.",
        '<EntityContainer Name="service"><FunctionImport Name="now" Function="demo.now"/></EntityContainer>',
        "Correct the name, or define the operation without IsBound.",
    ),
    Page(
        "extends-unknown",
        "An entity container extends one that is not there",
        "A container with Extends has the children of the other container as well as its own (CSDL section 13.1). The"
        " other one is in none of the documents at hand, and no reference leads to it. The container is read as if it"
        " stood by itself, so routes through the other one's sets are missing.",
        '<EntityContainer Name="service" Extends="demo.basics"/>',
        "Correct the name, or add the document that defines the other container to `metadata`.",
    ),
    Page(
        "annotation-target-unknown",
        "Annotations are for something that is not there",
        "An Annotations element names its target by a path such as `demo.order/id` or `demo.approve(demo.order)` (CSDL"
        " section 14.2.2). Nothing at hand has that name: services leave annotations behind when they remove what these"
        " were about. They are kept, and have no effect. Targets in documents that are only referred to are not"
        " reported.",
        '<Annotations Target="demo.order"><Annotation Term="Org.OData.Core.V1.Description"'
        ' String="Gone"/></Annotations>',
        "Correct the target; the nearest name is suggested. Where another document defines it, read both together.",
    ),
)
