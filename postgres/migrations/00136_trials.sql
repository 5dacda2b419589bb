-- Dry runs of an extract (koepoiminta): what was measured, never what was built.

-- +goose Up
create table permits.trials (
    case_id  text        not null,
    number   integer     not null,
    scope    jsonb       not null,
    law_day  date        not null,
    asked_by text        not null,
    asked_at timestamptz not null,
    state    text        not null default 'queued',
    reason   text        not null default '',
    taken_at timestamptz,
    done_at  timestamptz,
    report   jsonb,
    constraint trial_pk primary key (case_id, number),
    constraint trial_of_case foreign key (case_id) references permits.cases on delete cascade,
    constraint trial_asked_by_user foreign key (asked_by) references permits.users,
    constraint trial_number_counts check (number > 0),
    constraint trial_state_known check (state in ('queued', 'running', 'done', 'failed')),
    constraint trial_done_has_report check ((state = 'done') = (report is not null)),
    constraint trial_ends_once check ((state in ('done', 'failed')) = (done_at is not null))
);
create unique index trial_one_at_a_time on permits.trials (case_id) where state in ('queued', 'running');
create trigger trial_keeps before update on permits.trials
    for each row execute function permits.immutable_columns('case_id', 'number', 'scope', 'law_day', 'asked_by', 'asked_at');
create trigger trial_sets_once before update on permits.trials
    for each row execute function permits.set_once_columns('done_at', 'report');
comment on table permits.trials is 'dry runs ordered while a case is handled, and the risk measured; the file itself is removed at once';
comment on index permits.trial_one_at_a_time is 'a case has one dry run on its way at a time';
comment on column permits.trials.case_id is 'case it serves';
comment on column permits.trials.number is '1, 2, … within the case';
comment on column permits.trials.scope is 'what was built';
comment on column permits.trials.law_day is 'day by whose law it was built';
comment on column permits.trials.asked_by is 'official who ordered it';
comment on column permits.trials.asked_at is 'when, by the service clock';
comment on column permits.trials.state is 'queued, running, done or failed';
comment on column permits.trials.reason is 'of a failure, a word without internals';
comment on column permits.trials.taken_at is 'when the registers were read';
comment on column permits.trials.done_at is 'when it ended';
comment on column permits.trials.report is 'counts and names of variables; no value of a register';

grant select, insert on permits.trials to permits_web;
grant select on permits.trials to permits_work;
grant update (state, reason, taken_at, done_at, report) on permits.trials to permits_work;
grant all on permits.trials to permits_owner;

-- +goose Down
drop table permits.trials;
