-- +goose Up
-- Files and letters belong to a permit's case or to a document request: the
-- number says to which, and each goes with its own.
alter table permits.attachments drop constraint attachment_of_case;
alter table permits.attachments
    add column permit_case text generated always as (case when case_id not like 'KEHA-A%' then case_id end) stored,
    add column request_id text generated always as (case when case_id like 'KEHA-A%' then case_id end) stored,
    add column secrecy text[] not null default '{}',
    add column passages jsonb not null default '[]',
    add column marked boolean not null default false;
alter table permits.attachments
    add constraint attachment_of_case foreign key (permit_case) references permits.cases (case_id) on delete cascade,
    add constraint attachment_of_request foreign key (request_id) references permits.requests (request_id) on delete cascade,
    add constraint attachment_answers_a_request check ((request_id is not null) = (goes_with = 'answer')),
    add constraint attachment_marking_is_of_a_copy check (not marked or (replaces is not null and cardinality(secrecy) > 0)),
    add constraint attachment_passages_are_of_a_copy check (jsonb_typeof(passages) = 'array' and (jsonb_array_length(passages) = 0 or redacts is not null));
create index attachment_by_case on permits.attachments (permit_case);
create index attachment_by_request on permits.attachments (request_id) where request_id is not null;
drop trigger attachment_keeps on permits.attachments;
create trigger attachment_keeps before update on permits.attachments for each row
    execute function permits.immutable_columns('case_id', 'number', 'kind', 'goes_with', 'replaces', 'redacts', 'name', 'type', 'bytes', 'sha256',
        'added_by', 'added_at', 'visible', 'secrecy', 'passages', 'marked');
comment on table permits.attachments is 'files of cases and of document requests, every version; content stands in attachment_parts';
comment on column permits.attachments.case_id is 'case or document request that the file belongs to, and goes with when its time is out';
comment on column permits.attachments.permit_case is 'the case, when it is of one';
comment on column permits.attachments.request_id is 'the document request, when it is of one';
comment on column permits.attachments.secrecy is 'items of JulkL 24.1 § in a document of a request, as its official marked them';
comment on column permits.attachments.passages is 'of a copy for giving out: each place that is covered, and its ground';
comment on column permits.attachments.marked is 'the service wrote the marking of secrecy on each page (JulkL 25 §)';
comment on index permits.attachment_by_case is 'those that go with their case';
comment on index permits.attachment_by_request is 'those that go with their request';

alter table permits.letters drop constraint letter_case_exists;
alter table permits.letters
    add column permit_case text generated always as (case when case_id not like 'KEHA-A%' then case_id end) stored,
    add column request_id text generated always as (case when case_id like 'KEHA-A%' then case_id end) stored;
alter table permits.letters
    add constraint letter_case_exists foreign key (permit_case) references permits.cases (case_id),
    add constraint letter_request_exists foreign key (request_id) references permits.requests (request_id),
    add constraint letter_answers_a_request check ((request_id is not null) = (kind = 'answer'));
create index letter_by_case on permits.letters (permit_case);
create index letter_by_request on permits.letters (request_id) where request_id is not null;
comment on column permits.letters.case_id is 'whose letter: a case or a document request';
comment on column permits.letters.permit_case is 'the case, when it is of one';
comment on column permits.letters.request_id is 'the document request, when it is of one';
comment on index permits.letter_by_case is 'those of a case that is removed';
comment on index permits.letter_by_request is 'those of a request that is removed';

-- +goose Down
-- What belongs to requests has nowhere to stand before this.
delete from permits.attachments where request_id is not null;
alter table permits.attachments drop constraint attachment_of_case, drop constraint attachment_of_request, drop constraint attachment_answers_a_request,
    drop constraint attachment_marking_is_of_a_copy, drop constraint attachment_passages_are_of_a_copy;
drop trigger attachment_keeps on permits.attachments;
alter table permits.attachments drop column permit_case, drop column request_id, drop column secrecy, drop column passages, drop column marked;
create trigger attachment_keeps before update on permits.attachments for each row
    execute function permits.immutable_columns('case_id', 'number', 'kind', 'goes_with', 'replaces', 'redacts', 'name', 'type', 'bytes', 'sha256',
        'added_by', 'added_at', 'visible');
alter table permits.attachments add constraint attachment_of_case foreign key (case_id) references permits.cases (case_id) on delete cascade;
alter table permits.letters drop constraint letter_case_exists, drop constraint letter_request_exists, drop constraint letter_answers_a_request;
alter table permits.letters drop column permit_case, drop column request_id;
alter table permits.letters
    add constraint letter_case_exists foreign key (case_id) references permits.cases (case_id);
