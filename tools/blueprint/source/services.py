"""How AWS services are asked over HTTPS, for languages whose handlers bring no SDK: one table, printed into each.

From the service models of the AWS SDKs: `protocol`, `targetPrefix`, `endpointPrefix`, `signingName`, `http.requestUri`.
"""

from __future__ import annotations

TARGETED = """\
dynamodb dynamodb dynamodb 1.0 DynamoDB_20120810
sqs sqs sqs 1.0 AmazonSQS
eventbridge events events 1.1 AWSEvents
kinesis kinesis kinesis 1.1 Kinesis_20131202
firehose firehose firehose 1.1 Firehose_20150804
sfn states states 1.0 AWSStepFunctions
ecs ecs ecs 1.1 AmazonEC2ContainerServiceV20141113
glue glue glue 1.1 AWSGlue
secrets-manager secretsmanager secretsmanager 1.1 secretsmanager
ssm ssm ssm 1.1 AmazonSSM
cognito-identity-provider cognito-idp cognito-idp 1.1 AWSCognitoIdentityProviderService
athena athena athena 1.1 AmazonAthena
redshift-data redshift-data redshift-data 1.1 RedshiftData
textract textract textract 1.1 Textract
rekognition rekognition rekognition 1.1 RekognitionService
transcribe transcribe transcribe 1.1 Transcribe
translate translate translate 1.1 AWSShineFrontendService_20170701
comprehend comprehend comprehend 1.1 Comprehend_20171127
frauddetector frauddetector frauddetector 1.1 AWSHawksNestServiceFacade
kendra kendra kendra 1.1 AWSKendraFrontendService
"""
"""Services with a header that names the operation: service, signing name, host, version of JSON, its prefix."""

ROUTED = """\
lambda.Invoke lambda lambda POST /2015-03-31/functions/{FunctionName}/invocations Payload raw
rds-data.ExecuteStatement rds-data rds-data POST /Execute - json
mediaconvert.CreateJob mediaconvert mediaconvert POST /2017-08-29/jobs - json
scheduler.CreateSchedule scheduler scheduler POST /schedules/{Name} - json
bedrock-runtime.Converse bedrock bedrock-runtime POST /model/{modelId}/converse - json
bedrock-runtime.InvokeModel bedrock bedrock-runtime POST /model/{modelId}/invoke body json
sagemaker-runtime.InvokeEndpoint sagemaker runtime.sagemaker POST /endpoints/{EndpointName}/invocations Body json
polly.SynthesizeSpeech polly polly POST /v1/speech - raw
sesv2.SendEmail ses email POST /v2/email/outbound-emails - json
apigatewaymanagementapi.PostToConnection execute-api execute-api POST /@connections/{ConnectionId} Data raw
iot-data-plane.Publish iotdata data-ats.iot POST /topics/{topic} payload raw
personalize-runtime.GetRecommendations personalize personalize-runtime POST /recommendations - json
s3.GetObject s3 s3 GET /{Bucket}/{Key+} - raw
s3.PutObject s3 s3 PUT /{Bucket}/{Key+} Body raw
"""
"""Operations with an address of their own: service and operation, signing name, host, method, path, the field that is
the body (`-`: all that is not in the path, as JSON), and what is answered: JSON, or bytes."""


def with_services(text: str) -> str:
    """A module of a library, with the tables in it."""
    return text.replace("TARGETED_SERVICES\n", TARGETED).replace("ROUTED_OPERATIONS\n", ROUTED)
