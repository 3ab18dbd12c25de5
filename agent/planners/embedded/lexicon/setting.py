"""Names of clouds, places, languages, infrastructure languages, regimes and classes of data, as regular expressions."""

PROVIDERS: dict[str, str] = {
    "aws": r"aws|amazon web services|amazon",
    "azure": r"(?:microsoft )?azure|azd",
    "gcp": r"gcp|google cloud(?: platform)?|firebase",
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
    "eu-central-1": r"frankfurt|germany|german(?: customers| users| hospital| data)?|deutschland|dsgvo|austria|poland",
    "eu-west-1": r"ireland|dublin|europe|european(?: union)?|the eu|in eu|eu|gdpr|netherlands|portugal|belgium|denmark",
    "eu-west-2": r"london|united kingdom|the uk|in uk|uk|nhs|british|england|scotland",
    "eu-west-3": r"paris|france|french",
    "eu-south-1": r"milan|italy|italian",
    "eu-north-1": r"stockholm|sweden|nordics?|norway|finland",
    "us-east-1": r"virginia|us east|east coast|united states|the us|usa|north america",
    "us-west-2": r"oregon|us west|west coast",
    "ca-central-1": r"canada|canadian|montreal|toronto",
    "ap-southeast-2": r"sydney|australia|australian|new zealand",
    "ap-southeast-1": r"singapore|south[- ]east asia|indonesia",
    "ap-northeast-1": r"tokyo|japan|japanese",
    "sa-east-1": r"s[aã]o paulo|brazil|brazilian|latin america",
}

LANGUAGES: dict[str, str] = {
    "python": r"python(?: ?3[\d.]*)?|django|flask|fastapi",
    "nodejs": r"node(?:\.js|js)?|typescript|javascript|nestjs|express\.js",
    "java": r"java(?: ?\d+)?|kotlin|spring(?: boot| framework| cloud)|quarkus",
    "dotnet": r"\.?net(?: ?(?:core|\d+))|c#|dotnet|asp\.net",
    "go": r"golang|go lang|(?:in|and|or|use|using|write|writes|team|with) go|go(?: \d\.\d+| developers| team| services)",
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
