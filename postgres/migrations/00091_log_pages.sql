-- Who looks at the log, and what in it makes somebody look (4a.1b).

-- +goose Up
create table permits.user_clients (
    user_id   text        not null,
    token     uuid        not null,
    linked_by text        not null,
    linked_at timestamptz not null default permits.moment(),
    constraint user_client_pk primary key (user_id),
    constraint user_client_user_exists foreign key (user_id) references permits.users,
    constraint user_client_is_known foreign key (token) references permits.subject_tokens (token) on delete cascade
);
comment on table permits.user_clients is 'users who are clients themselves, by the log''s token: so that reading one''s own or a colleague''s record is seen; gone with the client''s data';
comment on column permits.user_clients.user_id is 'the user';
comment on column permits.user_clients.token is 'by which the log knows the client';
comment on column permits.user_clients.linked_by is 'who said so: a user, or the service';
comment on column permits.user_clients.linked_at is 'when, by the service clock';
create index user_client_of_token on permits.user_clients (token);
comment on index permits.user_client_of_token is 'whose client record a reading is of';

create table permits.alerts (
    rule        text        not null,
    actor       text        not null,
    day         date        not null,
    clients     integer     not null,
    first_at    timestamptz not null,
    last_at     timestamptz not null,
    found_at    timestamptz not null,
    finding     text,
    note        text        not null default '',
    handled_by  text,
    handled_at  timestamptz,
    handled_of  integer     not null default 0,
    constraint alert_pk primary key (rule, actor, day),
    constraint alert_handler_exists foreign key (handled_by) references permits.users,
    constraint alert_rule_form check (rule ~ '^[a-z]+$'),
    constraint alert_concerns_somebody check (clients > 0 and handled_of between 0 and clients),
    constraint alert_in_order check (first_at <= last_at),
    constraint alert_finding_known check (finding in ('justified', 'explained', 'misuse')),
    constraint alert_handling_is_whole check (num_nulls(finding, handled_by, handled_at) in (0, 3)),
    constraint alert_nobody_handles_their_own check (handled_by <> actor)
);
create index alert_open on permits.alerts (day, actor) where clients > handled_of;
comment on table permits.alerts is 'readings of one person on one day that a rule says are abnormal';
comment on index permits.alert_open is 'what waits for somebody to look';
comment on column permits.alerts.rule is 'kind of the rule, as its file names it';
comment on column permits.alerts.actor is 'who read';
comment on column permits.alerts.day is 'in Helsinki';
comment on column permits.alerts.clients is 'how many different clients the rule concerns';
comment on column permits.alerts.first_at is 'the first of the readings';
comment on column permits.alerts.last_at is 'the last of the readings';
comment on column permits.alerts.found_at is 'when the rule was last found to apply, by the service clock';
comment on column permits.alerts.finding is 'what whoever looked found: justified, explained or misuse';
comment on column permits.alerts.note is 'why';
comment on column permits.alerts.handled_by is 'who looked';
comment on column permits.alerts.handled_at is 'when, by the service clock';
comment on column permits.alerts.handled_of is 'how many clients it was about then: it waits again when there are more';

create table permits.alerts_mark (
    singleton boolean     not null default true,
    at        timestamptz not null default '2020-01-01',
    constraint alerts_mark_pk primary key (singleton),
    constraint alerts_mark_is_one check (singleton)
);
insert into permits.alerts_mark default values;
comment on table permits.alerts_mark is 'until when readings have been looked at; exactly one row';
comment on column permits.alerts_mark.singleton is 'always true';
comment on column permits.alerts_mark.at is 'by the service clock';

-- The log is read through these alone, by whoever may execute them.
-- +goose StatementBegin
create function audit.found(of_token uuid, of_actor text, of_subject text, of_kinds text[], since timestamptz, until timestamptz, before bigint, most integer)
    returns table (entry_id bigint, at timestamptz, actor text, on_behalf text, unit text, purpose text, grant_id text, kind text, subject text,
                   person_token text, detail jsonb, result text, address text)
    language plpgsql stable security definer set search_path = pg_catalog as $$
begin
    return query execute
        'select e.entry_id, e.at, e.actor, e.on_behalf, e.unit, e.purpose, e.grant_id, e.kind, e.subject, e.person_token::text, e.detail, e.result::text, e.address
           from audit.entries e where e.at >= $5 and e.at < $6'
        || case when of_token   is null then '' else ' and e.person_token = $1' end
        || case when of_actor   is null then '' else ' and e.actor = $2' end
        || case when of_subject is null then '' else ' and e.subject = $3' end
        || case when of_kinds   is null then '' else ' and e.kind = any ($4)' end
        || case when before     is null then '' else ' and e.entry_id < $7' end
        || ' order by e.entry_id desc limit $8'
        using of_token, of_actor, of_subject, of_kinds, since, until, before, most;
end
$$;
create function audit.readers_since(since timestamptz) returns table (actor text, day date)
    language sql stable security definer set search_path = pg_catalog
    as $$ select distinct e.actor, (e.at at time zone 'Europe/Helsinki')::date from audit.entries e
           where e.at >= since and e.kind = 'record-read' and e.result = 'done' and e.person_token is not null $$;
create function audit.readings_of(reader text, on_day date) returns table (at timestamptz, unit text, token uuid)
    language sql stable security definer set search_path = pg_catalog
    as $$ select e.at, e.unit, e.person_token from audit.entries e
           where e.actor = reader and e.kind = 'record-read' and e.result = 'done' and e.person_token is not null
             and e.at >= (on_day::timestamp at time zone 'Europe/Helsinki') and e.at < ((on_day + 1)::timestamp at time zone 'Europe/Helsinki')
           order by e.at $$;
-- +goose StatementEnd
comment on function audit.found(uuid, text, text, text[], timestamptz, timestamptz, bigint, integer) is 'entries of a person, an actor, a subject and kinds within a time, the newest first';
comment on function audit.readers_since(timestamptz) is 'who read clients'' data on which days, from then on';
comment on function audit.readings_of(text, date) is 'whose data somebody read on a day of Helsinki';
revoke all on function audit.found(uuid, text, text, text[], timestamptz, timestamptz, bigint, integer),
    audit.readers_since(timestamptz), audit.readings_of(text, date) from public;
grant execute on function audit.found(uuid, text, text, text[], timestamptz, timestamptz, bigint, integer) to permits_web, permits_owner;
grant execute on function audit.readers_since(timestamptz), audit.readings_of(text, date) to permits_work, permits_owner;

grant select, insert on permits.user_clients to permits_web, permits_work;
grant update (token, linked_by, linked_at) on permits.user_clients to permits_web;
grant select, insert on permits.alerts to permits_work;
grant update (clients, first_at, last_at, found_at) on permits.alerts to permits_work;
grant select on permits.alerts to permits_web;
grant update (finding, note, handled_by, handled_at, handled_of) on permits.alerts to permits_web;
grant select, update on permits.alerts_mark to permits_work;
grant all on permits.user_clients, permits.alerts, permits.alerts_mark to permits_owner;
grant select on permits.subject_tokens to permits_work;

-- +goose Down
drop function audit.readings_of(text, date);
drop function audit.readers_since(timestamptz);
drop function audit.found(uuid, text, text, text[], timestamptz, timestamptz, bigint, integer);
drop table permits.alerts_mark;
drop table permits.alerts;
drop table permits.user_clients;
