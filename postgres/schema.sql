-- What the migrations amount to, for reading. Generated: go test ./postgres -run Schema -update

CREATE SCHEMA audit;

COMMENT ON SCHEMA audit IS 'the tamper-evident log: insert-only';

CREATE SCHEMA permits;

COMMENT ON SCHEMA permits IS 'cases, disclosures, orders, deliveries and what the service needs to run them';

CREATE SCHEMA registers;

COMMENT ON SCHEMA registers IS 'the registers of the public employment service (act 916/2012, chapter 13)';

CREATE FUNCTION audit.found(of_token uuid, of_actor text, of_subject text, of_kinds text[], since timestamp with time zone, until timestamp with time zone, before bigint, most integer) RETURNS TABLE(entry_id bigint, at timestamp with time zone, actor text, on_behalf text, unit text, purpose text, grant_id text, kind text, subject text, person_token text, detail jsonb, result text, address text)
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
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
$_$;

COMMENT ON FUNCTION audit.found(of_token uuid, of_actor text, of_subject text, of_kinds text[], since timestamp with time zone, until timestamp with time zone, before bigint, most integer) IS 'entries of a person, an actor, a subject and kinds within a time, the newest first';

CREATE FUNCTION audit.only_what_is_closed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    closed audit.closings;
    stays  boolean;
begin
    select * into closed from audit.closings order by seal_id desc limit 1;
    if tg_table_name = 'entries' then
        select true into stays from gone g
         where closed.seal_id is null
            or (g.transaction, g.entry_id) > (closed.through_transaction, closed.through_entry) limit 1;
    elsif tg_table_name = 'seals' then
        select true into stays from gone g where closed.seal_id is null or g.seal_id > closed.seal_id limit 1;
    else
        select true into stays from gone g
         where closed.seal_id is null or g.checkpoint_id > closed.checkpoint_id limit 1;
    end if;
    if stays then
        raise exception '%.% is insert-only: delete refused', tg_table_schema, tg_table_name
            using constraint = 'insert_only', errcode = 'integrity_constraint_violation';
    end if;
    return null;
end
$$;

COMMENT ON FUNCTION audit.only_what_is_closed() IS 'trigger: refuses to delete what no closing covers';

CREATE FUNCTION audit.processing_of(token uuid) RETURNS TABLE(at timestamp with time zone, actor text, unit text, purpose text, kind text, detail jsonb)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$ select e.at, e.actor, e.unit, e.purpose, e.kind, e.detail from audit.entries e
           where e.person_token = token and e.result = 'done' order by e.entry_id $$;

COMMENT ON FUNCTION audit.processing_of(token uuid) IS 'the entries of one person''s token, oldest first';

CREATE FUNCTION audit.readers_since(since timestamp with time zone) RETURNS TABLE(actor text, day date)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$ select distinct e.actor, (e.at at time zone 'Europe/Helsinki')::date from audit.entries e
           where e.at >= since and e.kind = 'record-read' and e.result = 'done' and e.person_token is not null $$;

COMMENT ON FUNCTION audit.readers_since(since timestamp with time zone) IS 'who read clients'' data on which days, from then on';

CREATE FUNCTION audit.readings_of(reader text, on_day date) RETURNS TABLE(at timestamp with time zone, unit text, token uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$ select e.at, e.unit, e.person_token from audit.entries e
           where e.actor = reader and e.kind = 'record-read' and e.result = 'done' and e.person_token is not null
             and e.at >= (on_day::timestamp at time zone 'Europe/Helsinki') and e.at < ((on_day + 1)::timestamp at time zone 'Europe/Helsinki')
           order by e.at $$;

COMMENT ON FUNCTION audit.readings_of(reader text, on_day date) IS 'whose data somebody read on a day of Helsinki';

CREATE TABLE audit.entries (
    entry_id bigint NOT NULL,
    transaction xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    on_behalf text,
    kind text NOT NULL,
    subject text NOT NULL,
    person_token uuid,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    result text NOT NULL,
    unit text,
    purpose text,
    grant_id text,
    address text,
    session text,
    request text,
    written_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT entry_detail_is_flat CHECK ((jsonb_typeof(detail) = 'object'::text)),
    CONSTRAINT entry_has_an_actor CHECK ((actor <> ''::text)),
    CONSTRAINT entry_kind_form CHECK ((kind ~ '^[a-z]+(-[a-z]+)*$'::text)),
    CONSTRAINT entry_result_known CHECK ((result = ANY (ARRAY['done'::text, 'refused'::text, 'failed'::text]))),
    CONSTRAINT entry_says_or_is_silent CHECK (((unit <> ''::text) AND (purpose <> ''::text) AND (grant_id <> ''::text) AND (address <> ''::text) AND (session <> ''::text) AND (request <> ''::text)))
);

COMMENT ON TABLE audit.entries IS 'who did what to what; written with what it records; insert-only';

COMMENT ON COLUMN audit.entries.entry_id IS 'order of insertion, with gaps where a transaction was rolled back';

COMMENT ON COLUMN audit.entries.transaction IS 'the transaction it was written in: entries older than every running one can be sealed in order';

COMMENT ON COLUMN audit.entries.at IS 'when, by the service clock';

COMMENT ON COLUMN audit.entries.actor IS 'who did it: a user, or the service itself';

COMMENT ON COLUMN audit.entries.on_behalf IS 'for whom, when for another';

COMMENT ON COLUMN audit.entries.kind IS 'what was done';

COMMENT ON COLUMN audit.entries.subject IS 'case, disclosure, order or other id it was done to';

COMMENT ON COLUMN audit.entries.person_token IS 'random token of the registered person concerned; its mapping can be destroyed';

COMMENT ON COLUMN audit.entries.detail IS 'ids and hashes; never register content';

COMMENT ON COLUMN audit.entries.result IS 'done, refused or failed';

COMMENT ON COLUMN audit.entries.unit IS 'body or office the actor acted for';

COMMENT ON COLUMN audit.entries.purpose IS 'why: a purpose of 1 § or one of a use, as its rules name it';

COMMENT ON COLUMN audit.entries.grant_id IS 'access right under which it was done';

COMMENT ON COLUMN audit.entries.address IS 'where it came from: a client''s address, or user@machine of a command';

COMMENT ON COLUMN audit.entries.session IS 'beginning of the hash of the session''s token';

COMMENT ON COLUMN audit.entries.request IS 'name of the request, as in the program''s own log';

COMMENT ON COLUMN audit.entries.written_at IS 'when it was written, by real time';

CREATE FUNCTION audit.unsealed(most integer) RETURNS SETOF audit.entries
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
    select e.* from audit.entries e
     where (e.transaction, e.entry_id) > (
           coalesce((select s.last_transaction from audit.seals s order by s.seal_id desc limit 1),
                    (select c.through_transaction from audit.closings c order by c.seal_id desc limit 1), '0'::xid8),
           coalesce((select s.last_entry from audit.seals s order by s.seal_id desc limit 1),
                    (select c.through_entry from audit.closings c order by c.seal_id desc limit 1), 0))
       and e.transaction < pg_snapshot_xmin(pg_current_snapshot())
     order by e.transaction, e.entry_id limit most $$;

COMMENT ON FUNCTION audit.unsealed(most integer) IS 'entries that can be sealed now, in order';

CREATE FUNCTION audit.unsealed_window(OUT entries bigint, OUT seconds double precision) RETURNS record
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
    select count(*), coalesce(extract(epoch from clock_timestamp() - min(e.written_at)), 0)
      from audit.entries e
     where (e.transaction, e.entry_id) > (
           coalesce((select s.last_transaction from audit.seals s order by s.seal_id desc limit 1),
                    (select c.through_transaction from audit.closings c order by c.seal_id desc limit 1), '0'::xid8),
           coalesce((select s.last_entry from audit.seals s order by s.seal_id desc limit 1),
                    (select c.through_entry from audit.closings c order by c.seal_id desc limit 1), 0)) $$;

COMMENT ON FUNCTION audit.unsealed_window(OUT entries bigint, OUT seconds double precision) IS 'how many entries are not sealed, and how old the oldest of them is';

CREATE FUNCTION permits.applicant_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if old.applicant is distinct from new.applicant
       and (select count(*) from jsonb_array_elements(coalesce(new.drafting -> 'invites', '[]')) i
             where i ->> 'role' = 'responsible' and i ->> 'user' = new.applicant)
         <> 1 + (select count(*) from jsonb_array_elements(coalesce(old.drafting -> 'invites', '[]')) i
                  where i ->> 'role' = 'responsible' and i ->> 'user' = new.applicant) then
        raise exception 'the applicant of %.% changes by an invitation alone', tg_table_schema, tg_table_name
            using constraint = 'immutable_columns', errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

COMMENT ON FUNCTION permits.applicant_stays() IS 'trigger: the applicant changes only to who has just accepted to answer for the application';

CREATE FUNCTION permits.charges_stay() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if (old.subject, old.charge, old.code, old.kind, old.order_id, old.quarters, old.cents, old.arose_at, old.payer, old.business_id, old.billing)
       is distinct from (new.subject, new.charge, new.code, new.kind, new.order_id, new.quarters, new.cents, new.arose_at, new.payer, new.business_id, new.billing)
       or old.batch is not null
    then
        raise exception 'a charge does not change, and is in one batch' using errcode = 'check_violation', constraint = 'charge_stays';
    end if;
    return new;
end $$;

CREATE FUNCTION permits.clock_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'the service clock has exactly one row' using constraint = 'clock_stays';
end
$$;

COMMENT ON FUNCTION permits.clock_stays() IS 'trigger: the only row of the clock stays';

CREATE FUNCTION permits.decision_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if old.decision is not null and new.decision is null then
        if new.state = 'in-review' and new.handling #> '{earlier,-1,decision}' = old.decision
           and jsonb_array_length(new.handling -> 'earlier') = coalesce(jsonb_array_length(old.handling -> 'earlier'), 0) + 1 then
            return new;
        end if;
    elsif (old.decision is null or old.decision = new.decision)
      and (old.decider is null or old.decider = new.decider)
      and (old.decided_at is null or old.decided_at = new.decided_at)
      and (old.served_at is null or old.served_at = new.served_at
           or new.life #> '{service,arrivals,-1,found}' = 'true'
              and new.life #> '{service,arrivals}' is distinct from old.life #> '{service,arrivals}'
              and (new.life #>> '{service,deemed}')::timestamptz = new.served_at)
      and (old.accepted is null or old.accepted = new.accepted) then
        return new;
    end if;
    raise exception 'the decision of %.% is set once', tg_table_schema, tg_table_name
        using constraint = 'set_once_columns', errcode = 'integrity_constraint_violation';
end
$$;

COMMENT ON FUNCTION permits.decision_stays() IS 'trigger: a decision stays, or is kept among the earlier ones when a remedy undoes it';

CREATE FUNCTION permits.each_matches(texts text[], form text) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$ select coalesce(bool_and(coalesce(t ~ form, false)), true) from unnest(texts) t $$;

COMMENT ON FUNCTION permits.each_matches(texts text[], form text) IS 'every text of the list has the form; true for none';

CREATE FUNCTION permits.immutable_columns() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
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
$_$;

COMMENT ON FUNCTION permits.immutable_columns() IS 'trigger: the columns it names keep the value they were inserted with';

CREATE FUNCTION permits.insert_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception '%.% is insert-only: % refused', tg_table_schema, tg_table_name, lower(tg_op)
        using constraint = 'insert_only', errcode = 'integrity_constraint_violation';
end
$$;

COMMENT ON FUNCTION permits.insert_only() IS 'trigger: refuses update, delete and truncate';

CREATE FUNCTION permits.keep_practice() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO ''
    AS $$
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

COMMENT ON FUNCTION permits.keep_practice() IS 'trigger: practice follows the decisions that stand';

CREATE FUNCTION permits.keeps_destroyed_away() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if exists (select from permits.destroyed_keys d where d.case_id = new.case_id) then
        raise exception 'the key of % was destroyed', new.case_id using errcode = 'check_violation', constraint = 'destroyed_key_stays_away';
    end if;
    return new;
end $$;

CREATE FUNCTION permits.key_acts_follow() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    before permits.environment_keys;
begin
    select * into before from permits.environment_keys k
     where k.environment = new.environment and (new.act <> 'revoked' or k.act in ('registered', 'revoked'))
     order by k.version desc limit 1;
    if new.act = 'unproved'
       or new.act = 'registered' and (before.act is distinct from 'challenged' or before.key is distinct from new.key)
       or new.act = 'revoked' and (before.act is distinct from 'registered' or before.key is distinct from new.key)
    then
        raise exception 'the key of % is not %: it does not follow from what was done before', new.environment, new.act using errcode = 'check_violation', constraint = 'environment_key_follows';
    end if;
    return new;
end $$;

COMMENT ON FUNCTION permits.key_acts_follow() IS 'a key is registered after its own challenge, and revoked while it is in use';

CREATE FUNCTION permits.limited(extent jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE
    AS $$ select coalesce(jsonb_array_length(nullif(extent -> 'items', 'null')), 0) > 0
             and coalesce(jsonb_array_length(nullif(extent -> 'offices', 'null')), 0)
               + coalesce(jsonb_array_length(nullif(extent -> 'areas', 'null')), 0) > 0
             and coalesce(jsonb_array_length(nullif(extent -> 'powers', 'null')), 0) > 0
             and coalesce(extent ->> 'from' <= extent ->> 'until', false) $$;

COMMENT ON FUNCTION permits.limited(extent jsonb) IS 'an extent has all four limits: content, extent, powers and a duration that ends after it begins';

CREATE FUNCTION permits.moment() RETURNS timestamp with time zone
    LANGUAGE sql
    AS $$select clock_timestamp() + make_interval(secs => offset_seconds) from permits.clock$$;

COMMENT ON FUNCTION permits.moment() IS 'the service clock at this very moment';

CREATE FUNCTION permits.now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$select pg_catalog.now() + make_interval(secs => offset_seconds) from permits.clock$$;

COMMENT ON FUNCTION permits.now() IS 'the service clock at the beginning of the transaction';

CREATE FUNCTION permits.only_with_its_case() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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

COMMENT ON FUNCTION permits.only_with_its_case() IS 'trigger: a row is deleted only when the removal of its case is recorded';

CREATE TABLE permits.practice (
    case_id text NOT NULL,
    item text NOT NULL,
    purpose text NOT NULL,
    decided_on date NOT NULL,
    applied text NOT NULL,
    granted text NOT NULL,
    code text NOT NULL,
    reason text NOT NULL,
    parameters jsonb NOT NULL
);

COMMENT ON TABLE permits.practice IS 'what decisions did with each variable applied for, and which orders they imposed';

COMMENT ON COLUMN permits.practice.case_id IS 'decided case';

COMMENT ON COLUMN permits.practice.item IS 'variable of the catalogue, or order-N of the 22 conditions';

COMMENT ON COLUMN permits.practice.purpose IS 'of the application';

COMMENT ON COLUMN permits.practice.decided_on IS 'day of the decision, in Finland';

COMMENT ON COLUMN permits.practice.applied IS 'step applied for; empty of an order';

COMMENT ON COLUMN permits.practice.granted IS 'step granted, drop when refused; yes or no of an order';

COMMENT ON COLUMN permits.practice.code IS 'reason code when less was granted, or empty';

COMMENT ON COLUMN permits.practice.reason IS 'its sentence, or why the order was imposed';

COMMENT ON COLUMN permits.practice.parameters IS 'of an order, as the decision wrote them';

CREATE FUNCTION permits.practice_of(of text, application jsonb, decision jsonb, decided timestamp with time zone) RETURNS SETOF permits.practice
    LANGUAGE sql STABLE
    AS $_$
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
$_$;

COMMENT ON FUNCTION permits.practice_of(of text, application jsonb, decision jsonb, decided timestamp with time zone) IS 'the rows of practice that a decision makes';

CREATE FUNCTION permits.removed_right_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'right % has been removed', old.right_id
        using constraint = 'removed_right_stays', errcode = 'integrity_constraint_violation';
end
$$;

COMMENT ON FUNCTION permits.removed_right_stays() IS 'trigger: a removed right does not change';

CREATE FUNCTION permits.right_has_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
    insert into permits.rights_versions (right_id, version, changed_at, content)
    values (new.right_id, new.version, new.changed_at, to_jsonb(new));
    insert into permits.grant_versions as g (holder, version) values (new.holder, 1)
        on conflict (holder) do update set version = g.version + 1;
    perform pg_notify('permits_grants', new.holder);
    return null;
end
$$;

COMMENT ON FUNCTION permits.right_has_changed() IS 'trigger: keeps the version, counts the holder''s grant version, warms caches by a notification';

CREATE FUNCTION permits.rights_in_force(whose text, day date) RETURNS TABLE(right_id text, body text, ground text, items text[], offices text[], areas text[], powers text[], uses text[])
    LANGUAGE sql STABLE
    AS $$ select r.right_id, r.body, r.ground, r.items, r.offices, r.areas, r.powers, r.uses
            from permits.rights r
           where r.holder = whose and r.removed_at is null and day between r.valid_from and r.ends $$;

COMMENT ON FUNCTION permits.rights_in_force(whose text, day date) IS 'rights of a person that are neither removed nor outside their term, nor past their commission, on a day';

CREATE FUNCTION permits.sealed_to_a_proved_key() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
declare
    present permits.environment_keys;
begin
    if new.recipient ->> 'kind' = 'environment' then
        select * into present from permits.environment_keys k
         where k.environment = new.recipient ->> 'environment' and k.act in ('registered', 'revoked')
         order by k.version desc limit 1;
        if present.act is distinct from 'registered' or present.key is distinct from new.recipient ->> 'key' then
            raise exception 'an order to % is sealed to a key that it has not proved', new.recipient ->> 'environment' using errcode = 'check_violation', constraint = 'order_to_a_proved_key';
        end if;
    end if;
    return new;
end $$;

COMMENT ON FUNCTION permits.sealed_to_a_proved_key() IS 'a new order to an environment is sealed to the key that it has proved and not revoked';

CREATE FUNCTION permits.set_once_columns() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
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
$_$;

COMMENT ON FUNCTION permits.set_once_columns() IS 'trigger: the columns it names are null until they get the value they keep';

CREATE FUNCTION permits.subject_requests_forget() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    delete from permits.subject_lookups
     where request_id in (select request_id from permits.subject_requests where person_token = old.token);
    update permits.subject_withholdings set reason = ''
     where request_id in (select request_id from permits.subject_requests where person_token = old.token);
    update permits.subject_requests
       set person_token = null, extended_for = '', lifted_for = '', version = version + 1,
           reply = reply - 'reasons' - 'impossible' - 'fee_reason'
     where person_token = old.token;
    return old;
end
$$;

COMMENT ON FUNCTION permits.subject_requests_forget() IS 'trigger: a removed person''s requests keep their numbers and days only';

CREATE FUNCTION permits.user_has_changed() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
begin
    update permits.directory set version = version + 1;
    return null;
end
$$;

COMMENT ON FUNCTION permits.user_has_changed() IS 'counts a change of the people with an account';

CREATE FUNCTION permits.version_goes_up() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if new.version <> old.version + 1 then
        raise exception 'version of %.% goes from % to %, not to %',
            tg_table_schema, tg_table_name, old.version, old.version + 1, new.version
            using constraint = 'version_goes_up', errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

COMMENT ON FUNCTION permits.version_goes_up() IS 'trigger: every change counts the version by one';

CREATE FUNCTION registers.joint_client_has_service() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if not exists (
        select from registers.joint_service s
         where s.person_id = new.person_id
           and s.start_date <= (new.recorded_at at time zone 'Europe/Helsinki')::date) then
        raise exception 'no joint service had begun' using
            errcode = 'check_violation', constraint = 'joint_service_has_begun',
            schema = 'registers', table = 'joint_client';
    end if;
    return new;
end $$;

CREATE FUNCTION registers.joint_service_has_begun() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if not exists (
        select from registers.joint_service s
         where s.person_id = new.person_id
           and s.joint_service_id = new.joint_service_id
           and s.start_date <= (to_jsonb(new) ->> tg_argv[0])::date) then
        raise exception 'no joint service had begun' using
            errcode = 'check_violation', constraint = 'joint_service_has_begun',
            schema = 'registers', table = tg_table_name;
    end if;
    return new;
end $$;

CREATE TABLE audit.checkpoints (
    checkpoint_id bigint NOT NULL,
    seal_id bigint NOT NULL,
    entries bigint NOT NULL,
    hash bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL,
    CONSTRAINT checkpoint_counts_from_one CHECK ((checkpoint_id > 0))
);

COMMENT ON TABLE audit.checkpoints IS 'signed: so many entries are sealed, and this is the hash of the last seal';

COMMENT ON COLUMN audit.checkpoints.checkpoint_id IS 'from 1, without gaps';

COMMENT ON COLUMN audit.checkpoints.seal_id IS 'last seal that it covers';

COMMENT ON COLUMN audit.checkpoints.entries IS 'entries sealed until then, removed ones too';

COMMENT ON COLUMN audit.checkpoints.hash IS 'hash of that seal';

COMMENT ON COLUMN audit.checkpoints.made_at IS 'when, by real time';

COMMENT ON COLUMN audit.checkpoints.key_id IS 'key that signed it';

COMMENT ON COLUMN audit.checkpoints.signature IS 'of the text that an exported checkpoint is';

CREATE TABLE audit.closings (
    checkpoint_id bigint NOT NULL,
    seal_id bigint NOT NULL,
    entries bigint NOT NULL,
    hash bytea NOT NULL,
    through_transaction xid8 NOT NULL,
    through_entry bigint NOT NULL,
    before_day date NOT NULL,
    rule text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    key_id text NOT NULL,
    signature bytea NOT NULL
);

COMMENT ON TABLE audit.closings IS 'signed: the log until here has been removed when its time was out';

COMMENT ON COLUMN audit.closings.checkpoint_id IS 'last checkpoint of the removed part';

COMMENT ON COLUMN audit.closings.seal_id IS 'last seal of the removed part';

COMMENT ON COLUMN audit.closings.entries IS 'entries removed in all';

COMMENT ON COLUMN audit.closings.hash IS 'hash of that seal, from which the chain goes on';

COMMENT ON COLUMN audit.closings.through_transaction IS 'transaction of the last removed entry';

COMMENT ON COLUMN audit.closings.through_entry IS 'the last removed entry';

COMMENT ON COLUMN audit.closings.before_day IS 'everything removed happened before this day';

COMMENT ON COLUMN audit.closings.rule IS 'provision or decision that it was removed under';

COMMENT ON COLUMN audit.closings.made_at IS 'when, by real time';

COMMENT ON COLUMN audit.closings.key_id IS 'key that signed it';

COMMENT ON COLUMN audit.closings.signature IS 'of the closing';

ALTER TABLE audit.entries ALTER COLUMN entry_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME audit.entries_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE audit.seal_keys (
    key_id text NOT NULL,
    number integer NOT NULL,
    public bytea NOT NULL,
    made_at timestamp with time zone NOT NULL,
    signed_by text,
    signature bytea NOT NULL,
    own bytea NOT NULL,
    CONSTRAINT seal_key_is_ed25519 CHECK (((length(public) = 32) AND (length(signature) = 64) AND (length(own) = 64)))
);

COMMENT ON TABLE audit.seal_keys IS 'public keys of the checkpoints; each new one signed by the one before';

COMMENT ON COLUMN audit.seal_keys.key_id IS 'beginning of the SHA-256 of the key, in hexadecimal';

COMMENT ON COLUMN audit.seal_keys.number IS 'from 1, in the order of use';

COMMENT ON COLUMN audit.seal_keys.public IS 'Ed25519';

COMMENT ON COLUMN audit.seal_keys.made_at IS 'when, by real time';

COMMENT ON COLUMN audit.seal_keys.signed_by IS 'the key before; null of the first, which signs itself';

COMMENT ON COLUMN audit.seal_keys.signature IS 'of the introduction of this key, by the one before';

COMMENT ON COLUMN audit.seal_keys.own IS 'of the same, by this key, which thereby owns to the one before';

CREATE TABLE audit.seals (
    seal_id bigint NOT NULL,
    version smallint NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    before bigint NOT NULL,
    entries integer NOT NULL,
    newest_at timestamp with time zone NOT NULL,
    last_transaction xid8 NOT NULL,
    last_entry bigint NOT NULL,
    horizon xid8 NOT NULL,
    leaves bytea NOT NULL,
    previous bytea NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT seal_counts_from_one CHECK (((seal_id > 0) AND (before >= 0) AND (entries > 0))),
    CONSTRAINT seal_has_a_leaf_for_each CHECK ((length(leaves) = (48 * entries))),
    CONSTRAINT seal_hashes_are_sha256 CHECK (((length(previous) = 32) AND (length(hash) = 32)))
);
ALTER TABLE ONLY audit.seals ALTER COLUMN leaves SET STORAGE EXTERNAL;

COMMENT ON TABLE audit.seals IS 'batches of sealed entries, each chained to the one before';

COMMENT ON COLUMN audit.seals.seal_id IS 'from 1, without gaps';

COMMENT ON COLUMN audit.seals.version IS 'how entries and seals are written down to be hashed';

COMMENT ON COLUMN audit.seals.sealed_at IS 'when, by real time';

COMMENT ON COLUMN audit.seals.before IS 'how many entries were sealed before it';

COMMENT ON COLUMN audit.seals.entries IS 'how many it seals';

COMMENT ON COLUMN audit.seals.newest_at IS 'latest time among its entries, by the service clock';

COMMENT ON COLUMN audit.seals.last_transaction IS 'transaction of its last entry';

COMMENT ON COLUMN audit.seals.last_entry IS 'its last entry';

COMMENT ON COLUMN audit.seals.horizon IS 'every entry of an earlier transaction is sealed here or before';

COMMENT ON COLUMN audit.seals.leaves IS 'of each entry in order: transaction, number, SHA-256 of its columns';

COMMENT ON COLUMN audit.seals.previous IS 'hash of the seal before; zeros of the first';

COMMENT ON COLUMN audit.seals.hash IS 'SHA-256 of all the other columns';

CREATE SEQUENCE permits.access_application_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.access_application_number IS 'running number of KEHA-H<number>-<year>; gaps mean nothing';

CREATE TABLE permits.access_applications (
    application_id text NOT NULL,
    applicant text NOT NULL,
    filed_by text NOT NULL,
    filed_at timestamp with time zone NOT NULL,
    person text NOT NULL,
    request jsonb NOT NULL,
    state text NOT NULL,
    given jsonb,
    right_id text,
    decided_by text,
    decided_at timestamp with time zone,
    reasons text DEFAULT ''::text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT access_application_decision_is_whole CHECK ((((state = 'applied'::text) = (decided_by IS NULL)) AND ((decided_by IS NULL) = (decided_at IS NULL)))),
    CONSTRAINT access_application_granted_is_given CHECK ((((state = 'granted'::text) = (given IS NOT NULL)) AND ((state = 'granted'::text) = (right_id IS NOT NULL)) AND ((given IS NULL) OR permits.limited(given)))),
    CONSTRAINT access_application_has_applicant CHECK ((applicant <> ''::text)),
    CONSTRAINT access_application_id_form CHECK ((application_id ~ '^KEHA-H[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT access_application_is_limited CHECK (permits.limited(request)),
    CONSTRAINT access_application_is_of_the_person CHECK (COALESCE(((request ->> 'person'::text) = person), false)),
    CONSTRAINT access_application_refusal_has_reasons CHECK (((state <> 'refused'::text) OR (reasons <> ''::text))),
    CONSTRAINT access_application_says_the_need CHECK ((COALESCE((request ->> 'need'::text), ''::text) <> ''::text)),
    CONSTRAINT access_application_state_known CHECK ((state = ANY (ARRAY['applied'::text, 'granted'::text, 'refused'::text, 'withdrawn'::text]))),
    CONSTRAINT access_application_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.access_applications IS 'applications for access rights (käyttöoikeushakemus); never deleted';

COMMENT ON COLUMN permits.access_applications.application_id IS 'KEHA-H<number>-<year>';

COMMENT ON COLUMN permits.access_applications.applicant IS 'the body that applies: a TE office, the service centre, an ELY centre, the ministry, KEHA for its own staff; for the joint service a municipality or Kela';

COMMENT ON COLUMN permits.access_applications.filed_by IS 'the body''s contact person';

COMMENT ON COLUMN permits.access_applications.filed_at IS 'arrival, by the service clock';

COMMENT ON COLUMN permits.access_applications.person IS 'who is to hold the right';

COMMENT ON COLUMN permits.access_applications.request IS 'as applied: person, ground, commission, uses, items, offices, areas, powers, from, until, need';

COMMENT ON COLUMN permits.access_applications.state IS 'applied, granted, refused or withdrawn';

COMMENT ON COLUMN permits.access_applications.given IS 'items, offices, areas, powers, from and until as granted: as applied or narrower';

COMMENT ON COLUMN permits.access_applications.right_id IS 'the right granted';

COMMENT ON COLUMN permits.access_applications.decided_by IS 'who granted, refused or withdrew';

COMMENT ON COLUMN permits.access_applications.decided_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.access_applications.reasons IS 'of a refusal or a narrowing';

COMMENT ON COLUMN permits.access_applications.version IS 'counts the changes; the first is 1';

CREATE TABLE permits.alerts (
    rule text NOT NULL,
    actor text NOT NULL,
    day date NOT NULL,
    clients integer NOT NULL,
    first_at timestamp with time zone NOT NULL,
    last_at timestamp with time zone NOT NULL,
    found_at timestamp with time zone NOT NULL,
    finding text,
    note text DEFAULT ''::text NOT NULL,
    handled_by text,
    handled_at timestamp with time zone,
    handled_of integer DEFAULT 0 NOT NULL,
    CONSTRAINT alert_concerns_somebody CHECK (((clients > 0) AND ((handled_of >= 0) AND (handled_of <= clients)))),
    CONSTRAINT alert_finding_known CHECK ((finding = ANY (ARRAY['justified'::text, 'explained'::text, 'misuse'::text]))),
    CONSTRAINT alert_handling_is_whole CHECK ((num_nulls(finding, handled_by, handled_at) = ANY (ARRAY[0, 3]))),
    CONSTRAINT alert_in_order CHECK ((first_at <= last_at)),
    CONSTRAINT alert_nobody_handles_their_own CHECK ((handled_by <> actor)),
    CONSTRAINT alert_rule_form CHECK ((rule ~ '^[a-z]+$'::text))
);

COMMENT ON TABLE permits.alerts IS 'readings of one person on one day that a rule says are abnormal';

COMMENT ON COLUMN permits.alerts.rule IS 'kind of the rule, as its file names it';

COMMENT ON COLUMN permits.alerts.actor IS 'who read';

COMMENT ON COLUMN permits.alerts.day IS 'in Helsinki';

COMMENT ON COLUMN permits.alerts.clients IS 'how many different clients the rule concerns';

COMMENT ON COLUMN permits.alerts.first_at IS 'the first of the readings';

COMMENT ON COLUMN permits.alerts.last_at IS 'the last of the readings';

COMMENT ON COLUMN permits.alerts.found_at IS 'when the rule was last found to apply, by the service clock';

COMMENT ON COLUMN permits.alerts.finding IS 'what whoever looked found: justified, explained or misuse';

COMMENT ON COLUMN permits.alerts.note IS 'why';

COMMENT ON COLUMN permits.alerts.handled_by IS 'who looked';

COMMENT ON COLUMN permits.alerts.handled_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.alerts.handled_of IS 'how many clients it was about then: it waits again when there are more';

CREATE TABLE permits.alerts_mark (
    singleton boolean DEFAULT true NOT NULL,
    at timestamp with time zone DEFAULT '2020-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    CONSTRAINT alerts_mark_is_one CHECK (singleton)
);

COMMENT ON TABLE permits.alerts_mark IS 'until when readings have been looked at; exactly one row';

COMMENT ON COLUMN permits.alerts_mark.singleton IS 'always true';

COMMENT ON COLUMN permits.alerts_mark.at IS 'by the service clock';

CREATE TABLE permits.answer_drafts (
    case_id text NOT NULL,
    question text NOT NULL,
    writer text NOT NULL,
    body text NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT answer_draft_is_bounded CHECK ((length(body) <= 200000))
);

COMMENT ON TABLE permits.answer_drafts IS 'what somebody has written of an answer that is not sent; a row goes when it is sent, taken back or asked of another';

COMMENT ON COLUMN permits.answer_drafts.case_id IS 'about which case';

COMMENT ON COLUMN permits.answer_drafts.question IS 'to which question';

COMMENT ON COLUMN permits.answer_drafts.writer IS 'who wrote it and alone sees it';

COMMENT ON COLUMN permits.answer_drafts.body IS 'what was written';

COMMENT ON COLUMN permits.answer_drafts.saved_at IS 'when, by the service clock';

CREATE TABLE permits.api_requests (
    actor text NOT NULL,
    key text NOT NULL,
    request text NOT NULL,
    begun_at timestamp with time zone DEFAULT now() NOT NULL,
    status integer,
    headers jsonb,
    answer bytea,
    CONSTRAINT api_request_answer_is_whole CHECK ((((status IS NULL) = (answer IS NULL)) AND ((status IS NULL) = (headers IS NULL)))),
    CONSTRAINT api_request_hash_form CHECK ((request ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT api_request_key_is_short CHECK (((key <> ''::text) AND (octet_length(key) <= 100)))
);

COMMENT ON TABLE permits.api_requests IS 'requests with an idempotency key that were carried out in the last day, and their answers';

COMMENT ON COLUMN permits.api_requests.actor IS 'who asked; keys of others are others';

COMMENT ON COLUMN permits.api_requests.key IS 'as the program chose it';

COMMENT ON COLUMN permits.api_requests.request IS 'hash of what was asked: the same key for anything else is refused';

COMMENT ON COLUMN permits.api_requests.begun_at IS 'when it was carried out, real time';

COMMENT ON COLUMN permits.api_requests.status IS 'of the answer; null until there is one';

COMMENT ON COLUMN permits.api_requests.headers IS 'of the answer that matter: its place and version';

COMMENT ON COLUMN permits.api_requests.answer IS 'as it was given; gone with the row after a day';

CREATE TABLE permits.area_municipalities (
    area text NOT NULL,
    municipality text NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    CONSTRAINT area_municipality_in_order CHECK ((valid_until >= valid_from))
);

COMMENT ON TABLE permits.area_municipalities IS 'which municipalities an area of a right reaches, as the law''s tables say; written anew at every start';

COMMENT ON COLUMN permits.area_municipalities.area IS 'such as ELY13';

COMMENT ON COLUMN permits.area_municipalities.municipality IS 'code of the municipality';

COMMENT ON COLUMN permits.area_municipalities.valid_from IS 'first day';

COMMENT ON COLUMN permits.area_municipalities.valid_until IS 'last day; empty while in force';

CREATE SEQUENCE permits.assessment_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.assessment_number IS 'running number of an assessment; its versions share it';

CREATE TABLE permits.assessments (
    assessment_id bigint NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    catalogue_hash text NOT NULL,
    profile_hash text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    necessity text DEFAULT ''::text NOT NULL,
    risks text DEFAULT ''::text NOT NULL,
    measures text DEFAULT ''::text NOT NULL,
    advice text DEFAULT ''::text NOT NULL,
    high_risk boolean DEFAULT false NOT NULL,
    about_id bigint,
    about_version integer,
    answer text DEFAULT ''::text NOT NULL,
    sent_on date,
    made_by text NOT NULL,
    made_on date NOT NULL,
    CONSTRAINT assessment_approved_is_whole CHECK (((state <> 'approved'::text) OR ((description <> ''::text) AND (necessity <> ''::text) AND (risks <> ''::text) AND (measures <> ''::text) AND (advice <> ''::text)))),
    CONSTRAINT assessment_covers_something CHECK (((catalogue_hash ~ '^[0-9a-f]{64}$'::text) AND (profile_hash ~ '^[0-9a-f]{64}$'::text))),
    CONSTRAINT assessment_kind_and_state CHECK ((((kind = 'dpia'::text) AND (state = ANY (ARRAY['draft'::text, 'approved'::text]))) OR ((kind = 'consultation'::text) AND (state = ANY (ARRAY['draft'::text, 'sent'::text, 'answered'::text]))))),
    CONSTRAINT assessment_version_counts CHECK ((version > 0)),
    CONSTRAINT consultation_is_about_something CHECK (((kind = 'consultation'::text) = (about_id IS NOT NULL))),
    CONSTRAINT consultation_sent_has_day CHECK (((state <> ALL (ARRAY['sent'::text, 'answered'::text])) OR (sent_on IS NOT NULL)))
);

COMMENT ON TABLE permits.assessments IS 'versions of impact assessments (GDPR 35) and prior consultations (GDPR 36); insert-only';

COMMENT ON COLUMN permits.assessments.assessment_id IS 'number that the versions share';

COMMENT ON COLUMN permits.assessments.version IS 'from 1';

COMMENT ON COLUMN permits.assessments.kind IS 'dpia or consultation';

COMMENT ON COLUMN permits.assessments.state IS 'draft, approved, sent or answered';

COMMENT ON COLUMN permits.assessments.catalogue_hash IS 'of the catalogue that it was made of';

COMMENT ON COLUMN permits.assessments.profile_hash IS 'of the protection profile that it was made of';

COMMENT ON COLUMN permits.assessments.description IS 'of the processing, or what is asked';

COMMENT ON COLUMN permits.assessments.necessity IS 'necessity and proportionality';

COMMENT ON COLUMN permits.assessments.risks IS 'to data subjects';

COMMENT ON COLUMN permits.assessments.measures IS 'to address the risks';

COMMENT ON COLUMN permits.assessments.advice IS 'of the data protection officer';

COMMENT ON COLUMN permits.assessments.high_risk IS 'the residual risk is high';

COMMENT ON COLUMN permits.assessments.about_id IS 'the impact assessment that a consultation is about';

COMMENT ON COLUMN permits.assessments.about_version IS 'and its version';

COMMENT ON COLUMN permits.assessments.answer IS 'of the Data Protection Ombudsman';

COMMENT ON COLUMN permits.assessments.sent_on IS 'when it was sent to the Ombudsman';

COMMENT ON COLUMN permits.assessments.made_by IS 'who wrote this version';

COMMENT ON COLUMN permits.assessments.made_on IS 'when, by the service clock';

CREATE TABLE permits.attachment_parts (
    case_id text NOT NULL,
    number integer NOT NULL,
    part integer NOT NULL,
    content bytea NOT NULL,
    CONSTRAINT attachment_part_counts CHECK (((part >= 0) AND ((octet_length(content) >= 1) AND (octet_length(content) <= 262144))))
);
ALTER TABLE ONLY permits.attachment_parts ALTER COLUMN content SET STORAGE EXTERNAL;

COMMENT ON TABLE permits.attachment_parts IS 'content of attachments, in parts of a quarter of a megabyte';

COMMENT ON COLUMN permits.attachment_parts.case_id IS 'case';

COMMENT ON COLUMN permits.attachment_parts.number IS 'of the attachment';

COMMENT ON COLUMN permits.attachment_parts.part IS '0, 1, … in the order of the content';

COMMENT ON COLUMN permits.attachment_parts.content IS 'bytes as they came';

CREATE TABLE permits.attachments (
    case_id text NOT NULL,
    number integer NOT NULL,
    kind text NOT NULL,
    goes_with text NOT NULL,
    replaces integer,
    redacts integer,
    name text NOT NULL,
    type text NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    added_by text NOT NULL,
    added_at timestamp with time zone NOT NULL,
    visible boolean NOT NULL,
    scan text NOT NULL,
    scanned_at timestamp with time zone,
    deleted_at timestamp with time zone,
    permit_case text GENERATED ALWAYS AS (
CASE
    WHEN (case_id !~~ 'KEHA-A%'::text) THEN case_id
    ELSE NULL::text
END) STORED,
    request_id text GENERATED ALWAYS AS (
CASE
    WHEN (case_id ~~ 'KEHA-A%'::text) THEN case_id
    ELSE NULL::text
END) STORED,
    secrecy text[] DEFAULT '{}'::text[] NOT NULL,
    passages jsonb DEFAULT '[]'::jsonb NOT NULL,
    marked boolean DEFAULT false NOT NULL,
    question text DEFAULT ''::text NOT NULL,
    CONSTRAINT attachment_answers_a_request CHECK (((request_id IS NOT NULL) = (goes_with = 'answer'::text))),
    CONSTRAINT attachment_has_content CHECK ((bytes > 0)),
    CONSTRAINT attachment_hash_form CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT attachment_kind_form CHECK (((kind ~ '^[a-z-]+$'::text) AND (goes_with ~ '^[a-z]+$'::text))),
    CONSTRAINT attachment_marking_is_of_a_copy CHECK (((NOT marked) OR ((replaces IS NOT NULL) AND (cardinality(secrecy) > 0)))),
    CONSTRAINT attachment_name_is_plain CHECK (((name <> ''::text) AND (name !~ '[[:cntrl:]/\\]'::text) AND (char_length(name) <= 120))),
    CONSTRAINT attachment_number_counts CHECK (((number > 0) AND (replaces < number) AND (redacts < number))),
    CONSTRAINT attachment_passages_are_of_a_copy CHECK (((jsonb_typeof(passages) = 'array'::text) AND ((jsonb_array_length(passages) = 0) OR (redacts IS NOT NULL)))),
    CONSTRAINT attachment_question_form CHECK (((question ~ '^([1-9][0-9]*(\.[1-9][0-9]*)?)?$'::text) AND ((question = ''::text) OR (goes_with = 'statement'::text)))),
    CONSTRAINT attachment_scan_ends CHECK (((scanned_at IS NULL) = (scan = ANY (ARRAY['pending'::text, 'unscanned'::text])))),
    CONSTRAINT attachment_scan_known CHECK ((scan = ANY (ARRAY['pending'::text, 'clean'::text, 'infected'::text, 'failed'::text, 'unscanned'::text]))),
    CONSTRAINT attachment_type_known CHECK ((type = ANY (ARRAY['pdf'::text, 'pdfa'::text, 'docx'::text, 'xlsx'::text, 'png'::text, 'jpg'::text, 'txt'::text])))
);

COMMENT ON TABLE permits.attachments IS 'files of cases and of document requests, every version; content stands in attachment_parts';

COMMENT ON COLUMN permits.attachments.case_id IS 'case or document request that the file belongs to, and goes with when its time is out';

COMMENT ON COLUMN permits.attachments.number IS '1, 2, … within the case';

COMMENT ON COLUMN permits.attachments.kind IS 'research-plan, ethics-statement and so on';

COMMENT ON COLUMN permits.attachments.goes_with IS 'application, reply, hearing, statement, report, message or note';

COMMENT ON COLUMN permits.attachments.replaces IS 'number of the version before; null for a first one';

COMMENT ON COLUMN permits.attachments.redacts IS 'number of the original that this is a copy of for giving out; null otherwise';

COMMENT ON COLUMN permits.attachments.name IS 'of the file, cleaned; may hold personal data';

COMMENT ON COLUMN permits.attachments.type IS 'what the content is, told by the content';

COMMENT ON COLUMN permits.attachments.bytes IS 'size of the content';

COMMENT ON COLUMN permits.attachments.sha256 IS 'of the content, in hexadecimal; stays when the content goes';

COMMENT ON COLUMN permits.attachments.added_by IS 'who added it; no reference, so that it outlives the account';

COMMENT ON COLUMN permits.attachments.added_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.attachments.visible IS 'to the parties';

COMMENT ON COLUMN permits.attachments.scan IS 'pending, clean, infected or failed; unscanned where the authority takes files without a scan';

COMMENT ON COLUMN permits.attachments.scanned_at IS 'when the scan ended, by the service clock';

COMMENT ON COLUMN permits.attachments.deleted_at IS 'when the content was taken away, before the application was sent';

COMMENT ON COLUMN permits.attachments.permit_case IS 'the case, when it is of one';

COMMENT ON COLUMN permits.attachments.request_id IS 'the document request, when it is of one';

COMMENT ON COLUMN permits.attachments.secrecy IS 'items of JulkL 24.1 § in a document of a request, as its official marked them';

COMMENT ON COLUMN permits.attachments.passages IS 'of a copy for giving out: each place that is covered, and its ground';

COMMENT ON COLUMN permits.attachments.marked IS 'the service wrote the marking of secrecy on each page (JulkL 25 §)';

COMMENT ON COLUMN permits.attachments.question IS 'question that it answers, in the service; nobody but its writer sees it before the answer is sent';

CREATE SEQUENCE permits.breach_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.breach_number IS 'running number of KEHA-T<number>-<year>; gaps mean nothing';

CREATE TABLE permits.breaches (
    breach_id text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    basis_id text,
    told_by text NOT NULL,
    aware_at timestamp with time zone NOT NULL,
    handler text,
    closed_at timestamp with time zone,
    details jsonb NOT NULL,
    texts integer NOT NULL,
    CONSTRAINT breach_closed_has_measures CHECK (((state <> 'closed'::text) OR ((closed_at IS NOT NULL) AND (details ? 'measures'::text) AND ((details ->> 'risk'::text) <> ''::text)))),
    CONSTRAINT breach_id_form CHECK ((breach_id ~ '^KEHA-T[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT breach_state_known CHECK ((state = ANY (ARRAY['open'::text, 'handled'::text, 'closed'::text]))),
    CONSTRAINT breach_version_counts CHECK (((version > 0) AND (texts >= 0)))
);

COMMENT ON TABLE permits.breaches IS 'register of personal data breaches; persons stand in it as numbers only';

COMMENT ON COLUMN permits.breaches.breach_id IS 'number with hyphens';

COMMENT ON COLUMN permits.breaches.state IS 'open, handled or closed';

COMMENT ON COLUMN permits.breaches.version IS 'counts changes, so that nobody acts from a stale page';

COMMENT ON COLUMN permits.breaches.basis_id IS 'permit or disclosure that it concerns; null for none';

COMMENT ON COLUMN permits.breaches.told_by IS 'the recipient who told, or the officer who recorded it';

COMMENT ON COLUMN permits.breaches.aware_at IS 'when the authority became aware: the 72 hours run from then';

COMMENT ON COLUMN permits.breaches.handler IS 'the official who answers for it';

COMMENT ON COLUMN permits.breaches.closed_at IS 'when its handling ended';

COMMENT ON COLUMN permits.breaches.details IS 'kinds, extracts, counts, risk, notices; no text, only numbers and hashes';

COMMENT ON COLUMN permits.breaches.texts IS 'how many texts have been written in it';

CREATE TABLE permits.build_progress (
    order_id text NOT NULL,
    stage text NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    beat_at timestamp with time zone NOT NULL,
    CONSTRAINT build_progress_counts CHECK (((done >= 0) AND (total >= 0)))
)
WITH (fillfactor='50');

COMMENT ON TABLE permits.build_progress IS 'where a build is, for the progress bar; rewritten often, worth nothing afterwards';

COMMENT ON COLUMN permits.build_progress.order_id IS 'the order being built';

COMMENT ON COLUMN permits.build_progress.stage IS 'cohort, a table''s name, seal…';

COMMENT ON COLUMN permits.build_progress.done IS 'rows read of this stage';

COMMENT ON COLUMN permits.build_progress.total IS 'rows expected in this stage; an estimate, 0 when unknown';

COMMENT ON COLUMN permits.build_progress.beat_at IS 'when the builder last said so, by real time';

CREATE TABLE permits.calendar_links (
    user_id text NOT NULL,
    token_sha256 text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT calendar_link_hash_form CHECK ((token_sha256 ~ '^[0-9a-f]{64}$'::text))
);

COMMENT ON TABLE permits.calendar_links IS 'secret address of a person''s own calendar; a new one takes the place of the one before';

COMMENT ON COLUMN permits.calendar_links.user_id IS 'whose calendar';

COMMENT ON COLUMN permits.calendar_links.token_sha256 IS 'of the secret in the address, which is shown once';

COMMENT ON COLUMN permits.calendar_links.created_at IS 'when it was made, by the service clock';

CREATE TABLE permits.case_holds (
    subject text NOT NULL,
    reason text NOT NULL,
    placed_by text NOT NULL,
    placed_at timestamp with time zone NOT NULL,
    lifted_at timestamp with time zone,
    CONSTRAINT case_hold_has_a_reason CHECK ((reason <> ''::text))
);

COMMENT ON TABLE permits.case_holds IS 'cases that are not removed although their retention is over';

COMMENT ON COLUMN permits.case_holds.subject IS 'case, request or breach';

COMMENT ON COLUMN permits.case_holds.reason IS 'such as a court''s case or an order of the National Archives';

COMMENT ON COLUMN permits.case_holds.placed_by IS 'who placed it';

COMMENT ON COLUMN permits.case_holds.placed_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.case_holds.lifted_at IS 'when it was lifted; null while it stands';

CREATE SEQUENCE permits.case_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.case_number IS 'running number of KEHA-<number>-<year>; gaps mean nothing';

CREATE TABLE permits.case_removals (
    subject text NOT NULL,
    ending text NOT NULL,
    due_on date NOT NULL,
    archived boolean NOT NULL,
    source text NOT NULL,
    removed_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE permits.case_removals IS 'cases that have been removed, and by what rule; names nobody';

COMMENT ON COLUMN permits.case_removals.subject IS 'case, request or breach';

COMMENT ON COLUMN permits.case_removals.ending IS 'how it ended, as the rule names it';

COMMENT ON COLUMN permits.case_removals.due_on IS 'when its retention was over';

COMMENT ON COLUMN permits.case_removals.archived IS 'decision and letters stay';

COMMENT ON COLUMN permits.case_removals.source IS 'the rule''s own';

COMMENT ON COLUMN permits.case_removals.removed_at IS 'when, by the service clock';

CREATE TABLE permits.cases (
    case_id text NOT NULL,
    applicant text NOT NULL,
    application jsonb NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    submitted_at timestamp with time zone,
    presenter text,
    proposal jsonb,
    decision jsonb,
    decider text,
    decided_at timestamp with time zone,
    served_at timestamp with time zone,
    accepted jsonb,
    undertakings jsonb DEFAULT '{}'::jsonb NOT NULL,
    ended_at timestamp with time zone,
    end_reasons text DEFAULT ''::text NOT NULL,
    handling jsonb DEFAULT '{}'::jsonb NOT NULL,
    life jsonb DEFAULT '{}'::jsonb NOT NULL,
    texts integer DEFAULT 0 NOT NULL,
    drafting jsonb DEFAULT '{}'::jsonb NOT NULL,
    renews text,
    key_of text,
    CONSTRAINT case_decided_has_decision CHECK (((decision IS NOT NULL) OR (state = ANY (ARRAY['draft'::text, 'submitted'::text, 'in-review'::text, 'supplementing'::text, 'offered'::text, 'heard'::text, 'paused'::text, 'proposed'::text, 'transferred'::text, 'withdrawn'::text])))),
    CONSTRAINT case_decision_has_decider CHECK ((((decision IS NULL) = (decider IS NULL)) AND ((decision IS NULL) = (decided_at IS NULL)))),
    CONSTRAINT case_draft_is_not_submitted CHECK (((state <> 'draft'::text) OR (submitted_at IS NULL))),
    CONSTRAINT case_id_form CHECK ((case_id ~ '^KEHA-[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT case_in_force_is_accepted CHECK (((state <> ALL (ARRAY['in-force'::text, 'ended'::text])) OR (accepted IS NOT NULL))),
    CONSTRAINT case_in_force_is_served CHECK (((state <> ALL (ARRAY['served'::text, 'in-force'::text, 'ended'::text, 'revoked'::text, 'destroyed'::text])) OR (served_at IS NOT NULL))),
    CONSTRAINT case_is_submitted_first CHECK (((state = ANY (ARRAY['draft'::text, 'withdrawn'::text])) OR (submitted_at IS NOT NULL))),
    CONSTRAINT case_not_decided_by_applicant CHECK ((decider <> applicant)),
    CONSTRAINT case_proposed_has_proposal CHECK (((state <> 'proposed'::text) OR (proposal IS NOT NULL))),
    CONSTRAINT case_renewal_names_its_key_basis CHECK (((renews IS NULL) = (key_of IS NULL))),
    CONSTRAINT case_renews_another CHECK (((renews <> case_id) AND (key_of <> case_id))),
    CONSTRAINT case_review_has_presenter CHECK (((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'withdrawn'::text, 'transferred'::text])) OR (presenter IS NOT NULL))),
    CONSTRAINT case_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'in-review'::text, 'supplementing'::text, 'offered'::text, 'heard'::text, 'paused'::text, 'proposed'::text, 'granted'::text, 'partly-granted'::text, 'refused'::text, 'dismissed'::text, 'transferred'::text, 'served'::text, 'in-force'::text, 'ended'::text, 'revoked'::text, 'destroyed'::text, 'withdrawn'::text]))),
    CONSTRAINT case_texts_count CHECK ((texts >= 0)),
    CONSTRAINT case_two_officers CHECK ((decider <> presenter)),
    CONSTRAINT case_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.cases IS 'one application for a permit under section 28 of the Publicity Act and what became of it';

COMMENT ON COLUMN permits.cases.case_id IS 'number with hyphens; letters print it with slashes';

COMMENT ON COLUMN permits.cases.applicant IS 'who answers for it now: who drafted it, or who took it over; events tell of each change';

COMMENT ON COLUMN permits.cases.application IS 'what the applicant wrote; can be redacted, unlike events';

COMMENT ON COLUMN permits.cases.state IS 'whose turn it is';

COMMENT ON COLUMN permits.cases.version IS 'counts changes, so that nobody acts from a stale page';

COMMENT ON COLUMN permits.cases.created_at IS 'when the draft was begun, by the service clock';

COMMENT ON COLUMN permits.cases.submitted_at IS 'arrival; null in draft';

COMMENT ON COLUMN permits.cases.presenter IS 'who handles it and proposes; null until taken';

COMMENT ON COLUMN permits.cases.proposal IS 'what the presenter proposes';

COMMENT ON COLUMN permits.cases.decision IS 'what was decided: its scope is the specification of the extract';

COMMENT ON COLUMN permits.cases.decider IS 'who decided; never the presenter';

COMMENT ON COLUMN permits.cases.decided_at IS 'when it was decided, by the service clock';

COMMENT ON COLUMN permits.cases.served_at IS 'when the decision is deemed served';

COMMENT ON COLUMN permits.cases.accepted IS 'the leader''s acceptance of the conditions: who, when, hash of the text';

COMMENT ON COLUMN permits.cases.undertakings IS 'by user: each one''s undertaking of secrecy: when, hash of the text';

COMMENT ON COLUMN permits.cases.ended_at IS 'end, revocation or withdrawal';

COMMENT ON COLUMN permits.cases.end_reasons IS 'of a revocation; empty otherwise';

COMMENT ON COLUMN permits.cases.handling IS 'supplements, hearings, statements, bars, promises and the rest before the decision; no text, only numbers and hashes';

COMMENT ON COLUMN permits.cases.life IS 'remedies, changes, users added, errors and the rest after the decision; no text, only numbers and hashes';

COMMENT ON COLUMN permits.cases.texts IS 'how many texts have been written in the case';

COMMENT ON COLUMN permits.cases.drafting IS 'co-applicants, invitations by number, who changed which part last, conflicts; ids, times and hashes only';

COMMENT ON COLUMN permits.cases.renews IS 'the permit that it goes on from (jatkolupa); null for most';

COMMENT ON COLUMN permits.cases.key_of IS 'the first permit of the chain of renewals: under its number the project''s key is kept';

CREATE TABLE permits.charge_batches (
    batch bigint NOT NULL,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE permits.charge_batches IS 'batches of charges given to the system of invoices; insert-only';

COMMENT ON COLUMN permits.charge_batches.batch IS 'number of the batch';

COMMENT ON COLUMN permits.charge_batches.made_by IS 'who gathered it';

COMMENT ON COLUMN permits.charge_batches.made_at IS 'when';

ALTER TABLE permits.charge_batches ALTER COLUMN batch ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME permits.charge_batches_batch_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE permits.charges (
    subject text NOT NULL,
    charge integer NOT NULL,
    code text NOT NULL,
    kind text NOT NULL,
    order_id text DEFAULT ''::text NOT NULL,
    quarters integer DEFAULT 0 NOT NULL,
    cents integer NOT NULL,
    arose_at timestamp with time zone NOT NULL,
    payer text DEFAULT ''::text NOT NULL,
    business_id text DEFAULT ''::text NOT NULL,
    billing text DEFAULT ''::text NOT NULL,
    batch bigint,
    credits integer DEFAULT 0 NOT NULL,
    CONSTRAINT charge_costs CHECK (((charge > 0) AND (quarters >= 0) AND (((credits = 0) AND (cents > 0)) OR ((credits > 0) AND (credits < charge) AND (cents < 0))))),
    CONSTRAINT charge_kind_known CHECK ((kind = ANY (ARRAY['public-law'::text, '34'::text, 'market'::text])))
);

COMMENT ON TABLE permits.charges IS 'what may be invoiced for a case or a document request';

COMMENT ON COLUMN permits.charges.subject IS 'case or document request';

COMMENT ON COLUMN permits.charges.charge IS 'number among those of the subject';

COMMENT ON COLUMN permits.charges.code IS 'row of the table of fees, or the ground of JulkL 34 §';

COMMENT ON COLUMN permits.charges.kind IS 'public-law, 34 or market: settles the remedy';

COMMENT ON COLUMN permits.charges.order_id IS 'of whose delivery it is the work; empty otherwise';

COMMENT ON COLUMN permits.charges.quarters IS 'begun quarters of an hour; 0 for a fee by piece';

COMMENT ON COLUMN permits.charges.cents IS 'of a euro';

COMMENT ON COLUMN permits.charges.arose_at IS 'when it was set: its rectification is counted from then';

COMMENT ON COLUMN permits.charges.payer IS 'organisation that pays, as the application said when the charge arose; empty for a person';

COMMENT ON COLUMN permits.charges.business_id IS 'of the payer';

COMMENT ON COLUMN permits.charges.billing IS 'where the invoice goes, as the application said';

COMMENT ON COLUMN permits.charges.batch IS 'given to the system of invoices in it; null while it waits';

COMMENT ON COLUMN permits.charges.credits IS 'number of the charge that this gives back of; 0 of one to be paid';

CREATE TABLE permits.client_secrets (
    secret_hash bytea NOT NULL,
    client_id text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT client_secret_is_hashed CHECK ((length(secret_hash) = 32))
);

COMMENT ON TABLE permits.client_secrets IS 'secrets of clients, hashed: random, so a plain hash cannot be guessed; two overlap while one is rotated';

COMMENT ON COLUMN permits.client_secrets.secret_hash IS 'SHA-256';

COMMENT ON COLUMN permits.client_secrets.client_id IS 'whose';

COMMENT ON COLUMN permits.client_secrets.made_at IS 'when, by real time';

COMMENT ON COLUMN permits.client_secrets.expires_at IS 'good until then; a rotation brings it nearer';

CREATE TABLE permits.client_tokens (
    token_hash bytea NOT NULL,
    client_id text NOT NULL,
    scopes text[] NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT client_token_is_hashed CHECK ((length(token_hash) = 32))
);

COMMENT ON TABLE permits.client_tokens IS 'bearer tokens of clients, hashed, for some minutes';

COMMENT ON COLUMN permits.client_tokens.token_hash IS 'SHA-256';

COMMENT ON COLUMN permits.client_tokens.client_id IS 'whose';

COMMENT ON COLUMN permits.client_tokens.scopes IS 'what was asked for, within the client''s';

COMMENT ON COLUMN permits.client_tokens.expires_at IS 'by real time';

CREATE TABLE permits.clients (
    client_id text NOT NULL,
    body text NOT NULL,
    name text NOT NULL,
    scopes text[] NOT NULL,
    addresses cidr[] NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    made_by text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT client_body_form CHECK ((body ~ '^(TEM|ELY(0[1-9]|1[0-5]))$'::text)),
    CONSTRAINT client_expires_after_it_was_made CHECK ((expires_at > made_at)),
    CONSTRAINT client_has_a_name CHECK ((name <> ''::text)),
    CONSTRAINT client_has_addresses CHECK ((cardinality(addresses) > 0)),
    CONSTRAINT client_scopes_known CHECK (((cardinality(scopes) > 0) AND (scopes <@ ARRAY['orders.read'::text, 'packages.read'::text])))
);

COMMENT ON TABLE permits.clients IS 'programs of bodies that receive by a statutory disclosure';

COMMENT ON COLUMN permits.clients.client_id IS 'given at the making; no secret';

COMMENT ON COLUMN permits.clients.body IS 'whose packages it may fetch';

COMMENT ON COLUMN permits.clients.name IS 'what the body calls it';

COMMENT ON COLUMN permits.clients.scopes IS 'orders.read lists, packages.read fetches';

COMMENT ON COLUMN permits.clients.addresses IS 'networks it may come from';

COMMENT ON COLUMN permits.clients.expires_at IS 'after this it is nothing, by real time';

COMMENT ON COLUMN permits.clients.made_by IS 'who made it';

COMMENT ON COLUMN permits.clients.made_at IS 'when, by real time';

COMMENT ON COLUMN permits.clients.revoked_at IS 'when it was revoked, by real time; null while it is good';

CREATE TABLE permits.clock (
    singleton boolean DEFAULT true NOT NULL,
    offset_seconds bigint DEFAULT 0 NOT NULL,
    CONSTRAINT clock_is_one CHECK (singleton)
);

COMMENT ON TABLE permits.clock IS 'the service clock: real time plus this offset; exactly one row';

COMMENT ON COLUMN permits.clock.singleton IS 'always true: the key of the only row';

COMMENT ON COLUMN permits.clock.offset_seconds IS 'added to real time; 0 in production';

CREATE TABLE permits.cohorts (
    order_id text NOT NULL,
    subject text NOT NULL,
    members bytea NOT NULL,
    CONSTRAINT cohort_subject_known CHECK ((subject = ANY (ARRAY['person'::text, 'employer'::text, 'provider'::text])))
);

COMMENT ON TABLE permits.cohorts IS 'who was in a delivered extract, to tell a data subject; removal clears a bit';

COMMENT ON COLUMN permits.cohorts.order_id IS 'the delivered order';

COMMENT ON COLUMN permits.cohorts.subject IS 'person, employer or provider';

COMMENT ON COLUMN permits.cohorts.members IS 'serialised roaring bitmap of internal ids';

CREATE TABLE permits.deliveries (
    order_id text NOT NULL,
    file text NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    manifest bytea NOT NULL,
    CONSTRAINT delivery_file_named CHECK ((file <> ''::text)),
    CONSTRAINT delivery_hash_form CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT delivery_is_not_empty CHECK ((bytes > 0))
);

COMMENT ON TABLE permits.deliveries IS 'sealed packages; insert-only';

COMMENT ON COLUMN permits.deliveries.order_id IS 'the order it answers';

COMMENT ON COLUMN permits.deliveries.file IS 'name in the sealed store';

COMMENT ON COLUMN permits.deliveries.bytes IS 'size of the file';

COMMENT ON COLUMN permits.deliveries.sha256 IS 'of the file, in hexadecimal';

COMMENT ON COLUMN permits.deliveries.sealed_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.deliveries.manifest IS 'manifest.json as it stands in the package';

CREATE TABLE permits.desk_drafts (
    case_id text NOT NULL,
    number integer NOT NULL,
    officer text NOT NULL,
    desk text NOT NULL,
    base integer NOT NULL,
    form jsonb NOT NULL,
    saved_at timestamp with time zone NOT NULL,
    CONSTRAINT desk_draft_counts CHECK (((number > 0) AND (base >= 0) AND (base < number)))
);

COMMENT ON TABLE permits.desk_drafts IS 'versions of the form on which a proposal is drawn up; inside the authority, gone with the case';

COMMENT ON COLUMN permits.desk_drafts.case_id IS 'case it serves';

COMMENT ON COLUMN permits.desk_drafts.number IS '1, 2, … within the case';

COMMENT ON COLUMN permits.desk_drafts.officer IS 'who wrote it';

COMMENT ON COLUMN permits.desk_drafts.desk IS 'the open page that it was written on, a random word';

COMMENT ON COLUMN permits.desk_drafts.base IS 'version that the writer had before them, 0 for none';

COMMENT ON COLUMN permits.desk_drafts.form IS 'fields and what was written in them';

COMMENT ON COLUMN permits.desk_drafts.saved_at IS 'when, by the service clock';

CREATE TABLE permits.destroyed_keys (
    case_id text NOT NULL,
    kcv text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    destroyed_at timestamp with time zone NOT NULL,
    destroyed_by text NOT NULL,
    ledgered_at timestamp with time zone
);

COMMENT ON TABLE permits.destroyed_keys IS 'certificates of keys that were deleted';

COMMENT ON COLUMN permits.destroyed_keys.case_id IS 'the permit whose key it was';

COMMENT ON COLUMN permits.destroyed_keys.kcv IS 'key check value of the key, as it stands in the manifests';

COMMENT ON COLUMN permits.destroyed_keys.made_at IS 'when the key was made, by the service clock';

COMMENT ON COLUMN permits.destroyed_keys.destroyed_at IS 'when it was deleted';

COMMENT ON COLUMN permits.destroyed_keys.destroyed_by IS 'who had it deleted';

COMMENT ON COLUMN permits.destroyed_keys.ledgered_at IS 'when the destruction stood in the ledger outside the database; empty until then';

CREATE TABLE permits.directory (
    one boolean DEFAULT true NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    CONSTRAINT directory_has_one_row CHECK (one)
);

COMMENT ON TABLE permits.directory IS 'what tells whether the people that a program has read are still those';

COMMENT ON COLUMN permits.directory.one IS 'the row''s key: there is one';

COMMENT ON COLUMN permits.directory.version IS 'one more with each account that is made, changed or removed';

CREATE SEQUENCE permits.disclosure_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.disclosure_number IS 'running number of KEHA-L<number>-<year>; gaps mean nothing';

CREATE TABLE permits.disclosures (
    disclosure_id text NOT NULL,
    body text GENERATED ALWAYS AS ((request ->> 'body'::text)) STORED,
    person text GENERATED ALWAYS AS ((request ->> 'person'::text)) STORED,
    request jsonb NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    scope jsonb NOT NULL,
    prepared_by text,
    prepared_at timestamp with time zone,
    confirmed_by text,
    confirmed_at timestamp with time zone,
    ended_at timestamp with time zone,
    reasons text DEFAULT ''::text NOT NULL,
    CONSTRAINT disclosure_confirmed_by_somebody CHECK (((state <> ALL (ARRAY['confirmed'::text, 'ended'::text])) OR ((confirmed_by IS NOT NULL) AND (confirmed_at IS NOT NULL)))),
    CONSTRAINT disclosure_has_a_body CHECK (((body <> ''::text) AND (body IS NOT NULL))),
    CONSTRAINT disclosure_has_a_person CHECK (((person <> ''::text) AND (person IS NOT NULL))),
    CONSTRAINT disclosure_id_form CHECK ((disclosure_id ~ '^KEHA-L[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT disclosure_prepared_first CHECK (((state <> ALL (ARRAY['prepared'::text, 'confirmed'::text, 'ended'::text])) OR ((prepared_by IS NOT NULL) AND (prepared_at IS NOT NULL)))),
    CONSTRAINT disclosure_state_known CHECK ((state = ANY (ARRAY['requested'::text, 'prepared'::text, 'confirmed'::text, 'declined'::text, 'ended'::text]))),
    CONSTRAINT disclosure_two_officers CHECK ((confirmed_by <> prepared_by)),
    CONSTRAINT disclosure_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.disclosures IS 'statutory disclosures to the ministry and the ELY centres (7 § 2 mom)';

COMMENT ON COLUMN permits.disclosures.disclosure_id IS 'number with hyphens';

COMMENT ON COLUMN permits.disclosures.body IS 'who asked, out of the request';

COMMENT ON COLUMN permits.disclosures.person IS 'who orders within it, out of the request';

COMMENT ON COLUMN permits.disclosures.request IS 'task, provision, necessity, scope, area, term and recipient as requested';

COMMENT ON COLUMN permits.disclosures.state IS 'whose turn it is';

COMMENT ON COLUMN permits.disclosures.version IS 'counts changes, so that nobody acts from a stale page';

COMMENT ON COLUMN permits.disclosures.requested_by IS 'who asked on the body''s behalf';

COMMENT ON COLUMN permits.disclosures.requested_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.disclosures.scope IS 'what is disclosed: as requested, or less';

COMMENT ON COLUMN permits.disclosures.prepared_by IS 'the officer who prepared it';

COMMENT ON COLUMN permits.disclosures.prepared_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.disclosures.confirmed_by IS 'the other officer, who confirmed it';

COMMENT ON COLUMN permits.disclosures.confirmed_at IS 'when, by the service clock: in force within its term from then on';

COMMENT ON COLUMN permits.disclosures.ended_at IS 'when it was declined or ended';

COMMENT ON COLUMN permits.disclosures.reasons IS 'of a refusal or an early end; empty otherwise';

CREATE TABLE permits.due_dates (
    subject text NOT NULL,
    kind text NOT NULL,
    due_on date NOT NULL,
    holder boolean NOT NULL,
    CONSTRAINT due_date_kind_form CHECK ((kind ~ '^[a-z]+$'::text))
);

COMMENT ON TABLE permits.due_dates IS 'the calendar: what is due in each case and when; written with each command on it';

COMMENT ON COLUMN permits.due_dates.subject IS 'case, request or breach';

COMMENT ON COLUMN permits.due_dates.kind IS 'what is due: a clock, a reminder, the end, the key, removal of the case';

COMMENT ON COLUMN permits.due_dates.due_on IS 'the day';

COMMENT ON COLUMN permits.due_dates.holder IS 'shown to the applicant and the named users too';

CREATE TABLE permits.environment_keys (
    environment text NOT NULL,
    version integer NOT NULL,
    key text NOT NULL,
    fingerprint text NOT NULL,
    registered_by text NOT NULL,
    registered_at timestamp with time zone NOT NULL,
    act text NOT NULL,
    sealed text DEFAULT ''::text NOT NULL,
    code_hash text DEFAULT ''::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    CONSTRAINT environment_key_act_known CHECK ((act = ANY (ARRAY['unproved'::text, 'challenged'::text, 'registered'::text, 'revoked'::text]))),
    CONSTRAINT environment_key_challenge_whole CHECK ((((act = 'challenged'::text) = (sealed <> ''::text)) AND ((act = 'challenged'::text) = (code_hash ~ '^[0-9a-f]{64}$'::text)))),
    CONSTRAINT environment_key_code_form CHECK ((environment ~ '^[A-Z]+$'::text)),
    CONSTRAINT environment_key_has_fingerprint CHECK ((fingerprint <> ''::text)),
    CONSTRAINT environment_key_is_public CHECK (((key ~ '^(age1|ssh-ed25519 )'::text) AND (key !~* 'secret-key|private key'::text))),
    CONSTRAINT environment_key_revoked_for_a_reason CHECK (((act = 'revoked'::text) = (reason <> ''::text))),
    CONSTRAINT environment_key_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.environment_keys IS 'acts on the public keys of environments, by their operators; orders are sealed to the last registered one; insert-only';

COMMENT ON COLUMN permits.environment_keys.environment IS 'code of the closed list of environments';

COMMENT ON COLUMN permits.environment_keys.version IS 'the first act is 1; each is an event of the same number';

COMMENT ON COLUMN permits.environment_keys.key IS 'public: age or ssh-ed25519';

COMMENT ON COLUMN permits.environment_keys.fingerprint IS 'of the key, as pages and manifests show it';

COMMENT ON COLUMN permits.environment_keys.registered_by IS 'the operator whose act it is';

COMMENT ON COLUMN permits.environment_keys.registered_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.environment_keys.act IS 'challenged, registered once its holder has opened the challenge, or revoked; unproved of what was registered before proofs';

COMMENT ON COLUMN permits.environment_keys.sealed IS 'of a challenge: its code, encrypted to the key';

COMMENT ON COLUMN permits.environment_keys.code_hash IS 'of a challenge: the SHA-256 of its code';

COMMENT ON COLUMN permits.environment_keys.reason IS 'of a revocation: why';

CREATE TABLE permits.erasures (
    request_id text NOT NULL,
    subject text NOT NULL,
    subject_id bigint NOT NULL,
    table_name text NOT NULL,
    row_key text[] NOT NULL,
    reason text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    erased_at timestamp with time zone,
    CONSTRAINT erasure_has_reason CHECK ((reason <> ''::text)),
    CONSTRAINT erasure_of_a_row CHECK ((cardinality(row_key) > 0)),
    CONSTRAINT erasure_subject_known CHECK ((subject = ANY (ARRAY['person'::text, 'employer'::text, 'provider'::text])))
);

COMMENT ON TABLE permits.erasures IS 'rows that a request for erasure takes away (GDPR 17); they go with the client';

COMMENT ON COLUMN permits.erasures.request_id IS 'the request that is answered so';

COMMENT ON COLUMN permits.erasures.subject IS 'person, employer or provider';

COMMENT ON COLUMN permits.erasures.subject_id IS 'internal id of the client';

COMMENT ON COLUMN permits.erasures.table_name IS 'table of the registers';

COMMENT ON COLUMN permits.erasures.row_key IS 'the rest of the row''s key, after the client''s id; emptied of what it says once the row is gone';

COMMENT ON COLUMN permits.erasures.reason IS 'why the row should not be kept';

COMMENT ON COLUMN permits.erasures.decided_by IS 'who decided';

COMMENT ON COLUMN permits.erasures.decided_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.erasures.erased_at IS 'when the removal took the row and its history';

CREATE TABLE permits.events (
    event_id bigint NOT NULL,
    subject text NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    by_user text NOT NULL,
    at timestamp with time zone NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT event_detail_is_flat CHECK ((jsonb_typeof(detail) = 'object'::text)),
    CONSTRAINT event_has_an_actor CHECK ((by_user <> ''::text)),
    CONSTRAINT event_kind_form CHECK ((kind ~ '^[a-z]+(-[a-z]+)*$'::text)),
    CONSTRAINT event_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.events IS 'one row for each command; ids and hashes only; insert-only';

COMMENT ON COLUMN permits.events.event_id IS 'order of insertion';

COMMENT ON COLUMN permits.events.subject IS 'case, disclosure or order';

COMMENT ON COLUMN permits.events.version IS 'of the subject, after the command';

COMMENT ON COLUMN permits.events.kind IS 'what happened; kinds are added, never renamed';

COMMENT ON COLUMN permits.events.by_user IS 'who did it; no reference, so that the event outlives the account';

COMMENT ON COLUMN permits.events.at IS 'when, by the service clock';

COMMENT ON COLUMN permits.events.detail IS 'ids and hashes; never what somebody wrote';

ALTER TABLE permits.events ALTER COLUMN event_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME permits.events_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE permits.feasibility_questions (
    question_id bigint NOT NULL,
    case_id text NOT NULL,
    hash text NOT NULL,
    kind text NOT NULL,
    question jsonb NOT NULL,
    points integer NOT NULL,
    summary_id bigint NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    state text DEFAULT 'asked'::text NOT NULL,
    figures jsonb,
    answered_at timestamp with time zone,
    projects text[] DEFAULT '{}'::text[] NOT NULL,
    CONSTRAINT feasibility_question_answer_is_whole CHECK (((state = 'answered'::text) = (num_nulls(figures, answered_at) = 0))),
    CONSTRAINT feasibility_question_has_a_price CHECK ((points > 0)),
    CONSTRAINT feasibility_question_hash_form CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT feasibility_question_kind_known CHECK ((kind = ANY (ARRAY['size'::text, 'risk'::text]))),
    CONSTRAINT feasibility_question_state_known CHECK ((state = ANY (ARRAY['asked'::text, 'answered'::text, 'failed'::text])))
);

COMMENT ON TABLE permits.feasibility_questions IS 'what a project has asked of the registers, and the bands it was answered; the budget is the sum of points';

COMMENT ON COLUMN permits.feasibility_questions.question_id IS 'number';

COMMENT ON COLUMN permits.feasibility_questions.case_id IS 'the project: one application';

COMMENT ON COLUMN permits.feasibility_questions.hash IS 'SHA-256 of the question in its canonical form';

COMMENT ON COLUMN permits.feasibility_questions.kind IS 'size or risk';

COMMENT ON COLUMN permits.feasibility_questions.question IS 'population and detail; no datum of anybody';

COMMENT ON COLUMN permits.feasibility_questions.points IS 'what it cost; a failed one costs nothing';

COMMENT ON COLUMN permits.feasibility_questions.summary_id IS 'the summary that it is asked of';

COMMENT ON COLUMN permits.feasibility_questions.asked_by IS 'who asked';

COMMENT ON COLUMN permits.feasibility_questions.asked_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.feasibility_questions.state IS 'asked, answered or failed';

COMMENT ON COLUMN permits.feasibility_questions.figures IS 'the answer in bands';

COMMENT ON COLUMN permits.feasibility_questions.answered_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.feasibility_questions.projects IS 'hashes that name the project when it was asked: chain of copies, each person with the study''s name; a question is paid by every project that shares one';

ALTER TABLE permits.feasibility_questions ALTER COLUMN question_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME permits.feasibility_questions_question_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE permits.grant_versions (
    holder text NOT NULL,
    version bigint NOT NULL
);

COMMENT ON TABLE permits.grant_versions IS 'counts the changes of a person''s rights, by a trigger in the transaction of the change';

COMMENT ON COLUMN permits.grant_versions.holder IS 'the person; without a row the version is 0';

COMMENT ON COLUMN permits.grant_versions.version IS 'goes up with every change of any right of theirs';

CREATE TABLE permits.handling_times (
    subject text NOT NULL,
    purpose text NOT NULL,
    outcome text NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    days integer NOT NULL,
    paused integer NOT NULL,
    kind text NOT NULL,
    in_time boolean NOT NULL,
    CONSTRAINT handling_time_counts CHECK (((days >= 0) AND (paused >= 0))),
    CONSTRAINT handling_time_kind_known CHECK ((kind = ANY (ARRAY['permit'::text, 'change'::text, 'document'::text, 'aggregate'::text, 'authority'::text])))
);

COMMENT ON TABLE permits.handling_times IS 'how long each case took to its first decision; names nobody, and stays when the case is removed';

COMMENT ON COLUMN permits.handling_times.subject IS 'case, a change of one (case, stroke, change-2) or document request';

COMMENT ON COLUMN permits.handling_times.purpose IS 'statistics, research or planning; empty of requests';

COMMENT ON COLUMN permits.handling_times.outcome IS 'grant, partly, refuse or dismiss';

COMMENT ON COLUMN permits.handling_times.arrived_at IS 'when the case arrived';

COMMENT ON COLUMN permits.handling_times.decided_at IS 'when it was first decided';

COMMENT ON COLUMN permits.handling_times.days IS 'begun days, the pauses left out';

COMMENT ON COLUMN permits.handling_times.paused IS 'whole days for which the clock stood';

COMMENT ON COLUMN permits.handling_times.kind IS 'permit, change, document, aggregate or authority';

COMMENT ON COLUMN permits.handling_times.in_time IS 'of other kinds than permits, whose published time is that of the reader: answered within the term that it had';

CREATE TABLE permits.holds (
    hold_id bigint NOT NULL,
    subject text NOT NULL,
    subject_id bigint NOT NULL,
    ground text NOT NULL,
    reference text NOT NULL,
    placed_by text NOT NULL,
    placed_on date NOT NULL,
    review_on date NOT NULL,
    lifted_on date,
    lifted_by text,
    CONSTRAINT hold_ground_known CHECK ((ground = ANY (ARRAY['task'::text, 'pending'::text]))),
    CONSTRAINT hold_is_reviewed_later CHECK ((review_on > placed_on)),
    CONSTRAINT hold_lifted_by_somebody CHECK (((lifted_on IS NULL) = (lifted_by IS NULL))),
    CONSTRAINT hold_says_why CHECK (((reference <> ''::text) AND (placed_by <> ''::text))),
    CONSTRAINT hold_subject_known CHECK ((subject = ANY (ARRAY['person'::text, 'employer'::text, 'provider'::text])))
);

COMMENT ON TABLE permits.holds IS 'grounds for keeping a client''s data after four years (4 § 3 mom)';

COMMENT ON COLUMN permits.holds.hold_id IS 'number of the hold';

COMMENT ON COLUMN permits.holds.subject IS 'person, employer or provider';

COMMENT ON COLUMN permits.holds.subject_id IS 'internal id';

COMMENT ON COLUMN permits.holds.ground IS 'task: a task based on provisions; pending: a pending matter';

COMMENT ON COLUMN permits.holds.reference IS 'the provision or the number of the matter';

COMMENT ON COLUMN permits.holds.placed_by IS 'who decided on it';

COMMENT ON COLUMN permits.holds.placed_on IS 'first day';

COMMENT ON COLUMN permits.holds.review_on IS 'when the need is looked at again';

COMMENT ON COLUMN permits.holds.lifted_on IS 'from this day on it keeps nothing; null while in force';

COMMENT ON COLUMN permits.holds.lifted_by IS 'who lifted it';

ALTER TABLE permits.holds ALTER COLUMN hold_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME permits.holds_hold_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE permits.identities (
    issuer text NOT NULL,
    subject text NOT NULL,
    user_id text NOT NULL,
    bound_at timestamp with time zone NOT NULL,
    CONSTRAINT identity_has_a_subject CHECK ((subject <> ''::text)),
    CONSTRAINT identity_issuer_form CHECK ((issuer ~ '^[a-z][a-z0-9-]*$'::text))
);

COMMENT ON TABLE permits.identities IS 'which person of an issuer is which user: one person, one account';

COMMENT ON COLUMN permits.identities.issuer IS 'name of the issuer in the configuration';

COMMENT ON COLUMN permits.identities.subject IS 'what the issuer calls the person, by the claim that the configuration names';

COMMENT ON COLUMN permits.identities.user_id IS 'the account';

COMMENT ON COLUMN permits.identities.bound_at IS 'first sign-in, by the service clock';

CREATE TABLE permits.invitations (
    case_id text NOT NULL,
    number integer NOT NULL,
    email text NOT NULL,
    language text NOT NULL,
    kind text NOT NULL,
    token bytea,
    attempts integer DEFAULT 0 NOT NULL,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    sent_at timestamp with time zone,
    given_up timestamp with time zone,
    question text DEFAULT ''::text NOT NULL,
    CONSTRAINT invitation_language_known CHECK ((language = ANY (ARRAY['fi'::text, 'sv'::text, 'en'::text]))),
    CONSTRAINT invitation_number_counts CHECK ((number > 0)),
    CONSTRAINT invitation_question_form CHECK ((question ~ '^([1-9][0-9]*(\.[1-9][0-9]*)?)?$'::text)),
    CONSTRAINT invitation_token_is_a_hash CHECK ((length(token) = 32))
);

COMMENT ON TABLE permits.invitations IS 'links that wait for who they were sent to: a row goes when an invitation is accepted, a question answered, or either taken back';

COMMENT ON COLUMN permits.invitations.case_id IS 'to which case';

COMMENT ON COLUMN permits.invitations.number IS 'of the invitation in the case''s drafting, or among those of its question';

COMMENT ON COLUMN permits.invitations.email IS 'to whom';

COMMENT ON COLUMN permits.invitations.language IS 'of the message';

COMMENT ON COLUMN permits.invitations.kind IS 'event that made it, whose message is sent';

COMMENT ON COLUMN permits.invitations.token IS 'SHA-256 of the link''s token, which is drawn when the message is sent and stands nowhere else';

COMMENT ON COLUMN permits.invitations.attempts IS 'to send it';

COMMENT ON COLUMN permits.invitations.due_at IS 'when the next attempt is due, in real time';

COMMENT ON COLUMN permits.invitations.sent_at IS 'when the mail server took it';

COMMENT ON COLUMN permits.invitations.given_up IS 'when no more attempts are made';

COMMENT ON COLUMN permits.invitations.question IS 'question whose link it is, "1", or "2.1" of change 2; empty: an invitation to the application';

CREATE TABLE permits.law_confirmations (
    from_day date NOT NULL,
    route text NOT NULL,
    sha256 text NOT NULL,
    lawyer text NOT NULL,
    day date NOT NULL,
    memo text NOT NULL,
    by_user text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT law_confirmation_hash CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT law_confirmation_names_lawyer CHECK (((lawyer <> ''::text) AND (memo <> ''::text))),
    CONSTRAINT law_confirmation_route_known CHECK ((route = ANY (ARRAY['O'::text, 'V'::text])))
);

COMMENT ON TABLE permits.law_confirmations IS 'a lawyer''s recorded choice of the appeal route for a version of the law (law.md 14.1)';

COMMENT ON COLUMN permits.law_confirmations.from_day IS 'first day of the version';

COMMENT ON COLUMN permits.law_confirmations.route IS 'O rectification, V appeal: the instruction, the clause on enforcement and the delivery gate';

COMMENT ON COLUMN permits.law_confirmations.sha256 IS 'of the version''s row as it was confirmed; a changed row needs another confirmation';

COMMENT ON COLUMN permits.law_confirmations.lawyer IS 'name and title of who confirmed it';

COMMENT ON COLUMN permits.law_confirmations.day IS 'when they did';

COMMENT ON COLUMN permits.law_confirmations.memo IS 'reference of the written opinion';

COMMENT ON COLUMN permits.law_confirmations.by_user IS 'official who recorded it';

COMMENT ON COLUMN permits.law_confirmations.recorded_at IS 'service clock';

CREATE SEQUENCE permits.legacy_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.legacy_number IS 'running number of KEHA-M<number>-<year>; gaps mean nothing';

CREATE TABLE permits.legacy_permits (
    legacy_id text NOT NULL,
    number text NOT NULL,
    permit jsonb NOT NULL,
    imported_by text NOT NULL,
    imported_at timestamp with time zone NOT NULL,
    CONSTRAINT legacy_permit_id_form CHECK ((legacy_id ~ '^KEHA-M[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT legacy_permit_of_the_ministry CHECK ((((permit ->> 'Decided'::text))::date < '2020-07-01'::date))
);

COMMENT ON TABLE permits.legacy_permits IS 'permits that the ministry decided before 1.7.2020: in force or ended as they were given';

COMMENT ON COLUMN permits.legacy_permits.legacy_id IS 'our number';

COMMENT ON COLUMN permits.legacy_permits.number IS 'the ministry''s';

COMMENT ON COLUMN permits.legacy_permits.permit IS 'holder, purpose, tables, conditions, term and how it ended';

COMMENT ON COLUMN permits.legacy_permits.imported_by IS 'who answers for the import';

COMMENT ON COLUMN permits.legacy_permits.imported_at IS 'when, by the service clock';

CREATE TABLE permits.letter_receivers (
    case_id text NOT NULL,
    number integer NOT NULL,
    receiver text NOT NULL,
    manner text NOT NULL,
    sent_at timestamp with time zone NOT NULL,
    deemed_at timestamp with time zone,
    fetched_at timestamp with time zone,
    shown_at timestamp with time zone,
    CONSTRAINT letter_receiver_manner_known CHECK ((manner = ANY (ARRAY['electronic'::text, 'post'::text, 'fetched'::text, 'receipt'::text])))
);

COMMENT ON TABLE permits.letter_receivers IS 'who was sent a letter, how, and when it is deemed to have come (HL 54-60 §, act 13/2003 18-19 §)';

COMMENT ON COLUMN permits.letter_receivers.case_id IS 'case';

COMMENT ON COLUMN permits.letter_receivers.number IS 'letter of the case';

COMMENT ON COLUMN permits.letter_receivers.receiver IS 'user';

COMMENT ON COLUMN permits.letter_receivers.manner IS 'key of law/service.csv';

COMMENT ON COLUMN permits.letter_receivers.sent_at IS 'service clock';

COMMENT ON COLUMN permits.letter_receivers.deemed_at IS 'when it is deemed served; null until a letter served verifiably is fetched, or its receipt recorded';

COMMENT ON COLUMN permits.letter_receivers.fetched_at IS 'when the receiver first opened it with strong identification; null before';

COMMENT ON COLUMN permits.letter_receivers.shown_at IS 'when it has been shown to have come, other than it was deemed to; null otherwise';

CREATE TABLE permits.letter_signatures (
    case_id text NOT NULL,
    number integer NOT NULL,
    signer text NOT NULL,
    signature text NOT NULL,
    signed_at timestamp with time zone NOT NULL,
    CONSTRAINT letter_signature_is_minisign CHECK ((signature ~~ 'untrusted comment: %'::text))
);

COMMENT ON TABLE permits.letter_signatures IS 'the service''s own signature over each letter''s file, made by a worker';

COMMENT ON COLUMN permits.letter_signatures.case_id IS 'case';

COMMENT ON COLUMN permits.letter_signatures.number IS 'letter of the case';

COMMENT ON COLUMN permits.letter_signatures.signer IS 'fingerprint of the key';

COMMENT ON COLUMN permits.letter_signatures.signature IS 'as minisign writes it: minisign -V checks the file by it';

COMMENT ON COLUMN permits.letter_signatures.signed_at IS 'service clock';

CREATE TABLE permits.letters (
    case_id text NOT NULL,
    kind text NOT NULL,
    lang text NOT NULL,
    pdf bytea NOT NULL,
    sha256 text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    number integer NOT NULL,
    version integer NOT NULL,
    event integer NOT NULL,
    permit_case text GENERATED ALWAYS AS (
CASE
    WHEN (case_id !~~ 'KEHA-A%'::text) THEN case_id
    ELSE NULL::text
END) STORED,
    request_id text GENERATED ALWAYS AS (
CASE
    WHEN (case_id ~~ 'KEHA-A%'::text) THEN case_id
    ELSE NULL::text
END) STORED,
    CONSTRAINT letter_answers_a_request CHECK (((request_id IS NOT NULL) = (kind = 'answer'::text))),
    CONSTRAINT letter_hash_is_of_pdf CHECK ((sha256 = encode(sha256(pdf), 'hex'::text))),
    CONSTRAINT letter_kind_known CHECK ((kind = ANY (ARRAY['decision'::text, 'users-annex'::text, 'lapse'::text, 'supplement'::text, 'offer'::text, 'hearing'::text, 'statement'::text, 'transfer'::text, 'service'::text, 'suspension'::text, 'lift'::text, 'revocation'::text, 'change'::text, 'ruling'::text, 'court'::text, 'court-statement'::text, 'reopened'::text, 'interim'::text, 'destruction'::text, 'reminder'::text, 'answer'::text]))),
    CONSTRAINT letter_language_known CHECK ((lang = ANY (ARRAY['fi'::text, 'sv'::text]))),
    CONSTRAINT letter_number_runs CHECK ((number > 0)),
    CONSTRAINT letter_version_runs CHECK ((version > 0))
);
ALTER TABLE ONLY permits.letters ALTER COLUMN pdf SET STORAGE EXTERNAL;

COMMENT ON TABLE permits.letters IS 'letters as they were given: each stands for ever, and a corrected one is another';

COMMENT ON COLUMN permits.letters.case_id IS 'whose letter: a case or a document request';

COMMENT ON COLUMN permits.letters.kind IS 'decision: the decision letter, decision-2 and on those that took its place';

COMMENT ON COLUMN permits.letters.lang IS 'of the letter: fi or sv';

COMMENT ON COLUMN permits.letters.pdf IS 'the document';

COMMENT ON COLUMN permits.letters.sha256 IS 'of the document, in hexadecimal';

COMMENT ON COLUMN permits.letters.made_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.letters.number IS '1, 2, … within the case, printed on the letter';

COMMENT ON COLUMN permits.letters.version IS 'of the decision letter: one more for each correction';

COMMENT ON COLUMN permits.letters.event IS 'version of the case after the command that owed it; 0 for one made at somebody''s request';

COMMENT ON COLUMN permits.letters.permit_case IS 'the case, when it is of one';

COMMENT ON COLUMN permits.letters.request_id IS 'the document request, when it is of one';

CREATE TABLE permits.life_runs (
    law_day date NOT NULL,
    queued_at timestamp with time zone DEFAULT permits.moment() NOT NULL,
    ended_at timestamp with time zone,
    reminded integer DEFAULT 0 NOT NULL,
    escalated integer DEFAULT 0 NOT NULL,
    ended integer DEFAULT 0 NOT NULL,
    keys integer DEFAULT 0 NOT NULL,
    failed integer DEFAULT 0 NOT NULL,
    CONSTRAINT life_run_counts CHECK ((LEAST(reminded, escalated, ended, keys, failed) >= 0))
);

COMMENT ON TABLE permits.life_runs IS 'the nightly work on permits after their decision, one line a day: reminders, ends, keys; what is due follows from the cases, not from this';

COMMENT ON COLUMN permits.life_runs.law_day IS 'the service''s day that the run was for';

COMMENT ON COLUMN permits.life_runs.queued_at IS 'when a worker was told to do it';

COMMENT ON COLUMN permits.life_runs.ended_at IS 'when all of it was done; empty while it is under way';

COMMENT ON COLUMN permits.life_runs.reminded IS 'reminders sent';

COMMENT ON COLUMN permits.life_runs.escalated IS 'permits brought back to the officers'' queue for an overdue duty';

COMMENT ON COLUMN permits.life_runs.ended IS 'permits ended because their term was over';

COMMENT ON COLUMN permits.life_runs.keys IS 'keys destroyed';

COMMENT ON COLUMN permits.life_runs.failed IS 'cases that could not be worked on; they are tried again';

CREATE TABLE permits.likenesses (
    case_id text NOT NULL,
    other text NOT NULL,
    score integer NOT NULL,
    organisation boolean NOT NULL,
    people integer NOT NULL,
    shared integer NOT NULL,
    variables integer NOT NULL,
    cohort boolean NOT NULL,
    period boolean NOT NULL,
    purpose boolean NOT NULL,
    title boolean NOT NULL,
    CONSTRAINT likeness_of_two CHECK ((case_id <> other)),
    CONSTRAINT likeness_score_of_a_hundred CHECK (((score >= 0) AND (score <= 100)))
);

COMMENT ON TABLE permits.likenesses IS 'pairs of cases that are like one another, told to who handles them; both ways round';

COMMENT ON COLUMN permits.likenesses.case_id IS 'the case looked at';

COMMENT ON COLUMN permits.likenesses.other IS 'the case that it is like';

COMMENT ON COLUMN permits.likenesses.score IS 'of 100';

COMMENT ON COLUMN permits.likenesses.organisation IS 'the same one';

COMMENT ON COLUMN permits.likenesses.people IS 'how many are in both';

COMMENT ON COLUMN permits.likenesses.shared IS 'variables that both ask for';

COMMENT ON COLUMN permits.likenesses.variables IS 'that the case looked at asks for';

COMMENT ON COLUMN permits.likenesses.cohort IS 'the same conditions';

COMMENT ON COLUMN permits.likenesses.period IS 'the periods overlap';

COMMENT ON COLUMN permits.likenesses.purpose IS 'the same one';

COMMENT ON COLUMN permits.likenesses.title IS 'almost the same words';

CREATE TABLE permits.mails (
    subject text NOT NULL,
    version integer NOT NULL,
    part text NOT NULL,
    recipient text NOT NULL,
    due_at timestamp with time zone DEFAULT now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    sent_at timestamp with time zone,
    given_up timestamp with time zone,
    CONSTRAINT mail_attempts_count CHECK ((attempts >= 0)),
    CONSTRAINT mail_ends_once CHECK (((sent_at IS NULL) OR (given_up IS NULL)))
);

COMMENT ON TABLE permits.mails IS 'messages that say that something waits in the service; the text is made when it is sent';

COMMENT ON COLUMN permits.mails.subject IS 'case, disclosure or order';

COMMENT ON COLUMN permits.mails.version IS 'of the event';

COMMENT ON COLUMN permits.mails.part IS 'in which part the recipient is written to, such as applicant';

COMMENT ON COLUMN permits.mails.recipient IS 'to whom; the address is looked up when it is sent';

COMMENT ON COLUMN permits.mails.due_at IS 'when the next attempt may be made, real time';

COMMENT ON COLUMN permits.mails.attempts IS 'how often the mail server was asked';

COMMENT ON COLUMN permits.mails.sent_at IS 'when the mail server took it, real time';

COMMENT ON COLUMN permits.mails.given_up IS 'when nobody tried any more, real time';

CREATE TABLE permits.mails_due (
    subject text NOT NULL,
    version integer NOT NULL
);

COMMENT ON TABLE permits.mails_due IS 'events whose messages have not been addressed yet; written with the event';

COMMENT ON COLUMN permits.mails_due.subject IS 'case, disclosure or order';

COMMENT ON COLUMN permits.mails_due.version IS 'of the event';

CREATE SEQUENCE permits.order_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.order_number IS 'running number of T-<number>-<year>; gaps mean nothing';

CREATE TABLE permits.orders (
    order_id text NOT NULL,
    case_id text,
    disclosure_id text,
    basis_version integer NOT NULL,
    provision text NOT NULL,
    scope jsonb NOT NULL,
    recipient jsonb NOT NULL,
    ordered_by text NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    law_day date NOT NULL,
    destroy_by date NOT NULL,
    language text NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    cause text DEFAULT ''::text NOT NULL,
    CONSTRAINT order_attempts_count CHECK ((attempts >= 0)),
    CONSTRAINT order_cause_known CHECK ((cause ~ '^((change|error)-[1-9][0-9]*)?$'::text)),
    CONSTRAINT order_failure_has_reason CHECK (((state <> ALL (ARRAY['held'::text, 'failed'::text])) OR (reason <> ''::text))),
    CONSTRAINT order_has_one_basis CHECK ((num_nonnulls(case_id, disclosure_id) = 1)),
    CONSTRAINT order_id_form CHECK ((order_id ~ '^T-[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT order_key_of_environment CHECK ((((recipient ->> 'kind'::text) <> 'environment'::text) OR ((COALESCE((recipient ->> 'environment'::text), ''::text) <> ''::text) AND (COALESCE((recipient ->> 'key'::text), ''::text) <> ''::text)))),
    CONSTRAINT order_language_known CHECK ((language = ANY (ARRAY['fi'::text, 'sv'::text, 'en'::text]))),
    CONSTRAINT order_number_counts CHECK ((number > 0)),
    CONSTRAINT order_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'building'::text, 'held'::text, 'sealed'::text, 'failed'::text]))),
    CONSTRAINT order_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.orders IS 'extracts ordered: each on a permit or on a disclosure';

COMMENT ON COLUMN permits.orders.order_id IS 'number with hyphens';

COMMENT ON COLUMN permits.orders.case_id IS 'the permit it rests on, or null';

COMMENT ON COLUMN permits.orders.disclosure_id IS 'the disclosure it rests on, or null';

COMMENT ON COLUMN permits.orders.basis_version IS 'version of the basis when it was ordered';

COMMENT ON COLUMN permits.orders.provision IS 'the rule the basis rests on that day';

COMMENT ON COLUMN permits.orders.scope IS 'what the builder makes, and nothing else';

COMMENT ON COLUMN permits.orders.recipient IS 'whom the package is sealed to: kind, name or environment, public key of that moment';

COMMENT ON COLUMN permits.orders.ordered_by IS 'who ordered it';

COMMENT ON COLUMN permits.orders.ordered_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.orders.law_day IS 'day of the law and of removals';

COMMENT ON COLUMN permits.orders.destroy_by IS 'by when the recipient destroys the data';

COMMENT ON COLUMN permits.orders.language IS 'of the texts in the package';

COMMENT ON COLUMN permits.orders.number IS 'the basis''s first order is 1';

COMMENT ON COLUMN permits.orders.state IS 'where the order is, whatever the job queue says';

COMMENT ON COLUMN permits.orders.reason IS 'of a failure or a hold; without internals';

COMMENT ON COLUMN permits.orders.attempts IS 'how often a worker began to build it';

COMMENT ON COLUMN permits.orders.version IS 'counts its events';

COMMENT ON COLUMN permits.orders.cause IS 'change-2 or error-1 of the permit; empty when the cadence brought it';

CREATE TABLE permits.practice_files (
    practice_id bigint NOT NULL,
    case_id text NOT NULL,
    scope_hash text NOT NULL,
    scope jsonb NOT NULL,
    language text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    stage text DEFAULT ''::text NOT NULL,
    done bigint DEFAULT 0 NOT NULL,
    total bigint DEFAULT 0 NOT NULL,
    file text,
    bytes bigint,
    sha256 text,
    made_at timestamp with time zone,
    CONSTRAINT practice_file_hash_form CHECK (((scope_hash ~ '^[0-9a-f]{64}$'::text) AND ((sha256 IS NULL) OR (sha256 ~ '^[0-9a-f]{64}$'::text)))),
    CONSTRAINT practice_file_language_known CHECK ((language = ANY (ARRAY['fi'::text, 'sv'::text, 'en'::text]))),
    CONSTRAINT practice_file_ready_is_whole CHECK (((state = 'ready'::text) = (num_nulls(file, bytes, sha256, made_at) = 0))),
    CONSTRAINT practice_file_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'building'::text, 'ready'::text, 'failed'::text])))
);

COMMENT ON TABLE permits.practice_files IS 'invented practice files of what drafts ask for, one for each scope';

COMMENT ON COLUMN permits.practice_files.practice_id IS 'number';

COMMENT ON COLUMN permits.practice_files.case_id IS 'the draft';

COMMENT ON COLUMN permits.practice_files.scope_hash IS 'SHA-256 of the scope asked for';

COMMENT ON COLUMN permits.practice_files.scope IS 'the scope asked for';

COMMENT ON COLUMN permits.practice_files.language IS 'of the texts in the package';

COMMENT ON COLUMN permits.practice_files.asked_by IS 'who had it made';

COMMENT ON COLUMN permits.practice_files.asked_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.practice_files.state IS 'queued, building, ready or failed';

COMMENT ON COLUMN permits.practice_files.stage IS 'what is being made of it';

COMMENT ON COLUMN permits.practice_files.done IS 'rows of this stage';

COMMENT ON COLUMN permits.practice_files.total IS 'rows expected of this stage; 0 when unknown';

COMMENT ON COLUMN permits.practice_files.file IS 'name in the store of practice files';

COMMENT ON COLUMN permits.practice_files.bytes IS 'size of the file';

COMMENT ON COLUMN permits.practice_files.sha256 IS 'of the file, in hexadecimal';

COMMENT ON COLUMN permits.practice_files.made_at IS 'when it was ready, by the service clock';

ALTER TABLE permits.practice_files ALTER COLUMN practice_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME permits.practice_files_practice_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE permits.questions (
    case_id text NOT NULL,
    question text NOT NULL,
    kind text NOT NULL,
    answerer text,
    closed_at timestamp with time zone,
    CONSTRAINT question_form CHECK ((question ~ '^[1-9][0-9]*(\.[1-9][0-9]*)?$'::text))
);

COMMENT ON TABLE permits.questions IS 'questions by whom they are bound to, for the lists of those who answer; follows the cases';

COMMENT ON COLUMN permits.questions.case_id IS 'about which case';

COMMENT ON COLUMN permits.questions.question IS 'its number in the case, "1", or "2.1" of change 2';

COMMENT ON COLUMN permits.questions.kind IS 'of whom it is asked: dpo, joint or other';

COMMENT ON COLUMN permits.questions.answerer IS 'whom it is bound to; empty before that';

COMMENT ON COLUMN permits.questions.closed_at IS 'when the statement was given or the question taken back; null while it is open';

CREATE TABLE permits.queue_items (
    subject text NOT NULL,
    kind text NOT NULL,
    path text NOT NULL,
    title text NOT NULL,
    organisation text NOT NULL,
    state text NOT NULL,
    shelf text NOT NULL,
    party text NOT NULL,
    since timestamp with time zone NOT NULL,
    handler text,
    substitutes jsonb NOT NULL,
    purpose text NOT NULL,
    language text NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    complete_on date,
    next_due date,
    next_clock text NOT NULL,
    clocks jsonb NOT NULL,
    paused_since timestamp with time zone,
    pause_text integer NOT NULL,
    sought text NOT NULL,
    CONSTRAINT queue_item_due_has_a_clock CHECK (((next_due IS NULL) = (next_clock = ''::text))),
    CONSTRAINT queue_item_kind_known CHECK ((kind = ANY (ARRAY['permit'::text, 'document'::text, 'authority'::text, 'breach'::text, 'legacy'::text]))),
    CONSTRAINT queue_item_path_is_ours CHECK ((path ~ '^/[a-z]'::text)),
    CONSTRAINT queue_item_shelf_known CHECK ((shelf = ANY (ARRAY['new'::text, 'work'::text, 'asked'::text, 'proposed'::text, 'to-serve'::text, 'served'::text, 'in-force'::text, 'overdue'::text, 'closed'::text])))
);

COMMENT ON TABLE permits.queue_items IS 'the queue: one line for a case, request or breach, written with each command on it';

COMMENT ON COLUMN permits.queue_items.subject IS 'case, request or breach';

COMMENT ON COLUMN permits.queue_items.kind IS 'permit, document, authority, breach or legacy';

COMMENT ON COLUMN permits.queue_items.path IS 'of its page';

COMMENT ON COLUMN permits.queue_items.title IS 'as the applicant named it';

COMMENT ON COLUMN permits.queue_items.organisation IS 'of the applicant';

COMMENT ON COLUMN permits.queue_items.state IS 'of the item''s own kind';

COMMENT ON COLUMN permits.queue_items.shelf IS 'where in the queue it stands, whatever its kind';

COMMENT ON COLUMN permits.queue_items.party IS 'whom it waits for; empty for nobody';

COMMENT ON COLUMN permits.queue_items.since IS 'since when it waits for them';

COMMENT ON COLUMN permits.queue_items.handler IS 'who has it; null when nobody';

COMMENT ON COLUMN permits.queue_items.substitutes IS 'who handle it meanwhile, and when';

COMMENT ON COLUMN permits.queue_items.purpose IS 'of a permit; empty otherwise';

COMMENT ON COLUMN permits.queue_items.language IS 'of the case';

COMMENT ON COLUMN permits.queue_items.arrived_at IS 'when it arrived';

COMMENT ON COLUMN permits.queue_items.complete_on IS 'when it was found complete; null before';

COMMENT ON COLUMN permits.queue_items.next_due IS 'first day on which something is due; null when nothing is';

COMMENT ON COLUMN permits.queue_items.next_clock IS 'what is due then';

COMMENT ON COLUMN permits.queue_items.clocks IS 'every clock that runs: name, provision, due, paused';

COMMENT ON COLUMN permits.queue_items.paused_since IS 'since when the clock stands; null while it runs';

COMMENT ON COLUMN permits.queue_items.pause_text IS 'number of the text that says why; 0 when a state says it';

COMMENT ON COLUMN permits.queue_items.sought IS 'number, title, organisation and people in small letters, for the search';

CREATE TABLE permits.receipts (
    order_id text NOT NULL,
    received_by text NOT NULL,
    received_at timestamp with time zone NOT NULL,
    sha256 text NOT NULL
);

COMMENT ON TABLE permits.receipts IS 'packages received by the environments they were addressed to; insert-only';

COMMENT ON COLUMN permits.receipts.order_id IS 'the order received; once';

COMMENT ON COLUMN permits.receipts.received_by IS 'the operator who received it';

COMMENT ON COLUMN permits.receipts.received_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.receipts.sha256 IS 'of the file that arrived: equal to the delivery''s';

CREATE SEQUENCE permits.record_number
    START WITH 4000000000000
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.record_number IS 'ids of new rows of the registers; never used twice';

CREATE TABLE permits.register_entries (
    subject text NOT NULL,
    number text NOT NULL,
    decided_on date,
    outcome text NOT NULL,
    organisation text NOT NULL,
    purpose text NOT NULL,
    title text NOT NULL,
    tables text[] NOT NULL,
    variables integer NOT NULL,
    term_from date,
    term_to date,
    state text NOT NULL,
    days integer NOT NULL,
    authority text NOT NULL,
    sought text NOT NULL
);

COMMENT ON TABLE permits.register_entries IS 'the public register of permits: holds only what is public, so that its readers find nothing else';

COMMENT ON COLUMN permits.register_entries.subject IS 'case or legacy permit';

COMMENT ON COLUMN permits.register_entries.number IS 'as printed';

COMMENT ON COLUMN permits.register_entries.decided_on IS 'when it was decided';

COMMENT ON COLUMN permits.register_entries.outcome IS 'grant or partly';

COMMENT ON COLUMN permits.register_entries.organisation IS 'that holds the permit; empty when it is a person';

COMMENT ON COLUMN permits.register_entries.purpose IS 'statistics, research or planning';

COMMENT ON COLUMN permits.register_entries.title IS 'empty while it is secret';

COMMENT ON COLUMN permits.register_entries.tables IS 'of the catalogue, from which data are given';

COMMENT ON COLUMN permits.register_entries.variables IS 'how many';

COMMENT ON COLUMN permits.register_entries.term_from IS 'first day of the permit';

COMMENT ON COLUMN permits.register_entries.term_to IS 'last day';

COMMENT ON COLUMN permits.register_entries.state IS 'served, in-force, ended, revoked or destroyed';

COMMENT ON COLUMN permits.register_entries.days IS 'of handling; -1 when not known';

COMMENT ON COLUMN permits.register_entries.authority IS 'who decided: KEHA, or TEM before 1.7.2020';

COMMENT ON COLUMN permits.register_entries.sought IS 'number, organisation and title in small letters, for the search';

CREATE TABLE permits.register_summaries (
    summary_id bigint NOT NULL,
    law_day date NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    done bigint DEFAULT 0 NOT NULL,
    total bigint DEFAULT 0 NOT NULL,
    taken_at timestamp with time zone,
    persons bigint,
    rows bigint,
    bytes bigint,
    ready_at timestamp with time zone,
    CONSTRAINT register_summary_ready_is_whole CHECK (((state = 'ready'::text) = (num_nulls(taken_at, persons, rows, bytes, ready_at) = 0))),
    CONSTRAINT register_summary_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'building'::text, 'ready'::text, 'failed'::text])))
);

COMMENT ON TABLE permits.register_summaries IS 'nightly summaries of the registers, which questions are answered from';

COMMENT ON COLUMN permits.register_summaries.summary_id IS 'number, in the order they were asked for; names the file';

COMMENT ON COLUMN permits.register_summaries.law_day IS 'day of the law and of removals';

COMMENT ON COLUMN permits.register_summaries.state IS 'queued, building, ready or failed';

COMMENT ON COLUMN permits.register_summaries.asked_by IS 'service for the nightly one, or who had it made';

COMMENT ON COLUMN permits.register_summaries.asked_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.register_summaries.done IS 'tables read, of total';

COMMENT ON COLUMN permits.register_summaries.total IS 'steps of the making; 0 before it has begun';

COMMENT ON COLUMN permits.register_summaries.taken_at IS 'moment of the registers that it shows, by the service clock';

COMMENT ON COLUMN permits.register_summaries.persons IS 'persons in it; a figure for the authority''s own use';

COMMENT ON COLUMN permits.register_summaries.rows IS 'rows in it';

COMMENT ON COLUMN permits.register_summaries.bytes IS 'size of the file';

COMMENT ON COLUMN permits.register_summaries.ready_at IS 'when it was ready';

ALTER TABLE permits.register_summaries ALTER COLUMN summary_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME permits.register_summaries_summary_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE permits.registry_numbers (
    subject text NOT NULL,
    number text NOT NULL,
    system text NOT NULL,
    assigned_at timestamp with time zone NOT NULL,
    CONSTRAINT registry_number_has_a_system CHECK ((system <> ''::text)),
    CONSTRAINT registry_number_is_short CHECK (((number <> ''::text) AND (length(number) <= 64)))
);

COMMENT ON TABLE permits.registry_numbers IS 'number of a case in the agency''s case system (asianhallinta), taken from it once the case has arrived';

COMMENT ON COLUMN permits.registry_numbers.subject IS 'case or request';

COMMENT ON COLUMN permits.registry_numbers.number IS 'as that system gave it';

COMMENT ON COLUMN permits.registry_numbers.system IS 'name of the system, as configured';

COMMENT ON COLUMN permits.registry_numbers.assigned_at IS 'when it was given, by the service clock';

CREATE TABLE permits.removals (
    batch_id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    law_day date NOT NULL,
    subject text NOT NULL,
    clients integer NOT NULL,
    rows bigint NOT NULL
);

COMMENT ON TABLE permits.removals IS 'batches of removal that were carried out: counts, and nothing of whom';

COMMENT ON COLUMN permits.removals.batch_id IS 'as in the ledger outside the database';

COMMENT ON COLUMN permits.removals.at IS 'when, by the service clock';

COMMENT ON COLUMN permits.removals.law_day IS 'the day whose law was applied';

COMMENT ON COLUMN permits.removals.subject IS 'person, employer or provider';

COMMENT ON COLUMN permits.removals.clients IS 'how many lost data';

COMMENT ON COLUMN permits.removals.rows IS 'how many rows went';

CREATE SEQUENCE permits.request_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.request_number IS 'running number of KEHA-A<number>-<year>; gaps mean nothing';

CREATE TABLE permits.requests (
    request_id text NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    recorded_by text NOT NULL,
    asker text,
    arrived_at timestamp with time zone NOT NULL,
    handler text,
    reader text GENERATED ALWAYS AS ((details ->> 'reader'::text)) STORED,
    closed_at timestamp with time zone,
    details jsonb NOT NULL,
    texts integer NOT NULL,
    CONSTRAINT request_answer_is_kept CHECK (((state <> ALL (ARRAY['given'::text, 'partly-given'::text, 'refused'::text, 'demanded'::text, 'decided'::text, 'served'::text])) OR (jsonb_array_length((details -> 'answers'::text)) > 0))),
    CONSTRAINT request_asker_does_not_handle CHECK ((handler <> asker)),
    CONSTRAINT request_authority_has_provision CHECK (((kind <> 'authority'::text) OR ((details ->> 'provision'::text) <> ''::text))),
    CONSTRAINT request_id_form CHECK ((request_id ~ '^KEHA-A[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT request_kind_known CHECK ((kind = ANY (ARRAY['document'::text, 'aggregate'::text, 'authority'::text]))),
    CONSTRAINT request_state_known CHECK ((state = ANY (ARRAY['open'::text, 'taken'::text, 'specifying'::text, 'estimated'::text, 'given'::text, 'partly-given'::text, 'refused'::text, 'demanded'::text, 'decided'::text, 'served'::text, 'transferred'::text, 'withdrawn'::text]))),
    CONSTRAINT request_version_counts CHECK (((version > 0) AND (texts >= 0)))
);

COMMENT ON TABLE permits.requests IS 'document requests, aggregates to order and disclosures to other authorities; no text, only numbers and hashes';

COMMENT ON COLUMN permits.requests.request_id IS 'number with hyphens';

COMMENT ON COLUMN permits.requests.kind IS 'document, aggregate or authority';

COMMENT ON COLUMN permits.requests.state IS 'whose turn it is';

COMMENT ON COLUMN permits.requests.version IS 'counts changes, so that nobody acts from a stale page';

COMMENT ON COLUMN permits.requests.recorded_by IS 'who made it, or recorded what came otherwise';

COMMENT ON COLUMN permits.requests.asker IS 'who asks in the service; null for somebody outside it';

COMMENT ON COLUMN permits.requests.arrived_at IS 'when it reached the authority: the clock of 14 § runs from then';

COMMENT ON COLUMN permits.requests.handler IS 'the official who has it';

COMMENT ON COLUMN permits.requests.reader IS 'the official who reads with a right of their own for another authority';

COMMENT ON COLUMN permits.requests.closed_at IS 'when it was answered, decided, transferred or withdrawn';

COMMENT ON COLUMN permits.requests.details IS 'precision asked, price, answers with their secrecy items, readings; no text, only numbers and hashes';

COMMENT ON COLUMN permits.requests.texts IS 'how many texts have been written in it';

CREATE TABLE permits.subject_requests (
    request_id text NOT NULL,
    kind text NOT NULL,
    register text NOT NULL,
    subject text NOT NULL,
    person_token uuid,
    received_by text NOT NULL,
    arrived_at text DEFAULT ''::text NOT NULL,
    arrived date NOT NULL,
    party text NOT NULL,
    body text DEFAULT ''::text NOT NULL,
    rule text NOT NULL,
    state text NOT NULL,
    asked_who date,
    confirmed_by date,
    extended_on date,
    extended_for text DEFAULT ''::text NOT NULL,
    closed_on date,
    reply jsonb,
    decision text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    lifted_on date,
    lifted_for text DEFAULT ''::text NOT NULL,
    lift_told date,
    CONSTRAINT subject_request_answered_has_reply CHECK (((state <> 'answered'::text) OR (reply IS NOT NULL))),
    CONSTRAINT subject_request_closed_has_day CHECK (((state = ANY (ARRAY['answered'::text, 'withdrawn'::text])) = (closed_on IS NOT NULL))),
    CONSTRAINT subject_request_extension_has_reason CHECK (((extended_on IS NULL) OR (extended_for <> ''::text) OR (person_token IS NULL))),
    CONSTRAINT subject_request_id_form CHECK ((request_id ~ '^R-[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT subject_request_kind_known CHECK ((kind = ANY (ARRAY['15'::text, '16'::text, '17'::text, '18'::text, '20'::text, '21'::text]))),
    CONSTRAINT subject_request_lifted CHECK ((((lifted_on IS NULL) AND (lifted_for = ''::text) AND (lift_told IS NULL)) OR ((kind = '18'::text) AND (state = 'answered'::text) AND (lifted_on IS NOT NULL) AND (lift_told <= lifted_on)))),
    CONSTRAINT subject_request_no_restriction CHECK (((kind <> '18'::text) OR (register <> ALL (ARRAY['person'::text, 'joint'::text])) OR (reply IS NULL) OR ((reply ->> 'outcome'::text) = 'refused'::text))),
    CONSTRAINT subject_request_register_known CHECK ((register = ANY (ARRAY['person'::text, 'employer'::text, 'provider'::text, 'joint'::text]))),
    CONSTRAINT subject_request_state_known CHECK ((state = ANY (ARRAY['received'::text, 'identity'::text, 'answered'::text, 'withdrawn'::text]))),
    CONSTRAINT subject_request_subject_known CHECK ((subject = ANY (ARRAY['person'::text, 'employer'::text, 'provider'::text])))
);

COMMENT ON TABLE permits.subject_requests IS 'data subjects'' requests and how they were answered';

COMMENT ON COLUMN permits.subject_requests.request_id IS 'number with hyphens';

COMMENT ON COLUMN permits.subject_requests.kind IS 'article of the GDPR';

COMMENT ON COLUMN permits.subject_requests.register IS 'person, employer, provider or joint';

COMMENT ON COLUMN permits.subject_requests.subject IS 'whose data: person, employer or provider';

COMMENT ON COLUMN permits.subject_requests.person_token IS 'as in permits.subject_tokens; null for somebody the registers do not know, or who has been removed';

COMMENT ON COLUMN permits.subject_requests.received_by IS 'who took it in';

COMMENT ON COLUMN permits.subject_requests.arrived_at IS 'office that it came to';

COMMENT ON COLUMN permits.subject_requests.arrived IS 'day it arrived';

COMMENT ON COLUMN permits.subject_requests.party IS 'kind of the body that answers';

COMMENT ON COLUMN permits.subject_requests.body IS 'the office that answers; empty when the kind is one body';

COMMENT ON COLUMN permits.subject_requests.rule IS 'requirement that routed it';

COMMENT ON COLUMN permits.subject_requests.state IS 'where it stands';

COMMENT ON COLUMN permits.subject_requests.asked_who IS 'when proof of identity was asked for';

COMMENT ON COLUMN permits.subject_requests.confirmed_by IS 'when identity was confirmed';

COMMENT ON COLUMN permits.subject_requests.extended_on IS 'when the time was extended';

COMMENT ON COLUMN permits.subject_requests.extended_for IS 'why';

COMMENT ON COLUMN permits.subject_requests.closed_on IS 'when it ended';

COMMENT ON COLUMN permits.subject_requests.reply IS 'the answer; its words go with the person';

COMMENT ON COLUMN permits.subject_requests.decision IS 'number of the decision to name officials, or empty';

COMMENT ON COLUMN permits.subject_requests.version IS 'counts its changes';

COMMENT ON COLUMN permits.subject_requests.lifted_on IS 'when the restriction was lifted';

COMMENT ON COLUMN permits.subject_requests.lifted_for IS 'why it was lifted';

COMMENT ON COLUMN permits.subject_requests.lift_told IS 'when the data subject was told that it would be (GDPR 18(3))';

CREATE TABLE permits.subject_tokens (
    subject text NOT NULL,
    subject_id bigint NOT NULL,
    token uuid DEFAULT gen_random_uuid() NOT NULL,
    CONSTRAINT subject_token_subject_known CHECK ((subject = ANY (ARRAY['person'::text, 'employer'::text, 'provider'::text])))
);

COMMENT ON TABLE permits.subject_tokens IS 'by which token the audit log knows a client; destroyed with the client''s data';

COMMENT ON COLUMN permits.subject_tokens.subject IS 'person, employer or provider';

COMMENT ON COLUMN permits.subject_tokens.subject_id IS 'internal id';

COMMENT ON COLUMN permits.subject_tokens.token IS 'random';

CREATE VIEW permits.restricted_subjects AS
 SELECT k.subject,
    k.subject_id,
    max(r.request_id) AS request_id
   FROM (permits.subject_requests r
     JOIN permits.subject_tokens k ON ((k.token = r.person_token)))
  WHERE ((r.kind = '18'::text) AND (r.state = 'answered'::text) AND ((r.reply ->> 'outcome'::text) <> 'refused'::text) AND (r.lifted_on IS NULL) AND (k.subject = ANY (ARRAY['employer'::text, 'provider'::text])))
  GROUP BY k.subject, k.subject_id;

COMMENT ON VIEW permits.restricted_subjects IS 'employers and providers whose data may only be stored (GDPR 18)';

COMMENT ON COLUMN permits.restricted_subjects.subject IS 'employer or provider';

COMMENT ON COLUMN permits.restricted_subjects.subject_id IS 'internal id';

COMMENT ON COLUMN permits.restricted_subjects.request_id IS 'a granted request';

CREATE SEQUENCE permits.right_notice_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.right_notice_number IS 'running number of KEHA-I<number>-<year>; gaps mean nothing';

CREATE TABLE permits.right_notices (
    notice_id text NOT NULL,
    right_id text NOT NULL,
    body text NOT NULL,
    filed_by text NOT NULL,
    arrived_at timestamp with time zone NOT NULL,
    removal text,
    what text NOT NULL,
    outcome text,
    acted_by text,
    acted_at timestamp with time zone,
    reasons text DEFAULT ''::text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT right_notice_acted_after_it_arrived CHECK ((arrived_at <= acted_at)),
    CONSTRAINT right_notice_action_is_whole CHECK ((num_nulls(outcome, acted_by, acted_at) = ANY (ARRAY[0, 3]))),
    CONSTRAINT right_notice_id_form CHECK ((notice_id ~ '^KEHA-I[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT right_notice_kept_has_reasons CHECK (((outcome <> 'kept'::text) OR (reasons <> ''::text))),
    CONSTRAINT right_notice_outcome_known CHECK ((outcome = ANY (ARRAY['removed'::text, 'changed'::text, 'kept'::text]))),
    CONSTRAINT right_notice_removal_known CHECK ((removal = ANY (ARRAY['5a.1.1'::text, '5a.1.2'::text, '5a.2'::text]))),
    CONSTRAINT right_notice_says_what CHECK ((what <> ''::text)),
    CONSTRAINT right_notice_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.right_notices IS 'notices of grounds to change or remove a right (5 a § 4 mom); never deleted';

COMMENT ON COLUMN permits.right_notices.notice_id IS 'KEHA-I<number>-<year>';

COMMENT ON COLUMN permits.right_notices.right_id IS 'the right it concerns';

COMMENT ON COLUMN permits.right_notices.body IS 'whose notice; empty of an outside body''s person';

COMMENT ON COLUMN permits.right_notices.filed_by IS 'who gave it';

COMMENT ON COLUMN permits.right_notices.arrived_at IS 'arrival, by the service clock';

COMMENT ON COLUMN permits.right_notices.removal IS 'ground of removal told; null for a ground of change';

COMMENT ON COLUMN permits.right_notices.what IS 'what has changed or happened';

COMMENT ON COLUMN permits.right_notices.outcome IS 'removed, changed or kept; null while nobody has acted';

COMMENT ON COLUMN permits.right_notices.acted_by IS 'the access officer who acted';

COMMENT ON COLUMN permits.right_notices.acted_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.right_notices.reasons IS 'why so';

COMMENT ON COLUMN permits.right_notices.version IS 'counts the changes; the first is 1';

CREATE SEQUENCE permits.right_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.right_number IS 'running number of KEHA-K<number>-<year>; gaps mean nothing';

CREATE TABLE permits.rights (
    right_id text NOT NULL,
    application text,
    holder text NOT NULL,
    body text NOT NULL,
    ground text NOT NULL,
    commission_by text,
    commission_body text,
    commission_task text,
    commission_reference text,
    commission_until date,
    items text[] NOT NULL,
    offices text[] NOT NULL,
    areas text[] NOT NULL,
    powers text[] NOT NULL,
    uses text[] NOT NULL,
    valid_from date NOT NULL,
    valid_until date NOT NULL,
    ends date GENERATED ALWAYS AS (LEAST(valid_until, commission_until)) STORED NOT NULL,
    granted_by text NOT NULL,
    granted_user text GENERATED ALWAYS AS (
CASE
    WHEN (NOT legacy) THEN granted_by
    ELSE NULL::text
END) STORED,
    granted_at timestamp with time zone NOT NULL,
    legacy boolean NOT NULL,
    reviewed date,
    removed_at timestamp with time zone,
    removed_by text,
    removal text,
    changed_by text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    change text NOT NULL,
    reasons text DEFAULT ''::text NOT NULL,
    version integer NOT NULL,
    CONSTRAINT right_begins_before_it_ends CHECK ((valid_from <= valid_until)),
    CONSTRAINT right_change_known CHECK ((change <> ''::text)),
    CONSTRAINT right_development_is_kehas CHECK (((ground <> '5.3b'::text) OR (commission_by = 'KEHA'::text))),
    CONSTRAINT right_extent_form CHECK (permits.each_matches((offices || areas), '^[A-Z]+[0-9]*$'::text)),
    CONSTRAINT right_ground_known CHECK ((ground = ANY (ARRAY['5.2.1'::text, '5.2.2'::text, '5.2.3'::text, '5.2.4'::text, '5.2.5'::text, '5.2.6'::text, '5.2.7'::text, '5.2.8'::text, '5.3a'::text, '5.3b'::text, '1.2b'::text]))),
    CONSTRAINT right_has_application CHECK ((legacy = (application IS NULL))),
    CONSTRAINT right_has_body CHECK ((body <> ''::text)),
    CONSTRAINT right_has_content CHECK ((items <> '{}'::text[])),
    CONSTRAINT right_has_extent CHECK (((offices <> '{}'::text[]) OR (areas <> '{}'::text[]))),
    CONSTRAINT right_has_powers CHECK ((powers <> '{}'::text[])),
    CONSTRAINT right_has_uses CHECK ((uses <> '{}'::text[])),
    CONSTRAINT right_id_form CHECK ((right_id ~ '^KEHA-K[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT right_items_form CHECK (permits.each_matches(items, '^(3\.[1-4][.a-b0-9]*|6\.1b|joint\.[1-7])$'::text)),
    CONSTRAINT right_joint_is_customer_service CHECK (((ground <> '1.2b'::text) OR (uses = ARRAY['customer'::text]))),
    CONSTRAINT right_legacy_giver_known CHECK (((NOT legacy) OR (granted_by = 'TEM'::text) OR (granted_by ~ '^ELY[0-9]{2}$'::text))),
    CONSTRAINT right_legacy_is_old CHECK (((NOT legacy) OR (granted_at < '2020-06-30 21:00:00+00'::timestamp with time zone))),
    CONSTRAINT right_outside_has_commission CHECK ((((ground = ANY (ARRAY['5.3a'::text, '5.3b'::text])) = (num_nulls(commission_by, commission_body, commission_task, commission_reference, commission_until) = 0)) AND (num_nulls(commission_by, commission_body, commission_task, commission_reference, commission_until) = ANY (ARRAY[0, 5])) AND (commission_by <> ''::text) AND (commission_body <> ''::text) AND (commission_reference <> ''::text))),
    CONSTRAINT right_powers_known CHECK ((powers <@ ARRAY['search'::text, 'read'::text, 'write'::text, 'disclose'::text, 'extract'::text, 'administer'::text])),
    CONSTRAINT right_removal_has_reasons CHECK (((removed_at IS NULL) OR (reasons <> ''::text))),
    CONSTRAINT right_removal_is_whole CHECK ((num_nulls(removed_at, removed_by, removal) = ANY (ARRAY[0, 3]))),
    CONSTRAINT right_removal_known CHECK ((removal = ANY (ARRAY['5a.1.1'::text, '5a.1.2'::text, '5a.2'::text]))),
    CONSTRAINT right_review_is_of_legacy CHECK ((legacy OR (reviewed IS NULL))),
    CONSTRAINT right_uses_known CHECK ((uses <@ ARRAY['customer'::text, 'matter'::text, 'oversight'::text])),
    CONSTRAINT right_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.rights IS 'personal access rights (käyttöoikeus): one row a right, as it is now; never deleted';

COMMENT ON COLUMN permits.rights.right_id IS 'KEHA-K<number>-<year>';

COMMENT ON COLUMN permits.rights.application IS 'the application it was granted on; null for a legacy one';

COMMENT ON COLUMN permits.rights.holder IS 'whose it is: a person, never a shared account';

COMMENT ON COLUMN permits.rights.body IS 'the body that applied for it';

COMMENT ON COLUMN permits.rights.ground IS 'item of 5 § it rests on: 5.2.1 to 5.2.8, 5.3a, 5.3b; 1.2b for the joint service''s own act';

COMMENT ON COLUMN permits.rights.commission_by IS 'who commissioned an outside body: TEM, an ELY centre or KEHA';

COMMENT ON COLUMN permits.rights.commission_body IS 'name of the outside body';

COMMENT ON COLUMN permits.rights.commission_task IS 'evaluation, audit, study, development or maintenance';

COMMENT ON COLUMN permits.rights.commission_reference IS 'of the contract or decision';

COMMENT ON COLUMN permits.rights.commission_until IS 'last day of the commission; the right ends with it';

COMMENT ON COLUMN permits.rights.items IS 'content: items of 3 § and of the joint service';

COMMENT ON COLUMN permits.rights.offices IS 'extent: whose clients';

COMMENT ON COLUMN permits.rights.areas IS 'extent: where clients live, ELY01 to ELY15 or FI; adds to the offices';

COMMENT ON COLUMN permits.rights.powers IS 'what may be done: search, read, write, disclose, extract, administer';

COMMENT ON COLUMN permits.rights.uses IS 'for what despite secrecy: customer, matter, oversight';

COMMENT ON COLUMN permits.rights.valid_from IS 'first day';

COMMENT ON COLUMN permits.rights.valid_until IS 'last day granted';

COMMENT ON COLUMN permits.rights.ends IS 'last day in fact: that of the commission when it comes first';

COMMENT ON COLUMN permits.rights.granted_by IS 'the access officer; of a legacy right the ministry or the ELY centre';

COMMENT ON COLUMN permits.rights.granted_user IS 'granted_by where it is a user';

COMMENT ON COLUMN permits.rights.granted_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.rights.legacy IS 'from before 1.7.2020 and imported';

COMMENT ON COLUMN permits.rights.reviewed IS 'day a legacy right was found to meet 5 §; null before';

COMMENT ON COLUMN permits.rights.removed_at IS 'when it was removed; it holds for nothing from that moment';

COMMENT ON COLUMN permits.rights.removed_by IS 'who removed it';

COMMENT ON COLUMN permits.rights.removal IS 'ground of 5 a §: 5a.1.1, 5a.1.2 or 5a.2';

COMMENT ON COLUMN permits.rights.changed_by IS 'who made it what it is now';

COMMENT ON COLUMN permits.rights.changed_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.rights.change IS 'what was done then, as the event names it';

COMMENT ON COLUMN permits.rights.reasons IS 'why, of the last change';

COMMENT ON COLUMN permits.rights.version IS 'counts the changes; the first is 1';

CREATE TABLE permits.rights_used (
    right_id text NOT NULL,
    day date NOT NULL
);

COMMENT ON TABLE permits.rights_used IS 'days on which something was done under a right; insert-only';

COMMENT ON COLUMN permits.rights_used.right_id IS 'the right';

COMMENT ON COLUMN permits.rights_used.day IS 'by the service clock';

CREATE TABLE permits.rights_versions (
    right_id text NOT NULL,
    version integer NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    content jsonb NOT NULL
);

COMMENT ON TABLE permits.rights_versions IS 'every version of every right, written by a trigger; insert-only';

COMMENT ON COLUMN permits.rights_versions.right_id IS 'the right';

COMMENT ON COLUMN permits.rights_versions.version IS 'its version';

COMMENT ON COLUMN permits.rights_versions.changed_at IS 'since when it stood so';

COMMENT ON COLUMN permits.rights_versions.content IS 'the row of that version';

CREATE TABLE permits.sign_ins (
    sign_in_id text NOT NULL,
    user_id text NOT NULL,
    issuer text NOT NULL,
    address text NOT NULL,
    begun_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT sign_in_ends_after_it_began CHECK ((ends_at > begun_at))
);

COMMENT ON TABLE permits.sign_ins IS 'sessions of persons, so that all of one person''s can be ended at once; by real time';

COMMENT ON COLUMN permits.sign_ins.sign_in_id IS 'random; the session holds it and no page shows it';

COMMENT ON COLUMN permits.sign_ins.user_id IS 'who is signed in';

COMMENT ON COLUMN permits.sign_ins.issuer IS 'who vouched, by name';

COMMENT ON COLUMN permits.sign_ins.address IS 'where the sign-in came from';

COMMENT ON COLUMN permits.sign_ins.begun_at IS 'when';

COMMENT ON COLUMN permits.sign_ins.ends_at IS 'absolute limit';

COMMENT ON COLUMN permits.sign_ins.ended_at IS 'signed out, or left idle; null while it is good';

CREATE TABLE permits.sketches (
    case_id text NOT NULL,
    chain text NOT NULL,
    body text NOT NULL,
    people text[] NOT NULL,
    title text[] NOT NULL,
    purpose text NOT NULL,
    variables text[] NOT NULL,
    population text[] NOT NULL,
    period_from date,
    period_to date
);

COMMENT ON TABLE permits.sketches IS 'what of each submitted application is compared with others';

COMMENT ON COLUMN permits.sketches.case_id IS 'whose application it is';

COMMENT ON COLUMN permits.sketches.chain IS 'the first of its chain of renewals, or itself';

COMMENT ON COLUMN permits.sketches.body IS 'business id, or the name of an organisation without one, in small letters';

COMMENT ON COLUMN permits.sketches.people IS 'the applicant and the named users';

COMMENT ON COLUMN permits.sketches.title IS 'words of the title, in order';

COMMENT ON COLUMN permits.sketches.purpose IS 'statistics, research or planning';

COMMENT ON COLUMN permits.sketches.variables IS 'ids of what is applied for, in order';

COMMENT ON COLUMN permits.sketches.population IS 'conditions of the cohort as JSON, in order';

COMMENT ON COLUMN permits.sketches.period_from IS 'first day of the data; null when open';

COMMENT ON COLUMN permits.sketches.period_to IS 'last day of the data; null when open';

CREATE SEQUENCE permits.subject_id_number
    START WITH 2000000000
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.subject_id_number IS 'internal ids of new persons, employers and providers; never used twice';

CREATE TABLE permits.subject_lookups (
    request_id text NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    found_at timestamp with time zone,
    deliveries bigint,
    extracts jsonb,
    CONSTRAINT subject_lookup_found_is_whole CHECK ((((found_at IS NULL) = (extracts IS NULL)) AND ((found_at IS NULL) = (deliveries IS NULL))))
);

COMMENT ON TABLE permits.subject_lookups IS 'extracts that the person of a request was in, as a worker found them (GDPR 15, 19)';

COMMENT ON COLUMN permits.subject_lookups.request_id IS 'the request';

COMMENT ON COLUMN permits.subject_lookups.asked_by IS 'who asked for it';

COMMENT ON COLUMN permits.subject_lookups.asked_at IS 'when, by the service clock; a worker looks again when it is later than found_at';

COMMENT ON COLUMN permits.subject_lookups.found_at IS 'when the worker had looked';

COMMENT ON COLUMN permits.subject_lookups.deliveries IS 'how many packages had been delivered when it looked';

COMMENT ON COLUMN permits.subject_lookups.extracts IS 'the extracts, their bases and recipients; destroyed with the person';

CREATE SEQUENCE permits.subject_request_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.subject_request_number IS 'running number of R-<number>-<year>; gaps mean nothing';

CREATE TABLE permits.subject_withholdings (
    request_id text NOT NULL,
    number integer NOT NULL,
    table_name text NOT NULL,
    column_name text DEFAULT ''::text NOT NULL,
    ground text NOT NULL,
    reason text NOT NULL,
    silent boolean DEFAULT false NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    CONSTRAINT subject_withholding_ground_known CHECK ((ground = ANY (ARRAY['34.1.1'::text, '34.1.2'::text, '34.1.3'::text])))
);

COMMENT ON TABLE permits.subject_withholdings IS 'what is left out of an answer, under section 34 of the Data Protection Act';

COMMENT ON COLUMN permits.subject_withholdings.request_id IS 'the request';

COMMENT ON COLUMN permits.subject_withholdings.number IS 'from 1 in each request';

COMMENT ON COLUMN permits.subject_withholdings.table_name IS 'table of the registers';

COMMENT ON COLUMN permits.subject_withholdings.column_name IS 'column, or empty for the table''s rows';

COMMENT ON COLUMN permits.subject_withholdings.ground IS 'item of 34 § 1 mom';

COMMENT ON COLUMN permits.subject_withholdings.reason IS 'why it is met; goes with the person';

COMMENT ON COLUMN permits.subject_withholdings.silent IS 'the reason is not told, as telling would defeat the purpose (34 § 3 mom)';

COMMENT ON COLUMN permits.subject_withholdings.decided_by IS 'who decided';

COMMENT ON COLUMN permits.subject_withholdings.decided_at IS 'when, by the service clock';

CREATE TABLE permits.texts (
    subject text NOT NULL,
    number integer NOT NULL,
    kind text NOT NULL,
    anchor text NOT NULL,
    re integer NOT NULL,
    written_by text NOT NULL,
    written_at timestamp with time zone NOT NULL,
    visible boolean NOT NULL,
    body text NOT NULL,
    sha256 text NOT NULL,
    redacted text DEFAULT ''::text NOT NULL,
    CONSTRAINT text_has_a_writer CHECK ((written_by <> ''::text)),
    CONSTRAINT text_hash_is_of_body CHECK (((redacted <> ''::text) OR (sha256 = encode(sha256(convert_to(body, 'UTF8'::name)), 'hex'::text)))),
    CONSTRAINT text_kind_form CHECK ((kind ~ '^[a-z]+$'::text)),
    CONSTRAINT text_number_counts CHECK (((number > 0) AND (re >= 0) AND (re < number))),
    CONSTRAINT text_redacted_is_empty CHECK (((redacted = ''::text) OR (body = ''::text)))
);

COMMENT ON TABLE permits.texts IS 'what people write in cases: deficiencies, replies, notes, messages, statements, reasons; redactable';

COMMENT ON COLUMN permits.texts.subject IS 'case, request or breach';

COMMENT ON COLUMN permits.texts.number IS '1, 2, … within the subject: cases and events name it';

COMMENT ON COLUMN permits.texts.kind IS 'deficiency, reply, note, message, statement and so on';

COMMENT ON COLUMN permits.texts.anchor IS 'field that it is about, or empty';

COMMENT ON COLUMN permits.texts.re IS 'number of the text that it answers, or 0';

COMMENT ON COLUMN permits.texts.written_by IS 'who wrote it; no reference, so that the text outlives the account';

COMMENT ON COLUMN permits.texts.written_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.texts.visible IS 'to the parties';

COMMENT ON COLUMN permits.texts.body IS 'what was written; empty once redacted';

COMMENT ON COLUMN permits.texts.sha256 IS 'of the body as written, in hexadecimal; stays';

COMMENT ON COLUMN permits.texts.redacted IS 'why the body was taken away; empty while it stands';

CREATE TABLE permits.trials (
    case_id text NOT NULL,
    number integer NOT NULL,
    scope jsonb NOT NULL,
    law_day date NOT NULL,
    asked_by text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    state text DEFAULT 'queued'::text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    taken_at timestamp with time zone,
    done_at timestamp with time zone,
    report jsonb,
    CONSTRAINT trial_done_has_report CHECK (((state = 'done'::text) = (report IS NOT NULL))),
    CONSTRAINT trial_ends_once CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text])) = (done_at IS NOT NULL))),
    CONSTRAINT trial_number_counts CHECK ((number > 0)),
    CONSTRAINT trial_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

COMMENT ON TABLE permits.trials IS 'dry runs ordered while a case is handled, and the risk measured; the file itself is removed at once';

COMMENT ON COLUMN permits.trials.case_id IS 'case it serves';

COMMENT ON COLUMN permits.trials.number IS '1, 2, … within the case';

COMMENT ON COLUMN permits.trials.scope IS 'what was built';

COMMENT ON COLUMN permits.trials.law_day IS 'day by whose law it was built';

COMMENT ON COLUMN permits.trials.asked_by IS 'official who ordered it';

COMMENT ON COLUMN permits.trials.asked_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.trials.state IS 'queued, running, done or failed';

COMMENT ON COLUMN permits.trials.reason IS 'of a failure, a word without internals';

COMMENT ON COLUMN permits.trials.taken_at IS 'when the registers were read';

COMMENT ON COLUMN permits.trials.done_at IS 'when it ended';

COMMENT ON COLUMN permits.trials.report IS 'counts and names of variables; no value of a register';

CREATE TABLE permits.user_clients (
    user_id text NOT NULL,
    token uuid NOT NULL,
    linked_by text NOT NULL,
    linked_at timestamp with time zone DEFAULT permits.moment() NOT NULL
);

COMMENT ON TABLE permits.user_clients IS 'users who are clients themselves, by the log''s token: so that reading one''s own or a colleague''s record is seen; gone with the client''s data';

COMMENT ON COLUMN permits.user_clients.user_id IS 'the user';

COMMENT ON COLUMN permits.user_clients.token IS 'by which the log knows the client';

COMMENT ON COLUMN permits.user_clients.linked_by IS 'who said so: a user, or the service';

COMMENT ON COLUMN permits.user_clients.linked_at IS 'when, by the service clock';

CREATE TABLE permits.users (
    user_id text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    organisation text NOT NULL,
    body text NOT NULL,
    duties text[] NOT NULL,
    language text NOT NULL,
    CONSTRAINT user_duties_known CHECK ((duties <@ ARRAY['researcher'::text, 'presenter'::text, 'decider'::text, 'analyst'::text, 'official'::text, 'operator'::text, 'contact'::text, 'access-officer'::text, 'commissioned'::text, 'data-protection-officer'::text])),
    CONSTRAINT user_has_an_id CHECK ((user_id <> ''::text)),
    CONSTRAINT user_language_known CHECK ((language = ANY (ARRAY['fi'::text, 'sv'::text, 'en'::text])))
);

COMMENT ON TABLE permits.users IS 'who may sign in, and what they do in the service';

COMMENT ON COLUMN permits.users.user_id IS 'stable id in the service; never a personal identity code';

COMMENT ON COLUMN permits.users.name IS 'as printed in letters';

COMMENT ON COLUMN permits.users.email IS 'also identifies whom an applicant names';

COMMENT ON COLUMN permits.users.organisation IS 'employer or university, as printed';

COMMENT ON COLUMN permits.users.body IS 'authority: KEHA, TEM, ELY01 to ELY15, TE01 to TE15, ASPA, KELA or a municipality''s M and number; an operator''s environment; empty for others';

COMMENT ON COLUMN permits.users.duties IS 'roles of the access policy';

COMMENT ON COLUMN permits.users.language IS 'of the pages: fi, sv or en';

CREATE SEQUENCE permits.worker_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.worker_number IS 'names a running worker process; it holds an advisory lock of this number while it lives';

CREATE TABLE permits.wrapped_keys (
    basis_id text GENERATED ALWAYS AS (COALESCE(case_id, disclosure_id)) STORED,
    case_id text,
    disclosure_id text,
    wrapped bytea NOT NULL,
    kcv text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT wrapped_key_has_one_basis CHECK ((num_nonnulls(case_id, disclosure_id) = 1)),
    CONSTRAINT wrapped_key_is_not_empty CHECK (((length(wrapped) > 0) AND (kcv <> ''::text)))
);

COMMENT ON TABLE permits.wrapped_keys IS 'pseudonymisation keys, wrapped by a key kept elsewhere; no business of the pages';

COMMENT ON COLUMN permits.wrapped_keys.basis_id IS 'permit or disclosure whose key it is';

COMMENT ON COLUMN permits.wrapped_keys.case_id IS 'the permit, or null';

COMMENT ON COLUMN permits.wrapped_keys.disclosure_id IS 'the disclosure, or null';

COMMENT ON COLUMN permits.wrapped_keys.wrapped IS 'the key, encrypted';

COMMENT ON COLUMN permits.wrapped_keys.kcv IS 'key check value: tells keys apart without showing them';

COMMENT ON COLUMN permits.wrapped_keys.made_at IS 'when, by the service clock';

CREATE TABLE registers.background (
    person_id bigint NOT NULL,
    background_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    mother_tongue text NOT NULL,
    citizenship text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT background_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.background IS 'Language and citizenship over time (Kieli ja kansalaisuus ajassa)';

COMMENT ON COLUMN registers.background.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.background.background_id IS 'Internal id of the background entry (Taustatiedon sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.background.start_date IS 'First day of the entry (Tiedon ensimmäinen päivä), 3.1.2';

COMMENT ON COLUMN registers.background.end_date IS 'Last day of the entry (Tiedon viimeinen päivä), 3.1.2';

COMMENT ON COLUMN registers.background.mother_tongue IS 'Mother tongue in the spell (Äidinkieli jakson aikana), 3.1.2';

COMMENT ON COLUMN registers.background.citizenship IS 'Citizenship in the spell (Kansalaisuus jakson aikana), 3.1.2';

COMMENT ON COLUMN registers.background.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.background.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.background.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.background.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.background.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.benefit (
    person_id bigint NOT NULL,
    benefit_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    kind text NOT NULL,
    amount numeric(12,2) NOT NULL,
    payer text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT benefit_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.benefit IS 'Benefits belonging to the service (Palveluun kuuluvat etuudet)';

COMMENT ON COLUMN registers.benefit.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.9';

COMMENT ON COLUMN registers.benefit.benefit_id IS 'Internal id of the benefit (Etuuden sisäinen tunniste), 3.1.9';

COMMENT ON COLUMN registers.benefit.start_date IS 'Start of the benefit (Etuuden alku), 3.1.9';

COMMENT ON COLUMN registers.benefit.end_date IS 'End of the benefit (Etuuden loppu), 3.1.9';

COMMENT ON COLUMN registers.benefit.kind IS 'Kind of benefit (Etuuden laji), 3.1.9';

COMMENT ON COLUMN registers.benefit.amount IS 'Amount of the benefit (Etuuden määrä), 3.1.9';

COMMENT ON COLUMN registers.benefit.payer IS 'Payer of the benefit (Etuuden maksaja), 3.1.9';

COMMENT ON COLUMN registers.benefit.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.benefit.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.benefit.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.benefit.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.benefit.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.clarification (
    person_id bigint NOT NULL,
    clarification_id bigint NOT NULL,
    requested_on date NOT NULL,
    received_on date,
    kind text NOT NULL,
    content text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT clarification_ends_after_start CHECK ((received_on >= requested_on))
);

COMMENT ON TABLE registers.clarification IS 'Clarifications of unemployment security and job alternation (Työttömyysturvan ja vuorotteluvapaan selvitykset)';

COMMENT ON COLUMN registers.clarification.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.8';

COMMENT ON COLUMN registers.clarification.clarification_id IS 'Internal id of the clarification (Selvityksen sisäinen tunniste), 3.1.8';

COMMENT ON COLUMN registers.clarification.requested_on IS 'Date of the request (Selvityspyynnön päivä), 3.1.8';

COMMENT ON COLUMN registers.clarification.received_on IS 'Date of receipt (Selvityksen saapumispäivä), 3.1.8';

COMMENT ON COLUMN registers.clarification.kind IS 'Matter clarified (Selvitettävä asia), 3.1.8';

COMMENT ON COLUMN registers.clarification.content IS 'Content of the clarification (Selvityksen sisältö), 3.1.8';

COMMENT ON COLUMN registers.clarification.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.clarification.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.clarification.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.clarification.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.clarification.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.clientship (
    person_id bigint NOT NULL,
    clientship_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    service_line text,
    service_line_on date,
    contact_mode text,
    contact_on date,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.clientship IS 'Clientships (Asiakkuudet)';

COMMENT ON COLUMN registers.clientship.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.clientship.clientship_id IS 'Internal id of the clientship (Asiakkuuden sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.clientship.start_date IS 'Start of clientship (Asiakkuuden alku), 3.1.2';

COMMENT ON COLUMN registers.clientship.end_date IS 'End of clientship (Asiakkuuden loppu), 3.1.2';

COMMENT ON COLUMN registers.clientship.service_line IS 'Service line (Palvelulinja), 3.1.4';

COMMENT ON COLUMN registers.clientship.service_line_on IS 'Date of the service line (Palvelulinjan päivämäärä), 3.1.4';

COMMENT ON COLUMN registers.clientship.contact_mode IS 'Mode of contact (Yhteydenottotapa), 3.1.2';

COMMENT ON COLUMN registers.clientship.contact_on IS 'Date of contact (Yhteydenottopäivä), 3.1.2';

COMMENT ON COLUMN registers.clientship.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.clientship.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.clientship.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.clientship.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.clientship.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.consent (
    person_id bigint NOT NULL,
    consent_id bigint NOT NULL,
    category text NOT NULL,
    state text NOT NULL,
    written boolean NOT NULL,
    recorded_on date NOT NULL,
    withdrawn_on date,
    text_reference text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    employer_id bigint,
    vacancy_id bigint,
    occupation text,
    health_need text,
    health_datum text,
    CONSTRAINT consent_ends_after_start CHECK ((withdrawn_on >= recorded_on)),
    CONSTRAINT consent_given_in_writing CHECK (((state <> 'given'::text) OR written)),
    CONSTRAINT consent_health_individualised CHECK (((category <> '6.3'::text) OR (state <> 'given'::text) OR (text_reference IS NOT NULL))),
    CONSTRAINT consent_withdrawn_was_given CHECK (((withdrawn_on IS NULL) OR (state = 'given'::text)))
);

COMMENT ON TABLE registers.consent IS 'Consents to disclosure to employers (Suostumukset luovuttaa tietoja työnantajille)';

COMMENT ON COLUMN registers.consent.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 6.1b';

COMMENT ON COLUMN registers.consent.consent_id IS 'Internal id of the consent (Suostumuksen sisäinen tunniste), 6.1b';

COMMENT ON COLUMN registers.consent.category IS 'What the consent covers (Suostumuksen kohde), 6.1b';

COMMENT ON COLUMN registers.consent.state IS 'State of the consent (Suostumuksen tila), 6.1b';

COMMENT ON COLUMN registers.consent.written IS 'In writing (Kirjallinen), 6.1b';

COMMENT ON COLUMN registers.consent.recorded_on IS 'Date of the entry (Suostumuksen merkitsemispäivä), 6.1b';

COMMENT ON COLUMN registers.consent.withdrawn_on IS 'Date of withdrawal (Peruuttamispäivä), 6.1b';

COMMENT ON COLUMN registers.consent.text_reference IS 'Individualised text of the consent (Yksilöity suostumusteksti), 6.1b';

COMMENT ON COLUMN registers.consent.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.consent.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.consent.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.consent.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.consent.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

COMMENT ON COLUMN registers.consent.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 6.1b';

COMMENT ON COLUMN registers.consent.vacancy_id IS 'Internal id of the vacancy (Avoimen työpaikan sisäinen tunniste), 6.1b';

COMMENT ON COLUMN registers.consent.occupation IS 'Occupation for which health data may be given (Ammatti, johon terveystiedon voi antaa), 6.1b';

COMMENT ON COLUMN registers.consent.health_need IS 'Why the health data are needed (Miksi terveystieto tarvitaan), 6.1b';

COMMENT ON COLUMN registers.consent.health_datum IS 'Health item that the consent covers (Terveystieto, jota suostumus koskee), 6.1b';

CREATE TABLE registers.contact (
    person_id bigint NOT NULL,
    contact_id bigint NOT NULL,
    contact_on date NOT NULL,
    mode text NOT NULL,
    subject_matter text NOT NULL,
    note text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.contact IS 'Dealings (Asioinnit)';

COMMENT ON COLUMN registers.contact.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.contact.contact_id IS 'Internal id of the dealing (Asioinnin sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.contact.contact_on IS 'Date of the dealing (Asiointipäivä), 3.1.2';

COMMENT ON COLUMN registers.contact.mode IS 'Mode of the dealing (Asiointitapa), 3.1.2';

COMMENT ON COLUMN registers.contact.subject_matter IS 'Subject of the dealing (Asioinnin aihe), 3.1.2';

COMMENT ON COLUMN registers.contact.note IS 'Further details (Lisätiedot), 3.1.2';

COMMENT ON COLUMN registers.contact.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.contact.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.contact.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.contact.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.contact.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.contract (
    provider_id bigint NOT NULL,
    contract_id bigint NOT NULL,
    procured_service_id bigint,
    start_date date NOT NULL,
    end_date date,
    contract_number text NOT NULL,
    procedure text NOT NULL,
    option boolean NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT contract_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.contract IS 'Procurement contracts (Hankintasopimukset)';

COMMENT ON COLUMN registers.contract.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.3';

COMMENT ON COLUMN registers.contract.contract_id IS 'Internal id of the procurement contract (Hankintasopimuksen sisäinen tunniste), 3.3.3';

COMMENT ON COLUMN registers.contract.procured_service_id IS 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.3';

COMMENT ON COLUMN registers.contract.start_date IS 'Start of the contract period (Sopimuskauden alku), 3.3.3';

COMMENT ON COLUMN registers.contract.end_date IS 'End of the contract period (Sopimuskauden loppu), 3.3.3';

COMMENT ON COLUMN registers.contract.contract_number IS 'Number of the contract (Sopimuksen numero), 3.3.3';

COMMENT ON COLUMN registers.contract.procedure IS 'Procurement procedure (Hankintamenettely), 3.3.3';

COMMENT ON COLUMN registers.contract.option IS 'Option (Optio), 3.3.3';

COMMENT ON COLUMN registers.contract.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.contract.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.contract.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.contract.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.contract.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.contract_payment (
    provider_id bigint NOT NULL,
    contract_payment_id bigint NOT NULL,
    procured_service_id bigint NOT NULL,
    paid_on date NOT NULL,
    amount numeric(12,2) NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.contract_payment IS 'Payments to providers (Maksut palveluntuottajille)';

COMMENT ON COLUMN registers.contract_payment.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.3';

COMMENT ON COLUMN registers.contract_payment.contract_payment_id IS 'Internal id of the payment for a service (Palvelun maksun sisäinen tunniste), 3.3.3';

COMMENT ON COLUMN registers.contract_payment.procured_service_id IS 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.3';

COMMENT ON COLUMN registers.contract_payment.paid_on IS 'Date of payment to the provider (Tuottajan maksupäivä), 3.3.3';

COMMENT ON COLUMN registers.contract_payment.amount IS 'Amount paid to the provider (Tuottajalle maksettu määrä), 3.3.3';

COMMENT ON COLUMN registers.contract_payment.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.contract_payment.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.contract_payment.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.contract_payment.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.contract_payment.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.degree (
    person_id bigint NOT NULL,
    degree_id bigint NOT NULL,
    completed_on date NOT NULL,
    level text NOT NULL,
    field text NOT NULL,
    title text,
    completed_abroad boolean NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.degree IS 'Education and degrees (Koulutus ja tutkinnot)';

COMMENT ON COLUMN registers.degree.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.3';

COMMENT ON COLUMN registers.degree.degree_id IS 'Internal id of the degree (Tutkinnon sisäinen tunniste), 3.1.3';

COMMENT ON COLUMN registers.degree.completed_on IS 'Date of completion (Tutkinnon suorituspäivä), 3.1.3';

COMMENT ON COLUMN registers.degree.level IS 'Level of the degree (Tutkinnon aste), 3.1.3';

COMMENT ON COLUMN registers.degree.field IS 'Field of education (Koulutusala), 3.1.3';

COMMENT ON COLUMN registers.degree.title IS 'Title of the degree (Tutkintonimike), 3.1.3';

COMMENT ON COLUMN registers.degree.completed_abroad IS 'Completed abroad (Ulkomailla suoritettu), 3.1.3';

COMMENT ON COLUMN registers.degree.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.degree.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.degree.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.degree.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.degree.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.employer (
    employer_id bigint NOT NULL,
    business_id text NOT NULL,
    name text NOT NULL,
    industry text NOT NULL,
    municipality text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.employer IS 'Employers (Työnantajat)';

COMMENT ON COLUMN registers.employer.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.1';

COMMENT ON COLUMN registers.employer.business_id IS 'Business ID (Y-tunnus), 3.2.1';

COMMENT ON COLUMN registers.employer.name IS 'Employer''s name (Työnantajan nimi), 3.2.1';

COMMENT ON COLUMN registers.employer.industry IS 'Employer''s industry (Työnantajan toimiala), 3.2.3';

COMMENT ON COLUMN registers.employer.municipality IS 'Employer''s domicile (Työnantajan kotipaikka), 3.2.1';

COMMENT ON COLUMN registers.employer.start_date IS 'Start of clientship (Asiakkuuden alku), 3.2.2';

COMMENT ON COLUMN registers.employer.end_date IS 'End of clientship (Asiakkuuden loppu), 3.2.2';

COMMENT ON COLUMN registers.employer.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.employer.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.employer.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.employer.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.employer.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.employer_contact (
    employer_id bigint NOT NULL,
    employer_contact_id bigint NOT NULL,
    contact_on date NOT NULL,
    mode text NOT NULL,
    contact_person text,
    note text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.employer_contact IS 'Employer dealings (Työnantajien asioinnit)';

COMMENT ON COLUMN registers.employer_contact.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.2';

COMMENT ON COLUMN registers.employer_contact.employer_contact_id IS 'Internal id of the employer dealing (Työnantajan asioinnin sisäinen tunniste), 3.2.2';

COMMENT ON COLUMN registers.employer_contact.contact_on IS 'Date of the employer''s dealing (Työnantajan asiointipäivä), 3.2.2';

COMMENT ON COLUMN registers.employer_contact.mode IS 'Mode of the employer''s dealing (Työnantajan asiointitapa), 3.2.2';

COMMENT ON COLUMN registers.employer_contact.contact_person IS 'Contact person (Yhteyshenkilö), 3.2.2';

COMMENT ON COLUMN registers.employer_contact.note IS 'Further details (Lisätiedot), 3.2.2';

COMMENT ON COLUMN registers.employer_contact.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.employer_contact.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.employer_contact.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.employer_contact.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.employer_contact.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.employer_document (
    employer_id bigint NOT NULL,
    employer_document_id bigint NOT NULL,
    dated_on date NOT NULL,
    kind text NOT NULL,
    reference text NOT NULL,
    kept_at text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.employer_document IS 'Employers'' document references (Työnantajien asiakirjaviitteet)';

COMMENT ON COLUMN registers.employer_document.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.4b';

COMMENT ON COLUMN registers.employer_document.employer_document_id IS 'Internal id of the document reference (Asiakirjaviitteen sisäinen tunniste), 3.4b';

COMMENT ON COLUMN registers.employer_document.dated_on IS 'Date of the document (Asiakirjan päiväys), 3.4b';

COMMENT ON COLUMN registers.employer_document.kind IS 'Kind of document (Asiakirjan laji), 3.4b';

COMMENT ON COLUMN registers.employer_document.reference IS 'Reference of the document (Asiakirjan tunnus), 3.4b';

COMMENT ON COLUMN registers.employer_document.kept_at IS 'Where it is kept (Säilytyspaikka), 3.4b';

COMMENT ON COLUMN registers.employer_document.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.employer_document.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.employer_document.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.employer_document.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.employer_document.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.employer_need (
    employer_id bigint NOT NULL,
    employer_need_id bigint NOT NULL,
    assessed_on date NOT NULL,
    kind text NOT NULL,
    staff integer,
    note text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.employer_need IS 'Employers'' activity and needs (Työnantajien toiminta ja palvelutarpeet)';

COMMENT ON COLUMN registers.employer_need.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.3';

COMMENT ON COLUMN registers.employer_need.employer_need_id IS 'Internal id of the employer need (Työnantajan palvelutarpeen sisäinen tunniste), 3.2.3';

COMMENT ON COLUMN registers.employer_need.assessed_on IS 'Date of assessment of the need (Tarpeen arviointipäivä), 3.2.3';

COMMENT ON COLUMN registers.employer_need.kind IS 'Employer''s need (Työnantajan tarve), 3.2.3';

COMMENT ON COLUMN registers.employer_need.staff IS 'Number of staff (Henkilöstön määrä), 3.2.3';

COMMENT ON COLUMN registers.employer_need.note IS 'Further details (Lisätiedot), 3.2.3';

COMMENT ON COLUMN registers.employer_need.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.employer_need.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.employer_need.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.employer_need.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.employer_need.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.employer_other_data (
    employer_id bigint NOT NULL,
    employer_other_data_id bigint NOT NULL,
    recorded_on date NOT NULL,
    kind text NOT NULL,
    amount integer,
    content text,
    non_personal boolean NOT NULL,
    checked_by text NOT NULL,
    checked_on date NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT employer_other_data_is_not_personal CHECK (non_personal)
);

COMMENT ON TABLE registers.employer_other_data IS 'Employers'' other data (Työnantajien muut tiedot)';

COMMENT ON COLUMN registers.employer_other_data.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.4a';

COMMENT ON COLUMN registers.employer_other_data.employer_other_data_id IS 'Internal id of the other datum (Muun tiedon sisäinen tunniste), 3.4a';

COMMENT ON COLUMN registers.employer_other_data.recorded_on IS 'Date of the other datum (Muun tiedon päivä), 3.4a';

COMMENT ON COLUMN registers.employer_other_data.kind IS 'Kind of other datum (Muun tiedon laji), 3.4a';

COMMENT ON COLUMN registers.employer_other_data.amount IS 'Figure of the other datum (Muun tiedon lukumäärä), 3.4a';

COMMENT ON COLUMN registers.employer_other_data.content IS 'Content of the other datum (Muun tiedon sisältö), 3.4a';

COMMENT ON COLUMN registers.employer_other_data.non_personal IS 'Not personal data (Ei henkilötieto), 3.4a';

COMMENT ON COLUMN registers.employer_other_data.checked_by IS 'Checked by (Tarkastaja), 3.4a';

COMMENT ON COLUMN registers.employer_other_data.checked_on IS 'Date of the check (Tarkastuspäivä), 3.4a';

COMMENT ON COLUMN registers.employer_other_data.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.employer_other_data.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.employer_other_data.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.employer_other_data.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.employer_other_data.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.employer_service (
    employer_id bigint NOT NULL,
    employer_service_id bigint NOT NULL,
    planned_on date NOT NULL,
    carried_out_on date,
    kind text NOT NULL,
    note text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT employer_service_ends_after_start CHECK ((carried_out_on >= planned_on))
);

COMMENT ON TABLE registers.employer_service IS 'Planning and carrying out of employer services (Työnantajapalvelujen suunnittelu ja toteutus)';

COMMENT ON COLUMN registers.employer_service.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.7';

COMMENT ON COLUMN registers.employer_service.employer_service_id IS 'Internal id of the employer service (Työnantajapalvelun sisäinen tunniste), 3.2.7';

COMMENT ON COLUMN registers.employer_service.planned_on IS 'Date of planning (Suunnittelupäivä), 3.2.7';

COMMENT ON COLUMN registers.employer_service.carried_out_on IS 'Date carried out (Toteutuspäivä), 3.2.7';

COMMENT ON COLUMN registers.employer_service.kind IS 'Content of the service (Palvelun sisältö), 3.2.7';

COMMENT ON COLUMN registers.employer_service.note IS 'Further details (Lisätiedot), 3.2.7';

COMMENT ON COLUMN registers.employer_service.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.employer_service.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.employer_service.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.employer_service.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.employer_service.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.employment_code (
    person_id bigint NOT NULL,
    spell_id bigint NOT NULL,
    code text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    end_reason text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.employment_code IS 'Employment code spells (Työllisyyskoodijaksot)';

COMMENT ON COLUMN registers.employment_code.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.employment_code.spell_id IS 'Internal id of the employment code spell (Työllisyyskoodijakson sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.employment_code.code IS 'Employment code (Työllisyyskoodi), 3.1.2';

COMMENT ON COLUMN registers.employment_code.start_date IS 'Start of employment code (Työllisyyskoodin alkamispäivä), 3.1.2';

COMMENT ON COLUMN registers.employment_code.end_date IS 'End of employment code (Työllisyyskoodin loppumispäivä), 3.1.2';

COMMENT ON COLUMN registers.employment_code.end_reason IS 'Reason for the end of unemployment (Työttömyyden päättymissyy), 3.1.2';

COMMENT ON COLUMN registers.employment_code.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.employment_code.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.employment_code.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.employment_code.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.employment_code.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.expert_assessment (
    person_id bigint NOT NULL,
    expert_assessment_id bigint NOT NULL,
    assessed_on date NOT NULL,
    kind text NOT NULL,
    psychological_test boolean NOT NULL,
    recommendation text,
    assessor text,
    note text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.expert_assessment IS 'Expert assessments (Asiantuntija-arviot)';

COMMENT ON COLUMN registers.expert_assessment.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.expert_assessment.expert_assessment_id IS 'Internal id of the expert assessment (Asiantuntija-arvion sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.expert_assessment.assessed_on IS 'Date of the assessment (Arvion päivä), 3.1.6';

COMMENT ON COLUMN registers.expert_assessment.kind IS 'Kind of assessment (Arvion laji), 3.1.6';

COMMENT ON COLUMN registers.expert_assessment.psychological_test IS 'Psychological test (Psykologinen testi), 3.1.6';

COMMENT ON COLUMN registers.expert_assessment.recommendation IS 'Expert''s recommendation (Asiantuntijan suositus), 3.1.6';

COMMENT ON COLUMN registers.expert_assessment.assessor IS 'Assessor (Arvion antaja), 3.1.6';

COMMENT ON COLUMN registers.expert_assessment.note IS 'Further details (Lisätiedot), 3.1.6';

COMMENT ON COLUMN registers.expert_assessment.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.expert_assessment.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.expert_assessment.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.expert_assessment.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.expert_assessment.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.health_entry (
    person_id bigint NOT NULL,
    health_entry_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    kind text NOT NULL,
    diagnosis_chapter text,
    work_capacity text,
    affects_employment boolean NOT NULL,
    indispensable boolean NOT NULL,
    ground_text text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT health_entry_affects_employment CHECK (affects_employment),
    CONSTRAINT health_entry_ends_after_start CHECK ((end_date >= start_date)),
    CONSTRAINT health_entry_is_indispensable CHECK (indispensable)
);

COMMENT ON TABLE registers.health_entry IS 'Health, work capacity and functional capacity (Terveydentila, työkyky ja toimintakyky)';

COMMENT ON COLUMN registers.health_entry.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.7';

COMMENT ON COLUMN registers.health_entry.health_entry_id IS 'Internal id of the health entry (Terveystiedon sisäinen tunniste), 3.1.7';

COMMENT ON COLUMN registers.health_entry.start_date IS 'First day of the health entry (Terveystiedon ensimmäinen päivä), 3.1.7';

COMMENT ON COLUMN registers.health_entry.end_date IS 'Last day of the health entry (Terveystiedon viimeinen päivä), 3.1.7';

COMMENT ON COLUMN registers.health_entry.kind IS 'Kind of health data (Terveystiedon laji), 3.1.7';

COMMENT ON COLUMN registers.health_entry.diagnosis_chapter IS 'Chapter of the diagnosis (Diagnoosin pääryhmä), 3.1.7';

COMMENT ON COLUMN registers.health_entry.work_capacity IS 'Work capacity (Työkyky), 3.1.7';

COMMENT ON COLUMN registers.health_entry.affects_employment IS 'Affects employment (Vaikuttaa työllistymiseen), 3.1.7';

COMMENT ON COLUMN registers.health_entry.indispensable IS 'Indispensable for offering services (Välttämätön palvelujen tarjoamiseksi), 3.1.7';

COMMENT ON COLUMN registers.health_entry.ground_text IS 'Reasons for the two tests (Edellytysten perustelu), 3.1.7';

COMMENT ON COLUMN registers.health_entry.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.health_entry.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.health_entry.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.health_entry.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.health_entry.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.introduction (
    person_id bigint NOT NULL,
    introduction_id bigint NOT NULL,
    employer_id bigint NOT NULL,
    vacancy_id bigint,
    introduced_on date NOT NULL,
    result text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.introduction IS 'Introductions to employers (Esittelyt työnantajille)';

COMMENT ON COLUMN registers.introduction.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.introduction.introduction_id IS 'Internal id of the introduction (Esittelyn sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.introduction.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.introduction.vacancy_id IS 'Internal id of the vacancy (Avoimen työpaikan sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.introduction.introduced_on IS 'Date of the introduction (Esittelypäivä), 3.1.5';

COMMENT ON COLUMN registers.introduction.result IS 'Result of the introduction (Esittelyn tulos), 3.1.5';

COMMENT ON COLUMN registers.introduction.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.introduction.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.introduction.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.introduction.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.introduction.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.job_alternation (
    person_id bigint NOT NULL,
    job_alternation_id bigint NOT NULL,
    employer_id bigint,
    start_date date NOT NULL,
    end_date date,
    role text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT job_alternation_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.job_alternation IS 'Job alternation leaves (Vuorotteluvapaat)';

COMMENT ON COLUMN registers.job_alternation.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.8';

COMMENT ON COLUMN registers.job_alternation.job_alternation_id IS 'Internal id of the job alternation leave (Vuorotteluvapaan sisäinen tunniste), 3.1.8';

COMMENT ON COLUMN registers.job_alternation.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.1.8';

COMMENT ON COLUMN registers.job_alternation.start_date IS 'Start of the leave (Vapaan alku), 3.1.8';

COMMENT ON COLUMN registers.job_alternation.end_date IS 'End of the leave (Vapaan loppu), 3.1.8';

COMMENT ON COLUMN registers.job_alternation.role IS 'Part in the alternation (Asema vuorottelussa), 3.1.8';

COMMENT ON COLUMN registers.job_alternation.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.job_alternation.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.job_alternation.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.job_alternation.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.job_alternation.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.job_offer (
    person_id bigint NOT NULL,
    offer_id bigint NOT NULL,
    employer_id bigint NOT NULL,
    vacancy_id bigint NOT NULL,
    offered_on date NOT NULL,
    result text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.job_offer IS 'Job offers (Työtarjoukset)';

COMMENT ON COLUMN registers.job_offer.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.job_offer.offer_id IS 'Internal id of the job offer (Työtarjouksen sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.job_offer.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.job_offer.vacancy_id IS 'Internal id of the offered vacancy (Tarjotun työpaikan sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.job_offer.offered_on IS 'Date of the job offer (Työtarjouksen päivämäärä), 3.1.5';

COMMENT ON COLUMN registers.job_offer.result IS 'Result of the job offer (Työtarjouksen tulos), 3.1.5';

COMMENT ON COLUMN registers.job_offer.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.job_offer.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.job_offer.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.job_offer.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.job_offer.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.job_search (
    person_id bigint NOT NULL,
    job_search_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    occupation text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.job_search IS 'Job searches (Työnhaut)';

COMMENT ON COLUMN registers.job_search.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.job_search.job_search_id IS 'Internal id of the job search (Työnhaun sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.job_search.start_date IS 'Start of job search (Työnhaun alkamispäivä), 3.1.2';

COMMENT ON COLUMN registers.job_search.end_date IS 'End of job search (Työnhaun päättymispäivä), 3.1.2';

COMMENT ON COLUMN registers.job_search.occupation IS 'Occupation sought (Haettu ammatti), 3.1.3';

COMMENT ON COLUMN registers.job_search.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.job_search.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.job_search.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.job_search.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.job_search.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.joint_background (
    person_id bigint NOT NULL,
    joint_background_id bigint NOT NULL,
    joint_service_id bigint NOT NULL,
    recorded_on date NOT NULL,
    education text,
    occupation text,
    last_worked text NOT NULL,
    note text,
    entering_body text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.joint_background IS 'Education, work and skills in the joint service (Koulutus, työ ja osaaminen yhteispalvelussa)';

COMMENT ON COLUMN registers.joint_background.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), joint.3';

COMMENT ON COLUMN registers.joint_background.joint_background_id IS 'Internal id of the joint service background (Yhteispalvelun osaamistiedon sisäinen tunniste), joint.3';

COMMENT ON COLUMN registers.joint_background.joint_service_id IS 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_background.recorded_on IS 'Date of the background entry (Osaamistiedon päivä), joint.3';

COMMENT ON COLUMN registers.joint_background.education IS 'Level of education in the joint service (Koulutusaste yhteispalvelussa), joint.3';

COMMENT ON COLUMN registers.joint_background.occupation IS 'Occupation in the joint service (Ammatti yhteispalvelussa), joint.3';

COMMENT ON COLUMN registers.joint_background.last_worked IS 'Time since last work (Viimeisestä työstä kulunut aika), joint.3';

COMMENT ON COLUMN registers.joint_background.note IS 'Further details (Lisätiedot), joint.3';

COMMENT ON COLUMN registers.joint_background.entering_body IS 'Entering body (Merkinnän tehnyt taho), joint.2';

COMMENT ON COLUMN registers.joint_background.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.joint_background.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.joint_background.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.joint_background.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.joint_background.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.joint_client (
    person_id bigint NOT NULL,
    family_name text NOT NULL,
    given_names text NOT NULL,
    code text NOT NULL,
    municipality text NOT NULL,
    phone text,
    entering_body text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.joint_client IS 'Joint service clients (Yhteispalvelun asiakkaat)';

COMMENT ON COLUMN registers.joint_client.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), joint.1';

COMMENT ON COLUMN registers.joint_client.family_name IS 'Family name in the joint service (Sukunimi yhteispalvelussa), joint.1';

COMMENT ON COLUMN registers.joint_client.given_names IS 'Given names in the joint service (Etunimet yhteispalvelussa), joint.1';

COMMENT ON COLUMN registers.joint_client.code IS 'Identity code in the joint service (Henkilötunnus yhteispalvelussa), joint.1';

COMMENT ON COLUMN registers.joint_client.municipality IS 'Client''s municipality in the joint service (Yhteispalvelun asiakkaan kotikunta), joint.1';

COMMENT ON COLUMN registers.joint_client.phone IS 'Telephone number in the joint service (Puhelinnumero yhteispalvelussa), joint.1';

COMMENT ON COLUMN registers.joint_client.entering_body IS 'Entering body (Merkinnän tehnyt taho), joint.2';

COMMENT ON COLUMN registers.joint_client.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.joint_client.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.joint_client.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.joint_client.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.joint_client.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.joint_contact (
    person_id bigint NOT NULL,
    joint_contact_id bigint NOT NULL,
    joint_service_id bigint NOT NULL,
    contact_on date NOT NULL,
    mode text NOT NULL,
    arrangement text,
    note text,
    entering_body text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.joint_contact IS 'Joint service dealings (Yhteispalvelun asioinnit)';

COMMENT ON COLUMN registers.joint_contact.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_contact.joint_contact_id IS 'Internal id of the joint service dealing (Yhteispalvelun asioinnin sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_contact.joint_service_id IS 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_contact.contact_on IS 'Date of the joint dealing (Yhteispalvelun asiointipäivä), joint.2';

COMMENT ON COLUMN registers.joint_contact.mode IS 'Mode of the joint dealing (Yhteispalvelun asiointitapa), joint.2';

COMMENT ON COLUMN registers.joint_contact.arrangement IS 'Special arrangement in the joint service (Erityisjärjestely yhteispalvelussa), joint.2';

COMMENT ON COLUMN registers.joint_contact.note IS 'Further details (Lisätiedot), joint.2';

COMMENT ON COLUMN registers.joint_contact.entering_body IS 'Entering body (Merkinnän tehnyt taho), joint.2';

COMMENT ON COLUMN registers.joint_contact.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.joint_contact.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.joint_contact.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.joint_contact.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.joint_contact.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.joint_document (
    person_id bigint NOT NULL,
    joint_document_id bigint NOT NULL,
    joint_service_id bigint NOT NULL,
    dated_on date NOT NULL,
    kind text NOT NULL,
    reference text NOT NULL,
    kept_at text NOT NULL,
    entering_body text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.joint_document IS 'Joint service document references (Yhteispalvelun asiakirjaviitteet)';

COMMENT ON COLUMN registers.joint_document.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.4b';

COMMENT ON COLUMN registers.joint_document.joint_document_id IS 'Internal id of the document reference (Asiakirjaviitteen sisäinen tunniste), 3.4b';

COMMENT ON COLUMN registers.joint_document.joint_service_id IS 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_document.dated_on IS 'Date of the document (Asiakirjan päiväys), 3.4b';

COMMENT ON COLUMN registers.joint_document.kind IS 'Kind of document (Asiakirjan laji), 3.4b';

COMMENT ON COLUMN registers.joint_document.reference IS 'Reference of the document (Asiakirjan tunnus), 3.4b';

COMMENT ON COLUMN registers.joint_document.kept_at IS 'Where it is kept (Säilytyspaikka), 3.4b';

COMMENT ON COLUMN registers.joint_document.entering_body IS 'Entering body (Merkinnän tehnyt taho), joint.2';

COMMENT ON COLUMN registers.joint_document.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.joint_document.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.joint_document.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.joint_document.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.joint_document.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.joint_health (
    person_id bigint NOT NULL,
    joint_health_id bigint NOT NULL,
    joint_service_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    kind text NOT NULL,
    diagnosis_chapter text,
    work_capacity text,
    affects_employment boolean NOT NULL,
    indispensable boolean NOT NULL,
    ground_text text NOT NULL,
    entering_body text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT joint_health_affects_employment CHECK (affects_employment),
    CONSTRAINT joint_health_ends_after_start CHECK ((end_date >= start_date)),
    CONSTRAINT joint_health_is_indispensable CHECK (indispensable)
);

COMMENT ON TABLE registers.joint_health IS 'Health and capacity in the joint service (Terveys ja toimintakyky yhteispalvelussa)';

COMMENT ON COLUMN registers.joint_health.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), joint.5';

COMMENT ON COLUMN registers.joint_health.joint_health_id IS 'Internal id of the joint service health entry (Yhteispalvelun terveystiedon sisäinen tunniste), joint.5';

COMMENT ON COLUMN registers.joint_health.joint_service_id IS 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_health.start_date IS 'First day of the joint health entry (Terveystiedon alku yhteispalvelussa), joint.5';

COMMENT ON COLUMN registers.joint_health.end_date IS 'Last day of the joint health entry (Terveystiedon loppu yhteispalvelussa), joint.5';

COMMENT ON COLUMN registers.joint_health.kind IS 'Kind of health data (Terveystiedon laji), joint.5';

COMMENT ON COLUMN registers.joint_health.diagnosis_chapter IS 'Chapter of the diagnosis (Diagnoosin pääryhmä), joint.5';

COMMENT ON COLUMN registers.joint_health.work_capacity IS 'Work capacity (Työkyky), joint.5';

COMMENT ON COLUMN registers.joint_health.affects_employment IS 'Affects employment (Vaikuttaa työllistymiseen), joint.5';

COMMENT ON COLUMN registers.joint_health.indispensable IS 'Indispensable for offering services (Välttämätön palvelujen tarjoamiseksi), joint.5';

COMMENT ON COLUMN registers.joint_health.ground_text IS 'Reasons in the joint service (Edellytysten perustelu yhteispalvelussa), joint.5';

COMMENT ON COLUMN registers.joint_health.entering_body IS 'Entering body (Merkinnän tehnyt taho), joint.2';

COMMENT ON COLUMN registers.joint_health.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.joint_health.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.joint_health.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.joint_health.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.joint_health.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.joint_need (
    person_id bigint NOT NULL,
    joint_need_id bigint NOT NULL,
    joint_service_id bigint NOT NULL,
    assessed_on date NOT NULL,
    kind text NOT NULL,
    responsible_body text NOT NULL,
    entering_body text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.joint_need IS 'Service needs in the joint service (Palvelutarpeet yhteispalvelussa)';

COMMENT ON COLUMN registers.joint_need.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), joint.6';

COMMENT ON COLUMN registers.joint_need.joint_need_id IS 'Internal id of the joint service need (Yhteispalvelun palvelutarpeen sisäinen tunniste), joint.6';

COMMENT ON COLUMN registers.joint_need.joint_service_id IS 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_need.assessed_on IS 'Date of the joint assessment (Kartoituspäivä), joint.6';

COMMENT ON COLUMN registers.joint_need.kind IS 'Need of joint service (Yhteispalvelun tarve), joint.6';

COMMENT ON COLUMN registers.joint_need.responsible_body IS 'Responsible body (Vastuutaho), joint.6';

COMMENT ON COLUMN registers.joint_need.entering_body IS 'Entering body (Merkinnän tehnyt taho), joint.2';

COMMENT ON COLUMN registers.joint_need.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.joint_need.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.joint_need.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.joint_need.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.joint_need.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.joint_plan (
    person_id bigint NOT NULL,
    joint_plan_id bigint NOT NULL,
    joint_service_id bigint NOT NULL,
    signed_on date NOT NULL,
    review_on date,
    revised boolean NOT NULL,
    entering_body text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.joint_plan IS 'Multi-sectoral employment plans (Monialaiset työllistymissuunnitelmat)';

COMMENT ON COLUMN registers.joint_plan.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), joint.7';

COMMENT ON COLUMN registers.joint_plan.joint_plan_id IS 'Internal id of the joint plan (Monialaisen suunnitelman sisäinen tunniste), joint.7';

COMMENT ON COLUMN registers.joint_plan.joint_service_id IS 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_plan.signed_on IS 'Date of acceptance (Suunnitelman hyväksymispäivä), joint.7';

COMMENT ON COLUMN registers.joint_plan.review_on IS 'Date of review (Suunnitelman tarkistuspäivä), joint.7';

COMMENT ON COLUMN registers.joint_plan.revised IS 'Revised plan (Tarkistettu suunnitelma), joint.7';

COMMENT ON COLUMN registers.joint_plan.entering_body IS 'Entering body (Merkinnän tehnyt taho), joint.2';

COMMENT ON COLUMN registers.joint_plan.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.joint_plan.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.joint_plan.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.joint_plan.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.joint_plan.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.joint_plan_step (
    person_id bigint NOT NULL,
    joint_plan_step_id bigint NOT NULL,
    joint_service_id bigint NOT NULL,
    joint_plan_id bigint NOT NULL,
    agreed_on date NOT NULL,
    kind text NOT NULL,
    due_on date,
    followed_up_on date,
    outcome text,
    entering_body text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.joint_plan_step IS 'Carrying out and follow-up of the plans (Suunnitelmien toteutus ja seuranta)';

COMMENT ON COLUMN registers.joint_plan_step.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), joint.7';

COMMENT ON COLUMN registers.joint_plan_step.joint_plan_step_id IS 'Internal id of the plan step (Suunnitelman vaiheen sisäinen tunniste), joint.7';

COMMENT ON COLUMN registers.joint_plan_step.joint_service_id IS 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_plan_step.joint_plan_id IS 'Internal id of the joint plan (Monialaisen suunnitelman sisäinen tunniste), joint.7';

COMMENT ON COLUMN registers.joint_plan_step.agreed_on IS 'Date of agreement on the step (Vaiheesta sopimisen päivä), joint.7';

COMMENT ON COLUMN registers.joint_plan_step.kind IS 'Service of the step (Vaiheen palvelu), joint.7';

COMMENT ON COLUMN registers.joint_plan_step.due_on IS 'Due date of the step (Vaiheen määräpäivä), joint.7';

COMMENT ON COLUMN registers.joint_plan_step.followed_up_on IS 'Date of follow-up (Seurantapäivä), joint.7';

COMMENT ON COLUMN registers.joint_plan_step.outcome IS 'Outcome of the step (Vaiheen tulos), joint.7';

COMMENT ON COLUMN registers.joint_plan_step.entering_body IS 'Entering body (Merkinnän tehnyt taho), joint.2';

COMMENT ON COLUMN registers.joint_plan_step.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.joint_plan_step.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.joint_plan_step.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.joint_plan_step.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.joint_plan_step.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.joint_service (
    person_id bigint NOT NULL,
    joint_service_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    end_reason text,
    entering_body text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT joint_service_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.joint_service IS 'Multi-sectoral joint services (Monialaiset yhteispalvelut)';

COMMENT ON COLUMN registers.joint_service.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_service.joint_service_id IS 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_service.start_date IS 'Start of the joint service (Yhteispalvelun alku), joint.2';

COMMENT ON COLUMN registers.joint_service.end_date IS 'End of the joint service (Yhteispalvelun loppu), joint.2';

COMMENT ON COLUMN registers.joint_service.end_reason IS 'Reason for the end (Päättymisen syy), joint.2';

COMMENT ON COLUMN registers.joint_service.entering_body IS 'Entering body (Merkinnän tehnyt taho), joint.2';

COMMENT ON COLUMN registers.joint_service.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.joint_service.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.joint_service.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.joint_service.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.joint_service.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.joint_social_situation (
    person_id bigint NOT NULL,
    joint_social_situation_id bigint NOT NULL,
    joint_service_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    kind text NOT NULL,
    affects_employment boolean NOT NULL,
    note text,
    entering_body text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT joint_social_situation_affects_employment CHECK (affects_employment),
    CONSTRAINT joint_social_situation_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.joint_social_situation IS 'Social situation (Sosiaalinen tilanne)';

COMMENT ON COLUMN registers.joint_social_situation.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), joint.4';

COMMENT ON COLUMN registers.joint_social_situation.joint_social_situation_id IS 'Internal id of the social situation (Sosiaalisen tilanteen sisäinen tunniste), joint.4';

COMMENT ON COLUMN registers.joint_social_situation.joint_service_id IS 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';

COMMENT ON COLUMN registers.joint_social_situation.start_date IS 'First day of the situation (Tilanteen ensimmäinen päivä), joint.4';

COMMENT ON COLUMN registers.joint_social_situation.end_date IS 'Last day of the situation (Tilanteen viimeinen päivä), joint.4';

COMMENT ON COLUMN registers.joint_social_situation.kind IS 'Kind of social situation (Sosiaalisen tilanteen laji), joint.4';

COMMENT ON COLUMN registers.joint_social_situation.affects_employment IS 'Affects employment (Vaikuttaa työllistymiseen), joint.4';

COMMENT ON COLUMN registers.joint_social_situation.note IS 'Further details (Lisätiedot), joint.4';

COMMENT ON COLUMN registers.joint_social_situation.entering_body IS 'Entering body (Merkinnän tehnyt taho), joint.2';

COMMENT ON COLUMN registers.joint_social_situation.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.joint_social_situation.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.joint_social_situation.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.joint_social_situation.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.joint_social_situation.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.language_skill (
    person_id bigint NOT NULL,
    language_skill_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    language text NOT NULL,
    general_level text,
    oral_level text,
    written_level text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT language_skill_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.language_skill IS 'Language skills (Kielitaito)';

COMMENT ON COLUMN registers.language_skill.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.3';

COMMENT ON COLUMN registers.language_skill.language_skill_id IS 'Internal id of the language skill (Kielitaidon sisäinen tunniste), 3.1.3';

COMMENT ON COLUMN registers.language_skill.start_date IS 'First day of the assessment (Arvion ensimmäinen päivä), 3.1.3';

COMMENT ON COLUMN registers.language_skill.end_date IS 'Last day of the assessment (Arvion viimeinen päivä), 3.1.3';

COMMENT ON COLUMN registers.language_skill.language IS 'Language known (Kieli, jota asiakas osaa), 3.1.3';

COMMENT ON COLUMN registers.language_skill.general_level IS 'General level (Kielitaidon yleinen taso), 3.1.3';

COMMENT ON COLUMN registers.language_skill.oral_level IS 'Oral skill (Suullinen taito), 3.1.3';

COMMENT ON COLUMN registers.language_skill.written_level IS 'Written skill (Kirjallinen taito), 3.1.3';

COMMENT ON COLUMN registers.language_skill.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.language_skill.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.language_skill.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.language_skill.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.language_skill.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.military_service (
    person_id bigint NOT NULL,
    military_service_id bigint NOT NULL,
    recorded_on date NOT NULL,
    status text NOT NULL,
    completed_on date,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.military_service IS 'Military and civilian service (Varusmies- ja siviilipalvelu)';

COMMENT ON COLUMN registers.military_service.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.3';

COMMENT ON COLUMN registers.military_service.military_service_id IS 'Internal id of the military service (Varusmiespalvelun sisäinen tunniste), 3.1.3';

COMMENT ON COLUMN registers.military_service.recorded_on IS 'Date of the entry (Tiedon merkitsemispäivä), 3.1.3';

COMMENT ON COLUMN registers.military_service.status IS 'State of the service (Palveluksen tilanne), 3.1.3';

COMMENT ON COLUMN registers.military_service.completed_on IS 'End of the service (Palveluksen päättymispäivä), 3.1.3';

COMMENT ON COLUMN registers.military_service.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.military_service.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.military_service.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.military_service.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.military_service.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.other_service (
    person_id bigint NOT NULL,
    other_service_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    kind text NOT NULL,
    arranger text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT other_service_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.other_service IS 'Other employment-promoting services (Muut työllistymistä edistävät palvelut)';

COMMENT ON COLUMN registers.other_service.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.other_service.other_service_id IS 'Internal id of the other service (Muun palvelun sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.other_service.start_date IS 'Start of the other service (Muun palvelun alku), 3.1.6';

COMMENT ON COLUMN registers.other_service.end_date IS 'End of the other service (Muun palvelun loppu), 3.1.6';

COMMENT ON COLUMN registers.other_service.kind IS 'Kind of other service (Muun palvelun laji), 3.1.6';

COMMENT ON COLUMN registers.other_service.arranger IS 'Arranger of the service (Palvelun järjestäjä), 3.1.6';

COMMENT ON COLUMN registers.other_service.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.other_service.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.other_service.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.other_service.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.other_service.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.person (
    person_id bigint NOT NULL,
    family_name text NOT NULL,
    given_names text NOT NULL,
    birth_date date NOT NULL,
    sex text NOT NULL,
    mother_tongue text NOT NULL,
    citizenship text NOT NULL,
    municipality text NOT NULL,
    street_address text,
    phone text,
    email text,
    protected_address boolean DEFAULT false NOT NULL,
    education text,
    disability boolean DEFAULT false NOT NULL,
    fund_member boolean DEFAULT false NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    affects_employment boolean,
    indispensable boolean,
    CONSTRAINT sex_known CHECK ((sex = ANY (ARRAY['1'::text, '2'::text])))
);

COMMENT ON TABLE registers.person IS 'Person clients (Henkilöasiakkaat)';

COMMENT ON COLUMN registers.person.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.1';

COMMENT ON COLUMN registers.person.family_name IS 'Family name (Sukunimi), 3.1.1';

COMMENT ON COLUMN registers.person.given_names IS 'Given names (Etunimet), 3.1.1';

COMMENT ON COLUMN registers.person.birth_date IS 'Date of birth (Syntymäaika), 3.1.1';

COMMENT ON COLUMN registers.person.sex IS 'Sex (Sukupuoli), 3.1.1';

COMMENT ON COLUMN registers.person.mother_tongue IS 'Mother tongue (Äidinkieli), 3.1.2';

COMMENT ON COLUMN registers.person.citizenship IS 'Citizenship (Kansalaisuus), 3.1.2';

COMMENT ON COLUMN registers.person.municipality IS 'Municipality of residence (Asuinkunta), 3.1.1';

COMMENT ON COLUMN registers.person.street_address IS 'Street address (Katuosoite), 3.1.1';

COMMENT ON COLUMN registers.person.phone IS 'Telephone number (Puhelinnumero), 3.1.1';

COMMENT ON COLUMN registers.person.email IS 'E-mail address (Sähköpostiosoite), 3.1.1';

COMMENT ON COLUMN registers.person.protected_address IS 'Non-disclosure order (Turvakielto), 3.1.1';

COMMENT ON COLUMN registers.person.education IS 'Level of education (Koulutusaste), 3.1.3';

COMMENT ON COLUMN registers.person.disability IS 'Disability or long-term illness (Vamma tai pitkäaikaissairaus), 3.1.7';

COMMENT ON COLUMN registers.person.fund_member IS 'Unemployment fund membership (Työttömyyskassan jäsenyys), 3.1.8';

COMMENT ON COLUMN registers.person.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.person.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.person.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.person.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.person.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

COMMENT ON COLUMN registers.person.affects_employment IS 'Affects employment (Vaikuttaa työllistymiseen), 3.1.7';

COMMENT ON COLUMN registers.person.indispensable IS 'Indispensable for offering services (Välttämätön palvelujen tarjoamiseksi), 3.1.7';

CREATE TABLE registers.person_document (
    person_id bigint NOT NULL,
    person_document_id bigint NOT NULL,
    dated_on date NOT NULL,
    kind text NOT NULL,
    reference text NOT NULL,
    kept_at text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.person_document IS 'Person clients'' document references (Henkilöasiakkaiden asiakirjaviitteet)';

COMMENT ON COLUMN registers.person_document.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.4b';

COMMENT ON COLUMN registers.person_document.person_document_id IS 'Internal id of the document reference (Asiakirjaviitteen sisäinen tunniste), 3.4b';

COMMENT ON COLUMN registers.person_document.dated_on IS 'Date of the document (Asiakirjan päiväys), 3.4b';

COMMENT ON COLUMN registers.person_document.kind IS 'Kind of document (Asiakirjan laji), 3.4b';

COMMENT ON COLUMN registers.person_document.reference IS 'Reference of the document (Asiakirjan tunnus), 3.4b';

COMMENT ON COLUMN registers.person_document.kept_at IS 'Where it is kept (Säilytyspaikka), 3.4b';

COMMENT ON COLUMN registers.person_document.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.person_document.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.person_document.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.person_document.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.person_document.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.person_identifier (
    person_id bigint NOT NULL,
    code text NOT NULL,
    temporary boolean DEFAULT false NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.person_identifier IS 'Personal identity codes (Henkilötunnukset)';

COMMENT ON COLUMN registers.person_identifier.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.1';

COMMENT ON COLUMN registers.person_identifier.code IS 'Personal identity code (Henkilötunnus), 3.1.1';

COMMENT ON COLUMN registers.person_identifier.temporary IS 'Temporary code (Tilapäinen tunnus), 3.1.1';

COMMENT ON COLUMN registers.person_identifier.valid_from IS 'First day of the code (Tunnuksen ensimmäinen päivä), 3.1.1';

COMMENT ON COLUMN registers.person_identifier.valid_to IS 'Last day of the code (Tunnuksen viimeinen päivä), 3.1.1';

COMMENT ON COLUMN registers.person_identifier.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.person_identifier.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.person_identifier.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.person_identifier.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.person_identifier.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.plan (
    person_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    kind text NOT NULL,
    signed_on date NOT NULL,
    review_on date,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.plan IS 'Plans (Suunnitelmat)';

COMMENT ON COLUMN registers.plan.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.4';

COMMENT ON COLUMN registers.plan.plan_id IS 'Internal id of the plan (Suunnitelman sisäinen tunniste), 3.1.4';

COMMENT ON COLUMN registers.plan.kind IS 'Kind of plan (Suunnitelman laji), 3.1.4';

COMMENT ON COLUMN registers.plan.signed_on IS 'Date of signing (Allekirjoituspäivä), 3.1.4';

COMMENT ON COLUMN registers.plan.review_on IS 'Date of review (Tarkistuspäivä), 3.1.4';

COMMENT ON COLUMN registers.plan.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.plan.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.plan.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.plan.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.plan.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.plan_task (
    person_id bigint NOT NULL,
    plan_task_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    agreed_on date NOT NULL,
    task text NOT NULL,
    due_on date,
    done boolean,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.plan_task IS 'Plan tasks (Suunnitelmien tehtävät)';

COMMENT ON COLUMN registers.plan_task.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.4';

COMMENT ON COLUMN registers.plan_task.plan_task_id IS 'Internal id of the plan task (Suunnitelman tehtävän sisäinen tunniste), 3.1.4';

COMMENT ON COLUMN registers.plan_task.plan_id IS 'Internal id of the plan (Suunnitelman sisäinen tunniste), 3.1.4';

COMMENT ON COLUMN registers.plan_task.agreed_on IS 'Date of agreement (Sopimispäivä), 3.1.4';

COMMENT ON COLUMN registers.plan_task.task IS 'Task agreed in the plan (Suunnitelmassa sovittu tehtävä), 3.1.4';

COMMENT ON COLUMN registers.plan_task.due_on IS 'Due date of the task (Tehtävän määräpäivä), 3.1.4';

COMMENT ON COLUMN registers.plan_task.done IS 'Task done (Tehtävä toteutunut), 3.1.4';

COMMENT ON COLUMN registers.plan_task.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.plan_task.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.plan_task.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.plan_task.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.plan_task.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.policy_statement (
    person_id bigint NOT NULL,
    policy_statement_id bigint NOT NULL,
    given_on date NOT NULL,
    start_date date NOT NULL,
    end_date date,
    content text NOT NULL,
    recipient text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT policy_statement_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.policy_statement IS 'Labour policy statements (Työvoimapoliittiset lausunnot)';

COMMENT ON COLUMN registers.policy_statement.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.8';

COMMENT ON COLUMN registers.policy_statement.policy_statement_id IS 'Internal id of the labour policy statement (Työvoimapoliittisen lausunnon sisäinen tunniste), 3.1.8';

COMMENT ON COLUMN registers.policy_statement.given_on IS 'Date of the statement (Lausunnon antopäivä), 3.1.8';

COMMENT ON COLUMN registers.policy_statement.start_date IS 'First day covered (Lausunnon ensimmäinen päivä), 3.1.8';

COMMENT ON COLUMN registers.policy_statement.end_date IS 'Last day covered (Lausunnon viimeinen päivä), 3.1.8';

COMMENT ON COLUMN registers.policy_statement.content IS 'Content of the statement (Lausunnon sisältö), 3.1.8';

COMMENT ON COLUMN registers.policy_statement.recipient IS 'Recipient of the statement (Lausunnon saaja), 3.1.8';

COMMENT ON COLUMN registers.policy_statement.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.policy_statement.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.policy_statement.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.policy_statement.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.policy_statement.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.procured_service (
    provider_id bigint NOT NULL,
    procured_service_id bigint NOT NULL,
    kind text NOT NULL,
    contract_number text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    price numeric(12,2) NOT NULL,
    places integer NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.procured_service IS 'Procured services (Hankitut palvelut)';

COMMENT ON COLUMN registers.procured_service.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.4';

COMMENT ON COLUMN registers.procured_service.procured_service_id IS 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.4';

COMMENT ON COLUMN registers.procured_service.kind IS 'Kind of procurement (Hankinnan laji), 3.3.4';

COMMENT ON COLUMN registers.procured_service.contract_number IS 'Contract number (Sopimusnumero), 3.3.3';

COMMENT ON COLUMN registers.procured_service.start_date IS 'Start of contract (Sopimuksen alkamispäivä), 3.3.3';

COMMENT ON COLUMN registers.procured_service.end_date IS 'End of contract (Sopimuksen päättymispäivä), 3.3.3';

COMMENT ON COLUMN registers.procured_service.price IS 'Contract price (Sopimushinta), 3.3.3';

COMMENT ON COLUMN registers.procured_service.places IS 'Number of places (Paikkojen määrä), 3.3.4';

COMMENT ON COLUMN registers.procured_service.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.procured_service.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.procured_service.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.procured_service.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.procured_service.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.provider (
    provider_id bigint NOT NULL,
    business_id text NOT NULL,
    name text NOT NULL,
    municipality text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.provider IS 'Service providers (Palveluntuottajat)';

COMMENT ON COLUMN registers.provider.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.1';

COMMENT ON COLUMN registers.provider.business_id IS 'Business ID (Y-tunnus), 3.3.1';

COMMENT ON COLUMN registers.provider.name IS 'Provider''s name (Palveluntuottajan nimi), 3.3.1';

COMMENT ON COLUMN registers.provider.municipality IS 'Provider''s domicile (Palveluntuottajan kotipaikka), 3.3.1';

COMMENT ON COLUMN registers.provider.start_date IS 'Start of contractual relation (Sopimussuhteen alku), 3.3.2';

COMMENT ON COLUMN registers.provider.end_date IS 'End of contractual relation (Sopimussuhteen loppu), 3.3.2';

COMMENT ON COLUMN registers.provider.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.provider.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.provider.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.provider.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.provider.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.provider_capacity (
    provider_id bigint NOT NULL,
    provider_capacity_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    kind text NOT NULL,
    municipality text NOT NULL,
    places integer NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT provider_capacity_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.provider_capacity IS 'Providers'' capacity (Palveluntuottajien tarjonta)';

COMMENT ON COLUMN registers.provider_capacity.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.6';

COMMENT ON COLUMN registers.provider_capacity.provider_capacity_id IS 'Internal id of the provider capacity (Tuottajan tarjonnan sisäinen tunniste), 3.3.6';

COMMENT ON COLUMN registers.provider_capacity.start_date IS 'Start of the capacity (Tarjonnan alku), 3.3.6';

COMMENT ON COLUMN registers.provider_capacity.end_date IS 'End of the capacity (Tarjonnan loppu), 3.3.6';

COMMENT ON COLUMN registers.provider_capacity.kind IS 'Service offered (Tarjottu palvelu), 3.3.6';

COMMENT ON COLUMN registers.provider_capacity.municipality IS 'Municipality of the service (Palvelupaikan kunta), 3.3.6';

COMMENT ON COLUMN registers.provider_capacity.places IS 'Places offered (Tarjotut paikat), 3.3.6';

COMMENT ON COLUMN registers.provider_capacity.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.provider_capacity.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.provider_capacity.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.provider_capacity.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.provider_capacity.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.provider_contact (
    provider_id bigint NOT NULL,
    provider_contact_id bigint NOT NULL,
    contact_on date NOT NULL,
    mode text NOT NULL,
    contact_person text,
    note text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.provider_contact IS 'Provider dealings (Palveluntuottajien asioinnit)';

COMMENT ON COLUMN registers.provider_contact.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.2';

COMMENT ON COLUMN registers.provider_contact.provider_contact_id IS 'Internal id of the provider dealing (Tuottajan asioinnin sisäinen tunniste), 3.3.2';

COMMENT ON COLUMN registers.provider_contact.contact_on IS 'Date of the provider''s dealing (Tuottajan asiointipäivä), 3.3.2';

COMMENT ON COLUMN registers.provider_contact.mode IS 'Mode of the provider''s dealing (Tuottajan asiointitapa), 3.3.2';

COMMENT ON COLUMN registers.provider_contact.contact_person IS 'Provider''s contact person (Tuottajan yhteyshenkilö), 3.3.2';

COMMENT ON COLUMN registers.provider_contact.note IS 'Further details (Lisätiedot), 3.3.2';

COMMENT ON COLUMN registers.provider_contact.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.provider_contact.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.provider_contact.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.provider_contact.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.provider_contact.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.provider_document (
    provider_id bigint NOT NULL,
    provider_document_id bigint NOT NULL,
    dated_on date NOT NULL,
    kind text NOT NULL,
    reference text NOT NULL,
    kept_at text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.provider_document IS 'Providers'' document references (Palveluntuottajien asiakirjaviitteet)';

COMMENT ON COLUMN registers.provider_document.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.4b';

COMMENT ON COLUMN registers.provider_document.provider_document_id IS 'Internal id of the document reference (Asiakirjaviitteen sisäinen tunniste), 3.4b';

COMMENT ON COLUMN registers.provider_document.dated_on IS 'Date of the document (Asiakirjan päiväys), 3.4b';

COMMENT ON COLUMN registers.provider_document.kind IS 'Kind of document (Asiakirjan laji), 3.4b';

COMMENT ON COLUMN registers.provider_document.reference IS 'Reference of the document (Asiakirjan tunnus), 3.4b';

COMMENT ON COLUMN registers.provider_document.kept_at IS 'Where it is kept (Säilytyspaikka), 3.4b';

COMMENT ON COLUMN registers.provider_document.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.provider_document.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.provider_document.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.provider_document.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.provider_document.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.provider_other_data (
    provider_id bigint NOT NULL,
    provider_other_data_id bigint NOT NULL,
    recorded_on date NOT NULL,
    kind text NOT NULL,
    amount integer,
    content text,
    non_personal boolean NOT NULL,
    checked_by text NOT NULL,
    checked_on date NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT provider_other_data_is_not_personal CHECK (non_personal)
);

COMMENT ON TABLE registers.provider_other_data IS 'Providers'' other data (Palveluntuottajien muut tiedot)';

COMMENT ON COLUMN registers.provider_other_data.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.4a';

COMMENT ON COLUMN registers.provider_other_data.provider_other_data_id IS 'Internal id of the other datum (Muun tiedon sisäinen tunniste), 3.4a';

COMMENT ON COLUMN registers.provider_other_data.recorded_on IS 'Date of the other datum (Muun tiedon päivä), 3.4a';

COMMENT ON COLUMN registers.provider_other_data.kind IS 'Kind of other datum (Muun tiedon laji), 3.4a';

COMMENT ON COLUMN registers.provider_other_data.amount IS 'Figure of the other datum (Muun tiedon lukumäärä), 3.4a';

COMMENT ON COLUMN registers.provider_other_data.content IS 'Content of the other datum (Muun tiedon sisältö), 3.4a';

COMMENT ON COLUMN registers.provider_other_data.non_personal IS 'Not personal data (Ei henkilötieto), 3.4a';

COMMENT ON COLUMN registers.provider_other_data.checked_by IS 'Checked by (Tarkastaja), 3.4a';

COMMENT ON COLUMN registers.provider_other_data.checked_on IS 'Date of the check (Tarkastuspäivä), 3.4a';

COMMENT ON COLUMN registers.provider_other_data.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.provider_other_data.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.provider_other_data.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.provider_other_data.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.provider_other_data.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.service_application (
    provider_id bigint NOT NULL,
    service_application_id bigint NOT NULL,
    procured_service_id bigint NOT NULL,
    person_id bigint,
    applied_on date NOT NULL,
    selected_on date,
    selection text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.service_application IS 'Applications and selection to services (Palveluihin haku ja valinta)';

COMMENT ON COLUMN registers.service_application.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.5';

COMMENT ON COLUMN registers.service_application.service_application_id IS 'Internal id of the service application (Palveluun hakemisen sisäinen tunniste), 3.3.5';

COMMENT ON COLUMN registers.service_application.procured_service_id IS 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.5';

COMMENT ON COLUMN registers.service_application.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.3.5';

COMMENT ON COLUMN registers.service_application.applied_on IS 'Date of application (Hakupäivä), 3.3.5';

COMMENT ON COLUMN registers.service_application.selected_on IS 'Date of selection (Valintapäivä), 3.3.5';

COMMENT ON COLUMN registers.service_application.selection IS 'Result of the selection (Valinnan tulos), 3.3.5';

COMMENT ON COLUMN registers.service_application.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.service_application.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.service_application.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.service_application.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.service_application.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.service_followup (
    provider_id bigint NOT NULL,
    service_followup_id bigint NOT NULL,
    procured_service_id bigint NOT NULL,
    followed_up_on date NOT NULL,
    started integer NOT NULL,
    completed integer NOT NULL,
    employed integer NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.service_followup IS 'Service follow-up (Palvelujen seuranta)';

COMMENT ON COLUMN registers.service_followup.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.5';

COMMENT ON COLUMN registers.service_followup.service_followup_id IS 'Internal id of the service follow-up (Palvelun seurannan sisäinen tunniste), 3.3.5';

COMMENT ON COLUMN registers.service_followup.procured_service_id IS 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.5';

COMMENT ON COLUMN registers.service_followup.followed_up_on IS 'Date of the service follow-up (Palvelun seurantapäivä), 3.3.5';

COMMENT ON COLUMN registers.service_followup.started IS 'Started (Aloittaneet), 3.3.5';

COMMENT ON COLUMN registers.service_followup.completed IS 'Completed (Päättäneet), 3.3.5';

COMMENT ON COLUMN registers.service_followup.employed IS 'Employed (Työllistyneet), 3.3.5';

COMMENT ON COLUMN registers.service_followup.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.service_followup.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.service_followup.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.service_followup.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.service_followup.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.service_need (
    person_id bigint NOT NULL,
    service_need_id bigint NOT NULL,
    assessed_on date NOT NULL,
    kind text NOT NULL,
    next_assessment_on date,
    note text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.service_need IS 'Service needs (Palvelutarpeet)';

COMMENT ON COLUMN registers.service_need.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.4';

COMMENT ON COLUMN registers.service_need.service_need_id IS 'Internal id of the service need (Palvelutarpeen sisäinen tunniste), 3.1.4';

COMMENT ON COLUMN registers.service_need.assessed_on IS 'Date of assessment (Arviointipäivä), 3.1.4';

COMMENT ON COLUMN registers.service_need.kind IS 'Kind of service need (Palvelutarpeen laji), 3.1.4';

COMMENT ON COLUMN registers.service_need.next_assessment_on IS 'Next assessment (Seuraava arvio), 3.1.4';

COMMENT ON COLUMN registers.service_need.note IS 'Further details (Lisätiedot), 3.1.4';

COMMENT ON COLUMN registers.service_need.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.service_need.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.service_need.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.service_need.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.service_need.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.service_period (
    person_id bigint NOT NULL,
    service_period_id bigint NOT NULL,
    kind text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    provider_id bigint,
    procured_service_id bigint,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.service_period IS 'Service periods (Palvelujaksot)';

COMMENT ON COLUMN registers.service_period.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.service_period.service_period_id IS 'Internal id of the service period (Palvelujakson sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.service_period.kind IS 'Kind of service (Palvelun laji), 3.1.6';

COMMENT ON COLUMN registers.service_period.start_date IS 'Start of service (Palvelun alkamispäivä), 3.1.6';

COMMENT ON COLUMN registers.service_period.end_date IS 'End of service (Palvelun päättymispäivä), 3.1.6';

COMMENT ON COLUMN registers.service_period.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.service_period.procured_service_id IS 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.service_period.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.service_period.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.service_period.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.service_period.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.service_period.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.skill (
    person_id bigint NOT NULL,
    skill_id bigint NOT NULL,
    recorded_on date NOT NULL,
    valid_until date,
    kind text NOT NULL,
    description text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT skill_ends_after_start CHECK ((valid_until >= recorded_on))
);

COMMENT ON TABLE registers.skill IS 'Skills and permits (Osaaminen ja luvat)';

COMMENT ON COLUMN registers.skill.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.3';

COMMENT ON COLUMN registers.skill.skill_id IS 'Internal id of the skill (Osaamisen sisäinen tunniste), 3.1.3';

COMMENT ON COLUMN registers.skill.recorded_on IS 'Date of the entry (Osaamisen merkitsemispäivä), 3.1.3';

COMMENT ON COLUMN registers.skill.valid_until IS 'Last day of validity (Luvan viimeinen voimassaolopäivä), 3.1.3';

COMMENT ON COLUMN registers.skill.kind IS 'Kind of skill (Osaamisen laji), 3.1.3';

COMMENT ON COLUMN registers.skill.description IS 'Description of the skill (Osaamisen kuvaus), 3.1.3';

COMMENT ON COLUMN registers.skill.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.skill.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.skill.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.skill.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.skill.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.special_arrangement (
    person_id bigint NOT NULL,
    special_arrangement_id bigint NOT NULL,
    kind text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    note text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT special_arrangement_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.special_arrangement IS 'Special arrangements (Erityisjärjestelyt)';

COMMENT ON COLUMN registers.special_arrangement.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.special_arrangement.special_arrangement_id IS 'Internal id of the special arrangement (Erityisjärjestelyn sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.special_arrangement.kind IS 'Kind of special arrangement (Erityisjärjestelyn laji), 3.1.2';

COMMENT ON COLUMN registers.special_arrangement.start_date IS 'Start of the arrangement (Järjestelyn alku), 3.1.2';

COMMENT ON COLUMN registers.special_arrangement.end_date IS 'End of the arrangement (Järjestelyn loppu), 3.1.2';

COMMENT ON COLUMN registers.special_arrangement.note IS 'Further details (Lisätiedot), 3.1.2';

COMMENT ON COLUMN registers.special_arrangement.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.special_arrangement.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.special_arrangement.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.special_arrangement.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.special_arrangement.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.subsidy_decision (
    employer_id bigint NOT NULL,
    subsidy_decision_id bigint NOT NULL,
    subsidy_place_id bigint,
    person_id bigint,
    decided_on date NOT NULL,
    start_date date NOT NULL,
    end_date date,
    result text NOT NULL,
    percent integer,
    amount numeric(12,2),
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT subsidy_decision_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.subsidy_decision IS 'Pay-subsidy decisions (Palkkatukipäätökset)';

COMMENT ON COLUMN registers.subsidy_decision.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_decision.subsidy_decision_id IS 'Internal id of the pay-subsidy decision (Palkkatukipäätöksen sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_decision.subsidy_place_id IS 'Internal id of the pay-subsidy place (Palkkatukipaikan sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_decision.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_decision.decided_on IS 'Date of decision (Päätöspäivä), 3.2.5';

COMMENT ON COLUMN registers.subsidy_decision.start_date IS 'Start of the subsidy (Tukijakson alku), 3.2.5';

COMMENT ON COLUMN registers.subsidy_decision.end_date IS 'End of the subsidy (Tukijakson loppu), 3.2.5';

COMMENT ON COLUMN registers.subsidy_decision.result IS 'Result of the decision (Päätöksen tulos), 3.2.5';

COMMENT ON COLUMN registers.subsidy_decision.percent IS 'Share of wage costs (Tuen osuus palkkauskustannuksista), 3.2.5';

COMMENT ON COLUMN registers.subsidy_decision.amount IS 'Largest amount granted (Myönnetty enimmäismäärä), 3.2.5';

COMMENT ON COLUMN registers.subsidy_decision.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.subsidy_decision.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.subsidy_decision.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.subsidy_decision.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.subsidy_decision.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.subsidy_followup (
    employer_id bigint NOT NULL,
    subsidy_followup_id bigint NOT NULL,
    subsidy_decision_id bigint NOT NULL,
    followed_up_on date NOT NULL,
    finding text NOT NULL,
    reclaimed numeric(12,2),
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.subsidy_followup IS 'Pay-subsidy follow-up (Palkkatuen seuranta)';

COMMENT ON COLUMN registers.subsidy_followup.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_followup.subsidy_followup_id IS 'Internal id of the pay-subsidy follow-up (Palkkatuen seurannan sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_followup.subsidy_decision_id IS 'Internal id of the pay-subsidy decision (Palkkatukipäätöksen sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_followup.followed_up_on IS 'Date of the subsidy follow-up (Palkkatuen seurantapäivä), 3.2.5';

COMMENT ON COLUMN registers.subsidy_followup.finding IS 'Finding of the follow-up (Seurannan havainto), 3.2.5';

COMMENT ON COLUMN registers.subsidy_followup.reclaimed IS 'Amount reclaimed (Takaisin peritty määrä), 3.2.5';

COMMENT ON COLUMN registers.subsidy_followup.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.subsidy_followup.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.subsidy_followup.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.subsidy_followup.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.subsidy_followup.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.subsidy_offer (
    person_id bigint NOT NULL,
    subsidy_offer_id bigint NOT NULL,
    employer_id bigint NOT NULL,
    subsidy_place_id bigint NOT NULL,
    offered_on date NOT NULL,
    result text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.subsidy_offer IS 'Offers to pay-subsidy places (Tarjoukset palkkatukipaikkoihin)';

COMMENT ON COLUMN registers.subsidy_offer.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.subsidy_offer.subsidy_offer_id IS 'Internal id of the pay-subsidy offer (Palkkatukipaikan tarjouksen sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.subsidy_offer.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.subsidy_offer.subsidy_place_id IS 'Internal id of the pay-subsidy place (Palkkatukipaikan sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.subsidy_offer.offered_on IS 'Date of the offer (Tarjouksen päivämäärä), 3.1.5';

COMMENT ON COLUMN registers.subsidy_offer.result IS 'Result of the offer (Tarjouksen tulos), 3.1.5';

COMMENT ON COLUMN registers.subsidy_offer.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.subsidy_offer.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.subsidy_offer.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.subsidy_offer.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.subsidy_offer.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.subsidy_payment (
    employer_id bigint NOT NULL,
    subsidy_payment_id bigint NOT NULL,
    subsidy_decision_id bigint NOT NULL,
    paid_on date NOT NULL,
    amount numeric(12,2) NOT NULL,
    payment_reference text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.subsidy_payment IS 'Pay-subsidy payments (Palkkatuen maksut)';

COMMENT ON COLUMN registers.subsidy_payment.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_payment.subsidy_payment_id IS 'Internal id of the pay-subsidy payment (Palkkatuen maksun sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_payment.subsidy_decision_id IS 'Internal id of the pay-subsidy decision (Palkkatukipäätöksen sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_payment.paid_on IS 'Date of payment (Maksupäivä), 3.2.5';

COMMENT ON COLUMN registers.subsidy_payment.amount IS 'Amount paid (Maksettu määrä), 3.2.5';

COMMENT ON COLUMN registers.subsidy_payment.payment_reference IS 'Payment reference (Maksuviite), 3.2.5';

COMMENT ON COLUMN registers.subsidy_payment.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.subsidy_payment.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.subsidy_payment.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.subsidy_payment.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.subsidy_payment.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.subsidy_place (
    employer_id bigint NOT NULL,
    subsidy_place_id bigint NOT NULL,
    reported_on date NOT NULL,
    closed_on date,
    occupation text NOT NULL,
    municipality text NOT NULL,
    working_time text NOT NULL,
    duration text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT subsidy_place_ends_after_start CHECK ((closed_on >= reported_on))
);

COMMENT ON TABLE registers.subsidy_place IS 'Pay-subsidy places (Palkkatukipaikat)';

COMMENT ON COLUMN registers.subsidy_place.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_place.subsidy_place_id IS 'Internal id of the pay-subsidy place (Palkkatukipaikan sisäinen tunniste), 3.2.5';

COMMENT ON COLUMN registers.subsidy_place.reported_on IS 'Date of report of the place (Palkkatukipaikan ilmoituspäivä), 3.2.5';

COMMENT ON COLUMN registers.subsidy_place.closed_on IS 'Date of closing of the place (Palkkatukipaikan sulkemispäivä), 3.2.5';

COMMENT ON COLUMN registers.subsidy_place.occupation IS 'Occupation of the place (Palkkatukipaikan ammatti), 3.2.5';

COMMENT ON COLUMN registers.subsidy_place.municipality IS 'Municipality of the place (Palkkatukipaikan kunta), 3.2.5';

COMMENT ON COLUMN registers.subsidy_place.working_time IS 'Working time in the place (Sijoitustyöpaikan työn työaika), 3.2.5';

COMMENT ON COLUMN registers.subsidy_place.duration IS 'Duration of the placement (Sijoituksen kesto), 3.2.5';

COMMENT ON COLUMN registers.subsidy_place.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.subsidy_place.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.subsidy_place.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.subsidy_place.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.subsidy_place.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.training (
    provider_id bigint NOT NULL,
    training_id bigint NOT NULL,
    procured_service_id bigint,
    start_date date NOT NULL,
    end_date date,
    title text NOT NULL,
    kind text NOT NULL,
    field text NOT NULL,
    municipality text NOT NULL,
    places integer NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT training_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.training IS 'Labour market trainings (Työvoimakoulutukset)';

COMMENT ON COLUMN registers.training.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.7';

COMMENT ON COLUMN registers.training.training_id IS 'Internal id of the labour market training (Työvoimakoulutuksen sisäinen tunniste), 3.3.7';

COMMENT ON COLUMN registers.training.procured_service_id IS 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.7';

COMMENT ON COLUMN registers.training.start_date IS 'Start of the training (Koulutuksen alku), 3.3.7';

COMMENT ON COLUMN registers.training.end_date IS 'End of the training (Koulutuksen loppu), 3.3.7';

COMMENT ON COLUMN registers.training.title IS 'Title of the training (Koulutuksen nimi), 3.3.7';

COMMENT ON COLUMN registers.training.kind IS 'Kind of training (Koulutuksen laji), 3.3.7';

COMMENT ON COLUMN registers.training.field IS 'Field of the training (Koulutuksen ala), 3.3.7';

COMMENT ON COLUMN registers.training.municipality IS 'Municipality of the training (Koulutuspaikan kunta), 3.3.7';

COMMENT ON COLUMN registers.training.places IS 'Training places (Koulutuspaikat), 3.3.7';

COMMENT ON COLUMN registers.training.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.training.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.training.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.training.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.training.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.training_application (
    provider_id bigint NOT NULL,
    training_application_id bigint NOT NULL,
    training_id bigint NOT NULL,
    person_id bigint,
    applied_on date NOT NULL,
    selected_on date,
    selection text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.training_application IS 'Applications and selection to labour market training (Työvoimakoulutuksen haku ja valinta)';

COMMENT ON COLUMN registers.training_application.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.7';

COMMENT ON COLUMN registers.training_application.training_application_id IS 'Internal id of the training application (Koulutushakemuksen sisäinen tunniste), 3.3.7';

COMMENT ON COLUMN registers.training_application.training_id IS 'Internal id of the labour market training (Työvoimakoulutuksen sisäinen tunniste), 3.3.7';

COMMENT ON COLUMN registers.training_application.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.3.7';

COMMENT ON COLUMN registers.training_application.applied_on IS 'Date of application to training (Koulutukseen hakupäivä), 3.3.7';

COMMENT ON COLUMN registers.training_application.selected_on IS 'Date of selection to training (Koulutukseen valintapäivä), 3.3.7';

COMMENT ON COLUMN registers.training_application.selection IS 'Result of the student selection (Opiskelijavalinnan tulos), 3.3.7';

COMMENT ON COLUMN registers.training_application.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.training_application.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.training_application.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.training_application.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.training_application.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.training_followup (
    provider_id bigint NOT NULL,
    training_followup_id bigint NOT NULL,
    training_id bigint NOT NULL,
    followed_up_on date NOT NULL,
    started integer NOT NULL,
    completed integer NOT NULL,
    employed integer NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.training_followup IS 'Labour market training follow-up (Työvoimakoulutuksen seuranta)';

COMMENT ON COLUMN registers.training_followup.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.7';

COMMENT ON COLUMN registers.training_followup.training_followup_id IS 'Internal id of the training follow-up (Koulutuksen seurannan sisäinen tunniste), 3.3.7';

COMMENT ON COLUMN registers.training_followup.training_id IS 'Internal id of the labour market training (Työvoimakoulutuksen sisäinen tunniste), 3.3.7';

COMMENT ON COLUMN registers.training_followup.followed_up_on IS 'Date of the training follow-up (Koulutuksen seurantapäivä), 3.3.7';

COMMENT ON COLUMN registers.training_followup.started IS 'Started the training (Koulutuksen aloittaneet), 3.3.7';

COMMENT ON COLUMN registers.training_followup.completed IS 'Completed the training (Koulutuksen päättäneet), 3.3.7';

COMMENT ON COLUMN registers.training_followup.employed IS 'Employed after the training (Koulutuksesta työllistyneet), 3.3.7';

COMMENT ON COLUMN registers.training_followup.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.training_followup.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.training_followup.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.training_followup.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.training_followup.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.training_offer (
    person_id bigint NOT NULL,
    training_offer_id bigint NOT NULL,
    provider_id bigint,
    training_id bigint,
    offered_on date NOT NULL,
    result text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.training_offer IS 'Training offers (Koulutustarjoukset)';

COMMENT ON COLUMN registers.training_offer.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.training_offer.training_offer_id IS 'Internal id of the training offer (Koulutustarjouksen sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.training_offer.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.training_offer.training_id IS 'Internal id of the labour market training (Työvoimakoulutuksen sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.training_offer.offered_on IS 'Date of the training offer (Koulutustarjouksen päivämäärä), 3.1.5';

COMMENT ON COLUMN registers.training_offer.result IS 'Result of the training offer (Koulutustarjouksen tulos), 3.1.5';

COMMENT ON COLUMN registers.training_offer.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.training_offer.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.training_offer.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.training_offer.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.training_offer.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.vacancy (
    employer_id bigint NOT NULL,
    vacancy_id bigint NOT NULL,
    notice_number text NOT NULL,
    occupation text NOT NULL,
    municipality text NOT NULL,
    reported_on date NOT NULL,
    closed_on date,
    positions integer NOT NULL,
    working_time text NOT NULL,
    duration text NOT NULL,
    relation text NOT NULL,
    summer_job boolean DEFAULT false NOT NULL,
    apprenticeship boolean DEFAULT false NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.vacancy IS 'Vacancies (Avoimet työpaikat)';

COMMENT ON COLUMN registers.vacancy.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.4';

COMMENT ON COLUMN registers.vacancy.vacancy_id IS 'Internal id of the vacancy (Avoimen työpaikan sisäinen tunniste), 3.2.4';

COMMENT ON COLUMN registers.vacancy.notice_number IS 'Notice number (Ilmoitusnumero), 3.2.4';

COMMENT ON COLUMN registers.vacancy.occupation IS 'Occupation of the job (Työn ammatti), 3.2.4';

COMMENT ON COLUMN registers.vacancy.municipality IS 'Municipality of the workplace (Työpaikan sijaintikunta), 3.2.4';

COMMENT ON COLUMN registers.vacancy.reported_on IS 'Date of report (Ilmoituspäivä), 3.2.4';

COMMENT ON COLUMN registers.vacancy.closed_on IS 'Date of closing (Sulkemispäivä), 3.2.4';

COMMENT ON COLUMN registers.vacancy.positions IS 'Number of positions (Paikkojen määrä), 3.2.4';

COMMENT ON COLUMN registers.vacancy.working_time IS 'Working time (Työaika), 3.2.4';

COMMENT ON COLUMN registers.vacancy.duration IS 'Duration of the work (Työn kesto), 3.2.4';

COMMENT ON COLUMN registers.vacancy.relation IS 'Type of employment relation (Työsuhteen tyyppi), 3.2.4';

COMMENT ON COLUMN registers.vacancy.summer_job IS 'Summer job (Kesätyöpaikka), 3.2.4';

COMMENT ON COLUMN registers.vacancy.apprenticeship IS 'Apprenticeship (Oppisopimuspaikka), 3.2.4';

COMMENT ON COLUMN registers.vacancy.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.vacancy.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.vacancy.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.vacancy.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.vacancy.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.vacancy_filling (
    employer_id bigint NOT NULL,
    vacancy_filling_id bigint NOT NULL,
    vacancy_id bigint NOT NULL,
    person_id bigint,
    filled_on date NOT NULL,
    way text NOT NULL,
    positions integer NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.vacancy_filling IS 'Filling of vacancies (Avoimien työpaikkojen täyttö)';

COMMENT ON COLUMN registers.vacancy_filling.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.4';

COMMENT ON COLUMN registers.vacancy_filling.vacancy_filling_id IS 'Internal id of the filling of a vacancy (Työpaikan täytön sisäinen tunniste), 3.2.4';

COMMENT ON COLUMN registers.vacancy_filling.vacancy_id IS 'Internal id of the vacancy (Avoimen työpaikan sisäinen tunniste), 3.2.4';

COMMENT ON COLUMN registers.vacancy_filling.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.2.4';

COMMENT ON COLUMN registers.vacancy_filling.filled_on IS 'Date of filling (Täyttöpäivä), 3.2.4';

COMMENT ON COLUMN registers.vacancy_filling.way IS 'Way of filling (Täyttötapa), 3.2.4';

COMMENT ON COLUMN registers.vacancy_filling.positions IS 'Positions filled (Täytetyt paikat), 3.2.4';

COMMENT ON COLUMN registers.vacancy_filling.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.vacancy_filling.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.vacancy_filling.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.vacancy_filling.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.vacancy_filling.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.work_history (
    person_id bigint NOT NULL,
    work_history_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    occupation text NOT NULL,
    industry text,
    employer_name text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT work_history_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.work_history IS 'Work history (Työhistoria)';

COMMENT ON COLUMN registers.work_history.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.3';

COMMENT ON COLUMN registers.work_history.work_history_id IS 'Internal id of the work experience (Työkokemuksen sisäinen tunniste), 3.1.3';

COMMENT ON COLUMN registers.work_history.start_date IS 'Start of the work (Työn alku), 3.1.3';

COMMENT ON COLUMN registers.work_history.end_date IS 'End of the work (Työn loppu), 3.1.3';

COMMENT ON COLUMN registers.work_history.occupation IS 'Occupation of the work (Työn ammatti), 3.1.3';

COMMENT ON COLUMN registers.work_history.industry IS 'Industry of the workplace (Työpaikan toimiala), 3.1.3';

COMMENT ON COLUMN registers.work_history.employer_name IS 'Former employer''s name (Entisen työnantajan nimi), 3.1.3';

COMMENT ON COLUMN registers.work_history.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.work_history.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.work_history.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.work_history.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.work_history.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.work_trial (
    employer_id bigint NOT NULL,
    work_trial_id bigint NOT NULL,
    person_id bigint,
    agreed_on date NOT NULL,
    start_date date NOT NULL,
    end_date date,
    occupation text NOT NULL,
    end_reason text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT work_trial_ends_after_start CHECK ((end_date >= start_date))
);

COMMENT ON TABLE registers.work_trial IS 'Work-trial agreements (Työkokeilusopimukset)';

COMMENT ON COLUMN registers.work_trial.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.6';

COMMENT ON COLUMN registers.work_trial.work_trial_id IS 'Internal id of the work-trial agreement (Työkokeilusopimuksen sisäinen tunniste), 3.2.6';

COMMENT ON COLUMN registers.work_trial.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.2.6';

COMMENT ON COLUMN registers.work_trial.agreed_on IS 'Date of the agreement (Sopimuksen päiväys), 3.2.6';

COMMENT ON COLUMN registers.work_trial.start_date IS 'Start of the work trial (Työkokeilun alku), 3.2.6';

COMMENT ON COLUMN registers.work_trial.end_date IS 'End of the work trial (Työkokeilun loppu), 3.2.6';

COMMENT ON COLUMN registers.work_trial.occupation IS 'Occupation of the work trial (Työkokeilun ammatti), 3.2.6';

COMMENT ON COLUMN registers.work_trial.end_reason IS 'Reason for the end of the trial (Työkokeilun päättymissyy), 3.2.6';

COMMENT ON COLUMN registers.work_trial.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.work_trial.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.work_trial.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.work_trial.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.work_trial.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

ALTER TABLE ONLY audit.checkpoints
    ADD CONSTRAINT checkpoint_pk PRIMARY KEY (checkpoint_id);

ALTER TABLE ONLY audit.closings
    ADD CONSTRAINT closing_pk PRIMARY KEY (seal_id);

ALTER TABLE ONLY audit.entries
    ADD CONSTRAINT entry_pk PRIMARY KEY (entry_id);

ALTER TABLE ONLY audit.seal_keys
    ADD CONSTRAINT seal_key_in_order UNIQUE (number);

ALTER TABLE ONLY audit.seal_keys
    ADD CONSTRAINT seal_key_pk PRIMARY KEY (key_id);

ALTER TABLE ONLY audit.seals
    ADD CONSTRAINT seal_pk PRIMARY KEY (seal_id);

ALTER TABLE ONLY permits.access_applications
    ADD CONSTRAINT access_application_pk PRIMARY KEY (application_id);

ALTER TABLE ONLY permits.alerts
    ADD CONSTRAINT alert_pk PRIMARY KEY (rule, actor, day);

ALTER TABLE ONLY permits.alerts_mark
    ADD CONSTRAINT alerts_mark_pk PRIMARY KEY (singleton);

ALTER TABLE ONLY permits.answer_drafts
    ADD CONSTRAINT answer_draft_pk PRIMARY KEY (case_id, question, writer);

ALTER TABLE ONLY permits.api_requests
    ADD CONSTRAINT api_request_pk PRIMARY KEY (actor, key);

ALTER TABLE ONLY permits.area_municipalities
    ADD CONSTRAINT area_municipality_pk PRIMARY KEY (area, municipality, valid_from);

ALTER TABLE ONLY permits.assessments
    ADD CONSTRAINT assessment_pk PRIMARY KEY (assessment_id, version);

ALTER TABLE ONLY permits.attachment_parts
    ADD CONSTRAINT attachment_part_pk PRIMARY KEY (case_id, number, part);

ALTER TABLE ONLY permits.attachments
    ADD CONSTRAINT attachment_pk PRIMARY KEY (case_id, number);

ALTER TABLE ONLY permits.breaches
    ADD CONSTRAINT breach_pk PRIMARY KEY (breach_id);

ALTER TABLE ONLY permits.build_progress
    ADD CONSTRAINT build_progress_pk PRIMARY KEY (order_id);

ALTER TABLE ONLY permits.calendar_links
    ADD CONSTRAINT calendar_link_once UNIQUE (token_sha256);

ALTER TABLE ONLY permits.calendar_links
    ADD CONSTRAINT calendar_link_pk PRIMARY KEY (user_id);

ALTER TABLE ONLY permits.case_holds
    ADD CONSTRAINT case_hold_pk PRIMARY KEY (subject, placed_at);

ALTER TABLE ONLY permits.cases
    ADD CONSTRAINT case_pk PRIMARY KEY (case_id);

ALTER TABLE ONLY permits.case_removals
    ADD CONSTRAINT case_removal_pk PRIMARY KEY (subject);

ALTER TABLE ONLY permits.charge_batches
    ADD CONSTRAINT charge_batch_once PRIMARY KEY (batch);

ALTER TABLE ONLY permits.charges
    ADD CONSTRAINT charge_once PRIMARY KEY (subject, charge);

ALTER TABLE ONLY permits.clients
    ADD CONSTRAINT client_pk PRIMARY KEY (client_id);

ALTER TABLE ONLY permits.client_secrets
    ADD CONSTRAINT client_secret_pk PRIMARY KEY (secret_hash);

ALTER TABLE ONLY permits.client_tokens
    ADD CONSTRAINT client_token_pk PRIMARY KEY (token_hash);

ALTER TABLE ONLY permits.clock
    ADD CONSTRAINT clock_pk PRIMARY KEY (singleton);

ALTER TABLE ONLY permits.cohorts
    ADD CONSTRAINT cohort_pk PRIMARY KEY (order_id, subject);

ALTER TABLE ONLY permits.deliveries
    ADD CONSTRAINT delivery_file_once UNIQUE (file);

ALTER TABLE ONLY permits.deliveries
    ADD CONSTRAINT delivery_hash_of_order UNIQUE (order_id, sha256);

ALTER TABLE ONLY permits.deliveries
    ADD CONSTRAINT delivery_pk PRIMARY KEY (order_id);

ALTER TABLE ONLY permits.desk_drafts
    ADD CONSTRAINT desk_draft_pk PRIMARY KEY (case_id, number);

ALTER TABLE ONLY permits.destroyed_keys
    ADD CONSTRAINT destroyed_key_pk PRIMARY KEY (case_id);

ALTER TABLE ONLY permits.directory
    ADD CONSTRAINT directory_is_one PRIMARY KEY (one);

ALTER TABLE ONLY permits.disclosures
    ADD CONSTRAINT disclosure_pk PRIMARY KEY (disclosure_id);

ALTER TABLE ONLY permits.due_dates
    ADD CONSTRAINT due_date_pk PRIMARY KEY (subject, kind, due_on);

ALTER TABLE ONLY permits.environment_keys
    ADD CONSTRAINT environment_key_pk PRIMARY KEY (environment, version);

ALTER TABLE ONLY permits.erasures
    ADD CONSTRAINT erasure_pk PRIMARY KEY (request_id, table_name, row_key);

ALTER TABLE ONLY permits.events
    ADD CONSTRAINT event_pk PRIMARY KEY (event_id);

ALTER TABLE ONLY permits.events
    ADD CONSTRAINT event_version_once UNIQUE (subject, version);

ALTER TABLE ONLY permits.feasibility_questions
    ADD CONSTRAINT feasibility_question_pk PRIMARY KEY (question_id);

ALTER TABLE ONLY permits.grant_versions
    ADD CONSTRAINT grant_version_pk PRIMARY KEY (holder);

ALTER TABLE ONLY permits.handling_times
    ADD CONSTRAINT handling_time_pk PRIMARY KEY (subject);

ALTER TABLE ONLY permits.holds
    ADD CONSTRAINT hold_pk PRIMARY KEY (hold_id);

ALTER TABLE ONLY permits.identities
    ADD CONSTRAINT identity_once_at_an_issuer UNIQUE (issuer, user_id);

ALTER TABLE ONLY permits.identities
    ADD CONSTRAINT identity_pk PRIMARY KEY (issuer, subject);

ALTER TABLE ONLY permits.invitations
    ADD CONSTRAINT invitation_pk PRIMARY KEY (case_id, question, number);

ALTER TABLE ONLY permits.invitations
    ADD CONSTRAINT invitation_token_once UNIQUE (token);

ALTER TABLE ONLY permits.law_confirmations
    ADD CONSTRAINT law_confirmation_pk PRIMARY KEY (from_day, sha256);

ALTER TABLE ONLY permits.legacy_permits
    ADD CONSTRAINT legacy_permit_once UNIQUE (number);

ALTER TABLE ONLY permits.legacy_permits
    ADD CONSTRAINT legacy_permit_pk PRIMARY KEY (legacy_id);

ALTER TABLE ONLY permits.letters
    ADD CONSTRAINT letter_made_once UNIQUE (case_id, kind, lang, event);

ALTER TABLE ONLY permits.letters
    ADD CONSTRAINT letter_pk PRIMARY KEY (case_id, number);

ALTER TABLE ONLY permits.letter_receivers
    ADD CONSTRAINT letter_receiver_pk PRIMARY KEY (case_id, number, receiver);

ALTER TABLE ONLY permits.letter_signatures
    ADD CONSTRAINT letter_signature_pk PRIMARY KEY (case_id, number);

ALTER TABLE ONLY permits.life_runs
    ADD CONSTRAINT life_run_is_of_one_day PRIMARY KEY (law_day);

ALTER TABLE ONLY permits.likenesses
    ADD CONSTRAINT likeness_pk PRIMARY KEY (case_id, other);

ALTER TABLE ONLY permits.mails_due
    ADD CONSTRAINT mail_due_pk PRIMARY KEY (subject, version);

ALTER TABLE ONLY permits.mails
    ADD CONSTRAINT mail_pk PRIMARY KEY (subject, version, part, recipient);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_number_once_on_case UNIQUE (case_id, number);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_number_once_on_disclosure UNIQUE (disclosure_id, number);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_pk PRIMARY KEY (order_id);

ALTER TABLE ONLY permits.practice_files
    ADD CONSTRAINT practice_file_of_scope_once UNIQUE (case_id, scope_hash);

ALTER TABLE ONLY permits.practice_files
    ADD CONSTRAINT practice_file_pk PRIMARY KEY (practice_id);

ALTER TABLE ONLY permits.practice
    ADD CONSTRAINT practice_pk PRIMARY KEY (case_id, item);

ALTER TABLE ONLY permits.questions
    ADD CONSTRAINT question_pk PRIMARY KEY (case_id, question);

ALTER TABLE ONLY permits.queue_items
    ADD CONSTRAINT queue_item_pk PRIMARY KEY (subject);

ALTER TABLE ONLY permits.receipts
    ADD CONSTRAINT receipt_pk PRIMARY KEY (order_id);

ALTER TABLE ONLY permits.register_entries
    ADD CONSTRAINT register_entry_pk PRIMARY KEY (subject);

ALTER TABLE ONLY permits.register_summaries
    ADD CONSTRAINT register_summary_pk PRIMARY KEY (summary_id);

ALTER TABLE ONLY permits.registry_numbers
    ADD CONSTRAINT registry_number_once UNIQUE (system, number);

ALTER TABLE ONLY permits.registry_numbers
    ADD CONSTRAINT registry_number_pk PRIMARY KEY (subject);

ALTER TABLE ONLY permits.removals
    ADD CONSTRAINT removal_pk PRIMARY KEY (batch_id);

ALTER TABLE ONLY permits.requests
    ADD CONSTRAINT request_pk PRIMARY KEY (request_id);

ALTER TABLE ONLY permits.right_notices
    ADD CONSTRAINT right_notice_pk PRIMARY KEY (notice_id);

ALTER TABLE ONLY permits.rights
    ADD CONSTRAINT right_pk PRIMARY KEY (right_id);

ALTER TABLE ONLY permits.rights_used
    ADD CONSTRAINT right_use_pk PRIMARY KEY (right_id, day);

ALTER TABLE ONLY permits.rights_versions
    ADD CONSTRAINT right_version_pk PRIMARY KEY (right_id, version);

ALTER TABLE ONLY permits.sign_ins
    ADD CONSTRAINT sign_in_pk PRIMARY KEY (sign_in_id);

ALTER TABLE ONLY permits.sketches
    ADD CONSTRAINT sketch_pk PRIMARY KEY (case_id);

ALTER TABLE ONLY permits.subject_lookups
    ADD CONSTRAINT subject_lookup_pk PRIMARY KEY (request_id);

ALTER TABLE ONLY permits.subject_requests
    ADD CONSTRAINT subject_request_pk PRIMARY KEY (request_id);

ALTER TABLE ONLY permits.subject_tokens
    ADD CONSTRAINT subject_token_once UNIQUE (token);

ALTER TABLE ONLY permits.subject_tokens
    ADD CONSTRAINT subject_token_pk PRIMARY KEY (subject, subject_id);

ALTER TABLE ONLY permits.subject_withholdings
    ADD CONSTRAINT subject_withholding_pk PRIMARY KEY (request_id, number);

ALTER TABLE ONLY permits.texts
    ADD CONSTRAINT text_pk PRIMARY KEY (subject, number);

ALTER TABLE ONLY permits.trials
    ADD CONSTRAINT trial_pk PRIMARY KEY (case_id, number);

ALTER TABLE ONLY permits.user_clients
    ADD CONSTRAINT user_client_pk PRIMARY KEY (user_id);

ALTER TABLE ONLY permits.users
    ADD CONSTRAINT user_pk PRIMARY KEY (user_id);

ALTER TABLE ONLY permits.wrapped_keys
    ADD CONSTRAINT wrapped_key_of_basis_once UNIQUE (basis_id);

ALTER TABLE ONLY registers.background
    ADD CONSTRAINT background_pk PRIMARY KEY (person_id, background_id);

ALTER TABLE ONLY registers.benefit
    ADD CONSTRAINT benefit_pk PRIMARY KEY (person_id, benefit_id);

ALTER TABLE ONLY registers.clarification
    ADD CONSTRAINT clarification_pk PRIMARY KEY (person_id, clarification_id);

ALTER TABLE ONLY registers.clientship
    ADD CONSTRAINT clientship_pk PRIMARY KEY (person_id, clientship_id);

ALTER TABLE ONLY registers.consent
    ADD CONSTRAINT consent_pk PRIMARY KEY (person_id, consent_id);

ALTER TABLE ONLY registers.contact
    ADD CONSTRAINT contact_pk PRIMARY KEY (person_id, contact_id);

ALTER TABLE ONLY registers.contract_payment
    ADD CONSTRAINT contract_payment_pk PRIMARY KEY (provider_id, contract_payment_id);

ALTER TABLE ONLY registers.contract
    ADD CONSTRAINT contract_pk PRIMARY KEY (provider_id, contract_id);

ALTER TABLE ONLY registers.degree
    ADD CONSTRAINT degree_pk PRIMARY KEY (person_id, degree_id);

ALTER TABLE ONLY registers.employer_contact
    ADD CONSTRAINT employer_contact_pk PRIMARY KEY (employer_id, employer_contact_id);

ALTER TABLE ONLY registers.employer_document
    ADD CONSTRAINT employer_document_pk PRIMARY KEY (employer_id, employer_document_id);

ALTER TABLE ONLY registers.employer_need
    ADD CONSTRAINT employer_need_pk PRIMARY KEY (employer_id, employer_need_id);

ALTER TABLE ONLY registers.employer_other_data
    ADD CONSTRAINT employer_other_data_pk PRIMARY KEY (employer_id, employer_other_data_id);

ALTER TABLE ONLY registers.employer
    ADD CONSTRAINT employer_pk PRIMARY KEY (employer_id);

ALTER TABLE ONLY registers.employer_service
    ADD CONSTRAINT employer_service_pk PRIMARY KEY (employer_id, employer_service_id);

ALTER TABLE ONLY registers.employment_code
    ADD CONSTRAINT employment_code_pk PRIMARY KEY (person_id, spell_id);

ALTER TABLE ONLY registers.expert_assessment
    ADD CONSTRAINT expert_assessment_pk PRIMARY KEY (person_id, expert_assessment_id);

ALTER TABLE ONLY registers.health_entry
    ADD CONSTRAINT health_entry_pk PRIMARY KEY (person_id, health_entry_id);

ALTER TABLE ONLY registers.introduction
    ADD CONSTRAINT introduction_pk PRIMARY KEY (person_id, introduction_id);

ALTER TABLE ONLY registers.job_alternation
    ADD CONSTRAINT job_alternation_pk PRIMARY KEY (person_id, job_alternation_id);

ALTER TABLE ONLY registers.job_offer
    ADD CONSTRAINT job_offer_pk PRIMARY KEY (person_id, offer_id);

ALTER TABLE ONLY registers.job_search
    ADD CONSTRAINT job_search_pk PRIMARY KEY (person_id, job_search_id);

ALTER TABLE ONLY registers.joint_background
    ADD CONSTRAINT joint_background_pk PRIMARY KEY (person_id, joint_background_id);

ALTER TABLE ONLY registers.joint_client
    ADD CONSTRAINT joint_client_pk PRIMARY KEY (person_id);

ALTER TABLE ONLY registers.joint_contact
    ADD CONSTRAINT joint_contact_pk PRIMARY KEY (person_id, joint_contact_id);

ALTER TABLE ONLY registers.joint_document
    ADD CONSTRAINT joint_document_pk PRIMARY KEY (person_id, joint_document_id);

ALTER TABLE ONLY registers.joint_health
    ADD CONSTRAINT joint_health_pk PRIMARY KEY (person_id, joint_health_id);

ALTER TABLE ONLY registers.joint_need
    ADD CONSTRAINT joint_need_pk PRIMARY KEY (person_id, joint_need_id);

ALTER TABLE ONLY registers.joint_plan
    ADD CONSTRAINT joint_plan_pk PRIMARY KEY (person_id, joint_plan_id);

ALTER TABLE ONLY registers.joint_plan_step
    ADD CONSTRAINT joint_plan_step_pk PRIMARY KEY (person_id, joint_plan_step_id);

ALTER TABLE ONLY registers.joint_service
    ADD CONSTRAINT joint_service_pk PRIMARY KEY (person_id, joint_service_id);

ALTER TABLE ONLY registers.joint_social_situation
    ADD CONSTRAINT joint_social_situation_pk PRIMARY KEY (person_id, joint_social_situation_id);

ALTER TABLE ONLY registers.language_skill
    ADD CONSTRAINT language_skill_pk PRIMARY KEY (person_id, language_skill_id);

ALTER TABLE ONLY registers.military_service
    ADD CONSTRAINT military_service_pk PRIMARY KEY (person_id, military_service_id);

ALTER TABLE ONLY registers.other_service
    ADD CONSTRAINT other_service_pk PRIMARY KEY (person_id, other_service_id);

ALTER TABLE ONLY registers.person_document
    ADD CONSTRAINT person_document_pk PRIMARY KEY (person_id, person_document_id);

ALTER TABLE ONLY registers.person_identifier
    ADD CONSTRAINT person_identifier_pk PRIMARY KEY (person_id, code);

ALTER TABLE ONLY registers.person
    ADD CONSTRAINT person_pk PRIMARY KEY (person_id);

ALTER TABLE ONLY registers.plan
    ADD CONSTRAINT plan_pk PRIMARY KEY (person_id, plan_id);

ALTER TABLE ONLY registers.plan_task
    ADD CONSTRAINT plan_task_pk PRIMARY KEY (person_id, plan_task_id);

ALTER TABLE ONLY registers.policy_statement
    ADD CONSTRAINT policy_statement_pk PRIMARY KEY (person_id, policy_statement_id);

ALTER TABLE ONLY registers.procured_service
    ADD CONSTRAINT procured_service_pk PRIMARY KEY (provider_id, procured_service_id);

ALTER TABLE ONLY registers.provider_capacity
    ADD CONSTRAINT provider_capacity_pk PRIMARY KEY (provider_id, provider_capacity_id);

ALTER TABLE ONLY registers.provider_contact
    ADD CONSTRAINT provider_contact_pk PRIMARY KEY (provider_id, provider_contact_id);

ALTER TABLE ONLY registers.provider_document
    ADD CONSTRAINT provider_document_pk PRIMARY KEY (provider_id, provider_document_id);

ALTER TABLE ONLY registers.provider_other_data
    ADD CONSTRAINT provider_other_data_pk PRIMARY KEY (provider_id, provider_other_data_id);

ALTER TABLE ONLY registers.provider
    ADD CONSTRAINT provider_pk PRIMARY KEY (provider_id);

ALTER TABLE ONLY registers.service_application
    ADD CONSTRAINT service_application_pk PRIMARY KEY (provider_id, service_application_id);

ALTER TABLE ONLY registers.service_followup
    ADD CONSTRAINT service_followup_pk PRIMARY KEY (provider_id, service_followup_id);

ALTER TABLE ONLY registers.service_need
    ADD CONSTRAINT service_need_pk PRIMARY KEY (person_id, service_need_id);

ALTER TABLE ONLY registers.service_period
    ADD CONSTRAINT service_period_pk PRIMARY KEY (person_id, service_period_id);

ALTER TABLE ONLY registers.skill
    ADD CONSTRAINT skill_pk PRIMARY KEY (person_id, skill_id);

ALTER TABLE ONLY registers.special_arrangement
    ADD CONSTRAINT special_arrangement_pk PRIMARY KEY (person_id, special_arrangement_id);

ALTER TABLE ONLY registers.subsidy_decision
    ADD CONSTRAINT subsidy_decision_pk PRIMARY KEY (employer_id, subsidy_decision_id);

ALTER TABLE ONLY registers.subsidy_followup
    ADD CONSTRAINT subsidy_followup_pk PRIMARY KEY (employer_id, subsidy_followup_id);

ALTER TABLE ONLY registers.subsidy_offer
    ADD CONSTRAINT subsidy_offer_pk PRIMARY KEY (person_id, subsidy_offer_id);

ALTER TABLE ONLY registers.subsidy_payment
    ADD CONSTRAINT subsidy_payment_pk PRIMARY KEY (employer_id, subsidy_payment_id);

ALTER TABLE ONLY registers.subsidy_place
    ADD CONSTRAINT subsidy_place_pk PRIMARY KEY (employer_id, subsidy_place_id);

ALTER TABLE ONLY registers.training_application
    ADD CONSTRAINT training_application_pk PRIMARY KEY (provider_id, training_application_id);

ALTER TABLE ONLY registers.training_followup
    ADD CONSTRAINT training_followup_pk PRIMARY KEY (provider_id, training_followup_id);

ALTER TABLE ONLY registers.training_offer
    ADD CONSTRAINT training_offer_pk PRIMARY KEY (person_id, training_offer_id);

ALTER TABLE ONLY registers.training
    ADD CONSTRAINT training_pk PRIMARY KEY (provider_id, training_id);

ALTER TABLE ONLY registers.vacancy_filling
    ADD CONSTRAINT vacancy_filling_pk PRIMARY KEY (employer_id, vacancy_filling_id);

ALTER TABLE ONLY registers.vacancy
    ADD CONSTRAINT vacancy_pk PRIMARY KEY (employer_id, vacancy_id);

ALTER TABLE ONLY registers.work_history
    ADD CONSTRAINT work_history_pk PRIMARY KEY (person_id, work_history_id);

ALTER TABLE ONLY registers.work_trial
    ADD CONSTRAINT work_trial_pk PRIMARY KEY (employer_id, work_trial_id);

CREATE INDEX checkpoint_of_seal ON audit.checkpoints USING btree (seal_id);

COMMENT ON INDEX audit.checkpoint_of_seal IS 'the checkpoint that covers a seal';

CREATE INDEX entry_at ON audit.entries USING brin (at);

COMMENT ON INDEX audit.entry_at IS 'the log of a time';

CREATE INDEX entry_in_order ON audit.entries USING btree (transaction, entry_id);

COMMENT ON INDEX audit.entry_in_order IS 'the order in which entries are sealed';

CREATE INDEX entry_of_actor ON audit.entries USING btree (actor, entry_id);

COMMENT ON INDEX audit.entry_of_actor IS 'what one person did';

CREATE INDEX entry_of_person ON audit.entries USING btree (person_token, entry_id) WHERE (person_token IS NOT NULL);

COMMENT ON INDEX audit.entry_of_person IS 'who processed one person''s data';

CREATE INDEX entry_of_subject ON audit.entries USING btree (subject, entry_id);

COMMENT ON INDEX audit.entry_of_subject IS 'the log of one case, disclosure or order';

CREATE INDEX access_application_of_body ON permits.access_applications USING btree (applicant, filed_at);

COMMENT ON INDEX permits.access_application_of_body IS 'what a body has applied for';

CREATE INDEX access_application_waits ON permits.access_applications USING btree (filed_at) WHERE (state = 'applied'::text);

COMMENT ON INDEX permits.access_application_waits IS 'the access officers'' queue, oldest first';

CREATE INDEX alert_open ON permits.alerts USING btree (day, actor) WHERE (clients > handled_of);

COMMENT ON INDEX permits.alert_open IS 'what waits for somebody to look';

CREATE INDEX api_request_age ON permits.api_requests USING btree (begun_at);

COMMENT ON INDEX permits.api_request_age IS 'what is forgotten';

CREATE INDEX attachment_by_case ON permits.attachments USING btree (permit_case);

COMMENT ON INDEX permits.attachment_by_case IS 'those that go with their case';

CREATE INDEX attachment_by_request ON permits.attachments USING btree (request_id) WHERE (request_id IS NOT NULL);

COMMENT ON INDEX permits.attachment_by_request IS 'those that go with their request';

CREATE UNIQUE INDEX attachment_replaced_once ON permits.attachments USING btree (case_id, replaces) WHERE (deleted_at IS NULL);

COMMENT ON INDEX permits.attachment_replaced_once IS 'one next version at most';

CREATE INDEX attachment_waits ON permits.attachments USING btree (added_at) WHERE (scan = 'pending'::text);

COMMENT ON INDEX permits.attachment_waits IS 'what a worker has to scan';

CREATE INDEX breach_of_basis ON permits.breaches USING btree (basis_id) WHERE (basis_id IS NOT NULL);

COMMENT ON INDEX permits.breach_of_basis IS 'the breaches of a permit or disclosure';

CREATE INDEX breach_of_teller ON permits.breaches USING btree (told_by);

COMMENT ON INDEX permits.breach_of_teller IS 'the breaches that somebody told of';

CREATE INDEX breach_queue ON permits.breaches USING btree (aware_at) WHERE (state <> 'closed'::text);

COMMENT ON INDEX permits.breach_queue IS 'what is not closed, by whose hours run first';

CREATE INDEX case_of_applicant ON permits.cases USING btree (applicant);

COMMENT ON INDEX permits.case_of_applicant IS 'an applicant''s own cases';

CREATE INDEX case_of_member ON permits.cases USING gin (((drafting -> 'members'::text)) jsonb_path_ops);

COMMENT ON INDEX permits.case_of_member IS 'the cases that somebody has been invited to';

CREATE INDEX case_of_named_user ON permits.cases USING gin (((application -> 'people'::text)) jsonb_path_ops);

COMMENT ON INDEX permits.case_of_named_user IS 'the cases that name a user';

CREATE INDEX case_queue ON permits.cases USING btree (submitted_at, case_id) WHERE (submitted_at IS NOT NULL);

COMMENT ON INDEX permits.case_queue IS 'submitted cases, oldest first';

CREATE INDEX cases_by_key ON permits.cases USING btree (key_of) WHERE (key_of IS NOT NULL);

CREATE INDEX cases_by_renewed ON permits.cases USING btree (renews) WHERE (renews IS NOT NULL);

CREATE INDEX charge_batch ON permits.charges USING btree (batch);

CREATE INDEX charge_waits ON permits.charges USING btree (arose_at) WHERE (batch IS NULL);

CREATE INDEX client_secret_of_client ON permits.client_secrets USING btree (client_id);

COMMENT ON INDEX permits.client_secret_of_client IS 'the secrets of one client';

CREATE INDEX client_token_end ON permits.client_tokens USING btree (expires_at);

COMMENT ON INDEX permits.client_token_end IS 'what is over, to remove';

CREATE INDEX disclosure_of_body ON permits.disclosures USING btree (body, disclosure_id);

COMMENT ON INDEX permits.disclosure_of_body IS 'a body''s own disclosures';

CREATE INDEX due_date_day ON permits.due_dates USING btree (due_on, subject);

COMMENT ON INDEX permits.due_date_day IS 'the calendar by day';

CREATE INDEX erasure_due ON permits.erasures USING btree (decided_at) WHERE (erased_at IS NULL);

COMMENT ON INDEX permits.erasure_due IS 'what the removal has to carry out';

CREATE INDEX erasure_of_client ON permits.erasures USING btree (subject, subject_id);

COMMENT ON INDEX permits.erasure_of_client IS 'what goes with a client';

CREATE INDEX event_time ON permits.events USING btree (at);

COMMENT ON INDEX permits.event_time IS 'the newest event, behind which the clock is not moved';

CREATE INDEX feasibility_question_of_person ON permits.feasibility_questions USING btree (asked_by, asked_at);

COMMENT ON INDEX permits.feasibility_question_of_person IS 'what one person has asked lately, in all projects';

CREATE INDEX feasibility_question_of_project ON permits.feasibility_questions USING gin (projects);

COMMENT ON INDEX permits.feasibility_question_of_project IS 'what a project has asked in all of its applications';

CREATE UNIQUE INDEX feasibility_question_once ON permits.feasibility_questions USING btree (case_id, hash, summary_id) WHERE (state <> 'failed'::text);

COMMENT ON INDEX permits.feasibility_question_once IS 'a project asks a question of a summary once';

CREATE INDEX handling_time_month ON permits.handling_times USING btree (decided_at);

COMMENT ON INDEX permits.handling_time_month IS 'by month of decision';

CREATE INDEX hold_of_subject ON permits.holds USING btree (subject, subject_id);

COMMENT ON INDEX permits.hold_of_subject IS 'a client''s holds';

CREATE INDEX invitation_due ON permits.invitations USING btree (due_at) WHERE ((sent_at IS NULL) AND (given_up IS NULL));

COMMENT ON INDEX permits.invitation_due IS 'what is to be sent next';

CREATE INDEX letter_by_case ON permits.letters USING btree (permit_case);

COMMENT ON INDEX permits.letter_by_case IS 'those of a case that is removed';

CREATE INDEX letter_by_request ON permits.letters USING btree (request_id) WHERE (request_id IS NOT NULL);

COMMENT ON INDEX permits.letter_by_request IS 'those of a request that is removed';

CREATE INDEX letter_receiver_by_user ON permits.letter_receivers USING btree (receiver);

CREATE INDEX letters_by_hash ON permits.letters USING btree (sha256);

CREATE INDEX likeness_with ON permits.likenesses USING btree (other);

COMMENT ON INDEX permits.likeness_with IS 'what goes when a case is compared anew';

CREATE INDEX mail_waiting ON permits.mails USING btree (due_at) WHERE ((sent_at IS NULL) AND (given_up IS NULL));

COMMENT ON INDEX permits.mail_waiting IS 'what is to be sent next';

CREATE UNIQUE INDEX order_once_for_a_cause ON permits.orders USING btree (case_id, cause, ((recipient ->> 'key'::text))) WHERE (cause <> ''::text);

COMMENT ON INDEX permits.order_once_for_a_cause IS 'one order for a cause, unless its key was revoked';

CREATE INDEX order_to_environment ON permits.orders USING btree (((recipient ->> 'environment'::text)), ordered_at) WHERE ((recipient ->> 'kind'::text) = 'environment'::text);

COMMENT ON INDEX permits.order_to_environment IS 'what an environment''s operator receives';

CREATE INDEX order_unfinished ON permits.orders USING btree (order_id) WHERE (state = ANY (ARRAY['queued'::text, 'building'::text]));

COMMENT ON INDEX permits.order_unfinished IS 'what workers still have to do';

CREATE INDEX practice_by_item ON permits.practice USING btree (item, purpose, applied, decided_on DESC, case_id);

COMMENT ON INDEX permits.practice_by_item IS 'the latest decisions on one item, as much having been asked for the same purpose';

CREATE INDEX question_of_answerer ON permits.questions USING btree (answerer) WHERE (answerer IS NOT NULL);

COMMENT ON INDEX permits.question_of_answerer IS 'the questions of a person';

CREATE INDEX question_of_kind ON permits.questions USING btree (kind);

COMMENT ON INDEX permits.question_of_kind IS 'those to the data protection officer';

CREATE INDEX queue_item_due ON permits.queue_items USING btree (next_due, arrived_at, subject);

COMMENT ON INDEX permits.queue_item_due IS 'the queue, what is overdue first';

CREATE INDEX queue_item_of_handler ON permits.queue_items USING btree (handler) WHERE (handler IS NOT NULL);

COMMENT ON INDEX permits.queue_item_of_handler IS 'what an officer handles';

CREATE INDEX queue_items_owed ON permits.queue_items USING btree (next_due) WHERE (next_clock = 'destruction'::text);

CREATE INDEX register_entry_day ON permits.register_entries USING btree (decided_on DESC, subject);

COMMENT ON INDEX permits.register_entry_day IS 'the newest first';

CREATE UNIQUE INDEX register_summary_one_at_once ON permits.register_summaries USING btree ((true)) WHERE (state = ANY (ARRAY['queued'::text, 'building'::text]));

COMMENT ON INDEX permits.register_summary_one_at_once IS 'one is made at a time';

CREATE INDEX request_of_asker ON permits.requests USING btree (asker) WHERE (asker IS NOT NULL);

COMMENT ON INDEX permits.request_of_asker IS 'somebody''s own requests';

CREATE INDEX request_of_reader ON permits.requests USING btree (reader) WHERE (reader IS NOT NULL);

COMMENT ON INDEX permits.request_of_reader IS 'the requests for which an official reads';

CREATE INDEX request_queue ON permits.requests USING btree (arrived_at, request_id) WHERE (state = ANY (ARRAY['open'::text, 'taken'::text, 'specifying'::text, 'estimated'::text, 'demanded'::text, 'decided'::text]));

COMMENT ON INDEX permits.request_queue IS 'what waits for an answer, the oldest first';

CREATE INDEX right_ending ON permits.rights USING btree (ends) WHERE (removed_at IS NULL);

COMMENT ON INDEX permits.right_ending IS 'the review list';

CREATE INDEX right_notice_of_right ON permits.right_notices USING btree (right_id);

COMMENT ON INDEX permits.right_notice_of_right IS 'notices of one right';

CREATE INDEX right_notice_waits ON permits.right_notices USING btree (arrived_at) WHERE (outcome IS NULL);

COMMENT ON INDEX permits.right_notice_waits IS 'notices nobody has acted on, oldest first';

CREATE INDEX right_of_body ON permits.rights USING btree (body, ends);

COMMENT ON INDEX permits.right_of_body IS 'what a body has applied for';

CREATE INDEX right_of_holder ON permits.rights USING btree (holder, ends) WHERE (removed_at IS NULL);

COMMENT ON INDEX permits.right_of_holder IS 'what one person may do now';

CREATE UNIQUE INDEX right_once_for_an_application ON permits.rights USING btree (application);

COMMENT ON INDEX permits.right_once_for_an_application IS 'one right for an application';

CREATE INDEX sign_in_end ON permits.sign_ins USING btree (ends_at);

COMMENT ON INDEX permits.sign_in_end IS 'what is over, to remove';

CREATE INDEX sign_in_of_user ON permits.sign_ins USING btree (user_id) WHERE (ended_at IS NULL);

COMMENT ON INDEX permits.sign_in_of_user IS 'what one person has open';

CREATE INDEX sketch_of_body ON permits.sketches USING btree (body) WHERE (body <> ''::text);

COMMENT ON INDEX permits.sketch_of_body IS 'the cases of an organisation';

CREATE INDEX sketch_of_people ON permits.sketches USING gin (people);

COMMENT ON INDEX permits.sketch_of_people IS 'the cases of a person';

CREATE INDEX subject_request_of_person ON permits.subject_requests USING btree (person_token);

COMMENT ON INDEX permits.subject_request_of_person IS 'a person''s requests';

CREATE INDEX subject_request_open ON permits.subject_requests USING btree (arrived, request_id) WHERE (state = ANY (ARRAY['received'::text, 'identity'::text]));

COMMENT ON INDEX permits.subject_request_open IS 'what waits for an answer, the oldest first';

CREATE INDEX subject_request_restricts ON permits.subject_requests USING btree (person_token) WHERE ((kind = '18'::text) AND (state = 'answered'::text));

COMMENT ON INDEX permits.subject_request_restricts IS 'granted requests for restriction';

CREATE UNIQUE INDEX trial_one_at_a_time ON permits.trials USING btree (case_id) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

COMMENT ON INDEX permits.trial_one_at_a_time IS 'a case has one dry run on its way at a time';

CREATE INDEX user_client_of_token ON permits.user_clients USING btree (token);

COMMENT ON INDEX permits.user_client_of_token IS 'whose client record a reading is of';

CREATE UNIQUE INDEX user_email_once ON permits.users USING btree (lower(email));

COMMENT ON INDEX permits.user_email_once IS 'one account for an e-mail address';

CREATE INDEX employer_business_id ON registers.employer USING btree (business_id);

CREATE INDEX employer_by_name ON registers.employer USING btree (lower((name COLLATE "fi-x-icu")) COLLATE "C");

CREATE INDEX person_by_name ON registers.person USING btree (lower((family_name COLLATE "fi-x-icu")) COLLATE "C", lower((given_names COLLATE "fi-x-icu")) COLLATE "C");

CREATE INDEX person_identifier_code ON registers.person_identifier USING btree (code);

CREATE INDEX person_protected ON registers.person USING btree (person_id) WHERE protected_address;

COMMENT ON INDEX registers.person_protected IS 'persons whose address is protected (24.1 § 31 k)';

CREATE INDEX provider_business_id ON registers.provider USING btree (business_id);

CREATE INDEX provider_by_name ON registers.provider USING btree (lower((name COLLATE "fi-x-icu")) COLLATE "C");

CREATE INDEX vacancy_notice_number ON registers.vacancy USING btree (notice_number);

CREATE TRIGGER checkpoint_insert_only BEFORE UPDATE OR TRUNCATE ON audit.checkpoints FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER checkpoint_stays AFTER DELETE ON audit.checkpoints REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION audit.only_what_is_closed();

CREATE TRIGGER closing_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.closings FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER entry_insert_only BEFORE UPDATE OR TRUNCATE ON audit.entries FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER entry_stays AFTER DELETE ON audit.entries REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION audit.only_what_is_closed();

CREATE TRIGGER seal_insert_only BEFORE UPDATE OR TRUNCATE ON audit.seals FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER seal_key_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.seal_keys FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER seal_stays AFTER DELETE ON audit.seals REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION audit.only_what_is_closed();

CREATE TRIGGER access_application_decided_once BEFORE UPDATE ON permits.access_applications FOR EACH ROW EXECUTE FUNCTION permits.set_once_columns('given', 'right_id', 'decided_by', 'decided_at');

CREATE TRIGGER access_application_is_not_deleted BEFORE DELETE OR TRUNCATE ON permits.access_applications FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER access_application_keeps BEFORE UPDATE ON permits.access_applications FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('application_id', 'applicant', 'filed_by', 'filed_at', 'person', 'request');

CREATE TRIGGER access_application_version BEFORE UPDATE ON permits.access_applications FOR EACH ROW EXECUTE FUNCTION permits.version_goes_up();

CREATE TRIGGER api_request_answers_once BEFORE UPDATE ON permits.api_requests FOR EACH ROW EXECUTE FUNCTION permits.set_once_columns('status', 'headers', 'answer');

CREATE TRIGGER api_request_keeps BEFORE UPDATE ON permits.api_requests FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('actor', 'key', 'request', 'begun_at');

CREATE TRIGGER assessment_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.assessments FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER attachment_goes_once BEFORE UPDATE ON permits.attachments FOR EACH ROW EXECUTE FUNCTION permits.set_once_columns('deleted_at');

CREATE TRIGGER attachment_keeps BEFORE UPDATE ON permits.attachments FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('case_id', 'number', 'kind', 'goes_with', 'replaces', 'redacts', 'name', 'type', 'bytes', 'sha256', 'added_by', 'added_at', 'visible', 'secrecy', 'passages', 'marked', 'question');

CREATE TRIGGER attachment_part_never_changes BEFORE UPDATE ON permits.attachment_parts FOR EACH ROW EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER breach_goes_by_its_rule BEFORE DELETE ON permits.breaches FOR EACH ROW EXECUTE FUNCTION permits.only_with_its_case();

CREATE TRIGGER breach_is_not_deleted BEFORE TRUNCATE ON permits.breaches FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER breach_keeps BEFORE UPDATE ON permits.breaches FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('breach_id', 'basis_id', 'told_by', 'aware_at');

CREATE TRIGGER breach_version BEFORE UPDATE ON permits.breaches FOR EACH ROW EXECUTE FUNCTION permits.version_goes_up();

CREATE TRIGGER case_keeps BEFORE UPDATE ON permits.cases FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('case_id', 'created_at');

CREATE TRIGGER case_keeps_applicant BEFORE UPDATE ON permits.cases FOR EACH ROW EXECUTE FUNCTION permits.applicant_stays();

CREATE TRIGGER case_keeps_decision BEFORE UPDATE ON permits.cases FOR EACH ROW EXECUTE FUNCTION permits.decision_stays();

CREATE TRIGGER case_makes_practice AFTER INSERT OR UPDATE OF decision ON permits.cases FOR EACH ROW EXECUTE FUNCTION permits.keep_practice();

CREATE TRIGGER case_removal_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.case_removals FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER case_renewal_keeps BEFORE UPDATE ON permits.cases FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('renews', 'key_of');

CREATE TRIGGER case_sets_once BEFORE UPDATE ON permits.cases FOR EACH ROW EXECUTE FUNCTION permits.set_once_columns('submitted_at', 'ended_at');

CREATE TRIGGER case_version BEFORE UPDATE ON permits.cases FOR EACH ROW EXECUTE FUNCTION permits.version_goes_up();

CREATE TRIGGER charges_stay BEFORE UPDATE ON permits.charges FOR EACH ROW EXECUTE FUNCTION permits.charges_stay();

CREATE TRIGGER client_keeps BEFORE UPDATE ON permits.clients FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('client_id', 'body', 'name', 'scopes', 'addresses', 'expires_at', 'made_by', 'made_at');

CREATE TRIGGER clock_stays BEFORE DELETE OR TRUNCATE ON permits.clock FOR EACH STATEMENT EXECUTE FUNCTION permits.clock_stays();

CREATE TRIGGER cohort_keeps BEFORE UPDATE ON permits.cohorts FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('order_id', 'subject');

CREATE TRIGGER delivery_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.deliveries FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER desk_draft_stays BEFORE UPDATE ON permits.desk_drafts FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER destroyed_key_keeps BEFORE UPDATE ON permits.destroyed_keys FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('case_id', 'kcv', 'made_at', 'destroyed_at', 'destroyed_by');

CREATE TRIGGER destroyed_key_stays_away BEFORE INSERT ON permits.wrapped_keys FOR EACH ROW EXECUTE FUNCTION permits.keeps_destroyed_away();

CREATE TRIGGER disclosure_keeps BEFORE UPDATE ON permits.disclosures FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('disclosure_id', 'request', 'requested_by', 'requested_at');

CREATE TRIGGER disclosure_sets_once BEFORE UPDATE ON permits.disclosures FOR EACH ROW EXECUTE FUNCTION permits.set_once_columns('confirmed_by', 'confirmed_at', 'ended_at');

CREATE TRIGGER disclosure_version BEFORE UPDATE ON permits.disclosures FOR EACH ROW EXECUTE FUNCTION permits.version_goes_up();

CREATE TRIGGER environment_key_follows BEFORE INSERT ON permits.environment_keys FOR EACH ROW EXECUTE FUNCTION permits.key_acts_follow();

CREATE TRIGGER environment_key_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.environment_keys FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER event_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.events FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER feasibility_question_keeps BEFORE UPDATE ON permits.feasibility_questions FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('question_id', 'case_id', 'hash', 'kind', 'question', 'points', 'summary_id', 'asked_by', 'asked_at', 'projects');

CREATE TRIGGER identity_keeps BEFORE UPDATE ON permits.identities FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('issuer', 'subject', 'user_id', 'bound_at');

CREATE TRIGGER law_confirmation_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.law_confirmations FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER legacy_permit_keeps BEFORE UPDATE ON permits.legacy_permits FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('legacy_id', 'number', 'imported_by', 'imported_at');

CREATE TRIGGER letter_goes_with_its_case BEFORE DELETE ON permits.letters FOR EACH ROW EXECUTE FUNCTION permits.only_with_its_case();

CREATE TRIGGER letter_insert_only BEFORE UPDATE OR TRUNCATE ON permits.letters FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER letter_receiver_sets_once BEFORE UPDATE ON permits.letter_receivers FOR EACH ROW EXECUTE FUNCTION permits.set_once_columns('deemed_at', 'fetched_at');

CREATE TRIGGER letter_receiver_stays BEFORE UPDATE ON permits.letter_receivers FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('case_id', 'number', 'receiver', 'manner', 'sent_at');

CREATE TRIGGER letter_signature_goes_with_its_case BEFORE DELETE ON permits.letter_signatures FOR EACH ROW EXECUTE FUNCTION permits.only_with_its_case();

CREATE TRIGGER letter_signature_insert_only BEFORE UPDATE OR TRUNCATE ON permits.letter_signatures FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER order_keeps BEFORE UPDATE ON permits.orders FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('order_id', 'case_id', 'disclosure_id', 'basis_version', 'provision', 'scope', 'recipient', 'ordered_by', 'ordered_at', 'law_day', 'destroy_by', 'language', 'number');

CREATE TRIGGER order_to_a_proved_key BEFORE INSERT ON permits.orders FOR EACH ROW EXECUTE FUNCTION permits.sealed_to_a_proved_key();

CREATE TRIGGER practice_file_keeps BEFORE UPDATE ON permits.practice_files FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('practice_id', 'case_id', 'scope_hash', 'scope', 'language', 'asked_by', 'asked_at');

CREATE TRIGGER receipt_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.receipts FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER register_summary_keeps BEFORE UPDATE ON permits.register_summaries FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('summary_id', 'law_day', 'asked_by', 'asked_at');

CREATE TRIGGER registry_number_keeps BEFORE UPDATE ON permits.registry_numbers FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('subject', 'number', 'system', 'assigned_at');

CREATE TRIGGER request_goes_by_its_rule BEFORE DELETE ON permits.requests FOR EACH ROW EXECUTE FUNCTION permits.only_with_its_case();

CREATE TRIGGER request_is_not_deleted BEFORE TRUNCATE ON permits.requests FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER request_keeps BEFORE UPDATE ON permits.requests FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('request_id', 'kind', 'recorded_by', 'asker', 'arrived_at');

CREATE TRIGGER request_version BEFORE UPDATE ON permits.requests FOR EACH ROW EXECUTE FUNCTION permits.version_goes_up();

CREATE TRIGGER right_has_changed AFTER INSERT OR UPDATE ON permits.rights FOR EACH ROW EXECUTE FUNCTION permits.right_has_changed();

CREATE TRIGGER right_is_not_deleted BEFORE DELETE OR TRUNCATE ON permits.rights FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER right_keeps BEFORE UPDATE ON permits.rights FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('right_id', 'application', 'holder', 'body', 'ground', 'commission_by', 'commission_body', 'commission_task', 'commission_reference', 'granted_by', 'granted_at', 'legacy');

CREATE TRIGGER right_notice_acted_on_once BEFORE UPDATE ON permits.right_notices FOR EACH ROW EXECUTE FUNCTION permits.set_once_columns('outcome', 'acted_by', 'acted_at');

CREATE TRIGGER right_notice_is_not_deleted BEFORE DELETE OR TRUNCATE ON permits.right_notices FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER right_notice_keeps BEFORE UPDATE ON permits.right_notices FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('notice_id', 'right_id', 'body', 'filed_by', 'arrived_at', 'removal', 'what');

CREATE TRIGGER right_notice_version BEFORE UPDATE ON permits.right_notices FOR EACH ROW EXECUTE FUNCTION permits.version_goes_up();

CREATE TRIGGER right_removed_stays BEFORE UPDATE ON permits.rights FOR EACH ROW WHEN ((old.removed_at IS NOT NULL)) EXECUTE FUNCTION permits.removed_right_stays();

CREATE TRIGGER right_use_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.rights_used FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER right_version BEFORE UPDATE ON permits.rights FOR EACH ROW EXECUTE FUNCTION permits.version_goes_up();

CREATE TRIGGER right_version_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.rights_versions FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER sign_in_keeps BEFORE UPDATE ON permits.sign_ins FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('sign_in_id', 'user_id', 'issuer', 'address', 'begun_at', 'ends_at');

CREATE TRIGGER subject_request_keeps BEFORE UPDATE ON permits.subject_requests FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('request_id', 'kind', 'register', 'subject', 'received_by', 'arrived_at', 'arrived');

CREATE TRIGGER subject_request_version BEFORE UPDATE ON permits.subject_requests FOR EACH ROW EXECUTE FUNCTION permits.version_goes_up();

CREATE TRIGGER subject_requests_forget BEFORE DELETE ON permits.subject_tokens FOR EACH ROW EXECUTE FUNCTION permits.subject_requests_forget();

CREATE TRIGGER text_goes_with_its_case BEFORE DELETE ON permits.texts FOR EACH ROW EXECUTE FUNCTION permits.only_with_its_case();

CREATE TRIGGER text_is_not_deleted BEFORE TRUNCATE ON permits.texts FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER text_keeps BEFORE UPDATE ON permits.texts FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('subject', 'number', 'kind', 'anchor', 're', 'written_by', 'written_at', 'visible', 'sha256');

CREATE TRIGGER trial_keeps BEFORE UPDATE ON permits.trials FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('case_id', 'number', 'scope', 'law_day', 'asked_by', 'asked_at');

CREATE TRIGGER trial_sets_once BEFORE UPDATE ON permits.trials FOR EACH ROW EXECUTE FUNCTION permits.set_once_columns('done_at', 'report');

CREATE TRIGGER user_change_counts AFTER UPDATE ON permits.users FOR EACH ROW WHEN ((old.* IS DISTINCT FROM new.*)) EXECUTE FUNCTION permits.user_has_changed();

CREATE TRIGGER user_counts AFTER INSERT OR DELETE ON permits.users FOR EACH ROW EXECUTE FUNCTION permits.user_has_changed();

CREATE TRIGGER user_keeps_id BEFORE UPDATE ON permits.users FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('user_id');

CREATE TRIGGER wrapped_key_keeps BEFORE UPDATE ON permits.wrapped_keys FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('case_id', 'disclosure_id', 'wrapped', 'kcv', 'made_at');

CREATE TRIGGER joint_service_has_begun BEFORE INSERT OR UPDATE ON registers.joint_background FOR EACH ROW EXECUTE FUNCTION registers.joint_service_has_begun('recorded_on');

CREATE TRIGGER joint_service_has_begun BEFORE INSERT OR UPDATE ON registers.joint_client FOR EACH ROW EXECUTE FUNCTION registers.joint_client_has_service();

CREATE TRIGGER joint_service_has_begun BEFORE INSERT OR UPDATE ON registers.joint_contact FOR EACH ROW EXECUTE FUNCTION registers.joint_service_has_begun('contact_on');

CREATE TRIGGER joint_service_has_begun BEFORE INSERT OR UPDATE ON registers.joint_document FOR EACH ROW EXECUTE FUNCTION registers.joint_service_has_begun('recorded_at');

CREATE TRIGGER joint_service_has_begun BEFORE INSERT OR UPDATE ON registers.joint_health FOR EACH ROW EXECUTE FUNCTION registers.joint_service_has_begun('start_date');

CREATE TRIGGER joint_service_has_begun BEFORE INSERT OR UPDATE ON registers.joint_need FOR EACH ROW EXECUTE FUNCTION registers.joint_service_has_begun('assessed_on');

CREATE TRIGGER joint_service_has_begun BEFORE INSERT OR UPDATE ON registers.joint_plan FOR EACH ROW EXECUTE FUNCTION registers.joint_service_has_begun('signed_on');

CREATE TRIGGER joint_service_has_begun BEFORE INSERT OR UPDATE ON registers.joint_plan_step FOR EACH ROW EXECUTE FUNCTION registers.joint_service_has_begun('agreed_on');

CREATE TRIGGER joint_service_has_begun BEFORE INSERT OR UPDATE ON registers.joint_social_situation FOR EACH ROW EXECUTE FUNCTION registers.joint_service_has_begun('start_date');

ALTER TABLE ONLY audit.checkpoints
    ADD CONSTRAINT checkpoint_key_exists FOREIGN KEY (key_id) REFERENCES audit.seal_keys(key_id);

ALTER TABLE ONLY audit.closings
    ADD CONSTRAINT closing_key_exists FOREIGN KEY (key_id) REFERENCES audit.seal_keys(key_id);

ALTER TABLE ONLY audit.seal_keys
    ADD CONSTRAINT seal_key_signed_by_a_known_one FOREIGN KEY (signed_by) REFERENCES audit.seal_keys(key_id);

ALTER TABLE ONLY permits.access_applications
    ADD CONSTRAINT access_application_filer_exists FOREIGN KEY (filed_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.access_applications
    ADD CONSTRAINT access_application_person_exists FOREIGN KEY (person) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.access_applications
    ADD CONSTRAINT access_application_right_exists FOREIGN KEY (right_id) REFERENCES permits.rights(right_id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY permits.alerts
    ADD CONSTRAINT alert_handler_exists FOREIGN KEY (handled_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.answer_drafts
    ADD CONSTRAINT answer_draft_question_exists FOREIGN KEY (case_id, question) REFERENCES permits.questions(case_id, question) ON DELETE CASCADE;

ALTER TABLE ONLY permits.answer_drafts
    ADD CONSTRAINT answer_draft_writer_exists FOREIGN KEY (writer) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.assessments
    ADD CONSTRAINT assessment_about_exists FOREIGN KEY (about_id, about_version) REFERENCES permits.assessments(assessment_id, version);

ALTER TABLE ONLY permits.attachments
    ADD CONSTRAINT attachment_of_case FOREIGN KEY (permit_case) REFERENCES permits.cases(case_id) ON DELETE CASCADE;

ALTER TABLE ONLY permits.attachments
    ADD CONSTRAINT attachment_of_request FOREIGN KEY (request_id) REFERENCES permits.requests(request_id) ON DELETE CASCADE;

ALTER TABLE ONLY permits.attachment_parts
    ADD CONSTRAINT attachment_part_of_attachment FOREIGN KEY (case_id, number) REFERENCES permits.attachments(case_id, number) ON DELETE CASCADE;

ALTER TABLE ONLY permits.attachments
    ADD CONSTRAINT attachment_redacts_earlier FOREIGN KEY (case_id, redacts) REFERENCES permits.attachments(case_id, number);

ALTER TABLE ONLY permits.attachments
    ADD CONSTRAINT attachment_replaces_earlier FOREIGN KEY (case_id, replaces) REFERENCES permits.attachments(case_id, number);

ALTER TABLE ONLY permits.breaches
    ADD CONSTRAINT breach_handler_exists FOREIGN KEY (handler) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.breaches
    ADD CONSTRAINT breach_teller_exists FOREIGN KEY (told_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.build_progress
    ADD CONSTRAINT build_progress_order_exists FOREIGN KEY (order_id) REFERENCES permits.orders(order_id);

ALTER TABLE ONLY permits.calendar_links
    ADD CONSTRAINT calendar_link_owner_exists FOREIGN KEY (user_id) REFERENCES permits.users(user_id) ON DELETE CASCADE;

ALTER TABLE ONLY permits.cases
    ADD CONSTRAINT case_applicant_exists FOREIGN KEY (applicant) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.cases
    ADD CONSTRAINT case_decider_exists FOREIGN KEY (decider) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.cases
    ADD CONSTRAINT case_key_of_a_case FOREIGN KEY (key_of) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.cases
    ADD CONSTRAINT case_presenter_exists FOREIGN KEY (presenter) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.cases
    ADD CONSTRAINT case_renews_a_case FOREIGN KEY (renews) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.charge_batches
    ADD CONSTRAINT charge_batch_maker_known FOREIGN KEY (made_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.charges
    ADD CONSTRAINT charge_in_a_batch FOREIGN KEY (batch) REFERENCES permits.charge_batches(batch);

ALTER TABLE ONLY permits.clients
    ADD CONSTRAINT client_made_by_a_user FOREIGN KEY (made_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.client_secrets
    ADD CONSTRAINT client_secret_of_a_client FOREIGN KEY (client_id) REFERENCES permits.clients(client_id);

ALTER TABLE ONLY permits.client_tokens
    ADD CONSTRAINT client_token_of_a_client FOREIGN KEY (client_id) REFERENCES permits.clients(client_id);

ALTER TABLE ONLY permits.cohorts
    ADD CONSTRAINT cohort_order_exists FOREIGN KEY (order_id) REFERENCES permits.orders(order_id);

ALTER TABLE ONLY permits.deliveries
    ADD CONSTRAINT delivery_order_exists FOREIGN KEY (order_id) REFERENCES permits.orders(order_id);

ALTER TABLE ONLY permits.desk_drafts
    ADD CONSTRAINT desk_draft_by_user FOREIGN KEY (officer) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.desk_drafts
    ADD CONSTRAINT desk_draft_of_case FOREIGN KEY (case_id) REFERENCES permits.cases(case_id) ON DELETE CASCADE;

ALTER TABLE ONLY permits.destroyed_keys
    ADD CONSTRAINT destroyed_key_of_case FOREIGN KEY (case_id) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.disclosures
    ADD CONSTRAINT disclosure_confirmer_exists FOREIGN KEY (confirmed_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.disclosures
    ADD CONSTRAINT disclosure_preparer_exists FOREIGN KEY (prepared_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.disclosures
    ADD CONSTRAINT disclosure_requester_exists FOREIGN KEY (requested_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.environment_keys
    ADD CONSTRAINT environment_key_operator_exists FOREIGN KEY (registered_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.erasures
    ADD CONSTRAINT erasure_request_exists FOREIGN KEY (request_id) REFERENCES permits.subject_requests(request_id);

ALTER TABLE ONLY permits.feasibility_questions
    ADD CONSTRAINT feasibility_question_case_exists FOREIGN KEY (case_id) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.feasibility_questions
    ADD CONSTRAINT feasibility_question_person_exists FOREIGN KEY (asked_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.feasibility_questions
    ADD CONSTRAINT feasibility_question_summary_exists FOREIGN KEY (summary_id) REFERENCES permits.register_summaries(summary_id);

ALTER TABLE ONLY permits.grant_versions
    ADD CONSTRAINT grant_version_holder_exists FOREIGN KEY (holder) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.identities
    ADD CONSTRAINT identity_of_a_user FOREIGN KEY (user_id) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.invitations
    ADD CONSTRAINT invitation_case_exists FOREIGN KEY (case_id) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.letters
    ADD CONSTRAINT letter_case_exists FOREIGN KEY (permit_case) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.letter_receivers
    ADD CONSTRAINT letter_receiver_exists FOREIGN KEY (receiver) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.letter_receivers
    ADD CONSTRAINT letter_receiver_letter_exists FOREIGN KEY (case_id, number) REFERENCES permits.letters(case_id, number);

ALTER TABLE ONLY permits.letters
    ADD CONSTRAINT letter_request_exists FOREIGN KEY (request_id) REFERENCES permits.requests(request_id);

ALTER TABLE ONLY permits.letter_signatures
    ADD CONSTRAINT letter_signature_letter_exists FOREIGN KEY (case_id, number) REFERENCES permits.letters(case_id, number);

ALTER TABLE ONLY permits.likenesses
    ADD CONSTRAINT likeness_of_a_sketch FOREIGN KEY (case_id) REFERENCES permits.sketches(case_id) ON DELETE CASCADE;

ALTER TABLE ONLY permits.likenesses
    ADD CONSTRAINT likeness_with_a_sketch FOREIGN KEY (other) REFERENCES permits.sketches(case_id) ON DELETE CASCADE;

ALTER TABLE ONLY permits.mails_due
    ADD CONSTRAINT mail_due_of_event FOREIGN KEY (subject, version) REFERENCES permits.events(subject, version);

ALTER TABLE ONLY permits.mails
    ADD CONSTRAINT mail_of_event FOREIGN KEY (subject, version) REFERENCES permits.events(subject, version);

ALTER TABLE ONLY permits.mails
    ADD CONSTRAINT mail_recipient_exists FOREIGN KEY (recipient) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_case_exists FOREIGN KEY (case_id) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_disclosure_exists FOREIGN KEY (disclosure_id) REFERENCES permits.disclosures(disclosure_id);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_person_exists FOREIGN KEY (ordered_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.practice_files
    ADD CONSTRAINT practice_file_case_exists FOREIGN KEY (case_id) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.practice_files
    ADD CONSTRAINT practice_file_person_exists FOREIGN KEY (asked_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.practice
    ADD CONSTRAINT practice_of_case FOREIGN KEY (case_id) REFERENCES permits.cases(case_id) ON DELETE CASCADE;

ALTER TABLE ONLY permits.questions
    ADD CONSTRAINT question_answerer_exists FOREIGN KEY (answerer) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.questions
    ADD CONSTRAINT question_case_exists FOREIGN KEY (case_id) REFERENCES permits.cases(case_id) ON DELETE CASCADE;

ALTER TABLE ONLY permits.receipts
    ADD CONSTRAINT receipt_is_of_the_package FOREIGN KEY (order_id, sha256) REFERENCES permits.deliveries(order_id, sha256);

ALTER TABLE ONLY permits.receipts
    ADD CONSTRAINT receipt_operator_exists FOREIGN KEY (received_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.requests
    ADD CONSTRAINT request_asker_exists FOREIGN KEY (asker) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.requests
    ADD CONSTRAINT request_handler_exists FOREIGN KEY (handler) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.requests
    ADD CONSTRAINT request_recorder_exists FOREIGN KEY (recorded_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.rights
    ADD CONSTRAINT right_application_exists FOREIGN KEY (application) REFERENCES permits.access_applications(application_id);

ALTER TABLE ONLY permits.rights
    ADD CONSTRAINT right_granter_exists FOREIGN KEY (granted_user) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.rights
    ADD CONSTRAINT right_holder_exists FOREIGN KEY (holder) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.right_notices
    ADD CONSTRAINT right_notice_actor_exists FOREIGN KEY (acted_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.right_notices
    ADD CONSTRAINT right_notice_filer_exists FOREIGN KEY (filed_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.right_notices
    ADD CONSTRAINT right_notice_of_a_right FOREIGN KEY (right_id) REFERENCES permits.rights(right_id);

ALTER TABLE ONLY permits.rights
    ADD CONSTRAINT right_remover_exists FOREIGN KEY (removed_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.rights_used
    ADD CONSTRAINT right_use_of_a_right FOREIGN KEY (right_id) REFERENCES permits.rights(right_id);

ALTER TABLE ONLY permits.rights_versions
    ADD CONSTRAINT right_version_of_a_right FOREIGN KEY (right_id) REFERENCES permits.rights(right_id);

ALTER TABLE ONLY permits.sign_ins
    ADD CONSTRAINT sign_in_of_a_user FOREIGN KEY (user_id) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.sketches
    ADD CONSTRAINT sketch_of_a_case FOREIGN KEY (case_id) REFERENCES permits.cases(case_id) ON DELETE CASCADE;

ALTER TABLE ONLY permits.subject_lookups
    ADD CONSTRAINT subject_lookup_request_exists FOREIGN KEY (request_id) REFERENCES permits.subject_requests(request_id);

ALTER TABLE ONLY permits.subject_withholdings
    ADD CONSTRAINT subject_withholding_request_exists FOREIGN KEY (request_id) REFERENCES permits.subject_requests(request_id);

ALTER TABLE ONLY permits.trials
    ADD CONSTRAINT trial_asked_by_user FOREIGN KEY (asked_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.trials
    ADD CONSTRAINT trial_of_case FOREIGN KEY (case_id) REFERENCES permits.cases(case_id) ON DELETE CASCADE;

ALTER TABLE ONLY permits.user_clients
    ADD CONSTRAINT user_client_is_known FOREIGN KEY (token) REFERENCES permits.subject_tokens(token) ON DELETE CASCADE;

ALTER TABLE ONLY permits.user_clients
    ADD CONSTRAINT user_client_user_exists FOREIGN KEY (user_id) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.wrapped_keys
    ADD CONSTRAINT wrapped_key_case_exists FOREIGN KEY (case_id) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.wrapped_keys
    ADD CONSTRAINT wrapped_key_disclosure_exists FOREIGN KEY (disclosure_id) REFERENCES permits.disclosures(disclosure_id);

GRANT USAGE ON SCHEMA audit TO permits_web;
GRANT USAGE ON SCHEMA audit TO permits_work;
GRANT USAGE ON SCHEMA audit TO permits_read;

GRANT USAGE ON SCHEMA permits TO permits_web;
GRANT USAGE ON SCHEMA permits TO permits_work;
GRANT USAGE ON SCHEMA permits TO permits_read;

GRANT USAGE ON SCHEMA registers TO permits_work;
GRANT USAGE ON SCHEMA registers TO permits_web;

REVOKE ALL ON FUNCTION audit.found(of_token uuid, of_actor text, of_subject text, of_kinds text[], since timestamp with time zone, until timestamp with time zone, before bigint, most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.found(of_token uuid, of_actor text, of_subject text, of_kinds text[], since timestamp with time zone, until timestamp with time zone, before bigint, most integer) TO permits_web;

REVOKE ALL ON FUNCTION audit.processing_of(token uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.processing_of(token uuid) TO permits_web;
GRANT ALL ON FUNCTION audit.processing_of(token uuid) TO permits_work;

REVOKE ALL ON FUNCTION audit.readers_since(since timestamp with time zone) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.readers_since(since timestamp with time zone) TO permits_work;

REVOKE ALL ON FUNCTION audit.readings_of(reader text, on_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.readings_of(reader text, on_day date) TO permits_work;

GRANT INSERT ON TABLE audit.entries TO permits_web;
GRANT INSERT ON TABLE audit.entries TO permits_work;
GRANT INSERT ON TABLE audit.entries TO permits_read;

REVOKE ALL ON FUNCTION audit.unsealed(most integer) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.unsealed(most integer) TO permits_work;

REVOKE ALL ON FUNCTION audit.unsealed_window(OUT entries bigint, OUT seconds double precision) FROM PUBLIC;
GRANT ALL ON FUNCTION audit.unsealed_window(OUT entries bigint, OUT seconds double precision) TO permits_web;
GRANT ALL ON FUNCTION audit.unsealed_window(OUT entries bigint, OUT seconds double precision) TO permits_work;

GRANT SELECT ON TABLE permits.practice TO permits_web;

REVOKE ALL ON FUNCTION permits.right_has_changed() FROM PUBLIC;

REVOKE ALL ON FUNCTION permits.rights_in_force(whose text, day date) FROM PUBLIC;
GRANT ALL ON FUNCTION permits.rights_in_force(whose text, day date) TO permits_web;
GRANT ALL ON FUNCTION permits.rights_in_force(whose text, day date) TO permits_work;

REVOKE ALL ON FUNCTION permits.user_has_changed() FROM PUBLIC;

GRANT SELECT,INSERT ON TABLE audit.checkpoints TO permits_work;
GRANT SELECT ON TABLE audit.checkpoints TO permits_web;

GRANT SELECT ON TABLE audit.closings TO permits_work;
GRANT SELECT ON TABLE audit.closings TO permits_web;

GRANT SELECT,INSERT ON TABLE audit.seal_keys TO permits_work;
GRANT SELECT ON TABLE audit.seal_keys TO permits_web;

GRANT SELECT,INSERT ON TABLE audit.seals TO permits_work;

GRANT USAGE ON SEQUENCE permits.access_application_number TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.access_applications TO permits_web;

GRANT UPDATE(state) ON TABLE permits.access_applications TO permits_web;

GRANT UPDATE(given) ON TABLE permits.access_applications TO permits_web;

GRANT UPDATE(right_id) ON TABLE permits.access_applications TO permits_web;

GRANT UPDATE(decided_by) ON TABLE permits.access_applications TO permits_web;

GRANT UPDATE(decided_at) ON TABLE permits.access_applications TO permits_web;

GRANT UPDATE(reasons) ON TABLE permits.access_applications TO permits_web;

GRANT UPDATE(version) ON TABLE permits.access_applications TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.alerts TO permits_work;
GRANT SELECT ON TABLE permits.alerts TO permits_web;

GRANT UPDATE(clients) ON TABLE permits.alerts TO permits_work;

GRANT UPDATE(first_at) ON TABLE permits.alerts TO permits_work;

GRANT UPDATE(last_at) ON TABLE permits.alerts TO permits_work;

GRANT UPDATE(found_at) ON TABLE permits.alerts TO permits_work;

GRANT UPDATE(finding) ON TABLE permits.alerts TO permits_web;

GRANT UPDATE(note) ON TABLE permits.alerts TO permits_web;

GRANT UPDATE(handled_by) ON TABLE permits.alerts TO permits_web;

GRANT UPDATE(handled_at) ON TABLE permits.alerts TO permits_web;

GRANT UPDATE(handled_of) ON TABLE permits.alerts TO permits_web;

GRANT SELECT,UPDATE ON TABLE permits.alerts_mark TO permits_work;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.answer_drafts TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.api_requests TO permits_web;
GRANT DELETE ON TABLE permits.api_requests TO permits_work;

GRANT SELECT(begun_at) ON TABLE permits.api_requests TO permits_work;

GRANT UPDATE(status) ON TABLE permits.api_requests TO permits_web;

GRANT UPDATE(headers) ON TABLE permits.api_requests TO permits_web;

GRANT UPDATE(answer) ON TABLE permits.api_requests TO permits_web;

GRANT USAGE ON SEQUENCE permits.assessment_number TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.assessments TO permits_web;
GRANT SELECT ON TABLE permits.assessments TO permits_work;

GRANT SELECT,INSERT,DELETE ON TABLE permits.attachment_parts TO permits_web;
GRANT SELECT ON TABLE permits.attachment_parts TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.attachments TO permits_web;
GRANT SELECT ON TABLE permits.attachments TO permits_work;

GRANT UPDATE(scan) ON TABLE permits.attachments TO permits_web;
GRANT UPDATE(scan) ON TABLE permits.attachments TO permits_work;

GRANT UPDATE(scanned_at) ON TABLE permits.attachments TO permits_web;
GRANT UPDATE(scanned_at) ON TABLE permits.attachments TO permits_work;

GRANT UPDATE(deleted_at) ON TABLE permits.attachments TO permits_web;

GRANT USAGE ON SEQUENCE permits.breach_number TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.breaches TO permits_web;
GRANT SELECT ON TABLE permits.breaches TO permits_work;

GRANT UPDATE(state) ON TABLE permits.breaches TO permits_web;

GRANT UPDATE(version) ON TABLE permits.breaches TO permits_web;
GRANT UPDATE(version) ON TABLE permits.breaches TO permits_work;

GRANT UPDATE(handler) ON TABLE permits.breaches TO permits_web;

GRANT UPDATE(closed_at) ON TABLE permits.breaches TO permits_web;

GRANT UPDATE(details) ON TABLE permits.breaches TO permits_web;
GRANT UPDATE(details) ON TABLE permits.breaches TO permits_work;

GRANT UPDATE(texts) ON TABLE permits.breaches TO permits_web;

GRANT SELECT ON TABLE permits.build_progress TO permits_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.build_progress TO permits_work;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.calendar_links TO permits_web;

GRANT USAGE ON SEQUENCE permits.case_number TO permits_web;

GRANT SELECT ON TABLE permits.case_removals TO permits_work;

GRANT SELECT,INSERT,UPDATE ON TABLE permits.cases TO permits_web;
GRANT SELECT ON TABLE permits.cases TO permits_work;

GRANT UPDATE(state) ON TABLE permits.cases TO permits_work;

GRANT UPDATE(version) ON TABLE permits.cases TO permits_work;

GRANT UPDATE(ended_at) ON TABLE permits.cases TO permits_work;

GRANT UPDATE(life) ON TABLE permits.cases TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.charge_batches TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.charge_batches TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.charges TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.charges TO permits_work;

GRANT UPDATE(batch) ON TABLE permits.charges TO permits_owner;
GRANT UPDATE(batch) ON TABLE permits.charges TO permits_web;
GRANT UPDATE(batch) ON TABLE permits.charges TO permits_work;

GRANT SELECT ON TABLE permits.client_secrets TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.client_tokens TO permits_web;
GRANT DELETE ON TABLE permits.client_tokens TO permits_work;

GRANT SELECT(expires_at) ON TABLE permits.client_tokens TO permits_work;

GRANT SELECT ON TABLE permits.clients TO permits_web;

GRANT SELECT ON TABLE permits.clock TO permits_web;
GRANT SELECT ON TABLE permits.clock TO permits_work;
GRANT SELECT ON TABLE permits.clock TO permits_read;

GRANT SELECT,INSERT ON TABLE permits.cohorts TO permits_work;

GRANT SELECT ON TABLE permits.deliveries TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.deliveries TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.desk_drafts TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.destroyed_keys TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.destroyed_keys TO permits_work;

GRANT UPDATE(ledgered_at) ON TABLE permits.destroyed_keys TO permits_work;

GRANT SELECT ON TABLE permits.directory TO permits_web;
GRANT SELECT ON TABLE permits.directory TO permits_work;

GRANT USAGE ON SEQUENCE permits.disclosure_number TO permits_web;

GRANT SELECT,INSERT,UPDATE ON TABLE permits.disclosures TO permits_web;
GRANT SELECT ON TABLE permits.disclosures TO permits_work;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.due_dates TO permits_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.due_dates TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.environment_keys TO permits_web;
GRANT SELECT ON TABLE permits.environment_keys TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.erasures TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.erasures TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.events TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.events TO permits_work;

GRANT SELECT ON TABLE permits.feasibility_questions TO permits_web;
GRANT SELECT ON TABLE permits.feasibility_questions TO permits_work;

GRANT INSERT(case_id) ON TABLE permits.feasibility_questions TO permits_web;

GRANT INSERT(hash) ON TABLE permits.feasibility_questions TO permits_web;

GRANT INSERT(kind) ON TABLE permits.feasibility_questions TO permits_web;

GRANT INSERT(question) ON TABLE permits.feasibility_questions TO permits_web;

GRANT INSERT(points) ON TABLE permits.feasibility_questions TO permits_web;

GRANT INSERT(summary_id) ON TABLE permits.feasibility_questions TO permits_web;

GRANT INSERT(asked_by) ON TABLE permits.feasibility_questions TO permits_web;

GRANT INSERT(asked_at) ON TABLE permits.feasibility_questions TO permits_web;

GRANT UPDATE(state) ON TABLE permits.feasibility_questions TO permits_work;

GRANT UPDATE(figures) ON TABLE permits.feasibility_questions TO permits_work;

GRANT UPDATE(answered_at) ON TABLE permits.feasibility_questions TO permits_work;

GRANT INSERT(projects) ON TABLE permits.feasibility_questions TO permits_web;

GRANT SELECT ON TABLE permits.grant_versions TO permits_web;
GRANT SELECT ON TABLE permits.grant_versions TO permits_work;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.handling_times TO permits_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.handling_times TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.holds TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.holds TO permits_work;

GRANT UPDATE(review_on) ON TABLE permits.holds TO permits_web;
GRANT UPDATE(review_on) ON TABLE permits.holds TO permits_work;

GRANT UPDATE(lifted_on) ON TABLE permits.holds TO permits_web;
GRANT UPDATE(lifted_on) ON TABLE permits.holds TO permits_work;

GRANT UPDATE(lifted_by) ON TABLE permits.holds TO permits_web;
GRANT UPDATE(lifted_by) ON TABLE permits.holds TO permits_work;

GRANT USAGE ON SEQUENCE permits.holds_hold_id_seq TO permits_web;
GRANT USAGE ON SEQUENCE permits.holds_hold_id_seq TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.identities TO permits_web;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.invitations TO permits_web;
GRANT SELECT,DELETE,UPDATE ON TABLE permits.invitations TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.law_confirmations TO permits_web;
GRANT SELECT ON TABLE permits.law_confirmations TO permits_work;

GRANT SELECT,UPDATE ON TABLE permits.legacy_permits TO permits_web;
GRANT SELECT ON TABLE permits.legacy_permits TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.letter_receivers TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.letter_receivers TO permits_work;

GRANT UPDATE(deemed_at) ON TABLE permits.letter_receivers TO permits_web;

GRANT UPDATE(fetched_at) ON TABLE permits.letter_receivers TO permits_web;

GRANT UPDATE(shown_at) ON TABLE permits.letter_receivers TO permits_web;

GRANT SELECT ON TABLE permits.letter_signatures TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.letter_signatures TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.letters TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.letters TO permits_work;

GRANT SELECT ON TABLE permits.life_runs TO permits_web;
GRANT SELECT,INSERT,UPDATE ON TABLE permits.life_runs TO permits_work;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.likenesses TO permits_web;
GRANT SELECT,DELETE ON TABLE permits.likenesses TO permits_work;

GRANT SELECT ON TABLE permits.mails TO permits_web;
GRANT SELECT,INSERT,UPDATE ON TABLE permits.mails TO permits_work;

GRANT INSERT ON TABLE permits.mails_due TO permits_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.mails_due TO permits_work;

GRANT USAGE ON SEQUENCE permits.order_number TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.orders TO permits_web;
GRANT SELECT ON TABLE permits.orders TO permits_work;

GRANT UPDATE(state) ON TABLE permits.orders TO permits_web;
GRANT UPDATE(state) ON TABLE permits.orders TO permits_work;

GRANT UPDATE(reason) ON TABLE permits.orders TO permits_web;
GRANT UPDATE(reason) ON TABLE permits.orders TO permits_work;

GRANT UPDATE(attempts) ON TABLE permits.orders TO permits_work;

GRANT UPDATE(version) ON TABLE permits.orders TO permits_web;
GRANT UPDATE(version) ON TABLE permits.orders TO permits_work;

GRANT SELECT ON TABLE permits.practice_files TO permits_web;
GRANT SELECT ON TABLE permits.practice_files TO permits_work;

GRANT INSERT(case_id) ON TABLE permits.practice_files TO permits_web;

GRANT INSERT(scope_hash) ON TABLE permits.practice_files TO permits_web;

GRANT INSERT(scope) ON TABLE permits.practice_files TO permits_web;

GRANT INSERT(language) ON TABLE permits.practice_files TO permits_web;

GRANT INSERT(asked_by) ON TABLE permits.practice_files TO permits_web;

GRANT INSERT(asked_at) ON TABLE permits.practice_files TO permits_web;

GRANT UPDATE(state) ON TABLE permits.practice_files TO permits_web;
GRANT UPDATE(state) ON TABLE permits.practice_files TO permits_work;

GRANT UPDATE(stage) ON TABLE permits.practice_files TO permits_work;

GRANT UPDATE(done) ON TABLE permits.practice_files TO permits_work;

GRANT UPDATE(total) ON TABLE permits.practice_files TO permits_work;

GRANT UPDATE(file) ON TABLE permits.practice_files TO permits_work;

GRANT UPDATE(bytes) ON TABLE permits.practice_files TO permits_work;

GRANT UPDATE(sha256) ON TABLE permits.practice_files TO permits_work;

GRANT UPDATE(made_at) ON TABLE permits.practice_files TO permits_work;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.questions TO permits_web;
GRANT SELECT ON TABLE permits.questions TO permits_work;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.queue_items TO permits_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.queue_items TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.receipts TO permits_web;
GRANT SELECT ON TABLE permits.receipts TO permits_work;

GRANT USAGE ON SEQUENCE permits.record_number TO permits_web;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.register_entries TO permits_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.register_entries TO permits_work;

GRANT SELECT ON TABLE permits.register_summaries TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.register_summaries TO permits_work;

GRANT UPDATE(state) ON TABLE permits.register_summaries TO permits_work;

GRANT UPDATE(done) ON TABLE permits.register_summaries TO permits_work;

GRANT UPDATE(total) ON TABLE permits.register_summaries TO permits_work;

GRANT UPDATE(taken_at) ON TABLE permits.register_summaries TO permits_work;

GRANT UPDATE(persons) ON TABLE permits.register_summaries TO permits_work;

GRANT UPDATE(rows) ON TABLE permits.register_summaries TO permits_work;

GRANT UPDATE(bytes) ON TABLE permits.register_summaries TO permits_work;

GRANT UPDATE(ready_at) ON TABLE permits.register_summaries TO permits_work;

GRANT SELECT ON TABLE permits.registry_numbers TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.registry_numbers TO permits_work;

GRANT SELECT ON TABLE permits.removals TO permits_web;
GRANT SELECT ON TABLE permits.removals TO permits_work;

GRANT USAGE ON SEQUENCE permits.request_number TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.requests TO permits_web;
GRANT SELECT ON TABLE permits.requests TO permits_work;

GRANT UPDATE(state) ON TABLE permits.requests TO permits_web;

GRANT UPDATE(version) ON TABLE permits.requests TO permits_web;

GRANT UPDATE(handler) ON TABLE permits.requests TO permits_web;

GRANT UPDATE(closed_at) ON TABLE permits.requests TO permits_web;

GRANT UPDATE(details) ON TABLE permits.requests TO permits_web;

GRANT UPDATE(texts) ON TABLE permits.requests TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.subject_requests TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(state) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(state) ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(asked_who) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(asked_who) ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(confirmed_by) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(confirmed_by) ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(extended_on) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(extended_on) ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(extended_for) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(extended_for) ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(closed_on) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(closed_on) ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(reply) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(reply) ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(decision) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(decision) ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(version) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(version) ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(lifted_on) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(lifted_on) ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(lifted_for) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(lifted_for) ON TABLE permits.subject_requests TO permits_work;

GRANT UPDATE(lift_told) ON TABLE permits.subject_requests TO permits_web;
GRANT UPDATE(lift_told) ON TABLE permits.subject_requests TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.subject_tokens TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.subject_tokens TO permits_work;
GRANT SELECT,INSERT ON TABLE permits.subject_tokens TO permits_read;

GRANT SELECT ON TABLE permits.restricted_subjects TO permits_web;
GRANT SELECT ON TABLE permits.restricted_subjects TO permits_work;
GRANT SELECT ON TABLE permits.restricted_subjects TO permits_read;

GRANT USAGE ON SEQUENCE permits.right_notice_number TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.right_notices TO permits_web;

GRANT UPDATE(outcome) ON TABLE permits.right_notices TO permits_web;

GRANT UPDATE(acted_by) ON TABLE permits.right_notices TO permits_web;

GRANT UPDATE(acted_at) ON TABLE permits.right_notices TO permits_web;

GRANT UPDATE(reasons) ON TABLE permits.right_notices TO permits_web;

GRANT UPDATE(version) ON TABLE permits.right_notices TO permits_web;

GRANT USAGE ON SEQUENCE permits.right_number TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.rights TO permits_web;
GRANT SELECT ON TABLE permits.rights TO permits_work;

GRANT SELECT(right_id) ON TABLE permits.rights TO permits_read;

GRANT UPDATE(commission_until) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(items) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(offices) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(areas) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(powers) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(uses) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(valid_from) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(valid_until) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(reviewed) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(removed_at) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(removed_by) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(removal) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(changed_by) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(changed_at) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(change) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(reasons) ON TABLE permits.rights TO permits_web;

GRANT UPDATE(version) ON TABLE permits.rights TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.rights_used TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.rights_used TO permits_work;
GRANT SELECT,INSERT ON TABLE permits.rights_used TO permits_read;

GRANT SELECT ON TABLE permits.rights_versions TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.sign_ins TO permits_web;
GRANT DELETE ON TABLE permits.sign_ins TO permits_work;

GRANT SELECT(ends_at) ON TABLE permits.sign_ins TO permits_work;

GRANT UPDATE(ended_at) ON TABLE permits.sign_ins TO permits_web;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.sketches TO permits_web;
GRANT SELECT,DELETE ON TABLE permits.sketches TO permits_work;

GRANT USAGE ON SEQUENCE permits.subject_id_number TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.subject_lookups TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.subject_lookups TO permits_work;

GRANT UPDATE(asked_by) ON TABLE permits.subject_lookups TO permits_web;
GRANT UPDATE(asked_by) ON TABLE permits.subject_lookups TO permits_work;

GRANT UPDATE(asked_at) ON TABLE permits.subject_lookups TO permits_web;
GRANT UPDATE(asked_at) ON TABLE permits.subject_lookups TO permits_work;

GRANT UPDATE(found_at) ON TABLE permits.subject_lookups TO permits_work;

GRANT UPDATE(deliveries) ON TABLE permits.subject_lookups TO permits_work;

GRANT UPDATE(extracts) ON TABLE permits.subject_lookups TO permits_work;

GRANT USAGE ON SEQUENCE permits.subject_request_number TO permits_web;
GRANT USAGE ON SEQUENCE permits.subject_request_number TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.subject_withholdings TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.subject_withholdings TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.texts TO permits_web;
GRANT SELECT ON TABLE permits.texts TO permits_work;

GRANT UPDATE(body) ON TABLE permits.texts TO permits_web;

GRANT UPDATE(redacted) ON TABLE permits.texts TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.trials TO permits_web;
GRANT SELECT ON TABLE permits.trials TO permits_work;

GRANT UPDATE(state) ON TABLE permits.trials TO permits_work;

GRANT UPDATE(reason) ON TABLE permits.trials TO permits_work;

GRANT UPDATE(taken_at) ON TABLE permits.trials TO permits_work;

GRANT UPDATE(done_at) ON TABLE permits.trials TO permits_work;

GRANT UPDATE(report) ON TABLE permits.trials TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.user_clients TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.user_clients TO permits_work;

GRANT UPDATE(token) ON TABLE permits.user_clients TO permits_web;

GRANT UPDATE(linked_by) ON TABLE permits.user_clients TO permits_web;

GRANT UPDATE(linked_at) ON TABLE permits.user_clients TO permits_web;

GRANT SELECT,INSERT,UPDATE ON TABLE permits.users TO permits_web;
GRANT SELECT ON TABLE permits.users TO permits_work;

GRANT USAGE ON SEQUENCE permits.worker_number TO permits_work;

GRANT SELECT,INSERT,DELETE ON TABLE permits.wrapped_keys TO permits_work;
GRANT DELETE ON TABLE permits.wrapped_keys TO permits_web;

GRANT SELECT(basis_id) ON TABLE permits.wrapped_keys TO permits_web;

GRANT SELECT(kcv) ON TABLE permits.wrapped_keys TO permits_web;

GRANT SELECT(made_at) ON TABLE permits.wrapped_keys TO permits_web;

GRANT SELECT ON TABLE registers.background TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.background TO permits_web;

GRANT SELECT ON TABLE registers.benefit TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.benefit TO permits_web;

GRANT SELECT ON TABLE registers.clarification TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.clarification TO permits_web;

GRANT SELECT ON TABLE registers.clientship TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.clientship TO permits_web;

GRANT SELECT ON TABLE registers.consent TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.consent TO permits_web;

GRANT SELECT ON TABLE registers.contact TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.contact TO permits_web;

GRANT SELECT ON TABLE registers.contract TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.contract TO permits_web;

GRANT SELECT ON TABLE registers.contract_payment TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.contract_payment TO permits_web;

GRANT SELECT ON TABLE registers.degree TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.degree TO permits_web;

GRANT SELECT ON TABLE registers.employer TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.employer TO permits_web;

GRANT SELECT ON TABLE registers.employer_contact TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.employer_contact TO permits_web;

GRANT SELECT ON TABLE registers.employer_document TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.employer_document TO permits_web;

GRANT SELECT ON TABLE registers.employer_need TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.employer_need TO permits_web;

GRANT SELECT ON TABLE registers.employer_other_data TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.employer_other_data TO permits_web;

GRANT SELECT ON TABLE registers.employer_service TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.employer_service TO permits_web;

GRANT SELECT ON TABLE registers.employment_code TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.employment_code TO permits_web;

GRANT SELECT ON TABLE registers.expert_assessment TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.expert_assessment TO permits_web;

GRANT SELECT ON TABLE registers.health_entry TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.health_entry TO permits_web;

GRANT SELECT ON TABLE registers.introduction TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.introduction TO permits_web;

GRANT SELECT ON TABLE registers.job_alternation TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.job_alternation TO permits_web;

GRANT SELECT ON TABLE registers.job_offer TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.job_offer TO permits_web;

GRANT SELECT ON TABLE registers.job_search TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.job_search TO permits_web;

GRANT SELECT ON TABLE registers.joint_background TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.joint_background TO permits_web;

GRANT SELECT ON TABLE registers.joint_client TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.joint_client TO permits_web;

GRANT SELECT ON TABLE registers.joint_contact TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.joint_contact TO permits_web;

GRANT SELECT ON TABLE registers.joint_document TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.joint_document TO permits_web;

GRANT SELECT ON TABLE registers.joint_health TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.joint_health TO permits_web;

GRANT SELECT ON TABLE registers.joint_need TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.joint_need TO permits_web;

GRANT SELECT ON TABLE registers.joint_plan TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.joint_plan TO permits_web;

GRANT SELECT ON TABLE registers.joint_plan_step TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.joint_plan_step TO permits_web;

GRANT SELECT ON TABLE registers.joint_service TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.joint_service TO permits_web;

GRANT SELECT ON TABLE registers.joint_social_situation TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.joint_social_situation TO permits_web;

GRANT SELECT ON TABLE registers.language_skill TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.language_skill TO permits_web;

GRANT SELECT ON TABLE registers.military_service TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.military_service TO permits_web;

GRANT SELECT ON TABLE registers.other_service TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.other_service TO permits_web;

GRANT SELECT ON TABLE registers.person TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.person TO permits_web;

GRANT SELECT ON TABLE registers.person_document TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.person_document TO permits_web;

GRANT SELECT ON TABLE registers.person_identifier TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.person_identifier TO permits_web;

GRANT SELECT ON TABLE registers.plan TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.plan TO permits_web;

GRANT SELECT ON TABLE registers.plan_task TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.plan_task TO permits_web;

GRANT SELECT ON TABLE registers.policy_statement TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.policy_statement TO permits_web;

GRANT SELECT ON TABLE registers.procured_service TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.procured_service TO permits_web;

GRANT SELECT ON TABLE registers.provider TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.provider TO permits_web;

GRANT SELECT ON TABLE registers.provider_capacity TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.provider_capacity TO permits_web;

GRANT SELECT ON TABLE registers.provider_contact TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.provider_contact TO permits_web;

GRANT SELECT ON TABLE registers.provider_document TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.provider_document TO permits_web;

GRANT SELECT ON TABLE registers.provider_other_data TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.provider_other_data TO permits_web;

GRANT SELECT ON TABLE registers.service_application TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.service_application TO permits_web;

GRANT SELECT ON TABLE registers.service_followup TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.service_followup TO permits_web;

GRANT SELECT ON TABLE registers.service_need TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.service_need TO permits_web;

GRANT SELECT ON TABLE registers.service_period TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.service_period TO permits_web;

GRANT SELECT ON TABLE registers.skill TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.skill TO permits_web;

GRANT SELECT ON TABLE registers.special_arrangement TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.special_arrangement TO permits_web;

GRANT SELECT ON TABLE registers.subsidy_decision TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.subsidy_decision TO permits_web;

GRANT SELECT ON TABLE registers.subsidy_followup TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.subsidy_followup TO permits_web;

GRANT SELECT ON TABLE registers.subsidy_offer TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.subsidy_offer TO permits_web;

GRANT SELECT ON TABLE registers.subsidy_payment TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.subsidy_payment TO permits_web;

GRANT SELECT ON TABLE registers.subsidy_place TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.subsidy_place TO permits_web;

GRANT SELECT ON TABLE registers.training TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.training TO permits_web;

GRANT SELECT ON TABLE registers.training_application TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.training_application TO permits_web;

GRANT SELECT ON TABLE registers.training_followup TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.training_followup TO permits_web;

GRANT SELECT ON TABLE registers.training_offer TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.training_offer TO permits_web;

GRANT SELECT ON TABLE registers.vacancy TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.vacancy TO permits_web;

GRANT SELECT ON TABLE registers.vacancy_filling TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.vacancy_filling TO permits_web;

GRANT SELECT ON TABLE registers.work_history TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.work_history TO permits_web;

GRANT SELECT ON TABLE registers.work_trial TO permits_work;
GRANT SELECT,INSERT,UPDATE ON TABLE registers.work_trial TO permits_web;

ALTER DEFAULT PRIVILEGES FOR ROLE permits_owner IN SCHEMA registers GRANT SELECT ON TABLES  TO permits_work;
