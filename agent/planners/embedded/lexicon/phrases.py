"""Phrases by which figures are told apart: a latency from a retention, a peak from a limit, a budget from a turnover."""

from __future__ import annotations

import re

RPO = re.compile(r"\b(?:rpo|recovery\s+point(?:\s+objective)?|(?:lose|loss)\b[^.]{0,30})\W{0,3}(?:\w+\s+){0,4}$")

RTO = re.compile(
    r"\b(?:rto|recovery\s+time(?:\s+objective)?|back\s+(?:up\s+)?(?:within|in)|recover(?:y|ed)?\s+(?:within|in)|fail\s?over\s+(?:within|in))\W{0,3}(?:\w+\s+){0,4}$"
)

PERCENTILE = re.compile(
    r"\bp\s?(\d{2}(?:\.\d+)?)\b|\b(\d{2}(?:\.\d+)?)(?:th|st|nd)?\s*(?:percentile|%-?ile)|\b(\d{2})\s?% of (?:all )?(?:requests|calls|responses)"
)

LATENCY = re.compile(
    r"\b(?:latency|latencies|respond\w*|response|responses|answer\w*|p\d{2}|percentile|load(?:s|ed)?\s+(?:in|within|under)|render\w*"
    r"|return\w*|acknowledge\w*|page\s+load|cold\s+start|reads?|fast|quick\w*|react\w*|appear\w*|visible|available|see|sub-?second|real[- ]?time|within|under|below|less\s+than|no\s+more\s+than)\b"
)

KEPT = re.compile(
    r"\b(?:retain\w*|retention|keep|kept|keeps|stor(?:e|ed|age)|archiv\w*|histor\w*|preserv\w*|held|audit\w*|backups?|available\s+for|delet\w*\s+after|expir\w*|replay\w*|ttl|lifecycle)\b"
)

RUNS = re.compile(
    r"\b(?:tak(?:e|es|ing)|run(?:s|ning)?|last(?:s|ing)?|duration|process(?:es|ing)?|jobs?|comput\w*|simulat\w*|render\w*|encod\w*|transcod\w*|train\w*|execut\w*|hours?\s+of|minutes\s+of|long)\b"
)
WAITS = re.compile(
    r"\b(?:late|delay\w*|hold|holds|held|wait\w*|expir\w*|time-?out|window|seat|cart|free again|out of order|arriv\w*|within|recover\w*|down|offline|maintenance|remind\w*|escalat\w*|answers?|decide\w*|peak|goes? on sale|per page|shift|open)\b"
)
PROJECT = re.compile(
    r"\b(?:deliver|launch|go\s+live|project|deadline|roadmap|mvp|stage|phase|milestone|migrat\w*\s+within|ready|team|build|ship\s+it|sprint)\b"
)

MONEY_CONTEXT = re.compile(
    r"\b(?:budget|cost|costs|spend|spending|bill|price|afford|cheap\w*|run\s+rate|monthly|infrastructure|hosting|cloud|aws|opex|cap)\b"
)

NOT_BUDGET = re.compile(
    r"\b(?:idle|sales|revenue|turnover|order\s+value|basket|ticket\s+price|transaction|transactions|fee|fees|loan|fine|fines|payment|payments|donation|refund|invoice|salary|valued|worth|funding|gmv|volume)\b"
)

SIZE_EACH = re.compile(
    r"\b(?:each|average|averages|averaging|avg|typical\w*|per\s+(?:file|image|photo|message|event|record|document|request|item|object|video|upload)|payload|payloads|size|sized|sizes|up\s+to|maximum|max|large|big|files?|images?|photos?|documents?|messages?|events?|records?|videos?|pdfs?|attachments?|bodies|body|kb|small)\b"
)

STORED = re.compile(
    r"\b(?:total|stored?|storage|archive|archived|history|historical|database|dataset|data\s+set|catalog\w*|existing|currently|warehouse|lake|of\s+data|volume|backlog|library|corpus)\b"
)

PEAK = re.compile(
    r"\b(?:peak\w*|spik\w*|burst\w*|surge\w*|up\s+to|maximum|max|top|rush|worst|busiest|at\s+most|as\s+many\s+as)\b[^.]{0,30}$"
)

PEAK_AFTER = re.compile(r"^\s(?:at|during|on)\s+(?:the\s+)?(?:peak|rush|busy|black|sale|spike)|^\s?\(?peak")

LIMIT = re.compile(
    r"\b(?:limit\w*|quota\w*|throttl\w*|cap|capped|accepts?|takes\s+at\s+most|bears|tolerates?|at\s+most|rate[- ]limit\w*|no\s+more\s+than|allow\w*|per[- ](?:tenant|client|customer|user|partner)|can\s+only|limited)\b[^.]{0,45}$"
)

LABELLED = re.compile(
    r"\b([a-z][a-z '-]{2,40}?)\s*(?:/|\bper\b|\ba\b|\beach\b)\s*(second|sec|s|minute|min|hour|h|day|week|month|year)\b[^a-z0-9]{0,6}$"
)

NAMED_PEAKS = re.compile(
    r"\b(black\s+friday|cyber\s+monday|singles'?\s+day|christmas|holiday\s+season|flash\s+sales?|product\s+launch(?:es)?|launch\s+day"
    r"|super\s+bowl|match\s+days?|exam\s+(?:week|period|season)|lunch(?:\s*time|\s+hours?)?|market\s+open(?:ing)?|tax\s+season|sales?\s+(?:day|event|season)"
    r"|enrol?lment|ticket\s+(?:sale|drop)|on-?sale|prime\s+day|new\s+year|valentine'?s(?:\s+day)?|end\s+of\s+(?:the\s+)?month|campaigns?|promotions?|morning\s+rush|evening\s+rush|emergenc(?:y|ies)|storms?|half\s+time)\b"
)

SPIKY = re.compile(
    r"\b(?:spik(?:e|es|y)|bursts?|bursty|surges?|unpredictable|sudden|viral|peaks?|flash\s+crowd|thundering)\b"
)

STEADY = re.compile(r"\b(?:steady|constant|even(?:ly)?|around\s+the\s+clock|24/7\s+(?:load|traffic)|flat|uniform)\b")

VERB_TAIL = re.compile(
    r"\s+(?:are|is|were|arrive|arrives|come|comes|coming|sent|placed|processed|received|published|made|uploaded|created|handled|hit|hits|run|runs)\b.*$"
)
