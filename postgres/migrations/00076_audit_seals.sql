-- +goose Up
-- The seals of the log: a worker puts the entries in order, hashes every column of
-- each, chains the batches and signs what they amount to. What is sealed cannot be
-- changed, removed, added to or put in another order without its being found.

-- When it was written by real time, whatever the service clock said.
alter table audit.entries add column written_at timestamptz not null default clock_timestamp();
comment on column audit.entries.written_at is 'when it was written, by real time';

-- The order of sealing. A transaction that has ended before the oldest running one
-- began writing can add nothing, so that no later commit comes before a sealed entry.
create index entry_in_order on audit.entries (transaction, entry_id);
comment on index audit.entry_in_order is 'the order in which entries are sealed';

create table audit.seals (
    seal_id          bigint      not null,
    version          smallint    not null,
    sealed_at        timestamptz not null,
    before           bigint      not null,
    entries          integer     not null,
    newest_at        timestamptz not null,
    last_transaction xid8        not null,
    last_entry       bigint      not null,
    horizon          xid8        not null,
    leaves           bytea       not null,
    previous         bytea       not null,
    hash             bytea       not null,
    constraint seal_pk primary key (seal_id),
    constraint seal_counts_from_one check (seal_id > 0 and before >= 0 and entries > 0),
    constraint seal_has_a_leaf_for_each check (length(leaves) = 48 * entries),
    constraint seal_hashes_are_sha256 check (length(previous) = 32 and length(hash) = 32)
);
alter table audit.seals alter column leaves set storage external; -- hashes do not compress
comment on table audit.seals is 'batches of sealed entries, each chained to the one before';
comment on column audit.seals.seal_id is 'from 1, without gaps';
comment on column audit.seals.version is 'how entries and seals are written down to be hashed';
comment on column audit.seals.sealed_at is 'when, by real time';
comment on column audit.seals.before is 'how many entries were sealed before it';
comment on column audit.seals.entries is 'how many it seals';
comment on column audit.seals.newest_at is 'latest time among its entries, by the service clock';
comment on column audit.seals.last_transaction is 'transaction of its last entry';
comment on column audit.seals.last_entry is 'its last entry';
comment on column audit.seals.horizon is 'every entry of an earlier transaction is sealed here or before';
comment on column audit.seals.leaves is 'of each entry in order: transaction, number, SHA-256 of its columns';
comment on column audit.seals.previous is 'hash of the seal before; zeros of the first';
comment on column audit.seals.hash is 'SHA-256 of all the other columns';

create table audit.seal_keys (
    key_id    text        not null,
    number    integer     not null,
    public    bytea       not null,
    made_at   timestamptz not null,
    signed_by text,
    signature bytea       not null,
    own       bytea       not null,
    constraint seal_key_pk primary key (key_id),
    constraint seal_key_in_order unique (number),
    constraint seal_key_is_ed25519 check (length(public) = 32 and length(signature) = 64 and length(own) = 64),
    constraint seal_key_signed_by_a_known_one foreign key (signed_by) references audit.seal_keys
);
comment on table audit.seal_keys is 'public keys of the checkpoints; each new one signed by the one before';
comment on column audit.seal_keys.key_id is 'beginning of the SHA-256 of the key, in hexadecimal';
comment on column audit.seal_keys.number is 'from 1, in the order of use';
comment on column audit.seal_keys.public is 'Ed25519';
comment on column audit.seal_keys.made_at is 'when, by real time';
comment on column audit.seal_keys.signed_by is 'the key before; null of the first, which signs itself';
comment on column audit.seal_keys.signature is 'of the introduction of this key, by the one before';
comment on column audit.seal_keys.own is 'of the same, by this key, which thereby owns to the one before';

create table audit.checkpoints (
    checkpoint_id bigint      not null,
    seal_id       bigint      not null,
    entries       bigint      not null,
    hash          bytea       not null,
    made_at       timestamptz not null,
    key_id        text        not null,
    signature     bytea       not null,
    constraint checkpoint_pk primary key (checkpoint_id),
    constraint checkpoint_counts_from_one check (checkpoint_id > 0),
    constraint checkpoint_key_exists foreign key (key_id) references audit.seal_keys
);
create index checkpoint_of_seal on audit.checkpoints (seal_id);
comment on table audit.checkpoints is 'signed: so many entries are sealed, and this is the hash of the last seal';
comment on index audit.checkpoint_of_seal is 'the checkpoint that covers a seal';
comment on column audit.checkpoints.checkpoint_id is 'from 1, without gaps';
comment on column audit.checkpoints.seal_id is 'last seal that it covers';
comment on column audit.checkpoints.entries is 'entries sealed until then, removed ones too';
comment on column audit.checkpoints.hash is 'hash of that seal';
comment on column audit.checkpoints.made_at is 'when, by real time';
comment on column audit.checkpoints.key_id is 'key that signed it';
comment on column audit.checkpoints.signature is 'of the text that an exported checkpoint is';

create table audit.closings (
    checkpoint_id bigint      not null,
    seal_id       bigint      not null,
    entries       bigint      not null,
    hash          bytea       not null,
    through_transaction xid8  not null,
    through_entry bigint      not null,
    before_day    date        not null,
    rule          text        not null,
    made_at       timestamptz not null,
    key_id        text        not null,
    signature     bytea       not null,
    constraint closing_pk primary key (seal_id),
    constraint closing_key_exists foreign key (key_id) references audit.seal_keys
);
comment on table audit.closings is 'signed: the log until here has been removed when its time was out';
comment on column audit.closings.checkpoint_id is 'last checkpoint of the removed part';
comment on column audit.closings.seal_id is 'last seal of the removed part';
comment on column audit.closings.entries is 'entries removed in all';
comment on column audit.closings.hash is 'hash of that seal, from which the chain goes on';
comment on column audit.closings.through_transaction is 'transaction of the last removed entry';
comment on column audit.closings.through_entry is 'the last removed entry';
comment on column audit.closings.before_day is 'everything removed happened before this day';
comment on column audit.closings.rule is 'provision or decision that it was removed under';
comment on column audit.closings.made_at is 'when, by real time';
comment on column audit.closings.key_id is 'key that signed it';
comment on column audit.closings.signature is 'of the closing';

create trigger seal_key_insert_only before update or delete or truncate on audit.seal_keys
    for each statement execute function permits.insert_only();
create trigger closing_insert_only before update or delete or truncate on audit.closings
    for each statement execute function permits.insert_only();
create trigger seal_insert_only before update or truncate on audit.seals
    for each statement execute function permits.insert_only();
create trigger checkpoint_insert_only before update or truncate on audit.checkpoints
    for each statement execute function permits.insert_only();
drop trigger entry_insert_only on audit.entries;
create trigger entry_insert_only before update or truncate on audit.entries
    for each statement execute function permits.insert_only();

-- Only what a closing covers may be deleted. Whether the closing is genuine is told
-- by its signature, which the verifier checks.
-- +goose StatementBegin
create function audit.only_what_is_closed() returns trigger language plpgsql as $$
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
-- +goose StatementEnd
comment on function audit.only_what_is_closed() is 'trigger: refuses to delete what no closing covers';
create trigger entry_stays after delete on audit.entries referencing old table as gone
    for each statement execute function audit.only_what_is_closed();
create trigger seal_stays after delete on audit.seals referencing old table as gone
    for each statement execute function audit.only_what_is_closed();
create trigger checkpoint_stays after delete on audit.checkpoints referencing old table as gone
    for each statement execute function audit.only_what_is_closed();

-- What the sealer reads: the entries that are next, and nothing that is sealed.
-- +goose StatementBegin
create function audit.unsealed(most integer) returns setof audit.entries
    language sql stable security definer set search_path = pg_catalog as $$
    select e.* from audit.entries e
     where (e.transaction, e.entry_id) > (
           coalesce((select s.last_transaction from audit.seals s order by s.seal_id desc limit 1),
                    (select c.through_transaction from audit.closings c order by c.seal_id desc limit 1), '0'::xid8),
           coalesce((select s.last_entry from audit.seals s order by s.seal_id desc limit 1),
                    (select c.through_entry from audit.closings c order by c.seal_id desc limit 1), 0))
       and e.transaction < pg_snapshot_xmin(pg_current_snapshot())
     order by e.transaction, e.entry_id limit most $$;
-- +goose StatementEnd
comment on function audit.unsealed(integer) is 'entries that can be sealed now, in order';
revoke all on function audit.unsealed(integer) from public;
grant execute on function audit.unsealed(integer) to permits_work, permits_owner;

-- How much is not sealed yet, for whoever wants to know.
-- +goose StatementBegin
create function audit.unsealed_window(out entries bigint, out seconds double precision)
    language sql stable security definer set search_path = pg_catalog as $$
    select count(*), coalesce(extract(epoch from clock_timestamp() - min(e.written_at)), 0)
      from audit.entries e
     where (e.transaction, e.entry_id) > (
           coalesce((select s.last_transaction from audit.seals s order by s.seal_id desc limit 1),
                    (select c.through_transaction from audit.closings c order by c.seal_id desc limit 1), '0'::xid8),
           coalesce((select s.last_entry from audit.seals s order by s.seal_id desc limit 1),
                    (select c.through_entry from audit.closings c order by c.seal_id desc limit 1), 0)) $$;
-- +goose StatementEnd
comment on function audit.unsealed_window() is 'how many entries are not sealed, and how old the oldest of them is';
revoke all on function audit.unsealed_window() from public;
grant execute on function audit.unsealed_window() to permits_web, permits_work, permits_owner;

grant select, insert on audit.seals, audit.seal_keys, audit.checkpoints to permits_work;
grant select on audit.closings to permits_work;
grant select on audit.seal_keys, audit.checkpoints, audit.closings to permits_web;
grant select, delete on audit.entries, audit.seals, audit.checkpoints to permits_owner;
grant select, insert on audit.seal_keys, audit.closings to permits_owner;

-- +goose Down
drop function audit.unsealed_window();
drop function audit.unsealed(integer);
revoke delete on audit.entries from permits_owner;
drop trigger entry_stays on audit.entries;
drop trigger entry_insert_only on audit.entries;
create trigger entry_insert_only before update or delete or truncate on audit.entries
    for each statement execute function permits.insert_only();
drop table audit.closings;
drop table audit.checkpoints;
drop table audit.seal_keys;
drop table audit.seals;
drop function audit.only_what_is_closed();
drop index audit.entry_in_order;
alter table audit.entries drop column written_at;
