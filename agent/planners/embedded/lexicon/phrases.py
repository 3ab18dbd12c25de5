"""Phrases by which figures are told apart: a latency from a retention, a peak from a limit, a budget from a turnover."""

from __future__ import annotations

import re

RPO = re.compile(
    r"\b(?:rpo|recovery\s+point(?:\s+objective)?|(?:lose|losing|loss)\b[^.]{0,30})\W{0,3}(?:\w+\W{1,2}){0,4}$"
)

RTO = re.compile(
    r"\b(?:rto|recovery\s+time(?:\s+objective)?|being\s+down\s+for|\b(?:we|it|the\s+(?:system|app|site|service|platform))\s+(?:may|can|could)\s+be\s+down\s+for|restor(?:ing|e|ed|ation)\s+(?:may|can|must|should|within|in)(?:\s+(?:take|be\s+done\s+(?:in|within)))?|(?:(?:be|is|are|come|comes|get|running)\s+back|back\s+(?:up|online))\s+(?:within|in)|recover(?:y|ed)?\s+(?:within|in)|fail\s?over\s+(?:within|in))\W{0,3}(?:\w+\s+|\w+:\s){0,4}$"
)

PERCENTILE = re.compile(
    r"\bp\s?(\d{2}(?:\.\d+)?)\b|\b(\d{2}(?:\.\d+)?)(?:th|st|nd)?\s*(?:percentile|%-?ile)|\b(\d{2})\s?% of (?:all |the )?(?:\w+ )?"
    r"(?:requests|calls|responses|answers|searches|queries|lookups|reads|writes|pages|page loads|operations|transactions|checkouts"
    r"|orders|users|customers|cases|time)"
    r"|\b(?:median|(?:average|mean)\s+(?:response|latency|answer)\w*|(?:on\s+)?average)\b"
)

LATENCY = re.compile(
    r"\b(?:latency|latencies|respond\w*|response|responses|answer\w*|p\d{2}|percentile|load(?:s|ed)?\s+(?:in|within|under)|render\w*"
    r"|return\w*|acknowledge\w*|page\s+load|cold\s+start|reads?|fast|quick\w*|react\w*|appear\w*|visible|available|see|sub-?second|real[- ]?time|within|under|below|less\s+than|no\s+more\s+than)\b"
)

KEPT = re.compile(
    r"\b(?:retain\w*|retention|keep|kept|keeps|stor(?:e|ed|age)|archiv\w*|histor\w*|preserv\w*|held|audit\w*|backups?|available\s+for|(?:delet|remov|eras|purg|discard|destroy|thrown?\s+away|wip|gone|anonymis|anonymiz)\w*\b[^.;]{0,40}\bafter|eras\w+|delet\w+|destroy\w*|thrown?\s+away|anonymi[sz]\w+|explainable|provable|proof|expir\w*|replay\w*|ttl|lifecycle)\b"
)

RUNS = re.compile(
    r"\b(?:tak(?:e|es|ing)|run(?:s|ning)?|last(?:s|ing|(?=\s+(?:for|about|around|up|between|under|from|at|no|less|more|several|some|an?|one|two|three|half|\d)))|duration|process(?:es|ing)?|jobs?|comput\w*|simulat\w*|render\w*|encod\w*|transcod\w*|train\w*|execut\w*|calculat\w*|conversions?|generation|scan(?:s|ning)?|hours?\s+of|minutes\s+of|long)\b"
)
WAITS = re.compile(
    r"\b(?:late|delay\w*|ha(?:s|ve)\s+\S{1,8}\s+\S{1,8}\s+to\b|hold|holds|held|wait\w*|expir\w*|time-?out|window|seat|cart|free again|out of order|arriv\w*|within|recover\w*|down|offline|maintenance|remind\w*|escalat\w*|answers?|decide\w*|peak|goes? on sale|per page|shift|open)\b"
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
    r"\b(?:peak\w*|spik\w*|burst\w*|surge\w*|up\s+to|maximum|max|top|rush|worst|busy|busiest|at\s+most|as\s+many\s+as)\b[^.]{0,30}$"
)

PEAK_AFTER = re.compile(
    r"^\s?at\s+(?:the\s+)?most\b|^\s?(?:at|during|on|in)\s+(?:the\s+|an?\s+)?(?:peak|rush|busy|busiest|bad|black|sale|spike)|^[ ]?\(?(?:peak|max|maximum|top)\b"
)

LIMIT = re.compile(
    r"\b(?:limit\w*|quota\w*|throttl\w*|cap|capped|accepts?|takes\s+at\s+most|bears|tolerates?|at\s+most|rate[- ]limit\w*|no\s+more\s+than|allow\w*|per[- ](?:tenant|client|customer|user|partner)|can\s+only|limited)\b[^.]{0,45}$"
)

_TIME = r"second|sec|minute|min|hour|day|night|evening|week|weekend|month|year"

PERIOD_BEFORE = re.compile(
    rf"(?:^|[.;:,(–—-]\s{{0,2}}|\d\s|\b(?:and|we|that|than|where)\s)(?:every|each|per|in\s(?:an?|one)|over\san?"
    rf"|(?:on|in)\san?\s(?:normal|average|typical|usual|ordinary|good|working|busy|bad|quiet))\s(?:(?:working|business|single)\s)?({_TIME})\b[^.;:\d]{{0,60}}$"
)

ADVERB_BEFORE = re.compile(
    r"(?:^|[\s(|])(daily|hourly|nightly|weekly|monthly|yearly|annual)\s((?:[a-z-]{2,20}\s){0,2}?[a-z-]{2,20})\s?"
    r"(?:[:=|]|\b(?:is|are|was|of|at|averages?|reach(?:es)?)\b)?\s?"
    r"(?:\b(?:is|about|around|roughly|approximately|some|up to|nearly|almost|over|at)\b)?\W{0,4}$"
)

CELL_PERIOD = re.compile(
    rf"\s?\|\s{{0,20}}(?:per\s|/\s?|an?\s|each\s|every\s)?({_TIME}|daily|hourly|weekly|monthly|yearly)\s{{0,40}}(?:\||$)"
)

COLUMN_PERIOD = re.compile(
    rf"^(?!.*(?:cost|price|budget|usd|\$|€)).{{0,40}}?(?:(?:\b(?:per|a|each|normal|average|typical|usual|busy|working)\s|/\s?)({_TIME})|\b(daily|hourly|weekly|monthly|yearly))\b"
)

EMITS = re.compile(
    r"(?:.{0,120}[,.;]\s|.{0,40}\b(?:of\sthe|the|our|all|each|some)\s)?((?:[\w'’-]{1,30}\s){0,2}?[\w'’-]{2,30})\s(?:(?:each|all|will|can|must|then|also)\s){0,2}"
    r"(?:sends?|sending|reports?|reporting|publish(?:es|ing)?|emits?|posts?|uploads?|uploading|transmits?|push(?:es)?"
    r"|submits?|delivers?|places?|makes?|writes?|produces?|generates?|streams?|transmitting|publishing|emitting|posting|pushing|delivering|streaming)\b(?:\s(?:in|out|us|to))?\s?(.{0,80})$"
)
"""Who sends what."""

EACH_BEFORE = re.compile(
    rf"\b(?:each|every)\s(?!(?:{_TIME}|quarter|half|other|few)\b)(?:of\s(?:the|our)\s)?(?:one\sof\s)?([a-z-]*)\b[^.,;()\d]{{0,30}}$"
)

EACH_AFTER = re.compile(
    rf"\s?(?:(?:each|apiece)(?=\s?(?:[.,;)]|$|and\b))|(?:per|for\seach|for\severy|from\seach)\s(?!(?:{_TIME})\b)([a-z-]+))"
)

_TIMES = (
    r"doubl(?:es?|ing|ed)|twice\s(?:as\smany|as\smuch|that|the\susual|the\snormal)|tripl(?:es?|ing|ed)|thrice"
    r"|quadrupl(?:es?|ing)"
)
_WHEN = (
    r"(?:black friday|cyber monday|christmas|xmas|january|february|march|april|june|july|august|september|october|november"
    r"|december|summer|winter|spring|autumn|weekends?|holidays?(?: season)?|lunch(?:time)?|sales?(?: days?)?|peak"
    r"|evenings?|mornings?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)"
)
_AT = r"\b(?:on|in|at|during|over|around|every)\s(?:the\s)?[^.;\d]{0,12}?\b"
DOUBLING = re.compile(
    rf"\b({_TIMES})\b[^.;\d]{{0,25}}?{_AT}{_WHEN}\b|{_AT}{_WHEN}\b[^.;\d]{{0,25}}?\b({_TIMES})\b|\b{_WHEN}\s({_TIMES})\b"
)
"""How many times the usual, and when; in either order."""

YEARLY = re.compile(
    r"\b(doubl(?:es?|ing)|tripl(?:es?|ing)|quadrupl(?:es?|ing))\b[^.;\d]{0,30}\b(?:every|each|per|a|within a|year on)\s?year\b"
)

LABEL_END = re.compile(r"\b(second|sec|s|minute|min|hour|h|day|night|week|month|year)\b[^a-z0-9,;.]{0,6}$")
LABELLED = re.compile(rf"\b([a-z][a-z '-]{{2,40}}?)\s*(?:/|\bper\b|\ba\b|\beach\b)\s*{LABEL_END.pattern}")
"""A label that says over which period its figure is; how it ends tells that a text ends in none."""

NAMED_PEAKS = re.compile(
    r"\b(black\s+friday|xmas|(?:sat|sun|mon|fri)(?:urday|day)?(?=\s\d{1,2}(?:[:.]\d\d)?\s?[-–]|\s\d{1,3}x)|cyber\s+monday|singles'?\s+day|christmas|holiday\s+season|flash\s+sales?|product\s+launch(?:es)?|launch\s+day"
    r"|super\s+bowl|easter|thanksgiving|mother'?s\s+day|ramadan|eid|diwali|halloween|carnival|(?:match|election|opening|open|results?|pay)\s*days?\b|(?:exam|flu|ski|storm|harvest|high|peak|filing|holiday)\s+(?:week|period|season)|lunch(?:\s*time|\s+hours?)?|market\s+open(?:ing)?|tax\s+season|sales?\s+(?:days?|events?|season)"
    r"|december|november|october|september|august|july|june|april|february|january"
    r"|(?:summer|winter|autumn|spring(?!\s+(?:boot|cloud|framework|data)))(?:\s+sales?)?|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:s|\s(?:morning|noon|afternoon|evening|night)s?)|public\s+holidays|holidays"
    r"|enrol?lment|ticket\s+(?:sale|drop)|on-?sale|prime\s+day|new\s+year|valentine'?s(?:\s+day)?|end\s+of\s+(?:the\s+)?month|campaigns?|promotions?|morning\s+rush|evening\s+rush|emergenc(?:y|ies)|storms?|half\s+time)\b"
)

TOTAL = re.compile(
    r"\b(?:together|in\s+total|altogether|in\s+all|combined)(?:\s(?:some|about|around|roughly|approximately|up\s+to))?\s?$"
)

OCCASION_BEFORE = re.compile(
    r"(?:^|[,;:(|–—-]\s?|\b(?:and|but|with|or)\s)(?:up\sto\s)?(?:(?:on|in|during|after|before|at|over|around)\s"
    r"(?:(?:an?|the|our|every|each|some)\s)?)([a-z][a-z'’ -]{2,30}?)[,:]?"
    r"(?:\s(?:up\s+to|about|around|some|roughly|even|more\s+like|it(?:['’]s|\s+is)|we\s+(?:get|have|see|had)|as\s+many\s+as|there\s+are|perhaps|maybe)){0,2}\W{0,3}$"
    r"|(?:^|[,;:(|]\s)([a-z]+days?)\W{0,3}$"
)
"""When it is that a bare figure after it holds: "in ski season", "after a volcano:", "Saturdays"."""

OCCASION_AFTER = re.compile(
    r"\s?(?:(?:that|this|as\s(?:many|much)|more|the\s(?:usual|normal)(?:\s(?:load|traffic|rate))?)\s)?(?:on|in|during|after|before|at|over|around)\s(?:(?:an?|the|our|every|each|some)\s)?([a-z][a-z'’ -]{2,30}?)(?=\s?(?:[.,;:)]|$|and\b|but\b))"
)
"""The same behind the figure: "and up to 6,000 after a storm"."""

NO_OCCASION = re.compile(
    r"\b(?:total|all|average|stock|addition|general|use|place|places|(?:the\s)?past|future|history|sum|most|least|beginning|cities|towns"
    r"|countries|regions|shops?|stores?|branches|sites|parallel|the\s+same\s+time|once|scope)\b"
)

SPIKY = re.compile(
    r"\b(?:spik(?:e|es|y)|bursts?|bursty|surges?|unpredictable|sudden|viral|peaks?|flash\s+crowd|thundering)\b"
)

STEADY = re.compile(r"\b(?:steady|constant|even(?:ly)?|around\s+the\s+clock|24/7\s+(?:load|traffic)|flat|uniform)\b")

VERB_TAIL = re.compile(
    r"\s+(?:are|is|were|arrive|arrives|come|comes|coming|sent|placed|processed|received|published|made|uploaded|created|handled|hit|hits|run|runs|appear|appears|land|lands|turn\s+up|show\s+up|accumulate|pile\s+up|sold|cast|filed|registered|booked|reported)\b.*$"
)
