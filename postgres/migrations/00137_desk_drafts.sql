-- Drafts of a proposal as officials write them: every saving is a version, so that
-- nothing typed is lost and two who write at once see each other's text.

-- +goose Up
create table permits.desk_drafts (
    case_id  text        not null,
    number   integer     not null,
    officer  text        not null,
    desk     text        not null,
    base     integer     not null,
    form     jsonb       not null,
    saved_at timestamptz not null,
    constraint desk_draft_pk primary key (case_id, number),
    constraint desk_draft_of_case foreign key (case_id) references permits.cases on delete cascade,
    constraint desk_draft_by_user foreign key (officer) references permits.users,
    constraint desk_draft_counts check (number > 0 and base >= 0 and base < number)
);
create trigger desk_draft_stays before update on permits.desk_drafts
    for each statement execute function permits.insert_only();
comment on table permits.desk_drafts is 'versions of the form on which a proposal is drawn up; inside the authority, gone with the case';
comment on column permits.desk_drafts.case_id is 'case it serves';
comment on column permits.desk_drafts.number is '1, 2, … within the case';
comment on column permits.desk_drafts.officer is 'who wrote it';
comment on column permits.desk_drafts.desk is 'the open page that it was written on, a random word';
comment on column permits.desk_drafts.base is 'version that the writer had before them, 0 for none';
comment on column permits.desk_drafts.form is 'fields and what was written in them';
comment on column permits.desk_drafts.saved_at is 'when, by the service clock';

grant select, insert on permits.desk_drafts to permits_web;
grant all on permits.desk_drafts to permits_owner;

-- +goose Down
drop table permits.desk_drafts;
