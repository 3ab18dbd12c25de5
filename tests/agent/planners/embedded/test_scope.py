"""Texts that ask for less than a system: they get what they ask for, and nothing that systems usually have besides."""

from __future__ import annotations

import pytest

from agent.planners.embedded.reading.scope import Scope, scope_of
from agent.planners.embedded.reading.text import Brief
from agent.service import planner_named
from evals.predict import services_of_text
from knowledge.knowledge import Knowledge

SETTINGS = (
    " Keep it encrypted with a key of ours, versioned, with access logs, tags for cost centre and owner, an alarm for"
    " denied requests, and parameters for the name, the environment and the days after which old versions go."
)


def scope(text: str) -> Scope:
    return scope_of(Brief(text))


@pytest.mark.parametrize(
    "text",
    [
        "Please write a Terraform module for an S3 bucket that holds our invoices.",
        "We want a template that provisions an SQS queue with its dead-letter queue.",
        "CDK in Python: an SNS topic with two subscriptions.",
        "Could you give me Bicep that declares a storage account?",
    ],
)
def test_code_is_asked_for(text: str) -> None:
    assert scope(text).is_code


@pytest.mark.parametrize(
    "text",
    [
        "Members book courts online. We deploy with Terraform.",
        "We need a system that creates invoices from templates and sends them to customers.",
        "The SAM template of our shop deploys an API and three functions.",
        "A module of the ERP keeps the stock.",
    ],
)
def test_code_is_not_asked_for(text: str) -> None:
    assert not scope(text).is_code


def test_a_workflow_is_what_a_sentence_begins_with() -> None:
    assert scope("This workflow copies backups to another region.").is_workflow
    assert scope("The nightly state machine exports orders.").is_workflow
    assert not scope("Nurses complain about the workflow we have.").is_workflow
    assert not scope("The workflow engine was bought in 2011.").is_workflow


@pytest.mark.parametrize(
    "text",
    [
        "Design the tables for a library: members, loans, books.",
        "Entities: Court, Booking. Access patterns: bookings of a court by day; bookings of a member.",
        "Data model for a chess club with players, games and ratings.",
    ],
)
def test_a_model_of_data_is_asked_for(text: str) -> None:
    assert scope(text).is_data_model


def test_a_system_with_tables_is_no_model_of_data() -> None:
    assert not scope("Our data model is relational and stays. People reserve tables in restaurants.").is_data_model


def test_no_more_is_built_than_the_code_that_is_asked_for(shelf: Knowledge) -> None:
    from agent.nodes.propose import known_patterns

    def services(text: str) -> set[str]:
        return set(services_of_text(text, planner_named("embedded"), known_patterns(shelf)))

    assert "lambda" not in services("We need a CloudFormation template that creates an S3 bucket." + SETTINGS)
    tables = services("Entities: Court, Booking. Access patterns: bookings of a court by day; bookings of a member.")
    assert "dynamodb" in tables
    assert tables.isdisjoint({"lambda", "apigateway_http", "cognito"})
