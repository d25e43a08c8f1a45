-- What an operator did outside the pages: backups. So that the status page can say when the last one was.
create table operation (
  id            uuid primary key,
  kind          text not null check (kind in ('backup', 'restore')),
  at            timestamptz not null,                -- the machine's clock
  bytes         bigint not null
);
alter table operation enable row level security;
alter table operation force row level security;
create policy owner on operation to current_user using (true) with check (true);
create policy seen on operation for select to tujuhpas_staff, tujuhpas_job using (current_setting('app.role', true) in ('operator', 'office', 'system'));
create policy added on operation for insert to tujuhpas_job with check (current_setting('app.role', true) = 'system');
grant select on operation to tujuhpas_staff, tujuhpas_job;
grant insert on operation to tujuhpas_job;
