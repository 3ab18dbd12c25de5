// One function: its code as an archive, the role it runs under, a published version where one is kept warm.
import { archive } from "./code";

export interface LambdaFunctionArgs {
  /** Name of the function; what is over 64 letters is cut. */
  name: $util.Input<string>;
  /** What it does. */
  description?: string;
  /** Folder of its code; unused where it runs from an image. */
  sourceDir: string;
  /** Image it runs from, in the place of an archive. */
  imageUri?: $util.Input<string>;
  /** Entry point of the code. */
  handler: string;
  runtime: string;
  /** Processor: arm64 or x86_64. */
  architecture?: string;
  /** ARNs of the layers it shares. */
  layers?: $util.Input<string>[];
  memoryMb: number;
  timeoutS: number;
  /** Environment variables: names and addresses, never secrets. */
  environment?: Record<string, $util.Input<string>>;
  /** Beginning of the name of its role. */
  roleNamePrefix: string;
  /** Who may take on its role, as JSON. */
  assumeRolePolicy: $util.Input<string>;
  /** What it may do, as JSON. */
  policy: $util.Input<string>;
  /** Name of its log group; none where the service makes one by itself. */
  logGroup?: $util.Input<string>;
  subnetIds?: $util.Input<string>[];
  securityGroupIds?: $util.Input<string>[];
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
  asynchronous?: { maxAgeS: number; retries: number; onFailure?: $util.Input<string> };
}

export class LambdaFunction extends $util.ComponentResource {
  /** Name of the function. */
  readonly name: $util.Output<string>;
  readonly arn: $util.Output<string>;
  /** ARN of the newest published version. */
  readonly versionArn: $util.Output<string>;
  /** Name of the alias of what is kept warm. */
  readonly alias: $util.Output<string>;
  readonly aliasArn: $util.Output<string>;
  /** Address at which API Gateway invokes it, by the alias where there is one. */
  readonly invokeArn: $util.Output<string>;
  /** ARN and name of the role it runs under. */
  readonly roleArn: $util.Output<string>;
  readonly roleName: $util.Output<string>;

  constructor(name: string, args: LambdaFunctionArgs, opts?: $util.ComponentResourceOptions) {
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
    const inside = { parent: this, dependsOn: [access] };
    const edge = Array.isArray(opts?.providers) ? undefined : opts?.providers?.aws;
    const found: aws.lambda.Function | $util.Output<aws.lambda.Function> =
      args.imageUri === undefined && edge === undefined && /^(nodejs|python)/.test(args.runtime)
        ? this.regional(name, args, role.arn, publish, inside)
        : this.plain(name, args, role.arn, publish, inside);
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
    this.alias = alias ? alias.name : $util.output("$LATEST");
    this.aliasArn = alias ? alias.arn : found.arn;
    this.invokeArn = alias ? alias.invokeArn : found.invokeArn;
    this.roleArn = role.arn;
    this.roleName = role.name;
    this.registerOutputs({ name: this.name, arn: this.arn, roleArn: this.roleArn });
  }

  /** A function by SST's component, under the role that is given and with the settings it has no words for. */
  private regional(
    name: string,
    args: LambdaFunctionArgs,
    role: $util.Output<string>,
    publish: boolean,
    opts: $util.ComponentResourceOptions,
  ): $util.Output<aws.lambda.Function> {
    const made = new sst.aws.Function(
      `${name}-code`,
      {
        name: short(args.name),
        description: args.description,
        bundle: args.sourceDir,
        handler: args.handler,
        runtime: args.runtime as sst.aws.FunctionArgs["runtime"],
        architecture: (args.architecture ?? "arm64") as "arm64" | "x86_64",
        memory: `${args.memoryMb} MB`,
        timeout: `${args.timeoutS} seconds`,
        role,
        layers: args.layers,
        environment: args.environment,
        vpc: args.subnetIds && {
          privateSubnets: args.subnetIds,
          securityGroups: args.securityGroupIds ?? [],
        },
        concurrency:
          args.reservedConcurrency === undefined ? undefined : { reserved: args.reservedConcurrency },
        versioning: publish,
        logging: args.logGroup ? { logGroup: args.logGroup, format: "json" } : false,
        transform: {
          function: (given) => {
            Object.assign(given, watched(args));
            return undefined;
          },
        },
      },
      opts,
    );
    return $util.output(made.nodes.function);
  }

  /** A function that SST's component has no words for: from an image, copied to the edge, of another language. */
  private plain(
    name: string,
    args: LambdaFunctionArgs,
    role: $util.Output<string>,
    publish: boolean,
    opts: $util.CustomResourceOptions,
  ): aws.lambda.Function {
    return new aws.lambda.Function(
      name,
      {
        name: short(args.name),
        description: args.description,
        role,
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
        ...watched(args),
      },
      opts,
    );
  }
}

/** A function's name: what is over 64 letters is cut. */
function short(name: $util.Input<string>): $util.Output<string> {
  return $util.output(name).apply((words) => words.slice(0, 64));
}

/** How a function starts, and what it tells while it runs. */
function watched(args: LambdaFunctionArgs): Partial<aws.lambda.FunctionArgs> {
  return {
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
  };
}
