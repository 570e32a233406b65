"""The pages on what is checked of types and their members."""

from __future__ import annotations

from csdlgen.explain.page import Page

PAGES = (
    Page(
        "unknown-type",
        "A type is named that nothing defines",
        "A property, parameter, result, base type, entity set or singleton has a type that is in none of the documents"
        " at hand, or the configuration selects such a type. Names are qualified and case-sensitive (CSDL section"
        " 15.3). Nothing can be generated for a type that is not known, so this stops where the slice needs it.",
        '<ComplexType Name="address"><Property Name="city" Type="demo.town"/></ComplexType>',
        "Correct the name; the nearest known one is suggested. Where another document defines the type, add it to"
        " `metadata`, or define the type in an overlay.",
    ),
    Page(
        "base-cycle",
        "Types derive from each other in a circle",
        "Following the BaseType attributes leads back to where it began. A type inherits what its base type has (CSDL"
        " sections 6.2 and 9.2), so types in a circle have no first one to begin with, and no reading of them exists."
        " Each circle is told of once.",
        '<EntityType Name="cat" BaseType="demo.dog"/><EntityType Name="dog" BaseType="demo.cat"/>',
        "Remove one of the BaseType attributes that are named.",
    ),
    Page(
        "wrong-base-kind",
        "A type derives from one of another kind",
        "An entity type derives from an entity type, and a complex type from a complex type (CSDL sections 6.2 and"
        " 9.2). Enumerations, type definitions and the built-in types are nobody's base type. What a type of another"
        " kind would hand down is not defined, so there is no reading.",
        '<ComplexType Name="base"/><EntityType Name="order" BaseType="demo.base"/>',
        "Derive the type from one of its own kind, or make the base type one.",
    ),
    Page(
        "duplicate-property",
        "Two properties of a type have one name",
        "Structural and navigation properties share their names: a JSON object cannot have one twice (CSDL sections 7"
        " and 8). Within one type this is an error. Where the other property is inherited it is a warning, as published"
        " services do it, and the declaration of the derived type is used.",
        '<ComplexType Name="point"><Property Name="x" Type="Edm.Int32"/><Property Name="x" Type="Edm.Int64"/>'
        "</ComplexType>",
        "Rename or remove one of the two. For a warning, nothing needs doing if the derived declaration is meant.",
    ),
    Page(
        "duplicate-name",
        "Two things have one name",
        "The children of a schema, of an enumeration and of an entity container, and the parameters of an operation,"
        " have names of their own (CSDL sections 5, 10.3, 12.9 and 13). Two types with the same name are an error, as"
        " nothing tells which is meant, and so are two parameters of one operation. Types that differ in case alone"
        " are a warning, because file systems may not tell them apart; their modules get numbered names. An operation"
        " called like a type is a note, and other doubles are kept with a warning.",
        '<ComplexType Name="solution"/><ComplexType Name="Solution"/>',
        "Rename or remove one of the two where the document is yours. Otherwise read in the message which is used.",
    ),
    Page(
        "wrong-type-kind",
        "A property, set or singleton has a type of the wrong kind",
        "Navigation properties, entity sets and singletons lead to entities, so their type is an entity type;"
        " structural properties hold values, so theirs is not (CSDL sections 7.1, 8.1, 13.2 and 13.3). Properties of"
        " the wrong kind are kept, but no path leads through them. An entity set of something else is an error,"
        " because every path begins at one.",
        '<EntityType Name="person"><NavigationProperty Name="nickname" Type="Edm.String"/></EntityType>',
        "Write Property instead of NavigationProperty or the other way round, or correct the type.",
    ),
    Page(
        "type-definition-of-non-primitive",
        "A type definition stands for something that is not primitive",
        "A type definition gives a primitive type a name and facets (CSDL section 11.1); neither another type"
        " definition nor a structured type can stand behind it. Where one does, values are read as that type if it is"
        " a structured type or an enumeration. They are left as they are if it is another type definition.",
        '<ComplexType Name="size"/><TypeDefinition Name="area" UnderlyingType="demo.size"/>',
        "Name a primitive type such as Edm.Decimal as the underlying type.",
    ),
    Page(
        "enum-underlying-type",
        "An enumeration is not made of integers",
        "The members of an enumeration are numbers of one of the types Edm.Byte, Edm.SByte, Edm.Int16, Edm.Int32 and"
        " Edm.Int64 (CSDL section 10.1). With any other underlying type nobody can tell which values are possible."
        " Members go over the wire by name, so the generated enumeration works all the same.",
        '<EnumType Name="colour" UnderlyingType="Edm.String"><Member Name="red" Value="1"/></EnumType>',
        "Name an integer type, or leave UnderlyingType out, which means Edm.Int32.",
    ),
    Page(
        "invalid-enum-value",
        "A member's value does not fit into its enumeration",
        "The value of a member must be one that the underlying type can hold, Edm.Int32 where none is stated (CSDL"
        " section 10.3). Other clients may cut such a value or refuse the document. Here it is kept as written: members"
        " go over the wire by name, not by number.",
        '<EnumType Name="mask" UnderlyingType="Edm.Byte"><Member Name="all" Value="256"/></EnumType>',
        "Widen the underlying type, or correct the value.",
    ),
    Page(
        "duplicate-enum-value",
        "Two members of an enumeration have the same value",
        "CSDL allows several names for one value (section 10.3), and a service may use it to rename a member. As often"
        " it is a slip of copying. Both members are generated as they are, and they do not compare equal, since"
        " members are compared by name.",
        '<EnumType Name="state"><Member Name="open" Value="1"/><Member Name="active" Value="1"/></EnumType>',
        "Check that two names for one value are meant. This is a note and never stops anything.",
    ),
    Page(
        "flags-value",
        "A member of a flags enumeration is not made of flags",
        "The members of an enumeration with IsFlags are bits that can be combined, or names for combinations of them"
        " (CSDL section 10.2). A member with bits that no other member has alone cannot be told apart in a combination."
        " It is kept as a member of its own.",
        '<EnumType Name="access" IsFlags="true"><Member Name="read" Value="1"/><Member Name="odd"'
        ' Value="6"/></EnumType>',
        "Give single flags the values 1, 2, 4, 8 and so on, or remove IsFlags. Services often close a list with such a"
        " member for values to come; then nothing needs doing.",
    ),
    Page(
        "bad-key-path",
        "A key names what cannot be a key",
        "Each part of a key is a property with a single primitive value that is never null, or a path to one through"
        " complex properties (CSDL section 6.5). A part that leads to no property, to a collection or to a structured"
        " value is an error, since no URL can be written for an entity. A nullable property is a warning, as many"
        ' services forget `Nullable="false"`; it is read as if it always had a value.',
        '<EntityType Name="order"><Key><PropertyRef Name="number"/></Key>'
        '<Property Name="id" Type="Edm.Int32" Nullable="false"/></EntityType>',
        'Name a property of the type, and mark it `Nullable="false"`.',
    ),
    Page(
        "key-redeclared",
        "A type declares a key although it inherits one",
        "A derived type must not declare a key where a base type has one (CSDL section 6.5): an entity of the derived"
        " type would have two identities in one set. Published services do it. The key of the derived type is used for"
        " paths to that type, the inherited one for paths to the base type.",
        '<EntityType Name="party"><Key><PropertyRef Name="id"/></Key><Property Name="id" Type="Edm.Guid"'
        ' Nullable="false"/></EntityType>\n<EntityType Name="team" BaseType="demo.party"><Key><PropertyRef Name="id"/>'
        "</Key></EntityType>",
        "Remove the key of the derived type where the document is yours. If both keys name the same property, nothing"
        " needs doing.",
    ),
    Page(
        "partner-unknown",
        "The partner of a navigation property is not its partner",
        "Partner names the navigation property that leads back, on the type that this one leads to (CSDL section 8.3)."
        " Here there is no such property, or it leads somewhere else, or it names another partner itself. Clients that"
        " keep both ends in step would be misled; the two properties are read as independent of each other.",
        '<EntityType Name="order"><NavigationProperty Name="buyer" Type="demo.person" Partner="orders"/></EntityType>\n'
        '<EntityType Name="person"/>',
        "Correct the Partner attribute, or leave it out.",
    ),
    Page(
        "constraint-unknown-property",
        "A referential constraint names a property that is not there",
        "A referential constraint says that a property of the dependent entity equals one of the principal entity (CSDL"
        " section 8.5). Property is looked up on the type that declares the navigation property, ReferencedProperty on"
        " the type that it leads to. One of the two does not exist, so the constraint is kept and has no effect.",
        '<EntityType Name="product"><NavigationProperty Name="category" Type="demo.product">'
        '<ReferentialConstraint Property="categoryId" ReferencedProperty="id"/></NavigationProperty></EntityType>',
        "Correct the name. A frequent slip is having the two attributes the wrong way round.",
    ),
    Page(
        "default-value-invalid",
        "A default value is no value of its type",
        "DefaultValue is text in the form that its type has in URLs and XML: `true`, `2021-07-13`, a member's name"
        " (CSDL section 7.2.7). This text is none of the type of the property or term. It is kept as it is and has no"
        " effect; services use forms of older versions such as `51.2f`.",
        '<ComplexType Name="price"><Property Name="amount" Type="Edm.Int32" DefaultValue="none"/></ComplexType>',
        "Write the value in the form of its type, or leave DefaultValue out.",
    ),
)
