-- Permits that the ministry decided before 1.7.2020 (V.2), and the removal of
-- cases whose retention is over.

-- +goose Up
create sequence permits.legacy_number;
comment on sequence permits.legacy_number is 'running number of KEHA-M<number>-<year>; gaps mean nothing';
create table permits.legacy_permits (
    legacy_id   text        not null,
    number      text        not null,
    permit      jsonb       not null,
    imported_by text        not null,
    imported_at timestamptz not null,
    constraint legacy_permit_pk primary key (legacy_id),
    constraint legacy_permit_id_form check (legacy_id ~ '^KEHA-M[0-9]+-[0-9]{4}$'),
    constraint legacy_permit_once unique (number),
    constraint legacy_permit_of_the_ministry check ((permit ->> 'Decided')::date < date '2020-07-01')
);
create trigger legacy_permit_keeps before update on permits.legacy_permits
    for each row execute function permits.immutable_columns('legacy_id', 'number', 'imported_by', 'imported_at');
comment on table permits.legacy_permits is 'permits that the ministry decided before 1.7.2020: in force or ended as they were given';
comment on column permits.legacy_permits.legacy_id is 'our number';
comment on column permits.legacy_permits.number is 'the ministry''s';
comment on column permits.legacy_permits.permit is 'holder, purpose, tables, conditions, term and how it ended';
comment on column permits.legacy_permits.imported_by is 'who answers for the import';
comment on column permits.legacy_permits.imported_at is 'when, by the service clock';
grant select, update on permits.legacy_permits to permits_web;
grant select, insert, update on permits.legacy_permits to permits_owner;
grant usage on permits.legacy_number to permits_owner;

create table permits.case_holds (
    subject   text        not null,
    reason    text        not null,
    placed_by text        not null,
    placed_at timestamptz not null,
    lifted_at timestamptz,
    constraint case_hold_pk primary key (subject, placed_at),
    constraint case_hold_has_a_reason check (reason <> '')
);
comment on table permits.case_holds is 'cases that are not removed although their retention is over';
comment on column permits.case_holds.subject is 'case, request or breach';
comment on column permits.case_holds.reason is 'such as a court''s case or an order of the National Archives';
comment on column permits.case_holds.placed_by is 'who placed it';
comment on column permits.case_holds.placed_at is 'when, by the service clock';
comment on column permits.case_holds.lifted_at is 'when it was lifted; null while it stands';
grant select, insert, update on permits.case_holds to permits_owner;

create table permits.case_removals (
    subject    text        not null,
    ending     text        not null,
    due_on     date        not null,
    archived   boolean     not null,
    source     text        not null,
    removed_at timestamptz not null,
    constraint case_removal_pk primary key (subject)
);
create trigger case_removal_insert_only before update or delete or truncate on permits.case_removals
    for each statement execute function permits.insert_only();
comment on table permits.case_removals is 'cases that have been removed, and by what rule; names nobody';
comment on column permits.case_removals.subject is 'case, request or breach';
comment on column permits.case_removals.ending is 'how it ended, as the rule names it';
comment on column permits.case_removals.due_on is 'when its retention was over';
comment on column permits.case_removals.archived is 'decision and letters stay';
comment on column permits.case_removals.source is 'the rule''s own';
comment on column permits.case_removals.removed_at is 'when, by the service clock';
grant select, insert on permits.case_removals to permits_owner;

-- What is insert-only may go when the removal of its whole subject is recorded, in the same transaction or before.
-- +goose StatementBegin
create function permits.only_with_its_case() returns trigger language plpgsql as $$
declare
    about text := case tg_table_name when 'letters' then to_jsonb(old) ->> 'case_id' else to_jsonb(old) ->> 'subject' end;
begin
    if exists (select from permits.case_removals r where r.subject = about and not (r.archived and tg_table_name = 'letters')) then
        return old;
    end if;
    raise exception '%.% is insert-only', tg_table_schema, tg_table_name
        using constraint = 'insert_only', errcode = 'integrity_constraint_violation';
end
$$;
-- +goose StatementEnd
comment on function permits.only_with_its_case() is 'trigger: a row is deleted only when the removal of its case is recorded';
drop trigger letter_insert_only on permits.letters;
create trigger letter_insert_only before update or truncate on permits.letters
    for each statement execute function permits.insert_only();
create trigger letter_goes_with_its_case before delete on permits.letters
    for each row execute function permits.only_with_its_case();
drop trigger text_is_not_deleted on permits.texts;
create trigger text_is_not_deleted before truncate on permits.texts
    for each statement execute function permits.insert_only();
create trigger text_goes_with_its_case before delete on permits.texts
    for each row execute function permits.only_with_its_case();

grant delete on permits.cases, permits.letters, permits.texts, permits.mails, permits.mails_due, permits.wrapped_keys to permits_owner;

-- +goose Down
drop trigger text_goes_with_its_case on permits.texts;
drop trigger text_is_not_deleted on permits.texts;
create trigger text_is_not_deleted before delete or truncate on permits.texts
    for each statement execute function permits.insert_only();
drop trigger letter_goes_with_its_case on permits.letters;
drop trigger letter_insert_only on permits.letters;
create trigger letter_insert_only before update or delete or truncate on permits.letters
    for each statement execute function permits.insert_only();
drop function permits.only_with_its_case();
drop table permits.case_removals;
drop table permits.case_holds;
drop table permits.legacy_permits;
drop sequence permits.legacy_number;
