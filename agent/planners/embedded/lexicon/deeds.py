"""Deeds: what a system does to things, as verb and object, and the function that does it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deed:
    """One kind of step."""

    name: str
    """Function that does it, `resize-image` say; `{thing}` stands for the thing it is done to."""
    cues: str
    needs: tuple[str, ...] = ()
    """Needs it belongs to."""
    undo: str = ""
    """Function that takes it back, where it can be."""
    external: str = ""
    """Outside party it talks to."""
    work_ms: float = 150.0
    libraries: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    """Deeds that must also be done for it to make sense on a file."""
    writes: str = ""
    """Where its result goes: `table`, `bucket`, `search`, or nowhere."""
    phase: int = 50
    """Place in a usual process: 10 validates, 30 reserves, 40 pays, 60 makes, 70 ships, 90 tells."""


DEEDS: tuple[Deed, ...] = (
    Deed(
        "resize-image",
        "thumbnail|thumbnails; resize|resizes|resized|resizing; scale|scales .. image|images|photo|photos; crop|crops; compress|compresses .. image|images|photo|photos; different|several|four|three|multiple sizes; watermark",
        work_ms=900,
        libraries=("pillow",),
        writes="bucket",
    ),
    Deed(
        "extract-metadata",
        "extract|extracts|extracting|read|reads .. metadata|exif; metadata .. extract|extracted|extraction; exif",
        work_ms=300,
        libraries=("pillow",),
        writes="table",
    ),
    Deed(
        "index-{thing}",
        "update|updates|updating|feed|feeds|maintain|maintains|add|adds .. search index; search index; index|indexes|indexed|indexing .. search; searchable; full-text|full text search",
        needs=("search",),
        work_ms=200,
        requires=("extract-metadata",),
        writes="search",
    ),
    Deed(
        "scan-{thing}",
        "virus|malware scan|scanned|scanning; scan|scans .. viruses|virus|malware; antivirus",
        work_ms=2500,
    ),
    Deed(
        "validate-{thing}",
        "validate|validates|validated|validating|validation; check|checks .. format|schema|completeness|valid|content; verify|verifies .. format|content|data",
        phase=10,
        work_ms=80,
    ),
    Deed(
        "moderate-{thing}",
        "moderate|moderates|moderation|moderated .. content|image|images|photo|photos|video|videos|text|comments|upload|uploads; inappropriate; nsfw; unsafe content",
        needs=("vision",),
        work_ms=800,
    ),
    Deed(
        "recognise-{thing}",
        "detect|detects|recognise|recognises|recognize|recognizes|identify|identifies .. objects|faces|face|labels|people|plants|damage|defects|species; label|labels|tag|tags .. photos|images|automatically; face recognition",
        needs=("vision",),
        work_ms=800,
        writes="table",
    ),
    Deed(
        "read-text",
        "ocr; extract|extracts|read|reads|pull|pulls .. text|fields|data|information|tables .. document|documents|pdf|pdfs|invoice|invoices|form|forms|receipt|receipts|scan|scans; text extraction",
        needs=("ocr",),
        work_ms=1200,
        writes="table",
        phase=20,
    ),
    Deed(
        "classify-{thing}",
        "classify|classifies|classified|classification|categorise|categorize|categorises|categorizes",
        work_ms=400,
        phase=25,
        writes="table",
    ),
    Deed(
        "transcribe-{thing}",
        "transcribe|transcribes|transcribed|transcribing|transcription|transcript|transcripts|subtitles|captions; speech to text",
        needs=("speech-to-text",),
        work_ms=600,
        writes="bucket",
    ),
    Deed(
        "translate-{thing}",
        "translate|translates|translated|translation",
        needs=("translation",),
        work_ms=500,
        writes="bucket",
    ),
    Deed(
        "summarise-{thing}",
        "summarise|summarises|summarize|summarizes|summary|summaries|summarisation|summarization",
        needs=("language-model",),
        work_ms=2500,
        writes="table",
    ),
    Deed("analyse-sentiment", "sentiment", needs=("text-analysis",), work_ms=300, writes="table"),
    Deed(
        "transcode-{thing}",
        "transcode|transcodes|transcoding|several|multiple formats; encode|encodes .. video; adaptive bitrate; hls",
        needs=("transcode",),
        work_ms=500,
        writes="bucket",
    ),
    Deed(
        "convert-{thing}",
        "convert|converts|converted|conversion; transform|transforms|transformed .. file|files|format|csv|xml|json|parquet",
        work_ms=700,
        writes="bucket",
    ),
    Deed(
        "import-{thing}",
        "import|imports|imported|importing .. csv|file|files|records|rows|spreadsheet; load|loads|loaded .. database|table",
        work_ms=900,
        writes="table",
    ),
    Deed(
        "generate-report",
        "generate|generates|produce|produces|create|creates|compile|compiles .. report|reports|statement|statements; daily|weekly|monthly|nightly report|reports|statement; end-of-day report",
        needs=("schedule",),
        work_ms=4000,
        writes="bucket",
        phase=80,
    ),
    Deed(
        "generate-invoice",
        "generate|generates|create|creates|issue|issues|produce|produces .. invoice|invoices|document; invoice document; =invoicing",
        work_ms=600,
        writes="bucket",
        phase=60,
    ),
    Deed(
        "reserve-stock",
        "reserve|reserves|reserved|reserving|allocate|allocates|allocation .. stock|inventory|items|goods; inventory|stock reservation|reservations|allocation|reserved|check|levels; check|checks .. stock|inventory|availability",
        undo="release-stock",
        phase=30,
        writes="table",
    ),
    Deed(
        "reserve-{thing}",
        "hold|holds .. seat|seats|room|slot; reserve|reserves|reserved .. seat|seats|room|rooms|slot|flight|car|table",
        undo="release-{thing}",
        phase=30,
        writes="table",
    ),
    Deed(
        "authorize-payment",
        "pre-authorise|preauthorise|preauthorize|pre-authorize|preauth|pre-authorization; authorise|authorize .. payment|card",
        undo="cancel-payment",
        external="payment-provider",
        phase=35,
        work_ms=600,
    ),
    Deed(
        "charge-payment",
        "payment|payments; pay|pays|paid; charge|charges|charged; collect|collects .. payment|payments|money; billing",
        undo="refund-payment",
        external="payment-provider",
        phase=40,
        work_ms=700,
    ),
    Deed(
        "check-fraud",
        "fraud; risk score|scoring|check|checks|assessment|calculation|management; suspicious; money laundering; aml; sanctions",
        undo="",
        phase=35,
        work_ms=250,
        needs=("fraud",),
    ),
    Deed(
        "check-compliance",
        "compliance check|checks|checking|validation|rules; regulatory check|checks|validation; pre-trade check|checks; kyc; know your customer",
        phase=20,
        work_ms=200,
    ),
    Deed("check-credit", "credit check|checks|score|scoring|bureau", external="credit-bureau", phase=30, work_ms=800),
    Deed(
        "execute-trade",
        "execute|executes|execution .. trade|trades|order|orders; order execution; place|places .. exchange|market|broker; matching engine",
        undo="cancel-trade",
        external="exchange",
        phase=50,
        work_ms=120,
    ),
    Deed("update-portfolio", "portfolio; holdings; update|updates .. positions", phase=70, writes="table", work_ms=80),
    Deed(
        "create-shipment",
        "ship|ships|shipped|shipping|shipment|shipments; dispatch|dispatches|dispatched; carrier|courier; delivery arranged|scheduled|booked|label; fulfil|fulfill|fulfils|fulfills|fulfilment|fulfillment",
        undo="cancel-shipment",
        external="shipping-carrier",
        phase=70,
        work_ms=600,
    ),
    Deed(
        "pack-order",
        "pack|packs|packed|packing|pick|picks|picking .. order|orders|items|warehouse|list",
        phase=60,
        writes="table",
    ),
    Deed("confirm-{thing}", "confirm|confirms|confirmed|confirmation", phase=85, writes="table", work_ms=60),
    Deed(
        "award-points",
        "loyalty; reward points|reward|rewards; award|awards .. points",
        undo="revoke-points",
        phase=80,
        writes="table",
        work_ms=60,
    ),
    Deed(
        "notify-people",
        "notify|notifies|notified|notification|notifications|alert|alerts|alerted|inform|informs|sms|text message|push notification",
        needs=("notify",),
        phase=90,
        work_ms=80,
    ),
    Deed(
        "send-mail",
        "email|emails|emailed|e-mail|e-mails|mail|mails|mailed; newsletter; send|sends .. confirmation|receipt|invoice",
        needs=("email",),
        phase=90,
        work_ms=120,
    ),
    Deed(
        "record-audit",
        "audit trail|log|record|records; regulatory reporting|report|reports; immutable record|records|log",
        needs=("audit",),
        phase=95,
        writes="bucket",
        work_ms=60,
    ),
    Deed(
        "detect-anomalies",
        "detect|detects|detection|spot|spots|find|finds .. anomaly|anomalies|outlier|outliers|abnormal|unusual; anomaly|anomalies detection|alert|alerts",
        needs=("fraud",),
        work_ms=60,
        writes="table",
    ),
    Deed(
        "aggregate-{thing}",
        "aggregate|aggregates|aggregated|aggregation|aggregations; moving average|averages; rolling|sliding|tumbling window|windows; per minute|hour totals|counts; roll up|rollup|rollups; real-time|realtime metrics|statistics|counts|totals|analytics|dashboard|dashboards; trending",
        work_ms=60,
        writes="table",
    ),
    Deed(
        "enrich-{thing}",
        "enrich|enriches|enriched|enrichment|enriching; join|joins .. metadata|reference data; add|adds .. context|metadata",
        work_ms=60,
        phase=25,
    ),
    Deed(
        "normalise-{thing}",
        "normalise|normalises|=normalize|=normalizes|=normalized|=normalizing|normalisation|=normalization; transform|transforms .. common|canonical; format|formats .. differently",
        work_ms=40,
        phase=20,
    ),
    Deed(
        "predict-maintenance",
        "predictive maintenance; predict|predicts .. failure|failures|maintenance",
        needs=("custom-model",),
        work_ms=300,
        writes="table",
    ),
    Deed(
        "control-device",
        "control|controls|command|commands .. device|devices|machine|valve|thermostat; automated action|actions|response|responses; actuate|actuator; switch off|on; device control",
        work_ms=120,
        phase=80,
    ),
    Deed(
        "schedule-maintenance",
        "maintenance schedule|scheduling|ticket|tickets|work order|orders; schedule|schedules .. maintenance|repair",
        work_ms=120,
        phase=80,
        writes="table",
    ),
    Deed(
        "admit-patient",
        "admit|admits|admission|admissions|registered|register .. patient",
        phase=20,
        writes="table",
        work_ms=120,
    ),
    Deed(
        "support-decision",
        "clinical decision|decisions support; decision support; recommend|recommends .. treatment|therapy",
        phase=40,
        work_ms=400,
    ),
    Deed(
        "manage-medication",
        "medication|medications; prescription|prescriptions; drug|drugs interaction|interactions",
        phase=50,
        writes="table",
        work_ms=150,
    ),
    Deed("plan-discharge", "discharge", phase=80, writes="table", work_ms=150),
    Deed(
        "process-lab-result",
        "lab|laboratory result|results|report|reports|test|tests",
        phase=45,
        writes="table",
        work_ms=150,
    ),
    Deed(
        "track-usage",
        "usage tracking|metering|records|events; track|tracks|meter|meters .. usage; metered",
        needs=("metering",),
        work_ms=40,
        writes="table",
        phase=60,
    ),
    Deed(
        "bill-{thing}",
        "billing automation|run|cycle|job; bill|bills .. tenants|customers|usage; invoice|invoices .. monthly|tenants|customers|automatically",
        needs=("metering",),
        external="payment-provider",
        work_ms=900,
        writes="table",
        phase=80,
    ),
    Deed(
        "provision-{thing}",
        "provision|provisions|provisioned|provisioning; onboard|onboards|onboarding",
        undo="deprovision-{thing}",
        phase=30,
        work_ms=800,
        writes="table",
    ),
    Deed(
        "assess-{thing}",
        "assess|assesses|assessed|assessment|evaluate|evaluates|evaluation|adjudicate|adjudication|underwriting|underwrite",
        phase=40,
        work_ms=300,
        writes="table",
    ),
    Deed("score-{thing}", "score|scores|scored|scoring", phase=35, work_ms=200, writes="table"),
    Deed(
        "assign-{thing}",
        "assign|assigns|assigned|dispatch|dispatches|match|matches .. driver|drivers|agent|technician|courier",
        phase=45,
        work_ms=150,
        writes="table",
    ),
    Deed(
        "cancel-{thing}",
        "cancel|cancels|cancelled|canceled|cancellation|cancellations",
        phase=75,
        work_ms=120,
        writes="table",
    ),
    Deed(
        "clean-up",
        "clean up|cleanup|cleans up; delete|deletes|remove|removes|purge|purges .. old|expired|stale|unused; expire|expires|expired",
        needs=("schedule",),
        work_ms=1500,
    ),
    Deed(
        "sync-{thing}",
        "sync|syncs|synchronise|synchronize|synchronises|synchronizes|replicate|replicates; reconcile|reconciles|reconciliation",
        needs=("schedule", "cdc"),
        work_ms=1500,
        writes="table",
    ),
    Deed(
        "fetch-{thing}",
        "scrape|scrapes|scraping|crawl|crawls|poll|polls|polling; fetch|fetches|download|downloads|pull|pulls .. feed|api|prices|rates|weather|data|site",
        needs=("schedule",),
        work_ms=1500,
        writes="table",
    ),
    Deed(
        "back-up-data",
        "backup|backups|back up|backs up; database|volume|disk|nightly|daily|instance snapshot|snapshots",
        needs=("schedule", "cloud-automation"),
        work_ms=1500,
        writes="bucket",
    ),
)
"""In no particular order; `phase` orders the steps of one process."""
