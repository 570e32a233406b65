"""Examples of the rules in `rules.navigations`, written from the case folders of tests/drift by its test."""

from __future__ import annotations

EXAMPLES = {
    "navigation-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
+   <NavigationProperty Name="sequel" Type="demo.book"/>
  </EntityType>
""",
    "navigation-added-required": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
+   <NavigationProperty Name="sequel" Type="demo.book" Nullable="false"/>
  </EntityType>
""",
    "navigation-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book"/>
  </EntityType>
""",
    "navigation-casing-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book"/>
+   <NavigationProperty Name="Sequel" Type="demo.book"/>
  </EntityType>
""",
    "navigation-target-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book"/>
+   <NavigationProperty Name="sequel" Type="demo.edition"/>
  </EntityType>
  <EntityType Name="edition"/>
""",
    "navigation-target-narrowed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book"/>
+   <NavigationProperty Name="sequel" Type="demo.novel"/>
  </EntityType>
  <EntityType Name="novel" BaseType="demo.book"/>
""",
    "navigation-target-widened": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.novel"/>
+   <NavigationProperty Name="sequel" Type="demo.book"/>
  </EntityType>
  <EntityType Name="novel" BaseType="demo.book"/>
""",
    "navigation-became-collection": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book"/>
+   <NavigationProperty Name="sequel" Type="Collection(demo.book)"/>
  </EntityType>
""",
    "navigation-became-single": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="Collection(demo.book)"/>
+   <NavigationProperty Name="sequel" Type="demo.book"/>
  </EntityType>
""",
    "navigation-became-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book" Nullable="false"/>
+   <NavigationProperty Name="sequel" Type="demo.book"/>
  </EntityType>
""",
    "navigation-became-non-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book"/>
+   <NavigationProperty Name="sequel" Type="demo.book" Nullable="false"/>
  </EntityType>
""",
    "navigation-became-property": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="title" Type="demo.book"/>
+   <Property Name="title" Type="Edm.String"/>
  </EntityType>
""",
    "navigation-containment-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book"/>
+   <NavigationProperty Name="sequel" Type="demo.book" ContainsTarget="true"/>
  </EntityType>
""",
    "navigation-containment-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book" ContainsTarget="true"/>
+   <NavigationProperty Name="sequel" Type="demo.book"/>
  </EntityType>
""",
    "navigation-partner-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book"/>
+   <NavigationProperty Name="sequel" Type="demo.book" Partner="sequel"/>
  </EntityType>
""",
    "referential-constraint-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book"/>
+   <NavigationProperty Name="sequel" Type="demo.book">
+     <ReferentialConstraint Property="id" ReferencedProperty="id"/>
+   </NavigationProperty>
  </EntityType>
""",
    "on-delete-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
-   <NavigationProperty Name="sequel" Type="demo.book"/>
+   <NavigationProperty Name="sequel" Type="demo.book">
+     <OnDelete Action="None"/>
+   </NavigationProperty>
  </EntityType>
""",
}
