-- +goose Up
alter table permits.cases add column business_id text generated always as (lower(btrim(application ->> 'business_id'))) stored;
comment on column permits.cases.business_id is 'of the applicant''s organisation, to find the overdue duties of its other permits without reading their applications';

-- +goose Down
alter table permits.cases drop column business_id;
