"""Names inside an entity that belong to NGSI-LD itself and are never expanded (ETSI GS CIM 009, 4.5 and annex B)."""

ENTITY_MEMBERS = frozenset({"id", "type", "scope", "createdAt", "modifiedAt", "deletedAt", "expiresAt", "entityId"})

ATTRIBUTE_TYPES = frozenset(
    {
        "Property",
        "Relationship",
        "GeoProperty",
        "LanguageProperty",
        "VocabProperty",
        "JsonProperty",
        "ListProperty",
        "ListRelationship",
    }
)

VALUE_MEMBERS = frozenset({"value", "object", "languageMap", "vocab", "json", "valueList", "objectList"})

PREVIOUS_MEMBERS = frozenset(
    {
        "previousValue",
        "previousObject",
        "previousLanguageMap",
        "previousVocab",
        "previousJson",
        "previousValueList",
        "previousObjectList",
    }
)

SERIES_MEMBERS = frozenset({"values", "objects", "languageMaps", "vocabs", "jsons", "valueLists", "objectLists"})

INSTANCE_DETAILS = frozenset(
    {
        "observedAt",
        "unitCode",
        "datasetId",
        "instanceId",
        "createdAt",
        "modifiedAt",
        "deletedAt",
        "expiresAt",
        "objectType",
        "valueType",
        "entity",
        "entityList",
        "ngsildproof",
    }
)

INSTANCE_MEMBERS = VALUE_MEMBERS | PREVIOUS_MEMBERS | SERIES_MEMBERS | INSTANCE_DETAILS | {"type", "lang"}

# Members whose strings are names of the vocabulary: expanded with the entity's names.
VOCABULARY_MEMBERS = frozenset({"vocab", "previousVocab", "objectType", "valueType"})
