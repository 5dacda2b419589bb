-- +goose Up
-- The sub-register of the joint service (monialaisen yhteispalvelun asiakasrekisteri, 1369/2014 9 §):
-- its own tables, which take nothing on a person before the joint service has begun.

create table registers.joint_client (
    person_id      bigint not null,
    family_name    text not null,
    given_names    text not null,
    code           text not null,
    municipality   text not null,
    phone          text,
    entering_body  text not null,
    office         text not null,
    source         text not null,
    recorder       text not null,
    recorded_at    timestamptz not null,
    removable_from date,
    constraint joint_client_pk primary key (person_id)
);
comment on table registers.joint_client is 'Joint service clients (Yhteispalvelun asiakkaat)';
comment on column registers.joint_client.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), joint.1';
comment on column registers.joint_client.family_name is 'Family name in the joint service (Sukunimi yhteispalvelussa), joint.1';
comment on column registers.joint_client.given_names is 'Given names in the joint service (Etunimet yhteispalvelussa), joint.1';
comment on column registers.joint_client.code is 'Identity code in the joint service (Henkilötunnus yhteispalvelussa), joint.1';
comment on column registers.joint_client.municipality is 'Client''s municipality in the joint service (Yhteispalvelun asiakkaan kotikunta), joint.1';
comment on column registers.joint_client.phone is 'Telephone number in the joint service (Puhelinnumero yhteispalvelussa), joint.1';
comment on column registers.joint_client.entering_body is 'Entering body (Merkinnän tehnyt taho), joint.2';
comment on column registers.joint_client.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.joint_client.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.joint_client.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.joint_client.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.joint_client.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.joint_service (
    person_id        bigint not null,
    joint_service_id bigint not null,
    start_date       date not null,
    end_date         date,
    end_reason       text,
    entering_body    text not null,
    office           text not null,
    source           text not null,
    recorder         text not null,
    recorded_at      timestamptz not null,
    removable_from   date,
    constraint joint_service_ends_after_start check (end_date >= start_date),
    constraint joint_service_pk primary key (person_id, joint_service_id)
);
comment on table registers.joint_service is 'Multi-sectoral joint services (Monialaiset yhteispalvelut)';
comment on column registers.joint_service.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), joint.2';
comment on column registers.joint_service.joint_service_id is 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';
comment on column registers.joint_service.start_date is 'Start of the joint service (Yhteispalvelun alku), joint.2';
comment on column registers.joint_service.end_date is 'End of the joint service (Yhteispalvelun loppu), joint.2';
comment on column registers.joint_service.end_reason is 'Reason for the end (Päättymisen syy), joint.2';
comment on column registers.joint_service.entering_body is 'Entering body (Merkinnän tehnyt taho), joint.2';
comment on column registers.joint_service.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.joint_service.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.joint_service.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.joint_service.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.joint_service.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.joint_contact (
    person_id        bigint not null,
    joint_contact_id bigint not null,
    joint_service_id bigint not null,
    contact_on       date not null,
    mode             text not null,
    arrangement      text,
    note             text,
    entering_body    text not null,
    office           text not null,
    source           text not null,
    recorder         text not null,
    recorded_at      timestamptz not null,
    removable_from   date,
    constraint joint_contact_pk primary key (person_id, joint_contact_id)
);
comment on table registers.joint_contact is 'Joint service dealings (Yhteispalvelun asioinnit)';
comment on column registers.joint_contact.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), joint.2';
comment on column registers.joint_contact.joint_contact_id is 'Internal id of the joint service dealing (Yhteispalvelun asioinnin sisäinen tunniste), joint.2';
comment on column registers.joint_contact.joint_service_id is 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';
comment on column registers.joint_contact.contact_on is 'Date of the joint dealing (Yhteispalvelun asiointipäivä), joint.2';
comment on column registers.joint_contact.mode is 'Mode of the joint dealing (Yhteispalvelun asiointitapa), joint.2';
comment on column registers.joint_contact.arrangement is 'Special arrangement in the joint service (Erityisjärjestely yhteispalvelussa), joint.2';
comment on column registers.joint_contact.note is 'Further details (Lisätiedot), joint.2';
comment on column registers.joint_contact.entering_body is 'Entering body (Merkinnän tehnyt taho), joint.2';
comment on column registers.joint_contact.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.joint_contact.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.joint_contact.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.joint_contact.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.joint_contact.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.joint_background (
    person_id           bigint not null,
    joint_background_id bigint not null,
    joint_service_id    bigint not null,
    recorded_on         date not null,
    education           text,
    occupation          text,
    last_worked         text not null,
    note                text,
    entering_body       text not null,
    office              text not null,
    source              text not null,
    recorder            text not null,
    recorded_at         timestamptz not null,
    removable_from      date,
    constraint joint_background_pk primary key (person_id, joint_background_id)
);
comment on table registers.joint_background is 'Education, work and skills in the joint service (Koulutus, työ ja osaaminen yhteispalvelussa)';
comment on column registers.joint_background.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), joint.3';
comment on column registers.joint_background.joint_background_id is 'Internal id of the joint service background (Yhteispalvelun osaamistiedon sisäinen tunniste), joint.3';
comment on column registers.joint_background.joint_service_id is 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';
comment on column registers.joint_background.recorded_on is 'Date of the background entry (Osaamistiedon päivä), joint.3';
comment on column registers.joint_background.education is 'Level of education in the joint service (Koulutusaste yhteispalvelussa), joint.3';
comment on column registers.joint_background.occupation is 'Occupation in the joint service (Ammatti yhteispalvelussa), joint.3';
comment on column registers.joint_background.last_worked is 'Time since last work (Viimeisestä työstä kulunut aika), joint.3';
comment on column registers.joint_background.note is 'Further details (Lisätiedot), joint.3';
comment on column registers.joint_background.entering_body is 'Entering body (Merkinnän tehnyt taho), joint.2';
comment on column registers.joint_background.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.joint_background.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.joint_background.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.joint_background.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.joint_background.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.joint_social_situation (
    person_id                 bigint not null,
    joint_social_situation_id bigint not null,
    joint_service_id          bigint not null,
    start_date                date not null,
    end_date                  date,
    kind                      text not null,
    affects_employment        boolean not null,
    note                      text,
    entering_body             text not null,
    office                    text not null,
    source                    text not null,
    recorder                  text not null,
    recorded_at               timestamptz not null,
    removable_from            date,
    constraint joint_social_situation_affects_employment check (affects_employment),
    constraint joint_social_situation_ends_after_start check (end_date >= start_date),
    constraint joint_social_situation_pk primary key (person_id, joint_social_situation_id)
);
comment on table registers.joint_social_situation is 'Social situation (Sosiaalinen tilanne)';
comment on column registers.joint_social_situation.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), joint.4';
comment on column registers.joint_social_situation.joint_social_situation_id is 'Internal id of the social situation (Sosiaalisen tilanteen sisäinen tunniste), joint.4';
comment on column registers.joint_social_situation.joint_service_id is 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';
comment on column registers.joint_social_situation.start_date is 'First day of the situation (Tilanteen ensimmäinen päivä), joint.4';
comment on column registers.joint_social_situation.end_date is 'Last day of the situation (Tilanteen viimeinen päivä), joint.4';
comment on column registers.joint_social_situation.kind is 'Kind of social situation (Sosiaalisen tilanteen laji), joint.4';
comment on column registers.joint_social_situation.affects_employment is 'Affects employment (Vaikuttaa työllistymiseen), joint.4';
comment on column registers.joint_social_situation.note is 'Further details (Lisätiedot), joint.4';
comment on column registers.joint_social_situation.entering_body is 'Entering body (Merkinnän tehnyt taho), joint.2';
comment on column registers.joint_social_situation.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.joint_social_situation.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.joint_social_situation.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.joint_social_situation.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.joint_social_situation.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.joint_health (
    person_id          bigint not null,
    joint_health_id    bigint not null,
    joint_service_id   bigint not null,
    start_date         date not null,
    end_date           date,
    kind               text not null,
    diagnosis_chapter  text,
    work_capacity      text,
    affects_employment boolean not null,
    indispensable      boolean not null,
    ground_text        text not null,
    entering_body      text not null,
    office             text not null,
    source             text not null,
    recorder           text not null,
    recorded_at        timestamptz not null,
    removable_from     date,
    constraint joint_health_affects_employment check (affects_employment),
    constraint joint_health_is_indispensable check (indispensable),
    constraint joint_health_ends_after_start check (end_date >= start_date),
    constraint joint_health_pk primary key (person_id, joint_health_id)
);
comment on table registers.joint_health is 'Health and capacity in the joint service (Terveys ja toimintakyky yhteispalvelussa)';
comment on column registers.joint_health.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), joint.5';
comment on column registers.joint_health.joint_health_id is 'Internal id of the joint service health entry (Yhteispalvelun terveystiedon sisäinen tunniste), joint.5';
comment on column registers.joint_health.joint_service_id is 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';
comment on column registers.joint_health.start_date is 'First day of the joint health entry (Terveystiedon alku yhteispalvelussa), joint.5';
comment on column registers.joint_health.end_date is 'Last day of the joint health entry (Terveystiedon loppu yhteispalvelussa), joint.5';
comment on column registers.joint_health.kind is 'Kind of health data (Terveystiedon laji), joint.5';
comment on column registers.joint_health.diagnosis_chapter is 'Chapter of the diagnosis (Diagnoosin pääryhmä), joint.5';
comment on column registers.joint_health.work_capacity is 'Work capacity (Työkyky), joint.5';
comment on column registers.joint_health.affects_employment is 'Affects employment (Vaikuttaa työllistymiseen), joint.5';
comment on column registers.joint_health.indispensable is 'Indispensable for offering services (Välttämätön palvelujen tarjoamiseksi), joint.5';
comment on column registers.joint_health.ground_text is 'Reasons in the joint service (Edellytysten perustelu yhteispalvelussa), joint.5';
comment on column registers.joint_health.entering_body is 'Entering body (Merkinnän tehnyt taho), joint.2';
comment on column registers.joint_health.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.joint_health.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.joint_health.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.joint_health.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.joint_health.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.joint_need (
    person_id        bigint not null,
    joint_need_id    bigint not null,
    joint_service_id bigint not null,
    assessed_on      date not null,
    kind             text not null,
    responsible_body text not null,
    entering_body    text not null,
    office           text not null,
    source           text not null,
    recorder         text not null,
    recorded_at      timestamptz not null,
    removable_from   date,
    constraint joint_need_pk primary key (person_id, joint_need_id)
);
comment on table registers.joint_need is 'Service needs in the joint service (Palvelutarpeet yhteispalvelussa)';
comment on column registers.joint_need.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), joint.6';
comment on column registers.joint_need.joint_need_id is 'Internal id of the joint service need (Yhteispalvelun palvelutarpeen sisäinen tunniste), joint.6';
comment on column registers.joint_need.joint_service_id is 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';
comment on column registers.joint_need.assessed_on is 'Date of the joint assessment (Kartoituspäivä), joint.6';
comment on column registers.joint_need.kind is 'Need of joint service (Yhteispalvelun tarve), joint.6';
comment on column registers.joint_need.responsible_body is 'Responsible body (Vastuutaho), joint.6';
comment on column registers.joint_need.entering_body is 'Entering body (Merkinnän tehnyt taho), joint.2';
comment on column registers.joint_need.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.joint_need.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.joint_need.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.joint_need.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.joint_need.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.joint_plan (
    person_id        bigint not null,
    joint_plan_id    bigint not null,
    joint_service_id bigint not null,
    signed_on        date not null,
    review_on        date,
    revised          boolean not null,
    entering_body    text not null,
    office           text not null,
    source           text not null,
    recorder         text not null,
    recorded_at      timestamptz not null,
    removable_from   date,
    constraint joint_plan_pk primary key (person_id, joint_plan_id)
);
comment on table registers.joint_plan is 'Multi-sectoral employment plans (Monialaiset työllistymissuunnitelmat)';
comment on column registers.joint_plan.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), joint.7';
comment on column registers.joint_plan.joint_plan_id is 'Internal id of the joint plan (Monialaisen suunnitelman sisäinen tunniste), joint.7';
comment on column registers.joint_plan.joint_service_id is 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';
comment on column registers.joint_plan.signed_on is 'Date of acceptance (Suunnitelman hyväksymispäivä), joint.7';
comment on column registers.joint_plan.review_on is 'Date of review (Suunnitelman tarkistuspäivä), joint.7';
comment on column registers.joint_plan.revised is 'Revised plan (Tarkistettu suunnitelma), joint.7';
comment on column registers.joint_plan.entering_body is 'Entering body (Merkinnän tehnyt taho), joint.2';
comment on column registers.joint_plan.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.joint_plan.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.joint_plan.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.joint_plan.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.joint_plan.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.joint_plan_step (
    person_id          bigint not null,
    joint_plan_step_id bigint not null,
    joint_service_id   bigint not null,
    joint_plan_id      bigint not null,
    agreed_on          date not null,
    kind               text not null,
    due_on             date,
    followed_up_on     date,
    outcome            text,
    entering_body      text not null,
    office             text not null,
    source             text not null,
    recorder           text not null,
    recorded_at        timestamptz not null,
    removable_from     date,
    constraint joint_plan_step_pk primary key (person_id, joint_plan_step_id)
);
comment on table registers.joint_plan_step is 'Carrying out and follow-up of the plans (Suunnitelmien toteutus ja seuranta)';
comment on column registers.joint_plan_step.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), joint.7';
comment on column registers.joint_plan_step.joint_plan_step_id is 'Internal id of the plan step (Suunnitelman vaiheen sisäinen tunniste), joint.7';
comment on column registers.joint_plan_step.joint_service_id is 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';
comment on column registers.joint_plan_step.joint_plan_id is 'Internal id of the joint plan (Monialaisen suunnitelman sisäinen tunniste), joint.7';
comment on column registers.joint_plan_step.agreed_on is 'Date of agreement on the step (Vaiheesta sopimisen päivä), joint.7';
comment on column registers.joint_plan_step.kind is 'Service of the step (Vaiheen palvelu), joint.7';
comment on column registers.joint_plan_step.due_on is 'Due date of the step (Vaiheen määräpäivä), joint.7';
comment on column registers.joint_plan_step.followed_up_on is 'Date of follow-up (Seurantapäivä), joint.7';
comment on column registers.joint_plan_step.outcome is 'Outcome of the step (Vaiheen tulos), joint.7';
comment on column registers.joint_plan_step.entering_body is 'Entering body (Merkinnän tehnyt taho), joint.2';
comment on column registers.joint_plan_step.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.joint_plan_step.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.joint_plan_step.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.joint_plan_step.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.joint_plan_step.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

create table registers.joint_document (
    person_id         bigint not null,
    joint_document_id bigint not null,
    joint_service_id  bigint not null,
    dated_on          date not null,
    kind              text not null,
    reference         text not null,
    kept_at           text not null,
    entering_body     text not null,
    office            text not null,
    source            text not null,
    recorder          text not null,
    recorded_at       timestamptz not null,
    removable_from    date,
    constraint joint_document_pk primary key (person_id, joint_document_id)
);
comment on table registers.joint_document is 'Joint service document references (Yhteispalvelun asiakirjaviitteet)';
comment on column registers.joint_document.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.4b';
comment on column registers.joint_document.joint_document_id is 'Internal id of the document reference (Asiakirjaviitteen sisäinen tunniste), 3.4b';
comment on column registers.joint_document.joint_service_id is 'Internal id of the joint service (Yhteispalvelun sisäinen tunniste), joint.2';
comment on column registers.joint_document.dated_on is 'Date of the document (Asiakirjan päiväys), 3.4b';
comment on column registers.joint_document.kind is 'Kind of document (Asiakirjan laji), 3.4b';
comment on column registers.joint_document.reference is 'Reference of the document (Asiakirjan tunnus), 3.4b';
comment on column registers.joint_document.kept_at is 'Where it is kept (Säilytyspaikka), 3.4b';
comment on column registers.joint_document.entering_body is 'Entering body (Merkinnän tehnyt taho), joint.2';
comment on column registers.joint_document.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.joint_document.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.joint_document.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.joint_document.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.joint_document.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

-- A row of the sub-register hangs on a joint service of the same person that had begun on the row's own
-- day. The argument is the column of that day.
-- +goose StatementBegin
create function registers.joint_service_has_begun() returns trigger
language plpgsql as $$
begin
    if not exists (
        select from registers.joint_service s
         where s.person_id = new.person_id
           and s.joint_service_id = new.joint_service_id
           and s.start_date <= (to_jsonb(new) ->> tg_argv[0])::date) then
        raise exception 'no joint service had begun' using
            errcode = 'check_violation', constraint = 'joint_service_has_begun',
            schema = 'registers', table = tg_table_name;
    end if;
    return new;
end $$;

-- The client's own row has no day: it needs a joint service, begun by the day of the entry.
create function registers.joint_client_has_service() returns trigger
language plpgsql as $$
begin
    if not exists (
        select from registers.joint_service s
         where s.person_id = new.person_id
           and s.start_date <= (new.recorded_at at time zone 'Europe/Helsinki')::date) then
        raise exception 'no joint service had begun' using
            errcode = 'check_violation', constraint = 'joint_service_has_begun',
            schema = 'registers', table = 'joint_client';
    end if;
    return new;
end $$;
-- +goose StatementEnd
create trigger joint_service_has_begun before insert or update on registers.joint_client
    for each row execute function registers.joint_client_has_service();
create trigger joint_service_has_begun before insert or update on registers.joint_contact
    for each row execute function registers.joint_service_has_begun('contact_on');
create trigger joint_service_has_begun before insert or update on registers.joint_background
    for each row execute function registers.joint_service_has_begun('recorded_on');
create trigger joint_service_has_begun before insert or update on registers.joint_social_situation
    for each row execute function registers.joint_service_has_begun('start_date');
create trigger joint_service_has_begun before insert or update on registers.joint_health
    for each row execute function registers.joint_service_has_begun('start_date');
create trigger joint_service_has_begun before insert or update on registers.joint_need
    for each row execute function registers.joint_service_has_begun('assessed_on');
create trigger joint_service_has_begun before insert or update on registers.joint_plan
    for each row execute function registers.joint_service_has_begun('signed_on');
create trigger joint_service_has_begun before insert or update on registers.joint_plan_step
    for each row execute function registers.joint_service_has_begun('agreed_on');
-- A document may be older than the service it belongs to; its reference may not.
create trigger joint_service_has_begun before insert or update on registers.joint_document
    for each row execute function registers.joint_service_has_begun('recorded_at');

-- +goose Down
drop table registers.joint_document;
drop table registers.joint_plan_step;
drop table registers.joint_plan;
drop table registers.joint_need;
drop table registers.joint_health;
drop table registers.joint_social_situation;
drop table registers.joint_background;
drop table registers.joint_contact;
drop table registers.joint_service;
drop table registers.joint_client;
drop function registers.joint_service_has_begun;
drop function registers.joint_client_has_service;
