-- +goose Up
-- Requests beside the permit (7 § 1 mom.; JulkL 13–14, 21, 29 §): cases of their own kind in the same queue.
create sequence permits.request_number;
comment on sequence permits.request_number is 'running number of KEHA-A<number>-<year>; gaps mean nothing';

create table permits.requests (
    request_id  text        not null,
    kind        text        not null,
    state       text        not null,
    version     integer     not null,
    recorded_by text        not null,
    asker       text,
    arrived_at  timestamptz not null,
    handler     text,
    reader      text        generated always as (details ->> 'reader') stored,
    closed_at   timestamptz,
    details     jsonb       not null,
    texts       integer     not null,
    constraint request_pk primary key (request_id),
    constraint request_id_form check (request_id ~ '^KEHA-A[0-9]+-[0-9]{4}$'),
    constraint request_kind_known check (kind in ('document', 'aggregate', 'authority')),
    constraint request_state_known check (state in ('open', 'taken', 'specifying', 'estimated', 'given', 'partly-given',
        'refused', 'demanded', 'decided', 'served', 'transferred', 'withdrawn')),
    constraint request_recorder_exists foreign key (recorded_by) references permits.users,
    constraint request_asker_exists foreign key (asker) references permits.users,
    constraint request_handler_exists foreign key (handler) references permits.users,
    constraint request_asker_does_not_handle check (handler <> asker),
    constraint request_version_counts check (version > 0 and texts >= 0),
    constraint request_answer_is_kept check (state not in ('given', 'partly-given', 'refused', 'demanded', 'decided', 'served')
        or jsonb_array_length(details -> 'answers') > 0),
    constraint request_authority_has_provision check (kind <> 'authority' or details ->> 'provision' <> '')
);
create index request_queue on permits.requests (arrived_at, request_id)
    where state in ('open', 'taken', 'specifying', 'estimated', 'demanded', 'decided');
create index request_of_asker on permits.requests (asker) where asker is not null;
create index request_of_reader on permits.requests (reader) where reader is not null;
create trigger request_keeps before update on permits.requests
    for each row execute function permits.immutable_columns('request_id', 'kind', 'recorded_by', 'asker', 'arrived_at');
create trigger request_version before update on permits.requests
    for each row execute function permits.version_goes_up();
comment on table permits.requests is 'document requests, aggregates to order and disclosures to other authorities; no text, only numbers and hashes';
comment on index permits.request_queue is 'what waits for an answer, the oldest first';
comment on index permits.request_of_asker is 'somebody''s own requests';
comment on index permits.request_of_reader is 'the requests for which an official reads';
comment on column permits.requests.request_id is 'number with hyphens';
comment on column permits.requests.kind is 'document, aggregate or authority';
comment on column permits.requests.state is 'whose turn it is';
comment on column permits.requests.version is 'counts changes, so that nobody acts from a stale page';
comment on column permits.requests.recorded_by is 'who made it, or recorded what came otherwise';
comment on column permits.requests.asker is 'who asks in the service; null for somebody outside it';
comment on column permits.requests.arrived_at is 'when it reached the authority: the clock of 14 § runs from then';
comment on column permits.requests.handler is 'the official who has it';
comment on column permits.requests.reader is 'the official who reads with a right of their own for another authority';
comment on column permits.requests.closed_at is 'when it was answered, decided, transferred or withdrawn';
comment on column permits.requests.details is 'precision asked, price, answers with their secrecy items, readings; no text, only numbers and hashes';
comment on column permits.requests.texts is 'how many texts have been written in it';

grant select, insert on permits.requests to permits_web;
grant update (state, version, handler, closed_at, details, texts) on permits.requests to permits_web;
grant select on permits.requests to permits_work;
grant usage on sequence permits.request_number to permits_web;
grant all on permits.requests to permits_owner;
grant all on sequence permits.request_number to permits_owner;

-- +goose Down
drop table permits.requests;
drop sequence permits.request_number;
