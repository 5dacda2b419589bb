-- +goose Up
-- Personal access rights to the registers (4 a, 5 and 5 a §).

-- Who applies for rights on behalf of their body, and who grants them at KEHA.
alter table permits.users drop constraint user_duties_known;
alter table permits.users add constraint user_duties_known
    check (duties <@ array['researcher', 'presenter', 'decider', 'analyst', 'official', 'operator', 'contact', 'access-officer']);
comment on column permits.users.body is 'authority: KEHA, TEM, ELY01 to ELY15, TE01 to TE15, ASPA, KELA or a municipality''s M and number; an operator''s environment; empty for others';

-- +goose StatementBegin
create function permits.each_matches(texts text[], form text) returns boolean language sql immutable
    as $$ select coalesce(bool_and(coalesce(t ~ form, false)), true) from unnest(texts) t $$;
-- +goose StatementEnd
comment on function permits.each_matches(text[], text) is 'every text of the list has the form; true for none';

create sequence permits.right_number;
comment on sequence permits.right_number is 'running number of KEHA-K<number>-<year>; gaps mean nothing';

create table permits.rights (
    right_id             text        not null,
    application          text,
    holder               text        not null,
    body                 text        not null,
    ground               text        not null,
    commission_by        text,
    commission_body      text,
    commission_task      text,
    commission_reference text,
    commission_until     date,
    items                text[]      not null,
    offices              text[]      not null,
    areas                text[]      not null,
    powers               text[]      not null,
    uses                 text[]      not null,
    valid_from           date        not null,
    valid_until          date        not null,
    ends                 date        not null generated always as (least(valid_until, commission_until)) stored,
    granted_by           text        not null,
    granted_user         text        generated always as (case when not legacy then granted_by end) stored,
    granted_at           timestamptz not null,
    legacy               boolean     not null,
    reviewed             date,
    removed_at           timestamptz,
    removed_by           text,
    removal              text,
    changed_by           text        not null,
    changed_at           timestamptz not null,
    change               text        not null,
    reasons              text        not null default '',
    version              integer     not null,
    constraint right_pk primary key (right_id),
    constraint right_id_form check (right_id ~ '^KEHA-K[0-9]+-[0-9]{4}$'),
    constraint right_holder_exists foreign key (holder) references permits.users,
    constraint right_granter_exists foreign key (granted_user) references permits.users,
    constraint right_remover_exists foreign key (removed_by) references permits.users,
    constraint right_has_application check (legacy = (application is null)),
    constraint right_has_body check (body <> ''),
    constraint right_ground_known check (ground in ('5.2.1', '5.2.2', '5.2.3', '5.2.4', '5.2.5', '5.2.6', '5.2.7', '5.2.8', '5.3a', '5.3b', '1.2b')),
    constraint right_outside_has_commission check (
        (ground in ('5.3a', '5.3b')) = (num_nulls(commission_by, commission_body, commission_task, commission_reference, commission_until) = 0)
        and num_nulls(commission_by, commission_body, commission_task, commission_reference, commission_until) in (0, 5)
        and commission_by <> '' and commission_body <> '' and commission_reference <> ''),
    constraint right_development_is_kehas check (ground <> '5.3b' or commission_by = 'KEHA'),
    constraint right_has_content check (items <> '{}'),
    constraint right_items_form check (permits.each_matches(items, '^(3\.[1-4][.a-b0-9]*|6\.1b|joint\.[1-7])$')),
    constraint right_has_extent check (offices <> '{}' or areas <> '{}'),
    constraint right_extent_form check (permits.each_matches(offices || areas, '^[A-Z]+[0-9]*$')),
    constraint right_has_powers check (powers <> '{}'),
    constraint right_powers_known check (powers <@ array['search', 'read', 'write', 'disclose', 'extract', 'administer']),
    constraint right_has_uses check (uses <> '{}'),
    constraint right_uses_known check (uses <@ array['customer', 'matter', 'oversight']),
    constraint right_joint_is_customer_service check (ground <> '1.2b' or uses = array['customer']),
    constraint right_begins_before_it_ends check (valid_from <= valid_until),
    constraint right_legacy_is_old check (not legacy or granted_at < timestamptz '2020-07-01 00:00 Europe/Helsinki'),
    constraint right_legacy_giver_known check (not legacy or granted_by = 'TEM' or granted_by ~ '^ELY[0-9]{2}$'),
    constraint right_review_is_of_legacy check (legacy or reviewed is null),
    constraint right_removal_is_whole check (num_nulls(removed_at, removed_by, removal) in (0, 3)),
    constraint right_removal_known check (removal in ('5a.1.1', '5a.1.2', '5a.2')),
    constraint right_removal_has_reasons check (removed_at is null or reasons <> ''),
    constraint right_change_known check (change <> ''),
    constraint right_version_counts check (version > 0)
);
create index right_of_holder on permits.rights (holder, ends) where removed_at is null;
create index right_of_body on permits.rights (body, ends);
create index right_ending on permits.rights (ends) where removed_at is null;
create trigger right_version before update on permits.rights
    for each row execute function permits.version_goes_up();
create trigger right_keeps before update on permits.rights
    for each row execute function permits.immutable_columns('right_id', 'application', 'holder', 'body', 'ground',
        'commission_by', 'commission_body', 'commission_task', 'commission_reference', 'granted_by', 'granted_at', 'legacy');
create trigger right_is_not_deleted before delete or truncate on permits.rights
    for each statement execute function permits.insert_only();
-- +goose StatementBegin
create function permits.removed_right_stays() returns trigger language plpgsql as $$
begin
    raise exception 'right % has been removed', old.right_id
        using constraint = 'removed_right_stays', errcode = 'integrity_constraint_violation';
end
$$;
-- +goose StatementEnd
comment on function permits.removed_right_stays() is 'trigger: a removed right does not change';
create trigger right_removed_stays before update on permits.rights
    for each row when (old.removed_at is not null) execute function permits.removed_right_stays();
comment on index permits.right_of_holder is 'what one person may do now';
comment on index permits.right_of_body is 'what a body has applied for';
comment on index permits.right_ending is 'the review list';
comment on table permits.rights is 'personal access rights (käyttöoikeus): one row a right, as it is now; never deleted';
comment on column permits.rights.right_id is 'KEHA-K<number>-<year>';
comment on column permits.rights.application is 'the application it was granted on; null for a legacy one';
comment on column permits.rights.holder is 'whose it is: a person, never a shared account';
comment on column permits.rights.body is 'the body that applied for it';
comment on column permits.rights.ground is 'item of 5 § it rests on: 5.2.1 to 5.2.8, 5.3a, 5.3b; 1.2b for the joint service''s own act';
comment on column permits.rights.commission_by is 'who commissioned an outside body: TEM, an ELY centre or KEHA';
comment on column permits.rights.commission_body is 'name of the outside body';
comment on column permits.rights.commission_task is 'evaluation, audit, study, development or maintenance';
comment on column permits.rights.commission_reference is 'of the contract or decision';
comment on column permits.rights.commission_until is 'last day of the commission; the right ends with it';
comment on column permits.rights.items is 'content: items of 3 § and of the joint service';
comment on column permits.rights.offices is 'extent: whose clients';
comment on column permits.rights.areas is 'extent: where clients live, ELY01 to ELY15 or FI; adds to the offices';
comment on column permits.rights.powers is 'what may be done: search, read, write, disclose, extract, administer';
comment on column permits.rights.uses is 'for what despite secrecy: customer, matter, oversight';
comment on column permits.rights.valid_from is 'first day';
comment on column permits.rights.valid_until is 'last day granted';
comment on column permits.rights.ends is 'last day in fact: that of the commission when it comes first';
comment on column permits.rights.granted_by is 'the access officer; of a legacy right the ministry or the ELY centre';
comment on column permits.rights.granted_user is 'granted_by where it is a user';
comment on column permits.rights.granted_at is 'when, by the service clock';
comment on column permits.rights.legacy is 'from before 1.7.2020 and imported';
comment on column permits.rights.reviewed is 'day a legacy right was found to meet 5 §; null before';
comment on column permits.rights.removed_at is 'when it was removed; it holds for nothing from that moment';
comment on column permits.rights.removed_by is 'who removed it';
comment on column permits.rights.removal is 'ground of 5 a §: 5a.1.1, 5a.1.2 or 5a.2';
comment on column permits.rights.changed_by is 'who made it what it is now';
comment on column permits.rights.changed_at is 'when, by the service clock';
comment on column permits.rights.change is 'what was done then, as the event names it';
comment on column permits.rights.reasons is 'why, of the last change';
comment on column permits.rights.version is 'counts the changes; the first is 1';

-- Every version that a right has had.
create table permits.rights_versions (
    right_id   text        not null,
    version    integer     not null,
    changed_at timestamptz not null,
    content    jsonb       not null,
    constraint right_version_pk primary key (right_id, version),
    constraint right_version_of_a_right foreign key (right_id) references permits.rights
);
create trigger right_version_insert_only before update or delete or truncate on permits.rights_versions
    for each statement execute function permits.insert_only();
comment on table permits.rights_versions is 'every version of every right, written by a trigger; insert-only';
comment on column permits.rights_versions.right_id is 'the right';
comment on column permits.rights_versions.version is 'its version';
comment on column permits.rights_versions.changed_at is 'since when it stood so';
comment on column permits.rights_versions.content is 'the row of that version';

-- The number by which a process sees that what it remembers of a person is old.
create table permits.grant_versions (
    holder  text   not null,
    version bigint not null,
    constraint grant_version_pk primary key (holder),
    constraint grant_version_holder_exists foreign key (holder) references permits.users
);
comment on table permits.grant_versions is 'counts the changes of a person''s rights, by a trigger in the transaction of the change';
comment on column permits.grant_versions.holder is 'the person; without a row the version is 0';
comment on column permits.grant_versions.version is 'goes up with every change of any right of theirs';

-- +goose StatementBegin
create function permits.right_has_changed() returns trigger language plpgsql
    security definer set search_path = pg_catalog as $$
begin
    insert into permits.rights_versions (right_id, version, changed_at, content)
    values (new.right_id, new.version, new.changed_at, to_jsonb(new));
    insert into permits.grant_versions as g (holder, version) values (new.holder, 1)
        on conflict (holder) do update set version = g.version + 1;
    perform pg_notify('permits_grants', new.holder);
    return null;
end
$$;
-- +goose StatementEnd
comment on function permits.right_has_changed() is 'trigger: keeps the version, counts the holder''s grant version, warms caches by a notification';
revoke all on function permits.right_has_changed() from public;
create trigger right_has_changed after insert or update on permits.rights
    for each row execute function permits.right_has_changed();

-- What a person may use on a day: for the row rules of the registers.
-- +goose StatementBegin
create function permits.rights_in_force(whose text, day date)
    returns table (right_id text, body text, ground text, items text[], offices text[], areas text[], powers text[], uses text[])
    language sql stable
    as $$ select r.right_id, r.body, r.ground, r.items, r.offices, r.areas, r.powers, r.uses
            from permits.rights r
           where r.holder = whose and r.removed_at is null and day between r.valid_from and r.ends $$;
-- +goose StatementEnd
comment on function permits.rights_in_force(text, date) is 'rights of a person that are neither removed nor outside their term, nor past their commission, on a day';
revoke all on function permits.rights_in_force(text, date) from public;

-- When a right was last used.
create table permits.rights_used (
    right_id text not null,
    day      date not null,
    constraint right_use_pk primary key (right_id, day),
    constraint right_use_of_a_right foreign key (right_id) references permits.rights
);
create trigger right_use_insert_only before update or delete or truncate on permits.rights_used
    for each statement execute function permits.insert_only();
comment on table permits.rights_used is 'days on which something was done under a right; insert-only';
comment on column permits.rights_used.right_id is 'the right';
comment on column permits.rights_used.day is 'by the service clock';

grant select, insert on permits.rights to permits_web;
grant update (items, offices, areas, powers, uses, valid_from, valid_until, commission_until, reviewed, removed_at, removed_by, removal,
              changed_by, changed_at, change, reasons, version) on permits.rights to permits_web;
grant select on permits.rights_versions, permits.grant_versions to permits_web;
grant select, insert on permits.rights_used to permits_web, permits_work;
grant usage on sequence permits.right_number to permits_web;
grant select on permits.rights, permits.grant_versions to permits_work;
grant execute on function permits.rights_in_force(text, date) to permits_web, permits_work, permits_owner;
grant all on permits.rights, permits.rights_versions, permits.grant_versions, permits.rights_used to permits_owner;
grant all on sequence permits.right_number to permits_owner;

-- +goose Down
drop table permits.rights_used;
drop function permits.rights_in_force(text, date);
drop table permits.grant_versions;
drop table permits.rights_versions;
drop table permits.rights;
drop function permits.right_has_changed();
drop function permits.removed_right_stays();
drop sequence permits.right_number;
drop function permits.each_matches(text[], text);
update permits.users set duties = array(select d from unnest(duties) d where d not in ('contact', 'access-officer'));
alter table permits.users drop constraint user_duties_known;
alter table permits.users add constraint user_duties_known
    check (duties <@ array['researcher', 'presenter', 'decider', 'analyst', 'official', 'operator']);
comment on column permits.users.body is 'authority: KEHA, TEM, ELY01 to ELY15 or TE01 to TE15; an operator''s environment; empty for others';
