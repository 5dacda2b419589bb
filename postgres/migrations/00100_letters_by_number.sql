-- A case has a letter for each decision and for each correction of one, and a
-- letter is found by its hash.

-- +goose Up
alter table permits.letters drop constraint letter_kind_known;
alter table permits.letters add constraint letter_kind_known check (kind ~ '^[a-z]+(-[a-z]+)*(-[0-9]+)?$');
comment on column permits.letters.kind is 'decision: the decision letter, decision-2 and on those that took its place';
create index letters_by_hash on permits.letters (sha256);

-- +goose Down
drop index permits.letters_by_hash;
delete from permits.letters where kind <> 'decision';
alter table permits.letters drop constraint letter_kind_known;
alter table permits.letters add constraint letter_kind_known check (kind = 'decision');
comment on column permits.letters.kind is 'decision: the decision letter';
