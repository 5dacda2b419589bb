-- Whoever is asked for a statement answers in the service (HL 31 §): a link binds a
-- question to one person, what they write is kept until they send it, and the files
-- of their answer name the question.

-- +goose Up
alter table permits.users drop constraint user_duties_known;
alter table permits.users add constraint user_duties_known
    check (duties <@ array['researcher', 'presenter', 'decider', 'analyst', 'official', 'operator', 'contact', 'access-officer', 'commissioned', 'data-protection-officer']);

alter table permits.invitations add column question text not null default '';
alter table permits.invitations drop constraint invitation_pk;
alter table permits.invitations
    add constraint invitation_pk primary key (case_id, question, number),
    add constraint invitation_question_form check (question ~ '^([1-9][0-9]*(\.[1-9][0-9]*)?)?$');
comment on table permits.invitations is 'links that wait for who they were sent to: a row goes when an invitation is accepted, a question answered, or either taken back';
comment on column permits.invitations.number is 'of the invitation in the case''s drafting, or among those of its question';
comment on column permits.invitations.question is 'question whose link it is, "1", or "2.1" of change 2; empty: an invitation to the application';
grant update on permits.invitations to permits_web;

alter table permits.attachments add column question text not null default '';
alter table permits.attachments
    add constraint attachment_question_form check (question ~ '^([1-9][0-9]*(\.[1-9][0-9]*)?)?$' and (question = '' or goes_with = 'statement'));
comment on column permits.attachments.question is 'question that it answers, in the service; nobody but its writer sees it before the answer is sent';
drop trigger attachment_keeps on permits.attachments;
create trigger attachment_keeps before update on permits.attachments for each row
    execute function permits.immutable_columns('case_id', 'number', 'kind', 'goes_with', 'replaces', 'redacts', 'name', 'type', 'bytes', 'sha256',
        'added_by', 'added_at', 'visible', 'secrecy', 'passages', 'marked', 'question');

create table permits.questions (
    case_id  text not null,
    question text not null,
    kind     text not null,
    answerer text,
    constraint question_pk primary key (case_id, question),
    constraint question_case_exists foreign key (case_id) references permits.cases on delete cascade,
    constraint question_answerer_exists foreign key (answerer) references permits.users,
    constraint question_form check (question ~ '^[1-9][0-9]*(\.[1-9][0-9]*)?$')
);
create index question_of_answerer on permits.questions (answerer) where answerer is not null;
create index question_of_kind on permits.questions (kind);
comment on table permits.questions is 'questions by whom they are bound to, for the lists of those who answer; follows the cases';
comment on index permits.question_of_answerer is 'the questions of a person';
comment on index permits.question_of_kind is 'those to the data protection officer';
comment on column permits.questions.case_id is 'about which case';
comment on column permits.questions.question is 'its number in the case, "1", or "2.1" of change 2';
comment on column permits.questions.kind is 'of whom it is asked: dpo, joint or other';
comment on column permits.questions.answerer is 'whom it is bound to; empty before that';
grant select, insert, update, delete on permits.questions to permits_web;
grant select on permits.questions to permits_work;
grant all on permits.questions to permits_owner;

insert into permits.questions (case_id, question, kind)
select c.case_id, s.value ->> 'no', s.value ->> 'kind'
  from permits.cases c, jsonb_array_elements(case when jsonb_typeof(c.handling -> 'statements') = 'array' then c.handling -> 'statements' else '[]' end) s
union all
select c.case_id, (ch.value ->> 'no') || '.' || (s.value ->> 'no'), s.value ->> 'kind'
  from permits.cases c, jsonb_array_elements(case when jsonb_typeof(c.life -> 'changes') = 'array' then c.life -> 'changes' else '[]' end) ch,
       jsonb_array_elements(case when jsonb_typeof(ch.value -> 'handling' -> 'statements') = 'array' then ch.value -> 'handling' -> 'statements' else '[]' end) s;

create table permits.answer_drafts (
    case_id  text        not null,
    question text        not null,
    writer   text        not null,
    body     text        not null,
    saved_at timestamptz not null,
    constraint answer_draft_pk primary key (case_id, question, writer),
    constraint answer_draft_question_exists foreign key (case_id, question) references permits.questions on delete cascade,
    constraint answer_draft_writer_exists foreign key (writer) references permits.users,
    constraint answer_draft_is_bounded check (length(body) <= 200000)
);
comment on table permits.answer_drafts is 'what somebody has written of an answer that is not sent; a row goes when it is sent, taken back or asked of another';
comment on column permits.answer_drafts.case_id is 'about which case';
comment on column permits.answer_drafts.question is 'to which question';
comment on column permits.answer_drafts.writer is 'who wrote it and alone sees it';
comment on column permits.answer_drafts.body is 'what was written';
comment on column permits.answer_drafts.saved_at is 'when, by the service clock';
grant select, insert, update, delete on permits.answer_drafts to permits_web;
grant all on permits.answer_drafts to permits_owner;

-- +goose Down
drop table permits.answer_drafts;
drop table permits.questions;
drop trigger attachment_keeps on permits.attachments;
create trigger attachment_keeps before update on permits.attachments for each row
    execute function permits.immutable_columns('case_id', 'number', 'kind', 'goes_with', 'replaces', 'redacts', 'name', 'type', 'bytes', 'sha256',
        'added_by', 'added_at', 'visible', 'secrecy', 'passages', 'marked');
alter table permits.attachments drop column question;
revoke update on permits.invitations from permits_web;
delete from permits.invitations where question <> '';
alter table permits.invitations drop constraint invitation_pk;
alter table permits.invitations drop column question;
alter table permits.invitations add constraint invitation_pk primary key (case_id, number);
comment on table permits.invitations is 'invitations that wait for an answer: a row goes when the invitation is accepted or taken back';
comment on column permits.invitations.number is 'of the invitation in the case''s drafting';
update permits.users set duties = array_remove(duties, 'data-protection-officer');
alter table permits.users drop constraint user_duties_known;
alter table permits.users add constraint user_duties_known
    check (duties <@ array['researcher', 'presenter', 'decider', 'analyst', 'official', 'operator', 'contact', 'access-officer', 'commissioned']);
