-- +goose Up
-- Whose a case is stands in its narrow sketch, and the overdue duties of others are
-- found by that. These columns were read for it alone, and made anew with every event.
alter table permits.cases drop column people, drop column business_id;

-- +goose Down
alter table permits.cases
    add column business_id text generated always as (lower(btrim(application ->> 'business_id'))) stored,
    add column people jsonb generated always as (jsonb_path_query_array(application, '$.people[*].user')) stored;
