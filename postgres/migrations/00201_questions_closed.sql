-- +goose Up
-- The list of a data protection officer has what is open first and the latest of
-- the rest, without reading every case that ever asked.
alter table permits.questions add column closed_at timestamptz;
comment on column permits.questions.closed_at is 'when the statement was given or the question taken back; null while it is open';
update permits.questions n
   set closed_at = coalesce(nullif(s.value ->> 'given', ''), nullif(s.value ->> 'back', ''))::timestamptz
  from permits.cases c, jsonb_array_elements(case when jsonb_typeof(c.handling -> 'statements') = 'array' then c.handling -> 'statements' else '[]' end) s
 where n.case_id = c.case_id and n.question = s.value ->> 'no';
update permits.questions n
   set closed_at = coalesce(nullif(s.value ->> 'given', ''), nullif(s.value ->> 'back', ''))::timestamptz
  from permits.cases c, jsonb_array_elements(case when jsonb_typeof(c.life -> 'changes') = 'array' then c.life -> 'changes' else '[]' end) ch,
       jsonb_array_elements(case when jsonb_typeof(ch.value -> 'handling' -> 'statements') = 'array' then ch.value -> 'handling' -> 'statements' else '[]' end) s
 where n.case_id = c.case_id and n.question = (ch.value ->> 'no') || '.' || (s.value ->> 'no');

-- +goose Down
alter table permits.questions drop column closed_at;
