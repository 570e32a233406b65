"""Examples of the rules in `rules.service`, written from the case folders of tests/drift by its test."""

from __future__ import annotations

EXAMPLES = {
    "container-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
+ <EntityContainer Name="library">
+   <EntitySet Name="books" EntityType="demo.book"/>
+ </EntityContainer>
""",
    "container-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <EntityContainer Name="library">
-   <EntitySet Name="books" EntityType="demo.book"/>
- </EntityContainer>
""",
    "container-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <EntityContainer Name="library">
+ <EntityContainer Name="catalogue">
    <EntitySet Name="books" EntityType="demo.book"/>
  </EntityContainer>
""",
    "entity-set-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <EntityContainer Name="library"/>
+ <EntityContainer Name="library">
+   <EntitySet Name="books" EntityType="demo.book"/>
+ </EntityContainer>
""",
    "entity-set-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <EntityContainer Name="library">
+ <EntityContainer Name="library"/>
-   <EntitySet Name="books" EntityType="demo.book"/>
- </EntityContainer>
""",
    "entity-set-casing-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <EntitySet Name="books" EntityType="demo.book"/>
+   <EntitySet Name="Books" EntityType="demo.book"/>
  </EntityContainer>
""",
    "entity-set-type-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityType Name="novel" BaseType="demo.book"/>
  <EntityContainer Name="library">
-   <EntitySet Name="books" EntityType="demo.book"/>
+   <EntitySet Name="books" EntityType="demo.novel"/>
  </EntityContainer>
""",
    "entity-set-became-singleton": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <EntitySet Name="bestseller" EntityType="demo.book"/>
+   <Singleton Name="bestseller" Type="demo.book"/>
  </EntityContainer>
""",
    "singleton-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <EntityContainer Name="library"/>
+ <EntityContainer Name="library">
+   <Singleton Name="bestseller" Type="demo.book"/>
+ </EntityContainer>
""",
    "singleton-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <EntityContainer Name="library">
+ <EntityContainer Name="library"/>
-   <Singleton Name="bestseller" Type="demo.book"/>
- </EntityContainer>
""",
    "singleton-casing-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <Singleton Name="bestseller" Type="demo.book"/>
+   <Singleton Name="Bestseller" Type="demo.book"/>
  </EntityContainer>
""",
    "singleton-type-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityType Name="novel" BaseType="demo.book"/>
  <EntityContainer Name="library">
-   <Singleton Name="bestseller" Type="demo.book"/>
+   <Singleton Name="bestseller" Type="demo.novel"/>
  </EntityContainer>
""",
    "singleton-became-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <Singleton Name="bestseller" Type="demo.book"/>
+   <Singleton Name="bestseller" Type="demo.book" Nullable="true"/>
  </EntityContainer>
""",
    "singleton-became-non-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <Singleton Name="bestseller" Type="demo.book" Nullable="true"/>
+   <Singleton Name="bestseller" Type="demo.book"/>
  </EntityContainer>
""",
    "singleton-became-entity-set": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <Singleton Name="bestseller" Type="demo.book"/>
+   <EntitySet Name="bestseller" EntityType="demo.book"/>
  </EntityContainer>
""",
    "import-added": """\
  <Action Name="lend" IsBound="false"/>
  <Action Name="reserve" IsBound="false"/>
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <EntityContainer Name="library"/>
+ <EntityContainer Name="library">
+   <ActionImport Name="lendNow" Action="demo.lend"/>
+ </EntityContainer>
""",
    "import-removed": """\
  <Action Name="lend" IsBound="false"/>
  <Action Name="reserve" IsBound="false"/>
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <EntityContainer Name="library">
+ <EntityContainer Name="library"/>
-   <ActionImport Name="lendNow" Action="demo.lend"/>
- </EntityContainer>
""",
    "import-target-changed": """\
  <Action Name="lend" IsBound="false"/>
  <Action Name="reserve" IsBound="false"/>
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <ActionImport Name="lendNow" Action="demo.lend"/>
+   <ActionImport Name="lendNow" Action="demo.reserve"/>
  </EntityContainer>
""",
    "service-document-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <EntitySet Name="books" EntityType="demo.book"/>
+   <EntitySet Name="books" EntityType="demo.book" IncludeInServiceDocument="false"/>
  </EntityContainer>
""",
    "binding-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <NavigationProperty Name="sequel" Type="demo.book"/>
  </EntityType>
  <EntityContainer Name="library">
-   <EntitySet Name="books" EntityType="demo.book"/>
+   <EntitySet Name="books" EntityType="demo.book">
+     <NavigationPropertyBinding Path="sequel" Target="books"/>
+   </EntitySet>
  </EntityContainer>
""",
    "binding-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <NavigationProperty Name="sequel" Type="demo.book"/>
  </EntityType>
  <EntityContainer Name="library">
-   <EntitySet Name="books" EntityType="demo.book">
+   <EntitySet Name="books" EntityType="demo.book"/>
-     <NavigationPropertyBinding Path="sequel" Target="books"/>
-   </EntitySet>
  </EntityContainer>
""",
    "binding-target-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <NavigationProperty Name="sequel" Type="demo.book"/>
  </EntityType>
  <EntityContainer Name="library">
    <EntitySet Name="books" EntityType="demo.book">
-     <NavigationPropertyBinding Path="sequel" Target="books"/>
+     <NavigationPropertyBinding Path="sequel" Target="archive"/>
    </EntitySet>
    <EntitySet Name="archive" EntityType="demo.book"/>
  </EntityContainer>
""",
    "explicit-binding-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <Annotation Term="Org.OData.Core.V1.RequiresExplicitBinding"/>
  </Action>
""",
    "explicit-binding-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
+   <Annotation Term="Org.OData.Core.V1.RequiresExplicitBinding"/>
  </Action>
""",
    "read-capability-restricted": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
    <EntitySet Name="books" EntityType="demo.book">
      <Annotation Term="Org.OData.Capabilities.V1.FilterRestrictions">
        <Record>
-         <PropertyValue Property="Filterable" Bool="true"/>
+         <PropertyValue Property="Filterable" Bool="false"/>
        </Record>
      </Annotation>
    </EntitySet>
  </EntityContainer>
""",
    "write-capability-restricted": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <EntitySet Name="books" EntityType="demo.book"/>
+   <EntitySet Name="books" EntityType="demo.book">
+     <Annotation Term="Org.OData.Capabilities.V1.InsertRestrictions">
+       <Record>
+         <PropertyValue Property="Insertable" Bool="false"/>
+       </Record>
+     </Annotation>
+   </EntitySet>
  </EntityContainer>
""",
    "capability-relaxed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
    <EntitySet Name="books" EntityType="demo.book">
      <Annotation Term="Org.OData.Capabilities.V1.FilterRestrictions">
        <Record>
-         <PropertyValue Property="Filterable" Bool="false"/>
+         <PropertyValue Property="Filterable" Bool="true"/>
        </Record>
      </Annotation>
    </EntitySet>
  </EntityContainer>
""",
    "required-filter-added": """\
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
+         <PropertyValue Property="RequiresFilter" Bool="true"/>
+       </Record>
+     </Annotation>
+   </EntitySet>
  </EntityContainer>
""",
    "required-filter-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <EntitySet Name="books" EntityType="demo.book">
+   <EntitySet Name="books" EntityType="demo.book"/>
-     <Annotation Term="Org.OData.Capabilities.V1.FilterRestrictions">
-       <Record>
-         <PropertyValue Property="RequiresFilter" Bool="true"/>
-       </Record>
-     </Annotation>
-   </EntitySet>
  </EntityContainer>
""",
    "optimistic-concurrency-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <EntitySet Name="books" EntityType="demo.book"/>
+   <EntitySet Name="books" EntityType="demo.book">
+     <Annotation Term="Org.OData.Core.V1.OptimisticConcurrency">
+       <Collection/>
+     </Annotation>
+   </EntitySet>
  </EntityContainer>
""",
    "optimistic-concurrency-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
-   <EntitySet Name="books" EntityType="demo.book">
+   <EntitySet Name="books" EntityType="demo.book"/>
-     <Annotation Term="Org.OData.Core.V1.OptimisticConcurrency">
-       <Collection/>
-     </Annotation>
-   </EntitySet>
  </EntityContainer>
""",
    "removal-date-passed": """\
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
+           <PropertyValue Property="RemovalDate" Date="2025-06-30"/>
+         </Record>
+       </Collection>
+     </Annotation>
+   </Property>
  </EntityType>
""",
    "route-added": """\
  <EntityType Name="shelf">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <NavigationProperty Name="books" Type="Collection(demo.book)" ContainsTarget="true"/>
  </EntityType>
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
  </Action>
  <EntityContainer Name="library">
    <EntitySet Name="shelves" EntityType="demo.shelf"/>
+   <EntitySet Name="books" EntityType="demo.book"/>
  </EntityContainer>
""",
    "route-removed": """\
  <EntityType Name="shelf">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
    <NavigationProperty Name="books" Type="Collection(demo.book)" ContainsTarget="true"/>
  </EntityType>
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
  </Action>
  <EntityContainer Name="library">
    <EntitySet Name="shelves" EntityType="demo.shelf"/>
-   <EntitySet Name="books" EntityType="demo.book"/>
  </EntityContainer>
""",
    "route-became-ref-only": """\
  <EntityType Name="shelf">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="books" Type="Collection(demo.book)" ContainsTarget="true"/>
+   <NavigationProperty Name="books" Type="Collection(demo.book)"/>
  </EntityType>
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
  </Action>
  <EntityContainer Name="library">
    <EntitySet Name="shelves" EntityType="demo.shelf"/>
  </EntityContainer>
""",
    "python-name-collision": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
+   <Property Name="shelf_mark" Type="Edm.String"/>
    <Property Name="shelfMark" Type="Edm.String"/>
  </EntityType>
""",
    "python-import-moved": """\
+ <ComplexType Name="FineArt"/>
  <ComplexType Name="fineArt"/>
""",
    "python-builder-changed": """\
  <EntityType Name="reader">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="books" Type="Collection(demo.book)" ContainsTarget="true"/>
+   <NavigationProperty Name="books" Type="Collection(demo.book)"/>
  </EntityType>
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityContainer Name="library">
    <EntitySet Name="readers" EntityType="demo.reader"/>
  </EntityContainer>
""",
    "python-name-adjusted": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
+   <Property Name="class" Type="Edm.String"/>
  </EntityType>
""",
    "snapshot-suspicious": """\
  <ComplexType Name="acquisition"/>
  <ComplexType Name="branch"/>
  <ComplexType Name="card"/>
  <ComplexType Name="chapter"/>
  <ComplexType Name="copy"/>
- <ComplexType Name="desk"/>
- <ComplexType Name="edition"/>
- <ComplexType Name="fine"/>
- <ComplexType Name="page"/>
- <ComplexType Name="reader"/>
""",
}
