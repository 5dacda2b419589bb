-- What lists and calendars read instead of the cases themselves: rows that follow
-- from a case and are written in the transaction of each command on it.

-- +goose Up
create table permits.queue_items (
    subject      text        not null,
    kind         text        not null,
    path         text        not null,
    title        text        not null,
    organisation text        not null,
    state        text        not null,
    shelf        text        not null,
    party        text        not null,
    since        timestamptz not null,
    handler      text,
    substitutes  jsonb       not null,
    purpose      text        not null,
    language     text        not null,
    arrived_at   timestamptz not null,
    complete_on  date,
    next_due     date,
    next_clock   text        not null,
    clocks       jsonb       not null,
    paused_since timestamptz,
    pause_text   integer     not null,
    sought       text        not null,
    constraint queue_item_pk primary key (subject),
    constraint queue_item_kind_known check (kind in ('permit', 'document', 'authority', 'breach', 'legacy')),
    constraint queue_item_shelf_known check (shelf in ('new', 'work', 'asked', 'proposed', 'to-serve', 'served', 'in-force', 'closed')),
    constraint queue_item_due_has_a_clock check ((next_due is null) = (next_clock = '')),
    constraint queue_item_path_is_ours check (path ~ '^/[a-z]')
);
create index queue_item_due on permits.queue_items (next_due, arrived_at, subject);
create index queue_item_of_handler on permits.queue_items (handler) where handler is not null;
comment on table permits.queue_items is 'the queue: one line for a case, request or breach, written with each command on it';
comment on index permits.queue_item_due is 'the queue, what is overdue first';
comment on index permits.queue_item_of_handler is 'what an officer handles';
comment on column permits.queue_items.subject is 'case, request or breach';
comment on column permits.queue_items.kind is 'permit, document, authority, breach or legacy';
comment on column permits.queue_items.path is 'of its page';
comment on column permits.queue_items.title is 'as the applicant named it';
comment on column permits.queue_items.organisation is 'of the applicant';
comment on column permits.queue_items.state is 'of the item''s own kind';
comment on column permits.queue_items.shelf is 'where in the queue it stands, whatever its kind';
comment on column permits.queue_items.party is 'whom it waits for; empty for nobody';
comment on column permits.queue_items.since is 'since when it waits for them';
comment on column permits.queue_items.handler is 'who has it; null when nobody';
comment on column permits.queue_items.substitutes is 'who handle it meanwhile, and when';
comment on column permits.queue_items.purpose is 'of a permit; empty otherwise';
comment on column permits.queue_items.language is 'of the case';
comment on column permits.queue_items.arrived_at is 'when it arrived';
comment on column permits.queue_items.complete_on is 'when it was found complete; null before';
comment on column permits.queue_items.next_due is 'first day on which something is due; null when nothing is';
comment on column permits.queue_items.next_clock is 'what is due then';
comment on column permits.queue_items.clocks is 'every clock that runs: name, provision, due, paused';
comment on column permits.queue_items.paused_since is 'since when the clock stands; null while it runs';
comment on column permits.queue_items.pause_text is 'number of the text that says why; 0 when a state says it';
comment on column permits.queue_items.sought is 'number, title, organisation and people in small letters, for the search';

create table permits.due_dates (
    subject text    not null,
    kind    text    not null,
    due_on  date    not null,
    holder  boolean not null,
    constraint due_date_pk primary key (subject, kind, due_on),
    constraint due_date_kind_form check (kind ~ '^[a-z]+$')
);
create index due_date_day on permits.due_dates (due_on, subject);
comment on table permits.due_dates is 'the calendar: what is due in each case and when; written with each command on it';
comment on index permits.due_date_day is 'the calendar by day';
comment on column permits.due_dates.subject is 'case, request or breach';
comment on column permits.due_dates.kind is 'what is due: a clock, a reminder, the end, the key, removal of the case';
comment on column permits.due_dates.due_on is 'the day';
comment on column permits.due_dates.holder is 'shown to the applicant and the named users too';

create table permits.calendar_links (
    user_id      text        not null,
    token_sha256 text        not null,
    created_at   timestamptz not null,
    constraint calendar_link_pk primary key (user_id),
    constraint calendar_link_once unique (token_sha256),
    constraint calendar_link_owner_exists foreign key (user_id) references permits.users on delete cascade,
    constraint calendar_link_hash_form check (token_sha256 ~ '^[0-9a-f]{64}$')
);
comment on table permits.calendar_links is 'secret address of a person''s own calendar; a new one takes the place of the one before';
comment on column permits.calendar_links.user_id is 'whose calendar';
comment on column permits.calendar_links.token_sha256 is 'of the secret in the address, which is shown once';
comment on column permits.calendar_links.created_at is 'when it was made, by the service clock';

create table permits.register_entries (
    subject      text    not null,
    number       text    not null,
    decided_on   date,
    outcome      text    not null,
    organisation text    not null,
    purpose      text    not null,
    title        text    not null,
    tables       text[]  not null,
    variables    integer not null,
    term_from    date,
    term_to      date,
    state        text    not null,
    days         integer not null,
    authority    text    not null,
    sought       text    not null,
    constraint register_entry_pk primary key (subject)
);
create index register_entry_day on permits.register_entries (decided_on desc, subject);
comment on table permits.register_entries is 'the public register of permits: holds only what is public, so that its readers find nothing else';
comment on index permits.register_entry_day is 'the newest first';
comment on column permits.register_entries.subject is 'case or legacy permit';
comment on column permits.register_entries.number is 'as printed';
comment on column permits.register_entries.decided_on is 'when it was decided';
comment on column permits.register_entries.outcome is 'grant or partly';
comment on column permits.register_entries.organisation is 'that holds the permit; empty when it is a person';
comment on column permits.register_entries.purpose is 'statistics, research or planning';
comment on column permits.register_entries.title is 'empty while it is secret';
comment on column permits.register_entries.tables is 'of the catalogue, from which data are given';
comment on column permits.register_entries.variables is 'how many';
comment on column permits.register_entries.term_from is 'first day of the permit';
comment on column permits.register_entries.term_to is 'last day';
comment on column permits.register_entries.state is 'served, in-force, ended, revoked or destroyed';
comment on column permits.register_entries.days is 'of handling; -1 when not known';
comment on column permits.register_entries.authority is 'who decided: KEHA, or TEM before 1.7.2020';
comment on column permits.register_entries.sought is 'number, organisation and title in small letters, for the search';

create table permits.handling_times (
    subject    text        not null,
    purpose    text        not null,
    outcome    text        not null,
    arrived_at timestamptz not null,
    decided_at timestamptz not null,
    days       integer     not null,
    paused     integer     not null,
    constraint handling_time_pk primary key (subject),
    constraint handling_time_counts check (days >= 0 and paused >= 0)
);
create index handling_time_month on permits.handling_times (decided_at);
comment on table permits.handling_times is 'how long each case took to its first decision; names nobody, and stays when the case is removed';
comment on index permits.handling_time_month is 'by month of decision';
comment on column permits.handling_times.subject is 'case';
comment on column permits.handling_times.purpose is 'statistics, research or planning';
comment on column permits.handling_times.outcome is 'grant, partly, refuse or dismiss';
comment on column permits.handling_times.arrived_at is 'when the case arrived';
comment on column permits.handling_times.decided_at is 'when it was first decided';
comment on column permits.handling_times.days is 'begun days, the pauses left out';
comment on column permits.handling_times.paused is 'whole days for which the clock stood';

grant select, insert, update, delete on permits.queue_items, permits.due_dates, permits.register_entries, permits.handling_times to permits_web, permits_work, permits_owner;
grant select, insert, update, delete on permits.calendar_links to permits_web, permits_owner;

-- +goose Down
drop table permits.handling_times;
drop table permits.register_entries;
drop table permits.calendar_links;
drop table permits.due_dates;
drop table permits.queue_items;
