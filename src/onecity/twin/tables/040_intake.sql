-- Messages that could not be taken in, with the reason; they can be sent through again.
CREATE TABLE twin.parked (
    stream   text NOT NULL,
    sequence bigint NOT NULL,
    topic    text NOT NULL,
    payload  bytea NOT NULL,
    reason   text NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (stream, sequence)
);

-- Devices that may send, by agency; only a hash of each password is kept.
CREATE TABLE twin.device (
    agency   text NOT NULL,
    name     text NOT NULL,
    password text NOT NULL,              -- bcrypt
    created  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (agency, name)
);
