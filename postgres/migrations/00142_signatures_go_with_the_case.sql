-- +goose Up
-- A signature goes with the letter that it signs when the case is removed by its
-- dated rule, and never otherwise.
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
drop trigger letter_signature_insert_only on permits.letter_signatures;
create trigger letter_signature_insert_only before update or truncate on permits.letter_signatures
    for each statement execute function permits.insert_only();
create trigger letter_signature_goes_with_its_case before delete on permits.letter_signatures
    for each row execute function permits.only_with_its_case();

-- +goose Down
drop trigger letter_signature_goes_with_its_case on permits.letter_signatures;
drop trigger letter_signature_insert_only on permits.letter_signatures;
create trigger letter_signature_insert_only before delete or update or truncate on permits.letter_signatures
    for each statement execute function permits.insert_only();
-- +goose StatementBegin
create or replace function permits.only_with_its_case() returns trigger language plpgsql as $$
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
