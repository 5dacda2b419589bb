-- +goose Up
-- The provider register in full: dealings (3.3.2), contracts and payments (3.3.3), selection and
-- follow-up (3.3.5), capacity (3.3.6), labour market training (3.3.7), other data (3.4a), document
-- references (3.4b).

create table registers.provider_contact (
    provider_id         bigint not null,
    provider_contact_id bigint not null,
    contact_on          date not null,
    mode                text not null,
    contact_person      text,
    note                text,
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint provider_contact_pk primary key (provider_id, provider_contact_id)
);
comment on table registers.provider_contact is 'Provider dealings (Palveluntuottajien asioinnit)';
comment on column registers.provider_contact.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.2';
comment on column registers.provider_contact.provider_contact_id is 'Internal id of the provider dealing (Tuottajan asioinnin sisäinen tunniste), 3.3.2';
comment on column registers.provider_contact.contact_on is 'Date of the provider''s dealing (Tuottajan asiointipäivä), 3.3.2';
comment on column registers.provider_contact.mode is 'Mode of the provider''s dealing (Tuottajan asiointitapa), 3.3.2';
comment on column registers.provider_contact.contact_person is 'Provider''s contact person (Tuottajan yhteyshenkilö), 3.3.2';
comment on column registers.provider_contact.note is 'Further details (Lisätiedot), 3.3.2';
comment on column registers.provider_contact.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.provider_contact.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.provider_contact.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.provider_contact.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.provider_contact.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.contract (
    provider_id         bigint not null,
    contract_id         bigint not null,
    procured_service_id bigint,
    start_date          date not null,
    end_date            date,
    contract_number     text not null,
    procedure           text not null,
    option              boolean not null,
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint contract_ends_after_start check (end_date >= start_date),
    constraint contract_pk primary key (provider_id, contract_id)
);
comment on table registers.contract is 'Procurement contracts (Hankintasopimukset)';
comment on column registers.contract.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.3';
comment on column registers.contract.contract_id is 'Internal id of the procurement contract (Hankintasopimuksen sisäinen tunniste), 3.3.3';
comment on column registers.contract.procured_service_id is 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.3';
comment on column registers.contract.start_date is 'Start of the contract period (Sopimuskauden alku), 3.3.3';
comment on column registers.contract.end_date is 'End of the contract period (Sopimuskauden loppu), 3.3.3';
comment on column registers.contract.contract_number is 'Number of the contract (Sopimuksen numero), 3.3.3';
comment on column registers.contract.procedure is 'Procurement procedure (Hankintamenettely), 3.3.3';
comment on column registers.contract.option is 'Option (Optio), 3.3.3';
comment on column registers.contract.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.contract.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.contract.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.contract.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.contract.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.contract_payment (
    provider_id         bigint not null,
    contract_payment_id bigint not null,
    procured_service_id bigint not null,
    paid_on             date not null,
    amount              numeric(12,2) not null,
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint contract_payment_pk primary key (provider_id, contract_payment_id)
);
comment on table registers.contract_payment is 'Payments to providers (Maksut palveluntuottajille)';
comment on column registers.contract_payment.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.3';
comment on column registers.contract_payment.contract_payment_id is 'Internal id of the payment for a service (Palvelun maksun sisäinen tunniste), 3.3.3';
comment on column registers.contract_payment.procured_service_id is 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.3';
comment on column registers.contract_payment.paid_on is 'Date of payment to the provider (Tuottajan maksupäivä), 3.3.3';
comment on column registers.contract_payment.amount is 'Amount paid to the provider (Tuottajalle maksettu määrä), 3.3.3';
comment on column registers.contract_payment.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.contract_payment.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.contract_payment.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.contract_payment.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.contract_payment.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.service_application (
    provider_id            bigint not null,
    service_application_id bigint not null,
    procured_service_id    bigint not null,
    person_id              bigint,
    applied_on             date not null,
    selected_on            date,
    selection              text not null,
    office                 text not null,
    source                 text not null,
    recorder               text not null,
    recorded_at            timestamptz not null,
    removable_from         date,
    constraint service_application_pk primary key (provider_id, service_application_id)
);
comment on table registers.service_application is 'Applications and selection to services (Palveluihin haku ja valinta)';
comment on column registers.service_application.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.5';
comment on column registers.service_application.service_application_id is 'Internal id of the service application (Palveluun hakemisen sisäinen tunniste), 3.3.5';
comment on column registers.service_application.procured_service_id is 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.5';
comment on column registers.service_application.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.3.5';
comment on column registers.service_application.applied_on is 'Date of application (Hakupäivä), 3.3.5';
comment on column registers.service_application.selected_on is 'Date of selection (Valintapäivä), 3.3.5';
comment on column registers.service_application.selection is 'Result of the selection (Valinnan tulos), 3.3.5';
comment on column registers.service_application.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.service_application.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.service_application.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.service_application.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.service_application.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.service_followup (
    provider_id         bigint not null,
    service_followup_id bigint not null,
    procured_service_id bigint not null,
    followed_up_on      date not null,
    started             integer not null,
    completed           integer not null,
    employed            integer not null,
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint service_followup_pk primary key (provider_id, service_followup_id)
);
comment on table registers.service_followup is 'Service follow-up (Palvelujen seuranta)';
comment on column registers.service_followup.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.5';
comment on column registers.service_followup.service_followup_id is 'Internal id of the service follow-up (Palvelun seurannan sisäinen tunniste), 3.3.5';
comment on column registers.service_followup.procured_service_id is 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.5';
comment on column registers.service_followup.followed_up_on is 'Date of the service follow-up (Palvelun seurantapäivä), 3.3.5';
comment on column registers.service_followup.started is 'Started (Aloittaneet), 3.3.5';
comment on column registers.service_followup.completed is 'Completed (Päättäneet), 3.3.5';
comment on column registers.service_followup.employed is 'Employed (Työllistyneet), 3.3.5';
comment on column registers.service_followup.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.service_followup.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.service_followup.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.service_followup.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.service_followup.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.provider_capacity (
    provider_id          bigint not null,
    provider_capacity_id bigint not null,
    start_date           date not null,
    end_date             date,
    kind                 text not null,
    municipality         text not null,
    places               integer not null,
    office               text not null,
    source               text not null,
    recorder             text not null,
    recorded_at          timestamptz not null,
    removable_from       date,
    constraint provider_capacity_ends_after_start check (end_date >= start_date),
    constraint provider_capacity_pk primary key (provider_id, provider_capacity_id)
);
comment on table registers.provider_capacity is 'Providers'' capacity (Palveluntuottajien tarjonta)';
comment on column registers.provider_capacity.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.6';
comment on column registers.provider_capacity.provider_capacity_id is 'Internal id of the provider capacity (Tuottajan tarjonnan sisäinen tunniste), 3.3.6';
comment on column registers.provider_capacity.start_date is 'Start of the capacity (Tarjonnan alku), 3.3.6';
comment on column registers.provider_capacity.end_date is 'End of the capacity (Tarjonnan loppu), 3.3.6';
comment on column registers.provider_capacity.kind is 'Service offered (Tarjottu palvelu), 3.3.6';
comment on column registers.provider_capacity.municipality is 'Municipality of the service (Palvelupaikan kunta), 3.3.6';
comment on column registers.provider_capacity.places is 'Places offered (Tarjotut paikat), 3.3.6';
comment on column registers.provider_capacity.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.provider_capacity.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.provider_capacity.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.provider_capacity.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.provider_capacity.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.training (
    provider_id         bigint not null,
    training_id         bigint not null,
    procured_service_id bigint,
    start_date          date not null,
    end_date            date,
    title               text not null,
    kind                text not null,
    field               text not null,
    municipality        text not null,
    places              integer not null,
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint training_ends_after_start check (end_date >= start_date),
    constraint training_pk primary key (provider_id, training_id)
);
comment on table registers.training is 'Labour market trainings (Työvoimakoulutukset)';
comment on column registers.training.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.7';
comment on column registers.training.training_id is 'Internal id of the labour market training (Työvoimakoulutuksen sisäinen tunniste), 3.3.7';
comment on column registers.training.procured_service_id is 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.7';
comment on column registers.training.start_date is 'Start of the training (Koulutuksen alku), 3.3.7';
comment on column registers.training.end_date is 'End of the training (Koulutuksen loppu), 3.3.7';
comment on column registers.training.title is 'Title of the training (Koulutuksen nimi), 3.3.7';
comment on column registers.training.kind is 'Kind of training (Koulutuksen laji), 3.3.7';
comment on column registers.training.field is 'Field of the training (Koulutuksen ala), 3.3.7';
comment on column registers.training.municipality is 'Municipality of the training (Koulutuspaikan kunta), 3.3.7';
comment on column registers.training.places is 'Training places (Koulutuspaikat), 3.3.7';
comment on column registers.training.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.training.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.training.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.training.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.training.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.training_application (
    provider_id             bigint not null,
    training_application_id bigint not null,
    training_id             bigint not null,
    person_id               bigint,
    applied_on              date not null,
    selected_on             date,
    selection               text not null,
    office                  text not null,
    source                  text not null,
    recorder                text not null,
    recorded_at             timestamptz not null,
    removable_from          date,
    constraint training_application_pk primary key (provider_id, training_application_id)
);
comment on table registers.training_application is 'Applications and selection to labour market training (Työvoimakoulutuksen haku ja valinta)';
comment on column registers.training_application.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.7';
comment on column registers.training_application.training_application_id is 'Internal id of the training application (Koulutushakemuksen sisäinen tunniste), 3.3.7';
comment on column registers.training_application.training_id is 'Internal id of the labour market training (Työvoimakoulutuksen sisäinen tunniste), 3.3.7';
comment on column registers.training_application.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.3.7';
comment on column registers.training_application.applied_on is 'Date of application to training (Koulutukseen hakupäivä), 3.3.7';
comment on column registers.training_application.selected_on is 'Date of selection to training (Koulutukseen valintapäivä), 3.3.7';
comment on column registers.training_application.selection is 'Result of the student selection (Opiskelijavalinnan tulos), 3.3.7';
comment on column registers.training_application.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.training_application.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.training_application.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.training_application.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.training_application.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.training_followup (
    provider_id          bigint not null,
    training_followup_id bigint not null,
    training_id          bigint not null,
    followed_up_on       date not null,
    started              integer not null,
    completed            integer not null,
    employed             integer not null,
    office               text not null,
    source               text not null,
    recorder             text not null,
    recorded_at          timestamptz not null,
    removable_from       date,
    constraint training_followup_pk primary key (provider_id, training_followup_id)
);
comment on table registers.training_followup is 'Labour market training follow-up (Työvoimakoulutuksen seuranta)';
comment on column registers.training_followup.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.7';
comment on column registers.training_followup.training_followup_id is 'Internal id of the training follow-up (Koulutuksen seurannan sisäinen tunniste), 3.3.7';
comment on column registers.training_followup.training_id is 'Internal id of the labour market training (Työvoimakoulutuksen sisäinen tunniste), 3.3.7';
comment on column registers.training_followup.followed_up_on is 'Date of the training follow-up (Koulutuksen seurantapäivä), 3.3.7';
comment on column registers.training_followup.started is 'Started the training (Koulutuksen aloittaneet), 3.3.7';
comment on column registers.training_followup.completed is 'Completed the training (Koulutuksen päättäneet), 3.3.7';
comment on column registers.training_followup.employed is 'Employed after the training (Koulutuksesta työllistyneet), 3.3.7';
comment on column registers.training_followup.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.training_followup.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.training_followup.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.training_followup.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.training_followup.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.provider_other_data (
    provider_id            bigint not null,
    provider_other_data_id bigint not null,
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
    constraint provider_other_data_is_not_personal check (non_personal),
    constraint provider_other_data_pk primary key (provider_id, provider_other_data_id)
);
comment on table registers.provider_other_data is 'Providers'' other data (Palveluntuottajien muut tiedot)';
comment on column registers.provider_other_data.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.4a';
comment on column registers.provider_other_data.provider_other_data_id is 'Internal id of the other datum (Muun tiedon sisäinen tunniste), 3.4a';
comment on column registers.provider_other_data.recorded_on is 'Date of the other datum (Muun tiedon päivä), 3.4a';
comment on column registers.provider_other_data.kind is 'Kind of other datum (Muun tiedon laji), 3.4a';
comment on column registers.provider_other_data.amount is 'Figure of the other datum (Muun tiedon lukumäärä), 3.4a';
comment on column registers.provider_other_data.content is 'Content of the other datum (Muun tiedon sisältö), 3.4a';
comment on column registers.provider_other_data.non_personal is 'Not personal data (Ei henkilötieto), 3.4a';
comment on column registers.provider_other_data.checked_by is 'Checked by (Tarkastaja), 3.4a';
comment on column registers.provider_other_data.checked_on is 'Date of the check (Tarkastuspäivä), 3.4a';
comment on column registers.provider_other_data.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.provider_other_data.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.provider_other_data.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.provider_other_data.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.provider_other_data.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.provider_document (
    provider_id          bigint not null,
    provider_document_id bigint not null,
    dated_on             date not null,
    kind                 text not null,
    reference            text not null,
    kept_at              text not null,
    office               text not null,
    source               text not null,
    recorder             text not null,
    recorded_at          timestamptz not null,
    removable_from       date,
    constraint provider_document_pk primary key (provider_id, provider_document_id)
);
comment on table registers.provider_document is 'Providers'' document references (Palveluntuottajien asiakirjaviitteet)';
comment on column registers.provider_document.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.4b';
comment on column registers.provider_document.provider_document_id is 'Internal id of the document reference (Asiakirjaviitteen sisäinen tunniste), 3.4b';
comment on column registers.provider_document.dated_on is 'Date of the document (Asiakirjan päiväys), 3.4b';
comment on column registers.provider_document.kind is 'Kind of document (Asiakirjan laji), 3.4b';
comment on column registers.provider_document.reference is 'Reference of the document (Asiakirjan tunnus), 3.4b';
comment on column registers.provider_document.kept_at is 'Where it is kept (Säilytyspaikka), 3.4b';
comment on column registers.provider_document.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.provider_document.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.provider_document.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.provider_document.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.provider_document.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

-- What 00006 gave for the tables of its time.
grant all on all tables in schema registers to permits_owner;
grant select on all tables in schema registers to permits_work;

-- +goose Down
drop table registers.provider_document;
drop table registers.provider_other_data;
drop table registers.training_followup;
drop table registers.training_application;
drop table registers.training;
drop table registers.provider_capacity;
drop table registers.service_followup;
drop table registers.service_application;
drop table registers.contract_payment;
drop table registers.contract;
drop table registers.provider_contact;
