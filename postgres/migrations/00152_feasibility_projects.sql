-- A project has one budget in all of its applications: a copy of an application, and
-- a new draft of the same people under the same name, spend from the same points.

-- +goose Up
alter table permits.feasibility_questions add column projects text[] not null default '{}';
comment on column permits.feasibility_questions.projects is 'hashes that name the project when it was asked: chain of copies, each person with the study''s name; a question is paid by every project that shares one';
create index feasibility_question_of_project on permits.feasibility_questions using gin (projects);
comment on index permits.feasibility_question_of_project is 'what a project has asked in all of its applications';
drop trigger feasibility_question_keeps on permits.feasibility_questions;
create trigger feasibility_question_keeps before update on permits.feasibility_questions
    for each row execute function permits.immutable_columns(
        'question_id', 'case_id', 'hash', 'kind', 'question', 'points', 'summary_id', 'asked_by', 'asked_at', 'projects');
grant insert (projects) on permits.feasibility_questions to permits_web;

-- +goose Down
drop trigger feasibility_question_keeps on permits.feasibility_questions;
create trigger feasibility_question_keeps before update on permits.feasibility_questions
    for each row execute function permits.immutable_columns(
        'question_id', 'case_id', 'hash', 'kind', 'question', 'points', 'summary_id', 'asked_by', 'asked_at');
alter table permits.feasibility_questions drop column projects;
