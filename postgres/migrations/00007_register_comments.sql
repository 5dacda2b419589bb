-- +goose Up
-- What the registers' tables and columns hold, in the catalogue's words: the name in
-- English and Finnish, and the item of 13 chapter 3 § (or 2 §, 4 §) it stands under.
comment on schema registers is 'the registers of the public employment service (act 916/2012, chapter 13)';

comment on table registers.person is 'Person clients (Henkilöasiakkaat)';
comment on column registers.person.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.1';
comment on column registers.person.family_name is 'Family name (Sukunimi), 3.1.1';
comment on column registers.person.given_names is 'Given names (Etunimet), 3.1.1';
comment on column registers.person.birth_date is 'Date of birth (Syntymäaika), 3.1.1';
comment on column registers.person.sex is 'Sex (Sukupuoli), 3.1.1';
comment on column registers.person.mother_tongue is 'Mother tongue (Äidinkieli), 3.1.2';
comment on column registers.person.citizenship is 'Citizenship (Kansalaisuus), 3.1.2';
comment on column registers.person.municipality is 'Municipality of residence (Asuinkunta), 3.1.1';
comment on column registers.person.street_address is 'Street address (Katuosoite), 3.1.1';
comment on column registers.person.phone is 'Telephone number (Puhelinnumero), 3.1.1';
comment on column registers.person.email is 'E-mail address (Sähköpostiosoite), 3.1.1';
comment on column registers.person.protected_address is 'Non-disclosure order (Turvakielto), 3.1.1';
comment on column registers.person.education is 'Level of education (Koulutusaste), 3.1.3';
comment on column registers.person.disability is 'Disability or long-term illness (Vamma tai pitkäaikaissairaus), 3.1.7';
comment on column registers.person.fund_member is 'Unemployment fund membership (Työttömyyskassan jäsenyys), 3.1.8';
comment on column registers.person.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.person.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.person.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.person.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.person.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

comment on table registers.person_identifier is 'Personal identity codes (Henkilötunnukset)';
comment on column registers.person_identifier.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.1';
comment on column registers.person_identifier.code is 'Personal identity code (Henkilötunnus), 3.1.1';
comment on column registers.person_identifier.temporary is 'Temporary code (Tilapäinen tunnus), 3.1.1';
comment on column registers.person_identifier.valid_from is 'First day of the code (Tunnuksen ensimmäinen päivä), 3.1.1';
comment on column registers.person_identifier.valid_to is 'Last day of the code (Tunnuksen viimeinen päivä), 3.1.1';
comment on column registers.person_identifier.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.person_identifier.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.person_identifier.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.person_identifier.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.person_identifier.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

comment on table registers.clientship is 'Clientships (Asiakkuudet)';
comment on column registers.clientship.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';
comment on column registers.clientship.clientship_id is 'Internal id of the clientship (Asiakkuuden sisäinen tunniste), 3.1.2';
comment on column registers.clientship.start_date is 'Start of clientship (Asiakkuuden alku), 3.1.2';
comment on column registers.clientship.end_date is 'End of clientship (Asiakkuuden loppu), 3.1.2';
comment on column registers.clientship.service_line is 'Service line (Palvelulinja), 3.1.4';
comment on column registers.clientship.service_line_on is 'Date of the service line (Palvelulinjan päivämäärä), 3.1.4';
comment on column registers.clientship.contact_mode is 'Mode of contact (Yhteydenottotapa), 3.1.2';
comment on column registers.clientship.contact_on is 'Date of contact (Yhteydenottopäivä), 3.1.2';
comment on column registers.clientship.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.clientship.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.clientship.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.clientship.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.clientship.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

comment on table registers.job_search is 'Job searches (Työnhaut)';
comment on column registers.job_search.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';
comment on column registers.job_search.job_search_id is 'Internal id of the job search (Työnhaun sisäinen tunniste), 3.1.2';
comment on column registers.job_search.start_date is 'Start of job search (Työnhaun alkamispäivä), 3.1.2';
comment on column registers.job_search.end_date is 'End of job search (Työnhaun päättymispäivä), 3.1.2';
comment on column registers.job_search.occupation is 'Occupation sought (Haettu ammatti), 3.1.3';
comment on column registers.job_search.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.job_search.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.job_search.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.job_search.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.job_search.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

comment on table registers.employment_code is 'Employment code spells (Työllisyyskoodijaksot)';
comment on column registers.employment_code.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.2';
comment on column registers.employment_code.spell_id is 'Internal id of the employment code spell (Työllisyyskoodijakson sisäinen tunniste), 3.1.2';
comment on column registers.employment_code.code is 'Employment code (Työllisyyskoodi), 3.1.2';
comment on column registers.employment_code.start_date is 'Start of employment code (Työllisyyskoodin alkamispäivä), 3.1.2';
comment on column registers.employment_code.end_date is 'End of employment code (Työllisyyskoodin loppumispäivä), 3.1.2';
comment on column registers.employment_code.end_reason is 'Reason for the end of unemployment (Työttömyyden päättymissyy), 3.1.2';
comment on column registers.employment_code.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.employment_code.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.employment_code.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.employment_code.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.employment_code.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

comment on table registers.plan is 'Plans (Suunnitelmat)';
comment on column registers.plan.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.4';
comment on column registers.plan.plan_id is 'Internal id of the plan (Suunnitelman sisäinen tunniste), 3.1.4';
comment on column registers.plan.kind is 'Kind of plan (Suunnitelman laji), 3.1.4';
comment on column registers.plan.signed_on is 'Date of signing (Allekirjoituspäivä), 3.1.4';
comment on column registers.plan.review_on is 'Date of review (Tarkistuspäivä), 3.1.4';
comment on column registers.plan.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.plan.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.plan.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.plan.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.plan.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

comment on table registers.job_offer is 'Job offers (Työtarjoukset)';
comment on column registers.job_offer.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.5';
comment on column registers.job_offer.offer_id is 'Internal id of the job offer (Työtarjouksen sisäinen tunniste), 3.1.5';
comment on column registers.job_offer.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.1.5';
comment on column registers.job_offer.vacancy_id is 'Internal id of the offered vacancy (Tarjotun työpaikan sisäinen tunniste), 3.1.5';
comment on column registers.job_offer.offered_on is 'Date of the job offer (Työtarjouksen päivämäärä), 3.1.5';
comment on column registers.job_offer.result is 'Result of the job offer (Työtarjouksen tulos), 3.1.5';
comment on column registers.job_offer.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.job_offer.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.job_offer.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.job_offer.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.job_offer.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

comment on table registers.service_period is 'Service periods (Palvelujaksot)';
comment on column registers.service_period.person_id is 'Internal id of the person (Henkilön sisäinen tunniste), 3.1.6';
comment on column registers.service_period.service_period_id is 'Internal id of the service period (Palvelujakson sisäinen tunniste), 3.1.6';
comment on column registers.service_period.kind is 'Kind of service (Palvelun laji), 3.1.6';
comment on column registers.service_period.start_date is 'Start of service (Palvelun alkamispäivä), 3.1.6';
comment on column registers.service_period.end_date is 'End of service (Palvelun päättymispäivä), 3.1.6';
comment on column registers.service_period.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.1.6';
comment on column registers.service_period.procured_service_id is 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.1.6';
comment on column registers.service_period.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.service_period.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.service_period.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.service_period.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.service_period.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

comment on table registers.employer is 'Employers (Työnantajat)';
comment on column registers.employer.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.1';
comment on column registers.employer.business_id is 'Business ID (Y-tunnus), 3.2.1';
comment on column registers.employer.name is 'Employer''s name (Työnantajan nimi), 3.2.1';
comment on column registers.employer.industry is 'Employer''s industry (Työnantajan toimiala), 3.2.3';
comment on column registers.employer.municipality is 'Employer''s domicile (Työnantajan kotipaikka), 3.2.1';
comment on column registers.employer.start_date is 'Start of clientship (Asiakkuuden alku), 3.2.2';
comment on column registers.employer.end_date is 'End of clientship (Asiakkuuden loppu), 3.2.2';
comment on column registers.employer.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.employer.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.employer.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.employer.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.employer.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

comment on table registers.vacancy is 'Vacancies (Avoimet työpaikat)';
comment on column registers.vacancy.employer_id is 'Internal id of the employer (Työnantajan sisäinen tunniste), 3.2.4';
comment on column registers.vacancy.vacancy_id is 'Internal id of the vacancy (Avoimen työpaikan sisäinen tunniste), 3.2.4';
comment on column registers.vacancy.notice_number is 'Notice number (Ilmoitusnumero), 3.2.4';
comment on column registers.vacancy.occupation is 'Occupation of the job (Työn ammatti), 3.2.4';
comment on column registers.vacancy.municipality is 'Municipality of the workplace (Työpaikan sijaintikunta), 3.2.4';
comment on column registers.vacancy.reported_on is 'Date of report (Ilmoituspäivä), 3.2.4';
comment on column registers.vacancy.closed_on is 'Date of closing (Sulkemispäivä), 3.2.4';
comment on column registers.vacancy.positions is 'Number of positions (Paikkojen määrä), 3.2.4';
comment on column registers.vacancy.working_time is 'Working time (Työaika), 3.2.4';
comment on column registers.vacancy.duration is 'Duration of the work (Työn kesto), 3.2.4';
comment on column registers.vacancy.relation is 'Type of employment relation (Työsuhteen tyyppi), 3.2.4';
comment on column registers.vacancy.summer_job is 'Summer job (Kesätyöpaikka), 3.2.4';
comment on column registers.vacancy.apprenticeship is 'Apprenticeship (Oppisopimuspaikka), 3.2.4';
comment on column registers.vacancy.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.vacancy.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.vacancy.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.vacancy.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.vacancy.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

comment on table registers.provider is 'Service providers (Palveluntuottajat)';
comment on column registers.provider.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.1';
comment on column registers.provider.business_id is 'Business ID (Y-tunnus), 3.3.1';
comment on column registers.provider.name is 'Provider''s name (Palveluntuottajan nimi), 3.3.1';
comment on column registers.provider.municipality is 'Provider''s domicile (Palveluntuottajan kotipaikka), 3.3.1';
comment on column registers.provider.start_date is 'Start of contractual relation (Sopimussuhteen alku), 3.3.2';
comment on column registers.provider.end_date is 'End of contractual relation (Sopimussuhteen loppu), 3.3.2';
comment on column registers.provider.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.provider.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.provider.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.provider.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.provider.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

comment on table registers.procured_service is 'Procured services (Hankitut palvelut)';
comment on column registers.procured_service.provider_id is 'Internal id of the provider (Palveluntuottajan sisäinen tunniste), 3.3.4';
comment on column registers.procured_service.procured_service_id is 'Internal id of the procured service (Hankitun palvelun sisäinen tunniste), 3.3.4';
comment on column registers.procured_service.kind is 'Kind of procurement (Hankinnan laji), 3.3.4';
comment on column registers.procured_service.contract_number is 'Contract number (Sopimusnumero), 3.3.3';
comment on column registers.procured_service.start_date is 'Start of contract (Sopimuksen alkamispäivä), 3.3.3';
comment on column registers.procured_service.end_date is 'End of contract (Sopimuksen päättymispäivä), 3.3.3';
comment on column registers.procured_service.price is 'Contract price (Sopimushinta), 3.3.3';
comment on column registers.procured_service.places is 'Number of places (Paikkojen määrä), 3.3.4';
comment on column registers.procured_service.office is 'Controller (Rekisterinpitäjä), 2.3b';
comment on column registers.procured_service.source is 'Source (Tiedon lähde), 4.1b';
comment on column registers.procured_service.recorder is 'Recorder (Tiedon merkitsijä), 4.1b';
comment on column registers.procured_service.recorded_at is 'Time of recording (Tallennusaika), 4.1a';
comment on column registers.procured_service.removable_from is 'Removable from (Poistettava alkaen), 4.3a';

-- +goose Down
-- A comment harms nobody: it stays.
select 1;
