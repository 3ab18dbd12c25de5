"""Everyday words by what they mean to somebody who designs a system: broad classes of English business vocabulary.

One word of a class stands in for all the others, so that a brief with rare words is still like briefs seen before. Words
match by stem, `=word` only as it stands, `two_words` as neighbours; a word may stand in several classes. They are features of the habits
(`reading/habits.py`) and nothing else: no class settles a need by itself.
"""

SENSES: dict[str, str] = {
    # --- people and organisations ---------------------------------------------------------------------------------
    "public": "public citizen citizens visitor visitors passer-by spectator audience crowd resident inhabitant taxpayer voter fan"
    " anybody anyone everybody everyone strangers festival-goer pedestrian reader viewer listener follower guest tourist society",
    "customer": "customer customers client clients buyer buyers shopper shoppers consumer consumers purchaser diner traveller"
    " passenger policyholder subscriber payer orderer bidder borrower cardholder account_holder households household insured",
    "member": "member members membership user users player players participant attendee learner pupil student students donor"
    " volunteer applicant candidate contestant beneficiary cyclist runner commuter gamer owner parent parents families",
    "employee": "employee employees staff colleague colleagues worker workers personnel workforce crew clerk clerks cashier"
    " receptionist waiter cook driver drivers courier rider picker packer cleaner caretaker janitor guard conductor shift_worker",
    "expert": "expert analyst analysts scientist scientists researcher researchers statistician actuary physicist biologist chemist"
    " geologist hydrologist meteorologist economist auditor accountant controller lawyer attorney notary consultant underwriter",
    "boss": "manager managers boss director executive executives supervisor head leadership board chief chairman ceo cfo cto ciso"
    " management principal headteacher foreman dispatcher coordinator organiser organizer administrator admins admin steward",
    "technical people": "developer developers engineer engineers programmer programmers devops sysadmin sysadmins operator operators"
    " architect tester testers qa platform_team operations_team security_team data_team data_engineer site_reliability on-call oncall"
    " ops tech_lead maintainers maintainer contributor freelancer",
    "creator": "author authors editor editors journalist journalists reporter writer writers blogger photographer artist artists"
    " designer illustrator musician band producer publisher creator creators podcaster streamer translator translators filmmaker",
    "care people": "doctor doctors physician surgeon nurse nurses patient patients midwife therapist clinician dentist vet pharmacist"
    " paramedic carer caregiver radiologist practitioner optician psychologist",
    "teacher": "teacher teachers tutor tutors coach coaches trainer trainers lecturer professor instructor mentor examiner pupil school"
    " classroom",
    "tradesman": "technician technicians mechanic mechanics electrician plumber installer inspector inspectors surveyor contractor"
    " contractors craftsman adjuster adjusters assessor fitter service_engineer field_staff field_worker field_team",
    "seller": "seller sellers vendor vendors merchant merchants retailer retailers shopkeeper dealer dealers broker brokers agent"
    " agents wholesaler salesperson sales_team reseller landlord host hosts hotelier restaurateur farmer farmers grower baker",
    "company": "company companies firm firms business businesses enterprise organisation organization startup start-up corporation"
    " group subsidiary maker manufacturer producer brand chain agency office practice cooperative franchise union syndicate",
    "partner": "partner partners third_party third-party third_parties supplier suppliers provider providers vendor vendors carrier"
    " carriers haulier broker bank banks insurer reseller external outsourcer marketplace marketplaces aggregator another_company"
    " other_companies counterparty counterparties integrators integrator contractors",
    "public body": "government ministry ministries municipality municipal council city town county state authority authorities"
    " agency agencies department police court courts parliament registry office civil_servant federal district embassy fire_brigade"
    " customs tax_office public_sector administration",
    "non-profit": "charity charities ngo association club clubs parish church foundation volunteers donation donations non-profit"
    " nonprofit fundraiser appeal appeals relief community hackathon hobby",
    "team": "team teams squad squads department departments unit units division divisions group groups branch branches desk working_group",
    "many parties": "tenant tenants multi-tenant workspace workspaces franchisee franchisees subsidiaries clinics schools shops stores"
    " sites branches restaurants hotels dealers each_customer each_client each_company per_customer per_client per_tenant every_customer"
    " organisations organizations white-label reseller",
    # --- who may do and see what ------------------------------------------------------------------------------------
    "login": "login log_in logs_in logged_in sign_in signs_in sign_up signs_up sign-in sign-up sign-on signin signup password passwords"
    " account accounts register registers registered registration authenticate authentication credentials username identity sso saml"
    " oauth openid mfa one-time two-factor social_login magic_link session enrol enroll enrolment",
    "own things": "own owns owned their_own his_own her_own my mine personal personally individual privately theirs only_see sees_only"
    " see_only own_data only_his only_her only_their only_its for_himself belongs belong",
    "roles": "role roles permission permissions rights entitled entitlement entitlements may_see may_only allowed allow allows authorised"
    " authorized authorise authorize access privileges only_staff only_members nobody_else grant grants granted revoke revoked"
    " admins restricted need-to-know delegates delegate",
    "private": "private privacy confidential sensitive secret secrets secretly pseudonym pseudonymous anonymise anonymize anonymous"
    " anonymised redact redacted mask masked personal_data pii gdpr consent data_protection hipaa phi discreet",
    "secure": "secure securely security safe safely protected protection protect encrypt encrypted encryption keys key certificate"
    " certificates signed signature signatures token tokens hash tamper tamper-proof vault firewall locked hardened",
    "attack": "attack attacks attacker attackers bot bots hacker hackers malicious abuse abused fraudster fraudsters flood scraper"
    " scrapers brute hammer hammering overload_attacks ddos injection exploit intruder intrusion compromised suspicious block_list"
    " allow_list blacklist spam spammer",
    "no login": "without_account without_registration without_logging no_login no_account anonymous anonymously no_registration"
    " without_an_account no_password open_to_all open_to_everybody nobody_logs without_signing",
    # --- asking, telling, talking -----------------------------------------------------------------------------------
    "tell": "tell tells told inform informs informed notify notifies notified announce announces announced let_know lets_know know_when"
    " learn learns hear hears report_back gets_told is_told message_to word notice notices notification notifications ping pings pinged",
    "warn": "warn warns warned warning warnings alert alerts alerted alarm alarms alarmed urgent emergency page paged pager siren"
    " escalate escalates escalated escalation on_call on-call wake wakes danger dangerous hazard threat",
    "mail": "mail mails mailed e-mail e-mails email emails emailed newsletter newsletters inbox mailbox letter letters mailing receipt"
    " welcome_mail reply-to bounce bounces bounced unsubscribe",
    "text message": "sms text_message text_messages =texted =texting push push_message push_notification push_notifications whatsapp"
    " phone_call voice_call rings ring_up messenger channel_of mobile_number phone_number one-time_code",
    "chat": "chat chats chatting chatted chat_room conversation conversations conversational messenger messaging channel channels slack teams_channel"
    " discord talk talks talking bot assistant dialogue reply replies thread threads talk_to utterance",
    "ask": "ask asks asked asking question questions inquire inquiry inquiries enquiry enquiries query queries wonder wants_to_know"
    " want_to_know answer answers answered request_information look_up looks_up lookup",
    "request": "request requests requested requesting apply applies applied application applications submit submits submitted submission"
    " hand_in file_a order_a claim demand demands petition ticket tickets",
    "subscribe": "subscribe subscribes subscribed subscriber subscribers subscription subscriptions follow follows followers listen"
    " listens listeners listener interested opt_in opt-in who_wants whoever_wants consumers consumer several_consumers",
    "comment": "comment comments comment_on review reviews feedback opinion opinions rating ratings rate rates likes like_button forum"
    " discussion discussions guestbook complaint complaints survey surveys questionnaire questionnaires testimonial",
    "vote": "vote votes voted voter voters voting poll polls election ballot quiz contest competition leaderboard ranking rankings score"
    " scores points winner winners raffle lottery draw guess guesses tip",
    "social": "friend friends follow followers feed post posts timeline share shares shared hashtag social community communities profile"
    " profiles network networking dating invite invites invited invitation invitations group_chat",
    "meeting": "meeting meetings conference conferences webinar session sessions event_guests seminar workshop rehearsal appointment"
    " appointments visit visits consultation consultations interview interviews",
    # --- doing business -----------------------------------------------------------------------------------------------
    "sell": "sell sells sold sale sales shop shops store stores storefront retail webshop boutique merchandise checkout cart basket"
    " baskets discount discounts voucher vouchers coupon coupons promotion promotions bargain catalogue catalog product products goods"
    " price prices priced pricing range assortment e-commerce ecommerce",
    "order": "order orders ordered ordering purchase purchases purchased buy buys bought reorder backorder preorder order_number deliver"
    " delivered fulfil fulfilled fulfilment fulfillment ship_to takeaway",
    "pay": "pay pays paid payment payments card cards charge charged charges refund refunds refunded payout payouts settle settlement"
    " settlements direct_debit transfer bank_transfer wallet wallets deposit instalment tip fee fees fare toll money cash dunning",
    "invoice": "invoice invoices invoiced invoicing bill bills billed billing statement statements receipt receipts expense expenses"
    " reimbursement reimbursements payroll salary salaries tax taxes vat credit_note credit_notes purchase_order",
    "accounting": "accounting accounts ledger ledgers bookkeeping balance balances posting postings journal double-entry reconcile"
    " reconciled reconciliation audit debit credit month_end month-end year-end controllers chart_of_accounts financial finance",
    "banking": "bank banks banking loan loans mortgage credit lender lending trade trades trader trading stock_exchange broker securities"
    " portfolio portfolios fund funds investor investors investment currency currencies interest risk ledger aml sanctions kyc",
    "insurance": "insurance insurer insurers policy policies policyholder claim claims claimant damage damages premium premiums underwriting"
    " underwriter adjuster liability coverage accident accidents",
    "book a place": "book books booked booking bookings reserve reserves reserved reservation reservations slot slots seat seats appointment"
    " appointments calendar availability available table_for room rooms waiting_list double-booked cancel cancels cancelled cancellation"
    " cancellations timetable rota roster",
    "rent": "rent rents rental rentals lease leases leasing borrow borrowed borrowing lend lent loan library return returned tenancy"
    " flat flats apartment apartments landlord housing property properties estate real_estate listing listings",
    "auction": "auction auctions bid bids bidding bidder bidders tender tenders offer offers highest hammer_price lot lots",
    "loyalty": "loyalty points reward rewards bonus voucher vouchers gift gifts referral coupons gamification badge badges membership_card",
    "subscription business": "subscription subscriptions plan plans tier tiers trial trials renew renewal renewals renews upgrade downgrade"
    " saas quota quotas usage metered metering pay-per-use billed_by license licence licences licenses",
    "marketing": "campaign campaigns marketing advertising advert adverts ad ads banner impressions segment segments audience audiences"
    " target targeted newsletter promotion brand leads lead crm landing_page conversion churn",
    "contract": "contract contracts agreement agreements clause clauses terms signature sign signs signed e-signature countersign quote"
    " quotes quotation offer proposal proposals legal deed deeds",
    "hr": "hiring hire hired recruit recruiting recruiter recruitment applicant applicants candidate candidates cv cvs resume vacancy"
    " vacancies onboarding onboard newcomer joiner leaver leavers holiday holidays leave absence absences sick timesheet timesheets"
    " payroll shift shifts rota roster job_offer appraisal",
    "crm": "crm sales_pipeline lead leads prospect prospects contact contacts opportunity customer_service help_desk helpdesk support"
    " support_team call_centre call_center contact_centre contact_center hotline ticket tickets complaint complaints",
    # --- decisions and processes -------------------------------------------------------------------------------------
    "approve": "approve approves approved approval approvals reject rejects rejected rejection decide decides decided decision decisions"
    " accept accepts decline declines declined sign_off signs_off sign-off confirm confirms confirmed release released four-eyes"
    " permission clearance second_person okay veto",
    "review by a person": "review reviews reviewed reviewer reviewers check_by checked_by looked_at looks_at moderator moderators editor"
    " second_look human humans by_hand manual manually uncertain doubt doubtful doubtful_cases low_confidence corrected correct corrects"
    " clerk_decides person_decides judge",
    "steps": "step steps stage stages phase phases sequence sequential then after_that afterwards finally first next one_after chain"
    " chained procedure process processes workflow pipeline pipelines protocol checklist recipe series in_turn before_that",
    "wait": "wait waits waited waiting until pause pauses paused hold holds held resume resumes resumed pending pends idle_time stay_open"
    " days_later hours_later take_days takes_days for_days for_weeks for_hours for_months until_then patience callback call_back long-running",
    "branching": "depending if_so otherwise else either or_else unless in_case exception exceptions rule rules case_by condition conditions"
    " conditional threshold thresholds criteria criterion according_to",
    "parallel": "parallel parallelism concurrently concurrent simultaneous simultaneously at_once at_same in_parallel side_by split splits"
    " splitting chunk chunks shard shards fan_out fan-out divide divided distribute distributed pieces batches",
    "together": "combine combined combines collect collects collected gather gathers gathered merge merges merged assemble assembled join"
    " joined joins consolidate consolidated bring_together single_view one_place aggregate aggregated bundle",
    "fail": "fail fails failed failing failure failures error errors broken break breaks broke crash crashes crashed die dies died wrong"
    " outage outages unavailable time_out timeout timeouts unreachable down flaky hang hangs stuck fault faults",
    "retry": "retry retries retried retrying try_again tries_again tried_again again attempt attempts once_more repeat repeated repeats"
    " backoff back-off redo rerun re-run rerunning restart restarts restarted resubmit resend start_over",
    "undo": "undo undone reverse reversed reversal compensate compensation rollback roll_back rolled_back refund refunded release_again"
    " released revert reverted cancel cancels cancelled cancellation take_back restore restored give_back all_or_nothing",
    "set aside": "set_aside put_aside aside quarantine quarantined dead-letter dead_letter reject_pile faulty invalid bad_rows bad_records"
    " bad_files bad_messages poison corrections repair unreadable malformed rejected_rows",
    "not lost": "lose loses lost losing loss none_lost never_lost nothing_lost not_lose without_losing miss misses missed missing vanish"
    " vanished disappear disappears forgotten drop dropped drops swallowed guarantee guaranteed guarantees reliably reliable durable",
    "duplicates": "duplicate duplicates duplicated twice double doubled doubles dedupe deduplicate deduplicated only_once exactly_once"
    " counts_once once_only more_than_once idempotent idempotency same_request same_message already_seen already_processed repeated",
    "in order": "in_order order_of ordering ordered_by sequence sequenced out_of_order chronological first_come first-come fifo one_at"
    " one_by strictly per_device per_key in_the_order overtaking turn",
    "priority": "priority priorities urgent prioritise prioritize express vip first_served important preferred overtake premium ahead",
    "check": "check checks checked checking validate validates validated validation verify verifies verified verification inspect inspects"
    " inspected plausible plausibility completeness complete correct rules schema schemas syntax compare against conform proof prove",
    "compute": "calculate calculates calculated calculation calculations compute computes computed formula formulas index ratio average"
    " averages mean means sum sums total totals estimate estimates estimated solve solver optimise optimize optimisation optimization"
    " simulate simulation simulations model_run matrix numeric interest_rate",
    "convert": "convert converts converted conversion conversions transform transforms transformed transformation translate_into format"
    " formats normalise normalize normalised normalized map_to mapping parse parses parsed decode decoded encode encoded rewrite"
    " rewritten turn_into turned_into extract extracts extracted flatten flattened unpack unzip zip gzip compress",
    "enrich": "enrich enriched enriches enrichment look_up add_the added_from complement augment annotate annotated tag tags tagged label"
    " labels labelled categorise categorize classify classified classifies classification assign assigned assigns route routes sorted",
    "generate": "generate generates generated generation produce produces produced create creates created make makes made print prints"
    " printed draw up compose render renders rendered rendering build builds built fill filled template templates",
    "copy": "copy copies copied copying sync syncs synced synchronise synchronised synchronize synchronized synchronisation replicate"
    " replicated replication mirror mirrored mirrors transfer transfers transferred move moves moved forward forwards forwarded relay"
    " hand_over handed_over pass_on passes_on passed_on push_to",
    "delete": "delete deletes deleted deletion remove removes removed removal erase erased erasure purge purged wipe wiped forget forgotten"
    " expire expires expired expiry lapse lapses lapsed clean_up cleaned_up cleanup cleanups disappear after_which throw_away thrown_away vanish retention",
    "import": "import imports imported importing load loads loaded loading ingest ingests ingested ingestion bulk take_over taken_over feed"
    " feeds fed bring_in delivers delivery deliveries drop drops dropped lands landing inbound incoming intake",
    "export": "export exports exported download downloads downloaded dump dumps extract hand_out spit_out bulk_export take-out as_csv as_pdf"
    " as_excel csv_file outgoing outbound publish_as",
    "start by hand": "click clicks clicked press presses pressed button buttons on_demand on_request by_hand manual start starts started"
    " trigger triggers triggered launch launched kick_off kicked_off command run_it self-service",
    "reaction": "whenever when_a as_soon soon_as each_time every_time upon on_arrival triggers triggered react reacts reaction reactions causes"
    " caused fires follows happens happened on_change changes_to once_a",
    # --- time -------------------------------------------------------------------------------------------------------
    "every day": "daily nightly weekly monthly yearly hourly quarterly annually every_day every_night every_week every_month every_morning"
    " every_evening every_hour every_quarter each_day each_night each_week each_month each_morning each_evening once_a per_day a_day"
    " a_week a_month per_week per_month every_monday every_friday every_year each_year each_hour fortnightly",
    "every minutes": "every_minute every_two every_three every_five every_ten every_fifteen every_few every_half every_quarter every_30"
    " every_15 every_10 every_5 every_60 every_2 every_4 every_6 each_minute a_minute per_minute periodically regularly interval intervals"
    " poll polls polling polled cron timer heartbeat",
    "clock": "midnight noon o'clock am pm morning mornings evening evenings night nights overnight sunday monday tuesday wednesday"
    " thursday friday saturday weekend weekends weekday weekdays working_day working_days"
    " office_hours opening_hours sharp dawn",
    "deadline": "deadline deadlines due overdue late by_the remind reminds reminded reminder reminders before_the expires expiry"
    " countdown at_latest date dates appointed given_time chosen_time scheduled schedule schedules scheduling planned later_date in_advance"
    " beforehand term terms",
    "season": "season seasonal seasons christmas black_friday holiday holidays summer winter spring autumn quarter semester term campaign_days"
    " once_a_year month-end end_of year-end matchday festival tournament annual",
    "immediately": "immediately instantly instant at_once right_away straight_away the_moment in_the_minute within_a within_seconds"
    " within_minutes in_seconds second seconds milliseconds ms promptly quick quickly fast faster rapid without_delay no_delay snappy",
    "live": "live real-time realtime real_time current currently_shown up_to_date up-to-date by_itself by_themselves updates_itself pop_up"
    " pops_up appears appear moving refresh refreshing reload reloading watch watches watching as_it_happens second_by ticker stream"
    " streaming streams concurrent instantly_see at_a_glance",
    "later": "later afterwards in_the_background background asynchronously not_wait without_waiting does_not_wait doesn't_wait don't_wait"
    " need_not_wait job_number receipt_at acknowledges acknowledge eventually meanwhile a_little_later a_moment_later deferred overnight",
    "long work": "hours long takes_hours take_hours for_hours forty_minutes minutes_each minutes_to an_hour two_hours half_an days_to weeks_to"
    " long-running lengthy heavy slow slowly too_long limit_of_fifteen fifteen_minutes overrun overnight_run cpu cores graphics memory gpu",
    "history": "history histories historical past previous earlier former old_versions versions version versioned versioning log logbook"
    " record_of trace traceable traceability trail audit timeline chronology journal lineage who_changed changed_what what_changed last_year",
    "years": "year years decade decades ten_years seven_years five_years archive archived archives archiving retain retained retention keep"
    " kept long-term permanent forever preserve preserved preservation legal_hold cold vault",
    "latest only": "latest newest current_state last_known most_recent current_value present state states status statuses position as_of"
    " snapshot balance stock level",
    "before after": "today present presently at_the_moment currently now existing so_far until_now these_days nowadays used_to old legacy"
    " replace replaces replaced replacing instead_of no_longer outdated aging ageing present_system",
    # --- load ---------------------------------------------------------------------------------------------------------
    "crowd": "peak peaks burst bursts spike spikes surge surges rush rushes crowd crowds flood floods thousands tens_of hundreds_of"
    " hundred_thousand million millions all_at stampede onslaught busy busiest storm storms sudden suddenly hot_days day_one avalanche"
    " overloaded overload collapses collapse",
    "idle": "idle nothing nothing_happens silence quiet quiet_times nothing_runs nothing_running rest_of otherwise_nothing few_times rarely"
    " seldom occasionally sometimes low_traffic zero empty between_events sporadic sleeps asleep scale_to",
    "cheap": "cheap cheaply cheaper cheapest cost costs costing low-cost budget afford affordable inexpensive pennies free_tier expensive"
    " savings save_money near_zero pay_only pay_per no_server no_servers without_servers small_budget bill euro euros dollars dollar pounds",
    "no operations": "no_servers without_servers no_operations nobody_to part-time nobody_for administrator_to maintain maintenance-free"
    " look_after patch patching patched running_servers run_servers own_anything own_servers own_brokers licence licensed hands-off no_admin"
    " small_team one_person two_people one_developer",
    "per second": "per_second a_second rps tps events_s requests_s messages_s writes_s per_minute a_minute hertz hz throughput readings_per"
    " events_per messages_per rows_per records_per requests_per peak_of second_at each_second every_second qps",
    "big data": "terabyte terabytes tb petabyte petabytes pb gigabyte gigabytes gb billion billions millions_of rows hundred_million huge"
    " enormous large-scale massive volume volumes bulk dataset datasets corpus columnar parquet",
    "small thing": "small simple tiny little minimal nothing_else nothing_more that's_all is_all only_that just_that prototype demo example"
    " exercise beginner tutorial weekend_project hobby toy sample starter handful lean one_function single_function basic",
    "rate limits": "limit limits limited rate-limited rate_limit rate_limits throttle throttles throttled throttling cap caps capped quota"
    " quotas no_more_than at_most maximum max slow_down too_many only_takes requests_per backpressure overwhelm overwhelmed bear stand"
    " ten_requests calls_per fair fairness",
    "grow": "grow grows growing growth double scale scales scaled scaling expand expands expansion more_and_more from_zero elastic capacity"
    " adding_nodes later_several rollout rolled_out next_year",
    "resilience": "region regions disaster disasters failover fail_over continuity survive survives redundant redundancy standby backup"
    " backups restore recovery recover recovered outage regional second_site availability uptime 99.9 99.99 resilient",
    # --- documents, pictures, media -------------------------------------------------------------------------------------
    "document": "document documents pdf pdfs word_file letter letters form forms paper papers paperwork page pages scan scans scanned"
    " certificate certificates report reports brochure leaflet manuscript dossier dossiers file files contract minutes memo application_form"
    " bulletin manuals manual handbook protocol deed passport passports id_card licences",
    "read text off": "ocr handwritten handwriting scanned scan read_off recognise recognises recognised recognition extract extracted extraction"
    " fields key_figures totals line_items numbers_from data_from typed retype retyped retyping keyed_in type_in typed_in copy_by readable"
    " digitise digitize digitised digitisation printed",
    "picture": "picture pictures photo photos photograph photographs image images portrait portraits selfie selfies snapshot screenshot"
    " screenshots x-ray x-rays drawing drawings sketch sketches map_tiles thumbnail thumbnails gallery album albums jpeg png camera cameras"
    " photographed artwork cover covers logo",
    "picture work": "resize resized resizing crop cropped watermark watermarked thumbnail thumbnails preview previews blur blurred rotate"
    " compress compressed sizes widths smaller_version renditions frame background",
    "recognise pictures": "recognise recognises recognize face faces facial objects detect detected detects identify identified number_plate"
    " number_plates licence_plate logos nudity unsafe indecent offensive moderation moderate moderated helmet helmets defect defects"
    " scratches species spot spotted count_people what_is similar-looking look-alike",
    "film": "video videos film films movie movies clip clips footage episode episodes broadcast broadcasts broadcaster tv television studio"
    " livestream live_stream recording_of camera stream_live channel programme programmes subtitles trailer master masters cinema",
    "film work": "transcode transcoded transcoding rendition renditions encode encoded codec bitrate bitrates mp4 hls dash resolution"
    " resolutions cut trimmed splice player playback adaptive drm playable",
    "sound": "audio sound sounds mp3 wav song songs music track tracks podcast podcasts radio voice voices spoken recording recordings"
    " recorded call_recording voicemail dictation dictated speech microphone noise listen",
    "speech": "transcribe transcribed transcript transcripts transcription subtitle subtitles caption captions spoken speech dictate dictated"
    " dictation speaker voice_command read_aloud reads_aloud read_out spoken_version voice_assistant telephone calls hotline minutes_of",
    "language": "language languages translate translated translation translations multilingual german french spanish english italian polish"
    " dutch japanese chinese arabic turkish native_language own_language locale localise localised dialect bilingual",
    "upload": "upload uploads uploaded uploading attach attached attaches attachment attachments drag drop_folder drop_in hand_in handed_in"
    " send_in sends_in sent_in submit_file submits_file inbox folder folders drop_zone lands land placed put_into arrives_as presigned",
    "store files": "file files folder folders storage bucket object objects archive archives backup backups blob originals original raw artefact"
    " artefacts artifact artifacts zip attachments store stored kept assets asset",
    "file formats": "csv xml json yaml excel spreadsheet spreadsheets parquet avro gzip gzipped tar columns header_line delimited fixed-width"
    " comma-separated newline-delimited geotiff dicom hl7 fhir edi edifact iso20022 markdown html txt",
    "file exchange": "sftp ftp ftps as2 edi edifact x12 file_transfer file_server drop_folder exchange_files key_file dropbox share_drive"
    " network_drive shared_drive nas tape ssh rsync scp mailbox_file",
    "publish": "publish publishes published publishing publication site sites article articles blog blogs story stories news press magazine"
    " newspaper editorial headline headlines post posts page pages content cms wiki documentation docs newsroom",
    "news": "news newspaper newsroom press journalist story stories headline headlines broadcast breaking election coverage ticker media",
    # --- faces of a system -----------------------------------------------------------------------------------------------
    "web page": "website web site page pages homepage landing_page browser browsers front_end frontend front-end html javascript react vue"
    " angular static portal portals web_app web_application single-page spa form forms screen screens url link links address domain",
    "phone app": "app apps mobile phone phones smartphone smartphones tablet tablets ios android native_app handheld handhelds device_app"
    " qr qr_code barcode barcodes on_the_phone cellphone",
    "screen": "screen screens display displays monitor monitors board boards wall kiosk terminal terminals dashboard dashboards cockpit"
    " control_room big_screen signage tv_graphics billboard panel",
    "show": "show shows shown showing display displayed see sees seen view views viewed look looks watch present presented overview list"
    " lists listed browse browses browsed visible glance table_of map_of",
    "charts": "chart charts graph graphs curve curves diagram plot plotted visualise visualize visualisation dashboard dashboards figures"
    " statistics kpi kpis trend trends heatmap report reports reporting evaluation evaluations cockpit drill",
    "search": "search searches searched searching searchable find finds finding found findable discover filter filters facet facets keyword"
    " keywords full-text full_text fuzzy spelling misspelt misspelled synonyms autocomplete suggestions relevance index indexed hits near_me",
    "forms and records": "create creates edit edits edited update updates updated change changes changed delete add adds added enter enters"
    " entered fill fills record records recorded register registers list lists maintain maintains maintained manage manages managed note"
    " notes crud master_data inventory",
    "keep state": "store stores stored save saves saved keep keeps kept remember remembers remembered record recorded track tracks tracked hold"
    " holds note noted persist persisted write_down written_down mark marks marked state status counter counters table",
    "key lookup": "by_id by_key id ids identifier key lookup per_customer per_user per_item per_day number short_link code codes table"
    " database key-value record item items entry entries attribute attributes row session sessions cache flag flags preference preferences"
    " setting settings profile",
    "api words": "api apis interface interfaces endpoint endpoints rest http https call calls called post get json webhook webhooks integration"
    " integrations integrate integrates backend back_end back-end back-office service services library sdk openapi graphql programme_interface"
    " programming_interface callers caller microservice microservices",
    "other systems": "system systems erp crm sap mainframe legacy warehouse_system order_system existing_system point_of tills till cms lms hris"
    " connector connectors adapter adapters interface synchronise core_system back-office external_system each_other third-party vendor_tool",
    "events between services": "event events listens listen listening publish subscriber subscribers independent independently decouple decoupled"
    " coupling knowing_each each_other know_each new_consumers other_teams without_touching touching emitted emits domain react downstream"
    " upstream consumers announce announces bounded own_pace",
    "microservices": "microservice microservices monolith domain domains service_owns teams_own contract contracts bounded context contexts"
    " independently autonomous split choreography orchestration several_services three_services four_services five_services services",
    "offline": "offline off_line no_network without_network no_reception reception tunnel cellar basement weak_signal syncs sync later_on"
    " connection connectivity disconnected reconnect patchy poor_network bad_connection",
    "together live": "collaborate collaborative collaboration jointly simultaneously same_document same_board shared cursor cursors whiteboard"
    " each_other's others_see everyone_sees everybody_sees all_see co-edit multi-player multiplayer room lobby presence typing",
    # --- devices, places, movement -----------------------------------------------------------------------------------------
    "device": "device devices sensor sensors meter meters gauge gauges machine machines gateway gateways controller controllers thermostat"
    " probe probes tracker trackers beacon beacons robot robots drone drones camera cameras scanner scanners printer printers appliance"
    " appliances wearable wearables watch lock locks hardware embedded chip unit firmware radio antenna charger chargers plc",
    "device talk": "mqtt lorawan bluetooth narrow-band radio cellular sim telemetry reading readings measure measures measured measurement"
    " measurements measuring heartbeat remote remotely remote_control firmware over-the-air connected transmit transmits reports_its bytes payload"
    " send_every report_every shadow twin switch_on switch_off",
    "physical values": "temperature temperatures humidity pressure vibration vibrations voltage current power level levels flow weight speed"
    " fuel moisture co2 noise pollution dust ph rainfall wind brightness energy kwh litres heart_rate pulse glucose",
    "factory": "factory factories plant plants production assembly line lines machine machines shop_floor manufacturing manufacturer workshop"
    " tool tools press spindle maintenance downtime scrap batch_number quality_control parts spare_parts mine mill refinery foundry",
    "energy": "energy electricity power grid solar wind turbine turbines battery batteries charging charge_point charging_station heating heat"
    " pump pumps gas water utility utilities kwh meter meters consumption tariff tariffs substation boiler boilers",
    "vehicle": "vehicle vehicles car cars truck trucks lorry lorries van vans bus buses tram trains train ship ships boat boats plane planes"
    " aircraft bike bikes bicycle scooter scooters tractor tractors fleet fleets taxi taxis ambulance container containers trailer trailers",
    "logistics": "logistics warehouse warehouses parcel parcels package packages shipment shipments shipping freight delivery deliveries courier"
    " carrier depot depots pallet pallets tour tours dispatch dispatched customs_declaration container pick packing label labels stock inventory"
    " supply harbour port haulage goods",
    "places": "place places position positions location locations map maps gps coordinates geofence nearby near within_km kilometre kilometres"
    " kilometer mile miles area areas zone zones address addresses route routes routing distance region polygon polygons satellite street"
    " streets latitude",
    "travel": "travel travels trip trips journey flight flights airline airlines airport hotel hotels tourist ride rides ticket tickets itinerary"
    " passenger passengers check-in check_in boarding gate station stations timetable timetables luggage visa cruise",
    "building": "building buildings house houses flat room rooms office offices door doors lift lifts elevator elevators site campus facility"
    " facilities construction garage parking car_park stadium arena museum theatre lamp lamps",
    "farm": "farm farms farmer farmers field fields crop crops cow cows cattle milk dairy greenhouse vineyard irrigation harvest soil barn"
    " tractor plants forest forests trees livestock fish animals beekeeper hive",
    "nature": "weather storm storms rain river rivers flood floods earthquake avalanche snow forest wildfire fire bird birds animal animals ocean"
    " sea climate species satellite air_quality",
    "health": "health hospital hospitals clinic clinics medical medicine medicines patient patients surgery ward diagnosis diagnoses therapy"
    " treatment prescription prescriptions lab laboratory blood vaccine vaccination symptom symptoms pharmacy genome genomes sequencing"
    " radiology dicom x-ray ultrasound wound appointment rehab",
    "school": "school schools university universities course courses lesson lessons lecture lectures exam exams homework assignment assignments"
    " grade grades graded pupil pupils semester classroom learning e-learning curriculum quiz quizzes enrol enrolment library thesis training",
    "law": "law laws legal lawyer lawyers court courts judge regulation regulations regulator regulators regulatory directive compliance compliant"
    " audit auditors auditor evidence prove proof statute by_law fine fines decree notary liability",
    "food": "restaurant restaurants kitchen kitchens menu menus meal meals food dish dishes drink drinks coffee bakery cafe canteen takeaway"
    " recipe recipes ingredient ingredients grocer groceries supermarket beer wine pizza waiter",
    "sport and leisure": "sport sports match matches team goal goals race races runner runners league tournament referee gym fitness workout"
    " training stadium fan fans concert concerts festival cinema theatre museum ski golf chess club park ride",
    "game": "game games gamer gamers player players play playing plays level levels multiplayer score scores match_making matchmaking lobby"
    " leaderboard leaderboards tournament quest guild inventory board_game puzzle move moves turn round rounds dice",
    "home": "home homes household households family families garden kitchen fridge heating smart_home doorbell pet pets baby child children",
    "science": "research experiment experiments laboratory telescope genome sample samples simulation simulations physics chemistry dataset datasets"
    " scientist publication particle molecule protein astronomy hypothesis",
    # --- data --------------------------------------------------------------------------------------------------------
    "analyse": "analyse analyses analysed analyze analysis analyses analytics analytical evaluate evaluates evaluated evaluation insight insights"
    " statistics statistical explore study examine mine correlate investigate investigation patterns pattern trends segment questions",
    "sql": "sql query queries queried ad-hoc ad_hoc warehouse relational join joins table tables columns columnar bi business_intelligence"
    " data_lake lake data_mart olap spreadsheet analyst analysts slice reports reporting any_question",
    "lake": "lake data_lake catalogue catalogued catalogue_of schema raw curated partition partitioned partitions columnar parquet columns"
    " data_platform data_set data_sets etl cleaned cleansed cleaning flatten lineage datasets data_engineers one_place several_sources",
    "relational": "relational sql transaction transactions transactional join joins foreign_key constraint constraints consistency consistent"
    " normalised referential double-entry bookings ledger mysql postgres postgresql oracle stored_procedures relations complex_queries"
    " existing_database reporting accounting",
    "count": "count counts counted counting counter counters number_of how_many how_often total totals sum tally quantity quantities statistics"
    " frequency percentage percent share rate average top ten_most most",
    "measure usage": "usage used_by consumption clicks click views visits visitors page_views impressions sessions behaviour behavior funnel"
    " conversion engagement tracking tracked beacon click-stream clickstream heatmap opened opens metrics",
    "rank": "rank ranks ranked ranking top best best-selling compare compares compared comparison order_by sort sorts sorted highest lowest most"
    " leaderboard score scored scores scoring rating",
    "predict": "predict predicts predicted prediction predictions forecast forecasts forecasted forecasting probability likelihood score scores"
    " scored scoring estimate anomaly anomalies outlier unusual deviation model models trained train training retrain retrained learn learned"
    " machine_learning demand churn risk expected",
    "recommend": "recommend recommends recommended recommendation recommendations suggest suggests suggested suggestion suggestions similar"
    " personalise personalised personalize personalized tailored fits_him you_may matching matches taste interests",
    "understand text": "mood sentiment sentiments tone positive negative topic topics subject subjects keyword entities names categories"
    " categorise classify classified classification toxic insult insults spam hate complaint gist free_text texts tweets posts reviews meaning",
    "write text": "summarise summarises summarised summarize summary summaries draft drafts drafted drafting write writes written answer"
    " answers plain_words plain_language own_words natural_language chatbot assistant language_model generative prompt prompts explain"
    " explains explanation gist rephrase wording copywriting ask_in sources_cited citations cite",
    "fraud": "fraud fraudulent fraudster suspicious launder laundering stolen fake fakes scam cheating cheat manipulation risk score anomalies"
    " blocklist chargeback chargebacks sanction",
    "stream of events": "stream streams streaming continuous continuously flow flows feed feeds feed_of clickstream events readings telemetry"
    " ticks tick quotes logs per_second window windows sliding rolling last_minute last_five last_hour moving_average replay replayed",
    "logs": "log logs logging access_logs log_files audit_logs traces metrics monitoring monitor monitored error_rate observability syslog journal",
    "quality of data": "quality clean cleaned cleaning cleanse cleansed complete incomplete missing_values gap gaps plausible plausibility"
    " inconsistent wrong_data garbage duplicates spelling spellings standardise standardised match matched master_data golden",
    "id matching": "match matches matched matching link linked identity same_person resolve compare fuzzy similar similarity reconcile",
    "open data": "open_data open-data public_data publishes dataset census statistics_office researchers free_to anyone_can download",
    # --- operations of software --------------------------------------------------------------------------------------
    "software delivery": "deploy deploys deployed deployment deployments build builds release releases commit commits push pull_request pull_requests"
    " repository repositories branch branches pipeline tests test testing staging production prod rollback canary ci artifact artefact"
    " merge version infrastructure_as code",
    "cloud operations": "account accounts instance instances volume volumes snapshot snapshots cluster clusters virtual_machine virtual_machines vm"
    " vms resource resources tag tags tagged untagged region regions org organisation quota limits bucket buckets infrastructure"
    " provision provisioned environments environment cloud",
    "cloud security": "finding findings misconfigured misconfiguration compliance firewall_rule open_port public_bucket vulnerability vulnerabilities"
    " patch patches security_group rotate rotated rotation secrets credentials unencrypted policy policies violation violations remediate"
    " remediation isolate forensic incident incidents threat",
    "cost control": "cost costs bill spend spending budget budgets waste unused idle stop stopped switch_off turned_off shut_down shutdown office_hours"
    " savings expensive forgotten",
    "containers": "container containers docker image images kubernetes cluster binary binaries executable package packaged legacy_code own_software"
    " packaged_application framework open-source open_source spring java rails wordpress php persistent_connections processes fargate",
    "heavy compute": "render rendering simulate simulation simulations gpu graphics_processors cores cpu compute-intensive batch batches grid hpc"
    " monte_carlo genome alignment training frames model_runs number_crunching hours_of spot interrupted solver",
    "migration": "migrate migrates migrated migration move moving replaces replace replacing rewrite rewriting lift switch_over cut_over"
    " modernise modernize retire retired decommission end_of_life licence_ends step_by old_one legacy mainframe monolith on-premises",
    "server pain": "server servers rack box machine_under under_the_desk patched reboot rebooted disk disks full fills cron crontab virtual"
    " sleepless night_shift admin_left falls_over fell_over goes_down brought_down maintenance licences hardware nodes",
    "settings": "setting settings configure configured configuration configurable parameter parameters feature_flag feature_flags flag flags toggle"
    " toggles variant variants experiment experiments rollout template templates rule rules per_partner adjustable without_deploying without_release",
    "network": "network vpn private_network on-premises on_premises intranet firewall data_centre data_center data_centers leased_line ip"
    " ip_address subnet internal proxy tls tcp udp dns domain latency",
    "cache words": "cache cached caches caching in_memory in-memory hot same_answer repeatedly_asked again_and read-heavy popular milliseconds"
    " microseconds session sessions expensive_query slow_query stale",
    "worldwide": "world worldwide global globally international countries country continent continents europe asia america africa abroad overseas"
    " everywhere close_to nearby_edge edge around_the",
    "website delivery": "static homepage domain https certificate cdn cached images_fast downloads loads_fast page_loads load_time worldwide visitors"
    " assets html css hosting hosted host own_domain résumé portfolio landing",
    # --- ways of putting it ----------------------------------------------------------------------------------------
    "as a user": "as_a as_an i_want i_can so_that i_see i_get i_need i_may i_would user_story user_stories acceptance",
    "exclude": "no_ui no_api no_database no_interface no_user no_web without_ui no_front nothing_else not_needed not_part out_of_scope elsewhere"
    " somebody_else is_given already_exists exists_already no_dashboard no_dashboards no_screen no_state stateless nothing_stored",
    "tender": "tender bidder bidders contractor shall offers lot procurement invited invites bids supply subject service_levels contract_period"
    " agency municipality framework_agreement",
    "interview": "design sketch explain discuss assume suppose imagine how_would how_do what_happens which bottleneck trade-offs tradeoffs you_get",
    "library text": "this_service this_module owns owned_by consumes exposes emits publishes endpoints readme service_that repo repository handles"
    " responsible responsibilities is_called not_responsible keeps_the",
    "wish": "want wants wanted would_like we'd wish wishes need needs needed should must ought looking_for look_for hope expect expects goal aim",
    "pain": "by_hand manual manually spreadsheet spreadsheets excel paper phone_calls error-prone errors slow takes_weeks takes_days tedious nobody_knows"
    " too_late complain complaints forgets forgotten lose copied retyped emailing back_and_forth whiteboard shared_mailbox",
}
"""Class to its words."""
