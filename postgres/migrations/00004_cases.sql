-- +goose Up
-- People, cases, disclosures and the events of all of them.
create table permits.users (
    user_id      text   not null,
    name         text   not null,
    email        text   not null,
    organisation text   not null,
    body         text   not null,
    duties       text[] not null,
    language     text   not null,
    constraint user_pk primary key (user_id),
    constraint user_has_an_id check (user_id <> ''),
    constraint user_language_known check (language in ('fi', 'sv', 'en')),
    constraint user_duties_known check (duties <@ array['researcher', 'presenter', 'decider', 'analyst'])
);
create unique index user_email_once on permits.users (lower(email));
create trigger user_keeps_id before update on permits.users
    for each row execute function permits.immutable_columns('user_id');
comment on table permits.users is 'who may sign in, and what they do in the service';
comment on index permits.user_email_once is 'one account for an e-mail address';
comment on column permits.users.user_id is 'stable id in the service; never a personal identity code';
comment on column permits.users.name is 'as printed in letters';
comment on column permits.users.email is 'also identifies whom an applicant names';
comment on column permits.users.organisation is 'employer or university, as printed';
comment on column permits.users.body is 'authority: KEHA, TEM or ELY01 to ELY15; empty for others';
comment on column permits.users.duties is 'roles of the access policy';
comment on column permits.users.language is 'of the pages: fi, sv or en';

create sequence permits.case_number;
comment on sequence permits.case_number is 'running number of KEHA-<number>-<year>; gaps mean nothing';

create table permits.cases (
    case_id      text        not null,
    applicant    text        not null,
    application  jsonb       not null,
    state        text        not null,
    version      integer     not null,
    created_at   timestamptz not null,
    submitted_at timestamptz,
    presenter    text,
    proposal     jsonb,
    decision     jsonb,
    decider      text,
    decided_at   timestamptz,
    served_at    timestamptz,
    accepted     jsonb,
    undertakings jsonb       not null default '{}',
    ended_at     timestamptz,
    end_reasons  text        not null default '',
    constraint case_pk primary key (case_id),
    constraint case_id_form check (case_id ~ '^KEHA-[0-9]+-[0-9]{4}$'),
    constraint case_applicant_exists foreign key (applicant) references permits.users,
    constraint case_presenter_exists foreign key (presenter) references permits.users,
    constraint case_decider_exists foreign key (decider) references permits.users,
    constraint case_state_known check (state in ('draft', 'submitted', 'in-review', 'proposed', 'granted',
        'partly-granted', 'refused', 'served', 'in-force', 'ended', 'revoked', 'withdrawn')),
    constraint case_version_counts check (version > 0),
    constraint case_draft_is_not_submitted check (state <> 'draft' or submitted_at is null),
    constraint case_is_submitted_first check (state in ('draft', 'withdrawn') or submitted_at is not null),
    constraint case_review_has_presenter check (state in ('draft', 'submitted', 'withdrawn') or presenter is not null),
    constraint case_proposed_has_proposal check (state <> 'proposed' or proposal is not null),
    constraint case_decided_has_decision check (decision is not null
        or state in ('draft', 'submitted', 'in-review', 'proposed', 'withdrawn')),
    constraint case_decision_has_decider check ((decision is null) = (decider is null)
        and (decision is null) = (decided_at is null)),
    constraint case_two_officers check (decider <> presenter),
    constraint case_not_decided_by_applicant check (decider <> applicant),
    constraint case_in_force_is_served check (state not in ('served', 'in-force', 'ended', 'revoked') or served_at is not null),
    constraint case_in_force_is_accepted check (state not in ('in-force', 'ended') or accepted is not null)
);
create index case_of_applicant on permits.cases (applicant);
create index case_of_named_user on permits.cases using gin ((application -> 'people') jsonb_path_ops);
create index case_queue on permits.cases (submitted_at, case_id) where submitted_at is not null;
create trigger case_keeps before update on permits.cases
    for each row execute function permits.immutable_columns('case_id', 'applicant', 'created_at');
create trigger case_sets_once before update on permits.cases
    for each row execute function permits.set_once_columns(
        'submitted_at', 'decision', 'decider', 'decided_at', 'served_at', 'accepted', 'ended_at');
create trigger case_version before update on permits.cases
    for each row execute function permits.version_goes_up();
comment on table permits.cases is 'one application for a permit under section 28 of the Publicity Act and what became of it';
comment on index permits.case_of_applicant is 'an applicant''s own cases';
comment on index permits.case_of_named_user is 'the cases that name a user';
comment on index permits.case_queue is 'submitted cases, oldest first';
comment on column permits.cases.case_id is 'number with hyphens; letters print it with slashes';
comment on column permits.cases.applicant is 'who drafted and submits it';
comment on column permits.cases.application is 'what the applicant wrote; can be redacted, unlike events';
comment on column permits.cases.state is 'whose turn it is';
comment on column permits.cases.version is 'counts changes, so that nobody acts from a stale page';
comment on column permits.cases.created_at is 'when the draft was begun, by the service clock';
comment on column permits.cases.submitted_at is 'arrival; null in draft';
comment on column permits.cases.presenter is 'who handles it and proposes; null until taken';
comment on column permits.cases.proposal is 'what the presenter proposes';
comment on column permits.cases.decision is 'what was decided: its scope is the specification of the extract';
comment on column permits.cases.decider is 'who decided; never the presenter';
comment on column permits.cases.decided_at is 'when it was decided, by the service clock';
comment on column permits.cases.served_at is 'when the decision is deemed served';
comment on column permits.cases.accepted is 'the leader''s acceptance of the conditions: who, when, hash of the text';
comment on column permits.cases.undertakings is 'by user: each one''s undertaking of secrecy: when, hash of the text';
comment on column permits.cases.ended_at is 'end, revocation or withdrawal';
comment on column permits.cases.end_reasons is 'of a revocation; empty otherwise';

create sequence permits.disclosure_number;
comment on sequence permits.disclosure_number is 'running number of KEHA-L<number>-<year>; gaps mean nothing';

create table permits.disclosures (
    disclosure_id text        not null,
    body          text        generated always as (request ->> 'body') stored,
    person        text        generated always as (request ->> 'person') stored,
    request       jsonb       not null,
    state         text        not null,
    version       integer     not null,
    requested_by  text        not null,
    requested_at  timestamptz not null,
    scope         jsonb       not null,
    prepared_by   text,
    prepared_at   timestamptz,
    confirmed_by  text,
    confirmed_at  timestamptz,
    ended_at      timestamptz,
    reasons       text        not null default '',
    constraint disclosure_pk primary key (disclosure_id),
    constraint disclosure_id_form check (disclosure_id ~ '^KEHA-L[0-9]+-[0-9]{4}$'),
    constraint disclosure_has_a_body check (body <> '' and body is not null),
    constraint disclosure_has_a_person check (person <> '' and person is not null),
    constraint disclosure_requester_exists foreign key (requested_by) references permits.users,
    constraint disclosure_preparer_exists foreign key (prepared_by) references permits.users,
    constraint disclosure_confirmer_exists foreign key (confirmed_by) references permits.users,
    constraint disclosure_state_known check (state in ('requested', 'prepared', 'confirmed', 'declined', 'ended')),
    constraint disclosure_version_counts check (version > 0),
    constraint disclosure_prepared_first check (state not in ('prepared', 'confirmed', 'ended')
        or (prepared_by is not null and prepared_at is not null)),
    constraint disclosure_confirmed_by_somebody check (state not in ('confirmed', 'ended')
        or (confirmed_by is not null and confirmed_at is not null)),
    constraint disclosure_two_officers check (confirmed_by <> prepared_by)
);
create index disclosure_of_body on permits.disclosures (body, disclosure_id);
create trigger disclosure_keeps before update on permits.disclosures
    for each row execute function permits.immutable_columns('disclosure_id', 'request', 'requested_by', 'requested_at');
create trigger disclosure_sets_once before update on permits.disclosures
    for each row execute function permits.set_once_columns('confirmed_by', 'confirmed_at', 'ended_at');
create trigger disclosure_version before update on permits.disclosures
    for each row execute function permits.version_goes_up();
comment on table permits.disclosures is 'statutory disclosures to the ministry and the ELY centres (7 § 2 mom)';
comment on index permits.disclosure_of_body is 'a body''s own disclosures';
comment on column permits.disclosures.disclosure_id is 'number with hyphens';
comment on column permits.disclosures.body is 'who asked, out of the request';
comment on column permits.disclosures.person is 'who orders within it, out of the request';
comment on column permits.disclosures.request is 'task, provision, necessity, scope, area, term and recipient as requested';
comment on column permits.disclosures.state is 'whose turn it is';
comment on column permits.disclosures.version is 'counts changes, so that nobody acts from a stale page';
comment on column permits.disclosures.requested_by is 'who asked on the body''s behalf';
comment on column permits.disclosures.requested_at is 'when, by the service clock';
comment on column permits.disclosures.scope is 'what is disclosed: as requested, or less';
comment on column permits.disclosures.prepared_by is 'the officer who prepared it';
comment on column permits.disclosures.prepared_at is 'when, by the service clock';
comment on column permits.disclosures.confirmed_by is 'the other officer, who confirmed it';
comment on column permits.disclosures.confirmed_at is 'when, by the service clock: in force within its term from then on';
comment on column permits.disclosures.ended_at is 'when it was declined or ended';
comment on column permits.disclosures.reasons is 'of a refusal or an early end; empty otherwise';

create table permits.events (
    event_id bigint      generated always as identity,
    subject  text        not null,
    version  integer     not null,
    kind     text        not null,
    by_user  text        not null,
    at       timestamptz not null,
    detail   jsonb       not null default '{}',
    constraint event_pk primary key (event_id),
    constraint event_version_once unique (subject, version),
    constraint event_version_counts check (version > 0),
    constraint event_kind_form check (kind ~ '^[a-z]+(-[a-z]+)*$'),
    constraint event_has_an_actor check (by_user <> ''),
    constraint event_detail_is_flat check (jsonb_typeof(detail) = 'object')
);
create index event_time on permits.events (at);
create trigger event_insert_only before update or delete or truncate on permits.events
    for each statement execute function permits.insert_only();
comment on table permits.events is 'one row for each command; ids and hashes only; insert-only';
comment on index permits.event_time is 'the newest event, behind which the clock is not moved';
comment on column permits.events.event_id is 'order of insertion';
comment on column permits.events.subject is 'case, disclosure or order';
comment on column permits.events.version is 'of the subject, after the command';
comment on column permits.events.kind is 'what happened; kinds are added, never renamed';
comment on column permits.events.by_user is 'who did it; no reference, so that the event outlives the account';
comment on column permits.events.at is 'when, by the service clock';
comment on column permits.events.detail is 'ids and hashes; never what somebody wrote';

create table permits.letters (
    case_id text        not null,
    kind    text        not null,
    lang    text        not null,
    pdf     bytea       not null,
    sha256  text        not null,
    made_at timestamptz not null,
    constraint letter_pk primary key (case_id, kind, lang),
    constraint letter_case_exists foreign key (case_id) references permits.cases,
    constraint letter_kind_known check (kind in ('decision')),
    constraint letter_language_known check (lang in ('fi', 'sv')),
    constraint letter_hash_is_of_pdf check (sha256 = encode(sha256(pdf), 'hex'))
);
create trigger letter_insert_only before update or delete or truncate on permits.letters
    for each statement execute function permits.insert_only();
comment on table permits.letters is 'letters as they were given; the first one made stands';
comment on column permits.letters.case_id is 'whose letter';
comment on column permits.letters.kind is 'decision: the decision letter';
comment on column permits.letters.lang is 'of the letter: fi or sv';
comment on column permits.letters.pdf is 'the document';
comment on column permits.letters.sha256 is 'of the document, in hexadecimal';
comment on column permits.letters.made_at is 'when, by the service clock';

-- +goose Down
drop table permits.letters;
drop table permits.events;
drop table permits.disclosures;
drop sequence permits.disclosure_number;
drop table permits.cases;
drop sequence permits.case_number;
drop table permits.users;
