-- +goose Up
-- Which extracts the person of a request was in. The pages may not read the sets
-- themselves: a worker looks, and leaves the answer to that one request here.
create table permits.subject_lookups (
    request_id text        not null,
    asked_by   text        not null,
    asked_at   timestamptz not null,
    found_at   timestamptz,
    deliveries bigint,
    extracts   jsonb,
    constraint subject_lookup_pk primary key (request_id),
    constraint subject_lookup_request_exists foreign key (request_id) references permits.subject_requests,
    constraint subject_lookup_found_is_whole check (
        (found_at is null) = (extracts is null) and (found_at is null) = (deliveries is null))
);
comment on table permits.subject_lookups is 'extracts that the person of a request was in, as a worker found them (GDPR 15, 19)';
comment on column permits.subject_lookups.request_id is 'the request';
comment on column permits.subject_lookups.asked_by is 'who asked for it';
comment on column permits.subject_lookups.asked_at is 'when, by the service clock; a worker looks again when it is later than found_at';
comment on column permits.subject_lookups.found_at is 'when the worker had looked';
comment on column permits.subject_lookups.deliveries is 'how many packages had been delivered when it looked';
comment on column permits.subject_lookups.extracts is 'the extracts, their bases and recipients; destroyed with the person';

grant select, insert on permits.subject_lookups to permits_web, permits_work;
grant update (asked_by, asked_at) on permits.subject_lookups to permits_web, permits_work;
grant update (found_at, deliveries, extracts) on permits.subject_lookups to permits_work;
grant all on permits.subject_lookups to permits_owner;

-- +goose StatementBegin
create or replace function permits.subject_requests_forget() returns trigger language plpgsql as $$
begin
    delete from permits.subject_lookups
     where request_id in (select request_id from permits.subject_requests where person_token = old.token);
    update permits.subject_withholdings set reason = ''
     where request_id in (select request_id from permits.subject_requests where person_token = old.token);
    update permits.subject_requests
       set person_token = null, extended_for = '', version = version + 1,
           reply = reply - 'reasons' - 'impossible' - 'fee_reason'
     where person_token = old.token;
    return old;
end
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
create or replace function permits.subject_requests_forget() returns trigger language plpgsql as $$
begin
    update permits.subject_withholdings set reason = ''
     where request_id in (select request_id from permits.subject_requests where person_token = old.token);
    update permits.subject_requests
       set person_token = null, extended_for = '', version = version + 1,
           reply = reply - 'reasons' - 'impossible' - 'fee_reason'
     where person_token = old.token;
    return old;
end
$$;
-- +goose StatementEnd
drop table permits.subject_lookups;
