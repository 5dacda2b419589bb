-- +goose Up
-- The person register in full, part 2: service need and plan tasks (3.1.4), offers and introductions
-- (3.1.5), other services and expert assessments (3.1.6).

create table registers.service_need (
    person_id          bigint not null,
    service_need_id    bigint not null,
    assessed_on        date not null,
    kind               text not null,
    next_assessment_on date,
    note               text,
    office             text not null,
    source             text not null,
    recorder           text not null,
    recorded_at        timestamptz not null,
    removable_from     date,
    constraint service_need_pk primary key (person_id, service_need_id)
);
comment on table registers.service_need is 'Service needs (Palvelutarpeet)';
comment on column registers.service_need.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.4';
comment on column registers.service_need.service_need_id is 'Internal id of the service need (Palvelutarpeen sisäinen tunniste), 3.1.4';
comment on column registers.service_need.assessed_on is 'Date of assessment (Arviointipäivä), 3.1.4';
comment on column registers.service_need.kind is 'Kind of service need (Palvelutarpeen laji), 3.1.4';
comment on column registers.service_need.next_assessment_on is 'Next assessment (Seuraava arvio), 3.1.4';
comment on column registers.service_need.note is 'Further details (Lisätiedot), 3.1.4';
comment on column registers.service_need.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.service_need.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.service_need.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.service_need.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.service_need.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.plan_task (
    person_id      bigint not null,
    plan_task_id   bigint not null,
    plan_id        bigint not null,
    agreed_on      date not null,
    task           text not null,
    due_on         date,
    done           boolean,
    office         text not null,
    source         text not null,
    recorder       text not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint plan_task_pk primary key (person_id, plan_task_id)
);
comment on table registers.plan_task is 'Plan tasks (Suunnitelmien tehtävät)';
comment on column registers.plan_task.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.4';
comment on column registers.plan_task.plan_task_id is 'Internal id of the plan task (Suunnitelman tehtävän sisäinen tunniste), 3.1.4';
comment on column registers.plan_task.plan_id is 'Internal id of the plan (Suunnitelman sisäinen tunniste), 3.1.4';
comment on column registers.plan_task.agreed_on is 'Date of agreement (Sopimispäivä), 3.1.4';
comment on column registers.plan_task.task is 'Task agreed in the plan (Suunnitelmassa sovittu tehtävä), 3.1.4';
comment on column registers.plan_task.due_on is 'Due date of the task (Tehtävän määräpäivä), 3.1.4';
comment on column registers.plan_task.done is 'Task done (Tehtävä toteutunut), 3.1.4';
comment on column registers.plan_task.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.plan_task.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.plan_task.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.plan_task.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.plan_task.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.subsidy_offer (
    person_id        bigint not null,
    subsidy_offer_id bigint not null,
    employer_id      bigint not null,
    subsidy_place_id bigint not null,
    offered_on       date not null,
    result           text not null,
    office           text not null,
    source           text not null,
    recorder         text not null,
    recorded_at      timestamptz not null,
    removable_from   date,
    constraint subsidy_offer_pk primary key (person_id, subsidy_offer_id)
);
comment on table registers.subsidy_offer is 'Offers to pay-subsidy places (Tarjoukset palkkatukipaikkoihin)';
comment on column registers.subsidy_offer.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.5';
comment on column registers.subsidy_offer.subsidy_offer_id is 'Internal id of the pay-subsidy offer (Palkkatukipaikan tarjouksen sisäinen tunniste), 3.1.5';
comment on column registers.subsidy_offer.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.1.5';
comment on column registers.subsidy_offer.subsidy_place_id is 'Internal id of the pay-subsidy place (Palkkatukipaikan sisäinen tunniste), 3.1.5';
comment on column registers.subsidy_offer.offered_on is 'Date of the offer (Tarjouksen päivämäärä), 3.1.5';
comment on column registers.subsidy_offer.result is 'Result of the offer (Tarjouksen tulos), 3.1.5';
comment on column registers.subsidy_offer.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.subsidy_offer.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.subsidy_offer.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.subsidy_offer.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.subsidy_offer.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.training_offer (
    person_id         bigint not null,
    training_offer_id bigint not null,
    provider_id       bigint,
    training_id       bigint,
    offered_on        date not null,
    result            text not null,
    office            text not null,
    source            text not null,
    recorder          text not null,
    recorded_at       timestamptz not null,
    removable_from    date,
    constraint training_offer_pk primary key (person_id, training_offer_id)
);
comment on table registers.training_offer is 'Training offers (Koulutustarjoukset)';
comment on column registers.training_offer.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.5';
comment on column registers.training_offer.training_offer_id is 'Internal id of the training offer (Koulutustarjouksen sisäinen tunniste), 3.1.5';
comment on column registers.training_offer.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.1.5';
comment on column registers.training_offer.training_id is 'Internal id of the labour market training (Työvoimakoulutuksen sisäinen tunniste), 3.1.5';
comment on column registers.training_offer.offered_on is 'Date of the training offer (Koulutustarjouksen päivämäärä), 3.1.5';
comment on column registers.training_offer.result is 'Result of the training offer (Koulutustarjouksen tulos), 3.1.5';
comment on column registers.training_offer.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.training_offer.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.training_offer.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.training_offer.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.training_offer.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.introduction (
    person_id       bigint not null,
    introduction_id bigint not null,
    employer_id     bigint not null,
    vacancy_id      bigint,
    introduced_on   date not null,
    result          text not null,
    office          text not null,
    source          text not null,
    recorder        text not null,
    recorded_at     timestamptz not null,
    removable_from  date,
    constraint introduction_pk primary key (person_id, introduction_id)
);
comment on table registers.introduction is 'Introductions to employers (Esittelyt työnantajille)';
comment on column registers.introduction.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.5';
comment on column registers.introduction.introduction_id is 'Internal id of the introduction (Esittelyn sisäinen tunniste), 3.1.5';
comment on column registers.introduction.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.1.5';
comment on column registers.introduction.vacancy_id is 'Internal id of the vacancy (Avoimen työpaikan sisäinen tunniste), 3.1.5';
comment on column registers.introduction.introduced_on is 'Date of the introduction (Esittelypäivä), 3.1.5';
comment on column registers.introduction.result is 'Result of the introduction (Esittelyn tulos), 3.1.5';
comment on column registers.introduction.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.introduction.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.introduction.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.introduction.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.introduction.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.other_service (
    person_id        bigint not null,
    other_service_id bigint not null,
    start_date       date not null,
    end_date         date,
    kind             text not null,
    arranger         text not null,
    office           text not null,
    source           text not null,
    recorder         text not null,
    recorded_at      timestamptz not null,
    removable_from   date,
    constraint other_service_ends_after_start check (end_date >= start_date),
    constraint other_service_pk primary key (person_id, other_service_id)
);
comment on table registers.other_service is 'Other employment-promoting services (Muut työllistymistä edistävät palvelut)';
comment on column registers.other_service.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.6';
comment on column registers.other_service.other_service_id is 'Internal id of the other service (Muun palvelun sisäinen tunniste), 3.1.6';
comment on column registers.other_service.start_date is 'Start of the other service (Muun palvelun alku), 3.1.6';
comment on column registers.other_service.end_date is 'End of the other service (Muun palvelun loppu), 3.1.6';
comment on column registers.other_service.kind is 'Kind of other service (Muun palvelun laji), 3.1.6';
comment on column registers.other_service.arranger is 'Arranger of the service (Palvelun järjestäjä), 3.1.6';
comment on column registers.other_service.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.other_service.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.other_service.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.other_service.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.other_service.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.expert_assessment (
    person_id            bigint not null,
    expert_assessment_id bigint not null,
    assessed_on          date not null,
    kind                 text not null,
    psychological_test   boolean not null,
    recommendation       text,
    assessor             text,
    note                 text,
    office               text not null,
    source               text not null,
    recorder             text not null,
    recorded_at          timestamptz not null,
    removable_from       date,
    constraint expert_assessment_pk primary key (person_id, expert_assessment_id)
);
comment on table registers.expert_assessment is 'Expert assessments (Asiantuntija-arviot)';
comment on column registers.expert_assessment.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.6';
comment on column registers.expert_assessment.expert_assessment_id is 'Internal id of the expert assessment (Asiantuntija-arvion sisäinen tunniste), 3.1.6';
comment on column registers.expert_assessment.assessed_on is 'Date of the assessment (Arvion päivä), 3.1.6';
comment on column registers.expert_assessment.kind is 'Kind of assessment (Arvion laji), 3.1.6';
comment on column registers.expert_assessment.psychological_test is 'Psychological test (Psykologinen testi), 3.1.6';
comment on column registers.expert_assessment.recommendation is 'Expert''s recommendation (Asiantuntijan suositus), 3.1.6';
comment on column registers.expert_assessment.assessor is 'Assessor (Arvion antaja), 3.1.6';
comment on column registers.expert_assessment.note is 'Further details (Lisätiedot), 3.1.6';
comment on column registers.expert_assessment.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.expert_assessment.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.expert_assessment.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.expert_assessment.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.expert_assessment.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

-- +goose Down
drop table registers.expert_assessment;
drop table registers.other_service;
drop table registers.introduction;
drop table registers.training_offer;
drop table registers.subsidy_offer;
drop table registers.plan_task;
drop table registers.service_need;
