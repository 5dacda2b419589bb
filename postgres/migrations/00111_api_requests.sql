-- +goose Up
-- Requests of programs that name themselves, so that none is carried out twice.
create table permits.api_requests (
    actor    text        not null,
    key      text        not null,
    request  text        not null,
    begun_at timestamptz not null default now(),
    status   integer,
    headers  jsonb,
    answer   bytea,
    constraint api_request_pk primary key (actor, key),
    constraint api_request_key_is_short check (key <> '' and octet_length(key) <= 100),
    constraint api_request_hash_form check (request ~ '^[0-9a-f]{64}$'),
    constraint api_request_answer_is_whole check ((status is null) = (answer is null) and (status is null) = (headers is null))
);
create index api_request_age on permits.api_requests (begun_at);
create trigger api_request_keeps before update on permits.api_requests
    for each row execute function permits.immutable_columns('actor', 'key', 'request', 'begun_at');
create trigger api_request_answers_once before update on permits.api_requests
    for each row execute function permits.set_once_columns('status', 'headers', 'answer');
comment on table permits.api_requests is 'requests with an idempotency key that were carried out in the last day, and their answers';
comment on index permits.api_request_age is 'what is forgotten';
comment on column permits.api_requests.actor is 'who asked; keys of others are others';
comment on column permits.api_requests.key is 'as the program chose it';
comment on column permits.api_requests.request is 'hash of what was asked: the same key for anything else is refused';
comment on column permits.api_requests.begun_at is 'when it was carried out, real time';
comment on column permits.api_requests.status is 'of the answer; null until there is one';
comment on column permits.api_requests.headers is 'of the answer that matter: its place and version';
comment on column permits.api_requests.answer is 'as it was given; gone with the row after a day';

grant select, insert on permits.api_requests to permits_web;
grant update (status, headers, answer) on permits.api_requests to permits_web;
grant select (begun_at), delete on permits.api_requests to permits_work;
grant all on permits.api_requests to permits_owner;

-- +goose Down
drop table permits.api_requests;
