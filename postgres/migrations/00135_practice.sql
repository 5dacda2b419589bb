-- What earlier decisions did, by variable and by order (HL 6 §): one row an item,
-- kept by the database whenever a decision is set or undone.

-- +goose Up
create table permits.practice (
    case_id    text    not null,
    item       text    not null,
    purpose    text    not null,
    decided_on date    not null,
    applied    text    not null,
    granted    text    not null,
    code       text    not null,
    reason     text    not null,
    parameters jsonb   not null,
    constraint practice_pk primary key (case_id, item),
    constraint practice_of_case foreign key (case_id) references permits.cases on delete cascade
);
create index practice_by_item on permits.practice (item, purpose, applied, decided_on desc, case_id);
comment on table permits.practice is 'what decisions did with each variable applied for, and which orders they imposed';
comment on index permits.practice_by_item is 'the latest decisions on one item, as much having been asked for the same purpose';
comment on column permits.practice.case_id is 'decided case';
comment on column permits.practice.item is 'variable of the catalogue, or order-N of the 22 conditions';
comment on column permits.practice.purpose is 'of the application';
comment on column permits.practice.decided_on is 'day of the decision, in Finland';
comment on column permits.practice.applied is 'step applied for; empty of an order';
comment on column permits.practice.granted is 'step granted, drop when refused; yes or no of an order';
comment on column permits.practice.code is 'reason code when less was granted, or empty';
comment on column permits.practice.reason is 'its sentence, or why the order was imposed';
comment on column permits.practice.parameters is 'of an order, as the decision wrote them';

-- +goose StatementBegin
create function permits.practice_of(of text, application jsonb, decision jsonb, decided timestamptz) returns setof permits.practice
language sql stable as $$
    select of, a ->> 'id', coalesce(application ->> 'purpose', ''), (decided at time zone 'Europe/Helsinki')::date,
           a ->> 'protection',
           coalesce((select g ->> 'protection'
                       from jsonb_path_query(decision, '$.scope.tables[*].variables[*]') g
                      where g ->> 'id' = a ->> 'id' and decision ->> 'outcome' in ('grant', 'partly')
                      limit 1), 'drop'),
           coalesce(r ->> 'code', ''), coalesce(r ->> 'text', ''), '{}'::jsonb
      from (select distinct on (v ->> 'id') v from jsonb_path_query(application, '$.scope.tables[*].variables[*]') v) applied (a)
      left join lateral (select x from jsonb_path_query(decision, '$.refusals[*]') x where x ->> 'item' = a ->> 'id' limit 1) refused (r) on true
     where decision ->> 'outcome' in ('grant', 'partly', 'refuse')
    union all
    select of, 'order-' || no, coalesce(application ->> 'purpose', ''), (decided at time zone 'Europe/Helsinki')::date, '',
           case when c is null then 'no' else 'yes' end, '', coalesce(c ->> 'reason', ''), coalesce(c -> 'parameters', '{}')
      from generate_series(1, 22) no
      left join lateral (select x from jsonb_path_query(decision, '$.conditions[*]') x where (x ->> 'no')::integer = no limit 1) chosen (c) on true
     where decision ->> 'outcome' in ('grant', 'partly')
$$;
create function permits.keep_practice() returns trigger language plpgsql security definer set search_path = '' as $$
begin
    if tg_op = 'UPDATE' then
        if old.decision is not distinct from new.decision then
            return null;
        end if;
        delete from permits.practice where case_id = new.case_id;
    end if;
    if new.decision is not null then
        insert into permits.practice select * from permits.practice_of(new.case_id, new.application, new.decision, coalesce(new.decided_at, new.created_at));
    end if;
    return null;
end
$$;
-- +goose StatementEnd
comment on function permits.practice_of(text, jsonb, jsonb, timestamptz) is 'the rows of practice that a decision makes';
comment on function permits.keep_practice() is 'trigger: practice follows the decisions that stand';
create trigger case_makes_practice after insert or update of decision on permits.cases
    for each row execute function permits.keep_practice();
insert into permits.practice
select p.* from permits.cases c cross join lateral permits.practice_of(c.case_id, c.application, c.decision, coalesce(c.decided_at, c.created_at)) p
 where c.decision is not null;

grant select on permits.practice to permits_web;
grant all on permits.practice to permits_owner;

-- +goose Down
drop trigger case_makes_practice on permits.cases;
drop function permits.keep_practice();
drop function permits.practice_of(text, jsonb, jsonb, timestamptz);
drop table permits.practice;
