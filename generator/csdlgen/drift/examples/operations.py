"""Examples of the rules in `rules.operations`, written from the case folders of tests/drift by its test."""

from __future__ import annotations

EXAMPLES = {
    "action-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
+ <Action Name="lend" IsBound="true">
+   <Parameter Name="it" Type="demo.book"/>
+ </Action>
""",
    "action-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <Action Name="lend" IsBound="true">
-   <Parameter Name="it" Type="demo.book"/>
- </Action>
""",
    "function-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
+ <Function Name="lend" IsBound="true">
+   <Parameter Name="it" Type="demo.book"/>
+   <ReturnType Type="Edm.String"/>
+ </Function>
""",
    "function-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <Function Name="lend" IsBound="true">
-   <Parameter Name="it" Type="demo.book"/>
-   <ReturnType Type="Edm.String"/>
- </Function>
""",
    "overload-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
  </Action>
+ <Action Name="lend" IsBound="true">
+   <Parameter Name="it" Type="Collection(demo.book)"/>
+ </Action>
""",
    "overload-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
  </Action>
- <Action Name="lend" IsBound="true">
-   <Parameter Name="it" Type="Collection(demo.book)"/>
- </Action>
""",
    "operation-kind-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <Action Name="lend" IsBound="true">
+ <Function Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
- </Action>
+ </Function>
""",
    "operation-bound-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <Action Name="lend" IsBound="false"/>
+ <Action Name="lend" IsBound="true">
+   <Parameter Name="it" Type="demo.book"/>
+ </Action>
""",
    "binding-type-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <EntityType Name="novel" BaseType="demo.book"/>
  <Action Name="lend" IsBound="true">
-   <Parameter Name="it" Type="demo.book"/>
+   <Parameter Name="it" Type="demo.novel"/>
  </Action>
""",
    "binding-collection-flipped": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
-   <Parameter Name="it" Type="demo.book"/>
+   <Parameter Name="it" Type="Collection(demo.book)"/>
  </Action>
""",
    "binding-parameter-renamed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Function Name="lend" IsBound="true">
-   <Parameter Name="it" Type="demo.book"/>
+   <Parameter Name="that" Type="demo.book"/>
    <ReturnType Type="Edm.String"/>
  </Function>
""",
    "binding-parameter-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
-   <Parameter Name="book" Type="demo.book"/>
+   <Parameter Name="book" Type="demo.book" Nullable="false"/>
  </Action>
""",
    "parameter-added-optional": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Function Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
+   <Parameter Name="until" Type="Edm.String">
+     <Annotation Term="Org.OData.Core.V1.OptionalParameter"/>
+   </Parameter>
    <ReturnType Type="Edm.String"/>
  </Function>
""",
    "action-parameter-added-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
+   <Parameter Name="until" Type="Edm.String"/>
  </Action>
""",
    "action-parameter-added-collection": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="book" Type="demo.book"/>
+   <Parameter Name="readers" Type="Collection(Edm.String)" Nullable="false"/>
  </Action>
""",
    "parameter-added-required": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
+   <Parameter Name="until" Type="Edm.String" Nullable="false"/>
  </Action>
""",
    "function-parameter-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Function Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
+   <Parameter Name="until" Type="Edm.String"/>
    <ReturnType Type="Edm.String"/>
  </Function>
""",
    "parameter-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Function Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <Parameter Name="until" Type="Edm.String">
-     <Annotation Term="Org.OData.Core.V1.OptionalParameter"/>
-   </Parameter>
    <ReturnType Type="Edm.String"/>
  </Function>
""",
    "parameter-renamed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Function Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <Parameter Name="until" Type="Edm.String"/>
+   <Parameter Name="pickup" Type="Edm.String"/>
    <ReturnType Type="Edm.String"/>
  </Function>
""",
    "parameter-type-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <Parameter Name="until" Type="Edm.String"/>
+   <Parameter Name="until" Type="Edm.Guid"/>
  </Action>
""",
    "parameter-type-widened": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="book" Type="demo.book"/>
-   <Parameter Name="days" Type="Edm.Int16"/>
+   <Parameter Name="days" Type="Edm.Int32"/>
  </Action>
""",
    "parameter-type-narrowed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="book" Type="demo.book"/>
-   <Parameter Name="days" Type="Edm.Int32"/>
+   <Parameter Name="days" Type="Edm.Int16"/>
  </Action>
""",
    "parameter-casing-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <Parameter Name="until" Type="Edm.String"/>
+   <Parameter Name="Until" Type="Edm.String"/>
  </Action>
""",
    "parameters-reordered": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
+   <Parameter Name="pickup" Type="Edm.Date"/>
    <Parameter Name="until" Type="Edm.Guid"/>
-   <Parameter Name="pickup" Type="Edm.Date"/>
  </Action>
""",
    "parameter-became-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <Parameter Name="until" Type="Edm.String" Nullable="false"/>
+   <Parameter Name="until" Type="Edm.String"/>
  </Action>
""",
    "parameter-became-optional": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <Parameter Name="until" Type="Edm.String" Nullable="false"/>
+   <Parameter Name="until" Type="Edm.String" Nullable="false">
+     <Annotation Term="Org.OData.Core.V1.OptionalParameter"/>
+   </Parameter>
  </Action>
""",
    "parameter-became-non-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <Parameter Name="until" Type="Edm.String"/>
+   <Parameter Name="until" Type="Edm.String" Nullable="false"/>
  </Action>
""",
    "parameter-became-required": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <Parameter Name="until" Type="Edm.String" Nullable="false">
+   <Parameter Name="until" Type="Edm.String" Nullable="false"/>
-     <Annotation Term="Org.OData.Core.V1.OptionalParameter"/>
-   </Parameter>
  </Action>
""",
    "return-type-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Function Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <ReturnType Type="Edm.String"/>
+   <ReturnType Type="Edm.Guid"/>
  </Function>
""",
    "return-type-widened": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Function Name="lend" IsBound="true">
    <Parameter Name="book" Type="demo.book"/>
-   <ReturnType Type="Edm.Int32"/>
+   <ReturnType Type="Edm.Int64"/>
  </Function>
""",
    "return-type-narrowed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Function Name="lend" IsBound="true">
    <Parameter Name="book" Type="demo.book"/>
-   <ReturnType Type="Edm.Int64"/>
+   <ReturnType Type="Edm.Int32"/>
  </Function>
""",
    "return-type-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <ReturnType Type="Edm.Guid"/>
  </Action>
""",
    "return-type-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Action Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
+   <ReturnType Type="Edm.Guid"/>
  </Action>
""",
    "return-became-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Function Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <ReturnType Type="Edm.String" Nullable="false"/>
+   <ReturnType Type="Edm.String"/>
  </Function>
""",
    "return-became-non-nullable": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
  <Function Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
-   <ReturnType Type="Edm.String"/>
+   <ReturnType Type="Edm.String" Nullable="false"/>
  </Function>
""",
    "composable-added": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <Function Name="lend" IsBound="true">
+ <Function Name="lend" IsBound="true" IsComposable="true">
    <Parameter Name="it" Type="demo.book"/>
    <ReturnType Type="Edm.String"/>
  </Function>
""",
    "composable-removed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <Function Name="lend" IsBound="true" IsComposable="true">
+ <Function Name="lend" IsBound="true">
    <Parameter Name="it" Type="demo.book"/>
    <ReturnType Type="Edm.String"/>
  </Function>
""",
    "entity-set-path-changed": """\
  <EntityType Name="book">
    <Key>
      <PropertyRef Name="id"/>
    </Key>
    <Property Name="id" Type="Edm.String"/>
  </EntityType>
- <Function Name="lend" IsBound="true">
+ <Function Name="lend" IsBound="true" EntitySetPath="it">
    <Parameter Name="it" Type="demo.book"/>
    <ReturnType Type="Edm.String"/>
  </Function>
""",
}
