-- +goose Up
-- The employer register in full: dealings (3.2.2), activity and need (3.2.3), filling of vacancies
-- (3.2.4), pay subsidy (3.2.5), work trials (3.2.6), planning (3.2.7), other data checked to be no
-- personal data (3.4a), document references (3.4b).

create table registers.employer_contact (
    employer_id         bigint not null,
    employer_contact_id bigint not null,
    contact_on          date not null,
    mode                text not null,
    contact_person      text,
    note                text,
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint employer_contact_pk primary key (employer_id, employer_contact_id)
);
comment on table registers.employer_contact is 'Employer dealings (Työnantajien asioinnit)';
comment on column registers.employer_contact.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.2';
comment on column registers.employer_contact.employer_contact_id is 'Internal id of the employer dealing (Työnantajan asioinnin sisäinen tunniste), 3.2.2';
comment on column registers.employer_contact.contact_on is 'Date of the employer''s dealing (Työnantajan asiointipäivä), 3.2.2';
comment on column registers.employer_contact.mode is 'Mode of the employer''s dealing (Työnantajan asiointitapa), 3.2.2';
comment on column registers.employer_contact.contact_person is 'Contact person (Yhteyshenkilö), 3.2.2';
comment on column registers.employer_contact.note is 'Further details (Lisätiedot), 3.2.2';
comment on column registers.employer_contact.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.employer_contact.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.employer_contact.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.employer_contact.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.employer_contact.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.employer_need (
    employer_id      bigint not null,
    employer_need_id bigint not null,
    assessed_on      date not null,
    kind             text not null,
    staff            integer,
    note             text,
    office           text not null,
    source           text not null,
    recorder         text not null,
    recorded_at      timestamptz not null,
    removable_from   date,
    constraint employer_need_pk primary key (employer_id, employer_need_id)
);
comment on table registers.employer_need is 'Employers'' activity and needs (Työnantajien toiminta ja palvelutarpeet)';
comment on column registers.employer_need.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.3';
comment on column registers.employer_need.employer_need_id is 'Internal id of the employer need (Työnantajan palvelutarpeen sisäinen tunniste), 3.2.3';
comment on column registers.employer_need.assessed_on is 'Date of assessment of the need (Tarpeen arviointipäivä), 3.2.3';
comment on column registers.employer_need.kind is 'Employer''s need (Työnantajan tarve), 3.2.3';
comment on column registers.employer_need.staff is 'Number of staff (Henkilöstön määrä), 3.2.3';
comment on column registers.employer_need.note is 'Further details (Lisätiedot), 3.2.3';
comment on column registers.employer_need.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.employer_need.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.employer_need.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.employer_need.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.employer_need.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.vacancy_filling (
    employer_id        bigint not null,
    vacancy_filling_id bigint not null,
    vacancy_id         bigint not null,
    person_id          bigint,
    filled_on          date not null,
    way                text not null,
    positions          integer not null,
    office             text not null,
    source             text not null,
    recorder           text not null,
    recorded_at        timestamptz not null,
    removable_from     date,
    constraint vacancy_filling_pk primary key (employer_id, vacancy_filling_id)
);
comment on table registers.vacancy_filling is 'Filling of vacancies (Avoimien työpaikkojen täyttö)';
comment on column registers.vacancy_filling.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.4';
comment on column registers.vacancy_filling.vacancy_filling_id is 'Internal id of the filling of a vacancy (Työpaikan täytön sisäinen tunniste), 3.2.4';
comment on column registers.vacancy_filling.vacancy_id is 'Internal id of the vacancy (Avoimen työpaikan sisäinen tunniste), 3.2.4';
comment on column registers.vacancy_filling.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.2.4';
comment on column registers.vacancy_filling.filled_on is 'Date of filling (Täyttöpäivä), 3.2.4';
comment on column registers.vacancy_filling.way is 'Way of filling (Täyttötapa), 3.2.4';
comment on column registers.vacancy_filling.positions is 'Positions filled (Täytetyt paikat), 3.2.4';
comment on column registers.vacancy_filling.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.vacancy_filling.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.vacancy_filling.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.vacancy_filling.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.vacancy_filling.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.subsidy_place (
    employer_id      bigint not null,
    subsidy_place_id bigint not null,
    reported_on      date not null,
    closed_on        date,
    occupation       text not null,
    municipality     text not null,
    working_time     text not null,
    duration         text,
    office           text not null,
    source           text not null,
    recorder         text not null,
    recorded_at      timestamptz not null,
    removable_from   date,
    constraint subsidy_place_ends_after_start check (closed_on >= reported_on),
    constraint subsidy_place_pk primary key (employer_id, subsidy_place_id)
);
comment on table registers.subsidy_place is 'Pay-subsidy places (Palkkatukipaikat)';
comment on column registers.subsidy_place.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_place.subsidy_place_id is 'Internal id of the pay-subsidy place (Palkkatukipaikan sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_place.reported_on is 'Date of report of the place (Palkkatukipaikan ilmoituspäivä), 3.2.5';
comment on column registers.subsidy_place.closed_on is 'Date of closing of the place (Palkkatukipaikan sulkemispäivä), 3.2.5';
comment on column registers.subsidy_place.occupation is 'Occupation of the place (Palkkatukipaikan ammatti), 3.2.5';
comment on column registers.subsidy_place.municipality is 'Municipality of the place (Palkkatukipaikan kunta), 3.2.5';
comment on column registers.subsidy_place.working_time is 'Working time in the place (Sijoitustyöpaikan työn työaika), 3.2.5';
comment on column registers.subsidy_place.duration is 'Duration of the placement (Sijoituksen kesto), 3.2.5';
comment on column registers.subsidy_place.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.subsidy_place.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.subsidy_place.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.subsidy_place.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.subsidy_place.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.subsidy_decision (
    employer_id         bigint not null,
    subsidy_decision_id bigint not null,
    subsidy_place_id    bigint,
    person_id           bigint,
    decided_on          date not null,
    start_date          date not null,
    end_date            date,
    result              text not null,
    percent             integer,
    amount              numeric(12,2),
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint subsidy_decision_ends_after_start check (end_date >= start_date),
    constraint subsidy_decision_pk primary key (employer_id, subsidy_decision_id)
);
comment on table registers.subsidy_decision is 'Pay-subsidy decisions (Palkkatukipäätökset)';
comment on column registers.subsidy_decision.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_decision.subsidy_decision_id is 'Internal id of the pay-subsidy decision (Palkkatukipäätöksen sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_decision.subsidy_place_id is 'Internal id of the pay-subsidy place (Palkkatukipaikan sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_decision.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_decision.decided_on is 'Date of decision (Päätöspäivä), 3.2.5';
comment on column registers.subsidy_decision.start_date is 'Start of the subsidy (Tukijakson alku), 3.2.5';
comment on column registers.subsidy_decision.end_date is 'End of the subsidy (Tukijakson loppu), 3.2.5';
comment on column registers.subsidy_decision.result is 'Result of the decision (Päätöksen tulos), 3.2.5';
comment on column registers.subsidy_decision.percent is 'Share of wage costs (Tuen osuus palkkauskustannuksista), 3.2.5';
comment on column registers.subsidy_decision.amount is 'Largest amount granted (Myönnetty enimmäismäärä), 3.2.5';
comment on column registers.subsidy_decision.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.subsidy_decision.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.subsidy_decision.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.subsidy_decision.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.subsidy_decision.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.subsidy_payment (
    employer_id         bigint not null,
    subsidy_payment_id  bigint not null,
    subsidy_decision_id bigint not null,
    paid_on             date not null,
    amount              numeric(12,2) not null,
    payment_reference   text,
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint subsidy_payment_pk primary key (employer_id, subsidy_payment_id)
);
comment on table registers.subsidy_payment is 'Pay-subsidy payments (Palkkatuen maksut)';
comment on column registers.subsidy_payment.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_payment.subsidy_payment_id is 'Internal id of the pay-subsidy payment (Palkkatuen maksun sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_payment.subsidy_decision_id is 'Internal id of the pay-subsidy decision (Palkkatukipäätöksen sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_payment.paid_on is 'Date of payment (Maksupäivä), 3.2.5';
comment on column registers.subsidy_payment.amount is 'Amount paid (Maksettu määrä), 3.2.5';
comment on column registers.subsidy_payment.payment_reference is 'Payment reference (Maksuviite), 3.2.5';
comment on column registers.subsidy_payment.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.subsidy_payment.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.subsidy_payment.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.subsidy_payment.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.subsidy_payment.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.subsidy_followup (
    employer_id         bigint not null,
    subsidy_followup_id bigint not null,
    subsidy_decision_id bigint not null,
    followed_up_on      date not null,
    finding             text not null,
    reclaimed           numeric(12,2),
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint subsidy_followup_pk primary key (employer_id, subsidy_followup_id)
);
comment on table registers.subsidy_followup is 'Pay-subsidy follow-up (Palkkatuen seuranta)';
comment on column registers.subsidy_followup.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_followup.subsidy_followup_id is 'Internal id of the pay-subsidy follow-up (Palkkatuen seurannan sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_followup.subsidy_decision_id is 'Internal id of the pay-subsidy decision (Palkkatukipäätöksen sisäinen tunniste), 3.2.5';
comment on column registers.subsidy_followup.followed_up_on is 'Date of the subsidy follow-up (Palkkatuen seurantapäivä), 3.2.5';
comment on column registers.subsidy_followup.finding is 'Finding of the follow-up (Seurannan havainto), 3.2.5';
comment on column registers.subsidy_followup.reclaimed is 'Amount reclaimed (Takaisin peritty määrä), 3.2.5';
comment on column registers.subsidy_followup.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.subsidy_followup.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.subsidy_followup.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.subsidy_followup.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.subsidy_followup.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.work_trial (
    employer_id    bigint not null,
    work_trial_id  bigint not null,
    person_id      bigint,
    agreed_on      date not null,
    start_date     date not null,
    end_date       date,
    occupation     text not null,
    end_reason     text,
    office         text not null,
    source         text not null,
    recorder       text not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint work_trial_ends_after_start check (end_date >= start_date),
    constraint work_trial_pk primary key (employer_id, work_trial_id)
);
comment on table registers.work_trial is 'Work-trial agreements (Työkokeilusopimukset)';
comment on column registers.work_trial.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.6';
comment on column registers.work_trial.work_trial_id is 'Internal id of the work-trial agreement (Työkokeilusopimuksen sisäinen tunniste), 3.2.6';
comment on column registers.work_trial.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.2.6';
comment on column registers.work_trial.agreed_on is 'Date of the agreement (Sopimuksen päiväys), 3.2.6';
comment on column registers.work_trial.start_date is 'Start of the work trial (Työkokeilun alku), 3.2.6';
comment on column registers.work_trial.end_date is 'End of the work trial (Työkokeilun loppu), 3.2.6';
comment on column registers.work_trial.occupation is 'Occupation of the work trial (Työkokeilun ammatti), 3.2.6';
comment on column registers.work_trial.end_reason is 'Reason for the end of the trial (Työkokeilun päättymissyy), 3.2.6';
comment on column registers.work_trial.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.work_trial.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.work_trial.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.work_trial.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.work_trial.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.employer_service (
    employer_id         bigint not null,
    employer_service_id bigint not null,
    planned_on          date not null,
    carried_out_on      date,
    kind                text not null,
    note                text,
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint employer_service_ends_after_start check (carried_out_on >= planned_on),
    constraint employer_service_pk primary key (employer_id, employer_service_id)
);
comment on table registers.employer_service is 'Planning and carrying out of employer services (Työnantajapalvelujen suunnittelu ja toteutus)';
comment on column registers.employer_service.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.7';
comment on column registers.employer_service.employer_service_id is 'Internal id of the employer service (Työnantajapalvelun sisäinen tunniste), 3.2.7';
comment on column registers.employer_service.planned_on is 'Date of planning (Suunnittelupäivä), 3.2.7';
comment on column registers.employer_service.carried_out_on is 'Date carried out (Toteutuspäivä), 3.2.7';
comment on column registers.employer_service.kind is 'Content of the service (Palvelun sisältö), 3.2.7';
comment on column registers.employer_service.note is 'Further details (Lisätiedot), 3.2.7';
comment on column registers.employer_service.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.employer_service.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.employer_service.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.employer_service.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.employer_service.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.employer_other_data (
    employer_id            bigint not null,
    employer_other_data_id bigint not null,
    recorded_on            date not null,
    kind                   text not null,
    amount                 integer,
    content                text,
    non_personal           boolean not null,
    checked_by             text not null,
    checked_on             date not null,
    office                 text not null,
    source                 text not null,
    recorder               text not null,
    recorded_at            timestamptz not null,
    removable_from         date,
    constraint employer_other_data_is_not_personal check (non_personal),
    constraint employer_other_data_pk primary key (employer_id, employer_other_data_id)
);
comment on table registers.employer_other_data is 'Employers'' other data (Työnantajien muut tiedot)';
comment on column registers.employer_other_data.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.4a';
comment on column registers.employer_other_data.employer_other_data_id is 'Internal id of the other datum (Muun tiedon sisäinen tunniste), 3.4a';
comment on column registers.employer_other_data.recorded_on is 'Date of the other datum (Muun tiedon päivä), 3.4a';
comment on column registers.employer_other_data.kind is 'Kind of other datum (Muun tiedon laji), 3.4a';
comment on column registers.employer_other_data.amount is 'Figure of the other datum (Muun tiedon lukumäärä), 3.4a';
comment on column registers.employer_other_data.content is 'Content of the other datum (Muun tiedon sisältö), 3.4a';
comment on column registers.employer_other_data.non_personal is 'Not personal data (Ei henkilötieto), 3.4a';
comment on column registers.employer_other_data.checked_by is 'Checked by (Tarkastaja), 3.4a';
comment on column registers.employer_other_data.checked_on is 'Date of the check (Tarkastuspäivä), 3.4a';
comment on column registers.employer_other_data.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.employer_other_data.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.employer_other_data.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.employer_other_data.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.employer_other_data.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.employer_document (
    employer_id          bigint not null,
    employer_document_id bigint not null,
    dated_on             date not null,
    kind                 text not null,
    reference            text not null,
    kept_at              text not null,
    office               text not null,
    source               text not null,
    recorder             text not null,
    recorded_at          timestamptz not null,
    removable_from       date,
    constraint employer_document_pk primary key (employer_id, employer_document_id)
);
comment on table registers.employer_document is 'Employers'' document references (Työnantajien asiakirjaviitteet)';
comment on column registers.employer_document.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.4b';
comment on column registers.employer_document.employer_document_id is 'Internal id of the document reference (Asiakirjaviitteen sisäinen tunniste), 3.4b';
comment on column registers.employer_document.dated_on is 'Date of the document (Asiakirjan päiväys), 3.4b';
comment on column registers.employer_document.kind is 'Kind of document (Asiakirjan laji), 3.4b';
comment on column registers.employer_document.reference is 'Reference of the document (Asiakirjan tunnus), 3.4b';
comment on column registers.employer_document.kept_at is 'Where it is kept (Säilytyspaikka), 3.4b';
comment on column registers.employer_document.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.employer_document.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.employer_document.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.employer_document.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.employer_document.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

-- +goose Down
drop table registers.employer_document;
drop table registers.employer_other_data;
drop table registers.employer_service;
drop table registers.work_trial;
drop table registers.subsidy_followup;
drop table registers.subsidy_payment;
drop table registers.subsidy_decision;
drop table registers.subsidy_place;
drop table registers.vacancy_filling;
drop table registers.employer_need;
drop table registers.employer_contact;
