-- The numbers that the agency's own case system gives to cases here.

-- +goose Up
create table permits.registry_numbers (
    subject     text        not null,
    number      text        not null,
    system      text        not null,
    assigned_at timestamptz not null,
    constraint registry_number_pk primary key (subject),
    constraint registry_number_once unique (system, number),
    constraint registry_number_is_short check (number <> '' and length(number) <= 64),
    constraint registry_number_has_a_system check (system <> '')
);
create trigger registry_number_keeps before update on permits.registry_numbers
    for each row execute function permits.immutable_columns('subject', 'number', 'system', 'assigned_at');
comment on table permits.registry_numbers is 'number of a case in the agency''s case system (asianhallinta), taken from it once the case has arrived';
comment on column permits.registry_numbers.subject is 'case or request';
comment on column permits.registry_numbers.number is 'as that system gave it';
comment on column permits.registry_numbers.system is 'name of the system, as configured';
comment on column permits.registry_numbers.assigned_at is 'when it was given, by the service clock';

grant select on permits.registry_numbers to permits_web;
grant select, insert on permits.registry_numbers to permits_work;
grant select, insert, delete on permits.registry_numbers to permits_owner;

-- +goose Down
drop table permits.registry_numbers;
