"""Names of clouds, places, languages, infrastructure languages, regimes and classes of data, as regular expressions."""

PROVIDERS: dict[str, str] = {
    "aws": r"aws|amazon web services|amazon",
    "azure": r"(?:microsoft )?azure|azd",
    "gcp": r"gcp|google cloud(?: platform)?|firebase|gcs|gs bucket",
    "cloudflare": r"cloudflare",
}

HOME_REGIONS: dict[str, str] = {"aws": "us-east-1", "azure": "westeurope", "gcp": "us-central1", "cloudflare": "global"}
"""Region taken when none is named."""

CITIES: dict[str, str] = {
    "eu-central-1": r"frankfurt",
    "eu-west-1": r"ireland|dublin",
    "eu-west-2": r"london",
    "eu-west-3": r"paris",
    "eu-south-1": r"milan",
    "eu-north-1": r"stockholm",
    "eu-central-2": r"zurich|zürich",
    "us-east-1": r"virginia",
    "us-west-2": r"oregon",
    "ca-central-1": r"montreal",
    "ap-southeast-2": r"sydney",
    "ap-southeast-1": r"singapore",
    "ap-northeast-1": r"tokyo",
    "sa-east-1": r"s[aã]o paulo",
}
"""Where regions lie, which say more than a country or a law."""

PLACES: dict[str, str] = {
    "eu-central-1": r"frankfurt|germany|german(?: customers| users| hospitals?| data| law| market| compan(?:y|ies)| banks?)|deutschland|dsgvo|austria|poland",
    "eu-west-1": r"ireland|dublin|europe|european(?: union)?|the eu|in eu|eu|gdpr|netherlands|portugal|belgium|denmark",
    "eu-west-2": r"london|united kingdom|the uk|in uk|uk|nhs|british|england|scotland",
    "eu-west-3": r"paris|france|french",
    "eu-south-1": r"milan|italy|italian",
    "eu-north-1": r"stockholm|sweden|nordics?|norway|finland",
    "eu-central-2": r"zurich|zürich|switzerland|swiss",
    "us-east-1": r"virginia|us east|east coast|united states|the us|usa|north america",
    "us-west-2": r"oregon|us west|west coast",
    "ca-central-1": r"canada|canadian|montreal|toronto",
    "ap-southeast-2": r"sydney|australia|australian|new zealand",
    "ap-southeast-1": r"singapore|south[- ]east asia|indonesia",
    "ap-northeast-1": r"tokyo|japan|japanese",
    "sa-east-1": r"s[aã]o paulo|brazil|brazilian|latin america",
}

OF_CLOUDS: dict[str, dict[str, str]] = {
    "azure": {
        "eu-central-1": "germanywestcentral", "eu-west-1": "westeurope", "eu-west-2": "uksouth",
        "eu-west-3": "francecentral", "eu-south-1": "italynorth", "eu-north-1": "swedencentral", "us-east-1": "eastus",
        "us-west-2": "westus", "ca-central-1": "canadacentral", "ap-southeast-2": "australiaeast",
        "ap-southeast-1": "southeastasia", "ap-northeast-1": "japaneast", "sa-east-1": "brazilsouth",
        "eu-central-2": "switzerlandnorth", "ireland": "northeurope", "dublin": "northeurope", "norway": "norwayeast", "poland": "polandcentral",
    },
    "gcp": {
        "eu-central-1": "europe-west3", "eu-west-1": "europe-west1", "eu-west-2": "europe-west2",
        "eu-west-3": "europe-west9", "eu-south-1": "europe-west8", "eu-north-1": "europe-north1",
        "us-east-1": "us-east4", "us-west-2": "us-west1", "ca-central-1": "northamerica-northeast1",
        "ap-southeast-2": "australia-southeast1", "ap-southeast-1": "asia-southeast1",
        "ap-northeast-1": "asia-northeast1", "sa-east-1": "southamerica-east1", "eu-central-2": "europe-west6", "netherlands": "europe-west4",
        "poland": "europe-central2",
    },
}  # fmt: skip
"""Cloud to its region for a place, by the word where that tells more, else by the region that AWS has there."""

REGION_IDS: dict[str, str] = {
    "aws": r"(?:us|eu|ap|sa|ca|me|af|il|mx)-(?:gov-)?(?:north|south|east|west|central|northeast|southeast|northwest|southwest)-\d",
    "azure": r"(?:west|north)europe|uk(?:south|west)|germany(?:westcentral|north)|france(?:central|south)|swedencentral|norway(?:east|west)"
    r"|switzerland(?:north|west)|italynorth|polandcentral|spaincentral|(?:east|west|central|northcentral|southcentral|westcentral)us"
    r"|canada(?:central|east)|brazilsouth|australia(?:east|southeast|central)|(?:southeast|east)asia|japan(?:east|west)"
    r"|(?:central|south|west)india|uaenorth|southafricanorth|korea(?:central|south)",
    "gcp": r"(?:us|europe|asia|australia|northamerica|southamerica|me|africa)-(?:north|south|east|west|central|northeast|southeast|southwest|northwest)\d{1,2}",
    "cloudflare": r"(?!)",
}
"""How the regions of a cloud are written."""

WIDE = frozenset(
    (
        "europe",
        "european",
        "european union",
        "the eu",
        "in eu",
        "eu",
        "north america",
        "latin america",
        "south-east asia",
    )
)
"""Places so wide that a country named elsewhere says more."""

LAWS = frozenset(("gdpr", "dsgvo", "nhs"))
"""Names of laws and offices, which tell a place only where nothing else does."""

TONGUES = frozenset("french italian japanese british english brazilian canadian australian german".split())
"""Words for a place that are also languages."""

LANGUAGES: dict[str, str] = {
    "python": r"python(?: ?3[\d.]*)?|django|flask|fastapi",
    "nodejs": r"node(?:\.js|js)?|typescript|javascript|nestjs|express\.js",
    "java": r"java(?: ?\d+)?|kotlin|spring(?: boot| framework| cloud)|quarkus",
    "dotnet": r"\.?net(?: ?(?:core|\d+))|\.net|c#|dotnet|asp\.net",
    "go": r"golang|go lang|(?:in|and|or|use|using|write|writes|team|with) go|go(?: \d\.\d+| developers| team| services| shop)|backend(?: in|:)? go|(?:knows?|speaks?|likes?|prefers?|know) go|(?:terraform|cdk|pulumi|aws|gcp|azure), go",
    "ruby": r"ruby|rails",
    "rust": r"rust",
}

TARGETS: dict[str, str] = {
    "sam": r"aws sam|sam template|sam|serverless application model",
    "terraform": r"terraform|opentofu|hcl",
    "cdk": r"aws cdk|cdk",
    "cloudformation": r"cloudformation",
    "sst": r"sst(?: v3| ion)?",
    "pulumi": r"pulumi",
    "serverless-framework": r"serverless framework|serverless\.yml",
    "bicep": r"bicep|arm templates?",
}

REGIMES: dict[str, str] = {
    "gdpr": r"gdpr|dsgvo|general data protection regulation",
    "hipaa": r"hipaa|hitech|protected health information|phi",
    "pci-dss": r"pci(?:[- ]dss)?",
    "soc2": r"soc ?2|soc-2",
    "sox": r"sox|sarbanes[- ]oxley",
    "iso-27001": r"iso ?(?:/iec )?27001",
    "mifid-ii": r"mifid(?: ?ii| ?2)?",
    "fedramp": r"fedramp",
    "ccpa": r"ccpa|cpra",
    "gxp": r"gxp|21 cfr part 11|gmp",
    "finra": r"finra|sec rule 17a-4|sec 17a-4|cat reporting",
    "dora": r"dora(?: regulation)?|digital operational resilience act",
}

REGIME_DATA: dict[str, str] = {"hipaa": "health", "pci-dss": "payment", "gdpr": "personal", "ccpa": "personal",
                               "mifid-ii": "financial", "sox": "financial", "finra": "financial"}  # fmt: skip
"""Class of data a regime is about."""

DATA_CLASSES: dict[str, str] = {
    "health": r"patients?(?: data| records?)?|medical(?: records?| data| devices?)?|clinical|health(?: records?| data|care)|lab results?|phi|diagnos[ei]s|prescriptions?|heart rate",
    "payment": r"credit cards?(?: numbers?| data)?|card (?:numbers?|data|holders?)|cardholder(?: data)?|pan data",
    "financial": r"financial (?:data|records?|transactions?)|bank(?:ing)? (?:accounts?|data|records?)|trades?|portfolios?|ledger|payroll|salar(?:y|ies)",
    "credential": r"passwords?|api keys? of (?:users|customers)|private keys?",
    "personal": r"personal(?:ly)?(?: identifiable)?(?: data| information)?|pii|names? and address(?:es)?|customer (?:data|addresses|profiles?)|e-?mail address(?:es)?|user (?:data|profiles?)|passports?|id cards?|students?|citizens?|residents?|employees?|members?",
    "location": r"gps|locations? of (?:users|drivers|people)|live location|geolocation",
    "confidential": r"confidential|trade secrets?|proprietary|contracts?|source code",
}

TENANCY: dict[str, str] = {
    "siloed": r"(?:each|every) (?:tenant|customer|client|company|organi[sz]ation) (?:gets?|has|have|receives?|runs? (?:in|on)|needs?|lives in) (?:(?:an?|its|their|own|separate|dedicated|isolated) ){1,3}(?:aws )?(?:stack|account|database|infrastructure|environment|deployment|instance)|(?:dedicated|separate|own) (?:stack|account|database|infrastructure|environment) (?:per|for each|for every) (?:tenant|customer)|silo(?:ed)?(?: tenants?| model)?|account per tenant|single[- ]tenant deployments?",
    "single": r"single[- ]tenant(?: only)?|(?:only )?one tenant|not multi[- ]?tenant",
    "pooled": r"multi[- ]?tenan(?:t|cy)|tenants?|pooled|b2b saas|shared (?:tables?|infrastructure) (?:between|across) (?:tenants|customers)",
}

TABLES: dict[str, dict[str, str]] = {
    "provider": PROVIDERS,
    "city": CITIES,
    "place": PLACES,
    "language": LANGUAGES,
    "target": TARGETS,
    "regime": REGIMES,
    "data class": DATA_CLASSES,
    "tenancy": TENANCY,
}
"""What is looked for in a brief."""
