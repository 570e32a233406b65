"""Rules on types, schemas and what a whole document says of itself (CSDL sections 4 to 6 and 9 to 11)."""

from __future__ import annotations

from csdlgen.drift.rules.rule import Rule, rule

_NEW = "Regenerate the package when you want to use it; code that does not is not touched."
_GONE = "Remove or replace what uses it before you regenerate, and look in the service's change log for a successor."
_LOOK = "Look at the changes that stand under this one or beside it, which say what became of the members."

RULES: tuple[Rule, ...] = (
    rule(
        "entity-type-added", "AAA", "An entity type is new", "the entity type is new",
        "New types are among the changes that OData allows a service at any time (Protocol section 5.2). Nothing that"
        " was there before has values of this type.",
        _NEW,
    ),
    rule(
        "entity-type-removed", "BBB", "An entity type is gone", "the entity type is gone",
        "Its class is gone from the generated package, and so are the addresses of its entities and the payloads that"
        " carried them. What was removed because of it stands under it.",
        _GONE,
    ),
    rule(
        "complex-type-added", "AAA", "A complex type is new", "the complex type is new",
        "New types are among the changes that OData allows a service at any time (Protocol section 5.2). Nothing that"
        " was there before has values of this type.",
        _NEW,
    ),
    rule(
        "complex-type-removed", "BBB", "A complex type is gone", "the complex type is gone",
        "Its class is gone from the generated package, and no payload carries its values any more. What was removed"
        " because of it stands under it.",
        _GONE,
    ),
    rule(
        "derived-type-added", "DAA", "A derived type of something that is already used is new",
        "the type is new and derives from {after}, which is in use",
        "Where the base type was promised, values with an unknown `@odata.type` may arrive now. OData asks clients to"
        " expect that (Protocol section 5.2), and not all do.",
        "Regenerate, and see that code which looks at the type of a value has a branch for others.",
        odata="AAA",
    ),
    rule(
        "derived-type-removed", "DBB", "A derived type of something that is still used is gone",
        "the type is gone, and its base type {before} is still in use",
        "Casts to it in URLs and bodies fail, and its class is gone. Readers see less variety, but may have counted on"
        " it.",
        _GONE,
    ),
    rule(
        "type-kind-changed", "BBB", "A type is of another kind", "the kind was {before} and is {after}",
        "Entities have keys and addresses, complex values have neither, and enumerations and type definitions are plain"
        " values. Payloads, URLs and classes all look different afterwards.",
        "Treat it as a type that was removed and another that was added.",
    ),
    rule(
        "type-casing-changed", "DD-", "The name of a type differs in case", "the type was called {before}",
        "Values look the same in payloads but for `@odata.type`, which names them where the declared type does not. An"
        " `@odata.type` or a cast with the old spelling names nothing (CSDL section 15.2).",
        "Regenerate, and search your code for the old spelling in texts.",
    ),
    rule(
        "type-restated", "---", "The type of something is stated in another way",
        "the type was {before} and is {after}",
        "Values in payloads and URLs are the same: a type definition stands for its underlying type (CSDL section 11),"
        " a type has another name, or a facet is stated that held already.",
        "Nothing has to be done.",
    ),
    rule(
        "type-namespace-moved", "DD-", "A type has moved to another namespace", "the type was {before}",
        "Values look the same in payloads but for `@odata.type`, which names them where the declared type does not. An"
        " `@odata.type` or a cast with the old name names nothing.",
        "Regenerate, and search your code for the old qualified name in texts.",
    ),
    rule(
        "base-type-added", "AAD", "A type has a base type that it did not have", "the type derives from {after} now",
        "It gains members and loses none. In Python, its method resolution order and the answers of `isinstance` and"
        " `match` change.",
        "Look at code that tells types apart by class, most of all the order of its branches.",
    ),
    rule(
        "base-type-removed", "DDB", "A type has lost its base type", "the type no longer derives from {before}",
        "What it inherited is gone unless it declares that itself; the lost members stand under this finding. In"
        " Python it is no longer accepted where the base class is asked for.",
        _LOOK,
    ),
    rule(
        "base-type-changed", "DDD", "A type has another base type", "the type derived from {before}, now from {after}",
        "Which members it has changes with what it inherits; each one that differs stands under this finding and has a"
        " verdict of its own. The answers of `isinstance` change in any case.",
        _LOOK,
    ),
    rule(
        "abstract-added", "AB-", "A type has become abstract", "the type is abstract now",
        "Values of the type itself cannot be created any more, only those of derived types. Existing values still"
        " arrive.",
        "Create values of a derived type instead.",
    ),
    rule(
        "abstract-removed", "AAA", "A type is no longer abstract", "the type is no longer abstract",
        "What was allowed stays allowed, and values of the type itself may be created as well.",
        "Nothing has to be done.",
    ),
    rule(
        "open-type-added", "DAA", "A type has become open", "the type is open now",
        "Undeclared properties may arrive in its values (CSDL section 6.3). Readers that refuse what they do not know"
        " fail on them.",
        "Nothing has to be done with the generated package, which keeps what it does not know; check other readers.",
    ),
    rule(
        "open-type-removed", "AD-", "A type is no longer open", "the type is no longer open",
        "Undeclared properties that clients write are refused now, unless the service declares them.",
        "Find out which undeclared properties you write, and whether they are declared now.",
    ),
    rule(
        "has-stream-added", "AAA", "Entities of a type have become media entities", "the entities have a stream now",
        "They can be read and written at `/$value` in addition (URL conventions section 4.13). Nothing else about them"
        " changes.",
        _NEW,
    ),
    rule(
        "has-stream-removed", "BBB", "Entities of a type are no longer media entities",
        "the entities no longer have a stream",
        "Their content at `/$value` is gone, and so is the builder that reads it.",
        "Look for a stream property or another address that has the content now.",
    ),
    rule(
        "key-added", "BBB", "A type has a key that it did not have", "the type has the key {after} now",
        "OData names adding a key among the breaking changes (Protocol section 5.2). Addresses of its entities have a"
        " key predicate from now on.",
        "Regenerate; the builders of the type take the key as an argument.",
    ),
    rule(
        "key-removed", "BBB", "A type has lost its key", "the key {before} is gone",
        "OData names removing a key among the breaking changes (Protocol section 5.2). Single entities have no address"
        " of their own any more.",
        "Look whether a base type with the key is missing, which is a common mistake in documents; else ask the"
        " service for another way to the entity.",
    ),
    rule(
        "key-changed", "BBB", "A type has another key", "the key was {before} and is {after}",
        "Every address of its entities contains the key. The old key predicates lead nowhere or to another entity.",
        "Regenerate, and pass the new key; stored addresses have to be looked up anew.",
    ),
    rule(
        "key-moved-in-hierarchy", "---", "A key is declared elsewhere in the line of base types",
        "the same key is declared elsewhere in the line of base types",
        "The effective key is what it was, so that addresses and payloads are the same.",
        "Nothing has to be done.",
    ),
    rule(
        "alternate-key-added", "AAA", "A type has another alternate key", "there is a further alternate key",
        "Entities can be addressed in one more way (Core.AlternateKeys). All other ways stay.",
        _NEW,
    ),
    rule(
        "alternate-key-removed", "BBB", "A type has lost an alternate key", "an alternate key is gone",
        "Addresses that use it lead nowhere any more (Core.AlternateKeys).",
        "Use the key, or a `$filter` on the property.",
    ),
    rule(
        "type-definition-added", "AAA", "A type definition is new", "the type definition is new",
        "New types are among the changes that OData allows a service at any time (Protocol section 5.2).",
        _NEW,
    ),
    rule(
        "type-definition-removed", "-D-", "A type definition is gone", "the type definition is gone",
        "Values are those of its underlying type (CSDL section 11), and what became of the elements that had it stands"
        " under this finding. `cast` and `isof` with its name fail.",
        "Look at what used it; if its type is the underlying type now, nothing has to be done.",
        odata="BBB",
    ),
    rule(
        "type-definition-changed", "BBD", "A type definition means another type",
        "the type definition was {before} and is {after}",
        "Every property of this type is what a property with another type would be: other values arrive and are asked"
        " for.",
        "Regenerate, and look at the properties of this type that you use.",
        odata="BBB",
    ),
    rule(
        "schema-added", "AAA", "A schema is new", "the schema is new",
        "A namespace of its own disturbs nothing that was there. What it declares stands under it.",
        _NEW,
    ),
    rule(
        "schema-removed", "BBB", "A schema is gone", "the schema is gone",
        "Everything in its namespace is gone, and each of its elements stands under it. Qualified names in it mean"
        " nothing any more.",
        _GONE,
    ),
    rule(
        "schema-alias-changed", "-D-", "A schema has another alias", "the alias was {before} and is {after}",
        "Inside the document an alias is just a short name. Requests with alias-qualified names, which URLs may have,"
        " stop working.",
        "Write qualified names with the namespace; the generated package does.",
    ),
    rule(
        "reference-changed", "DD-", "A reference to another document differs",
        "the document references something else here",
        "What the document takes from elsewhere may have another meaning or be missing: a vocabulary, or a namespace of"
        " types.",
        "See that the referenced documents that you have are those that are meant.",
    ),
    rule(
        "odata-version-changed", "DD-", "The document is written for another version of OData",
        "the version was {before} and is {after}",
        "Versions differ in defaults and in the format of payloads, for example in what `@` annotations are called in"
        " JSON.",
        "Read the service's announcement, and test a request of each kind that you make.",
    ),
    rule(
        "term-added", "AA-", "A term is new", "the term is new",
        "A term only matters where it is applied, and that is a change of its own.",
        "Nothing has to be done.",
    ),
    rule(
        "term-removed", "D--", "A term is gone", "the term is gone",
        "Annotations with the term mean nothing that can be looked up. Clients that act on it in payloads do not find"
        " it any more.",
        "Remove the code that looks for annotations with the term.",
    ),
    rule(
        "term-changed", "D--", "A term is declared otherwise", "the term was {before} and is {after}",
        "Annotations with the term may have values of another type or stand elsewhere. Only clients that act on them"
        " notice.",
        "Look at the code that reads annotations with the term, if you have any.",
    ),
    rule(
        "description-changed", "---", "A description differs", "the description differs",
        "Descriptions are for people. In the generated package it is the text of a docstring.",
        "Nothing has to be done.",
    ),
    rule(
        "annotation-changed", "---", "An annotation differs that no rule is about",
        "the annotation was {before} and is {after}",
        "Annotations that are not needed to interact with a service may change at any time (Protocol section 5.2). This"
        " is of a term that clients are not known to act on, or says the same in other words.",
        "Nothing has to be done, unless your code looks at the term.",
    ),
    rule(
        "deprecation-added", "DDA", "An element is deprecated", "the element is deprecated now{removal}",
        "It still works and will not for ever. The date of its removal, where there is one, is in the annotation"
        " (Core.Revisions).",
        "Plan the move to its successor; the description of the revision often names it.",
    ),
    rule(
        "deprecation-withdrawn", "AAA", "An element is no longer deprecated", "the element is no longer deprecated",
        "The service has thought better of it, so that nothing has to be replaced.",
        "Nothing has to be done.",
    ),
    rule(
        "removal-date-earlier", "DD-", "A deprecated element is to be removed earlier",
        "the element is to be removed earlier than was said{removal}",
        "There is less time left to move away from it than was promised.",
        "Bring the move to its successor forward.",
    ),
    rule(
        "removal-date-later", "AA-", "A deprecated element is to be removed later",
        "the element is to be removed later than was said{removal}",
        "There is more time left to move away from it than was promised.",
        "Nothing has to be done now.",
    ),
)  # fmt: skip
