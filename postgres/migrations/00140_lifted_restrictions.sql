-- +goose Up
-- A restriction of processing ends: the data subject is told before it is lifted
-- (GDPR 18(3)).
alter table permits.subject_requests
    add column lifted_on  date,
    add column lifted_for text not null default '',
    add column lift_told  date,
    add constraint subject_request_lifted check (
        lifted_on is null and lifted_for = '' and lift_told is null
        or kind = '18' and state = 'answered' and lifted_on is not null and lift_told <= lifted_on);
comment on column permits.subject_requests.lifted_on is 'when the restriction was lifted';
comment on column permits.subject_requests.lifted_for is 'why it was lifted';
comment on column permits.subject_requests.lift_told is 'when the data subject was told that it would be (GDPR 18(3))';

grant update (lifted_on, lifted_for, lift_told) on permits.subject_requests to permits_web, permits_work;

create or replace view permits.restricted_subjects as
select k.subject, k.subject_id, max(r.request_id) as request_id
  from permits.subject_requests r
  join permits.subject_tokens k on k.token = r.person_token
 where r.kind = '18' and r.state = 'answered' and r.reply ->> 'outcome' <> 'refused' and r.lifted_on is null
   and k.subject in ('employer', 'provider')
 group by k.subject, k.subject_id;

-- +goose StatementBegin
create or replace function permits.subject_requests_forget() returns trigger language plpgsql as $$
begin
    delete from permits.subject_lookups
     where request_id in (select request_id from permits.subject_requests where person_token = old.token);
    update permits.subject_withholdings set reason = ''
     where request_id in (select request_id from permits.subject_requests where person_token = old.token);
    update permits.subject_requests
       set person_token = null, extended_for = '', lifted_for = '', version = version + 1,
           reply = reply - 'reasons' - 'impossible' - 'fee_reason'
     where person_token = old.token;
    return old;
end
$$;
-- +goose StatementEnd

-- +goose Down
-- +goose StatementBegin
create or replace function permits.subject_requests_forget() returns trigger language plpgsql as $$
begin
    delete from permits.subject_lookups
     where request_id in (select request_id from permits.subject_requests where person_token = old.token);
    update permits.subject_withholdings set reason = ''
     where request_id in (select request_id from permits.subject_requests where person_token = old.token);
    update permits.subject_requests
       set person_token = null, extended_for = '', version = version + 1,
           reply = reply - 'reasons' - 'impossible' - 'fee_reason'
     where person_token = old.token;
    return old;
end
$$;
-- +goose StatementEnd
create or replace view permits.restricted_subjects as
select k.subject, k.subject_id, max(r.request_id) as request_id
  from permits.subject_requests r
  join permits.subject_tokens k on k.token = r.person_token
 where r.kind = '18' and r.state = 'answered' and r.reply ->> 'outcome' <> 'refused' and k.subject in ('employer', 'provider')
 group by k.subject, k.subject_id;
alter table permits.subject_requests
    drop constraint subject_request_lifted,
    drop column lifted_on,
    drop column lifted_for,
    drop column lift_told;
