"""Examples of the rules in `rules.properties`, written from the case folders of tests/drift by its test."""

from __future__ import annotations

EXAMPLES = {
    "property-added-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
+   <Property Name="title" Type="Edm.String"/>
  </EntityType>
""",
    "property-added-with-default": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
+   <Property Name="title" Type="Edm.String" DefaultValue="x"/>
  </EntityType>
""",
    "property-added-collection": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
+   <Property Name="tags" Type="Collection(Edm.String)" Nullable="false"/>
  </EntityType>
""",
    "property-added-computed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
+   <Property Name="title" Type="Edm.String">
+     <Annotation Term="Org.OData.Core.V1.Computed"/>
+   </Property>
  </EntityType>
""",
    "property-added-non-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
+   <Property Name="title" Type="Edm.String" Nullable="false"/>
  </EntityType>
""",
    "property-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String"/>
  </EntityType>
""",
    "property-casing-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String"/>
+   <Property Name="Title" Type="Edm.String"/>
  </EntityType>
""",
    "property-type-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="number" Type="Edm.String"/>
+   <Property Name="number" Type="Edm.Guid"/>
  </EntityType>
""",
    "property-type-widened": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="pages" Type="Edm.Int32"/>
+   <Property Name="pages" Type="Edm.Int64"/>
  </EntityType>
""",
    "property-type-narrowed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="pages" Type="Edm.Int64"/>
+   <Property Name="pages" Type="Edm.Int32"/>
  </EntityType>
""",
    "property-type-to-base": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="publisher" Type="demo.branchAddress"/>
+   <Property Name="publisher" Type="demo.address"/>
  </EntityType>
  <ComplexType Name="address"/>
  <ComplexType Name="branchAddress" BaseType="demo.address"/>
""",
    "property-type-to-derived": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="publisher" Type="demo.address"/>
+   <Property Name="publisher" Type="demo.branchAddress"/>
  </EntityType>
  <ComplexType Name="address"/>
  <ComplexType Name="branchAddress" BaseType="demo.address"/>
""",
    "property-enum-to-string": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="genre" Type="demo.genre"/>
+   <Property Name="genre" Type="Edm.String"/>
  </EntityType>
  <EnumType Name="genre">
    <Member Name="prose" Value="0"/>
  </EnumType>
""",
    "property-string-to-enum": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="genre" Type="Edm.String"/>
+   <Property Name="genre" Type="demo.genre"/>
  </EntityType>
  <EnumType Name="genre">
    <Member Name="prose" Value="0"/>
  </EnumType>
""",
    "property-became-collection": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="authors" Type="Edm.String"/>
+   <Property Name="authors" Type="Collection(Edm.String)"/>
  </EntityType>
""",
    "property-became-single": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="authors" Type="Collection(Edm.String)"/>
+   <Property Name="authors" Type="Edm.String"/>
  </EntityType>
""",
    "property-became-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String" Nullable="false"/>
+   <Property Name="title" Type="Edm.String"/>
  </EntityType>
""",
    "property-became-non-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String"/>
+   <Property Name="title" Type="Edm.String" Nullable="false"/>
  </EntityType>
""",
    "items-became-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="tags" Type="Collection(Edm.String)" Nullable="false"/>
+   <Property Name="tags" Type="Collection(Edm.String)"/>
  </EntityType>
""",
    "items-became-non-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="tags" Type="Collection(Edm.String)"/>
+   <Property Name="tags" Type="Collection(Edm.String)" Nullable="false"/>
  </EntityType>
""",
    "max-length-increased": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String" MaxLength="9"/>
+   <Property Name="title" Type="Edm.String" MaxLength="10"/>
  </EntityType>
""",
    "max-length-decreased": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String" MaxLength="10"/>
+   <Property Name="title" Type="Edm.String" MaxLength="9"/>
  </EntityType>
""",
    "precision-increased": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="published" Type="Edm.DateTimeOffset"/>
+   <Property Name="published" Type="Edm.DateTimeOffset" Precision="7"/>
  </EntityType>
""",
    "precision-decreased": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="published" Type="Edm.DateTimeOffset" Precision="7"/>
+   <Property Name="published" Type="Edm.DateTimeOffset"/>
  </EntityType>
""",
    "scale-increased": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="price" Type="Edm.Decimal" Scale="4"/>
+   <Property Name="price" Type="Edm.Decimal" Scale="variable"/>
  </EntityType>
""",
    "scale-decreased": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="price" Type="Edm.Decimal" Scale="variable"/>
+   <Property Name="price" Type="Edm.Decimal" Scale="4"/>
  </EntityType>
""",
    "unicode-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String"/>
+   <Property Name="title" Type="Edm.String" Unicode="false"/>
  </EntityType>
""",
    "srid-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="place" Type="Edm.Geography"/>
+   <Property Name="place" Type="Edm.Geography" SRID="1"/>
  </EntityType>
""",
    "default-value-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String"/>
+   <Property Name="title" Type="Edm.String" DefaultValue="x"/>
  </EntityType>
""",
    "default-value-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String" DefaultValue="x"/>
+   <Property Name="title" Type="Edm.String"/>
  </EntityType>
""",
    "default-value-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String" DefaultValue="x"/>
+   <Property Name="title" Type="Edm.String" DefaultValue="y"/>
  </EntityType>
""",
    "property-became-navigation": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String"/>
+   <NavigationProperty Name="title" Type="demo.book"/>
  </EntityType>
""",
    "property-moved-to-base": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
- </EntityType>
- <EntityType Name="novel" BaseType="demo.book">
    <Property Name="title" Type="Edm.String"/>
  </EntityType>
+ <EntityType Name="novel" BaseType="demo.book"/>
""",
    "property-moved-from-base": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
+ </EntityType>
+ <EntityType Name="novel" BaseType="demo.book">
    <Property Name="title" Type="Edm.String"/>
  </EntityType>
- <EntityType Name="novel" BaseType="demo.book"/>
""",
    "property-became-computed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String"/>
+   <Property Name="title" Type="Edm.String">
+     <Annotation Term="Org.OData.Core.V1.Permissions" EnumMember="Org.OData.Core.V1.Permission/Read"/>
+   </Property>
  </EntityType>
""",
    "property-no-longer-computed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String">
+   <Property Name="title" Type="Edm.String"/>
-     <Annotation Term="Org.OData.Core.V1.Permissions" EnumMember="Org.OData.Core.V1.Permission/Read"/>
-   </Property>
  </EntityType>
""",
    "property-became-immutable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String"/>
+   <Property Name="title" Type="Edm.String">
+     <Annotation Term="Org.OData.Core.V1.Immutable"/>
+   </Property>
  </EntityType>
""",
    "property-no-longer-immutable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String">
+   <Property Name="title" Type="Edm.String"/>
-     <Annotation Term="Org.OData.Core.V1.Immutable"/>
-   </Property>
  </EntityType>
""",
}
