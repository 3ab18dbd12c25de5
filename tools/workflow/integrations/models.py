"""Requests to managed models: language, documents, images, text, speech."""

from __future__ import annotations

from collections.abc import Callable

from tools.design.components import AiService
from tools.workflow.integrations.base import Call, Json, Poll, Request, StepError, occurrence

OBJECT: Json = {"S3Object": {"Bucket.$": "$.bucket", "Name.$": "$.key"}}


def ask_model(call: Call) -> Request:
    """Asks a managed model, in the way its capability is asked."""
    service = call.component
    assert isinstance(service, AiService)
    build = _CAPABILITIES.get(service.capability)
    if build is None or call.waits:
        raise StepError(f"a workflow cannot wait for '{call.name}' ({service.capability}): let a function ask it")
    return build(call, service)


def _model(call: Call, service: AiService) -> str:
    return service.model or call.ref("model")


def _converse(call: Call, service: AiService) -> Request:
    parameters: Json = {
        "ModelId": _model(call, service),
        "Messages": [{"Role": "user", "Content": [{"Text.$": "States.JsonToString($)"}]}],
        "InferenceConfig": {"MaxTokens": max(256, int(2 * service.output_units))},
    }
    selector: Json = {"text.$": "$.Output.Message.Content[0].Text", "usage.$": "$.Usage"}
    return Request("bedrockruntime:converse", parameters, sdk=True, selector=selector, seconds=120.0)


def _embed(call: Call, service: AiService) -> Request:
    parameters: Json = {"ModelId": _model(call, service), "Body": {"inputText.$": "$.text"}}
    return Request("bedrock:invokeModel", parameters, unwrap="$.Body", seconds=60.0)


def _read_document(call: Call, service: AiService) -> Request:
    parameters: Json = {"Document": OBJECT, "FeatureTypes": ["FORMS", "TABLES"]}
    return Request("textract:analyzeDocument", parameters, sdk=True, seconds=60.0)


def _look(call: Call, service: AiService) -> Request:
    parameters: Json = {"Image": OBJECT, "MaxLabels": 20, "MinConfidence": 75}
    return Request("rekognition:detectLabels", parameters, sdk=True, unwrap="$.Labels", seconds=30.0)


def _translate(call: Call, service: AiService) -> Request:
    parameters: Json = {
        "Text.$": "$.text",
        "SourceLanguageCode": "auto",
        "TargetLanguageCode.$": "$.targetLanguage",
    }
    selector: Json = {"text.$": "$.TranslatedText", "language.$": "$.TargetLanguageCode"}
    return Request("translate:translateText", parameters, sdk=True, selector=selector, seconds=30.0)


def _analyse_text(call: Call, service: AiService) -> Request:
    parameters: Json = {"Text.$": "$.text", "LanguageCode": "en"}
    selector: Json = {"sentiment.$": "$.Sentiment", "score.$": "$.SentimentScore"}
    return Request("comprehend:detectSentiment", parameters, sdk=True, selector=selector, seconds=30.0)


def _recommend(call: Call, service: AiService) -> Request:
    parameters: Json = {"CampaignArn": _model(call, service), "UserId.$": "$.userId"}
    return Request("personalizeruntime:getRecommendations", parameters, sdk=True, unwrap="$.ItemList", seconds=30.0)


def _invoke_endpoint(call: Call, service: AiService) -> Request:
    parameters: Json = {
        "EndpointName": _model(call, service),
        "ContentType": "application/json",
        "Body.$": "States.JsonToString($)",
    }
    return Request("sagemakerruntime:invokeEndpoint", parameters, sdk=True, unwrap="$.Body", seconds=60.0)


def _search(call: Call, service: AiService) -> Request:
    parameters: Json = {"IndexId": _model(call, service), "QueryText.$": "$.query"}
    return Request("kendra:query", parameters, sdk=True, unwrap="$.ResultItems", seconds=30.0)


def _transcribe(call: Call, service: AiService) -> Request:
    job = "$.TranscriptionJob"
    kept: Json = {"id.$": f"{job}.TranscriptionJobName", "status.$": f"{job}.TranscriptionJobStatus", "job.$": job}
    parameters: Json = {
        "TranscriptionJobName.$": f"States.Hash({occurrence(call)}, 'SHA-1')",
        "Media": {"MediaFileUri.$": "$.source"},
        "IdentifyLanguage": True,
    }
    look = Request("transcribe:getTranscriptionJob", {}, sdk=True, selector=kept)
    poll = Poll(look, (("TranscriptionJobName.$", "id"),), "COMPLETED", "FAILED")
    return Request("transcribe:startTranscriptionJob", parameters, sdk=True, selector=kept, poll=poll)


def _speak(call: Call, service: AiService) -> Request:
    task = "$.SynthesisTask"
    kept: Json = {"id.$": f"{task}.TaskId", "status.$": f"{task}.TaskStatus", "uri.$": f"{task}.OutputUri"}
    parameters: Json = {
        "Engine": "neural",
        "OutputFormat": "mp3",
        "OutputS3BucketName.$": "$.bucket",
        "Text.$": "$.text",
        "VoiceId": service.model or "Joanna",
    }
    look = Request("polly:getSpeechSynthesisTask", {}, sdk=True, selector=kept)
    poll = Poll(look, (("TaskId.$", "id"),), "completed", "failed", seconds=5)
    return Request("polly:startSpeechSynthesisTask", parameters, sdk=True, selector=kept, poll=poll)


_CAPABILITIES: dict[str, Callable[[Call, AiService], Request]] = {
    "language-model": _converse,
    "embedding": _embed,
    "ocr": _read_document,
    "vision": _look,
    "speech-to-text": _transcribe,
    "text-to-speech": _speak,
    "translation": _translate,
    "text-analysis": _analyse_text,
    "recommendation": _recommend,
    "custom-model": _invoke_endpoint,
    "enterprise-search": _search,
}
