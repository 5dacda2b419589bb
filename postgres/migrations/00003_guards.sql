-- +goose Up
-- What several tables share: the owner's role, and the triggers by which a row that
-- must not change does not, whoever asks.
-- +goose StatementBegin
do $$
begin
    if not exists (select from pg_roles where rolname = 'permits_owner') then
        create role permits_owner nologin;
    end if;
exception when duplicate_object or unique_violation then
    null; -- another database of this server was quicker
end
$$;
-- +goose StatementEnd

-- +goose StatementBegin
create function permits.insert_only() returns trigger language plpgsql as $$
begin
    raise exception '%.% is insert-only: % refused', tg_table_schema, tg_table_name, lower(tg_op)
        using constraint = 'insert_only', errcode = 'integrity_constraint_violation';
end
$$;
-- +goose StatementEnd
comment on function permits.insert_only() is 'trigger: refuses update, delete and truncate';

-- +goose StatementBegin
create function permits.immutable_columns() returns trigger language plpgsql as $$
declare
    name    text;
    changed boolean;
begin
    foreach name in array tg_argv loop
        execute format('select ($1).%1$I is distinct from ($2).%1$I', name) into changed using old, new;
        if changed then
            raise exception 'column % of %.% never changes', name, tg_table_schema, tg_table_name
                using constraint = 'immutable_columns', errcode = 'integrity_constraint_violation';
        end if;
    end loop;
    return new;
end
$$;
-- +goose StatementEnd
comment on function permits.immutable_columns() is 'trigger: the columns it names keep the value they were inserted with';

-- +goose StatementBegin
create function permits.set_once_columns() returns trigger language plpgsql as $$
declare
    name    text;
    changed boolean;
begin
    foreach name in array tg_argv loop
        execute format('select ($1).%1$I is not null and ($1).%1$I is distinct from ($2).%1$I', name)
            into changed using old, new;
        if changed then
            raise exception 'column % of %.% is set once', name, tg_table_schema, tg_table_name
                using constraint = 'set_once_columns', errcode = 'integrity_constraint_violation';
        end if;
    end loop;
    return new;
end
$$;
-- +goose StatementEnd
comment on function permits.set_once_columns() is 'trigger: the columns it names are null until they get the value they keep';

-- +goose StatementBegin
create function permits.version_goes_up() returns trigger language plpgsql as $$
begin
    if new.version <> old.version + 1 then
        raise exception 'version of %.% goes from % to %, not to %',
            tg_table_schema, tg_table_name, old.version, old.version + 1, new.version
            using constraint = 'version_goes_up', errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;
-- +goose StatementEnd
comment on function permits.version_goes_up() is 'trigger: every change counts the version by one';

comment on column permits.clock.singleton is 'always true: the key of the only row';
comment on column permits.clock.offset_seconds is 'added to real time; 0 in production';
comment on function permits.now() is 'the service clock at the beginning of the transaction';
comment on function permits.clock_stays() is 'trigger: the only row of the clock stays';

-- The moment a command happens, read after it got its locks; permits.now() is the
-- moment its transaction began.
create function permits.moment() returns timestamptz language sql volatile
    as 'select clock_timestamp() + make_interval(secs => offset_seconds) from permits.clock';
comment on function permits.moment() is 'the service clock at this very moment';

-- +goose Down
drop function permits.moment();
drop function permits.version_goes_up();
drop function permits.set_once_columns();
drop function permits.immutable_columns();
drop function permits.insert_only();
