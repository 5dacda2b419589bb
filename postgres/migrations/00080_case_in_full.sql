-- +goose Up
-- The case in full: what happens on the way to the decision and after it, and the
-- texts that people write, which can be redacted while their hash stays.
alter table permits.cases
    add column handling jsonb   not null default '{}',
    add column life     jsonb   not null default '{}',
    add column texts    integer not null default 0,
    add constraint case_texts_count check (texts >= 0);
comment on column permits.cases.handling is 'supplements, hearings, statements, bars, promises and the rest before the decision; no text, only numbers and hashes';
comment on column permits.cases.life is 'remedies, changes, users added, errors and the rest after the decision; no text, only numbers and hashes';
comment on column permits.cases.texts is 'how many texts have been written in the case';

alter table permits.cases drop constraint case_state_known;
alter table permits.cases add constraint case_state_known check (state in ('draft', 'submitted', 'in-review', 'supplementing',
    'offered', 'heard', 'paused', 'proposed', 'granted', 'partly-granted', 'refused', 'dismissed', 'transferred',
    'served', 'in-force', 'ended', 'revoked', 'destroyed', 'withdrawn'));
alter table permits.cases drop constraint case_review_has_presenter;
alter table permits.cases add constraint case_review_has_presenter
    check (state in ('draft', 'submitted', 'withdrawn', 'transferred') or presenter is not null);
alter table permits.cases drop constraint case_decided_has_decision;
alter table permits.cases add constraint case_decided_has_decision check (decision is not null
    or state in ('draft', 'submitted', 'in-review', 'supplementing', 'offered', 'heard', 'paused', 'proposed', 'transferred', 'withdrawn'));
alter table permits.cases drop constraint case_in_force_is_served;
alter table permits.cases add constraint case_in_force_is_served
    check (state not in ('served', 'in-force', 'ended', 'revoked', 'destroyed') or served_at is not null);

-- A decision goes only when a remedy has undone it, and then it stands among the earlier ones.
-- +goose StatementBegin
create function permits.decision_stays() returns trigger language plpgsql as $$
begin
    if old.decision is not null and new.decision is null then
        if new.state = 'in-review' and new.handling #> '{earlier,-1,decision}' = old.decision
           and jsonb_array_length(new.handling -> 'earlier') = coalesce(jsonb_array_length(old.handling -> 'earlier'), 0) + 1 then
            return new;
        end if;
    elsif (old.decision is null or old.decision = new.decision)
      and (old.decider is null or old.decider = new.decider)
      and (old.decided_at is null or old.decided_at = new.decided_at)
      and (old.served_at is null or old.served_at = new.served_at)
      and (old.accepted is null or old.accepted = new.accepted) then
        return new;
    end if;
    raise exception 'the decision of %.% is set once', tg_table_schema, tg_table_name
        using constraint = 'set_once_columns', errcode = 'integrity_constraint_violation';
end
$$;
-- +goose StatementEnd
comment on function permits.decision_stays() is 'trigger: a decision stays, or is kept among the earlier ones when a remedy undoes it';
drop trigger case_sets_once on permits.cases;
create trigger case_sets_once before update on permits.cases
    for each row execute function permits.set_once_columns('submitted_at', 'ended_at');
create trigger case_keeps_decision before update on permits.cases
    for each row execute function permits.decision_stays();

create table permits.texts (
    subject    text        not null,
    number     integer     not null,
    kind       text        not null,
    anchor     text        not null,
    re         integer     not null,
    written_by text        not null,
    written_at timestamptz not null,
    visible    boolean     not null,
    body       text        not null,
    sha256     text        not null,
    redacted   text        not null default '',
    constraint text_pk primary key (subject, number),
    constraint text_number_counts check (number > 0 and re >= 0 and re < number),
    constraint text_has_a_writer check (written_by <> ''),
    constraint text_kind_form check (kind ~ '^[a-z]+$'),
    constraint text_hash_is_of_body check (redacted <> '' or sha256 = encode(sha256(convert_to(body, 'UTF8')), 'hex')),
    constraint text_redacted_is_empty check (redacted = '' or body = '')
);
create trigger text_keeps before update on permits.texts
    for each row execute function permits.immutable_columns('subject', 'number', 'kind', 'anchor', 're', 'written_by', 'written_at', 'visible', 'sha256');
create trigger text_is_not_deleted before delete or truncate on permits.texts
    for each statement execute function permits.insert_only();
comment on table permits.texts is 'what people write in cases: deficiencies, replies, notes, messages, statements, reasons; redactable';
comment on column permits.texts.subject is 'case, request or breach';
comment on column permits.texts.number is '1, 2, … within the subject: cases and events name it';
comment on column permits.texts.kind is 'deficiency, reply, note, message, statement and so on';
comment on column permits.texts.anchor is 'field that it is about, or empty';
comment on column permits.texts.re is 'number of the text that it answers, or 0';
comment on column permits.texts.written_by is 'who wrote it; no reference, so that the text outlives the account';
comment on column permits.texts.written_at is 'when, by the service clock';
comment on column permits.texts.visible is 'to the parties';
comment on column permits.texts.body is 'what was written; empty once redacted';
comment on column permits.texts.sha256 is 'of the body as written, in hexadecimal; stays';
comment on column permits.texts.redacted is 'why the body was taken away; empty while it stands';

grant select, insert on permits.texts to permits_web;
grant update (body, redacted) on permits.texts to permits_web;
grant select on permits.texts to permits_work;
grant all on permits.texts to permits_owner;

-- +goose Down
drop table permits.texts;
drop trigger case_keeps_decision on permits.cases;
drop function permits.decision_stays();
drop trigger case_sets_once on permits.cases;
create trigger case_sets_once before update on permits.cases
    for each row execute function permits.set_once_columns(
        'submitted_at', 'decision', 'decider', 'decided_at', 'served_at', 'accepted', 'ended_at');
alter table permits.cases drop constraint case_in_force_is_served;
alter table permits.cases add constraint case_in_force_is_served check (state not in ('served', 'in-force', 'ended', 'revoked') or served_at is not null);
alter table permits.cases drop constraint case_decided_has_decision;
alter table permits.cases add constraint case_decided_has_decision check (decision is not null
    or state in ('draft', 'submitted', 'in-review', 'proposed', 'withdrawn'));
alter table permits.cases drop constraint case_review_has_presenter;
alter table permits.cases add constraint case_review_has_presenter check (state in ('draft', 'submitted', 'withdrawn') or presenter is not null);
alter table permits.cases drop constraint case_state_known;
alter table permits.cases add constraint case_state_known check (state in ('draft', 'submitted', 'in-review', 'proposed', 'granted',
    'partly-granted', 'refused', 'served', 'in-force', 'ended', 'revoked', 'withdrawn'));
alter table permits.cases drop column texts, drop column life, drop column handling;
