-- +goose Up
-- What was corrected stays: every table of the registers has a twin that keeps the
-- versions it had, under the same names and types.
create schema registers_history;
comment on schema registers_history is 'superseded versions of the rows of schema registers, table by table; removed with their subject';

-- +goose StatementBegin
create function registers_history.follow() returns void language plpgsql as $$
declare
    source record;
    wanted record;
    twin   regclass;
    stands text;
    keys   text;
begin
    for source in
        select c.oid, c.relname from pg_class c
         where c.relnamespace = 'registers'::regnamespace and c.relkind in ('r', 'p')
         order by c.relname
    loop
        twin := to_regclass(format('registers_history.%I', source.relname));
        if twin is null then
            execute format('create table registers_history.%I (
                superseded_at   timestamptz not null,
                superseded_by   text        not null,
                superseded_kind text        not null)', source.relname);
            execute format('comment on table registers_history.%I is %L', source.relname,
                'superseded versions of registers.' || source.relname);
            execute format('comment on column registers_history.%I.superseded_at is %L', source.relname, 'when the next version was written');
            execute format('comment on column registers_history.%I.superseded_by is %L', source.relname, 'who wrote the next version');
            execute format('comment on column registers_history.%I.superseded_kind is %L', source.relname, 'corrected, or ended when only the end of the spell was entered');
            twin := to_regclass(format('registers_history.%I', source.relname));
        end if;
        for wanted in
            select a.attname, format_type(a.atttypid, a.atttypmod) as type, col_description(a.attrelid, a.attnum) as text
              from pg_attribute a
             where a.attrelid = source.oid and a.attnum > 0 and not a.attisdropped
             order by a.attnum
        loop
            select format_type(a.atttypid, a.atttypmod) into stands
              from pg_attribute a
             where a.attrelid = twin and a.attname = wanted.attname and not a.attisdropped;
            if not found then
                execute format('alter table %s add column %I %s', twin, wanted.attname, wanted.type);
            elsif stands <> wanted.type then
                execute format('alter table %s alter column %I type %s', twin, wanted.attname, wanted.type);
            end if;
            execute format('comment on column %s.%I is %L', twin, wanted.attname, wanted.text);
        end loop;
        select string_agg(quote_ident(a.attname), ', ' order by array_position(x.indkey::int2[], a.attnum)) into keys
          from pg_index x join pg_attribute a on a.attrelid = x.indrelid and a.attnum = any (x.indkey)
         where x.indrelid = source.oid and x.indisprimary;
        execute format('create index if not exists %I on %s (%s)', source.relname || '_version', twin, keys);

        execute format('grant select, insert, update on registers.%I to permits_web', source.relname);
        execute format('grant select on registers.%I to permits_work', source.relname);
        execute format('grant all on registers.%I to permits_owner', source.relname);
        execute format('grant select, insert on %s to permits_web', twin);
        execute format('grant select on %s to permits_work', twin);
        execute format('grant all on %s to permits_owner', twin);
    end loop;
end
$$;
-- +goose StatementEnd
comment on function registers_history.follow() is 'gives every table of the registers its twin and its grants; called after every migration';

grant usage on schema registers to permits_web;
grant usage on schema registers_history to permits_web, permits_work, permits_owner;
grant create on schema registers_history to permits_owner;

-- Ids of what is written here. They begin where no loaded population has its own, and
-- persons, employers and providers stay within 32 bits, as bitmaps like them.
create sequence permits.subject_id_number start 2000000000;
comment on sequence permits.subject_id_number is 'internal ids of new persons, employers and providers; never used twice';
create sequence permits.record_number start 4000000000000;
comment on sequence permits.record_number is 'ids of new rows of the registers; never used twice';

-- The audit log knows a registered person by a token; without this line it is nobody's.
create table permits.subject_tokens (
    subject    text   not null,
    subject_id bigint not null,
    token      uuid   not null default gen_random_uuid(),
    constraint subject_token_pk primary key (subject, subject_id),
    constraint subject_token_once unique (token),
    constraint subject_token_subject_known check (subject in ('person', 'employer', 'provider'))
);
comment on table permits.subject_tokens is 'by which token the audit log knows a client; destroyed with the client''s data';
comment on column permits.subject_tokens.subject is 'person, employer or provider';
comment on column permits.subject_tokens.subject_id is 'internal id';
comment on column permits.subject_tokens.token is 'random';

-- 4.3b: what is kept after its years have run, and why.
create table permits.holds (
    hold_id    bigint generated always as identity,
    subject    text   not null,
    subject_id bigint not null,
    ground     text   not null,
    reference  text   not null,
    placed_by  text   not null,
    placed_on  date   not null,
    review_on  date   not null,
    lifted_on  date,
    lifted_by  text,
    constraint hold_pk primary key (hold_id),
    constraint hold_subject_known check (subject in ('person', 'employer', 'provider')),
    constraint hold_ground_known check (ground in ('task', 'pending')),
    constraint hold_says_why check (reference <> '' and placed_by <> ''),
    constraint hold_is_reviewed_later check (review_on > placed_on),
    constraint hold_lifted_by_somebody check ((lifted_on is null) = (lifted_by is null))
);
create index hold_of_subject on permits.holds (subject, subject_id);
comment on table permits.holds is 'grounds for keeping a client''s data after four years (4 § 3 mom)';
comment on index permits.hold_of_subject is 'a client''s holds';
comment on column permits.holds.hold_id is 'number of the hold';
comment on column permits.holds.subject is 'person, employer or provider';
comment on column permits.holds.subject_id is 'internal id';
comment on column permits.holds.ground is 'task: a task based on provisions; pending: a pending matter';
comment on column permits.holds.reference is 'the provision or the number of the matter';
comment on column permits.holds.placed_by is 'who decided on it';
comment on column permits.holds.placed_on is 'first day';
comment on column permits.holds.review_on is 'when the need is looked at again';
comment on column permits.holds.lifted_on is 'from this day on it keeps nothing; null while in force';
comment on column permits.holds.lifted_by is 'who lifted it';

create table permits.removals (
    batch_id   uuid        not null,
    at         timestamptz not null,
    law_day    date        not null,
    subject    text        not null,
    clients    integer     not null,
    rows       bigint      not null,
    constraint removal_pk primary key (batch_id)
);
comment on table permits.removals is 'batches of removal that were carried out: counts, and nothing of whom';
comment on column permits.removals.batch_id is 'as in the ledger outside the database';
comment on column permits.removals.at is 'when, by the service clock';
comment on column permits.removals.law_day is 'the day whose law was applied';
comment on column permits.removals.subject is 'person, employer or provider';
comment on column permits.removals.clients is 'how many lost data';
comment on column permits.removals.rows is 'how many rows went';

grant select, insert on permits.subject_tokens to permits_web, permits_work;
grant select, insert on permits.holds to permits_web, permits_work;
grant update (review_on, lifted_on, lifted_by) on permits.holds to permits_web, permits_work;
grant select on permits.removals to permits_web, permits_work;
grant all on permits.subject_tokens, permits.holds, permits.removals to permits_owner;
grant usage on sequence permits.subject_id_number, permits.record_number to permits_web;
grant all on sequence permits.subject_id_number, permits.record_number to permits_owner;
grant usage on sequence permits.holds_hold_id_seq to permits_web, permits_work;

-- How an official finds a client by name, whatever the case of the letters.
create index person_by_name on registers.person
    (lower(family_name collate "fi-x-icu") collate "C", lower(given_names collate "fi-x-icu") collate "C");
create index employer_by_name on registers.employer (lower(name collate "fi-x-icu") collate "C");
create index provider_by_name on registers.provider (lower(name collate "fi-x-icu") collate "C");
drop index registers.person_name;

-- +goose Down
create index person_name on registers.person (family_name, given_names);
drop index registers.provider_by_name;
drop index registers.employer_by_name;
drop index registers.person_by_name;
drop table permits.removals;
drop table permits.holds;
drop table permits.subject_tokens;
drop sequence permits.record_number;
drop sequence permits.subject_id_number;
drop schema registers_history cascade;
revoke all on all tables in schema registers from permits_web;
revoke usage on schema registers from permits_web;
