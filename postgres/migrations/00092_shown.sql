-- What of the registers a person may read, decided again by the database: rows and columns of one client,
-- by the rights of the reader (4a.3). Readings are made with a role that sees the registers through these
-- views alone.

-- +goose Up
-- +goose StatementBegin
do $$
begin
    if not exists (select from pg_roles where rolname = 'permits_read') then
        execute 'create role permits_read nologin';
    end if;
exception when duplicate_object or unique_violation then
    null; -- another database of the same server was quicker
end
$$;
-- +goose StatementEnd
grant permits_read to permits_web;
create schema shown;
comment on schema shown is 'the registers as one reader may see one client''s record';

create table permits.area_municipalities (
    area         text not null,
    municipality text not null,
    valid_from   date not null,
    valid_until  date,
    constraint area_municipality_pk primary key (area, municipality, valid_from),
    constraint area_municipality_in_order check (valid_until >= valid_from)
);
comment on table permits.area_municipalities is 'which municipalities an area of a right reaches, as the law''s tables say; written anew at every start';
comment on column permits.area_municipalities.area is 'such as ELY13';
comment on column permits.area_municipalities.municipality is 'code of the municipality';
comment on column permits.area_municipalities.valid_from is 'first day';
comment on column permits.area_municipalities.valid_until is 'last day; empty while in force';

-- A reader opens one client's record: which items of it the reader's rights reach is computed here from the
-- rights in force today, and holds until the transaction ends.
-- +goose StatementBegin
create function shown.open_record(reader text, of_subject text, of_client bigint, of_power text, of_use text, out items text[], out right_id text)
    language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    today   date := (permits.moment() at time zone 'Europe/Helsinki')::date;
    held    text[];
    lives   text;
begin
    case of_subject
    when 'person' then
        select array[p.office] || array(select c.office from registers.clientship c where c.person_id = p.person_id), p.municipality
          into held, lives from registers.person p where p.person_id = of_client;
    when 'employer' then
        select array[e.office], e.municipality into held, lives from registers.employer e where e.employer_id = of_client;
    when 'provider' then
        select array[v.office], v.municipality into held, lives from registers.provider v where v.provider_id = of_client;
    end case;
    select array_agg(distinct item), min(r.right_id) into items, right_id
      from permits.rights_in_force(reader, today) r, unnest(r.items) item
     where of_power = any (r.powers) and of_use = any (r.uses)
       and (r.offices && held or 'FI' = any (r.areas)
            or exists (select from permits.area_municipalities a
                        where a.area = any (r.areas) and a.municipality = lives and today >= a.valid_from and (a.valid_until is null or today <= a.valid_until)));
    perform set_config('shown.subject', of_subject, true), set_config('shown.client', of_client::text, true),
            set_config('shown.items', coalesce(array_to_string(items, ','), ''), true);
end
$$;

-- A reader searches: whose clients may be found.
create function shown.open_search(reader text, of_item text, of_use text) returns text
    language plpgsql stable security definer set search_path = pg_catalog as $$
declare
    today          date := (permits.moment() at time zone 'Europe/Helsinki')::date;
    offices        text[];
    municipalities text[];
    everybody      boolean;
    by_right       text;
begin
    select coalesce(array_agg(distinct office) filter (where office is not null), '{}'), coalesce(bool_or('FI' = any (r.areas)), false), min(r.right_id)
      into offices, everybody, by_right
      from permits.rights_in_force(reader, today) r left join lateral unnest(r.offices) office on true
     where 'search' = any (r.powers) and of_use = any (r.uses) and of_item = any (r.items);
    select coalesce(array_agg(distinct a.municipality), '{}') into municipalities
      from permits.rights_in_force(reader, today) r join permits.area_municipalities a on a.area = any (r.areas)
     where 'search' = any (r.powers) and of_use = any (r.uses) and of_item = any (r.items)
       and today >= a.valid_from and (a.valid_until is null or today <= a.valid_until);
    perform set_config('shown.offices', array_to_string(offices, ','), true), set_config('shown.municipalities', array_to_string(municipalities, ','), true),
            set_config('shown.everybody', everybody::text, true);
    return by_right; -- none: nobody may be found
end
$$;

-- The views follow the registers: a column belongs to the item that its comment ends with; one without an
-- item is technical and goes with the row. A row none of whose items is reached is not there.
create function shown.follow() returns void language plpgsql as $$
declare
    source  record;
    twin    text;
    wanted  text;
    key     text;
    owner   text;
begin
    for source in
        select c.oid, c.relname from pg_class c
         where c.relnamespace = 'registers'::regnamespace and c.relkind in ('r', 'p') order by c.relname
    loop
        key := (select a.attname from pg_attribute a
                 where a.attrelid = source.oid and a.attnum = (select x.indkey[0] from pg_index x where x.indrelid = source.oid and x.indisprimary));
        owner := left(key, -3); -- person_id, employer_id, provider_id
        foreach twin in array array['registers', 'registers_history'] loop
            select format('select %s from %I.%I t, lateral (select string_to_array(current_setting(''shown.items'', true), '','') as items offset 0) l'
                          ' where t.%I = nullif(current_setting(''shown.client'', true), '''')::bigint and current_setting(''shown.subject'', true) = %L%s',
                       string_agg(case when item is null or goes_with_row then format('t.%I', attname)
                                       else format('case when %L = any (l.items) then t.%I end as %I', item, attname, attname) end, ', ' order by attnum),
                       twin, source.relname, key, owner,
                       coalesce(' and l.items && array[' || string_agg(distinct quote_literal(item), ', ') || ']', ''))
              into wanted
              from (select a.attname, a.attnum,
                           substring(col_description(b.attrelid, b.attnum) from ', (3\.[1-4][.a-b0-9]*|6\.1b|joint\.[1-7])$') as item,
                           a.attname ~ '_id$' and a.atttypid = 'bigint'::regtype or exists (select from pg_index x where x.indrelid = source.oid and x.indisprimary and b.attnum = any (x.indkey)) as goes_with_row
                      from pg_attribute a
                      left join pg_attribute b on b.attrelid = source.oid and b.attname = a.attname and b.attnum > 0
                     where a.attrelid = format('%I.%I', twin, source.relname)::regclass and a.attnum > 0 and not a.attisdropped) columns;
            twin := source.relname || case twin when 'registers' then '' else '_before' end;
            if coalesce(obj_description(to_regclass(format('shown.%I', twin)), 'pg_class'), '') <> 'follows ' || md5(wanted) then
                execute format('drop view if exists shown.%I', twin);
                execute format('create view shown.%I as %s', twin, wanted);
                execute format('comment on view shown.%I is %L', twin, 'follows ' || md5(wanted));
                execute format('grant select on shown.%I to permits_read', twin);
            end if;
        end loop;
    end loop;
end
$$;

-- The views stand in the way of a migration that changes a column: they go before it and are made again after.
create function shown.leave() returns void language plpgsql as $$
declare
    name text;
begin
    for name in select viewname from pg_views where schemaname = 'shown' loop
        execute format('drop view shown.%I', name);
    end loop;
end
$$;
-- +goose StatementEnd
comment on function shown.leave() is 'takes the views away before the registers change; shown.follow() makes them again';
comment on function shown.open_record(text, text, bigint, text, text) is 'opens a client''s record to a reader until the transaction ends; gives the items that are reached and a right that reaches them';
comment on function shown.open_search(text, text, text) is 'opens a search to a reader until the transaction ends; gives a right it rests on';
comment on function shown.follow() is 'makes the views that readers see the registers through; called after every migration';

revoke all on function shown.open_record(text, text, bigint, text, text), shown.open_search(text, text, text), shown.follow(), shown.leave() from public;
grant usage on schema shown to permits_read, permits_web, permits_owner;
grant execute on function shown.open_record(text, text, bigint, text, text), shown.open_search(text, text, text) to permits_read, permits_web, permits_owner;
grant usage on schema permits, audit to permits_read;
grant select on permits.clock, permits.restricted_subjects to permits_read;
grant select, insert on permits.subject_tokens, permits.rights_used to permits_read;
grant insert on audit.entries to permits_read;
grant select (right_id) on permits.rights to permits_read;
grant all on permits.area_municipalities to permits_owner;

-- +goose Down
drop schema shown cascade;
drop table permits.area_municipalities;
drop owned by permits_read;
