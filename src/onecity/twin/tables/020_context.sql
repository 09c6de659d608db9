-- @context documents: hosted here, made implicitly by a subscription, or copies of remote ones.
CREATE TABLE twin.context (
    key     text PRIMARY KEY,            -- our own name for it, or the URL it was copied from
    kind    text NOT NULL CHECK (kind IN ('Hosted', 'Cached', 'ImplicitlyCreated')),
    body    json NOT NULL,               -- as it was given: json keeps the order of names, jsonb does not
    created timestamptz NOT NULL
);
