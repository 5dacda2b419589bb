-- +goose Up
-- Data subjects' requests (GDPR 12–21). A request knows its person by the token of
-- the audit log: when removal destroys the token, the request is nobody's.
create sequence permits.subject_request_number;
comment on sequence permits.subject_request_number is 'running number of R-<number>-<year>; gaps mean nothing';

create table permits.subject_requests (
    request_id   text        not null,
    kind         text        not null,
    register     text        not null,
    subject      text        not null,
    person_token uuid,
    received_by  text        not null,
    arrived_at   text        not null default '',
    arrived      date        not null,
    party        text        not null,
    body         text        not null default '',
    rule         text        not null,
    state        text        not null,
    asked_who    date,
    confirmed_by date,
    extended_on  date,
    extended_for text        not null default '',
    closed_on    date,
    reply        jsonb,
    decision     text        not null default '',
    version      integer     not null default 1,
    constraint subject_request_pk primary key (request_id),
    constraint subject_request_id_form check (request_id ~ '^R-[0-9]+-[0-9]{4}$'),
    constraint subject_request_kind_known check (kind in ('15', '16', '17', '18', '20', '21')),
    constraint subject_request_register_known check (register in ('person', 'employer', 'provider', 'joint')),
    constraint subject_request_subject_known check (subject in ('person', 'employer', 'provider')),
    constraint subject_request_state_known check (state in ('received', 'identity', 'answered', 'withdrawn')),
    constraint subject_request_answered_has_reply check (state <> 'answered' or reply is not null),
    constraint subject_request_closed_has_day check ((state in ('answered', 'withdrawn')) = (closed_on is not null)),
    constraint subject_request_extension_has_reason check (extended_on is null or extended_for <> '' or person_token is null),
    constraint subject_request_no_restriction check ( -- 4 § 2 mom
        kind <> '18' or register not in ('person', 'joint') or reply is null or reply ->> 'outcome' = 'refused')
);
create index subject_request_of_person on permits.subject_requests (person_token);
create index subject_request_open on permits.subject_requests (arrived, request_id) where state in ('received', 'identity');
create trigger subject_request_keeps before update on permits.subject_requests
    for each row execute function permits.immutable_columns(
        'request_id', 'kind', 'register', 'subject', 'received_by', 'arrived_at', 'arrived');
create trigger subject_request_version before update on permits.subject_requests
    for each row execute function permits.version_goes_up();
comment on table permits.subject_requests is 'data subjects'' requests and how they were answered';
comment on index permits.subject_request_of_person is 'a person''s requests';
comment on index permits.subject_request_open is 'what waits for an answer, the oldest first';
comment on column permits.subject_requests.request_id is 'number with hyphens';
comment on column permits.subject_requests.kind is 'article of the GDPR';
comment on column permits.subject_requests.register is 'person, employer, provider or joint';
comment on column permits.subject_requests.subject is 'whose data: person, employer or provider';
comment on column permits.subject_requests.person_token is 'as in permits.subject_tokens; null for somebody the registers do not know, or who has been removed';
comment on column permits.subject_requests.received_by is 'who took it in';
comment on column permits.subject_requests.arrived_at is 'office that it came to';
comment on column permits.subject_requests.arrived is 'day it arrived';
comment on column permits.subject_requests.party is 'kind of the body that answers';
comment on column permits.subject_requests.body is 'the office that answers; empty when the kind is one body';
comment on column permits.subject_requests.rule is 'requirement that routed it';
comment on column permits.subject_requests.state is 'where it stands';
comment on column permits.subject_requests.asked_who is 'when proof of identity was asked for';
comment on column permits.subject_requests.confirmed_by is 'when identity was confirmed';
comment on column permits.subject_requests.extended_on is 'when the time was extended';
comment on column permits.subject_requests.extended_for is 'why';
comment on column permits.subject_requests.closed_on is 'when it ended';
comment on column permits.subject_requests.reply is 'the answer; its words go with the person';
comment on column permits.subject_requests.decision is 'number of the decision to name officials, or empty';
comment on column permits.subject_requests.version is 'counts its changes';

create table permits.subject_withholdings (
    request_id  text        not null,
    number      integer     not null,
    table_name  text        not null,
    column_name text        not null default '',
    ground      text        not null,
    reason      text        not null,
    silent      boolean     not null default false,
    decided_by  text        not null,
    decided_at  timestamptz not null,
    constraint subject_withholding_pk primary key (request_id, number),
    constraint subject_withholding_request_exists foreign key (request_id) references permits.subject_requests,
    constraint subject_withholding_ground_known check (ground in ('34.1.1', '34.1.2', '34.1.3'))
);
comment on table permits.subject_withholdings is 'what is left out of an answer, under section 34 of the Data Protection Act';
comment on column permits.subject_withholdings.request_id is 'the request';
comment on column permits.subject_withholdings.number is 'from 1 in each request';
comment on column permits.subject_withholdings.table_name is 'table of the registers';
comment on column permits.subject_withholdings.column_name is 'column, or empty for the table''s rows';
comment on column permits.subject_withholdings.ground is 'item of 34 § 1 mom';
comment on column permits.subject_withholdings.reason is 'why it is met; goes with the person';
comment on column permits.subject_withholdings.silent is 'the reason is not told, as telling would defeat the purpose (34 § 3 mom)';
comment on column permits.subject_withholdings.decided_by is 'who decided';
comment on column permits.subject_withholdings.decided_at is 'when, by the service clock';

-- Removal destroys a person's token; the words about the person go with it.
-- +goose StatementBegin
create function permits.subject_requests_forget() returns trigger language plpgsql as $$
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
comment on function permits.subject_requests_forget() is 'trigger: a removed person''s requests keep their numbers and days only';
create trigger subject_requests_forget before delete on permits.subject_tokens
    for each row execute function permits.subject_requests_forget();

-- What the log knows of one person, for that person. Nobody but the owner reads the
-- log itself: whoever has the token gets that token's entries.
create index entry_of_person on audit.entries (person_token, entry_id) where person_token is not null;
comment on index audit.entry_of_person is 'who processed one person''s data';
-- +goose StatementBegin
create function audit.processing_of(token uuid)
    returns table (at timestamptz, actor text, kind text, detail jsonb)
    language sql stable security definer set search_path = pg_catalog
    as $$ select e.at, e.actor, e.kind, e.detail from audit.entries e
           where e.person_token = token and e.result = 'done' order by e.entry_id $$;
-- +goose StatementEnd
comment on function audit.processing_of(uuid) is 'the entries of one person''s token, oldest first';
revoke all on function audit.processing_of(uuid) from public;
grant execute on function audit.processing_of(uuid) to permits_web, permits_work, permits_owner;

grant select, insert on permits.subject_requests, permits.subject_withholdings to permits_web, permits_work;
grant update (state, asked_who, confirmed_by, extended_on, extended_for, closed_on, reply, decision, version)
    on permits.subject_requests to permits_web, permits_work;
grant usage on sequence permits.subject_request_number to permits_web, permits_work;
grant all on permits.subject_requests, permits.subject_withholdings to permits_owner;
grant all on sequence permits.subject_request_number to permits_owner;

-- +goose Down
drop function audit.processing_of(uuid);
drop index audit.entry_of_person;
drop trigger subject_requests_forget on permits.subject_tokens;
drop function permits.subject_requests_forget();
drop table permits.subject_withholdings;
drop table permits.subject_requests;
drop sequence permits.subject_request_number;
