-- +goose Up
-- Whose data may only be stored (GDPR 18): employers and providers by a granted
-- request. In the person register nothing is restricted (4 § 2 mom).
create view permits.restricted_subjects as
select k.subject, k.subject_id, max(r.request_id) as request_id
  from permits.subject_requests r
  join permits.subject_tokens k on k.token = r.person_token
 where r.kind = '18' and r.state = 'answered' and r.reply ->> 'outcome' <> 'refused' and k.subject in ('employer', 'provider')
 group by k.subject, k.subject_id;
comment on view permits.restricted_subjects is 'employers and providers whose data may only be stored (GDPR 18)';
comment on column permits.restricted_subjects.subject is 'employer or provider';
comment on column permits.restricted_subjects.subject_id is 'internal id';
comment on column permits.restricted_subjects.request_id is 'a granted request';
create index subject_request_restricts on permits.subject_requests (person_token) where kind = '18' and state = 'answered';
comment on index permits.subject_request_restricts is 'granted requests for restriction';
grant select on permits.restricted_subjects to permits_web, permits_work, permits_owner;

-- +goose Down
drop view permits.restricted_subjects;
drop index permits.subject_request_restricts;
