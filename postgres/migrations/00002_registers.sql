-- +goose Up
-- The registers of 13 chapter 3 § of act 916/2012 (447/2020): one table per kind of record.
-- Every row says whose it is (office: the controller, 2 §), where it came from and who entered it (4.1b),
-- and from which day it is to be removed (4.3a; null while the clientship or contract goes on).
create schema registers;

create table registers.person (
    person_id         bigint  not null,
    family_name       text    not null,
    given_names       text    not null,
    birth_date        date    not null,
    sex               text    not null constraint sex_known check (sex in ('1', '2')),
    mother_tongue     text    not null,
    citizenship       text    not null,
    municipality      text    not null,
    street_address    text,
    phone             text,
    email             text,
    protected_address boolean not null default false,
    education         text,
    disability        boolean not null default false,
    fund_member       boolean not null default false,
    office            text    not null,
    source            text    not null,
    recorder          text    not null,
    recorded_at       timestamptz not null,
    removable_from    date,
    constraint person_pk primary key (person_id)
);

create table registers.person_identifier (
    person_id      bigint not null,
    code           text   not null,
    temporary      boolean not null default false,
    valid_from     date   not null,
    valid_to       date,
    office         text   not null,
    source         text   not null,
    recorder       text   not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint person_identifier_pk primary key (person_id, code)
);

create table registers.clientship (
    person_id      bigint not null,
    clientship_id  bigint not null,
    start_date     date   not null,
    end_date       date,
    service_line   text,
    service_line_on date,
    contact_mode   text,
    contact_on     date,
    office         text   not null,
    source         text   not null,
    recorder       text   not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint clientship_pk primary key (person_id, clientship_id)
);

create table registers.job_search (
    person_id      bigint not null,
    job_search_id  bigint not null,
    start_date     date   not null,
    end_date       date,
    occupation     text,
    office         text   not null,
    source         text   not null,
    recorder       text   not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint job_search_pk primary key (person_id, job_search_id)
);

create table registers.employment_code (
    person_id      bigint not null,
    spell_id       bigint not null,
    code           text   not null,
    start_date     date   not null,
    end_date       date,
    end_reason     text,
    office         text   not null,
    source         text   not null,
    recorder       text   not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint employment_code_pk primary key (person_id, spell_id)
);

create table registers.plan (
    person_id      bigint not null,
    plan_id        bigint not null,
    kind           text   not null,
    signed_on      date   not null,
    review_on      date,
    office         text   not null,
    source         text   not null,
    recorder       text   not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint plan_pk primary key (person_id, plan_id)
);

create table registers.employer (
    employer_id    bigint not null,
    business_id    text   not null,
    name           text   not null,
    industry       text   not null,
    municipality   text   not null,
    start_date     date   not null,
    end_date       date,
    office         text   not null,
    source         text   not null,
    recorder       text   not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint employer_pk primary key (employer_id)
);

create table registers.vacancy (
    employer_id    bigint not null,
    vacancy_id     bigint not null,
    notice_number  text   not null,
    occupation     text   not null,
    municipality   text   not null,
    reported_on    date   not null,
    closed_on      date,
    positions      integer not null,
    working_time   text   not null,
    duration       text   not null,
    relation       text   not null,
    summer_job     boolean not null default false,
    apprenticeship boolean not null default false,
    office         text   not null,
    source         text   not null,
    recorder       text   not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint vacancy_pk primary key (employer_id, vacancy_id)
);

create table registers.job_offer (
    person_id      bigint not null,
    offer_id       bigint not null,
    employer_id    bigint not null,
    vacancy_id     bigint not null,
    offered_on     date   not null,
    result         text   not null,
    office         text   not null,
    source         text   not null,
    recorder       text   not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint job_offer_pk primary key (person_id, offer_id)
);

create table registers.provider (
    provider_id    bigint not null,
    business_id    text   not null,
    name           text   not null,
    municipality   text   not null,
    start_date     date   not null,
    end_date       date,
    office         text   not null,
    source         text   not null,
    recorder       text   not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint provider_pk primary key (provider_id)
);

create table registers.procured_service (
    provider_id    bigint not null,
    procured_service_id bigint not null,
    kind           text   not null,
    contract_number text  not null,
    start_date     date   not null,
    end_date       date,
    price          numeric(12,2) not null,
    places         integer not null,
    office         text   not null,
    source         text   not null,
    recorder       text   not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint procured_service_pk primary key (provider_id, procured_service_id)
);

create table registers.service_period (
    person_id      bigint not null,
    service_period_id bigint not null,
    kind           text   not null,
    start_date     date   not null,
    end_date       date,
    provider_id    bigint,
    procured_service_id bigint,
    office         text   not null,
    source         text   not null,
    recorder       text   not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint service_period_pk primary key (person_id, service_period_id)
);

-- +goose Down
drop schema registers cascade;
