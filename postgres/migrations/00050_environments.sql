-- +goose Up
-- Environments that receive packages themselves: their keys and their receipts.
alter table permits.users drop constraint user_duties_known;
alter table permits.users add constraint user_duties_known
    check (duties <@ array['researcher', 'presenter', 'decider', 'analyst', 'official', 'operator']);
comment on column permits.users.body is 'authority: KEHA, TEM, ELY01 to ELY15 or TE01 to TE15; an operator''s environment; empty for others';

create table permits.environment_keys (
    environment   text        not null,
    version       integer     not null,
    key           text        not null,
    fingerprint   text        not null,
    registered_by text        not null,
    registered_at timestamptz not null,
    constraint environment_key_pk primary key (environment, version),
    constraint environment_key_operator_exists foreign key (registered_by) references permits.users,
    constraint environment_key_code_form check (environment ~ '^[A-Z]+$'),
    constraint environment_key_version_counts check (version > 0),
    constraint environment_key_is_public check (key ~ '^(age1|ssh-ed25519 )' and key !~* 'secret-key|private key'),
    constraint environment_key_has_fingerprint check (fingerprint <> '')
);
create trigger environment_key_insert_only before update or delete or truncate on permits.environment_keys
    for each statement execute function permits.insert_only();
comment on table permits.environment_keys is 'public keys that operators registered; the latest version is the one orders are sealed to; insert-only';
comment on column permits.environment_keys.environment is 'code of the closed list of environments';
comment on column permits.environment_keys.version is 'the first key is 1; each change is an event of the same number';
comment on column permits.environment_keys.key is 'public: age or ssh-ed25519';
comment on column permits.environment_keys.fingerprint is 'of the key, as pages and manifests show it';
comment on column permits.environment_keys.registered_by is 'the operator who registered it';
comment on column permits.environment_keys.registered_at is 'when, by the service clock';

alter table permits.deliveries add constraint delivery_hash_of_order unique (order_id, sha256);

create table permits.receipts (
    order_id    text        not null,
    received_by text        not null,
    received_at timestamptz not null,
    sha256      text        not null,
    constraint receipt_pk primary key (order_id),
    constraint receipt_operator_exists foreign key (received_by) references permits.users,
    constraint receipt_is_of_the_package foreign key (order_id, sha256) references permits.deliveries (order_id, sha256)
);
create trigger receipt_insert_only before update or delete or truncate on permits.receipts
    for each statement execute function permits.insert_only();
comment on table permits.receipts is 'packages received by the environments they were addressed to; insert-only';
comment on column permits.receipts.order_id is 'the order received; once';
comment on column permits.receipts.received_by is 'the operator who received it';
comment on column permits.receipts.received_at is 'when, by the service clock';
comment on column permits.receipts.sha256 is 'of the file that arrived: equal to the delivery''s';

-- Until now an environment's key was typed in the request: that is the authority's own.
alter table permits.disclosures disable trigger disclosure_keeps;
alter table permits.disclosures disable trigger disclosure_version;
update permits.disclosures
   set request = jsonb_set(request, '{recipient,kind}', '"body"')
 where request #>> '{recipient,kind}' = 'environment';
alter table permits.disclosures enable trigger disclosure_version;
alter table permits.disclosures enable trigger disclosure_keeps;
alter table permits.orders disable trigger order_keeps;
update permits.orders
   set recipient = jsonb_set(recipient, '{kind}', case when disclosure_id is null then '"person"' else '"body"' end::jsonb)
 where recipient ->> 'kind' = 'environment';
alter table permits.orders enable trigger order_keeps;
alter table permits.orders add constraint order_key_of_environment
    check (recipient ->> 'kind' <> 'environment' or (coalesce(recipient ->> 'environment', '') <> '' and coalesce(recipient ->> 'key', '') <> ''));
create index order_to_environment on permits.orders ((recipient ->> 'environment'), ordered_at) where recipient ->> 'kind' = 'environment';
comment on index permits.order_to_environment is 'what an environment''s operator receives';
comment on column permits.orders.recipient is 'whom the package is sealed to: kind, name or environment, public key of that moment';

grant select, insert on permits.environment_keys, permits.receipts to permits_web;
grant select on permits.receipts to permits_work;
grant all on permits.environment_keys, permits.receipts to permits_owner;

-- +goose Down
drop index permits.order_to_environment;
alter table permits.orders drop constraint order_key_of_environment;
comment on column permits.orders.recipient is 'whom the package is sealed to: kind, name, public key';
drop table permits.receipts;
alter table permits.deliveries drop constraint delivery_hash_of_order;
drop table permits.environment_keys;
delete from permits.users where 'operator' = any (duties);
alter table permits.users drop constraint user_duties_known;
alter table permits.users add constraint user_duties_known
    check (duties <@ array['researcher', 'presenter', 'decider', 'analyst', 'official']);
comment on column permits.users.body is 'authority: KEHA, TEM, ELY01 to ELY15 or TE01 to TE15; empty for others';
