"""What a brief may ask for, and the cues by which it is recognised.

A cue is a row of words in the order they occur: `a|b` alternatives, `<class>` any word of a class, `=a` that very form, `..` up to three
other words between, `...` up to seven. Words match by stem otherwise. Articles and possessives are skipped. `strong` cues settle
the matter alone, `fair` ones need company, `weak` ones only add up.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """One kind of capability."""

    id: str
    title: str
    strong: str = ""
    fair: str = ""
    weak: str = ""
    implies: tuple[tuple[str, float], ...] = ()
    """Other needs that come with it, and how surely."""


NEEDS: tuple[Need, ...] = (
    # --- front doors -----------------------------------------------------------------------------------------------
    Need(
        "http-api",
        "An API that clients call",
        strong="""api; apis; rest|restful api|endpoint|service|interface|resource; http|https endpoint|request|api; endpoint;
            endpoints; backend for; mobile|web|spa backend; backend api; crud; url shortener; short|shortened url|link;
            get|post|put|delete|patch request; over http|https; openapi; swagger; api path; request and response;
            expose .. service|function|data|capability; microservice; microservices; mobile|phone|smartphone app; app for ios|android|iphone; type|types|typed|enter|entered|enters|keyed in .. by|weights|figures|values|results|data""",
        fair="""backend; app; web app; web application; call .. service; query .. by; look up; lookup; on demand;
            retrieve|fetch|return .. list|latest|result|detail|status; client|frontend|browser call|calls|request;
            self-service; portal; dashboard; <person> .. create|submit|place|book|request|order|search|view|see|manage;
            as <person> i want; interactive; synchronous; response time; latency; requests per|a second|minute; rps; tps;
            answer immediately; calculator; lookup service; checkout; search for; form; submit .. form; type|types|typed in; enter|entered .. number|code|data|values; fill|fills|filled in; apply|applies|applied online; <person> report|reports|register|registers|answer|answers|apply|applies|invite|invites|vote|votes|sign|signs|correct|corrects|choose|follow|follows|join|joins; able to .. see|follow|look|change|search|book|order|track|download|cancel""",
        weak="platform; site; website; users; saas; online; request; application; product; system for; manage; service",
    ),
    Need(
        "crud",
        "Things people create, read, change and delete",
        strong="""crud; create|add .. read|view|list .. update|edit .. delete|remove; manage <entity>; management of <entity>;
            <entity> =management; <entity> service; <entity> and <entity> data; <entity> catalog|catalogue; add|edit|delete|remove|update
            <entity>; create .. <entity>; to-do|todo|task list; <entity> database; keep|track|store .. <entity>; users|members|customers and
            their; address book; booking system; reservation system; inventory; shopping cart""",
        fair="""<entity> .. <entity> .. <entity>; source of truth; list of <entity>; record .. <entity>; place .. order; book .. <entity>; save .. <entity>;
            profile; profiles; history of; status of .. <entity>; order status; portal; manage; directory; catalog; catalogue; user data""",
        weak="<entity>; users; records; database; save",
        implies=(("http-api", 0.6), ("key-value", 0.75)),
    ),
    Need(
        "key-value",
        "State that is looked up by key",
        strong="""single-digit millisecond; key-value; key value; nosql; document database; document store; store .. state|result|metadata|item|record;
            <store> .. <entity>; deduplicate; dedupe; duplicate; duplicates; idempotent; idempotency; metadata .. store|database|index; database record;
            lookup|look-up table; status .. track|poll|query; track .. status|progress|state; leaderboard; shopping cart; session|sessions state|data|store;
            user|customer profile; subscription state; per-user|per-tenant|per-device state; counter; counters; data model; access patterns; remember .. preference;
            store .. every event|message|request|reading; vote; votes; latest|current state; shortened|short url|link; inventory; stock level;
            seat|seats|room|slot|place|ticket held|hold|reserved|taken; hold of .. seat|room|slot|item|ticket; sold exactly once; sold|booked twice; double booking|bookings;
            update .. positions|balance|balances""",
        fair="""database; persist; stored; store; state; history; catalog; catalogue; record; quotas; quota; track; ledger; orders; bookings; audit .. trail; look up;
            query .. by; saved; lock; subscription; plan; tenants; metadata; results .. available; view|see .. past|previous|history""",
        weak="data; save; list; account; profile",
    ),
    Need(
        "web-app",
        "A web front end for browsers",
        strong="""single page|single-page app|application; spa; static website|site|front end|frontend|content|asset|page|web; website; web site; web app|application|front end|frontend|portal|client|page|interface|ui|shop|store;
            storefront; front end; frontend; react|angular|vue|svelte|next.js|nuxt|gatsby|astro|hugo app|site|front|application; landing page; web hosting; host .. website|site; blog; web based; browser app;
            cdn; content delivery; edge cache|caches|cached; served from .. edge; documentation site; portfolio site|website|page; marketing site; online shop|store; micro-frontend; microfrontend; admin panel|portal|console|ui""",
        fair="portal; dashboard; browser; page; pages; ui; user interface; online; e-commerce; ecommerce; site; web; html; interface for",
        weak="platform; shop; users; visitors; app",
    ),
    Need(
        "content-delivery",
        "Content delivered from near its users",
        strong="""cdn; content delivery network; edge cache|caches|location|locations|cached|caching; global|worldwide users|audience|customers|visitors|viewers;
            low latency .. world|worldwide|globally; stream|streaming .. video|movie|viewers; deliver .. video|media|content .. globally|worldwide|viewers; cached at .. edge; served from .. edge; video on demand; vod""",
        fair="worldwide; around the world; global; static assets|content|files; download|downloads; images .. fast; large files; viewers; video delivery",
        weak="world; media; fast pages",
    ),
    Need(
        "sign-in",
        "People sign in",
        strong="""sign in|up|on; signs in; signed in; sign-in; sign-up; sign-on; signin; signup; log in; logs in; logged in; login; logins; register|registration .. user|account|member; authenticate; authenticated; authentication; user pool;
            password; passwordless; single sign-on; sso; oauth; oidc; openid; saml; mfa; two-factor; 2fa; multi-factor; social login; identity provider; jwt; magic link; user account|accounts; user management; own|their .. only;
            see only .. own|my|their|<entity>; only .. owner|members|authorised|authorized <person>; role-based access; roles and permissions; rbac; members-only; private profile; user registration""",
        fair="""users .. account; members; accounts; roles; permissions; access control; authorised users; authorization; subscribers; b2b saas; my bookings|orders|account; user profile|profiles; personal account; tenants; as customer; logged; per user|customer""",
        weak="users; customers; saas; app; mobile app; profile; patients; students; private; community; social",
    ),
    Need(
        "partner-api",
        "An API for other companies, with keys and quotas",
        strong="""api key; api keys; usage plan; usage plans; api product|monetisation|monetization; partner api; public api; third parties .. call|access|integrate; developers .. api; external developers; rate limit .. customer|client|tenant|partner|consumer|key|plan;
            quota .. plan|customer|tenant|partner|client; throttle .. client|customer|tenant|partner|producer; per-client|per-customer|per-tenant|per-partner limit|limits|quota|quotas|throttling; metered api; b2b api; subscription key""",
        fair="rate limiting; rate limits; quotas; request validation; customer api; partners .. integrate; api management",
        weak="partners; limits; fair",
    ),
    Need(
        "graphql",
        "A GraphQL API",
        strong="graphql; appsync; subscriptions .. real time|realtime|live; aggregate .. multiple|several microservices|services .. front; bff .. graphql; one query .. services",
        fair="user-facing api .. services; frontend api; front-end api; backend for frontend; backends for frontends; bff; offline .. sync|synchronise|synchronize; sync .. devices|clients|offline; collaborative .. edit|editing|document|board|whiteboard",
        weak="mobile and web; subscriptions; collaborative",
    ),
    Need(
        "realtime-push",
        "Updates pushed to people as they happen",
        strong="""websocket; websockets; web socket; chat; chats; instant messaging; live update|updates|score|scores|feed|dashboard|chat|bidding|location|map|tracking|leaderboard|poll|results|notification|notifications; push .. browser|browsers|client|clients|ui|page;
            real-time|realtime|real time update|updates|chat|collaboration|notification|notifications|feed|bidding|game|multiplayer|messaging; connected clients|browsers|users; multiplayer; server-sent events; without refreshing|polling|reload; instantly see|update|appear; presence;
            notify .. frontend|browser|ui .. finish|done|complete|ready; see .. changes .. instantly|immediately|live|real time; collaborative editing|whiteboard; two-way; bidirectional;
            see|sees|follow|follows|watch|watches .. live; live during|view|figures|prices|position|positions|status; figures|prices|results are live; follow|follows|following .. map; on map .. live|real|moving|moves|follow; live on|to|in .. tablet|tablets|screen|screens|phone|phones|app|map|display|displays; status live; streaming|stream|streams .. summary|answer|answers|text|tokens|words|result|results .. browser|screen|user|users; pushed to .. browser|browsers|screen|screens|tablet|tablets; see .. where .. is|are; visible .. clients|viewers|teacher|everybody instantly|immediately|at once""",
        fair="real-time; realtime; real time; live; instantly; stream .. answer|answers|tokens|response|responses; dashboard .. refresh; status .. live; within a second .. see; progress bar|updates",
        weak="interactive; immediately; game; auction; map",
    ),
    Need(
        "webhooks",
        "Webhooks from other systems",
        strong="webhook; webhooks; callbacks from; callback url; inbound hook|callback; notifications from .. stripe|github|shopify|twilio|paypal|slack|payment provider|provider; stripe events; github events; slash command; slack bot|command|app|integration; telegram bot; discord bot; alexa; chatbot .. slack|teams|telegram|whatsapp; receive .. third party|third-party events",
        fair="incoming call; provider .. notify|notifies|calls us; integrates with .. github|stripe|slack|shopify|salesforce; signature; signatures; bot",
        weak="integration; external; saas",
        implies=(("http-api", 0.95),),
    ),
    Need(
        "webhook-delivery",
        "Calls to webhooks that customers register",
        strong="outgoing|outbound webhook|webhooks; webhook|webhooks .. we call|send|deliver; subscribe|subscribes|register|registers .. webhook|webhooks; customers|tenants|partners|their .. endpoint|endpoints|url|urls|addresses|server|servers .. notified|told|called|informed|down|slow; deliver|delivers .. webhook|webhooks|callbacks; callback .. url|address .. customer|customers|tenant|tenants",
        implies=(("background-work", 0.7), ("event-routing", 0.5)),
    ),
    Need(
        "upload",
        "Files that people or partners hand in",
        strong="""upload; uploads; uploaded; uploading; presigned; pre-signed; drop .. <file>; hand in .. <file>; submit|submits|send|sends|attach|attaches|share|shares .. <file>; drag and drop; file storage; store .. <file>; file sharing; <file> upload|uploads|storage|sharing|library|archive|repository; photo|image gallery|album|library; attachments; user-generated content; ugc; scanned; landing bucket|zone|folder; arrives|arrive|lands|land|dropped .. bucket|folder|storage|<file>; <file> .. arrives|arrive|lands|land|uploaded|submitted|dropped|received; object storage; blob storage; bucket; s3; with photo|photos|picture|pictures|scan|scans|copy; photo|photos|picture|pictures of .. damage|defect|item|tool|toy|receipt|document|meter|room; take|takes|taking|taken .. photo|photos|picture|pictures|photograph|photographs; put|puts up .. photo|photos|picture|pictures; signature or photo; handed in; open data .. csv|xml|json|export|download|downloads; offer|offers|offered|available|export|exports|exported .. as|in csv|xml|json|excel""",
        fair="<file>; files; documents; images; photos; videos; recordings; pdfs; scans; media; large files; backups; import .. csv|file|spreadsheet|data; export .. csv|file|report|data; download|downloads; report .. pdf; pdf report|invoice|ticket; artifacts; archive; raw data|events|files; data set|sets|dataset|datasets; snapshots",
        weak="content; storage; data; assets; export; logs",
    ),
    Need(
        "file-processing",
        "Files processed as they arrive",
        strong="""<file> .. <process>|processed|resized|extracted|analysed|analyzed|validated|converted|transcribed|scanned|moderated|transformed|parsed|imported; <process> .. <file>; resize|crop|compress|watermark|thumbnail|thumbnails; generate|create|produce .. thumbnail|thumbnails|renditions|preview|previews|pdf|pdfs|report;
            as they land|arrive; when|whenever|once|after|every time|each time .. <file> .. uploaded|uploads|arrives|lands|dropped|added|created; when|whenever .. uploads|upload .. <file>; on upload; upon upload; upload triggers|trigger; virus|malware scan|scanning; file processing|ingestion|import|conversion; image|video|document|pdf|photo processing|pipeline|conversion; import|imports|ingest|ingests|load|loads .. csv|file|files|spreadsheet; extract .. metadata|text|data .. <file>; s3 event|trigger|notification; object created|creation; pdf generation""",
        fair="pipeline; extract; convert; conversion; validate .. file; files; =nightly|=daily file; document; ocr; transform .. data; ingest; unzip; parse",
        weak="process; processing; format; formats",
        implies=(("upload", 0.9),),
    ),
    Need(
        "search",
        "Full-text search",
        strong="full-text|full text|fulltext search; search index|engine|bar|box; faceted|fuzzy|autocomplete|typo|typeahead|relevance|semantic|vector|hybrid|similarity search|searches; elasticsearch; opensearch; searchable; autocomplete; free text search|query; keyword search; search|searches|searching .. catalogue|catalog|titles|listings|recipes|archive|inventory|directory; search across|through|over|within .. <doc>|<file>|documents|articles|products|catalog|logs|records; vector database|store; find similar; log analytics|search; search|searches|searching .. collection|records|members|customers|database|items|products|recordings|photos|pictures|books|articles|documents|decisions|judgements|brand|title|author|name|keyword|distance|area|place|radius|city; misspelt|misspelled|misspellings|typos|spelling errors|mistakes; find .. even .. misspelt|typos; similar item|items|found|lost",
        fair="search; searches; filter .. facets; relevance; find .. by keyword|text|ingredient|name; discover; discovery; index",
        weak="find; browse; filter; query",
    ),
    # --- work behind the front doors ----------------------------------------------------------------------------------
    Need(
        "background-work",
        "Work done later, without making anybody wait",
        strong="""queue; queues; queued; message broker; background job|jobs|work|worker|workers|processing|task|tasks; async|asynchronous|asynchronously process|processing|email|job|jobs|task|tasks|worker|work; asynchronously; offline processing; worker; workers; job queue|processing|system|engine; competing consumers; decouple; decoupled; decoupling; buffer; buffered; buffers; backpressure; load levelling|leveling; level load; poison message|messages; dead letter|dead-letter; retry|retries|retried .. failed|failure|back-off|backoff|later|message|messages|times|attempts; after .. attempts; accept .. immediately .. process .. later|afterwards; answer|respond|acknowledge|reply immediately|at once|quickly; absorb .. burst|bursts|spike|spikes|peak|peaks|load|traffic|surge; smooth .. spike|spikes|peak|peaks|load; burst|bursts|spikes .. buffered|absorbed|queue; rate-limited|rate limited .. downstream|api|third|partner; throttle .. calls|requests .. to|downstream; backlog; fire and forget; jobs a|per day|minute|hour; order .. processing""",
        fair="""asynchronous; async; jobs; background; later; retry; retries; reliable|reliably; no .. lost|loss; must not .. lose|lost; never lose; lost; at-least-once; at least once; guaranteed delivery; spike; spikes; burst; bursts; bursty; surge; peaks; flood; drain; batch; in order; ordering; fifo; exactly once; duplicates; out of order; slow .. task|job|operation; long-running; overload; overwhelmed; downstream; priority; high-priority; throughput; resilient; order processing; workload""",
        weak="process; tasks; volume; scale; unpredictable; notify; pipeline; events; email",
    ),
    Need(
        "event-routing",
        "Services that tell each other what happened",
        strong="""event bus; event-driven|event driven; events .. <service>; domain events; publish|publishes|published .. event|events|message|messages; emit|emits|emitted .. event|events; pub/sub; pubsub; publish/subscribe; publish-subscribe; subscribe|subscribes|subscribers .. event|events|changes|topic; react|reacts|reacting .. to .. event|events|change|changes; choreography; choreographed; loosely coupled; loose coupling; fan out|fan-out|fanout; without touching|changing .. producer|publisher|existing|other|others|code; event sourcing; event-sourced; event store; replay|replayed|replayable|replaying .. event|events|traffic|history|message|messages|webhook|webhooks; asynchronous messages|events; communicate .. events|messages|asynchronously; microservices .. communicate|events|asynchronous|integrate; integration events; event routing|router; rule .. match|matches|filter; downstream systems|services|consumers .. without|coupling|notified|react|independent; without coupling; notify .. other services|services|teams|systems; audit events; schema registry; cross-account events; custom events; state changes .. service|services""",
        fair="""events; downstream systems|services|consumers; multiple|several|many|other .. consumers|services|teams|systems|subscribers; microservices; decouple; decoupled; integrate .. systems|services; split across .. services|micro-services; consumer; consumers; independent teams|services; react; triggers; reacts; status change|changes; bounded context|contexts; domain; modular; lifecycle events""",
        weak="event; services; notify; changes; analytics; extensible; workflow",
    ),
    Need(
        "process",
        "A process of several steps that must end well",
        strong="""workflow; workflows; state machine|machines; orchestrate; orchestrates; orchestrated; orchestration; saga; compensate; compensating; compensation; undo; roll back|rollback; long-running .. transaction|process|business|workflow; business process|processes|transaction; multi-step|multistep|multi step|several steps; step by step; steps; sequence of; first .. then .. then|finally; onboarding; approval; approvals; approve; approved; checkout process; fulfilment; fulfillment; order processing workflow|pipeline; loan application|approval|origination; claim|claims processing|handling|adjudication; kyc; wait .. callback|until|for .. days|response|answer|approval; parallel steps|branches|branch|tasks; in parallel; map state; dynamic parallelism; retries and .. error handling; pause|pauses|paused|resume|resumes .. until|when|workflow|process|execution; end-to-end process; escalate; escalation; escalates; booking .. payment .. confirm|confirmed|confirmation; distributed transaction|transactions; reserve .. charge|payment|pay; human reviewer|review|approval|in the loop; manual review|approval; reviewer; pipeline .. steps|stages; stages; provisioning; execution history; exactly-once .. steps; coordinate; coordinates; coordination""",
        fair="""batch; then; after that; finally; approval; review; validation .. then; several services; payment .. confirm|confirmation; booking; reservation; application process; automate; automates; automated; automation; long-running; retries with back-off; back-off; sequential; conditional; depending on; if .. fails; error handling; audit; traceable; quality check; end-of-day; status .. progress; transformation; ingest .. transform .. load; checks; provision; cleanup; remediation; concurrently; distributed; at scale; refund|refunded .. when|if|cancelled; cancelled .. refund|refunded|released|given; paid .. packed|shipped|made|delivered|prepared|picked|baked|built""",
        weak="order; orders; process; pipeline; job; jobs; notify; steps; verify; scheduled; transfer; migration; tasks",
    ),
    Need(
        "human-approval",
        "A person decides before the process goes on",
        strong="approval; approvals; approve; approves; approved .. by|manager; reject; human .. review|reviewer|reviewers|approval|approve|in the loop|decision|intervention|check; manual|manually review|reviewed|approval|approve|check|checked; reviewer; reviewers; sign-off; sign off; moderator; moderators; four-eyes; editor .. accept|approve; supervisor .. confirm|approve; <person> signs|sign|releases|release .. report|result|letter|document|it; signs|sign .. report|result|document; case|district|duty officer|worker|handler decides|decide|decided|decision; decided by .. officer|officers|handler|clerk|committee|board|people|person; goes|go|passed|handed|routed to handler|clerk|officer|caseworker|human|person|expert; corrects|checks|edits|correct|check|edit and releases|approves|publishes|release|approve|publish; looked at by .. people|person|human|staff|moderator|expert; human|person|somebody|someone looks|look|checks|check|decides|decide .. it; otherwise .. human|person|clerk|handler|editor; second person .. confirming|confirms|confirm; experts|expert confirm|confirms|correct|corrects; 4-eyes; handover|hand over to .. human|agent|person",
        fair="review; moderation; manager; escalate; low-confidence; confirm; second pair of eyes",
        implies=(("process", 0.85),),
    ),
    Need(
        "schedule",
        "Work that starts at set times",
        strong="""cron; scheduler; scheduled; schedules; schedule .. job|jobs|task|tasks|report|function|backup|run|runs|post|posts|start|stop; <often> <period>; =nightly; =daily report|digest|summary|job|batch|backup|run|export|import|reminder|email|check|cleanup|sync|update|snapshot|reconciliation; =weekly|=hourly|=monthly report|digest|summary|job|batch|backup|run|export|invoice|email|newsletter|check|cleanup|sync|snapshot|statement;
            every|each <period>; every|each .. minutes|hours|seconds|days|min; once a|per day|week|month|night; at midnight|night|noon; end of .. day|month|week; end-of-day; end-of-month; recurring; periodic; periodically; at .. am|pm|utc|o'clock; <period> at; timer; poll|polls|polling .. every|periodically|feed|api|site|price; scrape|scrapes|scraping|crawl|crawler; check .. every|periodically|regularly|expired|price|prices|availability; off hours|off-hours|outside office|business hours; reconcile .. =nightly|=daily|end; batch .. =nightly|overnight; overnight; remind|reminder|reminders; due date|dates; expire|expiry|expires .. soon|remind|notify; renewals; once quarter; every|each quarter|january|february|april|june|september|december; end|start of .. quarter|year|january|season; last|first|second|third|fifth|5th|3rd|1st working|business day; on 1st|first|15th of; by|before|until .. next morning; there|ready|done next morning; refreshed|updated|renewed =nightly|=daily|=hourly|=weekly; open data .. refreshed|updated|renewed; refreshed every|each""",
        fair="=daily; =weekly; =monthly; =hourly; regular; regularly; backup; backups; digest; cleanup; newsletter; snapshot; snapshots; reports; renewals; subscription billing; reporting",
        weak="report; sync; summary; monitor; batch",
    ),
    Need(
        "one-off-timer",
        "Something that happens once, later",
        strong="remind .. before|after|when|in; reminder .. before|hours|days|time; delayed|delay message|messages|job|jobs|task|execution|delivery; at a|the later|specific|given|chosen|exact time|moment|date; schedule .. for later; time out|timeout .. after .. minutes|hours|days .. order|reservation|payment|cart|booking; expires after .. minutes|hours; after .. minutes .. release|cancel|remind; scheduled post|posts|message|messages|delivery; replay .. at .. time|times; deferred; sms|text|message|mail|email|e-mail|call|notification|push .. day|evening|night|week|hour before|ahead; day|evening|night|week|hour before .. sms|text|message|mail|email|e-mail|call|reminder|notification|notified|told; minutes|seconds|hours|=s|=sec|=min to accept|answer|confirm|decide|respond|reply|react; at set|fixed|agreed|planned time|moment|date; if .. not .. within|after .. days|hours|minutes; nobody .. within|after .. days|hours|minutes; not .. confirmed|confirm|answered|picked|paid|collected|fetched .. within|after|days|hours; released|opens|closes|ends .. after .. days|hours",
        fair="reminder; reminders; later; delayed; deadline; countdown; snooze",
        implies=(("schedule", 0.6),),
    ),
    Need(
        "batch",
        "Heavy work that runs long",
        strong="""batch job|jobs|processing|engine|computing|compute|workload|workloads|run|runs; hours .. run|runs|compute|processing|job|simulation; long-running|long running job|jobs|task|tasks|process|processes|computation|computations|simulation|simulations|container|containers|batch; container|containers|docker|dockerised|dockerized|fargate|kubernetes; takes|take|taking|last|lasts|run|runs .. hours|40|45|50|60|90 .. minutes|hours; simulation; simulations; monte carlo; rendering .. farm|video|3d|frames; gpu; genomics; genome; machine learning training; train .. model|models; model training; hpc; high-performance computing; heavy computation|compute; legacy .. binary|executable; ffmpeg; more than 15 minutes; over 15 minutes; longer than 15 minutes; headless browser; solver; optimisation run; backtest; backtesting; web crawler .. million; hours on .. cores|cpus|gb; cores .. ram|memory|gb; gb|cores .. per sample|run|job; alignment|variant|sequencing|assembly pipeline|pipelines""",
        fair="batch; compute-intensive; cpu-intensive; heavy; memory-intensive; =nightly; overnight; millions of records|documents|rows; large-scale; bulk; legacy batch; end-of-day .. processing",
        weak="hours; large; million; compute",
    ),
    Need(
        "parallel-batch",
        "Many items worked on at the same time",
        strong="distributed map; map reduce|mapreduce; millions of .. files|objects|documents|rows|records|images; large-scale parallel|migration; in parallel .. thousands|hundreds|million|files|records; thousands .. parallel|at once|concurrently; parallel|parallelise|parallelize .. processing|workload|workloads|calculations|files|records; backlog of .. million|documents|files; bulk import|migration|processing|load|upload; process .. entire|whole bucket|archive|dataset; scatter gather|scatter-gather; fan out .. fan in; monte carlo; split .. chunks|parts|batches; in chunks|batches; batches of",
        fair="at scale; bulk; parallel; concurrency; chunk; chunks; manifest; shard; backlog",
        implies=(("process", 0.8),),
    ),
    Need(
        "stream",
        "An ordered flow of many events",
        strong="""stream processing; data stream|streams; event stream|streams; streaming data|analytics|events|pipeline|ingestion|platform; clickstream|click-stream|clickstreams; clicks; page views|pageviews .. stream|track|tracked|tracking|analysed|analyzed|analytics|events; kinesis; kafka; event hub|hubs; real-time analytics|ingestion|aggregation|processing|data|event|events|metrics|fraud|insights|dashboard|dashboards|monitoring; near real-time|realtime|real time .. analytics|data|dashboard|processing|aggregation; thousands|millions|hundreds of thousands .. events|messages|records|readings .. second|per second|minute; events per second|minute; events a|per second; per-device|per-user|per-customer|per-key|per-subscription|per-account order|ordering; order per|by device|key|subscription|customer|user|account|aggregate; in order per|by|for each; strict order|ordering; =ordered; out of order; replay from .. point; market data|feed|tick|ticks|quotes; telemetry; high-volume|high volume|high-throughput events|event|data|messages|writes|ingestion|stream|logs; sliding|tumbling window|windows; =windowed; time window|windows; moving average|averages; ad impressions|bids|bidding; log ingestion|stream|streams|shipping; change stream|streams; change data capture; cdc; trending; ingest .. events|telemetry|readings|clicks|logs|data .. second|real|continuous|continuously; continuous|continuously stream|ingest|flow|data; game events|telemetry; gps|location|positions|position .. seconds|updates|pings|stream|second|live|real; sensor data|readings|stream; user behaviour|behavior|activity tracking|events|stream; behavioural|behavioral; price|odds|state|status|position changes|updates .. second; updates|messages|pings|positions|quotes per second; <device> .. position|positions|location every""",
        fair="real-time; realtime; real time; analytics; events; telemetry; readings; ordering; in order; millions .. day; high volume; aggregate; aggregates; aggregation; anomaly; anomalies; live dashboard; metrics; logs; trend; trends; throughput; ingest; ingestion; fraud; impressions; tracking",
        weak="data; scale; volume; monitor; continuous; feed",
    ),
    Need(
        "archive-stream",
        "Raw events kept in cheap storage",
        strong="archive .. raw|event|events|data|telemetry|log|logs|history; raw data|events|records .. archive|archived|kept|keep|store|stored|lake|storage; keep .. old .. cheaply|cold; keep .. cheaply; cold storage; firehose; deliver .. to .. lake|storage|bucket; land .. in .. lake|storage|bucket; data lake; historical data|events|analysis; history .. cheap|cheaply|analysis; long-term|long term storage|archive|retention|analysis; parquet; store .. raw; retained .. years; log archive|archiving; batch .. into .. storage; analytics .. later",
        fair="archive; raw; historical; history; retention; years; lake; cheaply; logs; batch analytics",
        weak="keep; store; data science",
    ),
    Need(
        "iot",
        "Devices that connect and report",
        strong="""iot; internet of things; mqtt; sensor; sensors; <device> send|sends|sending|report|reports|publish|publishes|transmit|transmits|stream|streams|upload|uploads|measure|measures|ping|pings|connect|connects|emit|emits; connected <device>|home|factory|product|products|car|cars; smart home|meter|meters|city|building|factory|farm|farming|agriculture|lock|locks|parking|grid|bin|bins; telemetry from|of|data .. <device>; device|devices|machine telemetry|data|fleet|management|shadow|twin|control|certificate|certificates|provisioning|registry|firmware; fleet of <device>; wearable; wearables; raspberry pi; arduino; esp32; lorawan; firmware; gateway .. factory|field|plant; edge device|devices; predictive maintenance; industrial; over-the-air; ota update|updates; thermostat; smart thermostat; medical device|devices; heart rate .. monitor; vital signs; gps tracker|trackers; weather|base|measuring|charging station|stations .. send|sends|report|reports|transmit|reading|readings|data; inverter|inverters; buoy|buoys; messages|readings|data ... vessels|ships|trucks|tractors|stations""",
        fair="devices; machines; vehicles; telemetry; readings; temperature; humidity; gps; meters; equipment; plant; fleet",
        weak="measurement; location; monitor; remote",
    ),
    Need(
        "cdc",
        "Changes in data that others follow",
        strong="change data capture; cdc; change stream|streams; dynamodb stream|streams; on .. every|each|any change|update|insert .. table|database|record|item; when .. record|item|row|table|database .. changes|changed|updated|inserted|added|deleted; replicate|replicates|replication|sync|synchronise|synchronize|propagate|propagates .. changes|database|index|table|records; materialised|materialized view|views; read model|models; =projection; =projections; cqrs; keep .. in sync; outbox",
        fair="sync; synchronised; synchronized; replicate; derived; denormalised; denormalized; aggregates; changes",
    ),
    Need(
        "etl",
        "Data transformed in bulk",
        strong="etl; elt; data pipeline|pipelines; transform .. load; extract .. transform; data integration|warehouse|preparation|cleansing|quality|transformation|transformations; spark; glue job|jobs|crawler|catalog; pyspark; crawl .. schema; data engineer|engineers|engineering; batch transformation|transformations; parquet conversion|format; convert .. parquet; ingest .. transform .. lake|warehouse|report|analytics",
        fair="transformation; data lake; warehouse; aggregate .. =nightly|=daily|batch; datasets; data scientists; cleanse; schema .. drift|evolution; raw .. curated|clean",
        weak="analytics; data",
    ),
    Need(
        "transcode",
        "Video or audio turned into other formats",
        strong="transcode; transcodes; transcoding; transcoded; video .. formats|renditions|resolutions|bitrates|encodings|hls|dash; encode|encodes|encoding .. video|videos|audio; hls; adaptive bitrate; several|multiple|different formats .. video|videos; video|videos .. several|multiple|different formats; video on demand; vod; video platform|streaming|sharing|hosting|processing|pipeline; mediaconvert; convert .. video|videos|movie",
        fair="videos; video; lectures; clips; podcast; streaming platform; recordings",
        implies=(("upload", 0.9), ("file-processing", 0.8)),
    ),
    # --- people ------------------------------------------------------------------------------------------------------
    Need(
        "notify",
        "People or systems are told when something happens",
        strong="""notify; notifies; notified; notification; notifications; alert; alerts; alerted; alerting; alarm; alarms; sms; text message|messages; push notification|notifications; sns; page|pages .. on-call|engineer|engineers|staff; warn|warns|warned .. <person>; inform|informs|informed .. <person>; subscribe .. updates|alerts|topic; tell|tells .. <person>; topic; topics; broadcast; announce .. <person>; remind; reminders; operations team|staff .. when|if|know; push message|messages; phone call|calls .. when|if|at; call or sms; told by push|phone; robocall""",
        fair="email; emails; e-mail; mails; reminder; message .. customer|user|patient|client; confirmation; confirmations; status updates; breach; threshold; exceeds; unusual; anomaly; anomalies; failure .. team; on-call; subscribers",
        weak="inform; update; urgent; emergency; immediately; failures; shipping; delivered",
    ),
    Need(
        "email",
        "Mail sent to people",
        strong="email|emails|e-mail|e-mails|mail|mails .. confirmation|receipt|invoice|invoices|report|reports|reminder|reminders|newsletter|digest|link|summary|ticket|tickets|<person>|results|notification|notifications|campaign; send|sends|sent|sending .. email|emails|e-mail|e-mails|mail; emailed; mailed; by email|e-mail|mail; via email|e-mail; confirmation|transactional|welcome|marketing|reminder|notification email|emails|e-mail|mail|mails; newsletter; newsletters; mailing list; email service|campaign|campaigns|template|templates|marketing|notification|notifications|delivery; email address .. notify|notified|notification; contact form; inbound|incoming email|emails|mail; ses; smtp; mail it|them",
        fair="email; emails; mail; receipt; confirmation; digest; invitation; invitations; contact us",
        weak="notify; notifications; confirm; report",
    ),
    # --- data ---------------------------------------------------------------------------------------------------------
    Need(
        "relational",
        "Relational data",
        strong="relational; sql database|query|queries|server|db; postgres; postgresql; mysql; mariadb; aurora; rds; joins; foreign key|keys; acid; transactions .. rows|tables|accounts|consistency|consistent|across; ad-hoc|ad hoc quer|queries|reporting; complex joins|reporting|relationships; normalised|normalized .. schema|tables|data; existing database; double-entry|double entry; ledger .. balance|balances|accounts; strong consistency .. transactions|transaction; referential integrity; oracle database; erp",
        fair="sql; reporting; transactions; accounting; ledger; bank; relationships; complex filters; general ledger; financial records; consistency; schema",
        weak="reports; finance; query; billing; inventory",
    ),
    Need(
        "timeseries",
        "Measurements over time",
        strong="time series|time-series; timeseries; timestream; influxdb; readings .. by time|over time|recent|historical|trend|trends|query|chart|charts; query .. recent readings|readings|measurements|metrics; measurements .. over time|history; sensor history; metrics .. over time|history|retention; chart|charts|graph|graphs .. readings|temperature|usage|consumption|energy; historical readings|measurements|telemetry; energy consumption|usage; grafana; charts .. seasons|years|months|days|hours",
        fair="readings; measurements; trend; trends; by time; consumption; temperature; metrics; historical",
    ),
    Need(
        "cache",
        "Answers kept in memory",
        strong="redis; memcached; valkey; elasticache; in-memory; cache .. result|results|queries|query|responses|response|data|session|sessions|frequently|hot|database|lookups; caching layer|strategy; sub-millisecond; submillisecond; microsecond; hot data|items|keys; read-heavy; frequently|repeatedly read|accessed|queried|requested; same .. queried|requested|asked .. again; leaderboard .. millions|real",
        fair="cache; cached; caching; caches; repeated; frequently; read load; popular",
    ),
    Need(
        "data-lake",
        "Files that analysts query with SQL",
        strong="data lake; lakehouse; athena; query .. logs|files|archive|data .. sql; sql .. over|on|against .. files|logs|lake|bucket|storage; ad-hoc|ad hoc|interactive analytics|analysis|queries|query|sql; analysts .. query|queries|sql|explore; data catalog; data scientists; bi tool|tools|team; parquet; serverless query|queries; log analysis|analytics; business intelligence; explore .. data; analytical queries; analytics .. historical; ad hoc .. sql; know|knows|speak|write|writes sql; statistics .. sql",
        fair="analytics; analysis; analysts; bi; reporting; historical; insights; dashboard; dashboards; statistics; raw data; partition",
        weak="report; reports; trends; data; queries",
    ),
    Need(
        "dashboards",
        "Figures shown in business dashboards",
        strong="bi dashboard|dashboards; manager|managers|management|executive|executives|director|directors|board look|see|watch|view|use|read .. dashboard|dashboards; quicksight; business intelligence; power bi; tableau; executive dashboard|dashboards; kpi; kpis; management dashboard|dashboards|reports; visualise|visualize|visualisation|visualization .. data|sales|trends|metrics",
        fair="dashboard; dashboards; charts; reports; visualise; visualize; insights; visualization; visualisation",
    ),
    Need(
        "warehouse",
        "An analytical database",
        strong="data warehouse|warehousing|mart; redshift; snowflake; bigquery; star schema; olap; warehouse .. analytics|data|sql|load|etl; historical .. joins|join; petabyte|petabytes; terabytes .. queries|query|analytics",
        fair="analytics; business intelligence; reporting; bi; sales analytics",
    ),
    # --- intelligence ---------------------------------------------------------------------------------------------------
    Need(
        "language-model",
        "A language model",
        strong="llm; llms; large language model|models; language model|models; =generative; genai; gen ai; gpt; chatgpt; claude; bedrock; openai; chatbot; chat bot; ai assistant|agent|agents|chat|chatbot|answers|summary|summaries|writer; virtual assistant; copilot; rag; retrieval-augmented|retrieval augmented; prompt; prompts; summarise|summarises|summarize|summarizes|summarised|summarized|summarising|summarizing; summarisation|summarization; question answering; ask .. questions .. documents|docs|knowledge|data|policies|natural language|plain; natural language|natural-language; plain english; write|writes|draft|drafts|generate|generates .. description|descriptions|text|email|reply|replies|post|posts|story|stories|article|articles|copy|content|code .. ai|automatically|model; ai-generated; ai-powered; foundation model|models; embedding; embeddings; =conversational; text generation; image generation; knowledge base .. ask|answer|answers|chat|assistant|questions",
        fair="ai; assistant; intelligent; summary; summaries; insights from .. text; answers; personalised content|text; agents; ml; smart",
        weak="knowledge base; automatic; suggest; classify",
    ),
    Need(
        "rag",
        "Answers grounded in one's own documents",
        strong="rag; retrieval-augmented|retrieval augmented; ask|asks|answer|answers|chat|questions .. documents|docs|knowledge|manuals|policies|handbook|pdfs|library|wiki|collection|corpus|archive|contracts|papers; knowledge base .. questions|chatbot|assistant|answers|ask|ai; embeddings; vector database|store|search|index; semantic search; chat with .. documents|data|pdf|pdfs; grounded; citations; internal knowledge",
        implies=(("language-model", 0.95), ("search", 0.5), ("upload", 0.6)),
    ),
    Need(
        "ocr",
        "Text read from documents",
        strong="ocr; textract; optical character; extract|extracts|extracting|extraction|read|reads|capture|captures|pull|pulls .. text|data|fields|information|amounts|totals|tables .. <doc>|pdfs|scans|documents|receipts|invoices|forms|images; <doc> .. extract|extracts|extracted|extraction|digitise|digitize|digitised|digitized|structured data|key information; document understanding|extraction|intelligence|processing|digitisation|digitization; digitise|digitize; handwritten|handwriting; scanned documents|forms|invoices|pdfs|papers; invoice|receipt|form|claims|id|passport|document processing|scanner|scanning|capture|recognition|reader; structured data from; id cards; number plate|plates|licence plate|license plate; expense receipts; ; amount|amounts|date|dates|total|totals|name|names|number|numbers .. read|extracted|recognised|recognized|taken|pulled off|from|out|automatically; read off; reads|read|pulls|types|type .. policy|invoice|order|contract|serial number|numbers; photograph|photographs|photo|photos .. receipts|receipt|documents|invoices",
        fair="invoices; receipts; scans; paper; forms; pdfs; documents .. classify|classified|classification; extract",
        implies=(("file-processing", 0.9), ("upload", 0.9)),
    ),
    Need(
        "vision",
        "Images or video understood",
        strong="rekognition; image recognition|classification|analysis|moderation|labels|labelling|tagging; object detection; detect .. objects|faces|face|people|labels|nudity|inappropriate|defects|celebrities|ppe|text in images|license|helmets|animals|damage; face|facial|faces recognition|detection|match|matching|search|verification|compare|comparison|login; recognise|recognize|identify|identifies|recognises|recognizes .. faces|face|people|objects|celebrities|plants|plant|species|products|damage|animals|birds; moderate|moderates|moderation .. images|photos|content|uploads|videos|pictures; content moderation; inappropriate|unsafe|explicit|nsfw content|images|photos|pictures|uploads; computer vision; tag|tags|label|labels|tagged|labelled .. photos|images|pictures|automatically; photo|image tagging|labels; selfie; visual inspection; defect|defects detection; celebrity|celebrities; video analysis; surveillance; attendance .. face; blur|blurs|blurred|blurring|pixelate|pixelated .. faces|face|plates|people|persons|photos|pictures; faces|face|plates|people .. blurred|pixelated|anonymised|anonymized; <image>|x-ray|xray|mri|radiology .. read|judged|assessed|checked|looked .. ai|model|ml|algorithm|network; ai|model|ml|algorithm|network .. reads|marks|looks|judges|checks|finds .. <image>|x-ray|xray|mri|spots|lesions|damage|defects; <image> .. check|checked|checks|tell|tells if|whether .. damaged|damage|broken|defect|complete|real|fake; picture|photo|image|pictures|photos|images .. described|tagged|labelled|sorted automatically; describe|describes .. picture|photo|image .. automatically; =machine is|are not|isn|aren sure",
        fair="photos; images; camera; moderation; cameras; recognition; computer vision; x-ray; xray; mri; radiology; faces",
        implies=(("upload", 0.85), ("file-processing", 0.7)),
    ),
    Need(
        "speech-to-text",
        "Speech turned into text",
        strong="transcribe; transcribes; transcribed; transcribing; transcription; transcriptions; transcripts; subtitles; subtitle; captions; captioning; speech to text|speech-to-text; speech recognition; voice to text; call recordings; dictation; voice notes|memos|messages .. text; meeting notes|minutes .. recording|audio|automatically; call|calls center|centre analytics|recordings|quality; recorded calls; podcast .. search|text|transcript|summary; audio .. text|analysis|transcript",
        fair="audio; recordings; calls; podcasts; voice; meetings",
        implies=(("upload", 0.85), ("file-processing", 0.7)),
    ),
    Need(
        "text-to-speech",
        "Text read aloud",
        strong="text to speech|text-to-speech; polly; read|reads .. aloud|out loud; spoken; audio version|versions; voice over|voiceover; narrate|narration|narrated; audiobook|audiobooks; listen to .. articles|article|text|news|blog|posts; convert .. text|articles|posts .. speech|audio|mp3; synthesise|synthesize|synthesised|synthesized speech",
    ),
    Need(
        "translation",
        "Text translated",
        strong="translate; translates; translated; translating; translation; translations; multilingual; multi-lingual; into .. languages; several|multiple|different|many languages; localise|localize|localisation|localization",
        fair="languages; international",
    ),
    Need(
        "text-analysis",
        "Sentiment, topics or entities found in text",
        strong="sentiment; sentiments; comprehend; text analysis|analytics|mining|classification; key phrases; entity extraction|recognition; named entities; nlp; natural language processing; classify|classifies|categorise|categorize|categorises|categorizes .. tickets|emails|messages|feedback|reviews|text|comments|articles|complaints|support; toxicity; toxic; positive .. negative; redact|redacts|redaction|mask .. pii|personal|names; pii detection; detect .. pii|language|sentiment; feedback|reviews|comments analysis|analysed|analyzed; tone of; spam detection; opinion",
        fair="feedback; reviews; tweets; comments; emails .. route|routed; social media",
    ),
    Need(
        "recommendation",
        "Personal recommendations",
        strong="recommendation; recommendations; recommend; recommends; recommender; personalised|personalized|personalise|personalize|personalisation|personalization .. feed|products|offers|content|experience; similar items|products; you may also like; suggest .. products|items|movies|content",
    ),
    Need(
        "fraud",
        "Fraud or anomalies detected",
        strong="fraud; fraudulent; suspicious transaction|transactions|activity|behaviour|behavior; anomaly|anomalies|outlier|outliers detect|detection|detected|detector; detect .. anomalies|anomaly|fraud|outliers|unusual|abnormal|suspicious; money laundering; aml; risk score|scoring; credit scoring; fake accounts|reviews",
        fair="unusual; abnormal; suspicious; risk",
    ),
    Need(
        "custom-model",
        "A model of one's own",
        strong="sagemaker; machine learning model|models|inference|pipeline|training; ml model|models|inference|pipeline|training|predictions; own|custom|trained|pretrained|pre-trained model|models; model inference|serving|endpoint|training|deployment|registry; inference endpoint|service|api; train|trains|retrain|training .. model|models; predict|predicts|predicting|prediction|predictions .. churn|demand|price|prices|failure|failures|maintenance|sales|delay|delays|risk|yield|load; predictive; churn; feature store; mlops; tensorflow; pytorch; scikit; data science model; scoring model; demand|sales|price|load|stock|inventory|capacity forecast|forecasts|forecasting; forecast|forecasts|forecasting .. demand|sales|load|prices|stock|needs|volume",
        fair="machine learning; ml; predictions; model; models; predictive maintenance; inference; scoring; forecast; forecasts; forecasting",
    ),
    Need(
        "enterprise-search",
        "Search over a company's own documents",
        strong="kendra; enterprise search; search .. internal|company documents|wiki|knowledge|intranet|sharepoint|confluence; intelligent search; q business",
    ),
    # --- the outside, protection, operation -------------------------------------------------------------------------------
    Need(
        "external-integration",
        "Calls to other companies' systems",
        strong="payment|payments gateway|provider|processing|integration|processor|collection|service; pay; pays; paid .. card; charge|charges|charged .. card|customer|credit; credit card|cards; stripe; paypal; adyen; twilio; sendgrid; salesforce; hubspot; shopify; slack; zendesk; sap; third-party|third party api|apis|system|systems|service|services|payment|provider; external api|apis|system|systems|service|services|provider|partner; shipping|carrier|courier provider|partner|service|api|label|labels|integration; integrate|integrates|integration|integrations .. with; partner|partners api|apis|system|systems; weather api|data|service; maps api; credit bureau; tax service; crm; call .. external|third; refunds; refund; payouts; checkout; card|online|sepa|mobile|cashless payment|payments; payment|payments .. card|sepa|online|app; fee|fees|deposit|fine|fines|dues .. paid|collected|online|card; paid .. online|card|app; direct debit; released|pushed|push|pushes .. bank|accounting|ticket|ticketing|crm; escrow; contractor|contractors|insurer|insurers|supplier|suppliers .. rest|api|apis|interface",
        fair="payment; payments; shipping; provider; external; crm; partners; integrate; bank; courier; carrier",
        weak="integration; invoice; delivery",
    ),
    Need(
        "partner-files",
        "Files exchanged with partners",
        strong="sftp; ftp; file transfer; transfer family; edi; as2; partners|suppliers|banks|customers .. send|drop|deliver|upload|transfer .. files|file|csv; managed file transfer; x12; edifact; bank|payment|debit|payout|payroll|clearing file|files; file|files .. to .. bank|banks|insurer|insurers|authority|tax|operator; as4; nas; csv|xml|file|files .. via|over|through|by|from .. sftp|ftp; partner|supplier|bank|payroll feed|feeds|csv; csv|xml .. partners|suppliers",
        implies=(("upload", 0.9), ("file-processing", 0.7)),
    ),
    Need(
        "multi-tenant",
        "Many customers' data kept apart",
        strong="multi-tenant|multi tenant|multitenant; tenant; tenants; tenancy; saas .. customers|b2b|companies|organisations|organizations; per-tenant|per-customer isolation|data|database|limit|limits|quota|billing|usage; white label|white-label|whitelabel; isolate .. customers|data|tenants; noisy neighbour|neighbor; isolated|separated|kept apart .. from each other|others|one another; customer|company|organisation|school|client .. isolated|separated; each|every customer|company|organisation|client|school gets|has|have|needs database|key|keys|schema|stack; b2b saas",
        fair="saas; b2b; organisations; organizations; subscription plans; workspaces; companies .. their own",
    ),
    Need(
        "multi-region",
        "Survives the loss of a region",
        strong="multi-region|multi region|multiregion; disaster recovery; dr plan|site|strategy|region|architecture; failover; fail over; fails over; second|secondary|another|other|standby|backup region; regional outage|outages|failure; region .. fails|goes down|outage|lost|loss; active-active|active active; active-passive|active passive; pilot light; warm standby; cross-region|cross region; rpo; rto; global table|tables; two|three|multiple|several regions; business continuity",
        fair="disaster; geographically; resilience; recovery; 99.99; continuity",
    ),
    Need(
        "audit",
        "Who did what, provable later",
        strong="audit trail|trails|log|logs|record|records|history|report|reports|requirements|purposes; auditors; auditor; auditable; audited; for audit; tamper-proof|tamperproof|tamper proof|immutable .. log|logs|record|records|storage|trail; immutable; traceable; traceability; regulatory reporting|reports|requirement|requirements; regulator; regulators; non-repudiation; chain of custody; cloudtrail; worm; write once; who accessed|changed|did|read|viewed",
        fair="audit; audits; compliance; compliant; regulated; governance; regulatory",
    ),
    Need(
        "compliance-config",
        "The account's configuration checked",
        strong="aws config; configuration compliance|drift|changes|recorder; non-compliant|noncompliant resource|resources; compliance check|checks|rule|rules .. resources|account|accounts|buckets; detect .. misconfigured|public buckets|open security|unencrypted|untagged; security posture; guardrails; guardduty; security findings|incident|incidents|alerts; remediate|remediates|remediation|auto-remediate; untagged|unused resources; idle resources; governance .. accounts",
        fair="compliance; guardrail; policy violations; findings; security team",
    ),
    Need(
        "cloud-automation",
        "The cloud itself operated by events",
        strong="ec2 instance|instances; new|create|creates|creation .. accounts|account .. organization|organizations|organisation|vending; account vending; start|stop|starts|stops .. instances|instance|servers|databases|environments|environment; snapshot|snapshots|backup|backups .. volumes|volume|instances|databases|ebs|rds|ami; tag|tags|tagging resources|instances; cost|billing|budget alerts|alert|anomaly|anomalies|report|reports|alarm|alarms; unused .. volumes|resources|snapshots|versions; rotate|rotates|rotation .. keys|secrets|credentials|certificates; certificate|certificates expiry|expiration|renewal|expiring; access keys .. old|rotate|unused; resource configuration; secrets manager .. events|changes|rotation|lifecycle; cloud resources; infrastructure events; lambda versions; cloudformation; deployment automation",
        fair="instances; accounts; automate .. operations|ops; resource; resources; environments",
    ),
    Need(
        "config",
        "Settings changed without a deployment",
        strong="feature flag|flags; feature toggles|toggle; runtime configuration; parameter store; appconfig; configuration parameter|parameters|values; dynamic configuration; config .. without redeploy|redeploying|deployment; kill switch; a/b test|testing|tests",
    ),
    Need(
        "secrets",
        "Credentials kept safe",
        strong="secret; secrets; credentials .. stored|store|rotate|rotated|managed|secure|database; api keys .. stored|secure|rotate; secrets manager; key vault; vault; database password|credentials; rotate .. passwords|credentials|keys",
    ),
    Need(
        "web-firewall",
        "Protection against web attacks",
        strong="waf; web application firewall; ddos; bot|bots protection|traffic|attack|attacks|mitigation|control; sql injection; owasp; geo block|blocking|restriction; block .. countries|ips|addresses|malicious|bots; brute force; scraping protection|bots; bots must|kept|out; keep|keeps .. bots; scalpers",
        fair="attacks; malicious; public-facing; security",
    ),
    Need(
        "private-network",
        "Parts that only a private network reaches",
        strong="vpc; private network|subnet|subnets|api|endpoint|endpoints|link|connectivity; vpn; direct connect; on-premises|on-premise|on premises|on-prem|onprem; data centre|center; internal only; not exposed .. internet|publicly; without .. public internet; peering; privatelink; intranet; private connectivity; mainframe",
        fair="internal; corporate network; private; legacy",
    ),
    Need(
        "legacy-integration",
        "An old system that stays, or goes step by step",
        strong="legacy; mainframe; monolith; monolithic; strangler; modernise|modernize|modernisation|modernization|modernising|modernizing; migrate|migrates|migrating|migration .. from; replace|replaces|replacing .. old|existing|legacy|system|server|servers|engine|batch|monolith; as/400; cobol; soap; erp; sap; on-premises|on-premise system|systems|database|oracle|erp; existing .. system|systems|application|database|server|servers; lift and shift",
        fair="existing; old; migrate; rewrite; replace; on-premises; outdated",
    ),
    Need(
        "containers",
        "Code that lives in containers",
        strong="container; containers; containerised|containerized; docker; fargate; ecs; kubernetes; k8s; eks; java application server; spring boot .. service|container|legacy|existing; long-lived connections; stateful service|services|server; tcp|udp server|service|protocol; game server|servers; always-on; persistent process|processes; daemon",
        fair="image .. registry|ecr; microservices .. containers; spring boot; legacy application",
    ),
    Need(
        "ci-cd",
        "Changes built and delivered by a pipeline",
        strong="ci/cd; cicd; continuous integration|delivery|deployment; deployment pipeline|pipelines; build pipeline|pipelines; codepipeline; codebuild; codecommit; github actions; gitlab ci; canary deployment|deployments|release|releases; blue/green; blue-green; release pipeline; pull request .. deploy|build|test; pipeline .. deploying|deploy|deployment",
    ),
    Need(
        "leaderboard",
        "Counters and rankings",
        fair="vote; votes; voting; polls",
        strong="leaderboard; leaderboards; ranking; rankings; high score|scores; top scores|players|ten; vote|votes|likes .. count|counts|counted|tally|ranking|live; most votes; upvote|upvotes; likes .. count|counts; visitor|hit counter|counters",
        implies=(("key-value", 0.9),),
    ),
    Need(
        "event-sourcing",
        "State rebuilt from its history",
        strong="event sourcing; event-sourced; event sourced; event store; rebuild .. state; append-only; append only; every change .. recorded|stored|kept|event; full history of .. changes|state|events; replay .. rebuild|state|projections|history|from; time travel; point-in-time state; ledger .. immutable|append",
        implies=(("key-value", 0.6), ("cdc", 0.5)),
    ),
    Need(
        "geo",
        "Places, positions and routes",
        strong="geofence|geofencing|geofences; nearby; geolocation; geospatial; location-based|location based; route planning|optimisation|optimization; near me; map .. live|location|locations|vehicles|drivers; track .. drivers|vehicles|couriers|packages|location; ride|rides|ride-sharing|ride-hailing; gps; nearest .. driver|drivers|rider|riders|shop|station|store|branch|technician|vehicle; position .. seconds|map; within .. metres|meters|kilometres|km|miles; search|filter .. distance|radius",
        fair="location; maps; drivers; fleet; delivery tracking",
    ),
    Need(
        "metering",
        "Usage counted and billed",
        strong="usage|metered billing|metering|tracking|based|data|reports|records; metering; pay-per-use .. customers|billing; invoice .. =monthly|usage|tenants|customers; billing automation|engine|system|cycle|records|run; subscription|subscriptions billing|management|renewal|renewals|lifecycle; charge .. usage|per use",
        fair="billing; subscriptions; invoices; plans; usage",
    ),
)
