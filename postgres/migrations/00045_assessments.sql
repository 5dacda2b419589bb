-- +goose Up
-- KEHA's duties of 2 § 2 mom 3 and 4 k: every version of every impact assessment and
-- prior consultation, and what it was made of.
create sequence permits.assessment_number;
comment on sequence permits.assessment_number is 'running number of an assessment; its versions share it';

create table permits.assessments (
    assessment_id     bigint  not null,
    version           integer not null,
    kind              text    not null,
    state             text    not null,
    catalogue_hash    text    not null,
    profile_hash      text    not null,
    description       text    not null default '',
    necessity         text    not null default '',
    risks             text    not null default '',
    measures          text    not null default '',
    advice            text    not null default '',
    high_risk         boolean not null default false,
    about_id          bigint,
    about_version     integer,
    answer            text    not null default '',
    sent_on           date,
    made_by           text    not null,
    made_on           date    not null,
    constraint assessment_pk primary key (assessment_id, version),
    constraint assessment_version_counts check (version > 0),
    constraint assessment_kind_and_state check (
        kind = 'dpia' and state in ('draft', 'approved') or kind = 'consultation' and state in ('draft', 'sent', 'answered')),
    constraint assessment_covers_something check (catalogue_hash ~ '^[0-9a-f]{64}$' and profile_hash ~ '^[0-9a-f]{64}$'),
    constraint assessment_approved_is_whole check (state <> 'approved'
        or description <> '' and necessity <> '' and risks <> '' and measures <> '' and advice <> ''),
    constraint assessment_about_exists foreign key (about_id, about_version) references permits.assessments,
    constraint consultation_is_about_something check ((kind = 'consultation') = (about_id is not null)),
    constraint consultation_sent_has_day check (state not in ('sent', 'answered') or sent_on is not null)
);
create trigger assessment_insert_only before update or delete or truncate on permits.assessments
    for each statement execute function permits.insert_only();
comment on table permits.assessments is 'versions of impact assessments (GDPR 35) and prior consultations (GDPR 36); insert-only';
comment on column permits.assessments.assessment_id is 'number that the versions share';
comment on column permits.assessments.version is 'from 1';
comment on column permits.assessments.kind is 'dpia or consultation';
comment on column permits.assessments.state is 'draft, approved, sent or answered';
comment on column permits.assessments.catalogue_hash is 'of the catalogue that it was made of';
comment on column permits.assessments.profile_hash is 'of the protection profile that it was made of';
comment on column permits.assessments.description is 'of the processing, or what is asked';
comment on column permits.assessments.necessity is 'necessity and proportionality';
comment on column permits.assessments.risks is 'to data subjects';
comment on column permits.assessments.measures is 'to address the risks';
comment on column permits.assessments.advice is 'of the data protection officer';
comment on column permits.assessments.high_risk is 'the residual risk is high';
comment on column permits.assessments.about_id is 'the impact assessment that a consultation is about';
comment on column permits.assessments.about_version is 'and its version';
comment on column permits.assessments.answer is 'of the Data Protection Ombudsman';
comment on column permits.assessments.sent_on is 'when it was sent to the Ombudsman';
comment on column permits.assessments.made_by is 'who wrote this version';
comment on column permits.assessments.made_on is 'when, by the service clock';

grant select, insert on permits.assessments to permits_web;
grant usage on sequence permits.assessment_number to permits_web;
grant select on permits.assessments to permits_work;
grant all on permits.assessments to permits_owner;
grant all on sequence permits.assessment_number to permits_owner;

-- +goose Down
drop table permits.assessments;
drop sequence permits.assessment_number;
