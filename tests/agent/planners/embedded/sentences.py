"""Sentences for tests, of which any may stand in one brief together; and briefs made of them."""

from __future__ import annotations

from hypothesis import strategies as st

SENTENCES = (
    "Members borrow tools from a shared workshop and return them within a week.",
    "A clerk approves each loan above $200 before the tool may leave.",
    "Photos of damage are uploaded, made smaller and kept for two years.",
    "18,000 loans a month, most of them on Saturday mornings.",
    "On open day there are 15 times as many for three hours.",
    "Reminders go out by e-mail the day before a loan ends.",
    "Four hundred lathes report their temperature every 20 seconds.",
    "Whoever books a machine pays a deposit; if the machine is taken the deposit is given back.",
    "The search must find a tool by any word of its description.",
    "Answers must come within 400 ms at the 99th percentile.",
    "A report for the board is made every night and takes about 25 minutes.",
    "We run on AWS in Frankfurt, write Python and deploy with Terraform.",
    "GDPR applies; names and addresses of members are kept.",
    "The accounting system of the city stays where it is and takes 5 calls a second.",
    "RPO 10 minutes, RTO 2 hours; 99.9 % availability.",
    "It may cost at most $300 a month.",
    "Partners fetch the catalogue through an API with a key of their own.",
    "Do not use Kubernetes. No chat is needed.",
    "Each city is a tenant and sees only its own tools.",
    "Events go to a data lake where analysts run SQL over three years of them.",
    "- Deposits: 2,000 a day\n- Refunds: 150 a day\n",
    "| What | How much |\n|---|---|\n| Loans per day | 600 |\n| Retention | 10 years |\n",
    "## Load\n\nThe website shows who has what, live.",
    "A chat assistant answers questions about opening hours from our own documents.",
    "Invoices arrive as PDF files; amount and date are read from them.",
)


def briefs() -> st.SearchStrategy[str]:
    """Briefs of one to eight of the sentences, in any order."""
    some = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8, unique=True)
    return st.tuples(some, st.sampled_from(["\n", " ", "\n\n"])).map(lambda made: made[1].join(made[0]))
