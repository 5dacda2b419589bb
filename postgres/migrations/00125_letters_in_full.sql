-- +goose Up
-- Every letter of a case, numbered within it and made in the transaction of the
-- command that owes it; who received it; the service's own signature over it; and
-- the lawyer's choice by which decisions are served.
drop trigger letter_insert_only on permits.letters;
alter table permits.letters
    add column number  integer,
    add column version integer not null default 1,
    add column event   integer not null default 0;
update permits.letters l
   set number = n.number
  from (select case_id, kind, lang, row_number() over (partition by case_id order by made_at, lang) as number
          from permits.letters) n
 where (l.case_id, l.kind, l.lang) = (n.case_id, n.kind, n.lang);
alter table permits.letters
    alter column number set not null,
    alter column version drop default,
    alter column event drop default,
    drop constraint letter_pk,
    drop constraint letter_kind_known,
    add constraint letter_pk primary key (case_id, number),
    add constraint letter_made_once unique (case_id, kind, lang, event),
    add constraint letter_number_runs check (number > 0),
    add constraint letter_version_runs check (version > 0),
    add constraint letter_kind_known check (kind in ('decision', 'users-annex', 'lapse', 'supplement', 'offer', 'hearing',
        'statement', 'transfer', 'service', 'suspension', 'lift', 'revocation', 'change', 'ruling', 'court', 'interim',
        'destruction', 'reminder'));
create trigger letter_insert_only before update or delete or truncate on permits.letters
    for each statement execute function permits.insert_only();
comment on table permits.letters is 'letters as they were given: each stands for ever, and a corrected one is another';
comment on column permits.letters.number is '1, 2, … within the case, printed on the letter';
comment on column permits.letters.version is 'of the decision letter: one more for each correction';
comment on column permits.letters.event is 'version of the case after the command that owed it; 0 for one made at somebody''s request';

create table permits.letter_receivers (
    case_id    text        not null,
    number     integer     not null,
    receiver   text        not null,
    manner     text        not null,
    sent_at    timestamptz not null,
    deemed_at  timestamptz,
    fetched_at timestamptz,
    constraint letter_receiver_pk primary key (case_id, number, receiver),
    constraint letter_receiver_letter_exists foreign key (case_id, number) references permits.letters,
    constraint letter_receiver_exists foreign key (receiver) references permits.users,
    constraint letter_receiver_manner_known check (manner in ('electronic', 'post', 'fetched'))
);
create trigger letter_receiver_stays before update on permits.letter_receivers
    for each row execute function permits.immutable_columns('case_id', 'number', 'receiver', 'manner', 'sent_at');
create trigger letter_receiver_sets_once before update on permits.letter_receivers
    for each row execute function permits.set_once_columns('deemed_at', 'fetched_at');
create index letter_receiver_by_user on permits.letter_receivers (receiver);
comment on table permits.letter_receivers is 'who was sent a letter, how, and when it is deemed to have come (HL 54-60 §, act 13/2003 18-19 §)';
comment on column permits.letter_receivers.case_id is 'case';
comment on column permits.letter_receivers.number is 'letter of the case';
comment on column permits.letter_receivers.receiver is 'user';
comment on column permits.letter_receivers.manner is 'key of law/service.csv';
comment on column permits.letter_receivers.sent_at is 'service clock';
comment on column permits.letter_receivers.deemed_at is 'when it is deemed served; null until a letter served verifiably is fetched';
comment on column permits.letter_receivers.fetched_at is 'when the receiver first opened it with strong identification; null before';

create table permits.letter_signatures (
    case_id   text        not null,
    number    integer     not null,
    signer    text        not null,
    signature text        not null,
    signed_at timestamptz not null,
    constraint letter_signature_pk primary key (case_id, number),
    constraint letter_signature_letter_exists foreign key (case_id, number) references permits.letters,
    constraint letter_signature_is_minisign check (signature like 'untrusted comment: %')
);
create trigger letter_signature_insert_only before update or delete or truncate on permits.letter_signatures
    for each statement execute function permits.insert_only();
comment on table permits.letter_signatures is 'the service''s own signature over each letter''s file, made by a worker';
comment on column permits.letter_signatures.case_id is 'case';
comment on column permits.letter_signatures.number is 'letter of the case';
comment on column permits.letter_signatures.signer is 'fingerprint of the key';
comment on column permits.letter_signatures.signature is 'as minisign writes it: minisign -V checks the file by it';
comment on column permits.letter_signatures.signed_at is 'service clock';

create table permits.law_confirmations (
    from_day    date        not null,
    route       text        not null,
    sha256      text        not null,
    lawyer      text        not null,
    day         date        not null,
    memo        text        not null,
    by_user     text        not null,
    recorded_at timestamptz not null,
    constraint law_confirmation_pk primary key (from_day, sha256),
    constraint law_confirmation_route_known check (route in ('O', 'V')),
    constraint law_confirmation_hash check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint law_confirmation_names_lawyer check (lawyer <> '' and memo <> '')
);
create trigger law_confirmation_insert_only before update or delete or truncate on permits.law_confirmations
    for each statement execute function permits.insert_only();
comment on table permits.law_confirmations is 'a lawyer''s recorded choice of the appeal route for a version of the law (law.md 14.1)';
comment on column permits.law_confirmations.from_day is 'first day of the version';
comment on column permits.law_confirmations.route is 'O rectification, V appeal: the instruction, the clause on enforcement and the delivery gate';
comment on column permits.law_confirmations.sha256 is 'of the version''s row as it was confirmed; a changed row needs another confirmation';
comment on column permits.law_confirmations.lawyer is 'name and title of who confirmed it';
comment on column permits.law_confirmations.day is 'when they did';
comment on column permits.law_confirmations.memo is 'reference of the written opinion';
comment on column permits.law_confirmations.by_user is 'official who recorded it';
comment on column permits.law_confirmations.recorded_at is 'service clock';

grant select, insert on permits.letter_receivers, permits.law_confirmations to permits_web;
grant update (deemed_at, fetched_at) on permits.letter_receivers to permits_web;
grant select on permits.letter_signatures to permits_web;
grant select on permits.letter_receivers, permits.law_confirmations to permits_work;
grant insert on permits.letter_receivers to permits_work;
grant select, insert on permits.letter_signatures to permits_work;
grant all on permits.letter_receivers, permits.letter_signatures, permits.law_confirmations to permits_owner;

-- +goose Down
drop table permits.law_confirmations;
drop table permits.letter_signatures;
drop table permits.letter_receivers;
drop trigger letter_insert_only on permits.letters;
delete from permits.letters where kind <> 'decision' or (case_id, lang, number) not in
    (select case_id, lang, min(number) from permits.letters where kind = 'decision' group by case_id, lang);
alter table permits.letters
    drop constraint letter_pk,
    drop constraint letter_kind_known,
    drop constraint letter_made_once,
    drop column number,
    drop column version,
    drop column event,
    add constraint letter_pk primary key (case_id, kind, lang),
    add constraint letter_kind_known check (kind ~ '^[a-z]+(-[a-z]+)*(-[0-9]+)?$');
create trigger letter_insert_only before update or delete or truncate on permits.letters
    for each statement execute function permits.insert_only();
comment on table permits.letters is 'letters as they were given; the first one made stands';
