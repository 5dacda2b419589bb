-- +goose Up
alter table permits.cases
    add column business_id text generated always as (lower(btrim(application ->> 'business_id'))) stored,
    add column people jsonb generated always as (jsonb_path_query_array(application, '$.people[*].user')) stored;
comment on column permits.cases.business_id is 'of the applicant''s organisation; with people, by which the overdue duties of its other permits are found without reading their applications';
comment on column permits.cases.people is 'accounts of who the application names';
alter table permits.cases rename constraint case_renewal_has_its_key to case_renewal_names_its_key_basis;

-- +goose Down
alter table permits.cases rename constraint case_renewal_names_its_key_basis to case_renewal_has_its_key;
alter table permits.cases drop column people, drop column business_id;
