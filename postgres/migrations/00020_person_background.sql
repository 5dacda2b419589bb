-- +goose Up
-- The person register in full, part 1: language and citizenship with their history, dealings with
-- special arrangements (3.1.2), education, work history, skills and languages (3.1.3).

create table registers.background (
    person_id      bigint not null,
    background_id  bigint not null,
    start_date     date not null,
    end_date       date,
    mother_tongue  text not null,
    citizenship    text not null,
    office         text not null,
    source         text not null,
    recorder       text not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint background_ends_after_start check (end_date >= start_date),
    constraint background_pk primary key (person_id, background_id)
);
comment on table registers.background is 'Language and citizenship over time (Kieli ja kansalaisuus ajassa)';
comment on column registers.background.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';
comment on column registers.background.background_id is 'Internal id of the background entry (Taustatiedon sisäinen tunniste), 3.1.2';
comment on column registers.background.start_date is 'First day of the entry (Tiedon ensimmäinen päivä), 3.1.2';
comment on column registers.background.end_date is 'Last day of the entry (Tiedon viimeinen päivä), 3.1.2';
comment on column registers.background.mother_tongue is 'Mother tongue in the spell (Äidinkieli jakson aikana), 3.1.2';
comment on column registers.background.citizenship is 'Citizenship in the spell (Kansalaisuus jakson aikana), 3.1.2';
comment on column registers.background.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.background.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.background.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.background.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.background.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.contact (
    person_id      bigint not null,
    contact_id     bigint not null,
    contact_on     date not null,
    mode           text not null,
    subject_matter text not null,
    note           text,
    office         text not null,
    source         text not null,
    recorder       text not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint contact_pk primary key (person_id, contact_id)
);
comment on table registers.contact is 'Dealings (Asioinnit)';
comment on column registers.contact.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';
comment on column registers.contact.contact_id is 'Internal id of the dealing (Asioinnin sisäinen tunniste), 3.1.2';
comment on column registers.contact.contact_on is 'Date of the dealing (Asiointipäivä), 3.1.2';
comment on column registers.contact.mode is 'Mode of the dealing (Asiointitapa), 3.1.2';
comment on column registers.contact.subject_matter is 'Subject of the dealing (Asioinnin aihe), 3.1.2';
comment on column registers.contact.note is 'Further details (Lisätiedot), 3.1.2';
comment on column registers.contact.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.contact.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.contact.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.contact.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.contact.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.special_arrangement (
    person_id              bigint not null,
    special_arrangement_id bigint not null,
    kind                   text not null,
    start_date             date not null,
    end_date               date,
    note                   text,
    office                 text not null,
    source                 text not null,
    recorder               text not null,
    recorded_at            timestamptz not null,
    removable_from         date,
    constraint special_arrangement_ends_after_start check (end_date >= start_date),
    constraint special_arrangement_pk primary key (person_id, special_arrangement_id)
);
comment on table registers.special_arrangement is 'Special arrangements (Erityisjärjestelyt)';
comment on column registers.special_arrangement.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';
comment on column registers.special_arrangement.special_arrangement_id is 'Internal id of the special arrangement (Erityisjärjestelyn sisäinen tunniste), 3.1.2';
comment on column registers.special_arrangement.kind is 'Kind of special arrangement (Erityisjärjestelyn laji), 3.1.2';
comment on column registers.special_arrangement.start_date is 'Start of the arrangement (Järjestelyn alku), 3.1.2';
comment on column registers.special_arrangement.end_date is 'End of the arrangement (Järjestelyn loppu), 3.1.2';
comment on column registers.special_arrangement.note is 'Further details (Lisätiedot), 3.1.2';
comment on column registers.special_arrangement.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.special_arrangement.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.special_arrangement.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.special_arrangement.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.special_arrangement.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.degree (
    person_id        bigint not null,
    degree_id        bigint not null,
    completed_on     date not null,
    level            text not null,
    field            text not null,
    title            text,
    completed_abroad boolean not null,
    office           text not null,
    source           text not null,
    recorder         text not null,
    recorded_at      timestamptz not null,
    removable_from   date,
    constraint degree_pk primary key (person_id, degree_id)
);
comment on table registers.degree is 'Education and degrees (Koulutus ja tutkinnot)';
comment on column registers.degree.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.3';
comment on column registers.degree.degree_id is 'Internal id of the degree (Tutkinnon sisäinen tunniste), 3.1.3';
comment on column registers.degree.completed_on is 'Date of completion (Tutkinnon suorituspäivä), 3.1.3';
comment on column registers.degree.level is 'Level of the degree (Tutkinnon aste), 3.1.3';
comment on column registers.degree.field is 'Field of education (Koulutusala), 3.1.3';
comment on column registers.degree.title is 'Title of the degree (Tutkintonimike), 3.1.3';
comment on column registers.degree.completed_abroad is 'Completed abroad (Ulkomailla suoritettu), 3.1.3';
comment on column registers.degree.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.degree.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.degree.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.degree.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.degree.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.work_history (
    person_id       bigint not null,
    work_history_id bigint not null,
    start_date      date not null,
    end_date        date,
    occupation      text not null,
    industry        text,
    employer_name   text,
    office          text not null,
    source          text not null,
    recorder        text not null,
    recorded_at     timestamptz not null,
    removable_from  date,
    constraint work_history_ends_after_start check (end_date >= start_date),
    constraint work_history_pk primary key (person_id, work_history_id)
);
comment on table registers.work_history is 'Work history (Työhistoria)';
comment on column registers.work_history.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.3';
comment on column registers.work_history.work_history_id is 'Internal id of the work experience (Työkokemuksen sisäinen tunniste), 3.1.3';
comment on column registers.work_history.start_date is 'Start of the work (Työn alku), 3.1.3';
comment on column registers.work_history.end_date is 'End of the work (Työn loppu), 3.1.3';
comment on column registers.work_history.occupation is 'Occupation of the work (Työn ammatti), 3.1.3';
comment on column registers.work_history.industry is 'Industry of the workplace (Työpaikan toimiala), 3.1.3';
comment on column registers.work_history.employer_name is 'Former employer''s name (Entisen työnantajan nimi), 3.1.3';
comment on column registers.work_history.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.work_history.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.work_history.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.work_history.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.work_history.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.military_service (
    person_id           bigint not null,
    military_service_id bigint not null,
    recorded_on         date not null,
    status              text not null,
    completed_on        date,
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint military_service_pk primary key (person_id, military_service_id)
);
comment on table registers.military_service is 'Military and civilian service (Varusmies- ja siviilipalvelu)';
comment on column registers.military_service.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.3';
comment on column registers.military_service.military_service_id is 'Internal id of the military service (Varusmiespalvelun sisäinen tunniste), 3.1.3';
comment on column registers.military_service.recorded_on is 'Date of the entry (Tiedon merkitsemispäivä), 3.1.3';
comment on column registers.military_service.status is 'State of the service (Palveluksen tilanne), 3.1.3';
comment on column registers.military_service.completed_on is 'End of the service (Palveluksen päättymispäivä), 3.1.3';
comment on column registers.military_service.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.military_service.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.military_service.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.military_service.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.military_service.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.skill (
    person_id      bigint not null,
    skill_id       bigint not null,
    recorded_on    date not null,
    valid_until    date,
    kind           text not null,
    description    text,
    office         text not null,
    source         text not null,
    recorder       text not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint skill_ends_after_start check (valid_until >= recorded_on),
    constraint skill_pk primary key (person_id, skill_id)
);
comment on table registers.skill is 'Skills and permits (Osaaminen ja luvat)';
comment on column registers.skill.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.3';
comment on column registers.skill.skill_id is 'Internal id of the skill (Osaamisen sisäinen tunniste), 3.1.3';
comment on column registers.skill.recorded_on is 'Date of the entry (Osaamisen merkitsemispäivä), 3.1.3';
comment on column registers.skill.valid_until is 'Last day of validity (Luvan viimeinen voimassaolopäivä), 3.1.3';
comment on column registers.skill.kind is 'Kind of skill (Osaamisen laji), 3.1.3';
comment on column registers.skill.description is 'Description of the skill (Osaamisen kuvaus), 3.1.3';
comment on column registers.skill.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.skill.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.skill.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.skill.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.skill.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.language_skill (
    person_id         bigint not null,
    language_skill_id bigint not null,
    start_date        date not null,
    end_date          date,
    language          text not null,
    general_level     text,
    oral_level        text,
    written_level     text,
    office            text not null,
    source            text not null,
    recorder          text not null,
    recorded_at       timestamptz not null,
    removable_from    date,
    constraint language_skill_ends_after_start check (end_date >= start_date),
    constraint language_skill_pk primary key (person_id, language_skill_id)
);
comment on table registers.language_skill is 'Language skills (Kielitaito)';
comment on column registers.language_skill.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.3';
comment on column registers.language_skill.language_skill_id is 'Internal id of the language skill (Kielitaidon sisäinen tunniste), 3.1.3';
comment on column registers.language_skill.start_date is 'First day of the assessment (Arvion ensimmäinen päivä), 3.1.3';
comment on column registers.language_skill.end_date is 'Last day of the assessment (Arvion viimeinen päivä), 3.1.3';
comment on column registers.language_skill.language is 'Language known (Kieli, jota asiakas osaa), 3.1.3';
comment on column registers.language_skill.general_level is 'General level (Kielitaidon yleinen taso), 3.1.3';
comment on column registers.language_skill.oral_level is 'Oral skill (Suullinen taito), 3.1.3';
comment on column registers.language_skill.written_level is 'Written skill (Kirjallinen taito), 3.1.3';
comment on column registers.language_skill.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.language_skill.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.language_skill.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.language_skill.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.language_skill.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

-- +goose Down
drop table registers.language_skill;
drop table registers.skill;
drop table registers.military_service;
drop table registers.work_history;
drop table registers.degree;
drop table registers.special_arrangement;
drop table registers.contact;
drop table registers.background;
