-- +goose Up
-- The party is told when an error of substance takes a decision away (HL 50 §).
alter table permits.letters drop constraint letter_kind_known;
alter table permits.letters add constraint letter_kind_known check (kind in ('decision', 'users-annex', 'lapse', 'supplement', 'offer',
    'hearing', 'statement', 'transfer', 'service', 'suspension', 'lift', 'revocation', 'change', 'ruling', 'court', 'reopened', 'interim',
    'destruction', 'reminder'));

-- +goose Down
alter table permits.letters drop constraint letter_kind_known;
alter table permits.letters add constraint letter_kind_known check (kind in ('decision', 'users-annex', 'lapse', 'supplement', 'offer',
    'hearing', 'statement', 'transfer', 'service', 'suspension', 'lift', 'revocation', 'change', 'ruling', 'court', 'interim',
    'destruction', 'reminder')) not valid;
