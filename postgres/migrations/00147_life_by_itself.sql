-- +goose Up

alter table permits.queue_items drop constraint queue_item_shelf_known;
alter table permits.queue_items add constraint queue_item_shelf_known
    check (shelf in ('new', 'work', 'asked', 'proposed', 'to-serve', 'served', 'in-force', 'overdue', 'closed'));

create index queue_items_owed on permits.queue_items (next_due) where next_clock = 'destruction';

create table permits.life_runs (
    law_day   date        not null,
    queued_at timestamptz not null default permits.moment(),
    ended_at  timestamptz,
    reminded  integer     not null default 0,
    escalated integer     not null default 0,
    ended     integer     not null default 0,
    keys      integer     not null default 0,
    failed    integer     not null default 0,
    constraint life_run_is_of_one_day primary key (law_day),
    constraint life_run_counts check (least(reminded, escalated, ended, keys, failed) >= 0)
);

comment on table permits.life_runs is 'the nightly work on permits after their decision, one line a day: reminders, ends, keys; what is due follows from the cases, not from this';
comment on column permits.life_runs.law_day is 'the service''s day that the run was for';
comment on column permits.life_runs.queued_at is 'when a worker was told to do it';
comment on column permits.life_runs.ended_at is 'when all of it was done; empty while it is under way';
comment on column permits.life_runs.reminded is 'reminders sent';
comment on column permits.life_runs.escalated is 'permits brought back to the officers'' queue for an overdue duty';
comment on column permits.life_runs.ended is 'permits ended because their term was over';
comment on column permits.life_runs.keys is 'keys destroyed';
comment on column permits.life_runs.failed is 'cases that could not be worked on; they are tried again';

grant select on permits.life_runs to permits_web;
grant select, insert, update on permits.life_runs to permits_work, permits_owner;

-- What the service does by itself to a permit, it does as a worker: it ends,
-- reminds and notes, and writes nothing else of a case.
grant update (state, version, ended_at, life) on permits.cases to permits_work;
grant select on permits.texts, permits.case_removals to permits_work;
grant insert on permits.letter_receivers to permits_work;
grant select, insert on permits.mails_due to permits_work;

-- +goose Down
revoke update (state, version, ended_at, life) on permits.cases from permits_work;
drop table permits.life_runs;
drop index permits.queue_items_owed;
alter table permits.queue_items drop constraint queue_item_shelf_known;
alter table permits.queue_items add constraint queue_item_shelf_known
    check (shelf in ('new', 'work', 'asked', 'proposed', 'to-serve', 'served', 'in-force', 'closed'));
