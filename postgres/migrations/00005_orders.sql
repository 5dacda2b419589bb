-- +goose Up
-- Orders, what was built of them, the keys they were built with, and the log.
create sequence permits.order_number;
comment on sequence permits.order_number is 'running number of T-<number>-<year>; gaps mean nothing';

create table permits.orders (
    order_id      text        not null,
    case_id       text,
    disclosure_id text,
    basis_version integer     not null,
    provision     text        not null,
    scope         jsonb       not null,
    recipient     jsonb       not null,
    ordered_by    text        not null,
    ordered_at    timestamptz not null,
    law_day       date        not null,
    destroy_by    date        not null,
    language      text        not null,
    number        integer     not null,
    state         text        not null,
    reason        text        not null default '',
    attempts      integer     not null default 0,
    version       integer     not null default 1,
    constraint order_pk primary key (order_id),
    constraint order_id_form check (order_id ~ '^T-[0-9]+-[0-9]{4}$'),
    constraint order_has_one_basis check (num_nonnulls(case_id, disclosure_id) = 1),
    constraint order_case_exists foreign key (case_id) references permits.cases,
    constraint order_disclosure_exists foreign key (disclosure_id) references permits.disclosures,
    constraint order_person_exists foreign key (ordered_by) references permits.users,
    constraint order_number_once_on_case unique (case_id, number),
    constraint order_number_once_on_disclosure unique (disclosure_id, number),
    constraint order_number_counts check (number > 0),
    constraint order_attempts_count check (attempts >= 0),
    constraint order_version_counts check (version > 0),
    constraint order_language_known check (language in ('fi', 'sv', 'en')),
    constraint order_state_known check (state in ('queued', 'building', 'held', 'sealed', 'failed')),
    constraint order_failure_has_reason check (state not in ('held', 'failed') or reason <> '')
);
create index order_unfinished on permits.orders (order_id) where state in ('queued', 'building');
create trigger order_keeps before update on permits.orders
    for each row execute function permits.immutable_columns(
        'order_id', 'case_id', 'disclosure_id', 'basis_version', 'provision', 'scope', 'recipient',
        'ordered_by', 'ordered_at', 'law_day', 'destroy_by', 'language', 'number');
comment on table permits.orders is 'extracts ordered: each on a permit or on a disclosure';
comment on index permits.order_unfinished is 'what workers still have to do';
comment on column permits.orders.order_id is 'number with hyphens';
comment on column permits.orders.case_id is 'the permit it rests on, or null';
comment on column permits.orders.disclosure_id is 'the disclosure it rests on, or null';
comment on column permits.orders.basis_version is 'version of the basis when it was ordered';
comment on column permits.orders.provision is 'the rule the basis rests on that day';
comment on column permits.orders.scope is 'what the builder makes, and nothing else';
comment on column permits.orders.recipient is 'whom the package is sealed to: kind, name, public key';
comment on column permits.orders.ordered_by is 'who ordered it';
comment on column permits.orders.ordered_at is 'when, by the service clock';
comment on column permits.orders.law_day is 'day of the law and of removals';
comment on column permits.orders.destroy_by is 'by when the recipient destroys the data';
comment on column permits.orders.language is 'of the texts in the package';
comment on column permits.orders.number is 'the basis''s first order is 1';
comment on column permits.orders.state is 'where the order is, whatever the job queue says';
comment on column permits.orders.reason is 'of a failure or a hold; without internals';
comment on column permits.orders.attempts is 'how often a worker began to build it';
comment on column permits.orders.version is 'counts its events';

create table permits.build_progress (
    order_id text        not null,
    stage    text        not null,
    done     bigint      not null,
    total    bigint      not null,
    beat_at  timestamptz not null,
    constraint build_progress_pk primary key (order_id),
    constraint build_progress_order_exists foreign key (order_id) references permits.orders,
    constraint build_progress_counts check (done >= 0 and total >= 0)
) with (fillfactor = 50);
comment on table permits.build_progress is 'where a build is, for the progress bar; rewritten often, worth nothing afterwards';
comment on column permits.build_progress.order_id is 'the order being built';
comment on column permits.build_progress.stage is 'cohort, a table''s name, seal…';
comment on column permits.build_progress.done is 'rows read of this stage';
comment on column permits.build_progress.total is 'rows expected in this stage; an estimate, 0 when unknown';
comment on column permits.build_progress.beat_at is 'when the builder last said so, by real time';

create table permits.deliveries (
    order_id  text        not null,
    file      text        not null,
    bytes     bigint      not null,
    sha256    text        not null,
    sealed_at timestamptz not null,
    manifest  bytea       not null,
    constraint delivery_pk primary key (order_id),
    constraint delivery_order_exists foreign key (order_id) references permits.orders,
    constraint delivery_file_once unique (file),
    constraint delivery_file_named check (file <> ''),
    constraint delivery_is_not_empty check (bytes > 0),
    constraint delivery_hash_form check (sha256 ~ '^[0-9a-f]{64}$')
);
create trigger delivery_insert_only before update or delete or truncate on permits.deliveries
    for each statement execute function permits.insert_only();
comment on table permits.deliveries is 'sealed packages; insert-only';
comment on column permits.deliveries.order_id is 'the order it answers';
comment on column permits.deliveries.file is 'name in the sealed store';
comment on column permits.deliveries.bytes is 'size of the file';
comment on column permits.deliveries.sha256 is 'of the file, in hexadecimal';
comment on column permits.deliveries.sealed_at is 'when, by the service clock';
comment on column permits.deliveries.manifest is 'manifest.json as it stands in the package';

create table permits.cohorts (
    order_id text  not null,
    subject  text  not null,
    members  bytea not null,
    constraint cohort_pk primary key (order_id, subject),
    constraint cohort_order_exists foreign key (order_id) references permits.orders,
    constraint cohort_subject_known check (subject in ('person', 'employer', 'provider'))
);
create trigger cohort_keeps before update on permits.cohorts
    for each row execute function permits.immutable_columns('order_id', 'subject');
comment on table permits.cohorts is 'who was in a delivered extract, to tell a data subject; removal clears a bit';
comment on column permits.cohorts.order_id is 'the delivered order';
comment on column permits.cohorts.subject is 'person, employer or provider';
comment on column permits.cohorts.members is 'serialised roaring bitmap of internal ids';

create table permits.wrapped_keys (
    basis_id      text        generated always as (coalesce(case_id, disclosure_id)) stored,
    case_id       text,
    disclosure_id text,
    wrapped       bytea       not null,
    kcv           text        not null,
    made_at       timestamptz not null,
    constraint wrapped_key_of_basis_once unique (basis_id),
    constraint wrapped_key_case_exists foreign key (case_id) references permits.cases,
    constraint wrapped_key_disclosure_exists foreign key (disclosure_id) references permits.disclosures,
    constraint wrapped_key_has_one_basis check (num_nonnulls(case_id, disclosure_id) = 1),
    constraint wrapped_key_is_not_empty check (length(wrapped) > 0 and kcv <> '')
);
create trigger wrapped_key_keeps before update on permits.wrapped_keys
    for each row execute function permits.immutable_columns('case_id', 'disclosure_id', 'wrapped', 'kcv', 'made_at');
comment on table permits.wrapped_keys is 'pseudonymisation keys, wrapped by a key kept elsewhere; no business of the pages';
comment on column permits.wrapped_keys.basis_id is 'permit or disclosure whose key it is';
comment on column permits.wrapped_keys.case_id is 'the permit, or null';
comment on column permits.wrapped_keys.disclosure_id is 'the disclosure, or null';
comment on column permits.wrapped_keys.wrapped is 'the key, encrypted';
comment on column permits.wrapped_keys.kcv is 'key check value: tells keys apart without showing them';
comment on column permits.wrapped_keys.made_at is 'when, by the service clock';

create table audit.entries (
    entry_id     bigint      generated always as identity,
    transaction  xid8        not null default pg_current_xact_id(),
    at           timestamptz not null,
    actor        text        not null,
    on_behalf    text,
    kind         text        not null,
    subject      text        not null,
    person_token uuid,
    detail       jsonb       not null default '{}',
    result       text        not null,
    constraint entry_pk primary key (entry_id),
    constraint entry_has_an_actor check (actor <> ''),
    constraint entry_kind_form check (kind ~ '^[a-z]+(-[a-z]+)*$'),
    constraint entry_result_known check (result in ('done', 'refused', 'failed')),
    constraint entry_detail_is_flat check (jsonb_typeof(detail) = 'object')
);
create index entry_of_subject on audit.entries (subject, entry_id);
create trigger entry_insert_only before update or delete or truncate on audit.entries
    for each statement execute function permits.insert_only();
comment on table audit.entries is 'who did what to what; written with what it records; insert-only';
comment on index audit.entry_of_subject is 'the log of one case, disclosure or order';
comment on column audit.entries.entry_id is 'order of insertion, with gaps where a transaction was rolled back';
comment on column audit.entries.transaction is 'the transaction it was written in: entries older than every running one can be sealed in order';
comment on column audit.entries.at is 'when, by the service clock';
comment on column audit.entries.actor is 'who did it: a user, or the service itself';
comment on column audit.entries.on_behalf is 'for whom, when for another';
comment on column audit.entries.kind is 'what was done';
comment on column audit.entries.subject is 'case, disclosure, order or other id it was done to';
comment on column audit.entries.person_token is 'random token of the registered person concerned; its mapping can be destroyed';
comment on column audit.entries.detail is 'ids and hashes; never register content';
comment on column audit.entries.result is 'done, refused or failed';

-- The store of signed-in sessions: named and shaped as its library expects, which
-- counts expiry by real time.
create table public.sessions (
    token  text        not null,
    data   bytea       not null,
    expiry timestamptz not null,
    constraint session_pk primary key (token)
);
create index session_expiry on public.sessions (expiry);
comment on table public.sessions is 'who is signed in';
comment on index public.session_expiry is 'expired sessions, to remove';
comment on column public.sessions.token is 'hash of the token in the browser''s cookie';
comment on column public.sessions.data is 'what the pages remember';
comment on column public.sessions.expiry is 'when it ends, by real time';

create sequence permits.worker_number;
comment on sequence permits.worker_number is 'names a running worker process; it holds an advisory lock of this number while it lives';

-- +goose Down
drop sequence permits.worker_number;
drop table public.sessions;
drop table audit.entries;
drop table permits.wrapped_keys;
drop table permits.cohorts;
drop table permits.deliveries;
drop table permits.build_progress;
drop table permits.orders;
drop sequence permits.order_number;
