-- +goose Up
-- Personal data breaches (GDPR 33–34) and the register of them (33.5).
create sequence permits.breach_number;
comment on sequence permits.breach_number is 'running number of KEHA-T<number>-<year>; gaps mean nothing';

create table permits.breaches (
    breach_id text        not null,
    state     text        not null,
    version   integer     not null,
    basis_id  text,
    told_by   text        not null,
    aware_at  timestamptz not null,
    handler   text,
    closed_at timestamptz,
    details   jsonb       not null,
    texts     integer     not null,
    constraint breach_pk primary key (breach_id),
    constraint breach_id_form check (breach_id ~ '^KEHA-T[0-9]+-[0-9]{4}$'),
    constraint breach_state_known check (state in ('open', 'handled', 'closed')),
    constraint breach_teller_exists foreign key (told_by) references permits.users,
    constraint breach_handler_exists foreign key (handler) references permits.users,
    constraint breach_version_counts check (version > 0 and texts >= 0),
    constraint breach_closed_has_measures check (state <> 'closed'
        or (closed_at is not null and details ? 'measures' and details ->> 'risk' <> ''))
);
create index breach_queue on permits.breaches (aware_at) where state <> 'closed';
create index breach_of_basis on permits.breaches (basis_id) where basis_id is not null;
create index breach_of_teller on permits.breaches (told_by);
create trigger breach_keeps before update on permits.breaches
    for each row execute function permits.immutable_columns('breach_id', 'basis_id', 'told_by', 'aware_at');
create trigger breach_version before update on permits.breaches
    for each row execute function permits.version_goes_up();
create trigger breach_is_not_deleted before delete or truncate on permits.breaches
    for each statement execute function permits.insert_only();
comment on table permits.breaches is 'register of personal data breaches; persons stand in it as numbers only';
comment on index permits.breach_queue is 'what is not closed, by whose hours run first';
comment on index permits.breach_of_basis is 'the breaches of a permit or disclosure';
comment on index permits.breach_of_teller is 'the breaches that somebody told of';
comment on column permits.breaches.breach_id is 'number with hyphens';
comment on column permits.breaches.state is 'open, handled or closed';
comment on column permits.breaches.version is 'counts changes, so that nobody acts from a stale page';
comment on column permits.breaches.basis_id is 'permit or disclosure that it concerns; null for none';
comment on column permits.breaches.told_by is 'the recipient who told, or the officer who recorded it';
comment on column permits.breaches.aware_at is 'when the authority became aware: the 72 hours run from then';
comment on column permits.breaches.handler is 'the official who answers for it';
comment on column permits.breaches.closed_at is 'when its handling ended';
comment on column permits.breaches.details is 'kinds, extracts, counts, risk, notices; no text, only numbers and hashes';
comment on column permits.breaches.texts is 'how many texts have been written in it';

grant select, insert on permits.breaches to permits_web;
grant update (state, version, handler, closed_at, details, texts) on permits.breaches to permits_web;
grant select on permits.breaches to permits_work;
grant update (version, details) on permits.breaches to permits_work;
grant usage on sequence permits.breach_number to permits_web;
grant all on permits.breaches to permits_owner;
grant all on sequence permits.breach_number to permits_owner;

-- +goose Down
drop table permits.breaches;
drop sequence permits.breach_number;
