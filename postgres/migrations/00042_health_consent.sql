-- Consent to give health data to an employer is individualised (6 § 3 mom): which item, to whom, for
-- which vacancy or occupation, and why.

-- +goose Up
alter table registers.consent
    add column employer_id  bigint,
    add column vacancy_id   bigint,
    add column occupation   text,
    add column health_need  text,
    add column health_datum text;
comment on column registers.consent.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 6.1b';
comment on column registers.consent.vacancy_id is 'Internal id of the vacancy (Avoimen työpaikan sisäinen tunniste), 6.1b';
comment on column registers.consent.occupation is 'Occupation for which health data may be given (Ammatti, johon terveystiedon voi antaa), 6.1b';
comment on column registers.consent.health_need is 'Why the health data are needed (Miksi terveystieto tarvitaan), 6.1b';
comment on column registers.consent.health_datum is 'Health item that the consent covers (Terveystieto, jota suostumus koskee), 6.1b';
select registers_history.follow();

-- +goose Down
alter table registers_history.consent drop column employer_id, drop column vacancy_id, drop column occupation,
    drop column health_need, drop column health_datum;
alter table registers.consent drop column employer_id, drop column vacancy_id, drop column occupation,
    drop column health_need, drop column health_datum;
