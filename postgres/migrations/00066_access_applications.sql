-- +goose Up
-- Applications for access rights (5.1) and notices of grounds to change or remove one (5 a §).
alter table permits.users drop constraint user_duties_known;
alter table permits.users add constraint user_duties_known
    check (duties <@ array['researcher', 'presenter', 'decider', 'analyst', 'official', 'operator', 'contact', 'access-officer', 'commissioned']);

-- +goose StatementBegin
create function permits.limited(extent jsonb) returns boolean language sql immutable
    as $$ select coalesce(jsonb_array_length(nullif(extent -> 'items', 'null')), 0) > 0
             and coalesce(jsonb_array_length(nullif(extent -> 'offices', 'null')), 0)
               + coalesce(jsonb_array_length(nullif(extent -> 'areas', 'null')), 0) > 0
             and coalesce(jsonb_array_length(nullif(extent -> 'powers', 'null')), 0) > 0
             and coalesce(extent ->> 'from' <= extent ->> 'until', false) $$;
-- +goose StatementEnd
comment on function permits.limited(jsonb) is 'an extent has all four limits: content, extent, powers and a duration that ends after it begins';

create sequence permits.access_application_number;
comment on sequence permits.access_application_number is 'running number of KEHA-H<number>-<year>; gaps mean nothing';

create table permits.access_applications (
    application_id text        not null,
    applicant      text        not null,
    filed_by       text        not null,
    filed_at       timestamptz not null,
    person         text        not null,
    request        jsonb       not null,
    state          text        not null,
    given          jsonb,
    right_id       text,
    decided_by     text,
    decided_at     timestamptz,
    reasons        text        not null default '',
    version        integer     not null,
    constraint access_application_pk primary key (application_id),
    constraint access_application_id_form check (application_id ~ '^KEHA-H[0-9]+-[0-9]{4}$'),
    constraint access_application_has_applicant check (applicant <> ''),
    constraint access_application_filer_exists foreign key (filed_by) references permits.users,
    constraint access_application_person_exists foreign key (person) references permits.users,
    constraint access_application_is_of_the_person check (coalesce(request ->> 'person' = person, false)),
    constraint access_application_is_limited check (permits.limited(request)),
    constraint access_application_says_the_need check (coalesce(request ->> 'need', '') <> ''),
    constraint access_application_state_known check (state in ('applied', 'granted', 'refused', 'withdrawn')),
    constraint access_application_decision_is_whole check (
        (state = 'applied') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
    constraint access_application_granted_is_given check (
        (state = 'granted') = (given is not null) and (state = 'granted') = (right_id is not null) and (given is null or permits.limited(given))),
    constraint access_application_refusal_has_reasons check (state <> 'refused' or reasons <> ''),
    constraint access_application_right_exists foreign key (right_id) references permits.rights deferrable initially deferred,
    constraint access_application_version_counts check (version > 0)
);
create index access_application_waits on permits.access_applications (filed_at) where state = 'applied';
create index access_application_of_body on permits.access_applications (applicant, filed_at);
create trigger access_application_version before update on permits.access_applications
    for each row execute function permits.version_goes_up();
create trigger access_application_keeps before update on permits.access_applications
    for each row execute function permits.immutable_columns('application_id', 'applicant', 'filed_by', 'filed_at', 'person', 'request');
create trigger access_application_decided_once before update on permits.access_applications
    for each row execute function permits.set_once_columns('given', 'right_id', 'decided_by', 'decided_at');
create trigger access_application_is_not_deleted before delete or truncate on permits.access_applications
    for each statement execute function permits.insert_only();
comment on index permits.access_application_waits is 'the access officers'' queue, oldest first';
comment on index permits.access_application_of_body is 'what a body has applied for';
comment on table permits.access_applications is 'applications for access rights (käyttöoikeushakemus); never deleted';
comment on column permits.access_applications.application_id is 'KEHA-H<number>-<year>';
comment on column permits.access_applications.applicant is 'the body that applies: a TE office, the service centre, an ELY centre, the ministry, KEHA for its own staff; for the joint service a municipality or Kela';
comment on column permits.access_applications.filed_by is 'the body''s contact person';
comment on column permits.access_applications.filed_at is 'arrival, by the service clock';
comment on column permits.access_applications.person is 'who is to hold the right';
comment on column permits.access_applications.request is 'as applied: person, ground, commission, uses, items, offices, areas, powers, from, until, need';
comment on column permits.access_applications.state is 'applied, granted, refused or withdrawn';
comment on column permits.access_applications.given is 'items, offices, areas, powers, from and until as granted: as applied or narrower';
comment on column permits.access_applications.right_id is 'the right granted';
comment on column permits.access_applications.decided_by is 'who granted, refused or withdrew';
comment on column permits.access_applications.decided_at is 'when, by the service clock';
comment on column permits.access_applications.reasons is 'of a refusal or a narrowing';
comment on column permits.access_applications.version is 'counts the changes; the first is 1';

alter table permits.rights add constraint right_application_exists
    foreign key (application) references permits.access_applications;
create unique index right_once_for_an_application on permits.rights (application);
comment on index permits.right_once_for_an_application is 'one right for an application';

create sequence permits.right_notice_number;
comment on sequence permits.right_notice_number is 'running number of KEHA-I<number>-<year>; gaps mean nothing';

create table permits.right_notices (
    notice_id  text        not null,
    right_id   text        not null,
    body       text        not null,
    filed_by   text        not null,
    arrived_at timestamptz not null,
    removal    text,
    what       text        not null,
    outcome    text,
    acted_by   text,
    acted_at   timestamptz,
    reasons    text        not null default '',
    version    integer     not null,
    constraint right_notice_pk primary key (notice_id),
    constraint right_notice_id_form check (notice_id ~ '^KEHA-I[0-9]+-[0-9]{4}$'),
    constraint right_notice_of_a_right foreign key (right_id) references permits.rights,
    constraint right_notice_filer_exists foreign key (filed_by) references permits.users,
    constraint right_notice_actor_exists foreign key (acted_by) references permits.users,
    constraint right_notice_removal_known check (removal in ('5a.1.1', '5a.1.2', '5a.2')),
    constraint right_notice_says_what check (what <> ''),
    constraint right_notice_outcome_known check (outcome in ('removed', 'changed', 'kept')),
    constraint right_notice_action_is_whole check (num_nulls(outcome, acted_by, acted_at) in (0, 3)),
    constraint right_notice_acted_after_it_arrived check (arrived_at <= acted_at),
    constraint right_notice_kept_has_reasons check (outcome <> 'kept' or reasons <> ''),
    constraint right_notice_version_counts check (version > 0)
);
create index right_notice_of_right on permits.right_notices (right_id);
create index right_notice_waits on permits.right_notices (arrived_at) where outcome is null;
create trigger right_notice_version before update on permits.right_notices
    for each row execute function permits.version_goes_up();
create trigger right_notice_keeps before update on permits.right_notices
    for each row execute function permits.immutable_columns('notice_id', 'right_id', 'body', 'filed_by', 'arrived_at', 'removal', 'what');
create trigger right_notice_acted_on_once before update on permits.right_notices
    for each row execute function permits.set_once_columns('outcome', 'acted_by', 'acted_at');
create trigger right_notice_is_not_deleted before delete or truncate on permits.right_notices
    for each statement execute function permits.insert_only();
comment on index permits.right_notice_of_right is 'notices of one right';
comment on index permits.right_notice_waits is 'notices nobody has acted on, oldest first';
comment on table permits.right_notices is 'notices of grounds to change or remove a right (5 a § 4 mom); never deleted';
comment on column permits.right_notices.notice_id is 'KEHA-I<number>-<year>';
comment on column permits.right_notices.right_id is 'the right it concerns';
comment on column permits.right_notices.body is 'whose notice; empty of an outside body''s person';
comment on column permits.right_notices.filed_by is 'who gave it';
comment on column permits.right_notices.arrived_at is 'arrival, by the service clock';
comment on column permits.right_notices.removal is 'ground of removal told; null for a ground of change';
comment on column permits.right_notices.what is 'what has changed or happened';
comment on column permits.right_notices.outcome is 'removed, changed or kept; null while nobody has acted';
comment on column permits.right_notices.acted_by is 'the access officer who acted';
comment on column permits.right_notices.acted_at is 'when, by the service clock';
comment on column permits.right_notices.reasons is 'why so';
comment on column permits.right_notices.version is 'counts the changes; the first is 1';

grant select, insert on permits.access_applications, permits.right_notices to permits_web;
grant update (state, given, right_id, decided_by, decided_at, reasons, version) on permits.access_applications to permits_web;
grant update (outcome, acted_by, acted_at, reasons, version) on permits.right_notices to permits_web;
grant usage on sequence permits.access_application_number, permits.right_notice_number to permits_web;
grant all on permits.access_applications, permits.right_notices to permits_owner;
grant all on sequence permits.access_application_number, permits.right_notice_number to permits_owner;

-- +goose Down
drop table permits.right_notices;
drop sequence permits.right_notice_number;
alter table permits.rights drop constraint right_application_exists;
drop index permits.right_once_for_an_application;
drop table permits.access_applications;
drop sequence permits.access_application_number;
drop function permits.limited(jsonb);
update permits.users set duties = array_remove(duties, 'commissioned');
alter table permits.users drop constraint user_duties_known;
alter table permits.users add constraint user_duties_known
    check (duties <@ array['researcher', 'presenter', 'decider', 'analyst', 'official', 'operator', 'contact', 'access-officer']);
