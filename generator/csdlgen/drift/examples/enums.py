"""Examples of the rules in `rules.enums`, written from the case folders of tests/drift by its test."""

from __future__ import annotations

EXAMPLES = {
    "enum-type-added": """\
+ <EnumType Name="genre">
+   <Member Name="prose" Value="0"/>
+ </EnumType>
""",
    "enum-type-removed": """\
- <EnumType Name="genre">
-   <Member Name="prose" Value="0"/>
- </EnumType>
""",
    "enum-type-casing-changed": """\
- <EnumType Name="genre">
+ <EnumType Name="Genre">
    <Member Name="prose" Value="0"/>
  </EnumType>
""",
    "enum-member-added-after-sentinel": """\
  <EnumType Name="genre">
    <Member Name="prose" Value="0"/>
    <Member Name="unknownFutureValue" Value="1"/>
+   <Member Name="verse" Value="2"/>
  </EnumType>
""",
    "enum-member-added-before-sentinel": """\
  <EnumType Name="genre">
    <Member Name="prose" Value="0"/>
+   <Member Name="verse" Value="1"/>
    <Member Name="unknownFutureValue" Value="2"/>
  </EnumType>
""",
    "enum-member-added-closed": """\
  <EnumType Name="genre">
    <Member Name="prose" Value="0"/>
+   <Member Name="verse" Value="1"/>
  </EnumType>
""",
    "enum-member-removed": """\
  <EnumType Name="genre">
    <Member Name="prose" Value="0"/>
    <Member Name="unknownFutureValue" Value="1"/>
-   <Member Name="verse" Value="2"/>
  </EnumType>
""",
    "enum-member-renamed": """\
  <EnumType Name="genre">
-   <Member Name="prose" Value="0"/>
+   <Member Name="verse" Value="0"/>
  </EnumType>
""",
    "enum-member-casing-changed": """\
  <EnumType Name="genre">
-   <Member Name="prose" Value="0"/>
+   <Member Name="Prose" Value="0"/>
  </EnumType>
""",
    "enum-member-value-changed": """\
  <EnumType Name="genre">
-   <Member Name="prose" Value="0"/>
+   <Member Name="prose" Value="1"/>
  </EnumType>
""",
    "enum-sentinel-added": """\
  <EnumType Name="genre">
    <Member Name="prose" Value="0"/>
+   <Member Name="unknownFutureValue" Value="0"/>
  </EnumType>
""",
    "enum-sentinel-moved": """\
  <EnumType Name="genre">
    <Member Name="prose" Value="0"/>
-   <Member Name="unknownFutureValue" Value="1"/>
+   <Member Name="unknownFutureValue" Value="5"/>
  </EnumType>
""",
    "enum-sentinel-removed": """\
  <EnumType Name="genre">
    <Member Name="prose" Value="0"/>
-   <Member Name="unknownFutureValue" Value="0"/>
  </EnumType>
""",
    "enum-is-flags-changed": """\
- <EnumType Name="genre">
+ <EnumType Name="genre" IsFlags="true">
    <Member Name="prose" Value="1"/>
  </EnumType>
""",
    "enum-underlying-type-changed": """\
- <EnumType Name="genre">
+ <EnumType Name="genre" UnderlyingType="Edm.Byte">
    <Member Name="prose" Value="1"/>
  </EnumType>
""",
}
