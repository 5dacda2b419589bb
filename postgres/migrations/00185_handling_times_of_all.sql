-- +goose Up
-- How long changes of permits, document requests, aggregates and disclosures to
-- authorities take, beside the permits.
alter table permits.handling_times
    add column kind    text not null default 'permit',
    add column in_time boolean not null default false;
alter table permits.handling_times alter column kind drop default, alter column in_time drop default;
alter table permits.handling_times
    add constraint handling_time_kind_known check (kind in ('permit', 'change', 'document', 'aggregate', 'authority'));
comment on column permits.handling_times.subject is 'case, a change of one (case, stroke, change-2) or document request';
comment on column permits.handling_times.kind is 'permit, change, document, aggregate or authority';
comment on column permits.handling_times.in_time is 'of other kinds than permits, whose published time is that of the reader: answered within the term that it had';
comment on column permits.handling_times.purpose is 'statistics, research or planning; empty of requests';
