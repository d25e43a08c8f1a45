-- Work accounts: the second factor, granting with a second person, new passwords by a one-time code, break-glass, and a log that only grows.
-- Whoever signs in works as role `sign-in` under the name they claim: these policies show that account's own rows and no others.

create table account_factor (
  account       text primary key references account,
  secret        bytea not null,                      -- S: sealed to the account
  last_step     bigint not null default 0,           -- of the last code that was taken: a code works once
  made_at       timestamptz not null
);
create table recovery_code (
  account       text not null references account,
  mark          bytea not null,                      -- S: keyed hash
  made_at       timestamptz not null,
  used_at       timestamptz,
  primary key (account, mark)
);
create table pending_sign_in (                       -- the password was right, the code is still to come: opens nothing
  token         bytea primary key,                   -- S: keyed hash
  account       text not null references account,
  secret        bytea,                               -- S: sealed: a factor that is being set up
  made_at       timestamptz not null
);
create index on pending_sign_in (account);
create table set_up_code (                           -- printed for one person: with it they choose a password nobody else knows
  account       text not null references account,
  mark          bytea not null,                      -- S: keyed hash
  made_by       text not null,
  made_at       timestamptz not null,
  until         timestamptz not null,
  used_at       timestamptz,
  primary key (account, mark)
);

create table account_change (                        -- proposed by one, decided by another
  id            uuid primary key,
  account       text not null,
  kind          text not null check (kind in ('new', 'area', 'close', 'open', 'factor', 'password')),
  role          text,                                -- with the three below: what the account becomes (new, area)
  shown_as      text,                                -- P
  kec_id        integer,
  kota          integer,
  reason        text not null,
  proposed_by   text not null,
  proposed_at   timestamptz not null,
  decided_by    text,
  decided_at    timestamptz,
  approved      boolean,
  answer        text,                                -- why, from whoever decided
  check ((decided_by is null) = (decided_at is null) and (decided_by is null) = (approved is null)),
  constraint second_person check (decided_by <> proposed_by and decided_by <> account)
);
create unique index on account_change (account, kind) where decided_at is null;
create index on account_change (proposed_at);

create table account_event (                         -- what happened to accounts: INSERT and SELECT only
  id            bigint generated always as identity primary key,
  at            timestamptz not null,
  account       text not null,
  kind          text not null,
  by_account    text not null,
  detail        jsonb not null default '{}'
);
create index on account_event (account, id);

create table account_notice (                        -- what the head of a scope must learn of
  id            uuid primary key,
  at            timestamptz not null,
  account       text not null,
  kind          text not null,
  for_role      text not null check (for_role in ('office', 'kota')),
  kota          integer,
  read_by       text,
  read_at       timestamptz,
  check ((for_role = 'kota') = (kota is not null)),
  check (read_by <> account)
);
create index on account_notice (for_role, kota) where read_at is null;

create table break_glass (
  kec_id        integer not null,                    -- what it opens: this kecamatan, to read
  id            uuid not null,
  account       text not null references account,
  reason        text not null,
  opened_at     timestamptz not null,
  until         timestamptz not null,
  ended_at      timestamptz,
  reviewed_by   text,
  reviewed_at   timestamptz,
  review        text,
  primary key (kec_id, id),
  check (until > opened_at and until <= opened_at + interval '4 hours'),
  check ((reviewed_by is null) = (reviewed_at is null)),
  constraint second_person check (reviewed_by <> account)
);
create index on break_glass (opened_at) where reviewed_at is null;
alter table session add column browser text;         -- `Firefox, Android`: so that people know their own sessions
alter table session add column glass uuid;           -- the break-glass this session was opened for

-- ---------------------------------------------------------------- who may what

grant select, insert, update on account_factor, recovery_code to tujuhpas_staff, tujuhpas_job;
grant select, insert, update on set_up_code to tujuhpas_job;
grant delete on account_factor, recovery_code to tujuhpas_job;
grant select, insert, delete on pending_sign_in to tujuhpas_staff;
grant select, delete on pending_sign_in to tujuhpas_job;
grant select, insert on account_change, account_event, account_notice to tujuhpas_staff, tujuhpas_job;
grant update (read_by, read_at) on account_notice to tujuhpas_staff;
grant select, insert on break_glass to tujuhpas_staff;
grant update (ended_at, reviewed_by, reviewed_at, review) on break_glass to tujuhpas_staff;

do $$
declare
  t text;
  role text := $q$current_setting('app.role', true)$q$;
  actor text := $q$nullif(current_setting('app.actor', true), '')$q$;
  kota text := $q$nullif(current_setting('app.kota', true), '')::integer$q$;
begin
  foreach t in array array['account_factor', 'recovery_code', 'set_up_code', 'account_change', 'account_event', 'account_notice', 'break_glass'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  foreach t in array array['account_factor', 'recovery_code'] loop
    execute format('create policy own on %I to tujuhpas_staff using (%s = ''sign-in'' and account = %s)', t, role, actor);
    execute format('create policy commands on %I to tujuhpas_job using (%s = ''system'')', t, role);
  end loop;
  execute format('create policy commands on set_up_code to tujuhpas_job using (%s = ''system'')', role);

  execute format($q$create policy seen on account_change for select to tujuhpas_staff, tujuhpas_job
    using (%s in ('operator', 'office', 'auditor', 'system') or account = %s)$q$, role, actor);
  execute format($q$create policy proposed on account_change for insert to tujuhpas_staff
    with check (decided_at is null and proposed_by = %2$s
      and (%1$s = 'operator' or (%1$s = 'sign-in' and account = %2$s and kind in ('factor', 'password'))))$q$, role, actor);

  execute format($q$create policy seen on account_event for select to tujuhpas_staff, tujuhpas_job
    using (%s in ('operator', 'office', 'auditor', 'system') or account = %s)$q$, role, actor);
  execute format('create policy added on account_event for insert to tujuhpas_staff, tujuhpas_job with check (by_account = %s)', actor);

  execute format($q$create policy seen on account_notice for select to tujuhpas_staff, tujuhpas_job
    using (%1$s in ('auditor', 'system') or (%1$s = for_role and (kota is null or kota = %2$s)))$q$, role, kota);
  execute format('create policy added on account_notice for insert to tujuhpas_staff, tujuhpas_job with check (account = %s and read_at is null)', actor);
  execute format($q$create policy read on account_notice for update to tujuhpas_staff
    using (%1$s = for_role and (kota is null or kota = %2$s)) with check (read_by = %3$s)$q$, role, kota, actor);

  execute format($q$create policy seen on break_glass for select to tujuhpas_staff
    using (%1$s in ('office', 'operator', 'auditor') or account = %3$s or (%1$s = 'kota' and kec_id / 100 = %2$s))$q$, role, kota, actor);
  execute format('create policy opened on break_glass for insert to tujuhpas_staff with check (account = %s and ended_at is null and reviewed_at is null)', actor);
  execute format($q$create policy changed on break_glass for update to tujuhpas_staff
    using (account = %3$s or %1$s = 'office' or (%1$s = 'kota' and kec_id / 100 = %2$s))
    with check ((account = %3$s and reviewed_at is null) or reviewed_by = %3$s)$q$, role, kota, actor);
end $$;

-- Whose session is this, what does it open, and how much waits for its reading? Nothing for a token that is not held.
create function session_of(of_token bytea, not_before timestamptz, wall timestamptz)
  returns table (name text, role text, shown_as text, kec_id integer, kota integer,
    glass uuid, glass_kec integer, glass_until timestamptz, notices integer)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.name, a.role, a.shown_as, a.kec_id, a.kota, g.id, g.kec_id, g.until,
    case when a.role in ('office', 'kota') then (select count(*)::integer from account_notice n
      where n.read_at is null and n.for_role = a.role and (n.kota is null or n.kota = a.kota) and n.account <> a.name) else 0 end
  from session s join account a on a.name = s.account
  left join break_glass g on g.id = s.glass and g.account = a.name and g.ended_at is null and g.until > wall
  where s.token = of_token and s.made_at > not_before and a.active
$$;
revoke all on function session_of from public;
grant execute on function session_of to tujuhpas_staff;

-- The second person's answer, and what follows from it, in one step that no login could take otherwise: nobody but the owner and commands
-- may change an account. Answers: done, unknown, decided, own, not-yours, taken.
create function decide_account_change(of_id uuid, yes boolean, why text, wall timestamptz, code_mark bytea, code_until timestamptz)
  returns text language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  p account_change;
  me text := nullif(current_setting('app.actor', true), '');
begin
  perform from account where name = me and active and role in ('operator', 'office');
  if not found then return 'not-yours'; end if;
  select * into p from account_change where id = of_id for update;
  if not found then return 'unknown'; end if;
  if p.decided_at is not null then return 'decided'; end if;
  if me = p.proposed_by or me = p.account then return 'own'; end if;
  if yes then
    if p.kind = 'new' then
      insert into account (name, role, shown_as, kec_id, kota, made_at) values (p.account, p.role, p.shown_as, p.kec_id, p.kota, wall)
        on conflict do nothing;
      if not found then return 'taken'; end if;
    elsif p.kind = 'area' then
      update account set role = p.role, kec_id = p.kec_id, kota = p.kota where name = p.account;
    elsif p.kind in ('close', 'open') then
      update account set active = (p.kind = 'open') where name = p.account;
    elsif p.kind = 'factor' then
      delete from account_factor where account = p.account;
      delete from recovery_code where account = p.account;
    end if;
    if p.kind in ('area', 'close', 'factor') then
      delete from session where account = p.account;
      delete from pending_sign_in where account = p.account;
    end if;
    if p.kind in ('new', 'password') then
      update set_up_code set until = wall where account = p.account and used_at is null and until > wall;
      insert into set_up_code (account, mark, made_by, made_at, until) values (p.account, code_mark, me, wall, code_until);
    end if;
    if p.kind = 'factor' then
      insert into account_notice (id, at, account, kind, for_role, kota)
        select gen_random_uuid(), wall, a.name, 'factor.reset', h.role, h.kota from account a
        cross join lateral (values ('office', null::integer), ('kota', a.kec_id / 100)) as h(role, kota)
        where a.name = p.account and (h.role = 'office' or h.kota is not null);
    end if;
  end if;
  update account_change set decided_by = me, decided_at = wall, approved = yes, answer = why where id = of_id;
  insert into account_event (at, account, kind, by_account, detail) values (wall, p.account,
    p.kind || case when yes then '.approved' else '.refused' end, me,
    jsonb_strip_nulls(jsonb_build_object('proposedBy', p.proposed_by, 'role', p.role, 'kec', p.kec_id, 'kota', p.kota)));
  return 'done';
end $$;
revoke all on function decide_account_change from public;
grant execute on function decide_account_change to tujuhpas_staff;
