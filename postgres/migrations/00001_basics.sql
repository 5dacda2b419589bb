-- +goose Up
-- The rooms of the service's own data, its roles, and its clock.
create schema permits;
comment on schema permits is 'cases, disclosures, orders, deliveries and what the service needs to run them';
create schema audit;
comment on schema audit is 'the tamper-evident log: insert-only';

-- Roles belong to the whole server, so a second database of the same server finds
-- them there, and two databases that migrate at once may both try.
-- +goose StatementBegin
do $$
declare
    name text;
begin
    foreach name in array array['permits_web', 'permits_work'] loop
        begin
            if not exists (select from pg_roles where rolname = name) then
                execute format('create role %I nologin', name);
            end if;
        exception when duplicate_object or unique_violation then
            null; -- the other one was quicker
        end;
    end loop;
end
$$;
-- +goose StatementEnd

-- One clock for all rules: real time plus an offset. Only the demonstration and the
-- tests move it.
create table permits.clock (
    singleton      boolean not null default true,
    offset_seconds bigint  not null default 0,
    constraint clock_pk primary key (singleton),
    constraint clock_is_one check (singleton)
);
comment on table permits.clock is 'the service clock: real time plus this offset; exactly one row';
insert into permits.clock default values;

-- +goose StatementBegin
create function permits.clock_stays() returns trigger language plpgsql as $$
begin
    raise exception 'the service clock has exactly one row' using constraint = 'clock_stays';
end
$$;
-- +goose StatementEnd
create trigger clock_stays before delete or truncate on permits.clock
    for each statement execute function permits.clock_stays();

-- The service's present moment, for SQL that may not take it as an argument.
create function permits.now() returns timestamptz language sql stable
    as 'select pg_catalog.now() + make_interval(secs => offset_seconds) from permits.clock';

grant usage on schema permits to permits_web, permits_work;
grant usage on schema audit to permits_web, permits_work;
grant select on permits.clock to permits_web, permits_work;

-- +goose Down
drop schema audit cascade;
drop schema permits cascade;
