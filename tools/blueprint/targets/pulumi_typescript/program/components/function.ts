// One function: its code as an archive, the role it runs under, a published version where one is kept warm.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { archive } from "./code";

export interface LambdaFunctionArgs {
  /** Name of the function; what is over 64 letters is cut. */
  name: pulumi.Input<string>;
  /** What it does. */
  description?: string;
  /** Folder of its code; unused where it runs from an image. */
  sourceDir: string;
  /** Image it runs from, in the place of an archive. */
  imageUri?: pulumi.Input<string>;
  /** Entry point of the code. */
  handler: string;
  runtime: string;
  /** Processor: arm64 or x86_64. */
  architecture?: string;
  /** ARNs of the layers it shares. */
  layers?: pulumi.Input<string>[];
  memoryMb: number;
  timeoutS: number;
  /** Environment variables: names and addresses, never secrets. */
  environment?: Record<string, pulumi.Input<string>>;
  /** Beginning of the name of its role. */
  roleNamePrefix: string;
  /** Who may take on its role, as JSON. */
  assumeRolePolicy: pulumi.Input<string>;
  /** What it may do, as JSON. */
  policy: pulumi.Input<string>;
  /** Name of its log group; none where the service makes one by itself. */
  logGroup?: pulumi.Input<string>;
  subnetIds?: pulumi.Input<string>[];
  securityGroupIds?: pulumi.Input<string>[];
  /** Invocations at once, at most; by default it shares the account's. */
  reservedConcurrency?: number;
  /** Instances kept warm. */
  provisionedConcurrency?: number;
  /** Whether published versions start from a snapshot. */
  snapStart?: boolean;
  /** Whether every change is published as a version. */
  publish?: boolean;
  /** Whether invocations are traced. */
  tracing?: boolean;
  /** Retries of asynchronous invocations, and where failed events go. */
  asynchronous?: { maxAgeS: number; retries: number; onFailure?: pulumi.Input<string> };
}

export class LambdaFunction extends pulumi.ComponentResource {
  /** Name of the function. */
  readonly name: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  /** ARN of the newest published version. */
  readonly versionArn: pulumi.Output<string>;
  /** Name of the alias of what is kept warm. */
  readonly alias: pulumi.Output<string>;
  readonly aliasArn: pulumi.Output<string>;
  /** Address at which API Gateway invokes it, by the alias where there is one. */
  readonly invokeArn: pulumi.Output<string>;
  /** ARN and name of the role it runs under. */
  readonly roleArn: pulumi.Output<string>;
  readonly roleName: pulumi.Output<string>;

  constructor(name: string, args: LambdaFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("system:serverless:LambdaFunction", name, {}, opts);
    const parent = { parent: this };
    const publish = Boolean(args.publish || args.provisionedConcurrency || args.snapStart);
    const role = new aws.iam.Role(
      name,
      { namePrefix: args.roleNamePrefix, assumeRolePolicy: args.assumeRolePolicy },
      parent,
    );
    const access = new aws.iam.RolePolicy(
      name,
      { name: "access", role: role.id, policy: args.policy },
      parent,
    );
    const found = new aws.lambda.Function(
      name,
      {
        name: pulumi.output(args.name).apply((words) => words.slice(0, 64)),
        description: args.description,
        role: role.arn,
        ...(args.imageUri === undefined
          ? { code: archive(args.sourceDir), handler: args.handler, runtime: args.runtime }
          : { packageType: "Image", imageUri: args.imageUri }),
        layers: args.layers,
        architectures: [args.architecture ?? "arm64"],
        memorySize: args.memoryMb,
        timeout: args.timeoutS,
        reservedConcurrentExecutions: args.reservedConcurrency,
        publish,
        environment: args.environment && { variables: args.environment },
        vpcConfig: args.subnetIds && {
          subnetIds: args.subnetIds,
          securityGroupIds: args.securityGroupIds ?? [],
        },
        snapStart: args.snapStart ? { applyOn: "PublishedVersions" } : undefined,
        loggingConfig: args.logGroup
          ? {
              logFormat: "JSON",
              logGroup: args.logGroup,
              applicationLogLevel: "INFO",
              systemLogLevel: "WARN",
            }
          : undefined,
        tracingConfig: args.tracing === false ? undefined : { mode: "Active" },
      },
      { parent: this, dependsOn: [access] },
    );
    const alias = publish
      ? new aws.lambda.Alias(
          name,
          { name: "live", functionName: found.name, functionVersion: found.version },
          parent,
        )
      : undefined;
    if (args.provisionedConcurrency && alias) {
      new aws.lambda.ProvisionedConcurrencyConfig(
        name,
        {
          functionName: found.name,
          qualifier: alias.name,
          provisionedConcurrentExecutions: args.provisionedConcurrency,
        },
        parent,
      );
    }
    if (args.asynchronous) {
      const { maxAgeS, retries, onFailure } = args.asynchronous;
      new aws.lambda.FunctionEventInvokeConfig(
        name,
        {
          functionName: found.name,
          qualifier: alias?.name,
          maximumEventAgeInSeconds: maxAgeS,
          maximumRetryAttempts: retries,
          destinationConfig: onFailure ? { onFailure: { destination: onFailure } } : undefined,
        },
        parent,
      );
    }
    this.name = found.name;
    this.arn = found.arn;
    this.versionArn = found.qualifiedArn;
    this.alias = alias ? alias.name : pulumi.output("$LATEST");
    this.aliasArn = alias ? alias.arn : found.arn;
    this.invokeArn = alias ? alias.invokeArn : found.invokeArn;
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.registerOutputs({ name: this.name, arn: this.arn, roleArn: this.roleArn });
  }
}
