-- The schema after every migration. `make docs` writes it, tests/models/test_schema.py compares it:
-- what is lost here (a check, a trigger, a grant, a policy) no other comparison would see.
--
-- PostgreSQL database dump
--

\restrict golden


SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: claimdesk_class(uuid, uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_class(of_payer uuid, of_practice uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $_$
  select coalesce(max(coalesce(payer.access_program, 'office') || '/' || case
    when payer.access_program = 'medicaid' and payer.state ~ '^[A-Z]{2}$' and payer.state <> 'US' then payer.state
    else coalesce(nullif(practice.state, ''), '??') end), 'unknown/??')
  from practice left join payer on payer.id = of_payer where practice.id = of_practice $_$;


--
-- Name: claimdesk_class_of_claim(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_class_of_claim() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  new.access_class := claimdesk_class(new.payer_id, new.practice_id);
  return new;
end $$;


--
-- Name: claimdesk_class_of_task(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_class_of_task() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
begin
  new.access_class := coalesce((select access_class from claim where id = new.claim_id),
                               claimdesk_class(new.payer_id, new.practice_id));
  return new;
end $$;


--
-- Name: claimdesk_classes(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_classes() RETURNS text[]
    LANGUAGE sql STABLE
    AS $$ select coalesce(string_to_array(nullif(current_setting('claimdesk.classes', true), ''), ','), '{}') $$;


--
-- Name: claimdesk_classes_follow(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_classes_follow() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
begin
  if tg_table_name = 'claim' then
    update task set access_class = '' where claim_id = new.id;
  elsif tg_table_name = 'payer' then
    update claim set access_class = '' where payer_id = new.id;
    update task set access_class = '' where payer_id = new.id and claim_id is null;
  else
    update claim set access_class = '' where practice_id = new.id;
    update task set access_class = '' where practice_id = new.id and claim_id is null;
  end if;
  return null;
end $$;


--
-- Name: claimdesk_entry_balances(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_entry_balances() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
declare total numeric; legs int;
begin
  select coalesce(sum(amount), 0), count(*) into total, legs from journal_leg where entry_id = new.id;
  if total <> 0 or legs < 2 then
    raise exception 'Journal entry % does not balance: % over % legs.', new.id, total, legs
      using errcode = 'check_violation', constraint = 'an_entry_balances_to_zero';
  end if;
  return null;
end $$;


--
-- Name: claimdesk_entry_is_new(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_entry_is_new() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
begin
  if exists (select from new_legs l join journal_entry e on e.id = l.entry_id
             where e.made_in <> pg_current_xact_id()) then
    raise exception 'A journal entry is finished when it commits: correct it with another entry.'
      using errcode = 'check_violation', constraint = 'an_entry_is_never_added_to';
  end if;
  return null;
end $$;


--
-- Name: claimdesk_hands(uuid[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_hands(accounts uuid[]) RETURNS TABLE(task_id uuid, account_id uuid, owner_id uuid, team_id uuid, state text, finished_by uuid, finished_at timestamp with time zone, leased_by uuid, leased_until timestamp with time zone)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
  select task.id, task.account_id, task.owner_id, task.team_id, task.state, task.finished_by,
         task.finished_at, task.leased_by, task.leased_until from task
  where task.account_id = any (accounts) and task.state <> 'cancelled' $$;


--
-- Name: claimdesk_last_given(uuid[]); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_last_given(rules uuid[]) RETURNS TABLE(rule_id uuid, owner_id uuid)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
  select distinct on (task.allocation_rule_id) task.allocation_rule_id, task.owner_id from task
  where task.allocation_rule_id = any (rules) and task.owner_id is not null
  order by task.allocation_rule_id, task.id desc $$;


--
-- Name: claimdesk_leg_balances(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_leg_balances() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
declare total numeric; legs int;
begin
  select sum(amount), count(*) into total, legs from journal_leg where entry_id = new.entry_id;
  if total <> 0 or legs < 2 then
    raise exception 'Journal entry % does not balance: % over % legs.', new.entry_id, total, legs
      using errcode = 'check_violation', constraint = 'every_leg_is_weighed';
  end if;
  return null;
end $$;


--
-- Name: claimdesk_never(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_never() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  raise exception 'Rows of % are never changed or removed.', tg_table_name
    using errcode = 'check_violation', constraint = tg_table_name || '_is_append_only';
end $$;


--
-- Name: claimdesk_only_practice(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_only_practice(of_user uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
  select min(practice.name) from membership join practice on practice.id = membership.practice_id
  where membership.user_id = of_user having count(*) = 1 $$;


--
-- Name: claimdesk_open_work(uuid[], date); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_open_work(people uuid[], by_day date) RETURNS TABLE(owner_id uuid, kind text, tasks bigint, due bigint)
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'public'
    AS $$
  select task.owner_id, task.kind, count(*), count(*) filter (where task.due_on <= by_day) from task
  where task.owner_id = any (people) and task.state in ('open', 'escalated')
  group by task.owner_id, task.kind $$;


--
-- Name: claimdesk_practices(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_practices() RETURNS uuid[]
    LANGUAGE sql STABLE
    AS $$ select case when claimdesk_sees_all() then '{}'::uuid[]
     else string_to_array(nullif(current_setting('claimdesk.practices', true), ''), ',')::uuid[] end $$;


--
-- Name: claimdesk_remittance_goes(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_remittance_goes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
begin
  if old.state <> 'staged' then
    raise exception 'A remittance that was judged is never removed.'
      using errcode = 'check_violation', constraint = 'a_judged_remittance_stays';
  end if;
  return old;
end $$;


--
-- Name: claimdesk_sees_all(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_sees_all() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ select coalesce(current_setting('claimdesk.practices', true), '') = '*' $$;


--
-- Name: claimdesk_sees_all_classes(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_sees_all_classes() RETURNS boolean
    LANGUAGE sql STABLE
    AS $$ select coalesce(current_setting('claimdesk.classes', true), '') = '*' $$;


--
-- Name: claimdesk_sees_claim(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_sees_claim(one uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE COST 1
    AS $$ begin return exists (select from claim where id = one); end $$;


--
-- Name: claimdesk_sees_coverage(uuid, uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_sees_coverage(one uuid, at uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE COST 1
    AS $$ begin return exists (select from claim where patient_id = one and payer_id = at); end $$;


--
-- Name: claimdesk_sees_patient(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_sees_patient(one uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE COST 1
    AS $$ begin return exists (select from claim where patient_id = one); end $$;


--
-- Name: claimdesk_sees_payment(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_sees_payment(one uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE COST 1
    AS $$ begin return exists (select from remittance_claim where id = one); end $$;


--
-- Name: claimdesk_sees_remittance(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_sees_remittance(one uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE COST 1
    AS $$ begin return exists (select from remittance_claim where remittance_id = one); end $$;


--
-- Name: claimdesk_sees_subject(text); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_sees_subject(one text) RETURNS boolean
    LANGUAGE plpgsql STABLE COST 1
    AS $_$ begin return case when one ~ '^(claim|task):[0-9a-f-]{36}$' then
        exists (select from claim where id = split_part(one, ':', 2)::uuid)
        or exists (select from task where id = split_part(one, ':', 2)::uuid) else false end; end $_$;


--
-- Name: claimdesk_sees_task(uuid); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.claimdesk_sees_task(one uuid) RETURNS boolean
    LANGUAGE plpgsql STABLE COST 1
    AS $$ begin return exists (select from task where id = one); end $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: absence; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.absence (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    from_on date NOT NULL,
    until_on date NOT NULL,
    why character varying NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT ck_absence_an_absence_ends_after_it_begins CHECK ((from_on <= until_on))
);


--
-- Name: access_review; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.access_review (
    quarter character varying NOT NULL,
    user_id uuid NOT NULL,
    reviewed_by uuid NOT NULL,
    reviewed_at timestamp with time zone NOT NULL,
    role character varying NOT NULL,
    practices integer NOT NULL,
    confirmed boolean NOT NULL
);


--
-- Name: acknowledgement; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.acknowledgement (
    id uuid NOT NULL,
    practice_id uuid,
    claim_id uuid,
    batch_id uuid,
    file_id uuid NOT NULL,
    segment integer NOT NULL,
    kind character varying NOT NULL,
    sender character varying NOT NULL,
    accepted boolean,
    codes character varying[] NOT NULL,
    words character varying NOT NULL,
    payer_claim_number character varying,
    received_at timestamp with time zone NOT NULL
);


--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: alert; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alert (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    practice_id uuid,
    kind character varying(40) NOT NULL,
    subject character varying NOT NULL,
    told character varying NOT NULL,
    delivery character varying(40) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone,
    CONSTRAINT ck_alert_is_a_alertkind CHECK (((kind)::text = ANY ((ARRAY['unallocated task'::character varying, 'escalated task'::character varying, 'mention'::character varying, 'deadline near'::character varying, 'login from elsewhere'::character varying, 'emergency access'::character varying, 'access review due'::character varying, 'training due'::character varying, 'work moved'::character varying, 'quality review'::character varying])::text[]))),
    CONSTRAINT ck_alert_is_a_delivery CHECK (((delivery)::text = ANY ((ARRAY['in the app'::character varying, 'e-mail at once'::character varying, 'daily digest'::character varying, 'off'::character varying])::text[])))
);


--
-- Name: alert_choice; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alert_choice (
    user_id uuid NOT NULL,
    kind character varying(40) NOT NULL,
    delivery character varying(40) NOT NULL,
    CONSTRAINT ck_alert_choice_is_a_alertkind CHECK (((kind)::text = ANY ((ARRAY['unallocated task'::character varying, 'escalated task'::character varying, 'mention'::character varying, 'deadline near'::character varying, 'login from elsewhere'::character varying, 'emergency access'::character varying, 'access review due'::character varying, 'training due'::character varying, 'work moved'::character varying, 'quality review'::character varying])::text[]))),
    CONSTRAINT ck_alert_choice_is_a_delivery CHECK (((delivery)::text = ANY ((ARRAY['in the app'::character varying, 'e-mail at once'::character varying, 'daily digest'::character varying, 'off'::character varying])::text[])))
);


--
-- Name: allocation_rule; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.allocation_rule (
    id uuid NOT NULL,
    "position" integer NOT NULL,
    name character varying NOT NULL,
    conditions jsonb NOT NULL,
    team_id uuid,
    user_id uuid,
    how character varying(40) NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    active boolean NOT NULL,
    version integer NOT NULL,
    CONSTRAINT ck_allocation_rule_a_rule_ends_after_it_begins CHECK ((effective_from <= effective_to)),
    CONSTRAINT ck_allocation_rule_a_rule_names_a_team_or_a_person CHECK (((team_id IS NULL) <> (user_id IS NULL))),
    CONSTRAINT ck_allocation_rule_is_a_how CHECK (((how)::text = ANY ((ARRAY['least loaded'::character varying, 'sticky owner'::character varying, 'round'::character varying, 'the team''s pool'::character varying])::text[])))
);


--
-- Name: api_token; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.api_token (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    name character varying NOT NULL,
    token_hash character varying NOT NULL,
    scopes character varying[] NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);


--
-- Name: app_user; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.app_user (
    id uuid NOT NULL,
    email character varying NOT NULL,
    name character varying NOT NULL,
    role character varying NOT NULL,
    password_hash character varying NOT NULL,
    active boolean NOT NULL,
    supervisor_id uuid,
    color_scheme character varying NOT NULL,
    single_keys boolean NOT NULL,
    auto_advance boolean NOT NULL,
    site_id uuid DEFAULT '00000000-0000-7000-8000-000000000003'::uuid NOT NULL
);


--
-- Name: attachment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.attachment (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    task_id uuid NOT NULL,
    sha256 character varying NOT NULL,
    name character varying NOT NULL,
    media_type character varying NOT NULL,
    size integer NOT NULL,
    scan character varying(40) NOT NULL,
    added_by uuid NOT NULL,
    added_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_attachment_a_paper_is_not_empty CHECK ((size > 0)),
    CONSTRAINT ck_attachment_is_a_scan CHECK (((scan)::text = ANY ((ARRAY['clean'::character varying, 'not scanned'::character varying])::text[])))
);


--
-- Name: audit_event; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_event (
    practice_id uuid NOT NULL,
    number bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id uuid NOT NULL,
    action character varying NOT NULL,
    subject character varying NOT NULL,
    detail jsonb NOT NULL,
    hash character varying NOT NULL
);


--
-- Name: audit_head; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.audit_head (
    practice_id uuid NOT NULL,
    number bigint NOT NULL,
    hash character varying NOT NULL,
    checked_number bigint,
    checked_at timestamp with time zone
);


--
-- Name: authenticator_app; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.authenticator_app (
    user_id uuid NOT NULL,
    sealed_secret character varying NOT NULL,
    last_step bigint NOT NULL,
    added_at timestamp with time zone NOT NULL
);


--
-- Name: batch; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.batch (
    id uuid NOT NULL,
    clearinghouse character varying NOT NULL,
    number integer NOT NULL,
    file_id uuid,
    claims integer NOT NULL,
    state character varying(40) NOT NULL,
    made_at timestamp with time zone NOT NULL,
    uploaded_at timestamp with time zone,
    CONSTRAINT ck_batch_is_a_batchstate CHECK (((state)::text = ANY ((ARRAY['made'::character varying, 'uploaded'::character varying, 'accepted'::character varying, 'rejected'::character varying])::text[])))
);


--
-- Name: claim; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.claim (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    coverage_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    number character varying NOT NULL,
    import_key character varying,
    form jsonb NOT NULL,
    frequency character varying(40) NOT NULL,
    charge numeric(12,2) NOT NULL,
    open_amount numeric(12,2) NOT NULL,
    service_from date NOT NULL,
    service_to date NOT NULL,
    rendering_npi character varying,
    stage character varying(40) NOT NULL,
    turn character varying(40) NOT NULL,
    reason character varying NOT NULL,
    payer_claim_number character varying,
    access_class character varying NOT NULL,
    sent_on date,
    acknowledge_by date,
    accepted_on date,
    filed_on date,
    filing_proof character varying,
    follow_up_on date,
    decision_by date,
    appeal_by date,
    correct_by date,
    filing_rule character varying NOT NULL,
    filing_limit_on date NOT NULL,
    file_by date NOT NULL,
    filing_assumed boolean NOT NULL,
    filing_reasons character varying[] NOT NULL,
    guard_steps character varying[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    version integer NOT NULL,
    promised_on date,
    appeal_limit_on date,
    correct_limit_on date,
    CONSTRAINT ck_claim_filed_means_proof_is_recorded CHECK (((filed_on IS NULL) OR (filing_proof IS NOT NULL))),
    CONSTRAINT ck_claim_is_a_frequency CHECK (((frequency)::text = ANY ((ARRAY['1'::character varying, '7'::character varying, '8'::character varying])::text[]))),
    CONSTRAINT ck_claim_is_a_stage CHECK (((stage)::text = ANY ((ARRAY['scrubbing'::character varying, 'held'::character varying, 'blocked'::character varying, 'ready'::character varying, 'sent'::character varying, 'rejected'::character varying, 'accepted'::character varying, 'denied'::character varying, 'underpaid'::character varying, 'appealed'::character varying, 'patient'::character varying, 'closed'::character varying])::text[]))),
    CONSTRAINT ck_claim_is_a_turn CHECK (((turn)::text = ANY ((ARRAY['ours'::character varying, 'payer'::character varying, 'provider'::character varying, 'patient'::character varying, 'nobody'::character varying])::text[]))),
    CONSTRAINT ck_claim_only_a_closed_claim_is_nobodys_turn CHECK ((((turn)::text <> 'nobody'::text) OR ((stage)::text = 'closed'::text)))
);


--
-- Name: claim_line; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.claim_line (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    number integer NOT NULL,
    control character varying NOT NULL,
    procedure character varying NOT NULL,
    modifiers character varying[] NOT NULL,
    diagnoses character varying[] NOT NULL,
    units character varying NOT NULL,
    charge numeric(12,2) NOT NULL,
    service_from date,
    service_to date
);


--
-- Name: contract_term; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.contract_term (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    program character varying NOT NULL,
    state character varying NOT NULL,
    country character varying NOT NULL,
    site_id uuid,
    allowed boolean NOT NULL,
    source character varying NOT NULL,
    effective_from date NOT NULL,
    effective_to date,
    recorded_by uuid NOT NULL,
    CONSTRAINT ck_contract_term_no_contract_is_with_the_office_itself CHECK ((practice_id <> '00000000-0000-0000-0000-000000000000'::uuid))
);


--
-- Name: control_number; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.control_number (
    series character varying NOT NULL,
    last integer NOT NULL
);


--
-- Name: counted_task; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.counted_task (
    task_id uuid NOT NULL,
    practice_id uuid NOT NULL,
    access_class character varying NOT NULL,
    team_id uuid,
    user_id uuid NOT NULL,
    day date NOT NULL,
    finished_at timestamp with time zone NOT NULL,
    kind character varying NOT NULL,
    outcome character varying NOT NULL,
    money numeric(12,2) NOT NULL,
    is_account boolean NOT NULL,
    at_first_touch boolean NOT NULL,
    came_back boolean NOT NULL,
    seconds integer,
    in_time boolean NOT NULL
);


--
-- Name: coverage; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.coverage (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    patient_id uuid NOT NULL,
    payer_id uuid NOT NULL,
    member_id character varying NOT NULL,
    covered_from date,
    covered_until date
);


--
-- Name: discarded_file; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.discarded_file (
    sha256 character varying NOT NULL,
    discarded_at timestamp with time zone NOT NULL
);


--
-- Name: draft; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.draft (
    task_id uuid NOT NULL,
    author_id uuid NOT NULL,
    practice_id uuid NOT NULL,
    body character varying NOT NULL
);


--
-- Name: emergency_access; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.emergency_access (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    role character varying NOT NULL,
    reason character varying NOT NULL,
    began_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    reviewed_by uuid,
    reviewed_at timestamp with time zone,
    finding character varying NOT NULL,
    CONSTRAINT ck_emergency_access_reviewed_by_another CHECK ((reviewed_by <> user_id))
);


--
-- Name: engagement; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.engagement (
    user_id uuid NOT NULL,
    time_zone character varying NOT NULL,
    daily_capacity numeric(12,2),
    CONSTRAINT ck_engagement_a_day_holds_some_work CHECK ((daily_capacity > (0)::numeric))
);


--
-- Name: escalation_rung; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.escalation_rung (
    id uuid NOT NULL,
    team_id uuid,
    level integer NOT NULL,
    after_business_days integer NOT NULL,
    asks_role character varying,
    asks_id uuid,
    effective_from date NOT NULL,
    set_by uuid NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_escalation_rung_a_rung_asks_a_role_or_a_person CHECK (((asks_role IS NULL) <> (asks_id IS NULL))),
    CONSTRAINT ck_escalation_rung_a_rung_can_be_reached CHECK (((level = ANY (ARRAY[1, 2])) AND ((after_business_days >= 1) AND (after_business_days <= 60))))
);


--
-- Name: invitation; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.invitation (
    user_id uuid NOT NULL,
    token_hash character varying NOT NULL,
    invited_by uuid NOT NULL,
    made_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL
);


--
-- Name: journal_entry; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.journal_entry (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    kind character varying NOT NULL,
    cause character varying NOT NULL,
    claim_id uuid,
    remittance_id uuid,
    remittance_claim_id uuid,
    reverses_id uuid,
    posted_on date NOT NULL,
    memo character varying NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    made_in xid8 DEFAULT pg_current_xact_id() NOT NULL
);


--
-- Name: journal_leg; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.journal_leg (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    entry_id uuid NOT NULL,
    account character varying(40) NOT NULL,
    amount numeric(12,2) NOT NULL,
    claim_id uuid,
    claim_line_id uuid,
    payer_id uuid,
    segment integer,
    CONSTRAINT ck_journal_leg_is_a_account CHECK (((account)::text = ANY ((ARRAY['cash'::character varying, 'insurance'::character varying, 'patient'::character varying, 'charges'::character varying, 'contractual'::character varying, 'write-off'::character varying, 'unapplied'::character varying, 'payer'::character varying, 'interest'::character varying, 'capitation'::character varying, 'incentive'::character varying, 'withheld'::character varying, 'penalty'::character varying])::text[])))
);


--
-- Name: known_device; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.known_device (
    token_hash character varying NOT NULL,
    user_id uuid NOT NULL,
    seen_at timestamp with time zone NOT NULL
);


--
-- Name: linked_identity; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.linked_identity (
    issuer character varying NOT NULL,
    subject character varying NOT NULL,
    user_id uuid NOT NULL,
    linked_at timestamp with time zone NOT NULL
);


--
-- Name: login_session; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.login_session (
    token_hash character varying NOT NULL,
    user_id uuid NOT NULL,
    address character varying NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_active_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    ended_because character varying,
    needs character varying(40),
    strong_at timestamp with time zone,
    locked_at timestamp with time zone,
    wrong_codes integer NOT NULL,
    sealed_act character varying,
    CONSTRAINT ck_login_session_is_a_needs CHECK (((needs)::text = ANY ((ARRAY['second factor'::character varying, 'enrolment'::character varying, 'training'::character varying])::text[])))
);


--
-- Name: mail; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mail (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    cause character varying NOT NULL,
    title character varying NOT NULL,
    lines character varying[] NOT NULL,
    made_at timestamp with time zone NOT NULL,
    taken_until timestamp with time zone,
    sent_at timestamp with time zone,
    refused character varying,
    sealed_link character varying,
    CONSTRAINT ck_mail_forgets_its_link CHECK (((sealed_link IS NULL) OR ((sent_at IS NULL) AND (refused IS NULL))))
);


--
-- Name: mailbox_file; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mailbox_file (
    id uuid NOT NULL,
    sha256 character varying NOT NULL,
    source character varying NOT NULL,
    name character varying NOT NULL,
    direction character varying NOT NULL,
    kind character varying NOT NULL,
    size integer NOT NULL,
    state character varying(40) NOT NULL,
    problems jsonb NOT NULL,
    summary character varying NOT NULL,
    practices uuid[] NOT NULL,
    offered integer NOT NULL,
    received_at timestamp with time zone NOT NULL,
    read_by uuid,
    CONSTRAINT ck_mailbox_file_is_a_filestate CHECK (((state)::text = ANY ((ARRAY['stored'::character varying, 'read'::character varying, 'read with problems'::character varying, 'refused'::character varying, 'sent'::character varying])::text[])))
);


--
-- Name: mapped_reason; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mapped_reason (
    id uuid NOT NULL,
    payer_id uuid NOT NULL,
    group_code character varying NOT NULL,
    carc character varying NOT NULL,
    category character varying(40) NOT NULL,
    decided_by uuid NOT NULL,
    decided_on date NOT NULL,
    CONSTRAINT ck_mapped_reason_is_a_category CHECK (((category)::text = ANY ((ARRAY['patient_responsibility'::character varying, 'contractual'::character varying, 'coding'::character varying, 'bundling'::character varying, 'documentation'::character varying, 'medical_necessity'::character varying, 'authorization'::character varying, 'eligibility'::character varying, 'coordination_of_benefits'::character varying, 'credentialing'::character varying, 'timely_filing'::character varying, 'duplicate'::character varying, 'other'::character varying, 'unmapped'::character varying])::text[])))
);


--
-- Name: membership; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.membership (
    user_id uuid NOT NULL,
    practice_id uuid NOT NULL,
    CONSTRAINT ck_membership_nobody_is_a_member_of_the_office_itself CHECK ((practice_id <> '00000000-0000-0000-0000-000000000000'::uuid))
);


--
-- Name: mention; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.mention (
    note_id uuid NOT NULL,
    user_id uuid NOT NULL,
    practice_id uuid NOT NULL,
    mentioned_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone
);


--
-- Name: note; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.note (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    claim_id uuid,
    task_id uuid,
    author_id uuid NOT NULL,
    body character varying NOT NULL,
    spoken_to character varying,
    reference character varying,
    written_at timestamp with time zone NOT NULL
);


--
-- Name: note_template; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.note_template (
    id uuid NOT NULL,
    name character varying NOT NULL,
    kind character varying,
    body character varying NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamp with time zone NOT NULL
);


--
-- Name: office; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.office (
    id integer NOT NULL,
    days_ahead double precision NOT NULL,
    CONSTRAINT ck_office_there_is_one_office CHECK ((id = 1))
);


--
-- Name: office_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

CREATE SEQUENCE public.office_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


--
-- Name: office_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
--

ALTER SEQUENCE public.office_id_seq OWNED BY public.office.id;


--
-- Name: outbox; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.outbox (
    id bigint NOT NULL,
    workflow_id character varying NOT NULL,
    cause character varying NOT NULL,
    not_before timestamp with time zone NOT NULL
);


--
-- Name: outbox_id_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.outbox ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: passkey; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.passkey (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    credential_id character varying NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint NOT NULL,
    name character varying NOT NULL,
    added_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone
);


--
-- Name: patient; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.patient (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    last_name character varying NOT NULL,
    first_name character varying NOT NULL,
    birth_date date,
    sex character varying,
    language character varying
);


--
-- Name: payer; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.payer (
    id uuid NOT NULL,
    payer_id character varying NOT NULL,
    name character varying NOT NULL,
    plan_kind character varying NOT NULL,
    program character varying,
    state character varying,
    filing_rule character varying,
    follow_up_days integer NOT NULL,
    member_id_pattern character varying,
    needs_referring boolean NOT NULL,
    phone character varying,
    portal character varying,
    hours character varying,
    playbook character varying,
    access_program character varying DEFAULT 'unknown'::character varying NOT NULL,
    CONSTRAINT ck_payer_follow_up_is_14_to_21_days CHECK (((follow_up_days >= 14) AND (follow_up_days <= 21)))
);


--
-- Name: performance_day; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.performance_day (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    practice_id uuid NOT NULL,
    day date NOT NULL,
    user_id uuid NOT NULL,
    kind character varying NOT NULL,
    outcome character varying NOT NULL,
    finished integer NOT NULL,
    accounts integer NOT NULL,
    first_touch integer NOT NULL,
    reworked integer NOT NULL,
    timed integer NOT NULL,
    touch_seconds integer NOT NULL,
    in_time integer NOT NULL,
    money numeric(12,2) NOT NULL,
    in_time_money numeric(12,2) NOT NULL,
    counted_at timestamp with time zone NOT NULL,
    access_class character varying NOT NULL,
    team_id uuid
);


--
-- Name: person_skill; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.person_skill (
    user_id uuid NOT NULL,
    skill character varying(40) NOT NULL,
    CONSTRAINT ck_person_skill_is_a_skill CHECK (((skill)::text = ANY ((ARRAY['claim corrections'::character varying, 'payer calls'::character varying, 'denials'::character varying, 'payment posting'::character varying, 'files'::character varying])::text[])))
);


--
-- Name: playbook; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.playbook (
    id uuid NOT NULL,
    payer_id uuid NOT NULL,
    kind character varying NOT NULL,
    body character varying NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamp with time zone NOT NULL
);


--
-- Name: practice; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.practice (
    id uuid NOT NULL,
    name character varying NOT NULL,
    npi character varying,
    tax_id character varying,
    state character varying NOT NULL,
    time_zone character varying NOT NULL
);


--
-- Name: provider; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.provider (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    npi character varying NOT NULL,
    name character varying NOT NULL,
    taxonomy character varying
);


--
-- Name: provider_adjustment; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.provider_adjustment (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    remittance_id uuid NOT NULL,
    segment integer NOT NULL,
    place integer NOT NULL,
    reason character varying NOT NULL,
    reference character varying,
    amount numeric(12,2) NOT NULL,
    claim_id uuid
);


--
-- Name: quality_mark; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quality_mark (
    review_id uuid NOT NULL,
    criterion character varying NOT NULL,
    practice_id uuid NOT NULL,
    verdict character varying(40) NOT NULL,
    points integer NOT NULL,
    CONSTRAINT ck_quality_mark_is_a_verdict CHECK (((verdict)::text = ANY ((ARRAY['met'::character varying, 'not met'::character varying, 'does not apply'::character varying])::text[])))
);


--
-- Name: quality_review; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.quality_review (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    task_id uuid NOT NULL,
    worker_id uuid NOT NULL,
    state character varying(40) NOT NULL,
    rule character varying NOT NULL,
    drawn_at timestamp with time zone NOT NULL,
    reviewer_id uuid,
    reviewed_at timestamp with time zone,
    score integer,
    passed boolean,
    comment character varying,
    disputed_at timestamp with time zone,
    dispute character varying,
    decided_by uuid,
    decided_at timestamp with time zone,
    decision character varying,
    version integer NOT NULL,
    CONSTRAINT ck_quality_review_a_reviewed_task_has_a_score CHECK ((((state)::text = 'drawn'::text) = (score IS NULL))),
    CONSTRAINT ck_quality_review_a_third_person_decides_a_dispute CHECK (((decided_by <> worker_id) AND (decided_by <> reviewer_id))),
    CONSTRAINT ck_quality_review_is_a_reviewstate CHECK (((state)::text = ANY ((ARRAY['drawn'::character varying, 'reviewed'::character varying, 'disputed'::character varying, 'upheld'::character varying, 'overturned'::character varying])::text[]))),
    CONSTRAINT ck_quality_review_nobody_reviews_their_own_work CHECK ((reviewer_id <> worker_id))
);


--
-- Name: question; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.question (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    task_id uuid NOT NULL,
    asked character varying(40) NOT NULL,
    body character varying NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answer_by date NOT NULL,
    answer character varying,
    answered_by uuid,
    answered_at timestamp with time zone,
    CONSTRAINT ck_question_an_answer_has_its_moment CHECK (((answer IS NULL) = (answered_at IS NULL))),
    CONSTRAINT ck_question_is_a_asked CHECK (((asked)::text = ANY ((ARRAY['practice'::character varying, 'coder'::character varying])::text[])))
);


--
-- Name: receipt; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.receipt (
    key uuid NOT NULL,
    command character varying NOT NULL,
    at timestamp with time zone NOT NULL
);


--
-- Name: recovery_code; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recovery_code (
    user_id uuid NOT NULL,
    code_hash character varying NOT NULL
);


--
-- Name: remittance; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.remittance (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    file_id uuid NOT NULL,
    place integer NOT NULL,
    payment_key character varying NOT NULL,
    payer_id uuid,
    payer_name character varying NOT NULL,
    trace character varying NOT NULL,
    paid_on date,
    amount numeric(12,2) NOT NULL,
    method character varying NOT NULL,
    state character varying(40) NOT NULL,
    problems jsonb NOT NULL,
    deposited_on date,
    received_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_remittance_is_a_posting CHECK (((state)::text = ANY ((ARRAY['staged'::character varying, 'posted'::character varying, 'suspended'::character varying, 'unmatched'::character varying, 'noted'::character varying, 'duplicate'::character varying])::text[])))
);


--
-- Name: remittance_claim; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.remittance_claim (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    remittance_id uuid NOT NULL,
    claim_id uuid,
    claim_key character varying NOT NULL,
    segment integer NOT NULL,
    number character varying NOT NULL,
    status character varying NOT NULL,
    charge numeric(12,2) NOT NULL,
    paid numeric(12,2) NOT NULL,
    patient_part numeric(12,2) NOT NULL,
    payer_claim_number character varying,
    adjustments jsonb NOT NULL,
    remarks character varying[] NOT NULL,
    facts jsonb NOT NULL,
    state character varying(40) NOT NULL,
    reason character varying NOT NULL,
    CONSTRAINT ck_remittance_claim_is_a_posting CHECK (((state)::text = ANY ((ARRAY['staged'::character varying, 'posted'::character varying, 'suspended'::character varying, 'unmatched'::character varying, 'noted'::character varying, 'duplicate'::character varying])::text[])))
);


--
-- Name: remittance_line; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.remittance_line (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    remittance_claim_id uuid NOT NULL,
    claim_line_id uuid,
    segment integer NOT NULL,
    procedure character varying NOT NULL,
    modifiers character varying[] NOT NULL,
    charge numeric(12,2) NOT NULL,
    paid numeric(12,2) NOT NULL,
    allowed numeric(12,2),
    units character varying NOT NULL,
    control character varying NOT NULL,
    sent character varying[] NOT NULL,
    service_from date,
    adjustments jsonb NOT NULL,
    remarks character varying[] NOT NULL
);


--
-- Name: saved_view; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.saved_view (
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    team_id uuid,
    name character varying NOT NULL,
    place character varying NOT NULL,
    saved_at timestamp with time zone NOT NULL
);


--
-- Name: sign_in_try; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sign_in_try (
    key character varying NOT NULL,
    failed integer NOT NULL,
    slow_until timestamp with time zone
);


--
-- Name: site; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.site (
    id uuid NOT NULL,
    name character varying NOT NULL,
    country character varying NOT NULL,
    state character varying,
    networks cidr[] NOT NULL,
    CONSTRAINT ck_site_country_is_two_letters CHECK (((country)::text ~ '^[A-Z]{2}$'::text))
);


--
-- Name: submission; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.submission (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    claim_id uuid NOT NULL,
    batch_id uuid NOT NULL,
    place integer NOT NULL,
    first_segment integer NOT NULL,
    last_segment integer NOT NULL,
    answer character varying
);


--
-- Name: task; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.task (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    claim_id uuid,
    payer_id uuid,
    remittance_id uuid,
    remittance_claim_id uuid,
    file_id uuid,
    kind character varying(40) NOT NULL,
    cause character varying NOT NULL,
    ask character varying NOT NULL,
    detail jsonb NOT NULL,
    state character varying(40) NOT NULL,
    due_on date NOT NULL,
    deadline_on date,
    snoozed_until date,
    money numeric(12,2) NOT NULL,
    priority integer NOT NULL,
    priority_reasons character varying[] NOT NULL,
    level integer NOT NULL,
    access_class character varying NOT NULL,
    owner_id uuid,
    requested_by uuid,
    leased_by uuid,
    leased_until timestamp with time zone,
    outcome character varying(40),
    finished_by uuid,
    finished_at timestamp with time zone,
    undo jsonb,
    created_at timestamp with time zone NOT NULL,
    version integer NOT NULL,
    team_id uuid,
    allocation_rule_id uuid,
    account_id uuid,
    service_on date,
    promised_on date,
    awaits character varying(40),
    aside_since timestamp with time zone,
    CONSTRAINT ck_task_a_done_task_has_an_outcome CHECK ((((state)::text = 'done'::text) = (outcome IS NOT NULL))),
    CONSTRAINT ck_task_a_snooze_ends_before_the_deadline CHECK ((snoozed_until <= deadline_on)),
    CONSTRAINT ck_task_is_a_awaited CHECK (((awaits)::text = ANY ((ARRAY['remittance'::character varying, 'answer'::character varying])::text[]))),
    CONSTRAINT ck_task_is_a_outcome CHECK (((outcome)::text = ANY ((ARRAY['corrected'::character varying, 'ask provider'::character varying, 'resubmit'::character varying, 'proof recorded'::character varying, 'in process'::character varying, 'paid elsewhere'::character varying, 'denied'::character varying, 'needs information'::character varying, 'sent information'::character varying, 'found'::character varying, 'not found'::character varying, 'correct and resubmit'::character varying, 'appeal'::character varying, 'request write-off'::character varying, 'request exception'::character varying, 'bill patient'::character varying, 'approved'::character varying, 'refused'::character varying, 'upheld'::character varying, 'overturned'::character varying, 'mapped'::character varying, 'matched'::character varying, 'released'::character varying, 'reviewed'::character varying, 'justified'::character varying, 'not justified'::character varying])::text[]))),
    CONSTRAINT ck_task_is_a_taskkind CHECK (((kind)::text = ANY ((ARRAY['fix claim'::character varying, 'fix rejection'::character varying, 'missing acknowledgement'::character varying, 'call payer'::character varying, 'trace payment'::character varying, 'send information'::character varying, 'work denial'::character varying, 'work underpayment'::character varying, 'check appeal'::character varying, 'filing deadline'::character varying, 'missed deadline'::character varying, 'approve write-off'::character varying, 'approve exception'::character varying, 'map code'::character varying, 'unmatched payment'::character varying, 'suspended payment'::character varying, 'provider adjustment'::character varying, 'review reversal'::character varying, 'file problem'::character varying, 'review emergency access'::character varying])::text[]))),
    CONSTRAINT ck_task_is_a_taskstate CHECK (((state)::text = ANY ((ARRAY['open'::character varying, 'snoozed'::character varying, 'escalated'::character varying, 'waiting on provider'::character varying, 'done'::character varying, 'cancelled'::character varying])::text[]))),
    CONSTRAINT ck_task_what_is_of_no_practice_is_of_the_office CHECK ((((kind)::text = 'review emergency access'::text) = (practice_id = '00000000-0000-0000-0000-000000000000'::uuid)))
);


--
-- Name: task_skip; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.task_skip (
    id uuid NOT NULL,
    practice_id uuid NOT NULL,
    task_id uuid NOT NULL,
    user_id uuid NOT NULL,
    reason character varying NOT NULL,
    at timestamp with time zone NOT NULL
);


--
-- Name: team; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.team (
    id uuid NOT NULL,
    name character varying NOT NULL,
    guided boolean NOT NULL,
    active boolean NOT NULL
);


--
-- Name: team_member; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.team_member (
    team_id uuid NOT NULL,
    user_id uuid NOT NULL
);


--
-- Name: training_acknowledgement; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.training_acknowledgement (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    version character varying NOT NULL,
    text_hash character varying NOT NULL,
    acknowledged_at timestamp with time zone NOT NULL
);


--
-- Name: working_hours; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.working_hours (
    user_id uuid NOT NULL,
    weekday integer NOT NULL,
    starts time without time zone NOT NULL,
    ends time without time zone NOT NULL,
    CONSTRAINT ck_working_hours_a_week_has_seven_days CHECK (((weekday >= 0) AND (weekday <= 6))),
    CONSTRAINT ck_working_hours_hours_end_on_the_same_day CHECK ((starts < ends))
);


--
-- Name: office id; Type: DEFAULT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.office ALTER COLUMN id SET DEFAULT nextval('public.office_id_seq'::regclass);


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: absence pk_absence; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.absence
    ADD CONSTRAINT pk_absence PRIMARY KEY (id);


--
-- Name: access_review pk_access_review; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_review
    ADD CONSTRAINT pk_access_review PRIMARY KEY (quarter, user_id);


--
-- Name: acknowledgement pk_acknowledgement; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.acknowledgement
    ADD CONSTRAINT pk_acknowledgement PRIMARY KEY (id);


--
-- Name: alert pk_alert; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT pk_alert PRIMARY KEY (id);


--
-- Name: alert_choice pk_alert_choice; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert_choice
    ADD CONSTRAINT pk_alert_choice PRIMARY KEY (user_id, kind);


--
-- Name: allocation_rule pk_allocation_rule; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.allocation_rule
    ADD CONSTRAINT pk_allocation_rule PRIMARY KEY (id);


--
-- Name: api_token pk_api_token; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT pk_api_token PRIMARY KEY (id);


--
-- Name: app_user pk_app_user; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT pk_app_user PRIMARY KEY (id);


--
-- Name: attachment pk_attachment; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT pk_attachment PRIMARY KEY (id);


--
-- Name: audit_event pk_audit_event; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_event
    ADD CONSTRAINT pk_audit_event PRIMARY KEY (practice_id, number);


--
-- Name: audit_head pk_audit_head; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT pk_audit_head PRIMARY KEY (practice_id);


--
-- Name: authenticator_app pk_authenticator_app; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.authenticator_app
    ADD CONSTRAINT pk_authenticator_app PRIMARY KEY (user_id);


--
-- Name: batch pk_batch; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT pk_batch PRIMARY KEY (id);


--
-- Name: claim pk_claim; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT pk_claim PRIMARY KEY (id);


--
-- Name: claim_line pk_claim_line; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.claim_line
    ADD CONSTRAINT pk_claim_line PRIMARY KEY (id);


--
-- Name: contract_term pk_contract_term; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contract_term
    ADD CONSTRAINT pk_contract_term PRIMARY KEY (id);


--
-- Name: control_number pk_control_number; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.control_number
    ADD CONSTRAINT pk_control_number PRIMARY KEY (series);


--
-- Name: counted_task pk_counted_task; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.counted_task
    ADD CONSTRAINT pk_counted_task PRIMARY KEY (task_id);


--
-- Name: coverage pk_coverage; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.coverage
    ADD CONSTRAINT pk_coverage PRIMARY KEY (id);


--
-- Name: discarded_file pk_discarded_file; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.discarded_file
    ADD CONSTRAINT pk_discarded_file PRIMARY KEY (sha256);


--
-- Name: draft pk_draft; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT pk_draft PRIMARY KEY (task_id, author_id);


--
-- Name: emergency_access pk_emergency_access; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.emergency_access
    ADD CONSTRAINT pk_emergency_access PRIMARY KEY (id);


--
-- Name: engagement pk_engagement; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.engagement
    ADD CONSTRAINT pk_engagement PRIMARY KEY (user_id);


--
-- Name: escalation_rung pk_escalation_rung; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.escalation_rung
    ADD CONSTRAINT pk_escalation_rung PRIMARY KEY (id);


--
-- Name: invitation pk_invitation; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT pk_invitation PRIMARY KEY (user_id);


--
-- Name: journal_entry pk_journal_entry; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT pk_journal_entry PRIMARY KEY (id);


--
-- Name: journal_leg pk_journal_leg; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_leg
    ADD CONSTRAINT pk_journal_leg PRIMARY KEY (id);


--
-- Name: known_device pk_known_device; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.known_device
    ADD CONSTRAINT pk_known_device PRIMARY KEY (token_hash);


--
-- Name: linked_identity pk_linked_identity; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.linked_identity
    ADD CONSTRAINT pk_linked_identity PRIMARY KEY (issuer, subject);


--
-- Name: login_session pk_login_session; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT pk_login_session PRIMARY KEY (token_hash);


--
-- Name: mail pk_mail; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT pk_mail PRIMARY KEY (id);


--
-- Name: mailbox_file pk_mailbox_file; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mailbox_file
    ADD CONSTRAINT pk_mailbox_file PRIMARY KEY (id);


--
-- Name: mapped_reason pk_mapped_reason; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mapped_reason
    ADD CONSTRAINT pk_mapped_reason PRIMARY KEY (id);


--
-- Name: membership pk_membership; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT pk_membership PRIMARY KEY (user_id, practice_id);


--
-- Name: mention pk_mention; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT pk_mention PRIMARY KEY (note_id, user_id);


--
-- Name: note pk_note; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.note
    ADD CONSTRAINT pk_note PRIMARY KEY (id);


--
-- Name: note_template pk_note_template; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.note_template
    ADD CONSTRAINT pk_note_template PRIMARY KEY (id);


--
-- Name: office pk_office; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.office
    ADD CONSTRAINT pk_office PRIMARY KEY (id);


--
-- Name: outbox pk_outbox; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT pk_outbox PRIMARY KEY (id);


--
-- Name: passkey pk_passkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT pk_passkey PRIMARY KEY (id);


--
-- Name: patient pk_patient; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.patient
    ADD CONSTRAINT pk_patient PRIMARY KEY (id);


--
-- Name: payer pk_payer; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payer
    ADD CONSTRAINT pk_payer PRIMARY KEY (id);


--
-- Name: performance_day pk_performance_day; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.performance_day
    ADD CONSTRAINT pk_performance_day PRIMARY KEY (id);


--
-- Name: person_skill pk_person_skill; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person_skill
    ADD CONSTRAINT pk_person_skill PRIMARY KEY (user_id, skill);


--
-- Name: playbook pk_playbook; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.playbook
    ADD CONSTRAINT pk_playbook PRIMARY KEY (id);


--
-- Name: practice pk_practice; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.practice
    ADD CONSTRAINT pk_practice PRIMARY KEY (id);


--
-- Name: provider pk_provider; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.provider
    ADD CONSTRAINT pk_provider PRIMARY KEY (id);


--
-- Name: provider_adjustment pk_provider_adjustment; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.provider_adjustment
    ADD CONSTRAINT pk_provider_adjustment PRIMARY KEY (id);


--
-- Name: quality_mark pk_quality_mark; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quality_mark
    ADD CONSTRAINT pk_quality_mark PRIMARY KEY (review_id, criterion);


--
-- Name: quality_review pk_quality_review; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quality_review
    ADD CONSTRAINT pk_quality_review PRIMARY KEY (id);


--
-- Name: question pk_question; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.question
    ADD CONSTRAINT pk_question PRIMARY KEY (id);


--
-- Name: receipt pk_receipt; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.receipt
    ADD CONSTRAINT pk_receipt PRIMARY KEY (key);


--
-- Name: recovery_code pk_recovery_code; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT pk_recovery_code PRIMARY KEY (user_id, code_hash);


--
-- Name: remittance pk_remittance; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance
    ADD CONSTRAINT pk_remittance PRIMARY KEY (id);


--
-- Name: remittance_claim pk_remittance_claim; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance_claim
    ADD CONSTRAINT pk_remittance_claim PRIMARY KEY (id);


--
-- Name: remittance_line pk_remittance_line; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance_line
    ADD CONSTRAINT pk_remittance_line PRIMARY KEY (id);


--
-- Name: saved_view pk_saved_view; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT pk_saved_view PRIMARY KEY (id);


--
-- Name: sign_in_try pk_sign_in_try; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sign_in_try
    ADD CONSTRAINT pk_sign_in_try PRIMARY KEY (key);


--
-- Name: site pk_site; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.site
    ADD CONSTRAINT pk_site PRIMARY KEY (id);


--
-- Name: submission pk_submission; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT pk_submission PRIMARY KEY (id);


--
-- Name: task pk_task; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT pk_task PRIMARY KEY (id);


--
-- Name: task_skip pk_task_skip; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task_skip
    ADD CONSTRAINT pk_task_skip PRIMARY KEY (id);


--
-- Name: team pk_team; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team
    ADD CONSTRAINT pk_team PRIMARY KEY (id);


--
-- Name: team_member pk_team_member; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team_member
    ADD CONSTRAINT pk_team_member PRIMARY KEY (team_id, user_id);


--
-- Name: training_acknowledgement pk_training_acknowledgement; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.training_acknowledgement
    ADD CONSTRAINT pk_training_acknowledgement PRIMARY KEY (id);


--
-- Name: working_hours pk_working_hours; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.working_hours
    ADD CONSTRAINT pk_working_hours PRIMARY KEY (user_id, weekday);


--
-- Name: acknowledgement uq_acknowledgement_once_per_file; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.acknowledgement
    ADD CONSTRAINT uq_acknowledgement_once_per_file UNIQUE (file_id, segment, claim_id);


--
-- Name: api_token uq_api_token_token_hash; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT uq_api_token_token_hash UNIQUE (token_hash);


--
-- Name: batch uq_batch_number; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT uq_batch_number UNIQUE (clearinghouse, number);


--
-- Name: claim uq_claim_import_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT uq_claim_import_key UNIQUE (import_key);


--
-- Name: coverage uq_coverage_member; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.coverage
    ADD CONSTRAINT uq_coverage_member UNIQUE (patient_id, payer_id, member_id);


--
-- Name: invitation uq_invitation_token_hash; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT uq_invitation_token_hash UNIQUE (token_hash);


--
-- Name: journal_entry uq_journal_entry_cause; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT uq_journal_entry_cause UNIQUE (cause);


--
-- Name: mail uq_mail_cause; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT uq_mail_cause UNIQUE (cause);


--
-- Name: mailbox_file uq_mailbox_file_content; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mailbox_file
    ADD CONSTRAINT uq_mailbox_file_content UNIQUE (sha256, direction);


--
-- Name: mapped_reason uq_mapped_reason_code; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mapped_reason
    ADD CONSTRAINT uq_mapped_reason_code UNIQUE (payer_id, group_code, carc);


--
-- Name: note_template uq_note_template_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.note_template
    ADD CONSTRAINT uq_note_template_name UNIQUE (name);


--
-- Name: passkey uq_passkey_credential_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT uq_passkey_credential_id UNIQUE (credential_id);


--
-- Name: payer uq_payer_payer_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payer
    ADD CONSTRAINT uq_payer_payer_id UNIQUE (payer_id);


--
-- Name: performance_day uq_performance_day_once; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.performance_day
    ADD CONSTRAINT uq_performance_day_once UNIQUE NULLS NOT DISTINCT (day, user_id, kind, outcome, practice_id, access_class, team_id);


--
-- Name: practice uq_practice_npi; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.practice
    ADD CONSTRAINT uq_practice_npi UNIQUE (npi);


--
-- Name: quality_review uq_quality_review_task_id; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quality_review
    ADD CONSTRAINT uq_quality_review_task_id UNIQUE (task_id);


--
-- Name: saved_view uq_saved_view_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT uq_saved_view_name UNIQUE (owner_id, name);


--
-- Name: site uq_site_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.site
    ADD CONSTRAINT uq_site_name UNIQUE (name);


--
-- Name: submission uq_submission_place; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT uq_submission_place UNIQUE (batch_id, place);


--
-- Name: task uq_task_cause; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT uq_task_cause UNIQUE (cause);


--
-- Name: team uq_team_name; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team
    ADD CONSTRAINT uq_team_name UNIQUE (name);


--
-- Name: ix_absence_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_absence_user ON public.absence USING btree (user_id, until_on);


--
-- Name: ix_acknowledgement_claim_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_acknowledgement_claim_id ON public.acknowledgement USING btree (claim_id);


--
-- Name: ix_alert_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_alert_user ON public.alert USING btree (user_id, created_at DESC, id DESC);


--
-- Name: ix_allocation_rule_position; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_allocation_rule_position ON public.allocation_rule USING btree ("position", id);


--
-- Name: ix_api_token_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_api_token_user_id ON public.api_token USING btree (user_id);


--
-- Name: ix_attachment_sha256; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_attachment_sha256 ON public.attachment USING btree (sha256);


--
-- Name: ix_attachment_task_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_attachment_task_id ON public.attachment USING btree (task_id);


--
-- Name: ix_audit_event_actor; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_event_actor ON public.audit_event USING btree (actor_id, at);


--
-- Name: ix_audit_event_named; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_event_named ON public.audit_event USING gin (detail jsonb_path_ops) WHERE ((action)::text = ANY ((ARRAY['saw'::character varying, 'searched'::character varying])::text[]));


--
-- Name: ix_audit_event_subject; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_audit_event_subject ON public.audit_event USING btree (subject, at);


--
-- Name: ix_claim_appeal_by; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_claim_appeal_by ON public.claim USING btree (appeal_by) WHERE ((stage)::text = ANY ((ARRAY['denied'::character varying, 'underpaid'::character varying])::text[]));


--
-- Name: ix_claim_correct_by; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_claim_correct_by ON public.claim USING btree (correct_by) WHERE ((stage)::text = ANY ((ARRAY['denied'::character varying, 'underpaid'::character varying])::text[]));


--
-- Name: ix_claim_deadline; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_claim_deadline ON public.claim USING btree (file_by, id) WHERE ((filed_on IS NULL) AND ((stage)::text <> 'closed'::text));


--
-- Name: ix_claim_line_claim_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_claim_line_claim_id ON public.claim_line USING btree (claim_id);


--
-- Name: ix_claim_number; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_claim_number ON public.claim USING btree (practice_id, number);


--
-- Name: ix_claim_patient_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_claim_patient_id ON public.claim USING btree (patient_id);


--
-- Name: ix_claim_payer_claim_number; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_claim_payer_claim_number ON public.claim USING btree (payer_claim_number);


--
-- Name: ix_claim_ready; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_claim_ready ON public.claim USING btree (created_at) WHERE ((stage)::text = 'ready'::text);


--
-- Name: ix_claim_stage; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_claim_stage ON public.claim USING btree (practice_id, stage);


--
-- Name: ix_contract_term_practice_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_contract_term_practice_id ON public.contract_term USING btree (practice_id);


--
-- Name: ix_counted_task_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_counted_task_day ON public.counted_task USING btree (day, user_id);


--
-- Name: ix_counted_task_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_counted_task_newest ON public.counted_task USING btree (finished_at DESC, task_id DESC);


--
-- Name: ix_coverage_member; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_coverage_member ON public.coverage USING btree (practice_id, member_id);


--
-- Name: ix_emergency_access_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_emergency_access_person ON public.emergency_access USING btree (user_id, ends_at);


--
-- Name: ix_escalation_rung_level; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_escalation_rung_level ON public.escalation_rung USING btree (level, effective_from);


--
-- Name: ix_journal_entry_claim_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_journal_entry_claim_id ON public.journal_entry USING btree (claim_id);


--
-- Name: ix_journal_entry_practice_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_journal_entry_practice_id ON public.journal_entry USING btree (practice_id);


--
-- Name: ix_journal_entry_remittance_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_journal_entry_remittance_id ON public.journal_entry USING btree (remittance_id);


--
-- Name: ix_journal_leg_claim; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_journal_leg_claim ON public.journal_leg USING btree (claim_id, account);


--
-- Name: ix_journal_leg_entry_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_journal_leg_entry_id ON public.journal_leg USING btree (entry_id);


--
-- Name: ix_known_device_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_known_device_user_id ON public.known_device USING btree (user_id);


--
-- Name: ix_linked_identity_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_linked_identity_user_id ON public.linked_identity USING btree (user_id);


--
-- Name: ix_login_session_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_login_session_user_id ON public.login_session USING btree (user_id);


--
-- Name: ix_mail_waiting; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_mail_waiting ON public.mail USING btree (id) WHERE ((sent_at IS NULL) AND (refused IS NULL));


--
-- Name: ix_mailbox_file_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_mailbox_file_newest ON public.mailbox_file USING btree (received_at, id);


--
-- Name: ix_mention_unseen; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_mention_unseen ON public.mention USING btree (user_id, mentioned_at) WHERE (seen_at IS NULL);


--
-- Name: ix_note_claim; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_note_claim ON public.note USING btree (claim_id, written_at);


--
-- Name: ix_outbox_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_outbox_due ON public.outbox USING btree (not_before, id);


--
-- Name: ix_passkey_user_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_passkey_user_id ON public.passkey USING btree (user_id);


--
-- Name: ix_patient_name; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_patient_name ON public.patient USING btree (practice_id, lower((last_name)::text), birth_date);


--
-- Name: ix_performance_day_day; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_performance_day_day ON public.performance_day USING btree (day, user_id);


--
-- Name: ix_playbook_newest; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_playbook_newest ON public.playbook USING btree (payer_id, kind, id DESC);


--
-- Name: ix_provider_adjustment_remittance_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_provider_adjustment_remittance_id ON public.provider_adjustment USING btree (remittance_id);


--
-- Name: ix_provider_practice_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_provider_practice_id ON public.provider USING btree (practice_id);


--
-- Name: ix_quality_review_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_quality_review_open ON public.quality_review USING btree (state, drawn_at, id) WHERE ((state)::text = ANY ((ARRAY['drawn'::character varying, 'disputed'::character varying])::text[]));


--
-- Name: ix_quality_review_worker; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_quality_review_worker ON public.quality_review USING btree (worker_id, reviewed_at);


--
-- Name: ix_remittance_claim_claim_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_remittance_claim_claim_id ON public.remittance_claim USING btree (claim_id);


--
-- Name: ix_remittance_claim_claim_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_remittance_claim_claim_key ON public.remittance_claim USING btree (claim_key);


--
-- Name: ix_remittance_claim_remittance_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_remittance_claim_remittance_id ON public.remittance_claim USING btree (remittance_id);


--
-- Name: ix_remittance_claim_staged; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_remittance_claim_staged ON public.remittance_claim USING btree (remittance_id, segment) WHERE ((state)::text = 'staged'::text);


--
-- Name: ix_remittance_file_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_remittance_file_id ON public.remittance USING btree (file_id);


--
-- Name: ix_remittance_line_remittance_claim_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_remittance_line_remittance_claim_id ON public.remittance_line USING btree (remittance_claim_id);


--
-- Name: ix_remittance_payment_key; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_remittance_payment_key ON public.remittance USING btree (payment_key);


--
-- Name: ix_saved_view_team; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_saved_view_team ON public.saved_view USING btree (team_id);


--
-- Name: ix_submission_claim_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_submission_claim_id ON public.submission USING btree (claim_id);


--
-- Name: ix_submission_unanswered; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_submission_unanswered ON public.submission USING btree (batch_id) WHERE (answer IS NULL);


--
-- Name: ix_task_account; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_account ON public.task USING btree (account_id) WHERE (account_id IS NOT NULL);


--
-- Name: ix_task_aside; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_aside ON public.task USING btree (state, priority DESC, id) WHERE ((state)::text = ANY ((ARRAY['snoozed'::character varying, 'waiting on provider'::character varying])::text[]));


--
-- Name: ix_task_board; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_board ON public.task USING btree (due_on, practice_id, owner_id, kind) INCLUDE (money, team_id, access_class) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'escalated'::character varying])::text[]));


--
-- Name: ix_task_claim_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_claim_id ON public.task USING btree (claim_id);


--
-- Name: ix_task_class; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_class ON public.task USING btree (practice_id, access_class, priority DESC, id, kind) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'snoozed'::character varying, 'escalated'::character varying, 'waiting on provider'::character varying])::text[]));


--
-- Name: ix_task_done; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_done ON public.task USING btree (finished_by, finished_at) WHERE ((state)::text = 'done'::text);


--
-- Name: ix_task_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_due ON public.task USING btree (due_on) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'escalated'::character varying])::text[]));


--
-- Name: ix_task_finished; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_finished ON public.task USING btree (practice_id, finished_at) WHERE ((state)::text = 'done'::text);


--
-- Name: ix_task_leased; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_leased ON public.task USING btree (leased_by, leased_until) WHERE (leased_by IS NOT NULL);


--
-- Name: ix_task_live; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_live ON public.task USING btree (practice_id, kind, priority DESC, id) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'snoozed'::character varying, 'escalated'::character varying, 'waiting on provider'::character varying])::text[]));


--
-- Name: ix_task_load; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_load ON public.task USING btree (owner_id, kind) WHERE ((owner_id IS NOT NULL) AND ((state)::text = ANY ((ARRAY['open'::character varying, 'escalated'::character varying])::text[])));


--
-- Name: ix_task_next; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_next ON public.task USING btree (priority DESC, id) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'snoozed'::character varying, 'escalated'::character varying, 'waiting on provider'::character varying])::text[]));


--
-- Name: ix_task_owner; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_owner ON public.task USING btree (owner_id, priority DESC, id) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'snoozed'::character varying, 'escalated'::character varying, 'waiting on provider'::character varying])::text[]));


--
-- Name: ix_task_pool; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_pool ON public.task USING btree (team_id, priority DESC, id) WHERE ((owner_id IS NULL) AND ((state)::text = ANY ((ARRAY['open'::character varying, 'snoozed'::character varying, 'escalated'::character varying, 'waiting on provider'::character varying])::text[])));


--
-- Name: ix_task_rule; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_rule ON public.task USING btree (allocation_rule_id, id) WHERE (allocation_rule_id IS NOT NULL);


--
-- Name: ix_task_skip_task_id; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_skip_task_id ON public.task_skip USING btree (task_id);


--
-- Name: ix_task_skip_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_skip_user ON public.task_skip USING btree (user_id, at);


--
-- Name: ix_task_waits; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_task_waits ON public.task USING btree (kind, created_at) INCLUDE (practice_id, owner_id, money, access_class) WHERE ((state)::text = ANY ((ARRAY['open'::character varying, 'snoozed'::character varying, 'escalated'::character varying, 'waiting on provider'::character varying])::text[]));


--
-- Name: ix_team_member_user; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_team_member_user ON public.team_member USING btree (user_id, team_id);


--
-- Name: ix_training_acknowledgement_person; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX ix_training_acknowledgement_person ON public.training_acknowledgement USING btree (user_id, acknowledged_at);


--
-- Name: uq_alert_unseen; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_alert_unseen ON public.alert USING btree (user_id, kind, subject) WHERE (seen_at IS NULL);


--
-- Name: uq_app_user_email; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_app_user_email ON public.app_user USING btree (lower((email)::text));


--
-- Name: uq_question_open; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_question_open ON public.question USING btree (task_id) WHERE (answered_at IS NULL);


--
-- Name: uq_remittance_claim_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_remittance_claim_key ON public.remittance_claim USING btree (claim_key) WHERE ((state)::text = 'posted'::text);


--
-- Name: uq_remittance_payment_key; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_remittance_payment_key ON public.remittance USING btree (payment_key) WHERE ((state)::text = 'posted'::text);


--
-- Name: uq_remittance_place; Type: INDEX; Schema: public; Owner: -
--

CREATE UNIQUE INDEX uq_remittance_place ON public.remittance USING btree (file_id, place);


--
-- Name: claim a_claim_has_a_class; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER a_claim_has_a_class BEFORE INSERT OR UPDATE OF practice_id, payer_id, access_class ON public.claim FOR EACH ROW EXECUTE FUNCTION public.claimdesk_class_of_claim();


--
-- Name: remittance_claim a_judged_remittance_stays; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER a_judged_remittance_stays BEFORE DELETE ON public.remittance_claim FOR EACH ROW EXECUTE FUNCTION public.claimdesk_remittance_goes();


--
-- Name: task a_task_has_a_class; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER a_task_has_a_class BEFORE INSERT OR UPDATE OF practice_id, claim_id, payer_id, access_class ON public.task FOR EACH ROW EXECUTE FUNCTION public.claimdesk_class_of_task();


--
-- Name: journal_entry an_entry_balances_to_zero; Type: TRIGGER; Schema: public; Owner: -
--

CREATE CONSTRAINT TRIGGER an_entry_balances_to_zero AFTER INSERT ON public.journal_entry DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.claimdesk_entry_balances();


--
-- Name: journal_leg an_entry_is_never_added_to; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER an_entry_is_never_added_to AFTER INSERT ON public.journal_leg REFERENCING NEW TABLE AS new_legs FOR EACH STATEMENT EXECUTE FUNCTION public.claimdesk_entry_is_new();


--
-- Name: audit_event audit_event_is_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER audit_event_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_event FOR EACH STATEMENT EXECUTE FUNCTION public.claimdesk_never();


--
-- Name: journal_leg every_leg_is_weighed; Type: TRIGGER; Schema: public; Owner: -
--

CREATE CONSTRAINT TRIGGER every_leg_is_weighed AFTER INSERT ON public.journal_leg DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.claimdesk_leg_balances();


--
-- Name: payer its_claims_follow; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER its_claims_follow AFTER UPDATE ON public.payer FOR EACH ROW WHEN ((((old.access_program)::text <> (new.access_program)::text) OR ((old.state)::text IS DISTINCT FROM (new.state)::text))) EXECUTE FUNCTION public.claimdesk_classes_follow();


--
-- Name: practice its_claims_follow; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER its_claims_follow AFTER UPDATE ON public.practice FOR EACH ROW WHEN (((old.state)::text <> (new.state)::text)) EXECUTE FUNCTION public.claimdesk_classes_follow();


--
-- Name: claim its_tasks_follow; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER its_tasks_follow AFTER UPDATE ON public.claim FOR EACH ROW WHEN (((old.access_class)::text IS DISTINCT FROM (new.access_class)::text)) EXECUTE FUNCTION public.claimdesk_classes_follow();


--
-- Name: journal_entry journal_entry_is_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER journal_entry_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.journal_entry FOR EACH STATEMENT EXECUTE FUNCTION public.claimdesk_never();


--
-- Name: journal_leg journal_leg_is_append_only; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER journal_leg_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.journal_leg FOR EACH STATEMENT EXECUTE FUNCTION public.claimdesk_never();


--
-- Name: absence fk_absence_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.absence
    ADD CONSTRAINT fk_absence_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: access_review fk_access_review_reviewed_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_review
    ADD CONSTRAINT fk_access_review_reviewed_by FOREIGN KEY (reviewed_by) REFERENCES public.app_user(id);


--
-- Name: access_review fk_access_review_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.access_review
    ADD CONSTRAINT fk_access_review_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: acknowledgement fk_acknowledgement_batch_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.acknowledgement
    ADD CONSTRAINT fk_acknowledgement_batch_id FOREIGN KEY (batch_id) REFERENCES public.batch(id);


--
-- Name: acknowledgement fk_acknowledgement_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.acknowledgement
    ADD CONSTRAINT fk_acknowledgement_claim_id FOREIGN KEY (claim_id) REFERENCES public.claim(id);


--
-- Name: acknowledgement fk_acknowledgement_file_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.acknowledgement
    ADD CONSTRAINT fk_acknowledgement_file_id FOREIGN KEY (file_id) REFERENCES public.mailbox_file(id);


--
-- Name: acknowledgement fk_acknowledgement_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.acknowledgement
    ADD CONSTRAINT fk_acknowledgement_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: alert_choice fk_alert_choice_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert_choice
    ADD CONSTRAINT fk_alert_choice_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: alert fk_alert_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT fk_alert_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: alert fk_alert_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alert
    ADD CONSTRAINT fk_alert_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: allocation_rule fk_allocation_rule_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.allocation_rule
    ADD CONSTRAINT fk_allocation_rule_team_id FOREIGN KEY (team_id) REFERENCES public.team(id);


--
-- Name: allocation_rule fk_allocation_rule_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.allocation_rule
    ADD CONSTRAINT fk_allocation_rule_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: api_token fk_api_token_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.api_token
    ADD CONSTRAINT fk_api_token_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: app_user fk_app_user_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT fk_app_user_site_id FOREIGN KEY (site_id) REFERENCES public.site(id);


--
-- Name: app_user fk_app_user_supervisor_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT fk_app_user_supervisor_id FOREIGN KEY (supervisor_id) REFERENCES public.app_user(id);


--
-- Name: attachment fk_attachment_added_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT fk_attachment_added_by FOREIGN KEY (added_by) REFERENCES public.app_user(id);


--
-- Name: attachment fk_attachment_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT fk_attachment_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: attachment fk_attachment_task_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.attachment
    ADD CONSTRAINT fk_attachment_task_id FOREIGN KEY (task_id) REFERENCES public.task(id);


--
-- Name: authenticator_app fk_authenticator_app_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.authenticator_app
    ADD CONSTRAINT fk_authenticator_app_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: batch fk_batch_file_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.batch
    ADD CONSTRAINT fk_batch_file_id FOREIGN KEY (file_id) REFERENCES public.mailbox_file(id);


--
-- Name: claim fk_claim_coverage_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT fk_claim_coverage_id FOREIGN KEY (coverage_id) REFERENCES public.coverage(id);


--
-- Name: claim_line fk_claim_line_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.claim_line
    ADD CONSTRAINT fk_claim_line_claim_id FOREIGN KEY (claim_id) REFERENCES public.claim(id);


--
-- Name: claim_line fk_claim_line_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.claim_line
    ADD CONSTRAINT fk_claim_line_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: claim fk_claim_patient_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT fk_claim_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(id);


--
-- Name: claim fk_claim_payer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT fk_claim_payer_id FOREIGN KEY (payer_id) REFERENCES public.payer(id);


--
-- Name: claim fk_claim_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.claim
    ADD CONSTRAINT fk_claim_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: contract_term fk_contract_term_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contract_term
    ADD CONSTRAINT fk_contract_term_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: contract_term fk_contract_term_recorded_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contract_term
    ADD CONSTRAINT fk_contract_term_recorded_by FOREIGN KEY (recorded_by) REFERENCES public.app_user(id);


--
-- Name: contract_term fk_contract_term_site_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.contract_term
    ADD CONSTRAINT fk_contract_term_site_id FOREIGN KEY (site_id) REFERENCES public.site(id);


--
-- Name: counted_task fk_counted_task_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.counted_task
    ADD CONSTRAINT fk_counted_task_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: counted_task fk_counted_task_task_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.counted_task
    ADD CONSTRAINT fk_counted_task_task_id FOREIGN KEY (task_id) REFERENCES public.task(id);


--
-- Name: counted_task fk_counted_task_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.counted_task
    ADD CONSTRAINT fk_counted_task_team_id FOREIGN KEY (team_id) REFERENCES public.team(id);


--
-- Name: counted_task fk_counted_task_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.counted_task
    ADD CONSTRAINT fk_counted_task_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: coverage fk_coverage_patient_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.coverage
    ADD CONSTRAINT fk_coverage_patient_id FOREIGN KEY (patient_id) REFERENCES public.patient(id);


--
-- Name: coverage fk_coverage_payer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.coverage
    ADD CONSTRAINT fk_coverage_payer_id FOREIGN KEY (payer_id) REFERENCES public.payer(id);


--
-- Name: coverage fk_coverage_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.coverage
    ADD CONSTRAINT fk_coverage_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: draft fk_draft_author_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT fk_draft_author_id FOREIGN KEY (author_id) REFERENCES public.app_user(id);


--
-- Name: draft fk_draft_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT fk_draft_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: draft fk_draft_task_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.draft
    ADD CONSTRAINT fk_draft_task_id FOREIGN KEY (task_id) REFERENCES public.task(id);


--
-- Name: emergency_access fk_emergency_access_reviewed_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.emergency_access
    ADD CONSTRAINT fk_emergency_access_reviewed_by FOREIGN KEY (reviewed_by) REFERENCES public.app_user(id);


--
-- Name: emergency_access fk_emergency_access_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.emergency_access
    ADD CONSTRAINT fk_emergency_access_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: engagement fk_engagement_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.engagement
    ADD CONSTRAINT fk_engagement_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: escalation_rung fk_escalation_rung_asks_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.escalation_rung
    ADD CONSTRAINT fk_escalation_rung_asks_id FOREIGN KEY (asks_id) REFERENCES public.app_user(id);


--
-- Name: escalation_rung fk_escalation_rung_set_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.escalation_rung
    ADD CONSTRAINT fk_escalation_rung_set_by FOREIGN KEY (set_by) REFERENCES public.app_user(id);


--
-- Name: invitation fk_invitation_invited_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT fk_invitation_invited_by FOREIGN KEY (invited_by) REFERENCES public.app_user(id);


--
-- Name: invitation fk_invitation_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.invitation
    ADD CONSTRAINT fk_invitation_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: journal_entry fk_journal_entry_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT fk_journal_entry_claim_id FOREIGN KEY (claim_id) REFERENCES public.claim(id);


--
-- Name: journal_entry fk_journal_entry_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT fk_journal_entry_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: journal_entry fk_journal_entry_remittance_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT fk_journal_entry_remittance_claim_id FOREIGN KEY (remittance_claim_id) REFERENCES public.remittance_claim(id);


--
-- Name: journal_entry fk_journal_entry_remittance_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT fk_journal_entry_remittance_id FOREIGN KEY (remittance_id) REFERENCES public.remittance(id);


--
-- Name: journal_entry fk_journal_entry_reverses_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_entry
    ADD CONSTRAINT fk_journal_entry_reverses_id FOREIGN KEY (reverses_id) REFERENCES public.journal_entry(id);


--
-- Name: journal_leg fk_journal_leg_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_leg
    ADD CONSTRAINT fk_journal_leg_claim_id FOREIGN KEY (claim_id) REFERENCES public.claim(id);


--
-- Name: journal_leg fk_journal_leg_claim_line_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_leg
    ADD CONSTRAINT fk_journal_leg_claim_line_id FOREIGN KEY (claim_line_id) REFERENCES public.claim_line(id);


--
-- Name: journal_leg fk_journal_leg_entry_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_leg
    ADD CONSTRAINT fk_journal_leg_entry_id FOREIGN KEY (entry_id) REFERENCES public.journal_entry(id);


--
-- Name: journal_leg fk_journal_leg_payer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_leg
    ADD CONSTRAINT fk_journal_leg_payer_id FOREIGN KEY (payer_id) REFERENCES public.payer(id);


--
-- Name: journal_leg fk_journal_leg_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journal_leg
    ADD CONSTRAINT fk_journal_leg_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: known_device fk_known_device_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.known_device
    ADD CONSTRAINT fk_known_device_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: linked_identity fk_linked_identity_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.linked_identity
    ADD CONSTRAINT fk_linked_identity_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: login_session fk_login_session_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.login_session
    ADD CONSTRAINT fk_login_session_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: mail fk_mail_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mail
    ADD CONSTRAINT fk_mail_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: mailbox_file fk_mailbox_file_read_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mailbox_file
    ADD CONSTRAINT fk_mailbox_file_read_by FOREIGN KEY (read_by) REFERENCES public.app_user(id);


--
-- Name: mapped_reason fk_mapped_reason_decided_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mapped_reason
    ADD CONSTRAINT fk_mapped_reason_decided_by FOREIGN KEY (decided_by) REFERENCES public.app_user(id);


--
-- Name: mapped_reason fk_mapped_reason_payer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mapped_reason
    ADD CONSTRAINT fk_mapped_reason_payer_id FOREIGN KEY (payer_id) REFERENCES public.payer(id);


--
-- Name: membership fk_membership_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: membership fk_membership_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.membership
    ADD CONSTRAINT fk_membership_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: mention fk_mention_note_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT fk_mention_note_id FOREIGN KEY (note_id) REFERENCES public.note(id);


--
-- Name: mention fk_mention_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT fk_mention_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: mention fk_mention_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.mention
    ADD CONSTRAINT fk_mention_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: note fk_note_author_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.note
    ADD CONSTRAINT fk_note_author_id FOREIGN KEY (author_id) REFERENCES public.app_user(id);


--
-- Name: note fk_note_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.note
    ADD CONSTRAINT fk_note_claim_id FOREIGN KEY (claim_id) REFERENCES public.claim(id);


--
-- Name: note fk_note_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.note
    ADD CONSTRAINT fk_note_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: note fk_note_task_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.note
    ADD CONSTRAINT fk_note_task_id FOREIGN KEY (task_id) REFERENCES public.task(id);


--
-- Name: note_template fk_note_template_changed_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.note_template
    ADD CONSTRAINT fk_note_template_changed_by FOREIGN KEY (changed_by) REFERENCES public.app_user(id);


--
-- Name: passkey fk_passkey_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.passkey
    ADD CONSTRAINT fk_passkey_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: patient fk_patient_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.patient
    ADD CONSTRAINT fk_patient_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: performance_day fk_performance_day_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.performance_day
    ADD CONSTRAINT fk_performance_day_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: performance_day fk_performance_day_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.performance_day
    ADD CONSTRAINT fk_performance_day_team_id FOREIGN KEY (team_id) REFERENCES public.team(id);


--
-- Name: performance_day fk_performance_day_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.performance_day
    ADD CONSTRAINT fk_performance_day_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: person_skill fk_person_skill_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.person_skill
    ADD CONSTRAINT fk_person_skill_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: playbook fk_playbook_changed_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.playbook
    ADD CONSTRAINT fk_playbook_changed_by FOREIGN KEY (changed_by) REFERENCES public.app_user(id);


--
-- Name: playbook fk_playbook_payer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.playbook
    ADD CONSTRAINT fk_playbook_payer_id FOREIGN KEY (payer_id) REFERENCES public.payer(id);


--
-- Name: provider_adjustment fk_provider_adjustment_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.provider_adjustment
    ADD CONSTRAINT fk_provider_adjustment_claim_id FOREIGN KEY (claim_id) REFERENCES public.claim(id);


--
-- Name: provider_adjustment fk_provider_adjustment_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.provider_adjustment
    ADD CONSTRAINT fk_provider_adjustment_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: provider_adjustment fk_provider_adjustment_remittance_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.provider_adjustment
    ADD CONSTRAINT fk_provider_adjustment_remittance_id FOREIGN KEY (remittance_id) REFERENCES public.remittance(id);


--
-- Name: provider fk_provider_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.provider
    ADD CONSTRAINT fk_provider_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: quality_mark fk_quality_mark_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quality_mark
    ADD CONSTRAINT fk_quality_mark_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: quality_mark fk_quality_mark_review_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quality_mark
    ADD CONSTRAINT fk_quality_mark_review_id FOREIGN KEY (review_id) REFERENCES public.quality_review(id);


--
-- Name: quality_review fk_quality_review_decided_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quality_review
    ADD CONSTRAINT fk_quality_review_decided_by FOREIGN KEY (decided_by) REFERENCES public.app_user(id);


--
-- Name: quality_review fk_quality_review_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quality_review
    ADD CONSTRAINT fk_quality_review_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: quality_review fk_quality_review_reviewer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quality_review
    ADD CONSTRAINT fk_quality_review_reviewer_id FOREIGN KEY (reviewer_id) REFERENCES public.app_user(id);


--
-- Name: quality_review fk_quality_review_task_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quality_review
    ADD CONSTRAINT fk_quality_review_task_id FOREIGN KEY (task_id) REFERENCES public.task(id);


--
-- Name: quality_review fk_quality_review_worker_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.quality_review
    ADD CONSTRAINT fk_quality_review_worker_id FOREIGN KEY (worker_id) REFERENCES public.app_user(id);


--
-- Name: question fk_question_answered_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.question
    ADD CONSTRAINT fk_question_answered_by FOREIGN KEY (answered_by) REFERENCES public.app_user(id);


--
-- Name: question fk_question_asked_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.question
    ADD CONSTRAINT fk_question_asked_by FOREIGN KEY (asked_by) REFERENCES public.app_user(id);


--
-- Name: question fk_question_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.question
    ADD CONSTRAINT fk_question_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: question fk_question_task_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.question
    ADD CONSTRAINT fk_question_task_id FOREIGN KEY (task_id) REFERENCES public.task(id);


--
-- Name: recovery_code fk_recovery_code_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recovery_code
    ADD CONSTRAINT fk_recovery_code_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: remittance_claim fk_remittance_claim_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance_claim
    ADD CONSTRAINT fk_remittance_claim_claim_id FOREIGN KEY (claim_id) REFERENCES public.claim(id);


--
-- Name: remittance_claim fk_remittance_claim_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance_claim
    ADD CONSTRAINT fk_remittance_claim_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: remittance_claim fk_remittance_claim_remittance_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance_claim
    ADD CONSTRAINT fk_remittance_claim_remittance_id FOREIGN KEY (remittance_id) REFERENCES public.remittance(id);


--
-- Name: remittance fk_remittance_file_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance
    ADD CONSTRAINT fk_remittance_file_id FOREIGN KEY (file_id) REFERENCES public.mailbox_file(id);


--
-- Name: remittance_line fk_remittance_line_claim_line_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance_line
    ADD CONSTRAINT fk_remittance_line_claim_line_id FOREIGN KEY (claim_line_id) REFERENCES public.claim_line(id);


--
-- Name: remittance_line fk_remittance_line_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance_line
    ADD CONSTRAINT fk_remittance_line_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: remittance_line fk_remittance_line_remittance_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance_line
    ADD CONSTRAINT fk_remittance_line_remittance_claim_id FOREIGN KEY (remittance_claim_id) REFERENCES public.remittance_claim(id);


--
-- Name: remittance fk_remittance_payer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance
    ADD CONSTRAINT fk_remittance_payer_id FOREIGN KEY (payer_id) REFERENCES public.payer(id);


--
-- Name: remittance fk_remittance_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.remittance
    ADD CONSTRAINT fk_remittance_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: saved_view fk_saved_view_owner_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT fk_saved_view_owner_id FOREIGN KEY (owner_id) REFERENCES public.app_user(id);


--
-- Name: saved_view fk_saved_view_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.saved_view
    ADD CONSTRAINT fk_saved_view_team_id FOREIGN KEY (team_id) REFERENCES public.team(id);


--
-- Name: submission fk_submission_batch_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT fk_submission_batch_id FOREIGN KEY (batch_id) REFERENCES public.batch(id);


--
-- Name: submission fk_submission_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT fk_submission_claim_id FOREIGN KEY (claim_id) REFERENCES public.claim(id);


--
-- Name: submission fk_submission_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.submission
    ADD CONSTRAINT fk_submission_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: task fk_task_account_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_account_id FOREIGN KEY (account_id) REFERENCES public.patient(id);


--
-- Name: task fk_task_allocation_rule_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_allocation_rule_id FOREIGN KEY (allocation_rule_id) REFERENCES public.allocation_rule(id);


--
-- Name: task fk_task_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_claim_id FOREIGN KEY (claim_id) REFERENCES public.claim(id);


--
-- Name: task fk_task_file_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_file_id FOREIGN KEY (file_id) REFERENCES public.mailbox_file(id);


--
-- Name: task fk_task_finished_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_finished_by FOREIGN KEY (finished_by) REFERENCES public.app_user(id);


--
-- Name: task fk_task_leased_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_leased_by FOREIGN KEY (leased_by) REFERENCES public.app_user(id);


--
-- Name: task fk_task_owner_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_owner_id FOREIGN KEY (owner_id) REFERENCES public.app_user(id);


--
-- Name: task fk_task_payer_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_payer_id FOREIGN KEY (payer_id) REFERENCES public.payer(id);


--
-- Name: task fk_task_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: task fk_task_remittance_claim_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_remittance_claim_id FOREIGN KEY (remittance_claim_id) REFERENCES public.remittance_claim(id);


--
-- Name: task fk_task_remittance_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_remittance_id FOREIGN KEY (remittance_id) REFERENCES public.remittance(id);


--
-- Name: task fk_task_requested_by; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_requested_by FOREIGN KEY (requested_by) REFERENCES public.app_user(id);


--
-- Name: task_skip fk_task_skip_practice_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task_skip
    ADD CONSTRAINT fk_task_skip_practice_id FOREIGN KEY (practice_id) REFERENCES public.practice(id);


--
-- Name: task_skip fk_task_skip_task_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task_skip
    ADD CONSTRAINT fk_task_skip_task_id FOREIGN KEY (task_id) REFERENCES public.task(id);


--
-- Name: task_skip fk_task_skip_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task_skip
    ADD CONSTRAINT fk_task_skip_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: task fk_task_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.task
    ADD CONSTRAINT fk_task_team_id FOREIGN KEY (team_id) REFERENCES public.team(id);


--
-- Name: team_member fk_team_member_team_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team_member
    ADD CONSTRAINT fk_team_member_team_id FOREIGN KEY (team_id) REFERENCES public.team(id);


--
-- Name: team_member fk_team_member_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.team_member
    ADD CONSTRAINT fk_team_member_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: training_acknowledgement fk_training_acknowledgement_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.training_acknowledgement
    ADD CONSTRAINT fk_training_acknowledgement_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: working_hours fk_working_hours_user_id; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.working_hours
    ADD CONSTRAINT fk_working_hours_user_id FOREIGN KEY (user_id) REFERENCES public.app_user(id);


--
-- Name: acknowledgement; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.acknowledgement ENABLE ROW LEVEL SECURITY;

--
-- Name: acknowledgement acknowledgement_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY acknowledgement_for_the_auditor ON public.acknowledgement FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: acknowledgement acknowledgement_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY acknowledgement_of_my_practices ON public.acknowledgement TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_claim(claim_id)))) WITH CHECK (true);


--
-- Name: alert; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.alert ENABLE ROW LEVEL SECURITY;

--
-- Name: alert alert_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY alert_for_the_auditor ON public.alert FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: alert alert_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY alert_of_my_practices ON public.alert TO claimdesk_app USING (((practice_id IS NULL) OR ((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_subject((subject)::text))))) WITH CHECK (((practice_id IS NULL) OR ((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_subject((subject)::text)))));


--
-- Name: attachment; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.attachment ENABLE ROW LEVEL SECURITY;

--
-- Name: attachment attachment_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY attachment_for_the_auditor ON public.attachment FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: attachment attachment_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY attachment_of_my_practices ON public.attachment TO claimdesk_app USING ((EXISTS ( SELECT
   FROM public.task
  WHERE (task.id = attachment.task_id)))) WITH CHECK ((EXISTS ( SELECT
   FROM public.task
  WHERE (task.id = attachment.task_id))));


--
-- Name: audit_event; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.audit_event ENABLE ROW LEVEL SECURITY;

--
-- Name: audit_event audit_event_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY audit_event_for_the_auditor ON public.audit_event FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: audit_event audit_event_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY audit_event_of_my_practices ON public.audit_event TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_subject((subject)::text)))) WITH CHECK (true);


--
-- Name: claim; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.claim ENABLE ROW LEVEL SECURITY;

--
-- Name: claim claim_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY claim_for_the_auditor ON public.claim FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: claim_line; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.claim_line ENABLE ROW LEVEL SECURITY;

--
-- Name: claim_line claim_line_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY claim_line_for_the_auditor ON public.claim_line FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: claim_line claim_line_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY claim_line_of_my_practices ON public.claim_line TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_claim(claim_id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_claim(claim_id))));


--
-- Name: claim claim_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY claim_of_my_practices ON public.claim TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (((practice_id || '/'::text) || (access_class)::text) = ANY (( SELECT public.claimdesk_classes() AS claimdesk_classes)::text[]))))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (((practice_id || '/'::text) || (access_class)::text) = ANY (( SELECT public.claimdesk_classes() AS claimdesk_classes)::text[])))));


--
-- Name: contract_term; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.contract_term ENABLE ROW LEVEL SECURITY;

--
-- Name: contract_term contract_term_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY contract_term_for_the_auditor ON public.contract_term FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: contract_term contract_term_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY contract_term_of_my_practices ON public.contract_term TO claimdesk_app USING ((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[])))) WITH CHECK ((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))));


--
-- Name: counted_task; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.counted_task ENABLE ROW LEVEL SECURITY;

--
-- Name: counted_task counted_task_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY counted_task_for_the_auditor ON public.counted_task FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: counted_task counted_task_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY counted_task_of_my_practices ON public.counted_task TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (((practice_id || '/'::text) || (access_class)::text) = ANY (( SELECT public.claimdesk_classes() AS claimdesk_classes)::text[]))))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (((practice_id || '/'::text) || (access_class)::text) = ANY (( SELECT public.claimdesk_classes() AS claimdesk_classes)::text[])))));


--
-- Name: coverage; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.coverage ENABLE ROW LEVEL SECURITY;

--
-- Name: coverage coverage_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY coverage_for_the_auditor ON public.coverage FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: coverage coverage_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY coverage_of_my_practices ON public.coverage TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_coverage(patient_id, payer_id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_coverage(patient_id, payer_id))));


--
-- Name: draft; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.draft ENABLE ROW LEVEL SECURITY;

--
-- Name: draft draft_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY draft_for_the_auditor ON public.draft FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: draft draft_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY draft_of_my_practices ON public.draft TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_task(task_id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_task(task_id))));


--
-- Name: journal_entry; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.journal_entry ENABLE ROW LEVEL SECURITY;

--
-- Name: journal_entry journal_entry_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY journal_entry_for_the_auditor ON public.journal_entry FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: journal_entry journal_entry_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY journal_entry_of_my_practices ON public.journal_entry TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_claim(claim_id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_claim(claim_id))));


--
-- Name: journal_leg; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.journal_leg ENABLE ROW LEVEL SECURITY;

--
-- Name: journal_leg journal_leg_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY journal_leg_for_the_auditor ON public.journal_leg FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: journal_leg journal_leg_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY journal_leg_of_my_practices ON public.journal_leg TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_claim(claim_id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_claim(claim_id))));


--
-- Name: mailbox_file; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.mailbox_file ENABLE ROW LEVEL SECURITY;

--
-- Name: mailbox_file mailbox_file_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY mailbox_file_for_the_auditor ON public.mailbox_file FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: mailbox_file mailbox_file_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY mailbox_file_of_my_practices ON public.mailbox_file TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practices && ( SELECT public.claimdesk_practices() AS claimdesk_practices))) AND ( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes))) WITH CHECK (true);


--
-- Name: mention; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.mention ENABLE ROW LEVEL SECURITY;

--
-- Name: mention mention_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY mention_for_the_auditor ON public.mention FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: mention mention_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY mention_of_my_practices ON public.mention TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (EXISTS ( SELECT
   FROM public.note
  WHERE (note.id = mention.note_id)))))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (EXISTS ( SELECT
   FROM public.note
  WHERE (note.id = mention.note_id))))));


--
-- Name: note; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.note ENABLE ROW LEVEL SECURITY;

--
-- Name: note note_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY note_for_the_auditor ON public.note FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: note note_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY note_of_my_practices ON public.note TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR
CASE
    WHEN (claim_id IS NULL) THEN public.claimdesk_sees_task(task_id)
    ELSE public.claimdesk_sees_claim(claim_id)
END))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR
CASE
    WHEN (claim_id IS NULL) THEN public.claimdesk_sees_task(task_id)
    ELSE public.claimdesk_sees_claim(claim_id)
END)));


--
-- Name: patient; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.patient ENABLE ROW LEVEL SECURITY;

--
-- Name: patient patient_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY patient_for_the_auditor ON public.patient FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: patient patient_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY patient_of_my_practices ON public.patient TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_patient(id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_patient(id))));


--
-- Name: performance_day; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.performance_day ENABLE ROW LEVEL SECURITY;

--
-- Name: performance_day performance_day_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY performance_day_for_the_auditor ON public.performance_day FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: performance_day performance_day_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY performance_day_of_my_practices ON public.performance_day TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (((practice_id || '/'::text) || (access_class)::text) = ANY (( SELECT public.claimdesk_classes() AS claimdesk_classes)::text[]))))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (((practice_id || '/'::text) || (access_class)::text) = ANY (( SELECT public.claimdesk_classes() AS claimdesk_classes)::text[])))));


--
-- Name: practice; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.practice ENABLE ROW LEVEL SECURITY;

--
-- Name: practice practice_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY practice_for_the_auditor ON public.practice FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: practice practice_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY practice_of_my_practices ON public.practice TO claimdesk_app USING ((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[])))) WITH CHECK ((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))));


--
-- Name: provider; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.provider ENABLE ROW LEVEL SECURITY;

--
-- Name: provider_adjustment; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.provider_adjustment ENABLE ROW LEVEL SECURITY;

--
-- Name: provider_adjustment provider_adjustment_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY provider_adjustment_for_the_auditor ON public.provider_adjustment FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: provider_adjustment provider_adjustment_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY provider_adjustment_of_my_practices ON public.provider_adjustment TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND ( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND ( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes)));


--
-- Name: provider provider_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY provider_for_the_auditor ON public.provider FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: provider provider_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY provider_of_my_practices ON public.provider TO claimdesk_app USING ((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[])))) WITH CHECK ((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))));


--
-- Name: quality_mark; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quality_mark ENABLE ROW LEVEL SECURITY;

--
-- Name: quality_mark quality_mark_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quality_mark_for_the_auditor ON public.quality_mark FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: quality_mark quality_mark_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quality_mark_of_my_practices ON public.quality_mark TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (EXISTS ( SELECT
   FROM public.quality_review
  WHERE (quality_review.id = quality_mark.review_id)))))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (EXISTS ( SELECT
   FROM public.quality_review
  WHERE (quality_review.id = quality_mark.review_id))))));


--
-- Name: quality_review; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.quality_review ENABLE ROW LEVEL SECURITY;

--
-- Name: quality_review quality_review_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quality_review_for_the_auditor ON public.quality_review FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: quality_review quality_review_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY quality_review_of_my_practices ON public.quality_review TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_task(task_id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_task(task_id))));


--
-- Name: question; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.question ENABLE ROW LEVEL SECURITY;

--
-- Name: question question_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY question_for_the_auditor ON public.question FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: question question_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY question_of_my_practices ON public.question TO claimdesk_app USING ((EXISTS ( SELECT
   FROM public.task
  WHERE (task.id = question.task_id)))) WITH CHECK ((EXISTS ( SELECT
   FROM public.task
  WHERE (task.id = question.task_id))));


--
-- Name: remittance; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.remittance ENABLE ROW LEVEL SECURITY;

--
-- Name: remittance_claim; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.remittance_claim ENABLE ROW LEVEL SECURITY;

--
-- Name: remittance_claim remittance_claim_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY remittance_claim_for_the_auditor ON public.remittance_claim FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: remittance_claim remittance_claim_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY remittance_claim_of_my_practices ON public.remittance_claim TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_claim(claim_id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_claim(claim_id))));


--
-- Name: remittance remittance_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY remittance_for_the_auditor ON public.remittance FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: remittance_line; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.remittance_line ENABLE ROW LEVEL SECURITY;

--
-- Name: remittance_line remittance_line_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY remittance_line_for_the_auditor ON public.remittance_line FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: remittance_line remittance_line_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY remittance_line_of_my_practices ON public.remittance_line TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_payment(remittance_claim_id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_payment(remittance_claim_id))));


--
-- Name: remittance remittance_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY remittance_of_my_practices ON public.remittance TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_remittance(id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_remittance(id))));


--
-- Name: submission; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.submission ENABLE ROW LEVEL SECURITY;

--
-- Name: submission submission_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY submission_for_the_auditor ON public.submission FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: submission submission_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY submission_of_my_practices ON public.submission TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_claim(claim_id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_claim(claim_id))));


--
-- Name: task; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.task ENABLE ROW LEVEL SECURITY;

--
-- Name: task task_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY task_for_the_auditor ON public.task FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: task task_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY task_of_my_practices ON public.task TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (((practice_id || '/'::text) || (access_class)::text) = ANY (( SELECT public.claimdesk_classes() AS claimdesk_classes)::text[]))))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR (((practice_id || '/'::text) || (access_class)::text) = ANY (( SELECT public.claimdesk_classes() AS claimdesk_classes)::text[])))));


--
-- Name: task_skip; Type: ROW SECURITY; Schema: public; Owner: -
--

ALTER TABLE public.task_skip ENABLE ROW LEVEL SECURITY;

--
-- Name: task_skip task_skip_for_the_auditor; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY task_skip_for_the_auditor ON public.task_skip FOR SELECT TO claimdesk_auditor USING (true);


--
-- Name: task_skip task_skip_of_my_practices; Type: POLICY; Schema: public; Owner: -
--

CREATE POLICY task_skip_of_my_practices ON public.task_skip TO claimdesk_app USING (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_task(task_id)))) WITH CHECK (((( SELECT public.claimdesk_sees_all() AS claimdesk_sees_all) OR (practice_id = ANY (( SELECT public.claimdesk_practices() AS claimdesk_practices)::uuid[]))) AND (( SELECT public.claimdesk_sees_all_classes() AS claimdesk_sees_all_classes) OR public.claimdesk_sees_task(task_id))));


--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: -
--

GRANT USAGE ON SCHEMA public TO claimdesk_app;
GRANT USAGE ON SCHEMA public TO claimdesk_auditor;


--
-- Name: FUNCTION claimdesk_hands(accounts uuid[]); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.claimdesk_hands(accounts uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claimdesk_hands(accounts uuid[]) TO claimdesk_app;


--
-- Name: FUNCTION claimdesk_last_given(rules uuid[]); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.claimdesk_last_given(rules uuid[]) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claimdesk_last_given(rules uuid[]) TO claimdesk_app;


--
-- Name: FUNCTION claimdesk_only_practice(of_user uuid); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.claimdesk_only_practice(of_user uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claimdesk_only_practice(of_user uuid) TO claimdesk_app;


--
-- Name: FUNCTION claimdesk_open_work(people uuid[], by_day date); Type: ACL; Schema: public; Owner: -
--

REVOKE ALL ON FUNCTION public.claimdesk_open_work(people uuid[], by_day date) FROM PUBLIC;
GRANT ALL ON FUNCTION public.claimdesk_open_work(people uuid[], by_day date) TO claimdesk_app;


--
-- Name: TABLE absence; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.absence TO claimdesk_app;
GRANT SELECT ON TABLE public.absence TO claimdesk_auditor;


--
-- Name: TABLE access_review; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.access_review TO claimdesk_app;
GRANT SELECT ON TABLE public.access_review TO claimdesk_auditor;


--
-- Name: TABLE acknowledgement; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.acknowledgement TO claimdesk_app;
GRANT SELECT ON TABLE public.acknowledgement TO claimdesk_auditor;


--
-- Name: TABLE alembic_version; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT ON TABLE public.alembic_version TO claimdesk_auditor;
GRANT SELECT ON TABLE public.alembic_version TO claimdesk_app;


--
-- Name: TABLE alert; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.alert TO claimdesk_app;
GRANT SELECT ON TABLE public.alert TO claimdesk_auditor;


--
-- Name: TABLE alert_choice; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.alert_choice TO claimdesk_app;
GRANT SELECT ON TABLE public.alert_choice TO claimdesk_auditor;


--
-- Name: TABLE allocation_rule; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.allocation_rule TO claimdesk_app;
GRANT SELECT ON TABLE public.allocation_rule TO claimdesk_auditor;


--
-- Name: TABLE api_token; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.api_token TO claimdesk_app;


--
-- Name: TABLE app_user; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.app_user TO claimdesk_app;
GRANT SELECT ON TABLE public.app_user TO claimdesk_auditor;


--
-- Name: TABLE attachment; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE ON TABLE public.attachment TO claimdesk_app;
GRANT SELECT ON TABLE public.attachment TO claimdesk_auditor;


--
-- Name: TABLE audit_event; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.audit_event TO claimdesk_app;
GRANT SELECT ON TABLE public.audit_event TO claimdesk_auditor;


--
-- Name: TABLE audit_head; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.audit_head TO claimdesk_app;
GRANT SELECT ON TABLE public.audit_head TO claimdesk_auditor;


--
-- Name: TABLE authenticator_app; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.authenticator_app TO claimdesk_app;


--
-- Name: TABLE batch; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.batch TO claimdesk_app;
GRANT SELECT ON TABLE public.batch TO claimdesk_auditor;


--
-- Name: TABLE claim; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.claim TO claimdesk_app;
GRANT SELECT ON TABLE public.claim TO claimdesk_auditor;


--
-- Name: TABLE claim_line; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.claim_line TO claimdesk_app;
GRANT SELECT ON TABLE public.claim_line TO claimdesk_auditor;


--
-- Name: TABLE contract_term; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.contract_term TO claimdesk_app;
GRANT SELECT ON TABLE public.contract_term TO claimdesk_auditor;


--
-- Name: TABLE control_number; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.control_number TO claimdesk_app;
GRANT SELECT ON TABLE public.control_number TO claimdesk_auditor;


--
-- Name: TABLE counted_task; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.counted_task TO claimdesk_app;
GRANT SELECT ON TABLE public.counted_task TO claimdesk_auditor;


--
-- Name: TABLE coverage; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.coverage TO claimdesk_app;
GRANT SELECT ON TABLE public.coverage TO claimdesk_auditor;


--
-- Name: TABLE discarded_file; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.discarded_file TO claimdesk_app;
GRANT SELECT ON TABLE public.discarded_file TO claimdesk_auditor;


--
-- Name: TABLE draft; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.draft TO claimdesk_app;
GRANT SELECT ON TABLE public.draft TO claimdesk_auditor;


--
-- Name: TABLE emergency_access; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.emergency_access TO claimdesk_app;
GRANT SELECT ON TABLE public.emergency_access TO claimdesk_auditor;


--
-- Name: TABLE engagement; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.engagement TO claimdesk_app;
GRANT SELECT ON TABLE public.engagement TO claimdesk_auditor;


--
-- Name: TABLE escalation_rung; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.escalation_rung TO claimdesk_app;
GRANT SELECT ON TABLE public.escalation_rung TO claimdesk_auditor;


--
-- Name: TABLE invitation; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.invitation TO claimdesk_app;


--
-- Name: TABLE journal_entry; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.journal_entry TO claimdesk_app;
GRANT SELECT ON TABLE public.journal_entry TO claimdesk_auditor;


--
-- Name: TABLE journal_leg; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.journal_leg TO claimdesk_app;
GRANT SELECT ON TABLE public.journal_leg TO claimdesk_auditor;


--
-- Name: TABLE known_device; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.known_device TO claimdesk_app;


--
-- Name: TABLE linked_identity; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.linked_identity TO claimdesk_app;
GRANT SELECT ON TABLE public.linked_identity TO claimdesk_auditor;


--
-- Name: TABLE login_session; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.login_session TO claimdesk_app;


--
-- Name: TABLE mail; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mail TO claimdesk_app;
GRANT SELECT ON TABLE public.mail TO claimdesk_auditor;


--
-- Name: TABLE mailbox_file; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.mailbox_file TO claimdesk_app;
GRANT SELECT ON TABLE public.mailbox_file TO claimdesk_auditor;


--
-- Name: TABLE mapped_reason; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.mapped_reason TO claimdesk_app;
GRANT SELECT ON TABLE public.mapped_reason TO claimdesk_auditor;


--
-- Name: TABLE membership; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.membership TO claimdesk_app;
GRANT SELECT ON TABLE public.membership TO claimdesk_auditor;


--
-- Name: TABLE mention; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.mention TO claimdesk_app;
GRANT SELECT ON TABLE public.mention TO claimdesk_auditor;


--
-- Name: TABLE note; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.note TO claimdesk_app;
GRANT SELECT ON TABLE public.note TO claimdesk_auditor;


--
-- Name: TABLE note_template; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.note_template TO claimdesk_app;
GRANT SELECT ON TABLE public.note_template TO claimdesk_auditor;


--
-- Name: TABLE office; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.office TO claimdesk_app;
GRANT SELECT ON TABLE public.office TO claimdesk_auditor;


--
-- Name: SEQUENCE office_id_seq; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.office_id_seq TO claimdesk_app;


--
-- Name: TABLE outbox; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.outbox TO claimdesk_app;
GRANT SELECT ON TABLE public.outbox TO claimdesk_auditor;


--
-- Name: SEQUENCE outbox_id_seq; Type: ACL; Schema: public; Owner: -
--

GRANT USAGE ON SEQUENCE public.outbox_id_seq TO claimdesk_app;


--
-- Name: TABLE passkey; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.passkey TO claimdesk_app;


--
-- Name: TABLE patient; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.patient TO claimdesk_app;
GRANT SELECT ON TABLE public.patient TO claimdesk_auditor;


--
-- Name: TABLE payer; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.payer TO claimdesk_app;
GRANT SELECT ON TABLE public.payer TO claimdesk_auditor;


--
-- Name: TABLE performance_day; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.performance_day TO claimdesk_app;
GRANT SELECT ON TABLE public.performance_day TO claimdesk_auditor;


--
-- Name: TABLE person_skill; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.person_skill TO claimdesk_app;
GRANT SELECT ON TABLE public.person_skill TO claimdesk_auditor;


--
-- Name: TABLE playbook; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.playbook TO claimdesk_app;
GRANT SELECT ON TABLE public.playbook TO claimdesk_auditor;


--
-- Name: TABLE practice; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.practice TO claimdesk_app;
GRANT SELECT ON TABLE public.practice TO claimdesk_auditor;


--
-- Name: TABLE provider; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.provider TO claimdesk_app;
GRANT SELECT ON TABLE public.provider TO claimdesk_auditor;


--
-- Name: TABLE provider_adjustment; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.provider_adjustment TO claimdesk_app;
GRANT SELECT ON TABLE public.provider_adjustment TO claimdesk_auditor;


--
-- Name: TABLE quality_mark; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quality_mark TO claimdesk_app;
GRANT SELECT ON TABLE public.quality_mark TO claimdesk_auditor;


--
-- Name: TABLE quality_review; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.quality_review TO claimdesk_app;
GRANT SELECT ON TABLE public.quality_review TO claimdesk_auditor;


--
-- Name: TABLE question; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.question TO claimdesk_app;
GRANT SELECT ON TABLE public.question TO claimdesk_auditor;


--
-- Name: TABLE receipt; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.receipt TO claimdesk_app;
GRANT SELECT ON TABLE public.receipt TO claimdesk_auditor;


--
-- Name: TABLE recovery_code; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recovery_code TO claimdesk_app;


--
-- Name: TABLE remittance; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,UPDATE ON TABLE public.remittance TO claimdesk_app;
GRANT SELECT ON TABLE public.remittance TO claimdesk_auditor;


--
-- Name: TABLE remittance_claim; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.remittance_claim TO claimdesk_app;
GRANT SELECT ON TABLE public.remittance_claim TO claimdesk_auditor;


--
-- Name: TABLE remittance_line; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.remittance_line TO claimdesk_app;
GRANT SELECT ON TABLE public.remittance_line TO claimdesk_auditor;


--
-- Name: TABLE saved_view; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.saved_view TO claimdesk_app;
GRANT SELECT ON TABLE public.saved_view TO claimdesk_auditor;


--
-- Name: TABLE sign_in_try; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sign_in_try TO claimdesk_app;
GRANT SELECT ON TABLE public.sign_in_try TO claimdesk_auditor;


--
-- Name: TABLE site; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.site TO claimdesk_app;
GRANT SELECT ON TABLE public.site TO claimdesk_auditor;


--
-- Name: TABLE submission; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.submission TO claimdesk_app;
GRANT SELECT ON TABLE public.submission TO claimdesk_auditor;


--
-- Name: TABLE task; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.task TO claimdesk_app;
GRANT SELECT ON TABLE public.task TO claimdesk_auditor;


--
-- Name: TABLE task_skip; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.task_skip TO claimdesk_app;
GRANT SELECT ON TABLE public.task_skip TO claimdesk_auditor;


--
-- Name: TABLE team; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.team TO claimdesk_app;
GRANT SELECT ON TABLE public.team TO claimdesk_auditor;


--
-- Name: TABLE team_member; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.team_member TO claimdesk_app;
GRANT SELECT ON TABLE public.team_member TO claimdesk_auditor;


--
-- Name: TABLE training_acknowledgement; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT ON TABLE public.training_acknowledgement TO claimdesk_app;
GRANT SELECT ON TABLE public.training_acknowledgement TO claimdesk_auditor;


--
-- Name: TABLE working_hours; Type: ACL; Schema: public; Owner: -
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.working_hours TO claimdesk_app;
GRANT SELECT ON TABLE public.working_hours TO claimdesk_auditor;


--
-- PostgreSQL database dump complete
--

\unrestrict golden

