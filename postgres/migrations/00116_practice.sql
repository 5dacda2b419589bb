-- Practice files: invented data in the form of what a draft asks for. Nothing in
-- them comes from the registers.

-- +goose Up
create table permits.practice_files (
    practice_id bigint      generated always as identity,
    case_id     text        not null,
    scope_hash  text        not null,
    scope       jsonb       not null,
    language    text        not null,
    asked_by    text        not null,
    asked_at    timestamptz not null,
    state       text        not null default 'queued',
    stage       text        not null default '',
    done        bigint      not null default 0,
    total       bigint      not null default 0,
    file        text,
    bytes       bigint,
    sha256      text,
    made_at     timestamptz,
    constraint practice_file_pk primary key (practice_id),
    constraint practice_file_of_scope_once unique (case_id, scope_hash),
    constraint practice_file_case_exists foreign key (case_id) references permits.cases,
    constraint practice_file_person_exists foreign key (asked_by) references permits.users,
    constraint practice_file_hash_form check (scope_hash ~ '^[0-9a-f]{64}$' and (sha256 is null or sha256 ~ '^[0-9a-f]{64}$')),
    constraint practice_file_language_known check (language in ('fi', 'sv', 'en')),
    constraint practice_file_state_known check (state in ('queued', 'building', 'ready', 'failed')),
    constraint practice_file_ready_is_whole check ((state = 'ready') = (num_nulls(file, bytes, sha256, made_at) = 0))
);
create trigger practice_file_keeps before update on permits.practice_files
    for each row execute function permits.immutable_columns(
        'practice_id', 'case_id', 'scope_hash', 'scope', 'language', 'asked_by', 'asked_at');
comment on table permits.practice_files is 'invented practice files of what drafts ask for, one for each scope';
comment on column permits.practice_files.practice_id is 'number';
comment on column permits.practice_files.case_id is 'the draft';
comment on column permits.practice_files.scope_hash is 'SHA-256 of the scope asked for';
comment on column permits.practice_files.scope is 'the scope asked for';
comment on column permits.practice_files.language is 'of the texts in the package';
comment on column permits.practice_files.asked_by is 'who had it made';
comment on column permits.practice_files.asked_at is 'when, by the service clock';
comment on column permits.practice_files.state is 'queued, building, ready or failed';
comment on column permits.practice_files.stage is 'what is being made of it';
comment on column permits.practice_files.done is 'rows of this stage';
comment on column permits.practice_files.total is 'rows expected of this stage; 0 when unknown';
comment on column permits.practice_files.file is 'name in the store of practice files';
comment on column permits.practice_files.bytes is 'size of the file';
comment on column permits.practice_files.sha256 is 'of the file, in hexadecimal';
comment on column permits.practice_files.made_at is 'when it was ready, by the service clock';

grant select on permits.practice_files to permits_web, permits_work;
grant insert (case_id, scope_hash, scope, language, asked_by, asked_at) on permits.practice_files to permits_web;
grant update (state) on permits.practice_files to permits_web;
grant update (state, stage, done, total, file, bytes, sha256, made_at) on permits.practice_files to permits_work;
grant all on permits.practice_files to permits_owner;

-- +goose Down
drop table permits.practice_files;
