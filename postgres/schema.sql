-- What the migrations amount to, for reading. Generated: go test ./postgres -run Schema -update

CREATE SCHEMA audit;

COMMENT ON SCHEMA audit IS 'the tamper-evident log: insert-only';

CREATE SCHEMA permits;

COMMENT ON SCHEMA permits IS 'cases, disclosures, orders, deliveries and what the service needs to run them';

CREATE SCHEMA registers;

COMMENT ON SCHEMA registers IS 'the registers of the public employment service (act 916/2012, chapter 13)';

CREATE FUNCTION permits.clock_stays() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception 'the service clock has exactly one row' using constraint = 'clock_stays';
end
$$;

COMMENT ON FUNCTION permits.clock_stays() IS 'trigger: the only row of the clock stays';

CREATE FUNCTION permits.immutable_columns() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
declare
    name    text;
    changed boolean;
begin
    foreach name in array tg_argv loop
        execute format('select ($1).%1$I is distinct from ($2).%1$I', name) into changed using old, new;
        if changed then
            raise exception 'column % of %.% never changes', name, tg_table_schema, tg_table_name
                using constraint = 'immutable_columns', errcode = 'integrity_constraint_violation';
        end if;
    end loop;
    return new;
end
$_$;

COMMENT ON FUNCTION permits.immutable_columns() IS 'trigger: the columns it names keep the value they were inserted with';

CREATE FUNCTION permits.insert_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    raise exception '%.% is insert-only: % refused', tg_table_schema, tg_table_name, lower(tg_op)
        using constraint = 'insert_only', errcode = 'integrity_constraint_violation';
end
$$;

COMMENT ON FUNCTION permits.insert_only() IS 'trigger: refuses update, delete and truncate';

CREATE FUNCTION permits.moment() RETURNS timestamp with time zone
    LANGUAGE sql
    AS $$select clock_timestamp() + make_interval(secs => offset_seconds) from permits.clock$$;

COMMENT ON FUNCTION permits.moment() IS 'the service clock at this very moment';

CREATE FUNCTION permits.now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$select pg_catalog.now() + make_interval(secs => offset_seconds) from permits.clock$$;

COMMENT ON FUNCTION permits.now() IS 'the service clock at the beginning of the transaction';

CREATE FUNCTION permits.set_once_columns() RETURNS trigger
    LANGUAGE plpgsql
    AS $_$
declare
    name    text;
    changed boolean;
begin
    foreach name in array tg_argv loop
        execute format('select ($1).%1$I is not null and ($1).%1$I is distinct from ($2).%1$I', name)
            into changed using old, new;
        if changed then
            raise exception 'column % of %.% is set once', name, tg_table_schema, tg_table_name
                using constraint = 'set_once_columns', errcode = 'integrity_constraint_violation';
        end if;
    end loop;
    return new;
end
$_$;

COMMENT ON FUNCTION permits.set_once_columns() IS 'trigger: the columns it names are null until they get the value they keep';

CREATE FUNCTION permits.version_goes_up() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
    if new.version <> old.version + 1 then
        raise exception 'version of %.% goes from % to %, not to %',
            tg_table_schema, tg_table_name, old.version, old.version + 1, new.version
            using constraint = 'version_goes_up', errcode = 'integrity_constraint_violation';
    end if;
    return new;
end
$$;

COMMENT ON FUNCTION permits.version_goes_up() IS 'trigger: every change counts the version by one';

CREATE TABLE audit.entries (
    entry_id bigint NOT NULL,
    transaction xid8 DEFAULT pg_current_xact_id() NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    on_behalf text,
    kind text NOT NULL,
    subject text NOT NULL,
    person_token uuid,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    result text NOT NULL,
    CONSTRAINT entry_detail_is_flat CHECK ((jsonb_typeof(detail) = 'object'::text)),
    CONSTRAINT entry_has_an_actor CHECK ((actor <> ''::text)),
    CONSTRAINT entry_kind_form CHECK ((kind ~ '^[a-z]+(-[a-z]+)*$'::text)),
    CONSTRAINT entry_result_known CHECK ((result = ANY (ARRAY['done'::text, 'refused'::text, 'failed'::text])))
);

COMMENT ON TABLE audit.entries IS 'who did what to what; written with what it records; insert-only';

COMMENT ON COLUMN audit.entries.entry_id IS 'order of insertion, with gaps where a transaction was rolled back';

COMMENT ON COLUMN audit.entries.transaction IS 'the transaction it was written in: entries older than every running one can be sealed in order';

COMMENT ON COLUMN audit.entries.at IS 'when, by the service clock';

COMMENT ON COLUMN audit.entries.actor IS 'who did it: a user, or the service itself';

COMMENT ON COLUMN audit.entries.on_behalf IS 'for whom, when for another';

COMMENT ON COLUMN audit.entries.kind IS 'what was done';

COMMENT ON COLUMN audit.entries.subject IS 'case, disclosure, order or other id it was done to';

COMMENT ON COLUMN audit.entries.person_token IS 'random token of the registered person concerned; its mapping can be destroyed';

COMMENT ON COLUMN audit.entries.detail IS 'ids and hashes; never register content';

COMMENT ON COLUMN audit.entries.result IS 'done, refused or failed';

ALTER TABLE audit.entries ALTER COLUMN entry_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME audit.entries_entry_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE permits.build_progress (
    order_id text NOT NULL,
    stage text NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    beat_at timestamp with time zone NOT NULL,
    CONSTRAINT build_progress_counts CHECK (((done >= 0) AND (total >= 0)))
)
WITH (fillfactor='50');

COMMENT ON TABLE permits.build_progress IS 'where a build is, for the progress bar; rewritten often, worth nothing afterwards';

COMMENT ON COLUMN permits.build_progress.order_id IS 'the order being built';

COMMENT ON COLUMN permits.build_progress.stage IS 'cohort, a table''s name, seal…';

COMMENT ON COLUMN permits.build_progress.done IS 'rows read of this stage';

COMMENT ON COLUMN permits.build_progress.total IS 'rows expected in this stage; an estimate, 0 when unknown';

COMMENT ON COLUMN permits.build_progress.beat_at IS 'when the builder last said so, by real time';

CREATE SEQUENCE permits.case_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.case_number IS 'running number of KEHA-<number>-<year>; gaps mean nothing';

CREATE TABLE permits.cases (
    case_id text NOT NULL,
    applicant text NOT NULL,
    application jsonb NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    created_at timestamp with time zone NOT NULL,
    submitted_at timestamp with time zone,
    presenter text,
    proposal jsonb,
    decision jsonb,
    decider text,
    decided_at timestamp with time zone,
    served_at timestamp with time zone,
    accepted jsonb,
    undertakings jsonb DEFAULT '{}'::jsonb NOT NULL,
    ended_at timestamp with time zone,
    end_reasons text DEFAULT ''::text NOT NULL,
    CONSTRAINT case_decided_has_decision CHECK (((decision IS NOT NULL) OR (state = ANY (ARRAY['draft'::text, 'submitted'::text, 'in-review'::text, 'proposed'::text, 'withdrawn'::text])))),
    CONSTRAINT case_decision_has_decider CHECK ((((decision IS NULL) = (decider IS NULL)) AND ((decision IS NULL) = (decided_at IS NULL)))),
    CONSTRAINT case_draft_is_not_submitted CHECK (((state <> 'draft'::text) OR (submitted_at IS NULL))),
    CONSTRAINT case_id_form CHECK ((case_id ~ '^KEHA-[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT case_in_force_is_accepted CHECK (((state <> ALL (ARRAY['in-force'::text, 'ended'::text])) OR (accepted IS NOT NULL))),
    CONSTRAINT case_in_force_is_served CHECK (((state <> ALL (ARRAY['served'::text, 'in-force'::text, 'ended'::text, 'revoked'::text])) OR (served_at IS NOT NULL))),
    CONSTRAINT case_is_submitted_first CHECK (((state = ANY (ARRAY['draft'::text, 'withdrawn'::text])) OR (submitted_at IS NOT NULL))),
    CONSTRAINT case_not_decided_by_applicant CHECK ((decider <> applicant)),
    CONSTRAINT case_proposed_has_proposal CHECK (((state <> 'proposed'::text) OR (proposal IS NOT NULL))),
    CONSTRAINT case_review_has_presenter CHECK (((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'withdrawn'::text])) OR (presenter IS NOT NULL))),
    CONSTRAINT case_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'submitted'::text, 'in-review'::text, 'proposed'::text, 'granted'::text, 'partly-granted'::text, 'refused'::text, 'served'::text, 'in-force'::text, 'ended'::text, 'revoked'::text, 'withdrawn'::text]))),
    CONSTRAINT case_two_officers CHECK ((decider <> presenter)),
    CONSTRAINT case_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.cases IS 'one application for a permit under section 28 of the Publicity Act and what became of it';

COMMENT ON COLUMN permits.cases.case_id IS 'number with hyphens; letters print it with slashes';

COMMENT ON COLUMN permits.cases.applicant IS 'who drafted and submits it';

COMMENT ON COLUMN permits.cases.application IS 'what the applicant wrote; can be redacted, unlike events';

COMMENT ON COLUMN permits.cases.state IS 'whose turn it is';

COMMENT ON COLUMN permits.cases.version IS 'counts changes, so that nobody acts from a stale page';

COMMENT ON COLUMN permits.cases.created_at IS 'when the draft was begun, by the service clock';

COMMENT ON COLUMN permits.cases.submitted_at IS 'arrival; null in draft';

COMMENT ON COLUMN permits.cases.presenter IS 'who handles it and proposes; null until taken';

COMMENT ON COLUMN permits.cases.proposal IS 'what the presenter proposes';

COMMENT ON COLUMN permits.cases.decision IS 'what was decided: its scope is the specification of the extract';

COMMENT ON COLUMN permits.cases.decider IS 'who decided; never the presenter';

COMMENT ON COLUMN permits.cases.decided_at IS 'when it was decided, by the service clock';

COMMENT ON COLUMN permits.cases.served_at IS 'when the decision is deemed served';

COMMENT ON COLUMN permits.cases.accepted IS 'the leader''s acceptance of the conditions: who, when, hash of the text';

COMMENT ON COLUMN permits.cases.undertakings IS 'by user: each one''s undertaking of secrecy: when, hash of the text';

COMMENT ON COLUMN permits.cases.ended_at IS 'end, revocation or withdrawal';

COMMENT ON COLUMN permits.cases.end_reasons IS 'of a revocation; empty otherwise';

CREATE TABLE permits.clock (
    singleton boolean DEFAULT true NOT NULL,
    offset_seconds bigint DEFAULT 0 NOT NULL,
    CONSTRAINT clock_is_one CHECK (singleton)
);

COMMENT ON TABLE permits.clock IS 'the service clock: real time plus this offset; exactly one row';

COMMENT ON COLUMN permits.clock.singleton IS 'always true: the key of the only row';

COMMENT ON COLUMN permits.clock.offset_seconds IS 'added to real time; 0 in production';

CREATE TABLE permits.cohorts (
    order_id text NOT NULL,
    subject text NOT NULL,
    members bytea NOT NULL,
    CONSTRAINT cohort_subject_known CHECK ((subject = ANY (ARRAY['person'::text, 'employer'::text, 'provider'::text])))
);

COMMENT ON TABLE permits.cohorts IS 'who was in a delivered extract, to tell a data subject; removal clears a bit';

COMMENT ON COLUMN permits.cohorts.order_id IS 'the delivered order';

COMMENT ON COLUMN permits.cohorts.subject IS 'person, employer or provider';

COMMENT ON COLUMN permits.cohorts.members IS 'serialised roaring bitmap of internal ids';

CREATE TABLE permits.deliveries (
    order_id text NOT NULL,
    file text NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL,
    sealed_at timestamp with time zone NOT NULL,
    manifest bytea NOT NULL,
    CONSTRAINT delivery_file_named CHECK ((file <> ''::text)),
    CONSTRAINT delivery_hash_form CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
    CONSTRAINT delivery_is_not_empty CHECK ((bytes > 0))
);

COMMENT ON TABLE permits.deliveries IS 'sealed packages; insert-only';

COMMENT ON COLUMN permits.deliveries.order_id IS 'the order it answers';

COMMENT ON COLUMN permits.deliveries.file IS 'name in the sealed store';

COMMENT ON COLUMN permits.deliveries.bytes IS 'size of the file';

COMMENT ON COLUMN permits.deliveries.sha256 IS 'of the file, in hexadecimal';

COMMENT ON COLUMN permits.deliveries.sealed_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.deliveries.manifest IS 'manifest.json as it stands in the package';

CREATE SEQUENCE permits.disclosure_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.disclosure_number IS 'running number of KEHA-L<number>-<year>; gaps mean nothing';

CREATE TABLE permits.disclosures (
    disclosure_id text NOT NULL,
    body text GENERATED ALWAYS AS ((request ->> 'body'::text)) STORED,
    person text GENERATED ALWAYS AS ((request ->> 'person'::text)) STORED,
    request jsonb NOT NULL,
    state text NOT NULL,
    version integer NOT NULL,
    requested_by text NOT NULL,
    requested_at timestamp with time zone NOT NULL,
    scope jsonb NOT NULL,
    prepared_by text,
    prepared_at timestamp with time zone,
    confirmed_by text,
    confirmed_at timestamp with time zone,
    ended_at timestamp with time zone,
    reasons text DEFAULT ''::text NOT NULL,
    CONSTRAINT disclosure_confirmed_by_somebody CHECK (((state <> ALL (ARRAY['confirmed'::text, 'ended'::text])) OR ((confirmed_by IS NOT NULL) AND (confirmed_at IS NOT NULL)))),
    CONSTRAINT disclosure_has_a_body CHECK (((body <> ''::text) AND (body IS NOT NULL))),
    CONSTRAINT disclosure_has_a_person CHECK (((person <> ''::text) AND (person IS NOT NULL))),
    CONSTRAINT disclosure_id_form CHECK ((disclosure_id ~ '^KEHA-L[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT disclosure_prepared_first CHECK (((state <> ALL (ARRAY['prepared'::text, 'confirmed'::text, 'ended'::text])) OR ((prepared_by IS NOT NULL) AND (prepared_at IS NOT NULL)))),
    CONSTRAINT disclosure_state_known CHECK ((state = ANY (ARRAY['requested'::text, 'prepared'::text, 'confirmed'::text, 'declined'::text, 'ended'::text]))),
    CONSTRAINT disclosure_two_officers CHECK ((confirmed_by <> prepared_by)),
    CONSTRAINT disclosure_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.disclosures IS 'statutory disclosures to the ministry and the ELY centres (7 § 2 mom)';

COMMENT ON COLUMN permits.disclosures.disclosure_id IS 'number with hyphens';

COMMENT ON COLUMN permits.disclosures.body IS 'who asked, out of the request';

COMMENT ON COLUMN permits.disclosures.person IS 'who orders within it, out of the request';

COMMENT ON COLUMN permits.disclosures.request IS 'task, provision, necessity, scope, area, term and recipient as requested';

COMMENT ON COLUMN permits.disclosures.state IS 'whose turn it is';

COMMENT ON COLUMN permits.disclosures.version IS 'counts changes, so that nobody acts from a stale page';

COMMENT ON COLUMN permits.disclosures.requested_by IS 'who asked on the body''s behalf';

COMMENT ON COLUMN permits.disclosures.requested_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.disclosures.scope IS 'what is disclosed: as requested, or less';

COMMENT ON COLUMN permits.disclosures.prepared_by IS 'the officer who prepared it';

COMMENT ON COLUMN permits.disclosures.prepared_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.disclosures.confirmed_by IS 'the other officer, who confirmed it';

COMMENT ON COLUMN permits.disclosures.confirmed_at IS 'when, by the service clock: in force within its term from then on';

COMMENT ON COLUMN permits.disclosures.ended_at IS 'when it was declined or ended';

COMMENT ON COLUMN permits.disclosures.reasons IS 'of a refusal or an early end; empty otherwise';

CREATE TABLE permits.events (
    event_id bigint NOT NULL,
    subject text NOT NULL,
    version integer NOT NULL,
    kind text NOT NULL,
    by_user text NOT NULL,
    at timestamp with time zone NOT NULL,
    detail jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT event_detail_is_flat CHECK ((jsonb_typeof(detail) = 'object'::text)),
    CONSTRAINT event_has_an_actor CHECK ((by_user <> ''::text)),
    CONSTRAINT event_kind_form CHECK ((kind ~ '^[a-z]+(-[a-z]+)*$'::text)),
    CONSTRAINT event_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.events IS 'one row for each command; ids and hashes only; insert-only';

COMMENT ON COLUMN permits.events.event_id IS 'order of insertion';

COMMENT ON COLUMN permits.events.subject IS 'case, disclosure or order';

COMMENT ON COLUMN permits.events.version IS 'of the subject, after the command';

COMMENT ON COLUMN permits.events.kind IS 'what happened; kinds are added, never renamed';

COMMENT ON COLUMN permits.events.by_user IS 'who did it; no reference, so that the event outlives the account';

COMMENT ON COLUMN permits.events.at IS 'when, by the service clock';

COMMENT ON COLUMN permits.events.detail IS 'ids and hashes; never what somebody wrote';

ALTER TABLE permits.events ALTER COLUMN event_id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME permits.events_event_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE permits.letters (
    case_id text NOT NULL,
    kind text NOT NULL,
    lang text NOT NULL,
    pdf bytea NOT NULL,
    sha256 text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT letter_hash_is_of_pdf CHECK ((sha256 = encode(sha256(pdf), 'hex'::text))),
    CONSTRAINT letter_kind_known CHECK ((kind = 'decision'::text)),
    CONSTRAINT letter_language_known CHECK ((lang = ANY (ARRAY['fi'::text, 'sv'::text])))
);

COMMENT ON TABLE permits.letters IS 'letters as they were given; the first one made stands';

COMMENT ON COLUMN permits.letters.case_id IS 'whose letter';

COMMENT ON COLUMN permits.letters.kind IS 'decision: the decision letter';

COMMENT ON COLUMN permits.letters.lang IS 'of the letter: fi or sv';

COMMENT ON COLUMN permits.letters.pdf IS 'the document';

COMMENT ON COLUMN permits.letters.sha256 IS 'of the document, in hexadecimal';

COMMENT ON COLUMN permits.letters.made_at IS 'when, by the service clock';

CREATE SEQUENCE permits.order_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.order_number IS 'running number of T-<number>-<year>; gaps mean nothing';

CREATE TABLE permits.orders (
    order_id text NOT NULL,
    case_id text,
    disclosure_id text,
    basis_version integer NOT NULL,
    provision text NOT NULL,
    scope jsonb NOT NULL,
    recipient jsonb NOT NULL,
    ordered_by text NOT NULL,
    ordered_at timestamp with time zone NOT NULL,
    law_day date NOT NULL,
    destroy_by date NOT NULL,
    language text NOT NULL,
    number integer NOT NULL,
    state text NOT NULL,
    reason text DEFAULT ''::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    CONSTRAINT order_attempts_count CHECK ((attempts >= 0)),
    CONSTRAINT order_failure_has_reason CHECK (((state <> ALL (ARRAY['held'::text, 'failed'::text])) OR (reason <> ''::text))),
    CONSTRAINT order_has_one_basis CHECK ((num_nonnulls(case_id, disclosure_id) = 1)),
    CONSTRAINT order_id_form CHECK ((order_id ~ '^T-[0-9]+-[0-9]{4}$'::text)),
    CONSTRAINT order_language_known CHECK ((language = ANY (ARRAY['fi'::text, 'sv'::text, 'en'::text]))),
    CONSTRAINT order_number_counts CHECK ((number > 0)),
    CONSTRAINT order_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'building'::text, 'held'::text, 'sealed'::text, 'failed'::text]))),
    CONSTRAINT order_version_counts CHECK ((version > 0))
);

COMMENT ON TABLE permits.orders IS 'extracts ordered: each on a permit or on a disclosure';

COMMENT ON COLUMN permits.orders.order_id IS 'number with hyphens';

COMMENT ON COLUMN permits.orders.case_id IS 'the permit it rests on, or null';

COMMENT ON COLUMN permits.orders.disclosure_id IS 'the disclosure it rests on, or null';

COMMENT ON COLUMN permits.orders.basis_version IS 'version of the basis when it was ordered';

COMMENT ON COLUMN permits.orders.provision IS 'the rule the basis rests on that day';

COMMENT ON COLUMN permits.orders.scope IS 'what the builder makes, and nothing else';

COMMENT ON COLUMN permits.orders.recipient IS 'whom the package is sealed to: kind, name, public key';

COMMENT ON COLUMN permits.orders.ordered_by IS 'who ordered it';

COMMENT ON COLUMN permits.orders.ordered_at IS 'when, by the service clock';

COMMENT ON COLUMN permits.orders.law_day IS 'day of the law and of removals';

COMMENT ON COLUMN permits.orders.destroy_by IS 'by when the recipient destroys the data';

COMMENT ON COLUMN permits.orders.language IS 'of the texts in the package';

COMMENT ON COLUMN permits.orders.number IS 'the basis''s first order is 1';

COMMENT ON COLUMN permits.orders.state IS 'where the order is, whatever the job queue says';

COMMENT ON COLUMN permits.orders.reason IS 'of a failure or a hold; without internals';

COMMENT ON COLUMN permits.orders.attempts IS 'how often a worker began to build it';

COMMENT ON COLUMN permits.orders.version IS 'counts its events';

CREATE TABLE permits.users (
    user_id text NOT NULL,
    name text NOT NULL,
    email text NOT NULL,
    organisation text NOT NULL,
    body text NOT NULL,
    duties text[] NOT NULL,
    language text NOT NULL,
    CONSTRAINT user_duties_known CHECK ((duties <@ ARRAY['researcher'::text, 'presenter'::text, 'decider'::text, 'analyst'::text])),
    CONSTRAINT user_has_an_id CHECK ((user_id <> ''::text)),
    CONSTRAINT user_language_known CHECK ((language = ANY (ARRAY['fi'::text, 'sv'::text, 'en'::text])))
);

COMMENT ON TABLE permits.users IS 'who may sign in, and what they do in the service';

COMMENT ON COLUMN permits.users.user_id IS 'stable id in the service; never a personal identity code';

COMMENT ON COLUMN permits.users.name IS 'as printed in letters';

COMMENT ON COLUMN permits.users.email IS 'also identifies whom an applicant names';

COMMENT ON COLUMN permits.users.organisation IS 'employer or university, as printed';

COMMENT ON COLUMN permits.users.body IS 'authority: KEHA, TEM or ELY01 to ELY15; empty for others';

COMMENT ON COLUMN permits.users.duties IS 'roles of the access policy';

COMMENT ON COLUMN permits.users.language IS 'of the pages: fi, sv or en';

CREATE SEQUENCE permits.worker_number
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

COMMENT ON SEQUENCE permits.worker_number IS 'names a running worker process; it holds an advisory lock of this number while it lives';

CREATE TABLE permits.wrapped_keys (
    basis_id text GENERATED ALWAYS AS (COALESCE(case_id, disclosure_id)) STORED,
    case_id text,
    disclosure_id text,
    wrapped bytea NOT NULL,
    kcv text NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT wrapped_key_has_one_basis CHECK ((num_nonnulls(case_id, disclosure_id) = 1)),
    CONSTRAINT wrapped_key_is_not_empty CHECK (((length(wrapped) > 0) AND (kcv <> ''::text)))
);

COMMENT ON TABLE permits.wrapped_keys IS 'pseudonymisation keys, wrapped by a key kept elsewhere; no business of the pages';

COMMENT ON COLUMN permits.wrapped_keys.basis_id IS 'permit or disclosure whose key it is';

COMMENT ON COLUMN permits.wrapped_keys.case_id IS 'the permit, or null';

COMMENT ON COLUMN permits.wrapped_keys.disclosure_id IS 'the disclosure, or null';

COMMENT ON COLUMN permits.wrapped_keys.wrapped IS 'the key, encrypted';

COMMENT ON COLUMN permits.wrapped_keys.kcv IS 'key check value: tells keys apart without showing them';

COMMENT ON COLUMN permits.wrapped_keys.made_at IS 'when, by the service clock';

CREATE TABLE registers.clientship (
    person_id bigint NOT NULL,
    clientship_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    service_line text,
    service_line_on date,
    contact_mode text,
    contact_on date,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.clientship IS 'Clientships (Asiakkuudet)';

COMMENT ON COLUMN registers.clientship.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.clientship.clientship_id IS 'Internal id of the clientship (Asiakkuuden sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.clientship.start_date IS 'Start of clientship (Asiakkuuden alku), 3.1.2';

COMMENT ON COLUMN registers.clientship.end_date IS 'End of clientship (Asiakkuuden loppu), 3.1.2';

COMMENT ON COLUMN registers.clientship.service_line IS 'Service line (Palvelulinja), 3.1.4';

COMMENT ON COLUMN registers.clientship.service_line_on IS 'Date of the service line (Palvelulinjan päivämäärä), 3.1.4';

COMMENT ON COLUMN registers.clientship.contact_mode IS 'Mode of contact (Yhteydenottotapa), 3.1.2';

COMMENT ON COLUMN registers.clientship.contact_on IS 'Date of contact (Yhteydenottopäivä), 3.1.2';

COMMENT ON COLUMN registers.clientship.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.clientship.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.clientship.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.clientship.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.clientship.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.employer (
    employer_id bigint NOT NULL,
    business_id text NOT NULL,
    name text NOT NULL,
    industry text NOT NULL,
    municipality text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.employer IS 'Employers (Työnantajat)';

COMMENT ON COLUMN registers.employer.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.1';

COMMENT ON COLUMN registers.employer.business_id IS 'Business ID (Y-tunnus), 3.2.1';

COMMENT ON COLUMN registers.employer.name IS 'Employer''s name (Työnantajan nimi), 3.2.1';

COMMENT ON COLUMN registers.employer.industry IS 'Employer''s industry (Työnantajan toimiala), 3.2.3';

COMMENT ON COLUMN registers.employer.municipality IS 'Employer''s domicile (Työnantajan kotipaikka), 3.2.1';

COMMENT ON COLUMN registers.employer.start_date IS 'Start of clientship (Asiakkuuden alku), 3.2.2';

COMMENT ON COLUMN registers.employer.end_date IS 'End of clientship (Asiakkuuden loppu), 3.2.2';

COMMENT ON COLUMN registers.employer.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.employer.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.employer.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.employer.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.employer.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.employment_code (
    person_id bigint NOT NULL,
    spell_id bigint NOT NULL,
    code text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    end_reason text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.employment_code IS 'Employment code spells (Työllisyyskoodijaksot)';

COMMENT ON COLUMN registers.employment_code.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.employment_code.spell_id IS 'Internal id of the employment code spell (Työllisyyskoodijakson sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.employment_code.code IS 'Employment code (Työllisyyskoodi), 3.1.2';

COMMENT ON COLUMN registers.employment_code.start_date IS 'Start of employment code (Työllisyyskoodin alkamispäivä), 3.1.2';

COMMENT ON COLUMN registers.employment_code.end_date IS 'End of employment code (Työllisyyskoodin loppumispäivä), 3.1.2';

COMMENT ON COLUMN registers.employment_code.end_reason IS 'Reason for the end of unemployment (Työttömyyden päättymissyy), 3.1.2';

COMMENT ON COLUMN registers.employment_code.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.employment_code.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.employment_code.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.employment_code.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.employment_code.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.job_offer (
    person_id bigint NOT NULL,
    offer_id bigint NOT NULL,
    employer_id bigint NOT NULL,
    vacancy_id bigint NOT NULL,
    offered_on date NOT NULL,
    result text NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.job_offer IS 'Job offers (Työtarjoukset)';

COMMENT ON COLUMN registers.job_offer.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.job_offer.offer_id IS 'Internal id of the job offer (Työtarjouksen sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.job_offer.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.job_offer.vacancy_id IS 'Internal id of the offered vacancy (Tarjotun työpaikan sisäinen tunniste), 3.1.5';

COMMENT ON COLUMN registers.job_offer.offered_on IS 'Date of the job offer (Työtarjouksen päivämäärä), 3.1.5';

COMMENT ON COLUMN registers.job_offer.result IS 'Result of the job offer (Työtarjouksen tulos), 3.1.5';

COMMENT ON COLUMN registers.job_offer.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.job_offer.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.job_offer.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.job_offer.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.job_offer.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.job_search (
    person_id bigint NOT NULL,
    job_search_id bigint NOT NULL,
    start_date date NOT NULL,
    end_date date,
    occupation text,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.job_search IS 'Job searches (Työnhaut)';

COMMENT ON COLUMN registers.job_search.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.job_search.job_search_id IS 'Internal id of the job search (Työnhaun sisäinen tunniste), 3.1.2';

COMMENT ON COLUMN registers.job_search.start_date IS 'Start of job search (Työnhaun alkamispäivä), 3.1.2';

COMMENT ON COLUMN registers.job_search.end_date IS 'End of job search (Työnhaun päättymispäivä), 3.1.2';

COMMENT ON COLUMN registers.job_search.occupation IS 'Occupation sought (Haettu ammatti), 3.1.3';

COMMENT ON COLUMN registers.job_search.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.job_search.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.job_search.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.job_search.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.job_search.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.person (
    person_id bigint NOT NULL,
    family_name text NOT NULL,
    given_names text NOT NULL,
    birth_date date NOT NULL,
    sex text NOT NULL,
    mother_tongue text NOT NULL,
    citizenship text NOT NULL,
    municipality text NOT NULL,
    street_address text,
    phone text,
    email text,
    protected_address boolean DEFAULT false NOT NULL,
    education text,
    disability boolean DEFAULT false NOT NULL,
    fund_member boolean DEFAULT false NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date,
    CONSTRAINT sex_known CHECK ((sex = ANY (ARRAY['1'::text, '2'::text])))
);

COMMENT ON TABLE registers.person IS 'Person clients (Henkilöasiakkaat)';

COMMENT ON COLUMN registers.person.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.1';

COMMENT ON COLUMN registers.person.family_name IS 'Family name (Sukunimi), 3.1.1';

COMMENT ON COLUMN registers.person.given_names IS 'Given names (Etunimet), 3.1.1';

COMMENT ON COLUMN registers.person.birth_date IS 'Date of birth (Syntymäaika), 3.1.1';

COMMENT ON COLUMN registers.person.sex IS 'Sex (Sukupuoli), 3.1.1';

COMMENT ON COLUMN registers.person.mother_tongue IS 'Mother tongue (Äidinkieli), 3.1.2';

COMMENT ON COLUMN registers.person.citizenship IS 'Citizenship (Kansalaisuus), 3.1.2';

COMMENT ON COLUMN registers.person.municipality IS 'Municipality of residence (Asuinkunta), 3.1.1';

COMMENT ON COLUMN registers.person.street_address IS 'Street address (Katuosoite), 3.1.1';

COMMENT ON COLUMN registers.person.phone IS 'Telephone number (Puhelinnumero), 3.1.1';

COMMENT ON COLUMN registers.person.email IS 'E-mail address (Sähköpostiosoite), 3.1.1';

COMMENT ON COLUMN registers.person.protected_address IS 'Non-disclosure order (Turvakielto), 3.1.1';

COMMENT ON COLUMN registers.person.education IS 'Level of education (Koulutusaste), 3.1.3';

COMMENT ON COLUMN registers.person.disability IS 'Disability or long-term illness (Vamma tai pitkäaikaissairaus), 3.1.7';

COMMENT ON COLUMN registers.person.fund_member IS 'Unemployment fund membership (Työttömyyskassan jäsenyys), 3.1.8';

COMMENT ON COLUMN registers.person.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.person.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.person.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.person.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.person.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.person_identifier (
    person_id bigint NOT NULL,
    code text NOT NULL,
    temporary boolean DEFAULT false NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.person_identifier IS 'Personal identity codes (Henkilötunnukset)';

COMMENT ON COLUMN registers.person_identifier.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.1';

COMMENT ON COLUMN registers.person_identifier.code IS 'Personal identity code (Henkilötunnus), 3.1.1';

COMMENT ON COLUMN registers.person_identifier.temporary IS 'Temporary code (Tilapäinen tunnus), 3.1.1';

COMMENT ON COLUMN registers.person_identifier.valid_from IS 'First day of the code (Tunnuksen ensimmäinen päivä), 3.1.1';

COMMENT ON COLUMN registers.person_identifier.valid_to IS 'Last day of the code (Tunnuksen viimeinen päivä), 3.1.1';

COMMENT ON COLUMN registers.person_identifier.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.person_identifier.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.person_identifier.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.person_identifier.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.person_identifier.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.plan (
    person_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    kind text NOT NULL,
    signed_on date NOT NULL,
    review_on date,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.plan IS 'Plans (Suunnitelmat)';

COMMENT ON COLUMN registers.plan.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.4';

COMMENT ON COLUMN registers.plan.plan_id IS 'Internal id of the plan (Suunnitelman sisäinen tunniste), 3.1.4';

COMMENT ON COLUMN registers.plan.kind IS 'Kind of plan (Suunnitelman laji), 3.1.4';

COMMENT ON COLUMN registers.plan.signed_on IS 'Date of signing (Allekirjoituspäivä), 3.1.4';

COMMENT ON COLUMN registers.plan.review_on IS 'Date of review (Tarkistuspäivä), 3.1.4';

COMMENT ON COLUMN registers.plan.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.plan.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.plan.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.plan.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.plan.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.procured_service (
    provider_id bigint NOT NULL,
    procured_service_id bigint NOT NULL,
    kind text NOT NULL,
    contract_number text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    price numeric(12,2) NOT NULL,
    places integer NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.procured_service IS 'Procured services (Hankitut palvelut)';

COMMENT ON COLUMN registers.procured_service.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.4';

COMMENT ON COLUMN registers.procured_service.procured_service_id IS 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.4';

COMMENT ON COLUMN registers.procured_service.kind IS 'Kind of procurement (Hankinnan laji), 3.3.4';

COMMENT ON COLUMN registers.procured_service.contract_number IS 'Contract number (Sopimusnumero), 3.3.3';

COMMENT ON COLUMN registers.procured_service.start_date IS 'Start of contract (Sopimuksen alkamispäivä), 3.3.3';

COMMENT ON COLUMN registers.procured_service.end_date IS 'End of contract (Sopimuksen päättymispäivä), 3.3.3';

COMMENT ON COLUMN registers.procured_service.price IS 'Contract price (Sopimushinta), 3.3.3';

COMMENT ON COLUMN registers.procured_service.places IS 'Number of places (Paikkojen määrä), 3.3.4';

COMMENT ON COLUMN registers.procured_service.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.procured_service.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.procured_service.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.procured_service.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.procured_service.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.provider (
    provider_id bigint NOT NULL,
    business_id text NOT NULL,
    name text NOT NULL,
    municipality text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.provider IS 'Service providers (Palveluntuottajat)';

COMMENT ON COLUMN registers.provider.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.1';

COMMENT ON COLUMN registers.provider.business_id IS 'Business ID (Y-tunnus), 3.3.1';

COMMENT ON COLUMN registers.provider.name IS 'Provider''s name (Palveluntuottajan nimi), 3.3.1';

COMMENT ON COLUMN registers.provider.municipality IS 'Provider''s domicile (Palveluntuottajan kotipaikka), 3.3.1';

COMMENT ON COLUMN registers.provider.start_date IS 'Start of contractual relation (Sopimussuhteen alku), 3.3.2';

COMMENT ON COLUMN registers.provider.end_date IS 'End of contractual relation (Sopimussuhteen loppu), 3.3.2';

COMMENT ON COLUMN registers.provider.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.provider.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.provider.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.provider.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.provider.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.service_period (
    person_id bigint NOT NULL,
    service_period_id bigint NOT NULL,
    kind text NOT NULL,
    start_date date NOT NULL,
    end_date date,
    provider_id bigint,
    procured_service_id bigint,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.service_period IS 'Service periods (Palvelujaksot)';

COMMENT ON COLUMN registers.service_period.person_id IS 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.service_period.service_period_id IS 'Internal id of the service period (Palvelujakson sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.service_period.kind IS 'Kind of service (Palvelun laji), 3.1.6';

COMMENT ON COLUMN registers.service_period.start_date IS 'Start of service (Palvelun alkamispäivä), 3.1.6';

COMMENT ON COLUMN registers.service_period.end_date IS 'End of service (Palvelun päättymispäivä), 3.1.6';

COMMENT ON COLUMN registers.service_period.provider_id IS 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.service_period.procured_service_id IS 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.1.6';

COMMENT ON COLUMN registers.service_period.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.service_period.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.service_period.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.service_period.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.service_period.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

CREATE TABLE registers.vacancy (
    employer_id bigint NOT NULL,
    vacancy_id bigint NOT NULL,
    notice_number text NOT NULL,
    occupation text NOT NULL,
    municipality text NOT NULL,
    reported_on date NOT NULL,
    closed_on date,
    positions integer NOT NULL,
    working_time text NOT NULL,
    duration text NOT NULL,
    relation text NOT NULL,
    summer_job boolean DEFAULT false NOT NULL,
    apprenticeship boolean DEFAULT false NOT NULL,
    office text NOT NULL,
    source text NOT NULL,
    recorder text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    removable_from date
);

COMMENT ON TABLE registers.vacancy IS 'Vacancies (Avoimet työpaikat)';

COMMENT ON COLUMN registers.vacancy.employer_id IS 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.4';

COMMENT ON COLUMN registers.vacancy.vacancy_id IS 'Internal id of the vacancy (Avoimen työpaikan sisäinen tunniste), 3.2.4';

COMMENT ON COLUMN registers.vacancy.notice_number IS 'Notice number (Ilmoitusnumero), 3.2.4';

COMMENT ON COLUMN registers.vacancy.occupation IS 'Occupation of the job (Työn ammatti), 3.2.4';

COMMENT ON COLUMN registers.vacancy.municipality IS 'Municipality of the workplace (Työpaikan sijaintikunta), 3.2.4';

COMMENT ON COLUMN registers.vacancy.reported_on IS 'Date of report (Ilmoituspäivä), 3.2.4';

COMMENT ON COLUMN registers.vacancy.closed_on IS 'Date of closing (Sulkemispäivä), 3.2.4';

COMMENT ON COLUMN registers.vacancy.positions IS 'Number of positions (Paikkojen määrä), 3.2.4';

COMMENT ON COLUMN registers.vacancy.working_time IS 'Working time (Työaika), 3.2.4';

COMMENT ON COLUMN registers.vacancy.duration IS 'Duration of the work (Työn kesto), 3.2.4';

COMMENT ON COLUMN registers.vacancy.relation IS 'Type of employment relation (Työsuhteen tyyppi), 3.2.4';

COMMENT ON COLUMN registers.vacancy.summer_job IS 'Summer job (Kesätyöpaikka), 3.2.4';

COMMENT ON COLUMN registers.vacancy.apprenticeship IS 'Apprenticeship (Oppisopimuspaikka), 3.2.4';

COMMENT ON COLUMN registers.vacancy.office IS 'Controller (Rekisterinpitäjä), 2.3b';

COMMENT ON COLUMN registers.vacancy.source IS 'Source (Tiedon lähde), 4.1b';

COMMENT ON COLUMN registers.vacancy.recorder IS 'Recorder (Tiedon merkitsijä), 4.1b';

COMMENT ON COLUMN registers.vacancy.recorded_at IS 'Time of recording (Tallennusaika), 4.1a';

COMMENT ON COLUMN registers.vacancy.removable_from IS 'Removable from (Poistettava alkaen), 4.3a';

ALTER TABLE ONLY audit.entries
    ADD CONSTRAINT entry_pk PRIMARY KEY (entry_id);

ALTER TABLE ONLY permits.build_progress
    ADD CONSTRAINT build_progress_pk PRIMARY KEY (order_id);

ALTER TABLE ONLY permits.cases
    ADD CONSTRAINT case_pk PRIMARY KEY (case_id);

ALTER TABLE ONLY permits.clock
    ADD CONSTRAINT clock_pk PRIMARY KEY (singleton);

ALTER TABLE ONLY permits.cohorts
    ADD CONSTRAINT cohort_pk PRIMARY KEY (order_id, subject);

ALTER TABLE ONLY permits.deliveries
    ADD CONSTRAINT delivery_file_once UNIQUE (file);

ALTER TABLE ONLY permits.deliveries
    ADD CONSTRAINT delivery_pk PRIMARY KEY (order_id);

ALTER TABLE ONLY permits.disclosures
    ADD CONSTRAINT disclosure_pk PRIMARY KEY (disclosure_id);

ALTER TABLE ONLY permits.events
    ADD CONSTRAINT event_pk PRIMARY KEY (event_id);

ALTER TABLE ONLY permits.events
    ADD CONSTRAINT event_version_once UNIQUE (subject, version);

ALTER TABLE ONLY permits.letters
    ADD CONSTRAINT letter_pk PRIMARY KEY (case_id, kind, lang);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_number_once_on_case UNIQUE (case_id, number);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_number_once_on_disclosure UNIQUE (disclosure_id, number);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_pk PRIMARY KEY (order_id);

ALTER TABLE ONLY permits.users
    ADD CONSTRAINT user_pk PRIMARY KEY (user_id);

ALTER TABLE ONLY permits.wrapped_keys
    ADD CONSTRAINT wrapped_key_of_basis_once UNIQUE (basis_id);

ALTER TABLE ONLY registers.clientship
    ADD CONSTRAINT clientship_pk PRIMARY KEY (person_id, clientship_id);

ALTER TABLE ONLY registers.employer
    ADD CONSTRAINT employer_pk PRIMARY KEY (employer_id);

ALTER TABLE ONLY registers.employment_code
    ADD CONSTRAINT employment_code_pk PRIMARY KEY (person_id, spell_id);

ALTER TABLE ONLY registers.job_offer
    ADD CONSTRAINT job_offer_pk PRIMARY KEY (person_id, offer_id);

ALTER TABLE ONLY registers.job_search
    ADD CONSTRAINT job_search_pk PRIMARY KEY (person_id, job_search_id);

ALTER TABLE ONLY registers.person_identifier
    ADD CONSTRAINT person_identifier_pk PRIMARY KEY (person_id, code);

ALTER TABLE ONLY registers.person
    ADD CONSTRAINT person_pk PRIMARY KEY (person_id);

ALTER TABLE ONLY registers.plan
    ADD CONSTRAINT plan_pk PRIMARY KEY (person_id, plan_id);

ALTER TABLE ONLY registers.procured_service
    ADD CONSTRAINT procured_service_pk PRIMARY KEY (provider_id, procured_service_id);

ALTER TABLE ONLY registers.provider
    ADD CONSTRAINT provider_pk PRIMARY KEY (provider_id);

ALTER TABLE ONLY registers.service_period
    ADD CONSTRAINT service_period_pk PRIMARY KEY (person_id, service_period_id);

ALTER TABLE ONLY registers.vacancy
    ADD CONSTRAINT vacancy_pk PRIMARY KEY (employer_id, vacancy_id);

CREATE INDEX entry_of_subject ON audit.entries USING btree (subject, entry_id);

COMMENT ON INDEX audit.entry_of_subject IS 'the log of one case, disclosure or order';

CREATE INDEX case_of_applicant ON permits.cases USING btree (applicant);

COMMENT ON INDEX permits.case_of_applicant IS 'an applicant''s own cases';

CREATE INDEX case_of_named_user ON permits.cases USING gin (((application -> 'people'::text)) jsonb_path_ops);

COMMENT ON INDEX permits.case_of_named_user IS 'the cases that name a user';

CREATE INDEX case_queue ON permits.cases USING btree (submitted_at, case_id) WHERE (submitted_at IS NOT NULL);

COMMENT ON INDEX permits.case_queue IS 'submitted cases, oldest first';

CREATE INDEX disclosure_of_body ON permits.disclosures USING btree (body, disclosure_id);

COMMENT ON INDEX permits.disclosure_of_body IS 'a body''s own disclosures';

CREATE INDEX event_time ON permits.events USING btree (at);

COMMENT ON INDEX permits.event_time IS 'the newest event, behind which the clock is not moved';

CREATE INDEX order_unfinished ON permits.orders USING btree (order_id) WHERE (state = ANY (ARRAY['queued'::text, 'building'::text]));

COMMENT ON INDEX permits.order_unfinished IS 'what workers still have to do';

CREATE UNIQUE INDEX user_email_once ON permits.users USING btree (lower(email));

COMMENT ON INDEX permits.user_email_once IS 'one account for an e-mail address';

CREATE INDEX employer_business_id ON registers.employer USING btree (business_id);

CREATE INDEX person_identifier_code ON registers.person_identifier USING btree (code);

CREATE INDEX person_name ON registers.person USING btree (family_name, given_names);

CREATE INDEX provider_business_id ON registers.provider USING btree (business_id);

CREATE INDEX vacancy_notice_number ON registers.vacancy USING btree (notice_number);

CREATE TRIGGER entry_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON audit.entries FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER case_keeps BEFORE UPDATE ON permits.cases FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('case_id', 'applicant', 'created_at');

CREATE TRIGGER case_sets_once BEFORE UPDATE ON permits.cases FOR EACH ROW EXECUTE FUNCTION permits.set_once_columns('submitted_at', 'decision', 'decider', 'decided_at', 'served_at', 'accepted', 'ended_at');

CREATE TRIGGER case_version BEFORE UPDATE ON permits.cases FOR EACH ROW EXECUTE FUNCTION permits.version_goes_up();

CREATE TRIGGER clock_stays BEFORE DELETE OR TRUNCATE ON permits.clock FOR EACH STATEMENT EXECUTE FUNCTION permits.clock_stays();

CREATE TRIGGER cohort_keeps BEFORE UPDATE ON permits.cohorts FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('order_id', 'subject');

CREATE TRIGGER delivery_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.deliveries FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER disclosure_keeps BEFORE UPDATE ON permits.disclosures FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('disclosure_id', 'request', 'requested_by', 'requested_at');

CREATE TRIGGER disclosure_sets_once BEFORE UPDATE ON permits.disclosures FOR EACH ROW EXECUTE FUNCTION permits.set_once_columns('confirmed_by', 'confirmed_at', 'ended_at');

CREATE TRIGGER disclosure_version BEFORE UPDATE ON permits.disclosures FOR EACH ROW EXECUTE FUNCTION permits.version_goes_up();

CREATE TRIGGER event_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.events FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER letter_insert_only BEFORE DELETE OR UPDATE OR TRUNCATE ON permits.letters FOR EACH STATEMENT EXECUTE FUNCTION permits.insert_only();

CREATE TRIGGER order_keeps BEFORE UPDATE ON permits.orders FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('order_id', 'case_id', 'disclosure_id', 'basis_version', 'provision', 'scope', 'recipient', 'ordered_by', 'ordered_at', 'law_day', 'destroy_by', 'language', 'number');

CREATE TRIGGER user_keeps_id BEFORE UPDATE ON permits.users FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('user_id');

CREATE TRIGGER wrapped_key_keeps BEFORE UPDATE ON permits.wrapped_keys FOR EACH ROW EXECUTE FUNCTION permits.immutable_columns('case_id', 'disclosure_id', 'wrapped', 'kcv', 'made_at');

ALTER TABLE ONLY permits.build_progress
    ADD CONSTRAINT build_progress_order_exists FOREIGN KEY (order_id) REFERENCES permits.orders(order_id);

ALTER TABLE ONLY permits.cases
    ADD CONSTRAINT case_applicant_exists FOREIGN KEY (applicant) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.cases
    ADD CONSTRAINT case_decider_exists FOREIGN KEY (decider) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.cases
    ADD CONSTRAINT case_presenter_exists FOREIGN KEY (presenter) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.cohorts
    ADD CONSTRAINT cohort_order_exists FOREIGN KEY (order_id) REFERENCES permits.orders(order_id);

ALTER TABLE ONLY permits.deliveries
    ADD CONSTRAINT delivery_order_exists FOREIGN KEY (order_id) REFERENCES permits.orders(order_id);

ALTER TABLE ONLY permits.disclosures
    ADD CONSTRAINT disclosure_confirmer_exists FOREIGN KEY (confirmed_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.disclosures
    ADD CONSTRAINT disclosure_preparer_exists FOREIGN KEY (prepared_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.disclosures
    ADD CONSTRAINT disclosure_requester_exists FOREIGN KEY (requested_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.letters
    ADD CONSTRAINT letter_case_exists FOREIGN KEY (case_id) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_case_exists FOREIGN KEY (case_id) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_disclosure_exists FOREIGN KEY (disclosure_id) REFERENCES permits.disclosures(disclosure_id);

ALTER TABLE ONLY permits.orders
    ADD CONSTRAINT order_person_exists FOREIGN KEY (ordered_by) REFERENCES permits.users(user_id);

ALTER TABLE ONLY permits.wrapped_keys
    ADD CONSTRAINT wrapped_key_case_exists FOREIGN KEY (case_id) REFERENCES permits.cases(case_id);

ALTER TABLE ONLY permits.wrapped_keys
    ADD CONSTRAINT wrapped_key_disclosure_exists FOREIGN KEY (disclosure_id) REFERENCES permits.disclosures(disclosure_id);

GRANT USAGE ON SCHEMA audit TO permits_web;
GRANT USAGE ON SCHEMA audit TO permits_work;

GRANT USAGE ON SCHEMA permits TO permits_web;
GRANT USAGE ON SCHEMA permits TO permits_work;

GRANT USAGE ON SCHEMA registers TO permits_work;

GRANT INSERT ON TABLE audit.entries TO permits_web;
GRANT INSERT ON TABLE audit.entries TO permits_work;

GRANT SELECT ON TABLE permits.build_progress TO permits_web;
GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE permits.build_progress TO permits_work;

GRANT USAGE ON SEQUENCE permits.case_number TO permits_web;

GRANT SELECT,INSERT,UPDATE ON TABLE permits.cases TO permits_web;
GRANT SELECT ON TABLE permits.cases TO permits_work;

GRANT SELECT ON TABLE permits.clock TO permits_web;
GRANT SELECT ON TABLE permits.clock TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.cohorts TO permits_work;

GRANT SELECT ON TABLE permits.deliveries TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.deliveries TO permits_work;

GRANT USAGE ON SEQUENCE permits.disclosure_number TO permits_web;

GRANT SELECT,INSERT,UPDATE ON TABLE permits.disclosures TO permits_web;
GRANT SELECT ON TABLE permits.disclosures TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.events TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.events TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.letters TO permits_web;
GRANT SELECT,INSERT ON TABLE permits.letters TO permits_work;

GRANT USAGE ON SEQUENCE permits.order_number TO permits_web;

GRANT SELECT,INSERT ON TABLE permits.orders TO permits_web;
GRANT SELECT ON TABLE permits.orders TO permits_work;

GRANT UPDATE(state) ON TABLE permits.orders TO permits_web;
GRANT UPDATE(state) ON TABLE permits.orders TO permits_work;

GRANT UPDATE(reason) ON TABLE permits.orders TO permits_web;
GRANT UPDATE(reason) ON TABLE permits.orders TO permits_work;

GRANT UPDATE(attempts) ON TABLE permits.orders TO permits_work;

GRANT UPDATE(version) ON TABLE permits.orders TO permits_web;
GRANT UPDATE(version) ON TABLE permits.orders TO permits_work;

GRANT SELECT,INSERT,UPDATE ON TABLE permits.users TO permits_web;
GRANT SELECT ON TABLE permits.users TO permits_work;

GRANT USAGE ON SEQUENCE permits.worker_number TO permits_work;

GRANT SELECT,INSERT ON TABLE permits.wrapped_keys TO permits_work;

GRANT SELECT ON TABLE registers.clientship TO permits_work;

GRANT SELECT ON TABLE registers.employer TO permits_work;

GRANT SELECT ON TABLE registers.employment_code TO permits_work;

GRANT SELECT ON TABLE registers.job_offer TO permits_work;

GRANT SELECT ON TABLE registers.job_search TO permits_work;

GRANT SELECT ON TABLE registers.person TO permits_work;

GRANT SELECT ON TABLE registers.person_identifier TO permits_work;

GRANT SELECT ON TABLE registers.plan TO permits_work;

GRANT SELECT ON TABLE registers.procured_service TO permits_work;

GRANT SELECT ON TABLE registers.provider TO permits_work;

GRANT SELECT ON TABLE registers.service_period TO permits_work;

GRANT SELECT ON TABLE registers.vacancy TO permits_work;

ALTER DEFAULT PRIVILEGES FOR ROLE permits_owner IN SCHEMA registers GRANT SELECT ON TABLES  TO permits_work;
