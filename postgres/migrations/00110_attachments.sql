-- +goose Up
-- Attachments of cases: what each file is, in rows that keep its hash, and its content
-- in parts that go when the attachment is taken away or the case's time is out.
create table permits.attachments (
    case_id    text        not null,
    number     integer     not null,
    kind       text        not null,
    goes_with  text        not null,
    replaces   integer,
    redacts    integer,
    name       text        not null,
    type       text        not null,
    bytes      bigint      not null,
    sha256     text        not null,
    added_by   text        not null,
    added_at   timestamptz not null,
    visible    boolean     not null,
    scan       text        not null,
    scanned_at timestamptz,
    deleted_at timestamptz,
    constraint attachment_pk primary key (case_id, number),
    constraint attachment_of_case foreign key (case_id) references permits.cases on delete cascade,
    constraint attachment_replaces_earlier foreign key (case_id, replaces) references permits.attachments,
    constraint attachment_redacts_earlier foreign key (case_id, redacts) references permits.attachments,
    constraint attachment_number_counts check (number > 0 and replaces < number and redacts < number),
    constraint attachment_kind_form check (kind ~ '^[a-z-]+$' and goes_with ~ '^[a-z]+$'),
    constraint attachment_type_known check (type in ('pdf', 'pdfa', 'docx', 'xlsx', 'png', 'jpg', 'txt')),
    constraint attachment_has_content check (bytes > 0),
    constraint attachment_hash_form check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint attachment_name_is_plain check (name <> '' and name !~ '[[:cntrl:]/\\]' and char_length(name) <= 120),
    constraint attachment_scan_known check (scan in ('pending', 'clean', 'infected', 'failed', 'unscanned')),
    constraint attachment_scan_ends check ((scanned_at is null) = (scan in ('pending', 'unscanned')))
);
create unique index attachment_replaced_once on permits.attachments (case_id, replaces) where deleted_at is null;
create index attachment_waits on permits.attachments (added_at) where scan = 'pending';
create trigger attachment_keeps before update on permits.attachments
    for each row execute function permits.immutable_columns('case_id', 'number', 'kind', 'goes_with', 'replaces', 'redacts',
        'name', 'type', 'bytes', 'sha256', 'added_by', 'added_at', 'visible');
create trigger attachment_goes_once before update on permits.attachments
    for each row execute function permits.set_once_columns('deleted_at');
comment on table permits.attachments is 'files of cases, every version; content stands in attachment_parts';
comment on index permits.attachment_replaced_once is 'one next version at most';
comment on index permits.attachment_waits is 'what a worker has to scan';
comment on column permits.attachments.case_id is 'case that the file belongs to, and goes with when its time is out';
comment on column permits.attachments.number is '1, 2, … within the case';
comment on column permits.attachments.kind is 'research-plan, ethics-statement and so on';
comment on column permits.attachments.goes_with is 'application, reply, hearing, statement, report, message or note';
comment on column permits.attachments.replaces is 'number of the version before; null for a first one';
comment on column permits.attachments.redacts is 'number of the original that this is a copy of for giving out; null otherwise';
comment on column permits.attachments.name is 'of the file, cleaned; may hold personal data';
comment on column permits.attachments.type is 'what the content is, told by the content';
comment on column permits.attachments.bytes is 'size of the content';
comment on column permits.attachments.sha256 is 'of the content, in hexadecimal; stays when the content goes';
comment on column permits.attachments.added_by is 'who added it; no reference, so that it outlives the account';
comment on column permits.attachments.added_at is 'when, by the service clock';
comment on column permits.attachments.visible is 'to the parties';
comment on column permits.attachments.scan is 'pending, clean, infected or failed; unscanned where the authority takes files without a scan';
comment on column permits.attachments.scanned_at is 'when the scan ended, by the service clock';
comment on column permits.attachments.deleted_at is 'when the content was taken away, before the application was sent';

create table permits.attachment_parts (
    case_id text    not null,
    number  integer not null,
    part    integer not null,
    content bytea   not null,
    constraint attachment_part_pk primary key (case_id, number, part),
    constraint attachment_part_of_attachment foreign key (case_id, number) references permits.attachments on delete cascade,
    constraint attachment_part_counts check (part >= 0 and octet_length(content) between 1 and 262144)
);
alter table permits.attachment_parts alter column content set storage external; -- files are compressed already
create trigger attachment_part_never_changes before update on permits.attachment_parts
    for each row execute function permits.insert_only();
comment on table permits.attachment_parts is 'content of attachments, in parts of a quarter of a megabyte';
comment on column permits.attachment_parts.case_id is 'case';
comment on column permits.attachment_parts.number is 'of the attachment';
comment on column permits.attachment_parts.part is '0, 1, … in the order of the content';
comment on column permits.attachment_parts.content is 'bytes as they came';

grant select, insert on permits.attachments to permits_web;
grant update (scan, scanned_at, deleted_at) on permits.attachments to permits_web;
grant select, insert, delete on permits.attachment_parts to permits_web;
grant select on permits.attachments, permits.attachment_parts to permits_work;
grant update (scan, scanned_at) on permits.attachments to permits_work;
grant all on permits.attachments, permits.attachment_parts to permits_owner;

-- +goose Down
drop table permits.attachment_parts;
drop table permits.attachments;
