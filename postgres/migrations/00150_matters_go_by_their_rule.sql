-- +goose Up
-- A document request or a breach goes only when the removal by its rule is
-- recorded (permits/law/case_retention.csv).
-- +goose StatementBegin
create or replace function permits.only_with_its_case() returns trigger language plpgsql as $$
declare
    of jsonb := to_jsonb(old);
    about text := coalesce(of ->> 'case_id', of ->> 'subject', of ->> 'request_id', of ->> 'breach_id');
begin
    if exists (select from permits.case_removals r where r.subject = about and not (r.archived and tg_table_name in ('letters', 'letter_signatures'))) then
        return old;
    end if;
    raise exception '%.% is insert-only', tg_table_schema, tg_table_name
        using constraint = 'insert_only', errcode = 'integrity_constraint_violation';
end
$$;
-- +goose StatementEnd
drop trigger breach_is_not_deleted on permits.breaches;
create trigger breach_is_not_deleted before truncate on permits.breaches
    for each statement execute function permits.insert_only();
create trigger breach_goes_by_its_rule before delete on permits.breaches
    for each row execute function permits.only_with_its_case();
create trigger request_is_not_deleted before truncate on permits.requests
    for each statement execute function permits.insert_only();
create trigger request_goes_by_its_rule before delete on permits.requests
    for each row execute function permits.only_with_its_case();
grant delete on permits.requests, permits.breaches to permits_owner;

-- +goose Down
revoke delete on permits.requests, permits.breaches from permits_owner;
drop trigger request_goes_by_its_rule on permits.requests;
drop trigger request_is_not_deleted on permits.requests;
drop trigger breach_goes_by_its_rule on permits.breaches;
drop trigger breach_is_not_deleted on permits.breaches;
create trigger breach_is_not_deleted before delete or truncate on permits.breaches
    for each statement execute function permits.insert_only();
-- +goose StatementBegin
create or replace function permits.only_with_its_case() returns trigger language plpgsql as $$
declare
    about text := coalesce(to_jsonb(old) ->> 'case_id', to_jsonb(old) ->> 'subject');
begin
    if exists (select from permits.case_removals r where r.subject = about and not (r.archived and tg_table_name in ('letters', 'letter_signatures'))) then
        return old;
    end if;
    raise exception '%.% is insert-only', tg_table_schema, tg_table_name
        using constraint = 'insert_only', errcode = 'integrity_constraint_violation';
end
$$;
-- +goose StatementEnd
