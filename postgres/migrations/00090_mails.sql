-- What people are told by mail: one row a message, from the event that brought it.

-- +goose Up
create table permits.mails_due (
    subject text    not null,
    version integer not null,
    constraint mail_due_pk primary key (subject, version),
    constraint mail_due_of_event foreign key (subject, version) references permits.events (subject, version)
);
comment on table permits.mails_due is 'events whose messages have not been addressed yet; written with the event';
comment on column permits.mails_due.subject is 'case, disclosure or order';
comment on column permits.mails_due.version is 'of the event';

create table permits.mails (
    subject    text        not null,
    version    integer     not null,
    part       text        not null,
    recipient  text        not null,
    due_at     timestamptz not null default now(),
    attempts   integer     not null default 0,
    sent_at    timestamptz,
    given_up   timestamptz,
    constraint mail_pk primary key (subject, version, part, recipient),
    constraint mail_of_event foreign key (subject, version) references permits.events (subject, version),
    constraint mail_recipient_exists foreign key (recipient) references permits.users,
    constraint mail_ends_once check (sent_at is null or given_up is null),
    constraint mail_attempts_count check (attempts >= 0)
);
create index mail_waiting on permits.mails (due_at) where sent_at is null and given_up is null;
comment on table permits.mails is 'messages that say that something waits in the service; the text is made when it is sent';
comment on index permits.mail_waiting is 'what is to be sent next';
comment on column permits.mails.subject is 'case, disclosure or order';
comment on column permits.mails.version is 'of the event';
comment on column permits.mails.part is 'in which part the recipient is written to, such as applicant';
comment on column permits.mails.recipient is 'to whom; the address is looked up when it is sent';
comment on column permits.mails.due_at is 'when the next attempt may be made, real time';
comment on column permits.mails.attempts is 'how often the mail server was asked';
comment on column permits.mails.sent_at is 'when the mail server took it, real time';
comment on column permits.mails.given_up is 'when nobody tried any more, real time';

grant insert on permits.mails_due to permits_web, permits_work, permits_owner;
grant select, update, delete on permits.mails_due to permits_work, permits_owner; -- update: to lock a row
grant select on permits.mails to permits_web;
grant select, insert, update on permits.mails to permits_work, permits_owner;

-- +goose Down
drop table permits.mails;
drop table permits.mails_due;
