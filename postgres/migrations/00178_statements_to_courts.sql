-- +goose Up
-- The statement that a court asks for on an appeal is a letter as the others are.
alter table permits.letters drop constraint letter_kind_known;
alter table permits.letters
    add constraint letter_kind_known check (kind in ('decision', 'users-annex', 'lapse', 'supplement', 'offer', 'hearing', 'statement', 'transfer', 'service',
        'suspension', 'lift', 'revocation', 'change', 'ruling', 'court', 'court-statement', 'reopened', 'interim', 'destruction', 'reminder', 'answer'));

-- +goose Down
alter table permits.letters drop constraint letter_kind_known;
alter table permits.letters
    add constraint letter_kind_known check (kind in ('decision', 'users-annex', 'lapse', 'supplement', 'offer', 'hearing', 'statement', 'transfer', 'service',
        'suspension', 'lift', 'revocation', 'change', 'ruling', 'court', 'reopened', 'interim', 'destruction', 'reminder', 'answer'));
