"""The core @context of NGSI-LD as a table of terms (ETSI GS CIM 009, annex B).

Facts of the standard, written down once: the versions differ only in terms added, so one table answers for all of them.
The core context is never fetched, and its terms are protected: no other context gives them another meaning.
"""

import re

NGSI_LD = "https://uri.etsi.org/ngsi-ld/"
GEOJSON = "https://purl.org/geojson/vocab#"
DEFAULT_VOCABULARY = NGSI_LD + "default-context/"
CORE_URL = NGSI_LD + "v1/ngsi-ld-core-context-v1.8.jsonld"
_VERSIONS = re.compile(re.escape(NGSI_LD) + r"v1/ngsi-ld-core-context(-v1\.[3-9])?\.jsonld")


def _words(table: str) -> list[str]:
    """The names written in a table."""
    return table.split()


_SAME_NAME = _words("""
Attribute AttributeList ContextSourceIdentity ContextSourceNotification ContextSourceRegistration Date
DateTime EntityType EntityTypeInfo EntityTypeList ExecutionResultDetails GeoProperty JsonProperty
LanguageProperty ListProperty ListRelationship Notification Property Relationship Subscription
TemporalProperty Time VocabProperty accept aggrParams aggrMethods aggrPeriodDuration attributeList
attributeName attributeNames attributeTypes attributes attrs avg cacheDuration collation contextSourceAlias
contextSourceExtras contextSourceInfo contextSourceTimeAt contextSourceUptime cooldown createdAt csf data
datasetId deletedAt detail distinctCount endAt endTimeAt endpoint entities entity entityCount entityId
entityList error errors expandValues expiresAt format geoQ geoproperty georel idPattern information instanceId
isActive join jsonKeys jsons lang lastFailure lastNotification lastSuccess linkedMaps localOnly location
management managementInterval max min mode modifiedAt notification notificationTrigger notifiedAt notifierInfo
notUpdated observationInterval observationSpace observedAt omit operations operationSpace orderBy ordering
pick problemDetails propertyNames q reason receiverInfo refreshRate registrationId registrationName
relationshipNames resultStatus scope scopeQ showChanges startAt status stddev subscriptionId subscriptionName
success sum sumsq sysAttrs temporalQ tenant throttling timeAt timeInterval timeout timeproperty timerel
timesFailed timesSent totalCount triggerReason typeList typeName typeNames unchanged unitCode updated uri
watchedAttributes
""")

_OTHER_NAME = {
    "containedBy": "isContainedBy",
    "dataset": "hasDataset",
    "entityMap": "hasEntityMap",
    "joinLevel": "hasJoinLevel",
    "json": "hasJSON",
    "key": "hasKey",
    "languageMap": "hasLanguageMap",
    "languageMaps": "hasLanguageMaps",
    "object": "hasObject",
    "objectList": "hasObjectList",
    "objectLists": "hasObjectLists",
    "objectType": "hasObjectType",
    "objects": "hasObjects",
    "previousJson": "hasPreviousJson",
    "previousLanguageMap": "hasPreviousLanguageMap",
    "previousObject": "hasPreviousObject",
    "previousObjectList": "hasPreviousObjectList",
    "previousValue": "hasPreviousValue",
    "previousValueList": "hasPreviousValueList",
    "previousVocab": "hasPreviousVocab",
    "value": "hasValue",
    "valueList": "hasValueList",
    "valueLists": "hasValueLists",
    "values": "hasValues",
    "valueType": "hasValueType",
    "vocab": "hasVocab",
    "vocabs": "hasVocabs",
}

_GEOJSON_NAMES = _words("""
Feature FeatureCollection GeometryCollection LineString MultiLineString MultiPoint MultiPolygon Point Polygon
bbox coordinates features geometry properties
""")

_TYPED_AS_IRI = _words("""
datasetId entityId instanceId object previousObject registrationId subscriptionId success tenant
""")
_TYPED_AS_TIME = _words("""
contextSourceTimeAt createdAt deletedAt endAt endTimeAt expiresAt lastFailure lastNotification lastSuccess
modifiedAt notifiedAt observedAt startAt timeAt
""")
_TYPED_AS_VOCABULARY = _words("""
attributeList attributeName attributeNames attributeTypes attributes objectType previousVocab propertyNames
relationshipNames typeList typeName typeNames valueType vocab watchedAttributes
""")


def _core_terms() -> dict[str, str]:
    """Every core term with its IRI."""
    terms = {name: NGSI_LD + name for name in _SAME_NAME}
    terms |= {term: NGSI_LD + name for term, name in _OTHER_NAME.items()}
    terms |= {name: GEOJSON + name for name in _GEOJSON_NAMES}
    terms |= {"description": "http://purl.org/dc/terms/description", "title": "http://purl.org/dc/terms/title"}
    terms |= {"langString": "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}
    return terms | {"id": "@id", "type": "@type", "ngsi-ld": NGSI_LD, "geojson": GEOJSON}


TERMS = _core_terms()
COERCIONS = (
    dict.fromkeys(_TYPED_AS_IRI, "@id")
    | dict.fromkeys(_TYPED_AS_TIME, NGSI_LD + "DateTime")
    | dict.fromkeys(_TYPED_AS_VOCABULARY, "@vocab")
    | {"json": "@json", "previousJson": "@json"}
)


def is_core(url: str) -> bool:
    """Whether ``url`` names the core context in one of the versions we answer for (1.3 to 1.9, or none named)."""
    return _VERSIONS.fullmatch(url) is not None


def core_document() -> dict[str, object]:
    """The core context as JSON-LD, for those who ask to see it."""
    definitions: dict[str, object] = {
        term: {"@id": iri, "@type": COERCIONS[term]} if term in COERCIONS else iri for term, iri in TERMS.items()
    }
    return {"@context": {"@version": 1.1, "@protected": True, **definitions, "@vocab": DEFAULT_VOCABULARY}}
