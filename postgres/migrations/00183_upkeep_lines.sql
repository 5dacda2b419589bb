-- What the authority owes a permit after its decision stands in the queue since
-- now: the lines of decided cases are written anew from the cases themselves.

-- +goose Up
delete from permits.queue_items where kind = 'permit' and state in ('served', 'in-force', 'ended', 'revoked') and shelf <> 'overdue';

