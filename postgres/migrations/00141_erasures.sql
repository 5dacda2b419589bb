-- +goose Up
-- Rows that a request for erasure takes away (GDPR 17). The removal carries them
-- out, with its ledger; until then they stand here. They go with the client.
create table permits.erasures (
    request_id text        not null,
    subject    text        not null,
    subject_id bigint      not null,
    table_name text        not null,
    row_key    text[]      not null,
    reason     text        not null,
    decided_by text        not null,
    decided_at timestamptz not null,
    erased_at  timestamptz,
    constraint erasure_pk primary key (request_id, table_name, row_key),
    constraint erasure_request_exists foreign key (request_id) references permits.subject_requests,
    constraint erasure_subject_known check (subject in ('person', 'employer', 'provider')),
    constraint erasure_of_a_row check (cardinality(row_key) > 0),
    constraint erasure_has_reason check (reason <> '')
);
create index erasure_due on permits.erasures (decided_at) where erased_at is null;
create index erasure_of_client on permits.erasures (subject, subject_id);
comment on table permits.erasures is 'rows that a request for erasure takes away (GDPR 17); they go with the client';
comment on column permits.erasures.request_id is 'the request that is answered so';
comment on column permits.erasures.subject is 'person, employer or provider';
comment on column permits.erasures.subject_id is 'internal id of the client';
comment on column permits.erasures.table_name is 'table of the registers';
comment on column permits.erasures.row_key is 'the rest of the row''s key, after the client''s id; emptied of what it says once the row is gone';
comment on column permits.erasures.reason is 'why the row should not be kept';
comment on column permits.erasures.decided_by is 'who decided';
comment on column permits.erasures.decided_at is 'when, by the service clock';
comment on column permits.erasures.erased_at is 'when the removal took the row and its history';
comment on index permits.erasure_due is 'what the removal has to carry out';
comment on index permits.erasure_of_client is 'what goes with a client';
grant select, insert on permits.erasures to permits_web, permits_work;
grant all on permits.erasures to permits_owner;

-- +goose Down
drop table permits.erasures;
