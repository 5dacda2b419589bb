-- Which cases are like one another: what of an application is compared, written
-- when it is submitted or changes, and what the comparison found (HL 25 §).

-- +goose Up
create table permits.sketches (
    case_id     text   not null,
    chain       text   not null,
    body        text   not null,
    people      text[] not null,
    title       text[] not null,
    purpose     text   not null,
    variables   text[] not null,
    population  text[] not null,
    period_from date,
    period_to   date,
    constraint sketch_pk primary key (case_id),
    constraint sketch_of_a_case foreign key (case_id) references permits.cases (case_id) on delete cascade
);
create index sketch_of_body on permits.sketches (body) where body <> '';
create index sketch_of_people on permits.sketches using gin (people);
comment on table permits.sketches is 'what of each submitted application is compared with others';
comment on index permits.sketch_of_body is 'the cases of an organisation';
comment on index permits.sketch_of_people is 'the cases of a person';
comment on column permits.sketches.case_id is 'whose application it is';
comment on column permits.sketches.chain is 'the first of its chain of renewals, or itself';
comment on column permits.sketches.body is 'business id, or the name of an organisation without one, in small letters';
comment on column permits.sketches.people is 'the applicant and the named users';
comment on column permits.sketches.title is 'words of the title, in order';
comment on column permits.sketches.purpose is 'statistics, research or planning';
comment on column permits.sketches.variables is 'ids of what is applied for, in order';
comment on column permits.sketches.population is 'conditions of the cohort as JSON, in order';
comment on column permits.sketches.period_from is 'first day of the data; null when open';
comment on column permits.sketches.period_to is 'last day of the data; null when open';

create table permits.likenesses (
    case_id      text    not null,
    other        text    not null,
    score        int     not null,
    organisation boolean not null,
    people       int     not null,
    shared       int     not null,
    variables    int     not null,
    cohort       boolean not null,
    period       boolean not null,
    purpose      boolean not null,
    title        boolean not null,
    constraint likeness_pk primary key (case_id, other),
    constraint likeness_of_a_sketch foreign key (case_id) references permits.sketches (case_id) on delete cascade,
    constraint likeness_with_a_sketch foreign key (other) references permits.sketches (case_id) on delete cascade,
    constraint likeness_of_two check (case_id <> other),
    constraint likeness_score_of_a_hundred check (score between 0 and 100)
);
create index likeness_with on permits.likenesses (other);
comment on table permits.likenesses is 'pairs of cases that are like one another, told to who handles them; both ways round';
comment on index permits.likeness_with is 'what goes when a case is compared anew';
comment on column permits.likenesses.case_id is 'the case looked at';
comment on column permits.likenesses.other is 'the case that it is like';
comment on column permits.likenesses.score is 'of 100';
comment on column permits.likenesses.organisation is 'the same one';
comment on column permits.likenesses.people is 'how many are in both';
comment on column permits.likenesses.shared is 'variables that both ask for';
comment on column permits.likenesses.variables is 'that the case looked at asks for';
comment on column permits.likenesses.cohort is 'the same conditions';
comment on column permits.likenesses.period is 'the periods overlap';
comment on column permits.likenesses.purpose is 'the same one';
comment on column permits.likenesses.title is 'almost the same words';

grant select, insert, update, delete on permits.sketches, permits.likenesses to permits_web, permits_owner;
grant select, delete on permits.sketches, permits.likenesses to permits_work;

-- +goose Down
drop table permits.likenesses;
drop table permits.sketches;
