-- +goose Up
-- Who is who at which issuer, and who is signed in (4a.1a).
create table permits.identities (
    issuer   text        not null,
    subject  text        not null,
    user_id  text        not null,
    bound_at timestamptz not null,
    constraint identity_pk primary key (issuer, subject),
    constraint identity_of_a_user foreign key (user_id) references permits.users,
    constraint identity_once_at_an_issuer unique (issuer, user_id),
    constraint identity_issuer_form check (issuer ~ '^[a-z][a-z0-9-]*$'),
    constraint identity_has_a_subject check (subject <> '')
);
create trigger identity_keeps before update on permits.identities
    for each row execute function permits.immutable_columns('issuer', 'subject', 'user_id', 'bound_at');
comment on table permits.identities is 'which person of an issuer is which user: one person, one account';
comment on column permits.identities.issuer is 'name of the issuer in the configuration';
comment on column permits.identities.subject is 'what the issuer calls the person, by the claim that the configuration names';
comment on column permits.identities.user_id is 'the account';
comment on column permits.identities.bound_at is 'first sign-in, by the service clock';

create table permits.sign_ins (
    sign_in_id text        not null,
    user_id    text        not null,
    issuer     text        not null,
    address    text        not null,
    begun_at   timestamptz not null default clock_timestamp(),
    ends_at    timestamptz not null,
    ended_at   timestamptz,
    constraint sign_in_pk primary key (sign_in_id),
    constraint sign_in_of_a_user foreign key (user_id) references permits.users,
    constraint sign_in_ends_after_it_began check (ends_at > begun_at)
);
create index sign_in_of_user on permits.sign_ins (user_id) where ended_at is null;
create index sign_in_end on permits.sign_ins (ends_at);
create trigger sign_in_keeps before update on permits.sign_ins
    for each row execute function permits.immutable_columns('sign_in_id', 'user_id', 'issuer', 'address', 'begun_at', 'ends_at');
comment on table permits.sign_ins is 'sessions of persons, so that all of one person''s can be ended at once; by real time';
comment on column permits.sign_ins.sign_in_id is 'random; the session holds it and no page shows it';
comment on column permits.sign_ins.user_id is 'who is signed in';
comment on column permits.sign_ins.issuer is 'who vouched, by name';
comment on column permits.sign_ins.address is 'where the sign-in came from';
comment on column permits.sign_ins.begun_at is 'when';
comment on column permits.sign_ins.ends_at is 'absolute limit';
comment on column permits.sign_ins.ended_at is 'signed out, or left idle; null while it is good';
comment on index permits.sign_in_of_user is 'what one person has open';
comment on index permits.sign_in_end is 'what is over, to remove';

grant select, insert on permits.identities to permits_web;
grant select, insert on permits.sign_ins to permits_web;
grant update (ended_at) on permits.sign_ins to permits_web;
grant select (ends_at), delete on permits.sign_ins to permits_work;
grant all on permits.identities, permits.sign_ins to permits_owner;

-- +goose Down
drop table permits.sign_ins;
drop table permits.identities;
