-- +goose Up
-- The person register in full, part 3: health and capacity, entered only when both tests hold (3.1.7),
-- unemployment security and job alternation (3.1.8), benefits (3.1.9), consent (6 §) and references to
-- documents kept elsewhere (3.4b).

create table registers.health_entry (
    person_id          bigint not null,
    health_entry_id    bigint not null,
    start_date         date not null,
    end_date           date,
    kind               text not null,
    diagnosis_chapter  text,
    work_capacity      text,
    affects_employment boolean not null,
    indispensable      boolean not null,
    ground_text        text not null,
    office             text not null,
    source             text not null,
    recorder           text not null,
    recorded_at        timestamptz not null,
    removable_from     date,
    constraint health_entry_affects_employment check (affects_employment),
    constraint health_entry_is_indispensable check (indispensable),
    constraint health_entry_ends_after_start check (end_date >= start_date),
    constraint health_entry_pk primary key (person_id, health_entry_id)
);
comment on table registers.health_entry is 'Health, work capacity and functional capacity (Terveydentila, työkyky ja toimintakyky)';
comment on column registers.health_entry.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.7';
comment on column registers.health_entry.health_entry_id is 'Internal id of the health entry (Terveystiedon sisäinen tunniste), 3.1.7';
comment on column registers.health_entry.start_date is 'First day of the health entry (Terveystiedon ensimmäinen päivä), 3.1.7';
comment on column registers.health_entry.end_date is 'Last day of the health entry (Terveystiedon viimeinen päivä), 3.1.7';
comment on column registers.health_entry.kind is 'Kind of health data (Terveystiedon laji), 3.1.7';
comment on column registers.health_entry.diagnosis_chapter is 'Chapter of the diagnosis (Diagnoosin pääryhmä), 3.1.7';
comment on column registers.health_entry.work_capacity is 'Work capacity (Työkyky), 3.1.7';
comment on column registers.health_entry.affects_employment is 'Affects employment (Vaikuttaa työllistymiseen), 3.1.7';
comment on column registers.health_entry.indispensable is 'Indispensable for offering services (Välttämätön palvelujen tarjoamiseksi), 3.1.7';
comment on column registers.health_entry.ground_text is 'Reasons for the two tests (Edellytysten perustelu), 3.1.7';
comment on column registers.health_entry.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.health_entry.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.health_entry.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.health_entry.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.health_entry.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.clarification (
    person_id        bigint not null,
    clarification_id bigint not null,
    requested_on     date not null,
    received_on      date,
    kind             text not null,
    content          text,
    office           text not null,
    source           text not null,
    recorder         text not null,
    recorded_at      timestamptz not null,
    removable_from   date,
    constraint clarification_ends_after_start check (received_on >= requested_on),
    constraint clarification_pk primary key (person_id, clarification_id)
);
comment on table registers.clarification is 'Clarifications of unemployment security and job alternation (Työttömyysturvan ja vuorotteluvapaan selvitykset)';
comment on column registers.clarification.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.8';
comment on column registers.clarification.clarification_id is 'Internal id of the clarification (Selvityksen sisäinen tunniste), 3.1.8';
comment on column registers.clarification.requested_on is 'Date of the request (Selvityspyynnön päivä), 3.1.8';
comment on column registers.clarification.received_on is 'Date of receipt (Selvityksen saapumispäivä), 3.1.8';
comment on column registers.clarification.kind is 'Matter clarified (Selvitettävä asia), 3.1.8';
comment on column registers.clarification.content is 'Content of the clarification (Selvityksen sisältö), 3.1.8';
comment on column registers.clarification.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.clarification.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.clarification.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.clarification.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.clarification.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.policy_statement (
    person_id           bigint not null,
    policy_statement_id bigint not null,
    given_on            date not null,
    start_date          date not null,
    end_date            date,
    content             text not null,
    recipient           text not null,
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint policy_statement_ends_after_start check (end_date >= start_date),
    constraint policy_statement_pk primary key (person_id, policy_statement_id)
);
comment on table registers.policy_statement is 'Labour policy statements (Työvoimapoliittiset lausunnot)';
comment on column registers.policy_statement.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.8';
comment on column registers.policy_statement.policy_statement_id is 'Internal id of the labour policy statement (Työvoimapoliittisen lausunnon sisäinen tunniste), 3.1.8';
comment on column registers.policy_statement.given_on is 'Date of the statement (Lausunnon antopäivä), 3.1.8';
comment on column registers.policy_statement.start_date is 'First day covered (Lausunnon ensimmäinen päivä), 3.1.8';
comment on column registers.policy_statement.end_date is 'Last day covered (Lausunnon viimeinen päivä), 3.1.8';
comment on column registers.policy_statement.content is 'Content of the statement (Lausunnon sisältö), 3.1.8';
comment on column registers.policy_statement.recipient is 'Recipient of the statement (Lausunnon saaja), 3.1.8';
comment on column registers.policy_statement.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.policy_statement.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.policy_statement.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.policy_statement.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.policy_statement.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.job_alternation (
    person_id          bigint not null,
    job_alternation_id bigint not null,
    employer_id        bigint,
    start_date         date not null,
    end_date           date,
    role               text not null,
    office             text not null,
    source             text not null,
    recorder           text not null,
    recorded_at        timestamptz not null,
    removable_from     date,
    constraint job_alternation_ends_after_start check (end_date >= start_date),
    constraint job_alternation_pk primary key (person_id, job_alternation_id)
);
comment on table registers.job_alternation is 'Job alternation leaves (Vuorotteluvapaat)';
comment on column registers.job_alternation.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.8';
comment on column registers.job_alternation.job_alternation_id is 'Internal id of the job alternation leave (Vuorotteluvapaan sisäinen tunniste), 3.1.8';
comment on column registers.job_alternation.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.1.8';
comment on column registers.job_alternation.start_date is 'Start of the leave (Vapaan alku), 3.1.8';
comment on column registers.job_alternation.end_date is 'End of the leave (Vapaan loppu), 3.1.8';
comment on column registers.job_alternation.role is 'Part in the alternation (Asema vuorottelussa), 3.1.8';
comment on column registers.job_alternation.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.job_alternation.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.job_alternation.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.job_alternation.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.job_alternation.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.benefit (
    person_id      bigint not null,
    benefit_id     bigint not null,
    start_date     date not null,
    end_date       date,
    kind           text not null,
    amount         numeric(12,2) not null,
    payer          text not null,
    office         text not null,
    source         text not null,
    recorder       text not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint benefit_ends_after_start check (end_date >= start_date),
    constraint benefit_pk primary key (person_id, benefit_id)
);
comment on table registers.benefit is 'Benefits belonging to the service (Palveluun kuuluvat etuudet)';
comment on column registers.benefit.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.9';
comment on column registers.benefit.benefit_id is 'Internal id of the benefit (Etuuden sisäinen tunniste), 3.1.9';
comment on column registers.benefit.start_date is 'Start of the benefit (Etuuden alku), 3.1.9';
comment on column registers.benefit.end_date is 'End of the benefit (Etuuden loppu), 3.1.9';
comment on column registers.benefit.kind is 'Kind of benefit (Etuuden laji), 3.1.9';
comment on column registers.benefit.amount is 'Amount of the benefit (Etuuden määrä), 3.1.9';
comment on column registers.benefit.payer is 'Payer of the benefit (Etuuden maksaja), 3.1.9';
comment on column registers.benefit.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.benefit.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.benefit.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.benefit.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.benefit.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.consent (
    person_id      bigint not null,
    consent_id     bigint not null,
    category       text not null,
    state          text not null,
    written        boolean not null,
    recorded_on    date not null,
    withdrawn_on   date,
    text_reference text,
    office         text not null,
    source         text not null,
    recorder       text not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint consent_ends_after_start check (withdrawn_on >= recorded_on),
    constraint consent_given_in_writing check (state <> 'given' or written),
    constraint consent_health_individualised check (category <> '6.3' or state <> 'given' or text_reference is not null),
    constraint consent_withdrawn_was_given check (withdrawn_on is null or state = 'given'),
    constraint consent_pk primary key (person_id, consent_id)
);
comment on table registers.consent is 'Consents to disclosure to employers (Suostumukset luovuttaa tietoja työnantajille)';
comment on column registers.consent.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 6.1b';
comment on column registers.consent.consent_id is 'Internal id of the consent (Suostumuksen sisäinen tunniste), 6.1b';
comment on column registers.consent.category is 'What the consent covers (Suostumuksen kohde), 6.1b';
comment on column registers.consent.state is 'State of the consent (Suostumuksen tila), 6.1b';
comment on column registers.consent.written is 'In writing (Kirjallinen), 6.1b';
comment on column registers.consent.recorded_on is 'Date of the entry (Suostumuksen merkitsemispäivä), 6.1b';
comment on column registers.consent.withdrawn_on is 'Date of withdrawal (Peruuttamispäivä), 6.1b';
comment on column registers.consent.text_reference is 'Individualised text of the consent (Yksilöity suostumusteksti), 6.1b';
comment on column registers.consent.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.consent.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.consent.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.consent.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.consent.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.person_document (
    person_id          bigint not null,
    person_document_id bigint not null,
    dated_on           date not null,
    kind               text not null,
    reference          text not null,
    kept_at            text not null,
    office             text not null,
    source             text not null,
    recorder           text not null,
    recorded_at        timestamptz not null,
    removable_from     date,
    constraint person_document_pk primary key (person_id, person_document_id)
);
comment on table registers.person_document is 'Person clients'' document references (Henkilöasiakkaiden asiakirjaviitteet)';
comment on column registers.person_document.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.4b';
comment on column registers.person_document.person_document_id is 'Internal id of the document reference (Asiakirjaviitteen sisäinen tunniste), 3.4b';
comment on column registers.person_document.dated_on is 'Date of the document (Asiakirjan päiväys), 3.4b';
comment on column registers.person_document.kind is 'Kind of document (Asiakirjan laji), 3.4b';
comment on column registers.person_document.reference is 'Reference of the document (Asiakirjan tunnus), 3.4b';
comment on column registers.person_document.kept_at is 'Where it is kept (Säilytyspaikka), 3.4b';
comment on column registers.person_document.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.person_document.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.person_document.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.person_document.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.person_document.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

-- +goose Down
drop table registers.person_document;
drop table registers.consent;
drop table registers.benefit;
drop table registers.job_alternation;
drop table registers.policy_statement;
drop table registers.clarification;
drop table registers.health_entry;
