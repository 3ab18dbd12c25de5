"""Figures of a brief: whatever way people write a quantity, the same requirement comes out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planners.embedded.planner import EmbeddedPlanner
from tools.design.requirements import SECONDS_PER, Daily, Period, Quoted, Requirements

SHOP = "Customers place orders on the web. "
SENSORS = "Sensors report readings to us. "

PERIODS: tuple[Period, ...] = ("second", "minute", "hour", "day", "week", "month", "year")


def read(text: str) -> Requirements:
    return EmbeddedPlanner().read(text, {})


def rates(found: Requirements) -> dict[str, float]:
    """Loads that stand in the brief, to events a day."""
    return {load.id: load.per_second * 86400 for load in found.loads if isinstance(load.origin, Quoted)}


@pytest.mark.parametrize(
    "text",
    [
        "We expect 40,000 orders a day.",
        "We expect 40000 orders per day.",
        "We expect 40 000 orders per day.",
        "We expect 40'000 orders per day.",
        "We expect 40_000 orders per day.",
        "We expect 40k orders/day.",
        "We expect 40K orders / day.",
        "We expect about 40 thousand orders daily.",
        "We expect forty thousand orders each day.",
        "WE EXPECT FORTY THOUSAND ORDERS A DAY.",
        "WE EXPECT 4X10^4 ORDERS A DAY.",
        "We take roughly 40,000 new customer orders per day.",
        "~40,000 orders/day",
        ">40,000 orders/day",
        "- Orders: 40,000/day\n- Refunds: 300/day",
        "40,000 orders and 300 refunds a day",
        "| Metric | Value |\n|---|---|\n| Orders per day | 40,000 |\n| Budget | $900 a month |",
        "| Metric | Value |\n|---|---|\n| Orders | 40,000 per day |",
        "traffic:\n  orders: 40000 per day\n",
        "## Traffic\n\n40,000 orders a day, 300 refunds a day",
        "We take between 20,000 and 40,000 orders per day.",
        "We take 20,000-40,000 orders per day.",
        "We take 20,000 – 40,000 orders per day.",
        "We take 20k-40k orders per day.",
        "We take 20-40k orders per day.",
        "We take 20 to 40 thousand orders per day.",
        "Every day 40,000 orders come in.",
        "Each day, about 40,000 orders are placed.",
        "Per day we handle 40,000 orders.",
        "On a normal day we get 40,000 orders.",
        "Daily volume is 40,000 orders.",
        "Daily orders: 40,000",
        "We see 40,000 daily orders.",
        "We process up to 40,000 orders per day.",
        "At most 40,000 orders arrive in, say, one place; orders per day: 40,000",
        "4e4 orders a day",
        "4 x 10^4 orders a day",
        "40.000 orders a day",
        "10,000 customers place 4 orders a day each.",
        "orders_per_day: 40000\nregion: eu-west-1",
        "load:\n  orders_per_day: 40000\n  refunds_per_day: 12",
        "| What | Figure | Period |\n|---|---|---|\n| Orders | 40,000 | day |",
        "\n| What | Per day |\n|---|---|\n| Orders | 40,000 |",
        "40,000 orders per evening",
    ],
)
def test_forty_thousand_orders_a_day_in_many_spellings_the_upper_end_of_a_range(text: str) -> None:
    assert rates(read(SHOP + text))["orders"] == pytest.approx(40_000)


@pytest.mark.parametrize(
    ("text", "count", "per"),
    [
        ("We expect 1.2 million orders per month.", 1.2e6, "month"),
        ("We expect 1.2M orders per month.", 1.2e6, "month"),
        ("We expect 1,2 million orders per month.", 1.2e6, "month"),
        ("We expect 1.200.000 orders per month.", 1.2e6, "month"),
        ("Half a million orders a month.", 5e5, "month"),
        ("3 lakh orders a month.", 3e5, "month"),
        ("A few hundred orders a day.", 300, "day"),
        ("Orders: 500 per hour.", 500, "hour"),
        ("Orders arrive at 500 per hour.", 500, "hour"),
        ("Customers place 500 orders an hour.", 500, "hour"),
        ("Customers place 500 orders every hour.", 500, "hour"),
        ("Orders per minute: 120", 120, "minute"),
        ("Orders per second: 35", 35, "second"),
        ("35 orders/s on average.", 35, "second"),
        ("35 orders/sec on average.", 35, "second"),
        ("on average 35 orders a second.", 35, "second"),
        ("We take 2 million orders a year.", 2e6, "year"),
        ("We take 2 million orders annually.", 2e6, "year"),
        ("We take 700 orders a week.", 700, "week"),
        ("700 weekly orders.", 700, "week"),
        ("Orders: 1.2m/month", 1.2e6, "month"),
        ("Each month 90,000 orders are placed.", 90_000, "month"),
        ("10^6 orders a month.", 1e6, "month"),
        ("Three dozen orders a day.", 36, "day"),
        ("Half a dozen orders a day.", 6, "day"),
        ("Eighteen orders a day.", 18, "day"),
        ("Twenty-five orders an hour.", 25, "hour"),
        ("7.500 orders a day.", 7500, "day"),
        ("We take 2.5 orders a second.", 2.5, "second"),
    ],
)
def test_every_period_and_group_of_digits(text: str, count: float, per: Period) -> None:
    assert rates(read(SHOP + text))["orders"] == pytest.approx(count / SECONDS_PER[per] * 86400)


@given(count=st.integers(2, 9_999_999), per=st.sampled_from(PERIODS), style=st.sampled_from(["{:,}", "{}", "{:_}"]))
@settings(max_examples=40, deadline=None)
def test_a_plain_rate_is_read_exactly(count: int, per: Period, style: str) -> None:
    found = read(f"{SHOP}We expect {style.format(count)} orders per {per}.")
    load = next(load for load in found.loads if load.id == "orders")
    assert (load.count, load.per) == (count, per)


@pytest.mark.parametrize(
    ("text", "per_second"),
    [
        ("The API sees 250 rps.", 250),
        ("The API sees 250 requests per second.", 250),
        ("The API sees 250 req/s.", 250),
        ("The API sees 250 RPS on a normal day.", 250),
        ("It must sustain 2k TPS.", 2000),
        ("It handles 3,000 rpm.", 50),
    ],
)
def test_abbreviated_rates(text: str, per_second: float) -> None:
    assert per_second * 86400 in [pytest.approx(rate) for rate in rates(read(SHOP + text)).values()]


@pytest.mark.parametrize(
    ("text", "per_second"),
    [
        ("12,000 sensors send a reading every 30 seconds.", 400),
        ("12,000 sensors each send one reading every 30 s.", 400),
        ("12,000 sensors, one reading every 5 minutes each.", 40),
        ("12,000 sensors report once a minute.", 200),
        ("Each of the 12,000 sensors sends a reading every minute.", 200),
        ("12,000 sensors send 2 readings per minute each.", 400),
        ("12,000 sensors each send 2 readings a minute.", 400),
        ("12,000 sensors send 2 readings per minute.", 400),
        ("There are 12,000 sensors. Each sensor sends 2 readings per minute.", 400),
        ("Every 10 minutes the station sends its temperature.\n\n- 12,000 stations in the field", 20),
        ("60 vessels, each transmitting one message every 5 seconds.", 12),
        ("12,000 sensors send 600 readings per second in all.", 600),
    ],
)
def test_many_that_send_every_so_often_are_a_rate(text: str, per_second: float) -> None:
    assert per_second * 86400 in [pytest.approx(rate) for rate in rates(read(SENSORS + text)).values()]


@pytest.mark.parametrize(
    ("text", "loads"),
    [
        ("Sixty bakeries send a price list every night.", ["lists"]),
        ("4,000 vehicles report their position every second.", ["positions"]),
        ("Five developers for each language, three sites per weekend.", []),
        ("90 shops each day are open.", []),
        ("We write to 80,000 fishermen every morning.", []),
        ("2 million daily users.", []),
        ("3.4 Monthly close: files are sent.", []),
        ("One service and fourteen systems get a nightly copy.", []),
        ("Between two sales, two or three a year, nobody comes.", []),
        ("A clinic has 30 beds, three shifts a day, and 72 admissions a day.", ["admissions"]),
        ("About 12,000 listings, 900 visits a day.", ["visits"]),
        ("We have 40,000 products and 3,000 orders a day.", ["orders"]),
        ("The club has 2,000 members and 300 visits a day.", ["visits"]),
        ("Visitors ask for 800 tastings, 30 weddings a day.", ["tastings", "weddings"]),
        ("1,100 lost reports a day and 900 found items a day.", ["reports", "items"]),
        ("Every evening about 2,500 new rulings appear on three web sites.", ["rulings"]),
        ("Members make donations. It is about 60 a day.", ["donations"]),
        ("Payment goes through our bank's API (max 10 calls per second).", []),
        ("Labels come from a postal API (25 labels/s at most).", []),
        ("A SOC 2 report yearly.", []),
        ("Between 5:30 and 9:00 every working day we sell about 140,000 lots.", ["lots"]),
        ("Plans: free 1k calls/day, basic 50k/day.", []),
        ("300 GB today, +50 GB/month.", []),
    ],
)
def test_what_is_counted_in_a_time_without_being_traffic(text: str, loads: list[str]) -> None:
    assert list(rates(read(text))) == loads


@pytest.mark.parametrize(("text", "name", "count"), [
    ("Cameras record 12 TB of footage per day.", "footage", 60_000),
    ("Footage: 12 TB a day", "footage", 60_000),
    ("300 GB of photos are uploaded each day: 300 GB of photos per day", "photos", 100_000),
])  # fmt: skip
def test_a_data_rate_of_files_is_a_load_of_files(text: str, name: str, count: float) -> None:
    load = next(load for load in read(text).loads if load.id == name)
    assert load.count == pytest.approx(count)
    assert load.count * load.payload_kb == pytest.approx(12e9 if name == "footage" else 3e8)


@pytest.mark.parametrize(("text", "kilobytes"), [("Readings arrive at 5 MB/s.", 5e3), ("We ingest 2 TB a day.", 2e9)])
def test_a_data_rate_is_a_load_of_its_size(text: str, kilobytes: float) -> None:
    loads = [load for load in read(SENSORS + text).loads if isinstance(load.origin, Quoted)]
    assert [load.count * load.payload_kb for load in loads] == [pytest.approx(kilobytes)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("p99 under 300 ms.", [(99, 300)]),
        ("The p99 latency must be below 300ms.", [(99, 300)]),
        ("P95 < 0.5 s for the API.", [(95, 500)]),
        ("Answers within 300 milliseconds at the 99th percentile.", [(99, 300)]),
        ("95% of requests answer within 200 ms.", [(95, 200)]),
        ("95 % of searches answer within 250 ms.", [(95, 250)]),
        ("In 98% of the cases the screen is there within 2 seconds.", [(98, 2000)]),
        ("99 % of answers arrive in under 1 second.", [(99, 1000)]),
        ("Latency: p50 80 ms, p99 400 ms.", [(50, 80), (99, 400)]),
        ("p99.9 latency of 2 s.", [(99.9, 2000)]),
        ("Pages load in two seconds or less.", [(99, 2000)]),
        ("Response time 200-300 ms at p99.", [(99, 300)]),
        ("API answers in 300 ms (p99).", [(99, 300)]),
        ("Checkout must answer in at most 1.5 s.", [(99, 1500)]),
        ("| Latency (p99) | 250 ms |", [(99, 250)]),
        ("There is no latency requirement.", []),
        ("Answers must be sub-second.", [(99, 1000)]),
        ("Median response 100 ms.", [(50, 100)]),
        ("The median answer comes in 100 ms, p99 800 ms.", [(50, 100), (99, 800)]),
        ("latency_p99_ms: 300\nbudget_usd_per_month: 20", [(99, 300)]),
        ("\n| Goal | Figure |\n|---|---|\n| p95 latency (ms) | 300 |", [(95, 300)]),
        ("Answers come within a second.", [(99, 1000)]),
        ("Search results appear within half a second.", [(99, 500)]),
        ("latency_p95_ms: 400", [(95, 400)]),
        ("Pages load in < 1 s (p95), 99.95 % while open.", [(95, 1000)]),
        ("A price quote in 300 ms.", [(99, 300)]),
        ("The gate cannot wait longer than 800 ms for a decision.", [(99, 800)]),
        ("pdf:\n  render_seconds: 2.5", []),
    ],
)
def test_latency_objectives_with_their_percentile(text: str, wanted: list[tuple[float, float]]) -> None:
    assert [(goal.percentile, goal.milliseconds) for goal in read(SHOP + text).latencies] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The budget is $2,000 a month.",
        "Budget: 2000 USD/month.",
        "It may cost at most 2k dollars per month.",
        "Budget $24,000 per year.",
        "We can spend 2,000 EUR monthly.",
        "No more than $2000/mo.",
        "Keep it under $2K a month.",
        "Monthly budget: $2,000",
        "| Budget | $2,000 / month |",
        "The budget is between $1,500 and $2,000 a month.",
        "An annual budget of 24k USD.",
        "Yearly budget: $24,000",
        "budget_usd_per_month: 2000",
        "budget:\n  usd_per_year: 24000",
        "Not more than 2k a month please.",
        "Max 2000 per month.",
        "Running costs <= 2.000 EUR/month",
        "We can't spend more than 2,000 dollars a month until we have revenue.",
        "The current cost is $3,800/month, we may spend up to $2,000 a month.",
        "What may it cost? -> 2000 dollar",
        "Members pay $15 a month; our budget is $2,000 a month.",
        "We would spend 2,000 a month.",
    ],
)
def test_two_thousand_a_month_in_many_spellings(text: str) -> None:
    budget = read(SHOP + text).budget
    assert budget is not None
    assert budget.value == pytest.approx(2000)


@pytest.mark.parametrize(
    "text",
    [
        "An order is worth $80 on average.",
        "Orders over $500 need approval.",
        "Our company makes $4 million a year in revenue.",
        "We do not have a budget.",
        "We sell not more than 3k a month of them.",
        "Stock: at most 200 parcels a month.",
        "The first alarm is free, $6 a month for more.",
        "Members pay $15 a month.",
    ],
)
def test_money_that_is_no_budget(text: str) -> None:
    assert read(SHOP + text).budget is None


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Invoices are kept for 10 years.", 3652.5),
        ("Keep logs for 90 days.", 90),
        ("Data retention: 7 years.", 2556.75),
        ("We retain events for 2 weeks.", 14),
        ("| Retention | 5 years |", 1826.25),
        ("Sessions expire after 24 hours.", 1),
        ("Archive orders for at least 6 months.", 182.62),
        ("Orders are kept for eighteen months.", 547.88),
        ("Delete everything after 30 days.", 30),
        ("Invoices are deleted after a year.", 365.25),
        ("Data is stored for 7+ years.", 2556.75),
        ("retention_days: 90", 90),
        ("Results are there for 14 days, then gone.", 14),
        ("Two years of baskets.", 730.5),
        ("Data retention: 10y", 3652.5),
        ("Nicknames are gone after 24 hours.", 1),
        ("Artwork is thrown away 18 months after delivery.", 547.88),
        ("Ballots are destroyed 90 days after the vote.", 90),
        ("Every decision must be explainable for 10 years.", 3652.5),
    ],
)
def test_how_long_something_is_kept(text: str, days: float) -> None:
    assert [kept.days for kept in read(SHOP + text).retentions] == [pytest.approx(days, abs=0.01)]


@pytest.mark.parametrize(
    "text",
    [
        "If the payment fails or takes longer than 8 minutes, held seats are free again.",
        "We were founded 12 years ago.",
        "The team has three years of experience with the cloud.",
        "Deliveries are tried again with backoff for up to 3 days.",
        "Accounts are deleted on demand within 30 days.",
    ],
)
def test_spans_that_are_no_retention(text: str) -> None:
    assert read(SHOP + text).retentions == ()


@pytest.mark.parametrize(
    ("text", "rpo", "rto"),
    [
        ("RPO 5 minutes, RTO 1 hour.", 300, 3600),
        ("RTO of 4h and RPO of 15 min.", 900, 14400),
        ("Recovery time objective: 2 hours. Recovery point objective: 10 minutes.", 600, 7200),
        ("| RPO | 5 min |\n| RTO | 60 min |", 300, 3600),
        ("rpo: 5 minutes\nrto: 1 hour", 300, 3600),
        ("RPO ≤ 1 min and RTO ≤ 10 min", 60, 600),
        ("RPO = 0, RTO = 5 min", 0, 300),
        ("RPO: zero; RTO: 5 minutes", 0, 300),
        ("RPO/RTO: 5 min / 1 h", 300, 3600),
        ("RTO/RPO of 1h/5min", 300, 3600),
        ("RPO 5 minutes / RTO 1 hour", 300, 3600),
        ("5 minutes RPO, 1 hour RTO", 300, 3600),
        ("rpo_minutes: 5\nrto_hours: 1", 300, 3600),
        ("RPO zero. We must be back within an hour.", 0, 3600),
        ("We may lose nothing; restoring may take half a day.", 0, 43_200),
        ("Losing more than a minute would be a problem; being down for an hour would not.", 60, 3600),
    ],
)
def test_recovery_objectives(text: str, rpo: float, rto: float) -> None:
    recovery = read(SHOP + text).recovery
    assert recovery is not None
    assert (recovery.rpo_s, recovery.rto_s) == (rpo, rto)


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("99.95% availability.", 99.95),
        ("Uptime of 99.9 percent.", 99.9),
        ("Four nines of availability.", 99.99),
        ("We need five nines.", 99.999),
        ("SLA: 99.99 %", 99.99),
        ("Availability target 99,9 %", 99.9),
        ("| Availability | 99.95 % |", 99.95),
        ("95% of customers are happy.", None),
        ("availability: 99.95", 99.95),
        ("TypeScript; region Ireland; 99.9%; Terraform.", 99.9),
        ("\n- 99.95%", 99.95),
        ("Downtime budget 4.4 h/yr.", 99.95),
        ("99 % of the orders are small.", None),
    ],
)
def test_availability(text: str, percent: float | None) -> None:
    stated = read(SHOP + text).availability
    assert (stated.value if stated else None) == percent


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("Deploy to eu-central-1.", ("eu-central-1",)),
        ("It runs in us-east-1 and eu-west-1.", ("us-east-1", "eu-west-1")),
        ("Frankfurt region.", ("eu-central-1",)),
        ("Region: ap-southeast-2", ("ap-southeast-2",)),
    ],
)
def test_regions(text: str, regions: tuple[str, ...]) -> None:
    stated = read(SHOP + text).regions
    assert (stated.value, stated.origin.kind) == (regions, "quoted")


@pytest.mark.parametrize(
    ("text", "multiplier", "seconds"),
    [
        ("On Black Friday traffic is 12 times the normal load for four hours.", 12, 14_400),
        ("10x at Christmas.", 10, 3600),
        ("There are peaks of 50 orders per second at noon for 30 minutes.", 108, 1800),
        ("The peak is 10,000 an hour.", 6, 3600),
        ("The lunch rush brings five times the usual load for two hours.", 5, 7200),
        ("Peak traffic lasts 20 minutes at 8x.", 8, 1200),
        ("Traffic doubles in December.", 2, 86_400),
        ("Volume triples on Black Friday.", 3, 3600),
        ("On Mondays twice as many.", 2, 86_400),
        ("At weekends it doubles.", 2, 86_400),
        ("On Sundays it is three times the normal load.", 3, 86_400),
        ("On sale days it is 400,000 orders a day.", 10, 86_400),
    ],
)
def test_peaks_and_how_long_they_last(text: str, multiplier: float, seconds: float) -> None:
    load = read(f"{SHOP}40,000 orders a day. {text}").loads[0]
    assert [(round(peak.multiplier, 2), peak.duration_s) for peak in load.peaks] == [(multiplier, seconds)]


def test_a_mean_and_a_peak_of_the_same_thing() -> None:
    load = read(f"{SHOP}Average 10 requests per second, peak 200 requests per second.").loads[0]
    assert (load.per_second, [peak.multiplier for peak in load.peaks]) == (10, [20])


@pytest.mark.parametrize(
    "text",
    [
        "10 rps average, 200 rps peak.",
        "10 rps on average, 200 rps at peak.",
        "| Metric | Value |\n|---|---|\n| Average rps | 10 |\n| Peak rps | 200 |",
        "average_rps: 10\npeak_rps: 200",
        "| | Mean | Peak |\n|---|---|---|\n| Requests per second | 10 | 200 |",
        "10 requests a second normally and 200 on sale days.",
    ],
)
def test_a_mean_and_a_peak_in_many_spellings(text: str) -> None:
    load = read(SHOP + text).loads[0]
    assert (load.per_second, [peak.multiplier for peak in load.peaks]) == (10, [20])


def test_people_who_are_counted_have_the_peaks_of_their_brief() -> None:
    loads = read("500 members use it. On open day there are 15 times the usual load for three hours.").loads
    assert [[(peak.multiplier, peak.duration_s) for peak in load.peaks] for load in loads] == [[(15, 10_800)]]


def test_growth_told_by_a_verb() -> None:
    assert read(f"{SHOP}40,000 orders a day. Volume doubles every year.").loads[0].growth_per_year == 1
    assert read(f"{SHOP}40,000 orders a day. Volume doubles every year.").loads[0].peaks == ()


def test_figures_that_are_no_traffic_make_no_peak() -> None:
    assert read(f"{SHOP}We need 3 times more staff. 40,000 orders a day.").loads[0].peaks == ()


def test_an_ordinary_day_is_a_day() -> None:
    load = read("We get 350 reports on a normal day and up to 6,000 reports a day after a storm.").loads[0]
    assert (load.what, load.count, load.per) == ("reports", 350, "day")
    assert [round(peak.multiplier, 1) for peak in load.peaks] == [17.1]


def test_ordinals_count_nothing_and_weekdays_are_days() -> None:
    found = read(
        "Members check in: 9,000 check-ins on a weekday, 14,000 on Saturdays. Fees are due on the 1st of each month."
    )
    assert [(load.what, load.count, load.per) for load in found.loads] == [("check-ins", 9000, "day")]
    assert [peak.name for peak in found.loads[0].peaks] == ["Saturdays"]
    assert [load.origin.kind for load in read(SHOP + "Reports go out on the 31st of December.").loads] == ["assumed"]


def test_several_senders_are_told_together() -> None:
    load = read("Two shops send orders as XML each night, together some 1,200.").loads[0]
    assert (load.what, load.count, load.per) == ("orders", 1200, "day")


@pytest.mark.parametrize(
    ("text", "name", "multiplier", "seconds", "days"),
    [
        (", in ski season 2,000.", "Ski Season", 5, 86_400, 20),
        (", on opening day 2,000.", "Opening Day", 5, 86_400, 4),
        (" and up to 2,000 after a snowfall.", "Snowfall", 5, 86_400, 4),
        (". After a snowfall: 2,000 in a day.", "Snowfall", 5, 86_400, 4),
        (", Saturdays 2k.", "Saturdays", 5, 86_400, 52),
        (", in August about three times as many.", "August", 3, 86_400, 30.4),
        (", five times that on Friday evenings.", "Friday Evenings", 5, 3600, 52),
        (", saturdays double.", "Saturdays", 2, 86_400, 52),
        ("; Cyber Monday x6.", "Cyber Monday", 6, 3600, 4),
        (", most on the last day (8x).", "peak", 8, 3600, 365.25),
        (", at the end of the quarter it's more like 2k.", "End Of The Quarter", 5, 86_400, 4),
        (". In spring it is twenty times a normal day.", "Spring", 20, 86_400, 91),
        (", ten times that after a frost, for two days.", "Frost", 10, 172_800, 2),
        (". When television reports about us it is fifty times that.", "peak", 50, 3600, 365.25),
        (". When a prize is won, 9,000 bookings come within an hour.", "peak", 540, 3600, 8.12),
    ],
)
def test_a_figure_that_holds_at_some_time_only_is_a_peak_of_the_usual_one(
    text: str, name: str, multiplier: float, seconds: float, days: float
) -> None:
    [load] = read(f"We take 400 bookings a day{text}").loads
    found = [(peak.name, round(peak.multiplier, 2), peak.duration_s, peak.days_per_year) for peak in load.peaks]
    assert (load.what, load.count, found) == ("bookings", 400, [(name, multiplier, seconds, days)])


@pytest.mark.parametrize("text", [", in Asia 2,000.", ", in total 2,000.", ", in 2031.", " in 2,000 shops."])
def test_a_second_figure_that_is_no_peak(text: str) -> None:
    assert [(load.count, load.peaks) for load in read(f"We take 400 bookings a day{text}").loads] == [(400, ())]


def test_bursts_of_what_was_counted_before_last_no_longer_than_they_can() -> None:
    [load] = read("Files are dropped, ~80k/day, bursts of 5k/min.").loads
    assert [(round(peak.multiplier), peak.duration_s) for peak in load.peaks] == [(90, 480)]


def test_hours_of_the_clock_are_no_length() -> None:
    [load] = read("peak: 9-12h, 4x\nchanges_per_day: 85000").loads
    assert [(peak.multiplier, peak.duration_s) for peak in load.peaks] == [(4, 10_800)]


@pytest.mark.parametrize(
    ("text", "ratio", "hour"),
    [
        ("We take 9,000 bookings a day, most between 17:00 and 20:00.", 5.6, 18.5),
        ("9,000 bookings a day, nearly all between 6 and 9 in the morning.", 7.2, 7.5),
        ("9,000 bookings a day, half of them from 5 to 8 pm.", 4.0, 18.5),
        ("9,000 bookings a day, 80 % of them 7-9 and 16-18 h.", 4.8, 8.0),
        ("9,000 bookings each morning between 6:30 and 7:45.", 19.2, 7.12),
        ("9,000 bookings a day. Almost all come between 10:00 and 18:00.", 2.7, 14.0),
    ],
)
def test_the_hours_in_which_most_of_it_comes(text: str, ratio: float, hour: float) -> None:
    profile = read(text).loads[0].profile
    assert isinstance(profile, Daily)
    assert (profile.peak_ratio, round(profile.peak_hour, 2)) == (ratio, hour)


@pytest.mark.parametrize(
    "text", ["Most of them have between 2 and 5 items.", "All cost 10-20 dollars.", "The office is open from 8 to 17."]
)
def test_figures_that_are_no_busy_hours(text: str) -> None:
    assert read(f"9,000 bookings a day. {text}").loads[0].profile == Daily()


def test_a_peak_of_a_whole_day_falls_into_the_busy_hours() -> None:
    [load] = read("2,500 reports each morning between 6:30 and 7:45, in flu season 7,000.").loads
    assert [(peak.multiplier, peak.duration_s) for peak in load.peaks] == [(53.76, 4500)]


def test_what_comes_otherwise_is_the_usual_rate() -> None:
    [load] = read("Between seven and eight: 35 req/s, otherwise < 2").loads
    assert (load.count, [peak.multiplier for peak in load.peaks]) == (2, [17.5])


def test_a_table_with_columns_for_a_normal_day_and_a_peak() -> None:
    [load] = read("| | normal day | peak (December) |\n|---|---|---|\n| parcels | 210,000 | 560,000 |").loads
    assert (load.what, load.count, load.per) == ("parcels", 210_000, "day")
    assert [round(peak.multiplier, 2) for peak in load.peaks] == [2.67]


@pytest.mark.parametrize(
    ("text", "what", "count", "per"),
    [
        ("15k users, 2 offers per user per month.", "offers", 30_000, "month"),
        ("1 file per bank per day, 160 banks.", "files", 160, "day"),
        ("65k devices; rings: 9/device/day.", "rings", 585_000, "day"),
    ],
)
def test_a_rate_of_each_of_many(text: str, what: str, count: float, per: Period) -> None:
    load = read(text).loads[0]
    assert (load.what.rstrip("s"), load.count, load.per) == (what.rstrip("s"), count, per)


@pytest.mark.parametrize(
    ("text", "who", "count"),
    [
        ("Users: citizens ~310k, clerks 95.", "clerks", 95),
        ("We operate parking garages, 37 of them.", "garages", 37),
        ("A chain of 24 hair salons.", "salons", 24),
        ("Partners (480 now) subscribe.", "partners", 480),
        ("There are 40 caretakers.", "caretakers", 40),
        ("Experts (about 60) confirm the species.", "experts", 60),
    ],
)
def test_who_is_counted(text: str, who: str, count: float) -> None:
    assert (who, count) in [(people.what, people.count) for people in read(text).populations]


@pytest.mark.parametrize("text", ["It has 12 orders.", "Two people talk in a chat.", "It has 40 parameters."])
def test_what_is_counted_and_is_nobody(text: str) -> None:
    assert read(text).populations == ()


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("Results must be ready < 30s.", 30_000),
        ("The transcript is ready in < 5 min.", 300_000),
        ("From upload to captions no more than 8 minutes.", 480_000),
        ("The desk sees changes within 2 s.", 2_000),
        ("Everyone concerned is told in 15 s.", 15_000),
        ("It need not be fast, 10 min is ok.", 600_000),
    ],
)
def test_what_goes_on_behind_an_answer_is_a_reaction(text: str, milliseconds: float) -> None:
    [goal] = read(SHOP + text).latencies
    assert (goal.what, goal.milliseconds) == ("reaction", milliseconds)


@pytest.mark.parametrize(
    ("text", "doors"),
    [
        ("Customers search the catalogue by any word. Search results come within 300 ms.", ["search"]),
        ("Customers search the catalogue. All pages and searches answer within 300 ms.", ["all"]),
        ("A chat assistant answers questions from our documents. Answers may take 10 seconds.", ["rag"]),
        ("Answers come within 300 ms.", ["all"]),
    ],
)
def test_a_time_that_is_said_of_one_door_holds_for_that_door(text: str, doors: list[str]) -> None:
    assert [goal.what for goal in read(SHOP + text).latencies] == doors


@pytest.mark.parametrize(
    ("text", "loads"),
    [
        ("We sell 3,000 tickets a day with peaks of 200 orders a second when a sale opens.", {"tickets": [5760]}),
        ("We sell 3,000 tickets and 90 vouchers a day, with peaks of 200 logins a second.", None),
    ],
)
def test_a_peak_told_in_another_word_for_what_comes_in(text: str, loads: dict[str, list[int]] | None) -> None:
    found = {load.id: [round(peak.multiplier) for peak in load.peaks] for load in read(text).loads}
    assert found == loads if loads is not None else all(not peaks for peaks in found.values())
