-- What is asked of the registers while an application is drafted. The rows of the
-- summary stand in a worker's file; here is when it was made, what was asked, and
-- the bands that were answered. The pages write questions and read answers; exact
-- counts are in no table.

-- +goose Up
create table permits.register_summaries (
    summary_id bigint      generated always as identity,
    law_day    date        not null,
    state      text        not null default 'queued',
    asked_by   text        not null,
    asked_at   timestamptz not null,
    done       bigint      not null default 0,
    total      bigint      not null default 0,
    taken_at   timestamptz,
    persons    bigint,
    rows       bigint,
    bytes      bigint,
    ready_at   timestamptz,
    constraint register_summary_pk primary key (summary_id),
    constraint register_summary_state_known check (state in ('queued', 'building', 'ready', 'failed')),
    constraint register_summary_ready_is_whole check ((state = 'ready') = (num_nulls(taken_at, persons, rows, bytes, ready_at) = 0))
);
create unique index register_summary_one_at_once on permits.register_summaries ((true)) where state in ('queued', 'building');
create trigger register_summary_keeps before update on permits.register_summaries
    for each row execute function permits.immutable_columns('summary_id', 'law_day', 'asked_by', 'asked_at');
comment on table permits.register_summaries is 'nightly summaries of the registers, which questions are answered from';
comment on index permits.register_summary_one_at_once is 'one is made at a time';
comment on column permits.register_summaries.summary_id is 'number, in the order they were asked for; names the file';
comment on column permits.register_summaries.law_day is 'day of the law and of removals';
comment on column permits.register_summaries.state is 'queued, building, ready or failed';
comment on column permits.register_summaries.asked_by is 'service for the nightly one, or who had it made';
comment on column permits.register_summaries.asked_at is 'when, by the service clock';
comment on column permits.register_summaries.done is 'tables read, of total';
comment on column permits.register_summaries.total is 'steps of the making; 0 before it has begun';
comment on column permits.register_summaries.taken_at is 'moment of the registers that it shows, by the service clock';
comment on column permits.register_summaries.persons is 'persons in it; a figure for the authority''s own use';
comment on column permits.register_summaries.rows is 'rows in it';
comment on column permits.register_summaries.bytes is 'size of the file';
comment on column permits.register_summaries.ready_at is 'when it was ready';

create table permits.feasibility_questions (
    question_id bigint      generated always as identity,
    case_id     text        not null,
    hash        text        not null,
    kind        text        not null,
    question    jsonb       not null,
    points      integer     not null,
    summary_id  bigint      not null,
    asked_by    text        not null,
    asked_at    timestamptz not null,
    state       text        not null default 'asked',
    figures     jsonb,
    answered_at timestamptz,
    constraint feasibility_question_pk primary key (question_id),
    constraint feasibility_question_case_exists foreign key (case_id) references permits.cases,
    constraint feasibility_question_summary_exists foreign key (summary_id) references permits.register_summaries,
    constraint feasibility_question_person_exists foreign key (asked_by) references permits.users,
    constraint feasibility_question_hash_form check (hash ~ '^[0-9a-f]{64}$'),
    constraint feasibility_question_kind_known check (kind in ('size', 'risk')),
    constraint feasibility_question_has_a_price check (points > 0),
    constraint feasibility_question_state_known check (state in ('asked', 'answered', 'failed')),
    constraint feasibility_question_answer_is_whole check ((state = 'answered') = (num_nulls(figures, answered_at) = 0))
);
create unique index feasibility_question_once on permits.feasibility_questions (case_id, hash, summary_id) where state <> 'failed';
create index feasibility_question_of_person on permits.feasibility_questions (asked_by, asked_at);
create trigger feasibility_question_keeps before update on permits.feasibility_questions
    for each row execute function permits.immutable_columns(
        'question_id', 'case_id', 'hash', 'kind', 'question', 'points', 'summary_id', 'asked_by', 'asked_at');
comment on table permits.feasibility_questions is 'what a project has asked of the registers, and the bands it was answered; the budget is the sum of points';
comment on index permits.feasibility_question_once is 'a project asks a question of a summary once';
comment on index permits.feasibility_question_of_person is 'what one person has asked lately, in all projects';
comment on column permits.feasibility_questions.question_id is 'number';
comment on column permits.feasibility_questions.case_id is 'the project: one application';
comment on column permits.feasibility_questions.hash is 'SHA-256 of the question in its canonical form';
comment on column permits.feasibility_questions.kind is 'size or risk';
comment on column permits.feasibility_questions.question is 'population and detail; no datum of anybody';
comment on column permits.feasibility_questions.points is 'what it cost; a failed one costs nothing';
comment on column permits.feasibility_questions.summary_id is 'the summary that it is asked of';
comment on column permits.feasibility_questions.asked_by is 'who asked';
comment on column permits.feasibility_questions.asked_at is 'when, by the service clock';
comment on column permits.feasibility_questions.state is 'asked, answered or failed';
comment on column permits.feasibility_questions.figures is 'the answer in bands';
comment on column permits.feasibility_questions.answered_at is 'when, by the service clock';

grant select on permits.register_summaries to permits_web;
grant select, insert on permits.register_summaries to permits_work;
grant update (state, done, total, taken_at, persons, rows, bytes, ready_at) on permits.register_summaries to permits_work;
grant select on permits.feasibility_questions to permits_web, permits_work;
grant insert (case_id, hash, kind, question, points, summary_id, asked_by, asked_at) on permits.feasibility_questions to permits_web;
grant update (state, figures, answered_at) on permits.feasibility_questions to permits_work;
grant all on permits.register_summaries, permits.feasibility_questions to permits_owner;

-- +goose Down
drop table permits.feasibility_questions;
drop table permits.register_summaries;
