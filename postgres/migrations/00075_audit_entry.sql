-- +goose Up
-- An entry says who, on whose behalf and from which unit, for what purpose, by which
-- right, what to whose record, when, from where and how it went (4a.1b).
alter table audit.entries
    add column unit     text,
    add column purpose  text,
    add column grant_id text,
    add column address  text,
    add column session  text,
    add column request  text,
    add constraint entry_says_or_is_silent check (
        unit <> '' and purpose <> '' and grant_id <> '' and address <> '' and session <> '' and request <> '');
comment on column audit.entries.unit is 'body or office the actor acted for';
comment on column audit.entries.purpose is 'why: a purpose of 1 § or one of a use, as its rules name it';
comment on column audit.entries.grant_id is 'access right under which it was done';
comment on column audit.entries.address is 'where it came from: a client''s address, or user@machine of a command';
comment on column audit.entries.session is 'beginning of the hash of the session''s token';
comment on column audit.entries.request is 'name of the request, as in the program''s own log';

-- The purpose stood among the details until now. Nothing is sealed yet.
alter table audit.entries disable trigger entry_insert_only;
update audit.entries set purpose = nullif(detail ->> 'purpose', ''), detail = detail - 'purpose' where detail ? 'purpose';
alter table audit.entries enable trigger entry_insert_only;

create index entry_of_actor on audit.entries (actor, entry_id);
comment on index audit.entry_of_actor is 'what one person did';
create index entry_at on audit.entries using brin (at);
comment on index audit.entry_at is 'the log of a time';

drop function audit.processing_of(uuid);
-- +goose StatementBegin
create function audit.processing_of(token uuid)
    returns table (at timestamptz, actor text, unit text, purpose text, kind text, detail jsonb)
    language sql stable security definer set search_path = pg_catalog
    as $$ select e.at, e.actor, e.unit, e.purpose, e.kind, e.detail from audit.entries e
           where e.person_token = token and e.result = 'done' order by e.entry_id $$;
-- +goose StatementEnd
comment on function audit.processing_of(uuid) is 'the entries of one person''s token, oldest first';
revoke all on function audit.processing_of(uuid) from public;
grant execute on function audit.processing_of(uuid) to permits_web, permits_work, permits_owner;

-- +goose Down
drop function audit.processing_of(uuid);
-- +goose StatementBegin
create function audit.processing_of(token uuid)
    returns table (at timestamptz, actor text, kind text, detail jsonb)
    language sql stable security definer set search_path = pg_catalog
    as $$ select e.at, e.actor, e.kind, e.detail from audit.entries e
           where e.person_token = token and e.result = 'done' order by e.entry_id $$;
-- +goose StatementEnd
revoke all on function audit.processing_of(uuid) from public;
grant execute on function audit.processing_of(uuid) to permits_web, permits_work, permits_owner;
drop index audit.entry_at;
drop index audit.entry_of_actor;
alter table audit.entries disable trigger entry_insert_only;
update audit.entries set detail = detail || jsonb_build_object('purpose', purpose) where purpose is not null;
alter table audit.entries enable trigger entry_insert_only;
alter table audit.entries drop column unit, drop column purpose, drop column grant_id,
    drop column address, drop column session, drop column request;
