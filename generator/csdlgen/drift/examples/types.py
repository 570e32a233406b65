"""Examples of the rules in `rules.types`, written from the case folders of tests/drift by its test."""

from __future__ import annotations

EXAMPLES = {
    "entity-type-added": """\
+ <EntityType Name="book">
+   <Key>
+     <PropertyRef Name="id"/>
+   </Key>
+   <Property Name="id" Type="Edm.String"/>
+ </EntityType>
""",
    "entity-type-removed": """\
- <EntityType Name="book">
-   <Key>
-     <PropertyRef Name="id"/>
-   </Key>
-   <Property Name="id" Type="Edm.String"/>
- </EntityType>
""",
    "complex-type-added": """\
+ <ComplexType Name="address"/>
""",
    "complex-type-removed": """\
- <ComplexType Name="address"/>
""",
    "derived-type-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <NavigationProperty Name="sequel" Type="demo.book"/>
  </EntityType>
+ <EntityType Name="novel" BaseType="demo.book"/>
""",
    "derived-type-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <NavigationProperty Name="sequel" Type="demo.book"/>
  </EntityType>
- <EntityType Name="novel" BaseType="demo.book"/>
""",
    "type-kind-changed": """\
- <ComplexType Name="address">
+ <EntityType Name="address">
    <Property Name="title" Type="Edm.String"/>
- </ComplexType>
+ </EntityType>
""",
    "type-casing-changed": """\
- <EntityType Name="book">
+ <EntityType Name="Book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
""",
    "type-restated": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="weight" Type="Edm.Int32"/>
+   <Property Name="weight" Type="demo.grams"/>
  </EntityType>
  <TypeDefinition Name="grams" UnderlyingType="Edm.Int32"/>
""",
    "type-namespace-moved": """\
  <?xml version="1.0" encoding="utf-8"?>
  <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
    <edmx:DataServices>
      <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="demo">
+     </Schema>
+     <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="other">
        <EntityType Name="book">
          <Key>
            <PropertyRef Name="id"/>
          </Key>
          <Property Name="id" Type="Edm.String"/>
        </EntityType>
      </Schema>
-     <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="other">
-     </Schema>
    </edmx:DataServices>
  </edmx:Edmx>
""",
    "base-type-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <EntityType Name="novel"/>
+ <EntityType Name="novel" BaseType="demo.book"/>
""",
    "base-type-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <EntityType Name="novel" BaseType="demo.book"/>
+ <EntityType Name="novel"/>
""",
    "base-type-changed": """\
  <EntityType Name="work"/>
  <EntityType Name="edition"/>
- <EntityType Name="novel" BaseType="demo.work"/>
+ <EntityType Name="novel" BaseType="demo.edition"/>
""",
    "abstract-added": """\
- <EntityType Name="book">
+ <EntityType Name="book" Abstract="true">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
""",
    "abstract-removed": """\
- <EntityType Name="book" Abstract="true">
+ <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
""",
    "open-type-added": """\
- <EntityType Name="book">
+ <EntityType Name="book" OpenType="true">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
""",
    "open-type-removed": """\
- <EntityType Name="book" OpenType="true">
+ <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
""",
    "has-stream-added": """\
- <EntityType Name="book">
+ <EntityType Name="book" HasStream="true">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
""",
    "has-stream-removed": """\
- <EntityType Name="book" HasStream="true">
+ <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
""",
    "key-added": """\
  <EntityType Name="book">
+   <Key>
+     <PropertyRef Name="id"/>
+   </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
""",
    "key-removed": """\
  <EntityType Name="book">
-   <Key>
-     <PropertyRef Name="id"/>
-   </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
""",
    "key-changed": """\
  <EntityType Name="book">
    <Key>
-     <PropertyRef Name="id"/>
+     <PropertyRef Name="title"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <Property Name="title" Type="Edm.String"/>
  </EntityType>
""",
    "key-moved-in-hierarchy": """\
  <EntityType Name="book">
+   <Property Name="id" Type="Edm.String"/>
+ </EntityType>
+ <EntityType Name="novel" BaseType="demo.book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
-   <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <EntityType Name="novel" BaseType="demo.book"/>
""",
    "alternate-key-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <Property Name="isbn" Type="Edm.String"/>
+   <Annotation Term="Org.OData.Core.V1.AlternateKeys">
+     <Collection>
+       <Record>
+         <PropertyValue Property="Key">
+           <Collection>
+             <Record>
+               <PropertyValue Property="Name" PropertyPath="isbn"/>
+               <PropertyValue Property="Alias" String="isbn"/>
+             </Record>
+           </Collection>
+         </PropertyValue>
+       </Record>
+     </Collection>
+   </Annotation>
  </EntityType>
""",
    "alternate-key-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <Property Name="isbn" Type="Edm.String"/>
-   <Annotation Term="Org.OData.Core.V1.AlternateKeys">
-     <Collection>
-       <Record>
-         <PropertyValue Property="Key">
-           <Collection>
-             <Record>
-               <PropertyValue Property="Name" PropertyPath="isbn"/>
-               <PropertyValue Property="Alias" String="isbn"/>
-             </Record>
-           </Collection>
-         </PropertyValue>
-       </Record>
-     </Collection>
-   </Annotation>
  </EntityType>
""",
    "type-definition-added": """\
+ <TypeDefinition Name="isbn" UnderlyingType="Edm.String"/>
""",
    "type-definition-removed": """\
- <TypeDefinition Name="isbn" UnderlyingType="Edm.String"/>
""",
    "type-definition-changed": """\
- <TypeDefinition Name="isbn" UnderlyingType="Edm.String"/>
+ <TypeDefinition Name="isbn" UnderlyingType="Edm.Guid"/>
""",
    "schema-added": """\
  <?xml version="1.0" encoding="utf-8"?>
  <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
    <edmx:DataServices>
      <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="demo">
      </Schema>
+     <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="other">
+     </Schema>
    </edmx:DataServices>
  </edmx:Edmx>
""",
    "schema-removed": """\
  <?xml version="1.0" encoding="utf-8"?>
  <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
    <edmx:DataServices>
      <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="demo">
      </Schema>
-     <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="other">
-     </Schema>
    </edmx:DataServices>
  </edmx:Edmx>
""",
    "schema-alias-changed": """\
  <?xml version="1.0" encoding="utf-8"?>
  <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
    <edmx:DataServices>
-     <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="demo" Alias="self">
+     <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="demo">
      </Schema>
    </edmx:DataServices>
  </edmx:Edmx>
""",
    "reference-changed": """\
  <?xml version="1.0" encoding="utf-8"?>
  <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
-   <edmx:Reference Uri="https://example.org/one.xml">
+   <edmx:Reference Uri="https://example.org/two.xml">
-     <edmx:Include Namespace="Bestseller"/>
+     <edmx:Include Namespace="two"/>
    </edmx:Reference>
    <edmx:DataServices>
      <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="demo">
      </Schema>
    </edmx:DataServices>
  </edmx:Edmx>
""",
    "odata-version-changed": """\
  <?xml version="1.0" encoding="utf-8"?>
- <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
+ <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.01">
    <edmx:DataServices>
      <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="demo">
      </Schema>
    </edmx:DataServices>
  </edmx:Edmx>
""",
    "term-added": """\
+ <Term Name="shelfmark" Type="Edm.String"/>
""",
    "term-removed": """\
- <Term Name="shelfmark" Type="Edm.String"/>
""",
    "term-changed": """\
- <Term Name="shelfmark" Type="Edm.String"/>
+ <Term Name="shelfmark" Type="Edm.Guid"/>
""",
    "description-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Annotation Term="Org.OData.Core.V1.Description" String="Something to read."/>
  </EntityType>
""",
    "annotation-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <EntitySet Name="books" EntityType="demo.book"/>
+   <EntitySet Name="books" EntityType="demo.book">
+     <Annotation Term="Org.OData.Capabilities.V1.FilterRestrictions">
+       <Record>
+         <PropertyValue Property="Filterable" Bool="true"/>
+       </Record>
+     </Annotation>
+   </EntitySet>
  </EntityContainer>
""",
    "deprecation-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String"/>
+   <Property Name="title" Type="Edm.String">
+     <Annotation Term="Org.OData.Core.V1.Revisions">
+       <Collection>
+         <Record>
+           <PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/Deprecated"/>
+           <PropertyValue Property="RemovalDate" Date="2026-01-01"/>
+         </Record>
+       </Collection>
+     </Annotation>
+   </Property>
  </EntityType>
""",
    "deprecation-withdrawn": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <Property Name="title" Type="Edm.String">
+   <Property Name="title" Type="Edm.String"/>
-     <Annotation Term="Org.OData.Core.V1.Revisions">
-       <Collection>
-         <Record>
-           <PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/Deprecated"/>
-           <PropertyValue Property="RemovalDate" Date="2026-01-01"/>
-         </Record>
-       </Collection>
-     </Annotation>
-   </Property>
  </EntityType>
""",
    "removal-date-earlier": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <Property Name="title" Type="Edm.String">
      <Annotation Term="Org.OData.Core.V1.Revisions">
        <Collection>
          <Record>
            <PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/Deprecated"/>
+           <PropertyValue Property="RemovalDate" Date="2026-01-01"/>
          </Record>
        </Collection>
      </Annotation>
    </Property>
  </EntityType>
""",
    "removal-date-later": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <Property Name="title" Type="Edm.String">
      <Annotation Term="Org.OData.Core.V1.Revisions">
        <Collection>
          <Record>
            <PropertyValue Property="Kind" EnumMember="Org.OData.Core.V1.RevisionKind/Deprecated"/>
-           <PropertyValue Property="RemovalDate" Date="2026-01-01"/>
          </Record>
        </Collection>
      </Annotation>
    </Property>
  </EntityType>
""",
}
