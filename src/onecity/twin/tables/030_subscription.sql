-- Who wants to hear of which changes, and how telling them went.
CREATE TABLE twin.subscription (
    tenant   text NOT NULL,
    id       text NOT NULL,
    body     jsonb NOT NULL,                -- as it was given, names as IRIs
    context  jsonb NOT NULL,                -- the @context it was given with
    created  timestamptz NOT NULL,
    modified timestamptz NOT NULL,
    sent     bigint NOT NULL DEFAULT 0,
    failed   bigint NOT NULL DEFAULT 0,
    told     timestamptz,                   -- last notification
    success  timestamptz,
    failure  timestamptz,
    PRIMARY KEY (tenant, id)
);
