-- A key that is destroyed is deleted, and what is known of it without it stays.

-- +goose Up
create table permits.destroyed_keys (
    case_id      text not null constraint destroyed_key_of_case references permits.cases,
    kcv          text not null,
    made_at      timestamptz not null,
    destroyed_at timestamptz not null,
    destroyed_by text not null,
    constraint destroyed_key_pk primary key (case_id)
);
comment on table permits.destroyed_keys is 'certificates of keys that were deleted';
comment on column permits.destroyed_keys.case_id is 'the permit whose key it was';
comment on column permits.destroyed_keys.kcv is 'key check value of the key, as it stands in the manifests';
comment on column permits.destroyed_keys.made_at is 'when the key was made, by the service clock';
comment on column permits.destroyed_keys.destroyed_at is 'when it was deleted';
comment on column permits.destroyed_keys.destroyed_by is 'who had it deleted';
create trigger destroyed_key_keeps before update on permits.destroyed_keys
    for each row execute function permits.immutable_columns('case_id', 'kcv', 'made_at', 'destroyed_at', 'destroyed_by');
grant select, insert on permits.destroyed_keys to permits_web, permits_work;
-- The pages may have a key deleted, and still read none.
grant delete on permits.wrapped_keys to permits_web, permits_work;
grant select (basis_id, kcv, made_at) on permits.wrapped_keys to permits_web;

-- +goose StatementBegin
-- keeps_destroyed_away refuses a key for a permit whose key was destroyed: nothing
-- is made with it again.
create function permits.keeps_destroyed_away() returns trigger language plpgsql as $$
begin
    if exists (select from permits.destroyed_keys d where d.case_id = new.case_id) then
        raise exception 'the key of % was destroyed', new.case_id using errcode = 'check_violation', constraint = 'destroyed_key_stays_away';
    end if;
    return new;
end $$;
-- +goose StatementEnd
create trigger destroyed_key_stays_away before insert on permits.wrapped_keys
    for each row execute function permits.keeps_destroyed_away();

-- +goose Down
drop trigger destroyed_key_stays_away on permits.wrapped_keys;
drop function permits.keeps_destroyed_away();
revoke select (basis_id, kcv, made_at) on permits.wrapped_keys from permits_web;
revoke delete on permits.wrapped_keys from permits_web, permits_work;
drop table permits.destroyed_keys;
