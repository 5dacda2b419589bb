-- +goose Up
-- Who a case concerns, in its narrow line: every command on an undecided case
-- asks for the overdue duties of others, and read the cases themselves for it.
alter table permits.queue_items
    add column parties     text[] not null default '{}',
    add column business_id text   not null default '';
comment on column permits.queue_items.parties is 'accounts of the applicant and of those the application names';
comment on column permits.queue_items.business_id is 'of the applicant''s organisation, in small letters; empty for none';
update permits.queue_items q
   set parties = array(select jsonb_array_elements_text(c.people) union select c.applicant), business_id = coalesce(c.business_id, '')
  from permits.cases c
 where c.case_id = q.subject;
-- They were read for that alone, and made anew with every event.
alter table permits.cases drop column people, drop column business_id;

-- +goose Down
alter table permits.cases
    add column business_id text generated always as (lower(btrim(application ->> 'business_id'))) stored,
    add column people jsonb generated always as (jsonb_path_query_array(application, '$.people[*].user')) stored;
alter table permits.queue_items drop column parties, drop column business_id;
