-- +goose Up
-- How an official finds a client, an employer or a provider. Extracts read whole
-- tables or, for a small cohort, follow the primary keys, which begin with the subject.
create index person_identifier_code on registers.person_identifier (code);
create index person_name on registers.person (family_name, given_names);
create index employer_business_id on registers.employer (business_id);
create index provider_business_id on registers.provider (business_id);
create index vacancy_notice_number on registers.vacancy (notice_number);

-- +goose Down
drop index registers.vacancy_notice_number;
drop index registers.provider_business_id;
drop index registers.employer_business_id;
drop index registers.person_name;
drop index registers.person_identifier_code;
