-- +goose Up
-- What each program may do: the second lock, behind the rules of the program.
grant usage on schema permits, audit, registers to permits_owner;
grant usage on schema registers to permits_work;

-- The pages.
grant select, insert, update on permits.users to permits_web;
grant select, insert, update on permits.cases, permits.disclosures to permits_web;
grant select, insert on permits.events, permits.letters to permits_web;
grant select, insert on permits.orders to permits_web;
grant update (state, reason, version) on permits.orders to permits_web;
grant select on permits.deliveries, permits.build_progress to permits_web;
grant usage on sequence permits.case_number, permits.disclosure_number, permits.order_number to permits_web;
grant insert on audit.entries to permits_web;
grant select, insert, update, delete on public.sessions to permits_web;

-- The workers.
grant select on permits.users, permits.cases, permits.disclosures to permits_work;
grant select, insert on permits.events, permits.letters, permits.deliveries, permits.cohorts to permits_work;
grant select on permits.orders to permits_work;
grant update (state, reason, attempts, version) on permits.orders to permits_work;
grant select, insert, update, delete on permits.build_progress to permits_work;
grant select, insert on permits.wrapped_keys to permits_work;
grant usage on sequence permits.worker_number to permits_work;
grant insert on audit.entries to permits_work;
grant select (expiry), delete on public.sessions to permits_work;
grant select on all tables in schema registers to permits_work;
alter default privileges in schema registers grant select on tables to permits_work;

-- The owner: whoever migrates, and the only one who moves the clock.
grant all on all tables in schema permits, registers to permits_owner;
grant select, insert on audit.entries to permits_owner;
grant all on all sequences in schema permits to permits_owner;
grant all on public.sessions to permits_owner;
grant create on schema permits, audit, registers to permits_owner;

-- +goose Down
revoke all on all tables in schema permits, audit, registers from permits_web, permits_work, permits_owner;
revoke all on all sequences in schema permits from permits_web, permits_work, permits_owner;
revoke all on public.sessions from permits_web, permits_work, permits_owner;
alter default privileges in schema registers revoke select on tables from permits_work;
revoke usage on schema registers from permits_work;
revoke all on schema permits, audit, registers from permits_owner;
