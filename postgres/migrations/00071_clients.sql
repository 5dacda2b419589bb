-- +goose Up
-- Machine clients of the technical interface: they fetch sealed packages of their
-- body and nothing else (4a.1a).
create table permits.clients (
    client_id  text        not null,
    body       text        not null,
    name       text        not null,
    scopes     text[]      not null,
    addresses  cidr[]      not null,
    expires_at timestamptz not null,
    made_by    text        not null,
    made_at    timestamptz not null,
    revoked_at timestamptz,
    constraint client_pk primary key (client_id),
    constraint client_made_by_a_user foreign key (made_by) references permits.users,
    constraint client_has_a_name check (name <> ''),
    constraint client_body_form check (body ~ '^(TEM|ELY(0[1-9]|1[0-5]))$'),
    constraint client_scopes_known check (cardinality(scopes) > 0 and scopes <@ array['orders.read', 'packages.read']),
    constraint client_has_addresses check (cardinality(addresses) > 0),
    constraint client_expires_after_it_was_made check (expires_at > made_at)
);
create trigger client_keeps before update on permits.clients
    for each row execute function permits.immutable_columns('client_id', 'body', 'name', 'scopes', 'addresses', 'expires_at', 'made_by', 'made_at');
comment on table permits.clients is 'programs of bodies that receive by a statutory disclosure';
comment on column permits.clients.client_id is 'given at the making; no secret';
comment on column permits.clients.body is 'whose packages it may fetch';
comment on column permits.clients.name is 'what the body calls it';
comment on column permits.clients.scopes is 'orders.read lists, packages.read fetches';
comment on column permits.clients.addresses is 'networks it may come from';
comment on column permits.clients.expires_at is 'after this it is nothing, by real time';
comment on column permits.clients.made_by is 'who made it';
comment on column permits.clients.made_at is 'when, by real time';
comment on column permits.clients.revoked_at is 'when it was revoked, by real time; null while it is good';

create table permits.client_secrets (
    secret_hash bytea       not null,
    client_id   text        not null,
    made_at     timestamptz not null,
    expires_at  timestamptz not null,
    constraint client_secret_pk primary key (secret_hash),
    constraint client_secret_of_a_client foreign key (client_id) references permits.clients,
    constraint client_secret_is_hashed check (length(secret_hash) = 32)
);
create index client_secret_of_client on permits.client_secrets (client_id);
comment on table permits.client_secrets is 'secrets of clients, hashed: random, so a plain hash cannot be guessed; two overlap while one is rotated';
comment on column permits.client_secrets.secret_hash is 'SHA-256';
comment on column permits.client_secrets.client_id is 'whose';
comment on column permits.client_secrets.made_at is 'when, by real time';
comment on column permits.client_secrets.expires_at is 'good until then; a rotation brings it nearer';
comment on index permits.client_secret_of_client is 'the secrets of one client';

create table permits.client_tokens (
    token_hash bytea       not null,
    client_id  text        not null,
    scopes     text[]      not null,
    expires_at timestamptz not null,
    constraint client_token_pk primary key (token_hash),
    constraint client_token_of_a_client foreign key (client_id) references permits.clients,
    constraint client_token_is_hashed check (length(token_hash) = 32)
);
create index client_token_end on permits.client_tokens (expires_at);
comment on table permits.client_tokens is 'bearer tokens of clients, hashed, for some minutes';
comment on column permits.client_tokens.token_hash is 'SHA-256';
comment on column permits.client_tokens.client_id is 'whose';
comment on column permits.client_tokens.scopes is 'what was asked for, within the client''s';
comment on column permits.client_tokens.expires_at is 'by real time';
comment on index permits.client_token_end is 'what is over, to remove';

grant select on permits.clients, permits.client_secrets to permits_web;
grant select, insert on permits.client_tokens to permits_web;
grant select (expires_at), delete on permits.client_tokens to permits_work;
grant all on permits.clients, permits.client_secrets, permits.client_tokens to permits_owner;

-- +goose Down
drop table permits.client_tokens;
drop table permits.client_secrets;
drop table permits.clients;
