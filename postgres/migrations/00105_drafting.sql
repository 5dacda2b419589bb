-- +goose Up
-- Who writes an application with whom: the last change of each part, what two
-- wrote at once, co-applicants; and the invitations to them.
alter table permits.cases add column drafting jsonb not null default '{}';
comment on column permits.cases.drafting is 'co-applicants, invitations by number, who changed which part last, conflicts; ids, times and hashes only';

-- The person who answers for an application may hand it over: to nobody but who
-- accepts an invitation to answer for it in the same change.
-- +goose StatementBegin
create function permits.applicant_stays() returns trigger language plpgsql as $$
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
-- +goose StatementEnd
comment on function permits.applicant_stays() is 'trigger: the applicant changes only to who has just accepted to answer for the application';
create trigger case_keeps_applicant before update on permits.cases
    for each row execute function permits.applicant_stays();
drop trigger case_keeps on permits.cases;
create trigger case_keeps before update on permits.cases
    for each row execute function permits.immutable_columns('case_id', 'created_at');
comment on column permits.cases.applicant is 'who answers for it now: who drafted it, or who took it over; events tell of each change';

create index case_of_member on permits.cases using gin ((drafting -> 'members') jsonb_path_ops);
comment on index permits.case_of_member is 'the cases that somebody has been invited to';

create table permits.invitations (
    case_id  text        not null,
    number   integer     not null,
    email    text        not null,
    language text        not null,
    kind     text        not null,
    token    bytea,
    attempts integer     not null default 0,
    due_at   timestamptz not null default now(),
    sent_at  timestamptz,
    given_up timestamptz,
    constraint invitation_pk primary key (case_id, number),
    constraint invitation_case_exists foreign key (case_id) references permits.cases,
    constraint invitation_number_counts check (number > 0),
    constraint invitation_language_known check (language in ('fi', 'sv', 'en')),
    constraint invitation_token_is_a_hash check (length(token) = 32),
    constraint invitation_token_once unique (token)
);
create index invitation_due on permits.invitations (due_at) where sent_at is null and given_up is null;
comment on table permits.invitations is 'invitations that wait for an answer: a row goes when the invitation is accepted or taken back';
comment on index permits.invitation_due is 'what is to be sent next';
comment on column permits.invitations.case_id is 'to which case';
comment on column permits.invitations.number is 'of the invitation in the case''s drafting';
comment on column permits.invitations.email is 'to whom';
comment on column permits.invitations.language is 'of the message';
comment on column permits.invitations.kind is 'event that made it, whose message is sent';
comment on column permits.invitations.token is 'SHA-256 of the link''s token, which is drawn when the message is sent and stands nowhere else';
comment on column permits.invitations.attempts is 'to send it';
comment on column permits.invitations.due_at is 'when the next attempt is due, in real time';
comment on column permits.invitations.sent_at is 'when the mail server took it';
comment on column permits.invitations.given_up is 'when no more attempts are made';
grant select, insert, delete on permits.invitations to permits_web, permits_owner;
grant select, update, delete on permits.invitations to permits_work, permits_owner;

-- +goose Down
drop table permits.invitations;
drop index permits.case_of_member;
drop trigger case_keeps_applicant on permits.cases;
drop function permits.applicant_stays();
drop trigger case_keeps on permits.cases;
create trigger case_keeps before update on permits.cases
    for each row execute function permits.immutable_columns('case_id', 'applicant', 'created_at');
comment on column permits.cases.applicant is 'who drafted and submits it';
alter table permits.cases drop column drafting;
